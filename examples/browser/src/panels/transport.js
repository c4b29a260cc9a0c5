// The bar on top: play, pause, step, back, reset, speed, and where the run stands.

import { SPEEDS } from '../player.js';
import { formatElapsed, formatInstant } from '../time.js';
import { fill, h, icon, iconButton } from '../ui/dom.js';

const LIVE = {
  current: ['Live', 'Steps are shown as the host takes them'],
  behind: ['Go to now', 'An earlier step is shown: press to see how it stands now (End)'],
  lost: ['No answer', 'The host does not answer; what is shown is what it said last'],
};

export class Transport {
  constructor(host, app, player) {
    this.app = app;
    this.player = player;
    this.reset = iconButton('reset', 'Start over (R)', () => player.reset(), { id: 'reset' });
    this.back = iconButton('back', 'Step back (←)', () => player.back(), { id: 'back' });
    this.play = h('button.play', { type: 'button', id: 'play', onclick: () => player.toggle() });
    this.step = iconButton('step', 'Step (→)', () => player.step(), { id: 'step' });
    this.speed = h(
      'select',
      { id: 'speed', title: 'Speed', 'aria-label': 'Speed', onchange: () => player.setSpeed(SPEEDS[this.speed.value]) },
      Object.keys(SPEEDS).map((name) => h('option', { selected: SPEEDS[name] === player.speed }, name)),
    );
    this.live = h('button.live', { type: 'button', id: 'live', onclick: () => player.last() });
    this.clock = h('output.clock', { id: 'clock' });
    this.status = h('span.status', { id: 'status' });
    host.append(
      h('.buttons', {}, this.reset, this.back, this.play, this.step, this.speed),
      h('.readings', {}, this.live, this.clock, this.status),
    );
    app.on('model change play scenario', () => this.draw());
    app.on('clock', () => this.#drawReadings());
  }

  draw() {
    const { app, player } = this;
    const { session } = app;
    const started = Boolean(session?.started);
    fill(this.play, icon(player.playing ? 'pause' : 'play'), player.playing ? 'Pause' : 'Play');
    this.play.title = `${player.playing ? 'Pause' : 'Play'} (space)`;
    this.play.disabled = !app.runnable;
    this.step.disabled = !app.runnable;
    this.back.disabled = !started || session.cursor === 0;
    this.reset.disabled = !started || (app.readOnly && session.cursor === 0);
    this.step.disabled ||= app.readOnly && app.live.current;
    this.reset.title = app.readOnly ? 'To its beginning (R)' : 'Start over (R)';
    this.play.title = app.readOnly ? 'Play what has happened (space)' : this.play.title;
    this.#drawReadings();
  }

  #drawReadings() {
    const { app } = this;
    const { session } = app;
    const started = Boolean(session?.started);
    this.#drawLive();
    const clock = session?.clock ?? 0;
    this.clock.title = `${app.readOnly ? 'Time' : 'Virtual time'} since the start (UTC)`;
    fill(
      this.clock,
      h('strong', {}, started ? formatElapsed(clock - session.startedAt) : '+0:00'),
      h('span', {}, formatInstant(started ? clock : app.startAt)),
    );
    const status = this.#status();
    // What waits for a worker or a timer of a host is on its way; only in a run of one's own it is one's turn.
    this.status.textContent = app.readOnly && status === 'waiting' ? 'running' : status;
    this.status.dataset.status = status;
  }

  /** Whether what is seen is what is; pressing it makes it so. */
  #drawLive() {
    const { live, session } = this.app;
    this.live.hidden = !live || (session?.ended && live.current);
    if (this.live.hidden) return;
    const state = !live.connected ? 'lost' : live.current ? 'current' : 'behind';
    if (this.live.dataset.state === state) return;
    const [label, title] = LIVE[state];
    this.live.dataset.state = state;
    this.live.title = title;
    fill(this.live, h('span.dot'), label);
  }

  #status() {
    const { session, runnable } = this.app;
    if (!runnable) return 'cannot run';
    if (!session.started && this.app.readOnly) return 'loading';
    if (!session.started) return 'ready';
    if (session.ended || session.suspended) return session.status;
    if (session.obligations.some((open) => open.type === 'incident')) return 'incident';
    return session.obligations.length > 0 ? 'waiting' : 'active';
  }
}

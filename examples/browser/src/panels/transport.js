// The bar on top: play, pause, step, back, reset, speed, and where the run stands.

import { SPEEDS } from '../player.js';
import { formatElapsed, formatInstant } from '../time.js';
import { fill, h, icon, iconButton } from '../ui/dom.js';

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
    this.clock = h('output.clock', { id: 'clock', title: 'Virtual time since the start (UTC)' });
    this.status = h('span.status', { id: 'status' });
    host.append(
      h('.buttons', {}, this.reset, this.back, this.play, this.step, this.speed),
      h('.readings', {}, this.clock, this.status),
    );
    app.on('model change play scenario', () => this.draw());
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
    this.reset.disabled = !started;
    const clock = session?.clock ?? 0;
    fill(
      this.clock,
      h('strong', {}, started ? formatElapsed(clock - session.startedAt) : '+0:00'),
      h('span', {}, formatInstant(started ? clock : app.startAt)),
    );
    const status = this.#status();
    this.status.textContent = status;
    this.status.dataset.status = status;
  }

  #status() {
    const { session, runnable } = this.app;
    if (!runnable) return 'cannot run';
    if (!session.started) return 'ready';
    if (session.ended || session.suspended) return session.status;
    if (session.obligations.some((open) => open.type === 'incident')) return 'incident';
    return session.obligations.length > 0 ? 'waiting' : 'active';
  }
}

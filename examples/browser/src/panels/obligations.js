// What the run waits for, with buttons to answer it.

import { describeHolder, describeObligation, describeTurn, instanceName } from '../describe.js';
import { formatDuration, parseDuration } from '../time.js';
import { fill, h, iconButton } from '../ui/dom.js';
import { toast } from '../ui/toast.js';
import { timers } from '../agenda.js';
import { runnable } from '../evaluate.js';
import { actionsFor } from './actions.js';

/** Instances may be many; a list of all of them would only be slow. */
const MOST_SHOWN = 100;
const ORDER = { incident: 0, evaluation: 1, job: 2, call: 3, timer: 4, subscription: 5 };

export class Obligations {
  /** @param reveal brings the element with an id into view */
  constructor(app, answers, reveal) {
    this.app = app;
    this.answers = answers;
    this.reveal = reveal;
    this.list = h('ul.open-list', { id: 'open' });
    this.duration = h('input', {
      type: 'text',
      id: 'advance-by',
      value: '1 min',
      size: 7,
      'aria-label': 'How long',
      autocomplete: 'off',
    });
    this.timer = h('button', { type: 'button', id: 'next-timer', onclick: () => this.#nextTimer() });
    this.clock = h(
      'form.advance',
      { onsubmit: (event) => this.#advance(event) },
      this.timer,
      h(
        'span.advance-by',
        {},
        this.duration,
        h('button', { type: 'submit', id: 'advance', title: 'Let this much time pass' }, 'Advance'),
      ),
    );
    this.signal = h(
      'button.link',
      { type: 'button', id: 'send-signal', onclick: (event) => answers.sendSignal(event.currentTarget) },
      'Send a signal…',
    );
    this.suspend = h('button.link', { type: 'button', id: 'suspend', onclick: () => this.#suspend() });
    this.more = h(
      '.more',
      {},
      this.signal,
      h('button.link', { type: 'button', id: 'cancel', onclick: () => this.#cancel() }, 'Cancel the run'),
      this.suspend,
    );
    this.trust = h('input', { type: 'checkbox', id: 'trust', onchange: () => app.trust(this.trust.checked) });
    this.trusting = h('label.hint', {}, this.trust, ' I trust this model: run its JavaScript when playing');
    this.suspended = h('p.hint', {}, 'Suspended: nothing is answered until the run is resumed.');
    this.heading = h('h2', {});
    this.end = h('.end', { id: 'end' });
    this.element = h('section.open', {}, this.heading, this.suspended, this.end, this.trusting, this.list, this.clock, this.more);
    app.on('model change', () => this.draw());
    app.on('clock', () => this.#drawTimes());
  }

  draw() {
    const { session } = this.app;
    this.element.hidden = !session?.started;
    if (this.element.hidden) return;
    const open = [...session.obligations].sort(
      (one, other) => (ORDER[one.type] ?? 9) - (ORDER[other.type] ?? 9) || (one.due ?? 0) - (other.due ?? 0),
    );
    fill(this.heading, 'Open', h('span.count', {}, `${open.length}`));
    this.heading.hidden = session.ended;
    fill(this.end, session.ended && this.#summary());
    const rest = open.length - MOST_SHOWN;
    fill(
      this.list,
      open.slice(0, MOST_SHOWN).map((obligation) => this.#item(obligation)),
      rest > 0 && h('li.empty', {}, `and ${rest} more`),
    );
    const { readOnly } = this.app;
    this.trusting.hidden = readOnly || !open.some(runnable);
    this.trust.checked = this.app.trusted;
    this.suspended.hidden = !session.suspended;
    this.signal.hidden = session.suspended;
    this.suspend.textContent = session.suspended ? 'Resume' : 'Suspend';
    this.clock.hidden = session.ended || session.suspended || readOnly;
    this.more.hidden = session.ended || readOnly;
    const next = timers(session)[0];
    this.timer.disabled = !next;
    this.timer.textContent = next ? `Next timer (${this.#dueIn(next.obligation)})` : 'No timer';
  }

  #dueIn(timer) {
    const exact = timer.due - this.app.session.clock;
    const left = this.app.readOnly ? Math.round(exact / 1000) * 1000 : exact;
    return left > 0 ? `in ${formatDuration(left)}` : 'due now';
  }

  /** Time goes on at a host without a step being taken. */
  #drawTimes() {
    for (const item of this.list.children) if (item.redraw) item.redraw();
  }

  #detail(obligation) {
    const { request } = this.app.session;
    if (obligation.type === 'timer') {
      // What somebody has chosen has no other timer of its own.
      const releases = request?.chosen?.element === obligation.element;
      return `${releases ? 'given back by itself' : 'timer'}, ${this.#dueIn(obligation)}`;
    }
    const what = obligation.type === 'incident' ? obligation.message : describeObligation(obligation);
    const retries = obligation.retries === undefined ? undefined : `${obligation.retries} retries left`;
    const action = obligation.action !== undefined && request;
    const who = action
      ? describeTurn(obligation, request)
      : describeHolder(this.app.live?.told(obligation.key), this.app.live?.now);
    return [what, who, retries].filter(Boolean).join(', ');
  }

  #item(obligation) {
    const { app } = this;
    const instances = instanceName(app.session.statistics.instancesAround(obligation.activation));
    const { request, suspended } = app.session;
    const buttons = (suspended || app.readOnly ? [] : actionsFor(obligation, request)).map((action) =>
      iconButton(
        action.icon,
        `${action.label}`,
        (event) => this.answers.answer(action, obligation, event.currentTarget),
        {
          class: `icon-button ${action.tone ?? ''}`,
          data: { action: action.id },
        },
      ),
    );
    const detail = h('span.detail', {}, this.#detail(obligation));
    const open = h(
      'button.open-name',
      { type: 'button', onclick: () => this.#show(obligation.element) },
      h(
        'span.name',
        {},
        app.model.names.placed(obligation.element),
        instances && [' ', h('span.instance', {}, instances)],
      ),
      detail,
    );
    const item = h(
      `li.${obligation.type}`,
      { data: { element: obligation.element, key: obligation.key } },
      open,
      h('.item-actions', {}, buttons),
    );
    item.redraw = () => (detail.textContent = this.#detail(obligation));
    return item;
  }

  #summary() {
    const { session } = this.app;
    const took = session.row.at - session.startedAt;
    return [
      h('h2', {}, `Run ${session.status}`),
      h('p', {}, `${session.cursor + 1} steps${took > 0 ? ` in ${formatDuration(took)}` : ''}`),
      !this.app.readOnly &&
        h('button', { type: 'button', id: 'again', onclick: () => this.app.reset() }, 'Start another'),
    ];
  }

  #nextTimer() {
    const next = timers(this.app.session)[0];
    if (next) this.#try(() => this.app.apply(next.event, next.at));
  }

  #advance(event) {
    event.preventDefault();
    const ms = parseDuration(this.duration.value);
    this.duration.toggleAttribute('aria-invalid', ms === undefined);
    if (ms === undefined) return toast('write a length of time such as 30 s, 10 min, 1 h 30 min or PT10M', 'error');
    return this.#try(() => this.app.advanceTo(this.app.session.clock + ms));
  }

  #show(element) {
    this.app.select(element);
    this.reveal(element);
  }

  #suspend() {
    this.#try(() => this.app.apply({ type: this.app.session.suspended ? 'resume' : 'suspend' }));
  }

  #cancel() {
    this.#try(() => this.app.apply({ type: 'cancel', reason: 'cancelled from the page' }));
  }

  #try(action) {
    try {
      action();
    } catch (error) {
      toast(error.message, 'error');
    }
  }
}

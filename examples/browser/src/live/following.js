// One instance of a running host, followed as it goes. The engine gives the same answer to the same events, so the page
// applies what the host has applied, and knows of every step what it knows of its own runs.

import { MAX_STEPS } from '../session.js';
import { toast } from '../ui/toast.js';
import { rowsOf } from './observed.js';

/** More steps at once are not shown one after the other. */
const MOST_SHOWN_SINGLY = 5;
const SECOND = 1000;

export class Following {
  #work = Promise.resolve();
  #ends = [];
  #ended = false;
  #revision = 0;
  /** What the host told, where it does not keep the events. */
  #observed;

  constructor(host, id, app, stage) {
    this.host = host;
    this.id = id;
    this.app = app;
    this.stage = stage;
    /** What the host said last: its row of the instance, what is open. */
    this.seen = undefined;
    /** Ids of the instances that it waits for. */
    this.called = [];
    /** Is the host there? */
    this.connected = true;
  }

  /** Opens the instance in the page. */
  async open() {
    const seen = await this.host.instance(this.id);
    const { xml: text, lenient, strict } = await this.host.deployment(seen.instance.deployment);
    if (this.#ended) return;
    this.seen = seen;
    this.#keepTime(seen.now);
    const { process, businessKey } = seen.instance;
    await this.stage.open({ name: businessKey ?? this.id, text, options: { lenient, strict }, process, live: this });
    if (!this.app.session) throw new Error('this page cannot run its model');
    await this.#catchUp(seen);
    if (this.#ended) return;
    this.#ends.push(
      this.host.watchInstance(this.id, {
        seen: (next) => this.#queue(next),
        lost: () => this.#connect(false),
      }),
    );
    const ticking = setInterval(() => this.#tick(), SECOND);
    this.#ends.push(() => clearInterval(ticking));
  }

  close() {
    this.#ended = true;
    for (const end of this.#ends) end();
  }

  /** Why the page knows less than of its own runs; undefined where it does not. */
  get lack() {
    return this.#observed;
  }

  /** Is the last step shown, as opposed to an earlier one? */
  get current() {
    const { session } = this.app;
    return Boolean(session?.started) && !session.hasFuture;
  }

  /** What the host's index says of an open obligation; undefined in the past. */
  told(key) {
    return this.current ? this.seen.obligations.find((open) => open.key === key) : undefined;
  }

  /** Time at the host, whose clock may be another. */
  get now() {
    return Date.now() + this.ahead;
  }

  #queue(seen) {
    this.#work = this.#work
      .then(() => this.#catchUp(seen))
      .catch((error) => this.#ended || toast(error.message, 'error'));
  }

  async #catchUp(seen) {
    if (this.#ended) return;
    this.seen = seen;
    this.#keepTime(seen.now);
    // Who has claimed a task is noted at the last step, which is then read once more.
    const steps = await this.host.steps(this.id, Math.max(0, this.#revision - 1));
    this.called = seen.obligations.some(({ kind }) => kind === 'call') ? await this.host.called(this.id) : [];
    if (this.#ended) return;
    this.#connect(true);
    if (!this.#observed) this.#observed = this.#cannotReplay(seen, steps);
    if (this.#observed) return this.#observe(steps, seen);
    try {
      await this.#replay(steps);
    } catch (error) {
      // As after an update of the host, whose engine may know more than the page's.
      this.#observed = `the page could not go through its events (${error.message})`;
      await this.#observe(await this.host.steps(this.id, 0), seen);
    }
  }

  #cannotReplay(seen, steps) {
    if (steps.some(({ event }) => event === null)) return 'its host keeps no events';
    return seen.instance.revision > MAX_STEPS ? `it has taken more than ${MAX_STEPS} steps` : undefined;
  }

  async #replay(steps) {
    const { session } = this.app;
    const fresh = steps.filter(({ revision }) => revision > this.#revision);
    const singly = this.#revision > 0 && fresh.length <= MOST_SHOWN_SINGLY;
    for (const { revision, at, event, history } of steps) {
      const index = revision - 1;
      const follows = !session.hasFuture;
      if (revision > this.#revision) session.append(event, at);
      session.note(index, history.filter(({ entry }) => entry.user !== undefined));
      if (revision <= this.#revision) continue;
      this.#revision = revision;
      if (!singly) continue;
      this.app.emit('change', { row: follows ? session.row : undefined });
      await this.stage.settled();
      if (this.#ended) return;
    }
    this.#tick();
    this.app.emit('change', {});
  }

  async #observe(steps, seen) {
    const all = this.#revision > 1 && steps[0]?.revision > 1 ? await this.host.steps(this.id, 0) : steps;
    if (this.#ended) return;
    this.app.session.show(rowsOf(all, seen, this.app.model.definition));
    this.#revision = seen.instance.revision;
    this.#tick();
    this.app.emit('change', {});
  }

  #keepTime(now) {
    this.ahead = now - Date.now();
  }

  /** Time goes on while nothing happens. */
  #tick() {
    const { session } = this.app;
    if (!this.current || !this.connected || session.ended) return;
    // By whole seconds: fractions that change all the time only catch the eye.
    session.wait(this.now - ((this.now - session.startedAt) % SECOND));
    this.app.emit('clock');
  }

  #connect(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.app.emit('clock');
  }
}

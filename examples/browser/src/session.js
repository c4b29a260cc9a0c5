// One run of a process as a line of steps that can be walked in both directions. The engine's step is pure, so the
// past is kept as it was: going back is showing an earlier instance, and acting there starts a new future.

import { timers } from './agenda.js';
import { Statistics } from './statistics.js';

/** Beyond this a run is most likely a loop, and its instances would fill the page's memory. */
export const MAX_STEPS = 5000;

export class Session {
  /**
   * @param engine the classes of the tidewheel package; only `Instance` is used
   * @param definition a parsed definition
   */
  constructor(engine, definition) {
    this.engine = engine;
    this.definition = definition;
    this.rows = [];
    this.cursor = -1;
    this.clock = 0;
    this.statistics = undefined;
  }

  get started() {
    return this.rows.length > 0;
  }

  /** The step that is shown; undefined before the start. */
  get row() {
    return this.rows[this.cursor];
  }

  /** The steps up to the one shown. */
  get past() {
    return this.rows.slice(0, this.cursor + 1);
  }

  get status() {
    return this.row?.outcome.status;
  }

  get ended() {
    return this.started && this.status !== 'active' && !this.suspended;
  }

  get suspended() {
    return this.status === 'suspended';
  }

  /** Are there recorded steps after the one shown? */
  get hasFuture() {
    return this.cursor < this.rows.length - 1;
  }

  get startedAt() {
    return this.rows[0]?.at ?? this.clock;
  }

  /** What the host owes the instance at the step shown. */
  get obligations() {
    return this.row?.obligations ?? [];
  }

  /** Where a request stands at the step shown, and who blocks it; undefined where that is not known. */
  get request() {
    return this.row?.request;
  }

  /** What somebody may do with the request, who is in these groups besides those that the model says. */
  actions(user, groups = []) {
    return this.row.instance.actions({ user, groups });
  }

  start(start, at) {
    const { instance, outcome } = this.engine.Instance.start(this.definition, start, at);
    this.#drop(0);
    this.#push({ event: { type: 'start', ...start }, instance, outcome });
    return this.row;
  }

  /**
   * Applies one event at the step shown and drops the recorded steps after it.
   * Throws the engine's `RejectionError` and changes nothing when the event does not fit.
   */
  apply(event, at = this.clock, origin = undefined) {
    if (this.cursor + 1 >= MAX_STEPS)
      throw new Error(`this run has ${MAX_STEPS} steps, more than are kept; start over`);
    const instance = this.row.instance.clone();
    let outcome;
    try {
      outcome = instance.apply(event, Math.max(at, this.clock));
    } catch (error) {
      instance.free();
      throw error;
    }
    const subject = this.#subject(event, outcome.at);
    const instances = subject ? this.statistics.instancesAround(subject.activation) : [];
    this.#drop(this.cursor + 1);
    this.#push({ event, instance, outcome, subject, instances, origin });
    return this.row;
  }

  /** Takes in what has been applied elsewhere, at exactly that time; an earlier step that is shown stays shown. */
  append(event, at) {
    const shown = this.hasFuture ? this.cursor : undefined;
    if (!this.started) return this.start(event, at);
    this.goTo(this.rows.length - 1);
    const row = this.apply(event, at);
    if (shown !== undefined) this.goTo(shown);
    return row;
  }

  /** Keeps what a host has noted of a step beside the engine: `{ at, entry }`. */
  note(index, notes) {
    const row = this.rows[index];
    if (notes.length === row.notes.length) return;
    row.notes = notes;
    if (index <= this.cursor) this.#recount(this.cursor);
  }

  /** Takes rows that are known otherwise in place of its own; an earlier step that is shown stays shown. */
  show(rows) {
    const shown = this.hasFuture ? this.cursor : rows.length - 1;
    this.#drop(0);
    this.rows = rows;
    this.cursor = -1;
    this.#recount(-1);
    this.goTo(shown);
  }

  /** Lets time pass without anything happening. */
  wait(until) {
    this.clock = Math.max(this.clock, until);
  }

  /** Shows the step with this index, without changing any. */
  goTo(index) {
    const target = Math.max(0, Math.min(index, this.rows.length - 1));
    if (!this.started) return;
    if (target < this.cursor) this.#recount(target);
    else for (const row of this.rows.slice(this.cursor + 1, target + 1)) this.statistics.add(row);
    this.cursor = target;
    this.clock = this.row.at;
  }

  /** Variables visible from an activation at a step (or the process variables); undefined where it is not alive then. */
  variables(scope = undefined, row = this.row) {
    if (!row) return undefined;
    if (scope !== undefined && !row.active.some((activation) => activation.key === scope)) return undefined;
    return row.instance.variables(scope);
  }

  free() {
    this.#drop(0);
    this.clock = 0;
  }

  #push({ event, instance, outcome, subject, instances = [], origin }) {
    const row = {
      index: this.rows.length,
      at: outcome.at,
      event,
      outcome,
      instance,
      subject,
      instances,
      origin,
      notes: [],
      active: instance.active(),
      joining: this.#joining(instance, outcome),
      obligations: instance.obligations(),
      request: instance.actions({ user: '' }),
    };
    this.rows.push(row);
    this.statistics ??= new Statistics(this.definition.elements);
    this.statistics.add(row);
    this.cursor = row.index;
    this.clock = outcome.at;
  }

  /**
   * How many tokens wait to be joined, by the id of where they wait. History tells of those that come, not of those that
   * are withdrawn; only the snapshot has what is there.
   */
  #joining(instance, outcome) {
    const counts = new Map();
    const before = this.row?.joining.size ?? 0;
    if (before === 0 && !outcome.history.some((entry) => entry.type === 'arrived')) return counts;
    for (const { node, tokens } of JSON.parse(instance.save()).joins ?? [])
      for (const count of Object.values(tokens)) counts.set(node, (counts.get(node) ?? 0) + count);
    return counts;
  }

  #drop(from) {
    for (const row of this.rows.splice(from)) row.instance.free();
    if (this.cursor >= from) {
      this.cursor = from - 1;
      this.#recount(this.cursor);
    }
  }

  #recount(upTo) {
    this.statistics = new Statistics(this.definition.elements);
    for (const row of this.rows.slice(0, upTo + 1)) this.statistics.add(row);
  }

  /** The obligation that an event answers, as it stood before. */
  #subject(event, at) {
    const key = event.job ?? event.timer ?? event.subscription ?? event.call ?? event.evaluation ?? event.incident;
    if (key !== undefined) return this.obligations.find((obligation) => obligation.key === key);
    if (event.type === 'tick') return timers(this).find((item) => item.at <= at)?.obligation;
    const [kind, name] = event.type === 'correlate' ? ['message', event.message] : [event.type, event.name];
    return this.obligations.find((open) => open.type === 'subscription' && open.kind === kind && open.name === name);
  }
}

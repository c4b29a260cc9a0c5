// What a run did to each element, folded from the steps' history and effects: visits, states, counts, logs.

export class Statistics {
  #elements = new Map();
  #visits = new Map();
  #flows = new Map();
  #incidents = new Map();
  #joining = new Map();
  #hosts = new Map();
  #targets = new Map();
  #scopes = new Set();
  /** Activities that a compensation has named. */
  #compensated = new Set();
  /** Elements that a flow of this step leads to. */
  #led = new Set();
  #jobs = new Map();
  /** Elements whose visits end in this step because of an error. */
  #failing = new Set();
  /** States of a request that it has been in. */
  #states = new Set();
  /** Those of them that it leaves in this step by a transition, and the events that make it do so. */
  #moved = new Set();

  /** @param elements the definition's elements */
  constructor(elements) {
    for (const element of elements) {
      if (element.attachedTo) this.#hosts.set(element.id, element.attachedTo);
      this.#scopes.add(element.scope);
      for (const flow of element.incoming ?? []) this.#targets.set(flow, element.id);
    }
  }

  /** How often a sequence flow was taken. */
  flow(id) {
    return this.#flows.get(id) ?? 0;
  }

  get takenFlows() {
    return this.#flows;
  }

  /** Ids of all elements that something has happened to. */
  get touched() {
    return [...this.#elements.keys()];
  }

  /** All jobs, calls and evaluations of an element so far, oldest first: `{ key, at }`. */
  jobs(id) {
    return this.#jobs.get(id) ?? [];
  }

  /**
   * All activations of an element, oldest first. Where an activity has instances, the visit that they belong to comes
   * before them and counts them in `instances`; each of them has its `loopCounter`. A subprocess that is entered again
   * so that what it did can be compensated has `compensation`.
   */
  visits(id) {
    return this.#elements.get(id)?.visits ?? [];
  }

  /** How often an element did its work: each instance counts, but not what holds them together, nor compensation. */
  count(id) {
    return this.visits(id).filter((visit) => !visit.instances && !visit.compensation).length;
  }

  /** Tokens that are at an element: those that work there, and those that wait to be joined. */
  tokens(id) {
    const live = this.visits(id).filter((visit) => visit.state === 'active' && !visit.instances);
    return live.length + this.arrivals(id);
  }

  /** The live visit of an element that holds instances together, if there is exactly one. */
  body(id) {
    const live = this.visits(id).filter((visit) => visit.state === 'active' && visit.instances);
    return live.length === 1 ? live[0] : undefined;
  }

  /** Which instances a live activation belongs to, from the outside in: `[2, 1]` is the first within the second. */
  instancesAround(activation) {
    const counters = [];
    for (let visit = this.#visits.get(activation); visit; visit = this.#visits.get(visit.scope))
      if (visit.loopCounter) counters.unshift(visit.loopCounter);
    return counters;
  }

  /** All that was said of an element: `{ at, step, source, data, element, loopCounter? }`. */
  log(id) {
    return this.#elements.get(id)?.log ?? [];
  }

  /** Tokens that wait at a joining gateway. */
  arrivals(id) {
    return this.#joining.get(id) ?? 0;
  }

  /** `pending`, `waiting`, `running` (a scope at work), `done`, `failed`, `cancelled` or `incident`. */
  state(id) {
    const visits = this.visits(id);
    if ([...this.#incidents.values()].some(({ element }) => element === id)) return 'incident';
    if (this.arrivals(id) > 0) return 'waiting';
    const live = visits.filter((visit) => visit.state === 'active');
    if (live.length > 0) return live.every((visit) => visit.inner > 0) ? 'running' : 'waiting';
    // How a single instance ended says little: it may have been withdrawn because enough others were done.
    return visits.findLast((visit) => !visit.loopCounter)?.state ?? 'pending';
  }

  /** Is this very visit stuck? */
  isStuck(visit) {
    return [...this.#incidents.values()].some(({ activation }) => activation === visit.key);
  }

  /** Folds one step in; steps must come in order. */
  add(row) {
    this.#answer(row);
    this.#failing = new Set();
    this.#moved = new Set();
    this.#led = new Set();
    for (const entry of row.outcome.history) this.#entry(entry, row);
    for (const effect of row.outcome.effects) this.#effect(effect, row);
    for (const { at, entry } of row.notes) this.#note(entry.element, { ...row, at }, 'entry', entry);
    this.#joining = row.joining;
    if (row.request?.state) this.#states.add(row.request.state.id);
  }

  #element(id) {
    if (!this.#elements.has(id)) this.#elements.set(id, { visits: [], log: [] });
    return this.#elements.get(id);
  }

  /** `source` is `answer`, `entry` or `effect`: which kind of the engine's data `data` is. */
  #note(id, row, source, data, visit = undefined) {
    const { loopCounter } = visit ?? {};
    this.#element(id).log.push({ at: row.at, step: row.index, source, data, element: id, loopCounter });
  }

  #answer(row) {
    const open = row.subject;
    if (!open) return;
    const visit = this.#visits.get(open.activation);
    this.#note(open.element, row, 'answer', row.event, visit);
    // A boundary event belongs to its host's activation; what it brings is not the host's output.
    if (visit?.element === open.element && Object.keys(row.event.variables ?? {}).length > 0) {
      visit.outputs = { ...visit.outputs, ...row.event.variables };
    }
  }

  #entry(entry, row) {
    const before = this.#visits.get(entry.key);
    switch (entry.type) {
      case 'entered':
        this.#enter(entry, row);
        break;
      case 'left':
        this.#leave(entry, row, 'done');
        break;
      case 'cancelled':
        this.#leave(entry, row, this.#withdrawn(entry, row));
        break;
      case 'flowTaken':
        this.#flows.set(entry.flow, this.flow(entry.flow) + 1);
        this.#led.add(this.#targets.get(entry.flow));
        break;
      case 'compensationThrown':
        for (const id of new Set(entry.activities)) {
          this.#compensated.add(id);
          this.#note(id, row, 'entry', entry);
        }
        break;
      case 'modified':
        this.#modify(entry, row);
        break;
      case 'errorThrown':
        this.#failing.add(entry.element).add(this.#hosts.get(entry.caughtBy));
        break;
      case 'escalationThrown':
        this.#move(entry);
        break;
      default:
    }
    if (entry.element) this.#note(entry.element, row, 'entry', entry, before ?? this.#visits.get(entry.key));
  }

  #enter(entry, row) {
    const visit = {
      key: entry.key,
      element: entry.element,
      scope: entry.scope,
      state: 'active',
      start: row.at,
      startStep: row.index,
      inner: 0,
    };
    const scope = this.#visits.get(entry.scope);
    if (this.#entersAgain(entry.element, scope)) visit.compensation = true;
    this.#element(entry.element).visits.push(visit);
    this.#visits.set(entry.key, visit);
    if (scope) scope.inner += 1;
    if (scope?.element === entry.element) visit.loopCounter = scope.instances = (scope.instances ?? 0) + 1;
  }

  /** A completed subprocess is compensated from within (BPMN 13.5.5): it is entered, but by no flow. */
  #entersAgain(id, scope) {
    if (!this.#scopes.has(id) || this.#led.has(id) || scope?.element === id) return false;
    return this.visits(id).length > 0 && (this.#compensated.has(id) || scope?.compensation === true);
  }

  /** A transition is caught at the state that it leaves. */
  #move({ element, caughtBy }) {
    const state = this.#hosts.get(caughtBy);
    if (this.#states.has(state)) this.#moved.add(state).add(element);
  }

  /** What a visit is that was ended from outside; for a state that is how one leaves it. */
  #withdrawn(entry, row) {
    if (this.#failed(entry, row)) return 'failed';
    return this.#moved.has(entry.element) ? 'done' : 'cancelled';
  }

  /** An error ends the instance that threw it; its siblings are withdrawn for it. */
  #failed(entry, row) {
    const visit = this.#visits.get(entry.key);
    if (!this.#failing.has(entry.element)) return false;
    return !visit?.loopCounter || row.subject?.element !== entry.element || row.subject.activation === entry.key;
  }

  #modify({ instruction }, row) {
    const id = instruction.element ?? instruction.to ?? this.#visits.get(instruction.activation)?.element;
    if (id) this.#note(id, row, 'entry', { type: 'modified', instruction });
  }

  #leave(entry, row, state) {
    const visit = this.#visits.get(entry.key);
    if (!visit) return;
    Object.assign(visit, { state, end: row.at, endStep: row.index });
    const scope = this.#visits.get(visit.scope);
    if (scope) scope.inner -= 1;
    this.#visits.delete(entry.key);
  }

  #effect(effect, row) {
    if (['openJob', 'openCall', 'openEvaluation'].includes(effect.type)) {
      this.#jobs.set(effect.element, [...this.jobs(effect.element), { key: effect.key, at: row.at }]);
    }
    if (effect.type === 'openIncident') this.#incidents.set(effect.key, effect);
    if (effect.type === 'closeIncident') this.#incidents.delete(effect.key);
    if (effect.element) this.#note(effect.element, row, 'effect', effect);
  }
}

// What a run did to each element, folded from the steps' history and effects: visits, states, counts, logs.

export class Statistics {
  #elements = new Map();
  #visits = new Map();
  #flows = new Map();
  #incidents = new Map();
  #arrivals = new Map();
  #hosts = new Map();
  #jobs = new Map();
  /** Elements whose visits end in this step because of an error. */
  #failing = new Set();

  /** @param elements the definition's elements */
  constructor(elements) {
    for (const element of elements) if (element.attachedTo) this.#hosts.set(element.id, element.attachedTo);
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

  /** All jobs of an element so far, oldest first: `{ key, at }`. */
  jobs(id) {
    return this.#jobs.get(id) ?? [];
  }

  visits(id) {
    return this.#elements.get(id)?.visits ?? [];
  }

  /** All that was said of an element: `{ at, step, source, data }`. */
  log(id) {
    return this.#elements.get(id)?.log ?? [];
  }

  /** Tokens that wait at a joining gateway. */
  arrivals(id) {
    return this.#arrivals.get(id)?.length ?? 0;
  }

  /** `pending`, `waiting`, `running` (a scope at work), `done`, `failed`, `cancelled` or `incident`. */
  state(id) {
    const visits = this.visits(id);
    if ([...this.#incidents.values()].includes(id)) return 'incident';
    if (this.arrivals(id) > 0) return 'waiting';
    const live = visits.filter((visit) => visit.state === 'active');
    if (live.length > 0) return live.some((visit) => visit.inner > 0) ? 'running' : 'waiting';
    return visits.at(-1)?.state ?? 'pending';
  }

  /** Folds one step in; steps must come in order. */
  add(row) {
    this.#answer(row);
    this.#failing = new Set();
    for (const entry of row.outcome.history) this.#entry(entry, row);
    for (const effect of row.outcome.effects) this.#effect(effect, row);
  }

  #element(id) {
    if (!this.#elements.has(id)) this.#elements.set(id, { visits: [], log: [] });
    return this.#elements.get(id);
  }

  /** `source` is `answer`, `entry` or `effect`: which kind of the engine's data `data` is. */
  #note(id, row, source, data) {
    this.#element(id).log.push({ at: row.at, step: row.index, source, data });
  }

  #answer(row) {
    const open = row.subject;
    if (!open) return;
    this.#note(open.element, row, 'answer', row.event);
    const visit = this.#visits.get(open.activation);
    // A boundary event belongs to its host's activation; what it brings is not the host's output.
    if (visit?.element === open.element && Object.keys(row.event.variables ?? {}).length > 0) {
      visit.outputs = { ...visit.outputs, ...row.event.variables };
    }
  }

  #entry(entry, row) {
    switch (entry.type) {
      case 'entered':
        this.#enter(entry, row);
        break;
      case 'left':
        this.#leave(entry, row, 'done');
        break;
      case 'cancelled':
        this.#leave(entry, row, this.#failing.has(entry.element) ? 'failed' : 'cancelled');
        break;
      case 'flowTaken':
        this.#flows.set(entry.flow, this.flow(entry.flow) + 1);
        break;
      case 'arrived':
        this.#arrivals.set(entry.element, [...(this.#arrivals.get(entry.element) ?? []), entry.flow]);
        break;
      case 'errorThrown':
        this.#failing.add(entry.element).add(this.#hosts.get(entry.caughtBy));
        break;
      default:
    }
    if (entry.element) this.#note(entry.element, row, 'entry', entry);
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
    this.#element(entry.element).visits.push(visit);
    this.#visits.set(entry.key, visit);
    const scope = this.#visits.get(entry.scope);
    if (scope) scope.inner += 1;
    this.#fireJoin(entry.element);
  }

  /** A join that fires takes one token of each flow; surplus tokens go on waiting (BPMN 13.4.1). */
  #fireJoin(id) {
    const waiting = this.#arrivals.get(id);
    if (!waiting) return;
    const rest = waiting.filter((flow, index) => waiting.indexOf(flow) !== index);
    this.#arrivals.set(id, rest);
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
    if (effect.type === 'openJob') {
      this.#jobs.set(effect.element, [...this.jobs(effect.element), { key: effect.key, at: row.at }]);
    }
    if (effect.type === 'openIncident') this.#incidents.set(effect.key, effect.element);
    if (effect.type === 'closeIncident') this.#incidents.delete(effect.key);
    if (effect.element) this.#note(effect.element, row, 'effect', effect);
  }
}

/** Rows by their primary key, the first part of which can be asked for by itself. */
class Table {
  #log;
  #groups = new Map();

  constructor(log) {
    this.#log = log;
  }

  get(group, ...rest) {
    return this.#groups.get(group)?.get(rest.join(' '));
  }

  of(group) {
    return [...(this.#groups.get(group)?.values() ?? [])];
  }

  filter(wanted) {
    const rows = [];
    for (const group of this.#groups.values()) for (const row of group.values()) if (wanted(row)) rows.push(row);
    return rows;
  }

  some(wanted) {
    return this.filter(wanted).length > 0;
  }

  set(row, group, ...rest) {
    const before = this.get(group, ...rest);
    this.#log.push(() => this.#put(before, group, rest));
    this.#put(row, group, rest);
  }

  delete(group, ...rest) {
    const before = this.get(group, ...rest);
    if (before === undefined) return false;
    this.#log.push(() => this.#put(before, group, rest));
    this.#put(undefined, group, rest);
    return true;
  }

  #put(row, group, rest) {
    let rows = this.#groups.get(group);
    if (rows === undefined) this.#groups.set(group, (rows = new Map()));
    if (row !== undefined) rows.set(rest.join(' '), row);
    else if (rows.delete(rest.join(' ')) && rows.size === 0) this.#groups.delete(group);
  }
}

/** The tables of `host/sql` in memory, with a log by which what was done is undone. */
export class Tables {
  #log = [];

  constructor() {
    const names = ['deployments', 'processes', 'starts', 'instances', 'obligations', 'events', 'history', 'outbox'];
    for (const name of names) this[name] = new Table(this.#log);
  }

  /** A place in the log to go back to. */
  get mark() {
    return this.#log.length;
  }

  undo(mark) {
    while (this.#log.length > mark) this.#log.pop()();
  }

  /** Forgets how to undo what is final. */
  settle() {
    this.#log.length = 0;
  }

  /** What a step adds and removes, as `add_rows` does it. */
  addRows(made, eventId, event, caller) {
    const { instance, revision, at } = made;
    this.events.set({ instance, revision, id: eventId, at, event }, instance, revision);
    for (const key of made.closed) this.obligations.delete(instance, key);
    for (const duty of made.opened) this.#open(instance, duty, at);
    made.history.forEach((data, n) => this.history.set({ instance, revision, n, at, data }, instance, revision, n));
    made.sent.forEach(({ kind, name, key, data }, n) => {
      this.send({ instance, revision, n, kind, name, key, target: kind === 'answer' ? caller : null, due: at, data });
    });
    const names = made.opened.filter((duty) => duty.kind === 'message').map((duty) => duty.name);
    for (const row of this.outbox.filter((one) => one.kind === 'message' && one.due > at && names.includes(one.name))) {
      this.outbox.set({ ...row, due: at }, row.instance, row.revision, row.n);
    }
  }

  reindex(instance, duties, at) {
    for (const row of this.obligations.of(instance)) this.obligations.delete(instance, row.key);
    for (const duty of duties) this.#open(instance, duty, at);
  }

  #open(instance, duty, at) {
    const { key, kind, name = null, element, activation, correlation = null, due = null } = duty;
    const { assignee = null, lane = null, priority, candidates = [], data } = duty;
    const found = { key, kind, name, element, activation, correlation, due, assignee, owner: null, lane, priority };
    const row = { instance, ...found, opened: at, holder: null, lease: null, candidates, data };
    this.obligations.set(row, instance, key);
  }

  change(instance, key, members) {
    this.obligations.set({ ...this.obligations.get(instance, key), ...members }, instance, key);
  }

  send({ instance, revision, n, kind, name = null, key = null, target = null, due, data }) {
    if (this.outbox.get(instance, revision, n) !== undefined) return;
    const row = { instance, revision, n, kind, name, key, target, due, attempts: 0, holder: null, lease: null, data };
    this.outbox.set(row, instance, revision, n);
  }

  sent(wanted) {
    const rows = this.outbox.filter(wanted);
    return rows.sort((a, b) => a.due - b.due || order(a.instance, b.instance) || a.revision - b.revision || a.n - b.n);
  }

  /** The obligations that a query asks for, in the order of the store, without their candidates. */
  obligated(query) {
    const candidates =
      query.instance == null ? this.obligations.filter(() => true) : this.obligations.of(query.instance);
    const rows = [];
    for (const row of candidates) {
      const { process, businessKey, status, revision } = this.instances.get(row.instance);
      const { candidates: who, ...whole } = { ...row, process, businessKey, status, revision };
      if (asked(query, whole, who)) rows.push({ ...whole, data: JSON.parse(row.data) });
    }
    return rows.sort(
      (a, b) => b.priority - a.priority || a.opened - b.opened || order(a.instance, b.instance) || a.key - b.key,
    );
  }
}

const EQUAL = ['instance', 'key', 'name', 'element', 'assignee', 'lane', 'process', 'businessKey'];

function asked(query, row, who) {
  if (EQUAL.some((name) => query[name] != null && query[name] !== row[name])) return false;
  if (query.kinds != null && !query.kinds.includes(row.kind)) return false;
  if (query.unassigned && row.assignee !== null) return false;
  if (query.active && row.status !== 'active') return false;
  if (query.dueBefore != null && !(row.due !== null && row.due < query.dueBefore)) return false;
  if (query.leaseOver != null && !(row.lease !== null && row.lease <= query.leaseOver)) return false;
  const may = (kind, names) => who.some((one) => one.kind === kind && names.includes(one.name));
  if (query.candidateUser != null && !may('user', [query.candidateUser])) return false;
  if (query.candidateGroups != null && !may('group', query.candidateGroups)) return false;
  // An object may agree though it is another text.
  return (
    query.correlation == null ||
    row.correlation === null ||
    row.correlation === query.correlation ||
    row.correlation.startsWith('{')
  );
}

function order(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

import { Mutex, Transactions } from '../context.js';
import { StoreUnavailableError } from '../errors.js';
import { Tables } from './tables.js';

const ENDED = (status) => status !== 'active' && status !== 'suspended';
const page = (rows, { limit = 100, offset = 0 }) => rows.slice(offset, offset + limit);
const copy = (row) => (row === undefined || row === null ? null : { ...row });

/** A store in memory, for tests and for what need not outlive the program. */
export class MemoryStore {
  #tables = new Tables();
  #transactions = new Transactions();
  #mutex = new Mutex();
  #open = false;

  constructor(name = 'memory') {
    this.name = name;
  }

  get shards() {
    return [this];
  }

  shardOf() {
    return this;
  }

  async open() {
    this.#open = true;
  }

  async close() {
    this.#open = false;
  }

  async transaction(work, { readonly = false } = {}) {
    const begin = (within) =>
      this.#mutex.run(async () => {
        if (!this.#open) throw new StoreUnavailableError(`the store \`${this.name}\` is not open`);
        const transaction = new MemoryTransaction(this.#tables);
        const result = await transaction.nested(() => within(transaction));
        this.#tables.settle();
        return result;
      });
    return this.#transactions.run(work, begin, { readonly });
  }

  get current() {
    return this.#transactions.current;
  }

  afterCommit(told) {
    this.#transactions.afterCommit(told);
  }
}

class MemoryTransaction {
  #tables;

  constructor(tables) {
    this.#tables = tables;
  }

  /** There is nothing that an application could write to. */
  get connection() {
    return null;
  }

  async nested(work) {
    const mark = this.#tables.mark;
    try {
      return await work();
    } catch (error) {
      this.#tables.undo(mark);
      throw error;
    }
  }

  async addDeployment(deployment, processes, starts) {
    const { deployments, processes: versions, starts: all } = this.#tables;
    if (deployments.some((row) => row.id === deployment.id || row.name === deployment.name)) return false;
    if (processes.some((row) => versions.get(row.process, row.version) !== undefined)) return false;
    deployments.set(deployment, deployment.id);
    for (const row of processes)
      versions.set({ versionTag: null, ...row, deployment: deployment.id }, row.process, row.version);
    for (const row of all.filter((start) => processes.some(({ process }) => process === start.process))) {
      all.delete(row.process, row.n);
    }
    for (const { n, version, ...data } of starts) {
      const { process, kind, name = null, element, due = null } = data;
      all.set({ process, n, kind, name, element, due, deployment: deployment.id, version, data }, process, n);
    }
    return true;
  }

  async deployment(id) {
    return copy(this.#tables.deployments.get(id));
  }

  async deploymentNamed(name) {
    return copy(this.#tables.deployments.filter((row) => row.name === name)[0]);
  }

  async deployments() {
    const rows = this.#tables.deployments.filter(() => true).sort((a, b) => a.at - b.at || order(a.id, b.id));
    return rows.map(({ xml, ...row }) => row);
  }

  async processes() {
    return this.#tables.processes
      .filter(() => true)
      .sort((a, b) => order(a.process, b.process) || a.version - b.version);
  }

  async process(process, { version, tag } = {}) {
    const wanted = (row) =>
      row.process === process &&
      (version === undefined || version === null
        ? tag === undefined || tag === null || row.versionTag === tag
        : row.version === version);
    return copy(this.#tables.processes.filter(wanted).sort((a, b) => b.version - a.version)[0]);
  }

  async starts(kind, name) {
    return this.#starts(
      (row) => row.kind === kind && row.name === name,
      (a, b) => order(a.process, b.process) || a.n - b.n,
    );
  }

  async dueStarts(now, limit) {
    const due = (row) => row.kind === 'timer' && row.due !== null && row.due <= now;
    return this.#starts(due, (a, b) => a.due - b.due || order(a.process, b.process) || a.n - b.n).slice(0, limit);
  }

  #starts(wanted, by) {
    return this.#tables.starts.filter(wanted).sort(by).map(copy);
  }

  async moveStart(start, next) {
    const row = this.#tables.starts.get(start.process, start.n);
    if (row === undefined || row.due !== start.due) return false;
    this.#tables.starts.set({ ...row, due: next.due ?? null, data: next }, row.process, row.n);
    return true;
  }

  async instance(id) {
    return copy(this.#tables.instances.get(id));
  }

  async called(caller, key) {
    return this.#tables.instances.filter((row) => row.caller === caller && row.callerKey === key).map(copy);
  }

  async instances(query = {}) {
    const { process, businessKey, statuses, caller, startedBefore } = query;
    const rows = this.#tables.instances.filter(
      (row) =>
        (process == null || row.process === process) &&
        (businessKey == null || row.businessKey === businessKey) &&
        (statuses == null || statuses.includes(row.status)) &&
        (caller == null || row.caller === caller) &&
        (startedBefore == null || row.started < startedBefore),
    );
    rows.sort((a, b) => a.started - b.started || order(a.id, b.id));
    if (query.newest === true) rows.reverse();
    return page(rows, query).map(({ snapshot, ...row }) => row);
  }

  async create({ commit, deployment, version, eventId, event = null, caller = null, callerKey = null }) {
    const made = JSON.parse(commit);
    if (this.#tables.instances.get(made.instance) !== undefined) return false;
    const { process, businessKey = null, at } = made;
    const row = { id: made.instance, process, version, deployment, businessKey, caller, callerKey, started: at };
    this.#keep(row, made);
    this.#tables.addRows(made, eventId, event, caller);
    return true;
  }

  async save({ commit, eventId, event = null, caller = null }) {
    const made = JSON.parse(commit);
    const row = this.#tables.instances.get(made.instance);
    if (row === undefined || row.revision !== made.revision - 1) return false;
    this.#keep(row, made);
    this.#tables.addRows(made, eventId, event, caller);
    return true;
  }

  #keep(row, { status, revision, snapshot, at }) {
    const ended = ENDED(status) ? at : null;
    this.#tables.instances.set({ ...row, status, revision, snapshot, at, ended }, row.id);
  }

  async eventRevision(instance, id) {
    return this.#tables.events.of(instance).find((row) => row.id === id)?.revision ?? null;
  }

  async reindex(instance, duties, at) {
    this.#tables.reindex(instance, JSON.parse(duties), at);
  }

  async obligations(query = {}) {
    return page(this.#tables.obligated(query), query);
  }

  async candidates(instance) {
    const rows = this.#tables.obligations
      .of(instance)
      .flatMap(({ key, candidates }) => candidates.map((one) => ({ key, ...one })));
    return rows.sort((a, b) => a.key - b.key || order(a.kind, b.kind) || order(a.name, b.name));
  }

  async listening(name) {
    const rows = this.#tables.obligations.filter((row) => row.kind === 'signal' && row.name === name);
    return [...new Set(rows.map((row) => row.instance))].sort();
  }

  async dueTimers(now, limit) {
    const timers = this.#tables
      .obligated({ kinds: ['timer'], active: true })
      .filter((row) => row.due !== null && row.due <= now);
    timers.sort((a, b) => a.due - b.due || order(a.instance, b.instance));
    return [...new Set(timers.map((row) => row.instance))].slice(0, limit);
  }

  async lease({ kind, name, holder, until, now, limit }) {
    const free = this.#tables
      .obligated({ kinds: [kind], name, active: true })
      .filter((row) => row.lease === null || row.lease <= now);
    return free.slice(0, limit).map((row) => {
      this.#tables.change(row.instance, row.key, { holder, lease: until });
      return { ...row, holder, lease: until };
    });
  }

  async extend({ instance, key, holder, until, now }) {
    const row = this.#tables.obligations.get(instance, key);
    if (row === undefined || row.holder !== holder || row.lease <= now) return false;
    this.#tables.change(instance, key, { lease: until });
    return true;
  }

  async release({ instance, key, holder }) {
    if (this.#tables.obligations.get(instance, key)?.holder !== holder) return false;
    this.#tables.change(instance, key, { holder: null, lease: null });
    return true;
  }

  async assign({ instance, key, assignee, owner = null, expected }) {
    const row = this.#tables.obligations.get(instance, key);
    if (row === undefined || row.kind !== 'userTask' || row.assignee !== expected) return false;
    this.#tables.change(instance, key, { assignee, owner });
    return true;
  }

  async events(instance) {
    return this.#tables.events
      .of(instance)
      .map(({ revision, id, at, event }) => ({ revision, id, at, event: event && JSON.parse(event) }));
  }

  async history(instance, { after = 0, limit = 1000 } = {}) {
    const rows = this.#tables.history.of(instance).filter((row) => row.revision > after);
    rows.sort((a, b) => a.revision - b.revision || a.n - b.n);
    return rows.slice(0, limit).map(({ revision, n, at, data }) => ({ revision, n, at, entry: JSON.parse(data) }));
  }

  async record(name, eventId, event, at) {
    if (this.#tables.events.get(name, 1) !== undefined) return false;
    this.#tables.events.set({ instance: name, revision: 1, id: eventId, at, event: JSON.stringify(event) }, name, 1);
    return true;
  }

  async note(instance, revision, entry, at) {
    const n = this.#tables.history.of(instance).filter((row) => row.revision === revision).length;
    this.#tables.history.set({ instance, revision, n, at, data: JSON.stringify(entry) }, instance, revision, n);
  }

  async purge(instance) {
    const row = this.#tables.instances.get(instance);
    if (row === undefined || row.ended === null) return false;
    for (const event of this.#tables.events.of(instance)) this.#tables.events.delete(instance, event.revision);
    for (const entry of this.#tables.history.of(instance))
      this.#tables.history.delete(instance, entry.revision, entry.n);
    this.#tables.instances.delete(instance);
    return true;
  }

  async takeOutbox({ holder, until, now, limit }) {
    const due = this.#tables.sent((row) => row.due <= now && (row.lease === null || row.lease <= now)).slice(0, limit);
    for (const row of due) this.#tables.outbox.set({ ...row, holder, lease: until }, row.instance, row.revision, row.n);
    return due.map((row) => ({ ...row, holder, lease: until, data: row.data === '' ? null : JSON.parse(row.data) }));
  }

  async outbox(limit = 100) {
    return this.#tables
      .sent(() => true)
      .slice(0, limit)
      .map((row) => ({ ...row, data: row.data === '' ? null : JSON.parse(row.data) }));
  }

  async outboxBefore({ instance, revision, n }) {
    const kinds = ['call', 'withdraw', 'answer'];
    const before = (row) => row.revision < revision || (row.revision === revision && row.n < n);
    return this.#tables.outbox.of(instance).some((row) => kinds.includes(row.kind) && before(row));
  }

  async addOutbox(rows) {
    for (const row of rows) this.#tables.send(row);
  }

  async delivered({ instance, revision, n }) {
    return this.#tables.outbox.delete(instance, revision, n);
  }

  async delay({ instance, revision, n }, due) {
    const row = this.#tables.outbox.get(instance, revision, n);
    if (row === undefined) return;
    this.#tables.outbox.set(
      { ...row, due, attempts: row.attempts + 1, holder: null, lease: null },
      instance,
      revision,
      n,
    );
  }

  async nextDue() {
    const timers = this.#tables.obligated({ kinds: ['timer'], active: true });
    const starts = this.#tables.starts.filter((row) => row.kind === 'timer');
    const rows = [...timers, ...starts, ...this.#tables.outbox.filter(() => true)];
    const times = rows.map((row) => row.due).filter((due) => due !== null);
    return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
  }
}

function order(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

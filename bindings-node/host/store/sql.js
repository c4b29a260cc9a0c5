import * as rows from './rows.js';

/** The members of a query of obligations that are filters with a value of their own. */
const OBLIGATIONS = {
  instance: 'instance',
  key: 'key',
  kinds: 'kinds',
  name: 'name',
  element: 'element',
  assignee: 'assignee',
  candidateUser: 'candidate_user',
  candidateGroups: 'candidate_groups',
  lane: 'lane',
  dueBefore: 'due_before',
  process: 'process',
  businessKey: 'business_key',
  correlation: 'correlation',
  leaseOver: 'lease_over',
};
const INSTANCES = {
  process: 'process',
  businessKey: 'business_key',
  statuses: 'statuses',
  caller: 'caller',
  startedBefore: 'started_before',
};
const FLAGS = ['unassigned', 'active'];

function filters(query, known) {
  const chosen = [];
  const values = { limit: query.limit ?? 100, offset: query.offset ?? 0 };
  for (const [member, name] of Object.entries(known)) {
    const value = query[member];
    if (value === undefined || value === null) continue;
    chosen.push(name);
    values[name] = Array.isArray(value) ? JSON.stringify(value) : value;
  }
  for (const flag of FLAGS) if (query[flag] === true) chosen.push(flag);
  return [chosen, values];
}

/**
 * A transaction of a store in SQL, by the statements in `host/sql`. A driver adds
 *
 * - `connection`: its own, for the application's statements;
 * - `run(name, values)`: the rows of the last part, and `changes(name, values)`: how many rows that changed;
 * - `select(name, filters, values, order)`: the rows of a filtered statement, in the order of that name;
 * - `create(step)` and `save(step)`;
 * - `nested(work)`: runs something within a savepoint;
 * - `isDuplicate(error)`: whether a row was there already.
 */
export class SqlTransaction {
  async #one(name, values) {
    const found = await this.run(name, values);
    return found[0] ?? null;
  }

  async addDeployment(deployment, processes, starts) {
    const { id, name, xml, fingerprint, options, at } = deployment;
    const lists = { processes: JSON.stringify(processes), starts: JSON.stringify(starts) };
    const values = { id, name, xml, fingerprint, options: JSON.stringify(options), at, ...lists };
    try {
      await this.nested(async () => this.run('add_deployment', values));
      return true;
    } catch (error) {
      if (this.isDuplicate(error)) return false;
      throw error;
    }
  }

  async deployment(id) {
    return rows.deployment(await this.#one('deployment', { id }));
  }

  async deploymentNamed(name) {
    return rows.deployment(await this.#one('deployment_named', { name }));
  }

  async deployments() {
    return (await this.run('deployments', {})).map(rows.deployment);
  }

  async processes() {
    return (await this.run('processes', {})).map(rows.process);
  }

  async process(process, { version, tag } = {}) {
    if (version !== undefined && version !== null)
      return rows.process(await this.#one('process_version', { process, version }));
    if (tag !== undefined && tag !== null) return rows.process(await this.#one('process_tagged', { process, tag }));
    return rows.process(await this.#one('process_latest', { process }));
  }

  async starts(kind, name) {
    return (await this.run('starts', { kind, name })).map(rows.start);
  }

  async dueStarts(now, limit) {
    return (await this.run('due_starts', { now, limit })).map(rows.start);
  }

  async moveStart(start, next) {
    const values = { process: start.process, n: start.n, was: start.due };
    return (await this.changes('move_start', { ...values, due: next.due ?? null, data: JSON.stringify(next) })) > 0;
  }

  async instance(id, { lock = true } = {}) {
    return rows.instance(await this.#one(lock ? 'instance' : 'instance_seen', { id }));
  }

  async called(caller, key) {
    return (await this.run('called', { caller, caller_key: key })).map(rows.instance);
  }

  async instances(query = {}) {
    const [chosen, values] = filters(query, INSTANCES);
    const order = query.newest === true ? 'newest' : 'order';
    return (await this.select('instances', chosen, values, order)).map(rows.instance);
  }

  async eventRevision(instance, id) {
    return (await this.#one('event_revision', { instance, event_id: id }))?.revision ?? null;
  }

  async reindex(instance, duties, at) {
    await this.run('reindex', { instance, duties, at });
  }

  async obligations(query = {}) {
    const [chosen, values] = filters(query, OBLIGATIONS);
    return (await this.select('obligations', chosen, values)).map(rows.obligation);
  }

  async listening(name) {
    return (await this.run('listening', { name })).map((row) => row.instance);
  }

  async dueTimers(now, limit) {
    return (await this.run('due_timers', { now, limit })).map((row) => row.instance);
  }

  async lease({ kind, name, holder, until, now, limit }) {
    const taken = await this.run('lease', { kind, name, holder, until, now, limit });
    // What an update returns comes in no order.
    const order = (a, b) => b.priority - a.priority || a.opened - b.opened || a.key - b.key;
    return taken.map(rows.obligation).sort(order);
  }

  async extend({ instance, key, holder, until, now }) {
    return (await this.changes('extend', { instance, key, holder, until, now })) > 0;
  }

  async release({ instance, key, holder }) {
    return (await this.changes('release', { instance, key, holder })) > 0;
  }

  async assign({ instance, key, assignee, owner = null, expected }) {
    return (await this.changes('assign', { instance, key, assignee, owner, expected })) > 0;
  }

  async events(instance) {
    return (await this.run('events', { instance })).map(rows.event);
  }

  async history(instance, { after = 0, limit = 1000 } = {}) {
    return (await this.run('history', { instance, after, limit })).map(rows.entry);
  }

  async record(name, eventId, event, at) {
    return (await this.changes('record', { instance: name, event_id: eventId, event: JSON.stringify(event), at })) > 0;
  }

  async note(instance, revision, entry, at) {
    await this.run('note', { instance, revision, at, data: JSON.stringify(entry) });
  }

  async purge(instance) {
    return (await this.changes('purge', { instance })) > 0;
  }

  async candidates(instance) {
    return this.run('candidates', { instance });
  }

  async takeOutbox({ holder, until, now, limit }) {
    const order = (a, b) =>
      a.due - b.due ||
      (a.instance < b.instance ? -1 : Number(a.instance > b.instance)) ||
      a.revision - b.revision ||
      a.n - b.n;
    return (await this.run('take_outbox', { holder, until, now, limit })).map(rows.sent).sort(order);
  }

  async outbox(limit = 100) {
    return (await this.run('outbox', { limit })).map(rows.sent);
  }

  async outboxBefore({ instance, revision, n }) {
    return (await this.run('outbox_before', { instance, revision, n })).length > 0;
  }

  async addOutbox(added) {
    await this.run('add_outbox', { rows: JSON.stringify(added) });
  }

  async delivered({ instance, revision, n }) {
    return (await this.changes('delivered', { instance, revision, n })) > 0;
  }

  async delay({ instance, revision, n }, due) {
    await this.run('delay', { instance, revision, n, due });
  }

  async nextDue() {
    const times = [];
    for (const name of ['next_timer', 'next_start', 'next_outbox']) {
      const found = await this.#one(name, {});
      if (found !== null && found.due !== null) times.push(found.due);
    }
    return times.length === 0 ? null : Math.min(...times);
  }
}

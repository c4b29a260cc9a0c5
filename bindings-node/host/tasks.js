import { AlreadyAssignedError, InvalidArgumentError, NoTaskError } from './errors.js';
import { SeveralTasksError, UnknownInstanceError } from './errors.js';
import { required, text, variables } from './limits.js';

/**
 * Work of people. A task is meant either by itself (`{ instance, key }`, which every task of a list is), or by what
 * the application knows: `{ businessKey, node, assignee? }`.
 */
export class Tasks {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** Open tasks of instances that are not suspended, the most urgent first. */
  async query(query = {}) {
    const rows = await this.#host.gather(this.#wanted(query), (tx, page) => tx.obligations(page), urgency);
    return rows.map(task);
  }

  /** The same, one after the other, however many there are. */
  async *each(query = {}) {
    const { limit: size = 100, ...rest } = query;
    for (let offset = 0; ; offset += size) {
      const page = await this.query({ ...rest, limit: size, offset });
      yield* page;
      if (page.length < size) return;
    }
  }

  #wanted({ node, ...query }) {
    return { active: true, ...query, ...(node === undefined ? {} : { element: node }), kinds: ['userTask'] };
  }

  /** The one task that is meant. */
  async find(meant) {
    return task(await this.#locate(meant));
  }

  /** Somebody takes a task that nobody has. To claim one's own again changes nothing. */
  async claim(meant, assignee, given = {}) {
    const who = required(assignee, 'assignee', this.#host.limits.key);
    return this.#assign(meant, given, 'claimed', (row) => {
      if (row.assignee !== null && row.assignee !== who) throw new AlreadyAssignedError(row.element, row.assignee);
      return row.assignee === who ? null : { assignee: who, owner: row.owner };
    });
  }

  /** Gives a task back to whoever may claim it. */
  async unclaim(meant, given = {}) {
    return this.#assign(meant, given, 'unclaimed', (row) =>
      row.assignee === null ? null : { assignee: null, owner: row.owner },
    );
  }

  /** Hands a task on; who had it stays its owner. */
  async delegate(meant, assignee, given = {}) {
    const who = required(assignee, 'assignee', this.#host.limits.key);
    return this.#assign(meant, given, 'delegated', (row) => ({ assignee: who, owner: row.owner ?? row.assignee }));
  }

  async #assign(meant, { expectedAssignee }, type, change) {
    const { instance, key } = await this.#locate(meant);
    const shard = this.#host.store.shardOf(instance);
    const done = await this.#host.steps.transaction(shard, async (tx) => {
      const [row] = await tx.obligations({ instance, key, kinds: ['userTask'] });
      if (row === undefined) throw new NoTaskError(told(meant));
      if (expectedAssignee !== undefined && row.assignee !== expectedAssignee) {
        throw new AlreadyAssignedError(row.element, row.assignee);
      }
      const next = change(row);
      if (next === null) return task(row);
      if (!(await tx.assign({ instance, key, ...next, expected: row.assignee }))) {
        throw new AlreadyAssignedError(row.element, row.assignee);
      }
      if (this.#host.history !== 'none') {
        const entry = { type, element: row.element, job: key, user: next.assignee ?? row.assignee };
        await tx.note(instance, row.revision, entry, this.#host.clock.now());
      }
      return task({ ...row, ...next });
    });
    this.#host.changed(shard);
    return done;
  }

  /** A task is done. */
  async complete(meant, given = {}) {
    const content = this.#variables(given.variables);
    return this.#answer(meant, given, (job) => ({ type: 'jobCompleted', job, ...content }));
  }

  /** A task ends with an error of the model. */
  async throw(meant, code, { message, ...given } = {}) {
    const content = { ...this.#variables(given.variables), ...(message === undefined ? {} : { message }) };
    return this.#answer(meant, given, (job) => ({ type: 'jobThrew', job, code, ...content }));
  }

  /** An escalation of the model, with which the task goes on, unless what catches it ends it. */
  async escalate(meant, code, given = {}) {
    const content = this.#variables(given.variables);
    return this.#answer(meant, given, (job) => ({ type: 'jobEscalated', job, code, ...content }));
  }

  #variables(given) {
    const checked = variables(given, this.#host.limits.variables);
    return checked === undefined ? {} : { variables: checked };
  }

  async #answer(meant, { eventId, expectedRevision }, event) {
    const before = eventId === undefined || addressed(meant) ? null : await this.#done(meant, eventId);
    if (before !== null) return before;
    const located = await this.#locatedOrDone(meant, eventId);
    if (located.repeated) return located;
    const { instance } = located;
    const shard = this.#host.store.shardOf(instance);
    const work = async (tx) => {
      const row = await tx.instance(instance);
      if (row === null) throw new UnknownInstanceError(instance);
      const query = addressed(meant) ? { instance, key: meant.key, kinds: ['userTask'] } : this.#meant(meant, instance);
      const open = await tx.obligations(query);
      // Asked after the task: whoever has closed it since, by a call with this id, has logged the id as well.
      const repeated = eventId !== undefined && (await tx.eventRevision(instance, eventId)) !== null;
      const key = repeated ? (meant.key ?? 0) : one(open, meant).key;
      return this.#host.steps.apply(tx, instance, event(key), { eventId, expectedRevision, row });
    };
    const done = await this.#host.steps.transaction(shard, work, { single: true });
    this.#host.changed(shard);
    return done;
  }

  /** Where the task is; or what a call with the same event id has come to that was faster. */
  async #locatedOrDone(meant, eventId) {
    if (addressed(meant)) return meant;
    try {
      return await this.#locate(meant);
    } catch (error) {
      const done = eventId === undefined || error.code !== 'noTask' ? null : await this.#done(meant, eventId);
      if (done === null) throw error;
      return done;
    }
  }

  /** What an earlier call with the same event id has come to: its task is not open any more. */
  async #done({ businessKey, shard }, eventId) {
    const rows = await this.#host.gather(
      { businessKey, limit: 1000 },
      (tx, page) => tx.instances(page),
      (a, b) => a.started - b.started,
      shard,
    );
    for (const { id, status } of rows) {
      const revision = await this.#host.read(this.#host.store.shardOf(id), (tx) => tx.eventRevision(id, eventId));
      if (revision !== null) return { instance: id, revision, status, repeated: true };
    }
    return null;
  }

  async #locate(meant) {
    if (meant === null || typeof meant !== 'object')
      throw new InvalidArgumentError('a task is `{ instance, key }` or `{ businessKey, node }`');
    if (addressed(meant)) {
      const { instance, key } = meant;
      const shard = this.#host.store.shardOf(instance);
      const rows = await this.#host.read(shard, (tx) => tx.obligations({ instance, key, kinds: ['userTask'] }));
      return one(rows, meant);
    }
    const query = this.#meant(meant, meant.instance);
    return one(
      await this.#host.gather({ ...query, limit: 2 }, (tx, page) => tx.obligations(page), urgency, meant.shard),
      meant,
    );
  }

  #meant({ businessKey, node, assignee, process }, instance) {
    const { limits } = this.#host;
    const query = { kinds: ['userTask'], active: true };
    if (instance === undefined) query.businessKey = required(businessKey, 'business key', limits.id);
    else query.instance = instance;
    const parts = {
      element: text(node, 'node', limits.id),
      assignee: text(assignee, 'assignee', limits.key),
      process: text(process, 'process', limits.id),
    };
    for (const [name, value] of Object.entries(parts)) if (value !== null) query[name] = value;
    return query;
  }
}

const addressed = (meant) => meant?.instance !== undefined && meant.key !== undefined;
const urgency = (a, b) =>
  b.priority - a.priority ||
  a.opened - b.opened ||
  (a.instance < b.instance ? -1 : Number(a.instance > b.instance)) ||
  a.key - b.key;

function one(rows, meant) {
  if (rows.length === 0) throw new NoTaskError(told(meant));
  if (rows.length > 1) throw new SeveralTasksError(told(meant), rows.length);
  return rows[0];
}

/** What was meant, in words. */
function told({ businessKey, node, assignee, instance, key }) {
  const parts = { businessKey, node, assignee, instance, key };
  const said = Object.entries(parts).filter(([, value]) => value !== undefined && value !== null);
  return said.map(([name, value]) => `with ${name} \`${value}\``).join(' and ');
}

/** A task as people see it. */
function task(row) {
  const {
    instance,
    key,
    element,
    name,
    assignee,
    owner,
    lane,
    due,
    priority,
    opened,
    process,
    businessKey,
    revision,
    data,
  } = row;
  const { candidateUsers = [], candidateGroups = [] } = data;
  return {
    instance,
    key,
    node: element,
    name: data.name ?? name,
    assignee,
    owner,
    lane,
    due,
    priority,
    opened,
    process,
    businessKey,
    revision,
    candidateUsers,
    candidateGroups,
    job: data,
  };
}

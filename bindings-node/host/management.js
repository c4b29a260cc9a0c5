import { Instance, duties } from '../index.js';
import { HostError, InvalidArgumentError, UnknownInstanceError } from './errors.js';

/** For operators: what is open, what is stuck, and whether everything is as it should be. */
export class Management {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** Open jobs of workers, the most urgent first. */
  async jobs(query = {}) {
    return this.#obligations({ ...query, kinds: ['job'] });
  }

  /** Timers that are armed, the earliest first. */
  async timers(query = {}) {
    const rows = await this.#obligations({ ...query, kinds: ['timer'] });
    return rows.sort((a, b) => a.due - b.due);
  }

  /** Activations that are stuck. */
  async incidents(query = {}) {
    return this.#obligations({ ...query, kinds: ['incident'] });
  }

  /** Everything that is open, of all kinds or of those given. */
  async obligations(query = {}) {
    return this.#obligations(query);
  }

  /** Jobs and expressions whose worker has not come back in time: another one gets them. */
  async lostLeases(query = {}) {
    return this.#obligations({ ...query, leaseOver: this.#host.clock.now() });
  }

  #obligations(query) {
    const order = (a, b) => b.priority - a.priority || a.opened - b.opened || (a.instance < b.instance ? -1 : 1);
    return this.#host.gather(query, (tx, page) => tx.obligations(page), order);
  }

  /** What waits to be delivered: messages that nobody has taken so far, and what has failed. */
  async undelivered({ limit = 100 } = {}) {
    const rows = [];
    for (const shard of this.#host.store.shards) rows.push(...(await this.#host.read(shard, (tx) => tx.outbox(limit))));
    return rows.sort((a, b) => a.due - b.due).slice(0, limit);
  }

  /** Gives up what waits to be delivered; false where it has gone. */
  async drop(row) {
    let found = false;
    for (const shard of this.#host.store.shards) found = (await shard.transaction((tx) => tx.delivered(row))) || found;
    return found;
  }

  /** What was stuck is tried again: the cause has been removed. */
  async resolve({ instance, key }, given = {}) {
    return this.#host.steps.one(instance, { type: 'resolve', incident: key }, given);
  }

  /** Takes the lease of a job away from its worker, so that another may have it at once. */
  async release({ instance, key }) {
    const shard = this.#host.store.shardOf(instance);
    const done = await this.#host.steps.transaction(shard, async (tx) => {
      const [row] = await tx.obligations({ instance, key });
      return row !== undefined && row.holder !== null && tx.release({ instance, key, holder: row.holder });
    });
    this.#host.changed(shard);
    return done;
  }

  /** Forgets an instance that has ended, with its logs. */
  async purge(instance) {
    const shard = this.#host.store.shardOf(instance);
    await this.#host.steps.transaction(shard, async (tx) => {
      const row = await tx.instance(instance);
      if (row === null) throw new UnknownInstanceError(instance);
      if (row.ended === null) throw new InvalidArgumentError(`the instance \`${instance}\` has not ended`);
      await tx.purge(instance);
    });
  }

  /**
   * What is not as it should be, in words; nothing where all is well. The index must say what the state of the
   * instance does, and the events must lead to that state once more, as far as they are kept.
   */
  async check(instance) {
    const shard = this.#host.store.shardOf(instance);
    return this.#host.steps.transaction(shard, async (tx) => {
      const row = await tx.instance(instance);
      if (row === null) throw new UnknownInstanceError(instance);
      const definition = await this.#host.definitions.get(tx, row.deployment);
      const wanted = JSON.parse(duties(definition, row.snapshot));
      const found = await tx.obligations({ instance, limit: 1_000_000 });
      const candidates = await tx.candidates(instance);
      return [...compare(wanted, found, candidates), ...replay(definition, row, await tx.events(instance))];
    });
  }

  /** Makes the index of an instance anew of its state. Leases, claims and delegations are forgotten. */
  async reindex(instance) {
    const shard = this.#host.store.shardOf(instance);
    await this.#host.steps.transaction(shard, async (tx) => {
      const row = await tx.instance(instance);
      if (row === null) throw new UnknownInstanceError(instance);
      const definition = await this.#host.definitions.get(tx, row.deployment);
      await tx.reindex(instance, duties(definition, row.snapshot), row.at);
    });
    this.#host.changed(shard);
  }
}

/** What people change in a row, by claiming a task, is not among these. */
const COLUMNS = ['kind', 'name', 'element', 'activation', 'correlation', 'due', 'lane', 'priority'];

function* compare(wanted, found, candidates) {
  const rows = new Map(found.map((row) => [row.key, row]));
  for (const duty of wanted) {
    const row = rows.get(duty.key);
    if (row === undefined) {
      yield `obligation ${duty.key} is not in the index`;
      continue;
    }
    rows.delete(duty.key);
    for (const column of COLUMNS) {
      if ((duty[column] ?? null) !== row[column])
        yield `obligation ${duty.key}: ${column} is ${row[column]}, not ${duty[column]}`;
    }
    if (JSON.stringify(JSON.parse(duty.data)) !== JSON.stringify(row.data))
      yield `obligation ${duty.key}: its data is another`;
    const listed = (list) =>
      list
        .map(({ kind, name }) => `${kind} ${name}`)
        .sort()
        .join(', ');
    const [may, can] = [listed(duty.candidates ?? []), listed(candidates.filter((one) => one.key === duty.key))];
    if (may !== can) yield `obligation ${duty.key}: its candidates are ${can}, not ${may}`;
  }
  for (const key of rows.keys()) yield `obligation ${key} is in the index and not open`;
}

function* replay(definition, row, events) {
  if (events.length !== row.revision)
    yield `the log has ${events.length} events, the instance revision ${row.revision}`;
  if (events.some((one) => one.event === null) || events.length === 0) return;
  const [first, ...rest] = events;
  try {
    const { instance } = Instance.start(definition, first.event, first.at);
    for (const { event, at } of rest) instance.apply(event, at);
    if (instance.save() !== row.snapshot) yield 'the events lead to another state';
  } catch (error) {
    if (error instanceof HostError) throw error;
    yield `the events cannot be applied once more: ${error.message}`;
  }
}

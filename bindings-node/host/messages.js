import { agrees } from '../index.js';
import { InvalidArgumentError, NoReceiverError, SeveralReceiversError } from './errors.js';
import { json, required, text, variables } from './limits.js';

const POLICIES = ['exactlyOne', 'oldest', 'all'];

/** Subscriptions that a message can be meant for, the oldest first, each with its shard. */
export async function receivers(host, name, correlation) {
  const given = correlation === undefined || correlation === null ? null : json(correlation, 'correlation', host.limits.variables);
  const query = { kinds: ['message'], name, active: true, limit: 1000 };
  if (given !== null) query.correlation = given;
  const found = await host.gather(query, (tx, page) => tx.obligations(page), (a, b) => a.opened - b.opened || a.key - b.key);
  return found.filter((row) => agrees(row.correlation, given));
}

/** Messages and signals that no instance has sent. */
export class MessagesFromOutside {
  #host;

  constructor(host) {
    this.#host = host;
  }

  async message(name, { correlation, policy = 'exactlyOne', instance, eventId, shard, businessKey, ...given }) {
    const { limits } = this.#host;
    required(name, 'message', limits.key);
    if (!POLICIES.includes(policy)) throw new InvalidArgumentError(`\`${policy}\` is no policy: ${POLICIES.join(', ')}`);
    const payload = variables(given.variables, limits.variables);
    const content = payload === undefined ? {} : { variables: payload };
    if (instance !== undefined) {
      const event = { type: 'correlate', message: name, policy, ...content, ...(correlation === undefined ? {} : { correlation }) };
      return this.#delivered([await this.#host.steps.one(instance, event, { eventId })], false);
    }
    const before = await this.#recorded('message', eventId);
    if (before !== null) return before;
    const found = await receivers(this.#host, name, correlation);
    if (found.length > 1 && policy === 'exactlyOne') throw new SeveralReceiversError(name, found.length);
    const chosen = policy === 'all' ? found : found.slice(0, 1);
    const steps = [];
    for (const { instance: id, key } of chosen) {
      steps.push(await this.#within(this.#host.store.shardOf(id), 'message', eventId, (tx) =>
        this.#host.steps.apply(tx, id, { type: 'message', subscription: key, ...content }, { eventId })));
    }
    if (steps.length > 0) return this.#delivered(steps, false);
    const [row] = await this.#host.starter.found('message', name);
    if (row === undefined) throw new NoReceiverError(name);
    const id = this.#host.ids.make({ shard, eventId });
    const key = text(businessKey, 'business key', limits.id);
    const started = await this.#within(this.#host.store.shardOf(id), 'message', eventId, (tx) =>
      this.#host.starter.begin(tx, { id, row, payload, businessKey: key, eventId }));
    return this.#delivered([started], true);
  }

  async signal(name, { eventId, ...given }) {
    const { clock, limits, newId, store } = this.#host;
    required(name, 'signal', limits.key);
    const id = text(eventId, 'event id', limits.id);
    const payload = variables(given.variables, limits.variables);
    const sent = JSON.stringify({ name, element: '', ...(payload === undefined ? {} : { variables: payload }) });
    const from = `signal:${id ?? newId()}`;
    const shard = store.shards[0];
    await this.#host.steps.transaction(shard, async (tx) => {
      if (id !== null && !(await tx.record(from, id, {}, clock.now()))) return;
      await tx.addOutbox([{ instance: from, revision: 0, n: 0, kind: 'signal', name, due: clock.now(), data: sent }]);
    });
    this.#host.changed(shard);
  }

  /** Does something once for an event id, and remembers to whom it was done. */
  async #within(shard, kind, eventId, work) {
    const done = await this.#host.steps.transaction(shard, async (tx) => {
      const step = await work(tx);
      if (eventId !== undefined && eventId !== null) {
        await tx.record(`${kind}:${eventId}`, eventId, { instance: step.instance, revision: step.revision }, step.at);
      }
      return step;
    });
    this.#host.changed(shard);
    return done;
  }

  async #recorded(kind, eventId) {
    const id = text(eventId, 'event id', this.#host.limits.id);
    if (id === null) return null;
    for (const shard of this.#host.store.shards) {
      const [row] = await this.#host.read(shard, (tx) => tx.events(`${kind}:${id}`));
      if (row === undefined) continue;
      const now = await this.#host.read(shard, (tx) => tx.instance(row.event.instance, { lock: false }));
      return this.#delivered([{ ...row.event, status: now?.status, at: row.at, duplicate: true }], false);
    }
    return null;
  }

  #delivered(steps, started) {
    return { receivers: steps, started };
  }
}

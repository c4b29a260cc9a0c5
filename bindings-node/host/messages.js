import { agrees } from '../index.js';
import { InvalidArgumentError, NoReceiverError, SeveralReceiversError } from './errors.js';
import { json, required, text, variables } from './limits.js';
import { Spread } from './signals.js';

const POLICIES = ['exactlyOne', 'oldest', 'all'];
const PAGE = 100;

/** The subscriptions of some shards that a message can be meant for, the oldest first. */
export async function receivers(host, shards, name, correlation, businessKey) {
  const given =
    correlation === undefined || correlation === null ? null : json(correlation, 'correlation', host.limits.variables);
  const query = {
    kinds: ['message'],
    name,
    active: true,
    businessKey,
    limit: PAGE,
    ...(given === null ? {} : { correlation: given }),
  };
  const found = [];
  for (const shard of shards) {
    for (let offset = 0, page = null; page === null || page.length === PAGE; offset += PAGE) {
      page = await host.read(shard, (tx) => tx.obligations({ ...query, offset }));
      found.push(...page.filter((row) => agrees(row.correlation, given)));
    }
  }
  return found.sort(
    (a, b) => a.opened - b.opened || (a.instance < b.instance ? -1 : Number(a.instance > b.instance)) || a.key - b.key,
  );
}

/** Messages and signals that no instance has sent. */
export class MessagesFromOutside {
  #host;

  constructor(host) {
    this.#host = host;
  }

  async message(name, given) {
    const { limits, store } = this.#host;
    const { correlation, policy = 'exactlyOne', instance, shard } = given;
    required(name, 'message', limits.key);
    if (!POLICIES.includes(policy))
      throw new InvalidArgumentError(`\`${policy}\` is no policy: ${POLICIES.join(', ')}`);
    const eventId = text(given.eventId, 'event id', limits.id) ?? undefined;
    const businessKey = text(given.businessKey, 'business key', limits.id) ?? undefined;
    const payload = variables(given.variables, limits.variables) ?? {};
    if (instance !== undefined) {
      const event = { type: 'correlate', message: name, policy, variables: payload };
      if (correlation !== undefined) event.correlation = correlation;
      return [await this.#host.steps.one(instance, event, { eventId })];
    }
    const shards = shard === undefined ? store.shards : [store.shardOf(shard)];
    const send = async (tx) => {
      const before = eventId === undefined ? null : await recorded(tx, eventId);
      if (before !== null) return Promise.all(before.map((target) => this.#again(target)));
      const sent = await this.#send(shards, name, { ...given, payload, policy, businessKey, eventId });
      const now = this.#host.clock.now();
      if (eventId !== undefined) await tx.record(`message:${eventId}`, eventId, noted(sent), now);
      return sent;
    };
    const done = await (shards.length === 1
      ? this.#host.steps.transaction(shards[0], send)
      : this.#apart(shards[0], send));
    this.#host.changed();
    return done;
  }

  /** Where there are several shards, none is held while others are written to: each call is for itself. */
  #apart(shard, work) {
    const events = (name) => this.#host.read(shard, (tx) => tx.events(name));
    const record = (...given) => this.#host.steps.transaction(shard, (tx) => tx.record(...given));
    return work({ events, record });
  }

  async #again([instance, revision]) {
    const row = await this.#host.read(this.#host.store.shardOf(instance), (tx) =>
      tx.instance(instance, { lock: false }),
    );
    return { instance, revision, status: row?.status, repeated: true };
  }

  async #send(shards, name, { correlation, policy, payload, businessKey, shard, eventId, wait = false }) {
    const found = await receivers(this.#host, shards, name, correlation, businessKey);
    if (found.length > 1 && policy === 'exactlyOne') throw new SeveralReceiversError(name, found.length);
    const done = [];
    for (const { instance, key } of policy === 'oldest' ? found.slice(0, 1) : found) {
      // One instance may take it several times.
      const own = eventId === undefined || done.length === 0 ? eventId : `${eventId}:${done.length}`;
      const event = { type: 'message', subscription: key, variables: payload };
      done.push(await this.#host.steps.one(instance, event, { eventId: own }));
    }
    if (done.length > 0) return done;
    const id = this.#host.ids.make({ shard, eventId });
    const home = this.#host.store.shardOf(id);
    const begun = await this.#host.steps.transaction(home, async (tx) => {
      const [first] = await tx.starts('message', name);
      if (first === undefined) return null;
      const start = { id, process: first.process, element: first.element, variables: payload };
      if (businessKey !== undefined) start.businessKey = businessKey;
      return this.#host.steps.start(tx, { deployed: first, start, eventId });
    });
    if (begun !== null) return [begun];
    if (!wait) throw new NoReceiverError(name);
    const data = { name, element: '', variables: payload, ...(correlation === undefined ? {} : { correlation }) };
    const row = { instance: `message:${eventId ?? this.#host.newId()}`, revision: 0, n: 0, kind: 'message', name };
    const sent = { ...row, due: this.#host.clock.now(), data: JSON.stringify(data) };
    await this.#host.steps.transaction(shards[0], (tx) => tx.addOutbox([sent]));
    return [];
  }

  async signal(name, given) {
    const { clock, limits, newId, store } = this.#host;
    required(name, 'signal', limits.key);
    const eventId = text(given.eventId, 'event id', limits.id) ?? undefined;
    const payload = variables(given.variables, limits.variables) ?? {};
    if (given.instance !== undefined) {
      await this.#host.steps.one(given.instance, { type: 'signal', name, variables: payload }, { eventId });
      return 1;
    }
    const [home] = store.shards;
    const origin = `signal:${eventId ?? newId()}`;
    if (eventId !== undefined && (await this.#host.read(home, (tx) => tx.events(origin))).length > 0) return 0;
    const spread = new Spread(this.#host, home, { instance: origin, revision: 0, n: 0 }, name, payload);
    const others = await spread.others();
    const done = await this.#host.steps.transaction(home, async (tx) => {
      if (eventId !== undefined && !(await tx.record(origin, eventId, {}, clock.now()))) return 0;
      return others + (await spread.fill(tx));
    });
    this.#host.changed();
    return done;
  }
}

/** Whom a message was for when it came the first time. */
async function recorded(tx, eventId) {
  const [row] = await tx.events(`message:${eventId}`);
  if (row === undefined) return null;
  const { instance, revision, more = [] } = row.event;
  return instance === undefined ? more : [[instance, revision], ...more];
}

/** What is noted of whom a message was for. */
function noted([first, ...others]) {
  if (first === undefined) return {};
  const more = others.map((step) => [step.instance, step.revision]);
  return { instance: first.instance, revision: first.revision, ...(more.length === 0 ? {} : { more }) };
}

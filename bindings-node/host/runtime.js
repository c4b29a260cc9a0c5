import { Instance } from '../index.js';
import { SeveralInstancesError, UnknownInstanceError, UnknownProcessError } from './errors.js';
import { cut, required, text, variables } from './limits.js';
import { MessagesFromOutside } from './messages.js';

/** Instances: starting them, and all that happens to them from outside but the work on their tasks. */
export class Runtime {
  #host;
  #messages;

  constructor(host) {
    this.#host = host;
    this.#messages = new MessagesFromOutside(host);
  }

  /** Starts an instance of a process: of its latest version, unless another is asked for. */
  async start(process, given = {}) {
    const { limits, store } = this.#host;
    required(process, 'process', limits.id);
    const { version, versionTag, element, eventId } = given;
    text(eventId, 'event id', limits.id);
    const start = { id: this.#host.ids.make(given), process };
    const businessKey = text(given.businessKey, 'business key', limits.id);
    if (businessKey !== null) start.businessKey = businessKey;
    if (element !== undefined) start.element = element;
    const requester = text(given.requester, 'requester', limits.key);
    if (requester !== null) start.requester = requester;
    if (given.stakeholders !== undefined) start.stakeholders = [...given.stakeholders];
    const values = variables(given.variables, limits.variables);
    if (values !== undefined) start.variables = values;
    const shard = store.shardOf(start.id);
    const done = await this.#host.steps.transaction(
      shard,
      async (tx) => {
        const again = await this.#startedBefore(tx, start.id, eventId);
        if (again !== null) return again;
        const deployed = await tx.process(process, { version, tag: versionTag });
        if (deployed === null) throw new UnknownProcessError(process, version ?? versionTag);
        return this.#host.steps.start(tx, { deployed, start, eventId });
      },
      { single: true },
    );
    this.#host.changed(shard);
    return done;
  }

  async #startedBefore(tx, id, eventId) {
    if (eventId === undefined || eventId === null) return null;
    const revision = await tx.eventRevision(id, eventId);
    if (revision === null) return null;
    const { status } = await tx.instance(id);
    return { instance: id, revision, status, repeated: true };
  }

  /**
   * A message from outside: for the instance that waits for it, else it starts a process. It is admitted or refused
   * before this returns, other than what instances send each other.
   */
  async message(name, given = {}) {
    return this.#messages.message(name, given);
  }

  /** A signal for everybody who listens, delivered in the background. */
  async signal(name, given = {}) {
    return this.#messages.signal(name, given);
  }

  /** Applies an event of the engine as it is. */
  async apply(instance, event, given = {}) {
    return this.#host.steps.one(instance, event, given);
  }

  async setVariables(instance, values, { scope, ...given } = {}) {
    const checked = variables(values, this.#host.limits.variables) ?? {};
    return this.apply(
      instance,
      { type: 'setVariables', variables: checked, ...(scope === undefined ? {} : { scope }) },
      given,
    );
  }

  /** Moves tokens by hand: all of the instructions, or none. */
  async modify(instance, instructions, { reason, ...given } = {}) {
    return this.apply(instance, { type: 'modify', instructions, ...this.#because(reason) }, given);
  }

  async cancel(instance, reason, given = {}) {
    const why = cut(required(reason, 'reason', Infinity), this.#host.limits.message);
    return this.apply(instance, { type: 'cancel', reason: why }, given);
  }

  async suspend(instance, { reason, ...given } = {}) {
    return this.apply(instance, { type: 'suspend', ...this.#because(reason) }, given);
  }

  async resume(instance, given = {}) {
    return this.apply(instance, { type: 'resume' }, given);
  }

  #because(reason) {
    return reason === undefined || reason === null ? {} : { reason: cut(reason, this.#host.limits.message) };
  }

  /** Where a request stands, and what a person may do with it now. */
  async actions(instance, person) {
    return (await this.state(instance)).actions(person);
  }

  /** The variables of an instance, or all that can be seen from one of its activations. */
  async variables(instance, scope) {
    const state = await this.state(instance);
    return scope === undefined ? state.variables() : state.variables(scope);
  }

  /** The instance as the engine knows it, to look at: what is done to it is not kept. */
  async state(id) {
    return this.#host.read(this.#host.store.shardOf(id), async (tx) => {
      const row = await tx.instance(id, { lock: false });
      if (row === null) throw new UnknownInstanceError(id);
      return Instance.load(await this.#host.definitions.get(tx, row.deployment), row.snapshot);
    });
  }

  /** What the store says of an instance. */
  async instance(id) {
    const row = await this.#host.read(this.#host.store.shardOf(id), (tx) => tx.instance(id, { lock: false }));
    if (row === null) throw new UnknownInstanceError(id);
    const { snapshot, ...shown } = row;
    return shown;
  }

  /** Instances of all shards, the oldest first, or with `newest` the newest. */
  async instances(query = {}) {
    const age = (a, b) => a.started - b.started || (a.id < b.id ? -1 : 1);
    const order = query.newest === true ? (a, b) => age(b, a) : age;
    return this.#host.gather(query, (tx, page) => tx.instances(page), order);
  }

  /** The one instance with this business key that still runs. */
  async running(businessKey, { process, shard } = {}) {
    const key = required(businessKey, 'business key', this.#host.limits.id);
    const found = await this.instances({
      businessKey: key,
      process,
      statuses: ['active', 'suspended'],
      shard,
      limit: 2,
    });
    if (found.length === 0) throw new UnknownInstanceError(key);
    if (found.length > 1) throw new SeveralInstancesError(key, found.length);
    return found[0];
  }
}

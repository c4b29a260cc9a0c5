import { commit } from '../index.js';
import { InstanceExistsError, StaleRevisionError, StoreUnavailableError, TooLargeError, UnknownInstanceError } from './errors.js';
import { text } from './limits.js';

/** Somebody else has written since the instance was read: read again. */
class LostRace extends Error {}

/** Deadlocks, serialization failures: what a database asks to try again. */
const AGAIN = new Set(['40001', '40P01']);
const ATTEMPTS = 8;

/** Steps of instances, each of which is one transaction. Everything that changes an instance goes through here. */
export class Steps {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /**
   * Runs work in a transaction of a store, again where somebody was faster. With `single` it makes one step and
   * writes nothing else.
   */
  async transaction(store, work, { single = false } = {}) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Who has lost a race locks what it reads the next time.
        return await store.transaction(work, { single: single && attempt === 1 });
      } catch (error) {
        const again = error instanceof LostRace || AGAIN.has(error?.code);
        if (!again || store.current !== undefined) throw error;
        if (attempt === ATTEMPTS) throw new StoreUnavailableError('others change the same instance all the time', error);
      }
    }
  }

  /** Starts an instance, within a transaction of its shard. */
  async start(tx, { deployed, start, eventId, caller, callerKey, at }) {
    const { clock, history, limits } = this.#host;
    const definition = await this.#host.definitions.get(tx, deployed.deployment);
    const event = JSON.stringify(start);
    const written = commit(definition, null, event, at ?? clock.now(), options(history, callerKey));
    const made = this.#made(written);
    const id = text(eventId, 'event id', limits.id) ?? `${start.id}:1`;
    const row = { commit: written, deployment: deployed.deployment, version: deployed.version, eventId: id, caller, callerKey };
    if (!(await tx.create({ ...row, event: kept(history, event) }))) throw new InstanceExistsError(start.id);
    return this.#done(made, false);
  }

  /**
   * Applies an event to an instance, within a transaction of its shard.
   *
   * @param event the event, or a function that makes it of the instance's row
   */
  async apply(tx, id, event, { eventId, expectedRevision, row, at } = {}) {
    const { clock, history, limits } = this.#host;
    text(eventId, 'event id', limits.id);
    const found = row ?? (await tx.instance(id));
    if (found === null) throw new UnknownInstanceError(id);
    if (eventId !== undefined && eventId !== null) {
      const revision = await tx.eventRevision(id, eventId);
      if (revision !== null) return { ...summary(found), revision, duplicate: true };
    }
    if (expectedRevision !== undefined && expectedRevision !== null && expectedRevision !== found.revision) {
      throw new StaleRevisionError(id, expectedRevision, found.revision);
    }
    const definition = await this.#host.definitions.get(tx, found.deployment);
    const wanted = JSON.stringify(typeof event === 'function' ? await event(found) : event);
    const written = commit(definition, found.snapshot, wanted, at ?? clock.now(), options(history, found.callerKey));
    const made = this.#made(written);
    const given = eventId ?? `${id}:${made.revision}`;
    const saved = await tx.save({ commit: written, eventId: given, event: kept(history, wanted), caller: found.caller });
    if (!saved) throw new LostRace();
    return this.#done(made, false);
  }

  /** One event for one instance, as a transaction of its own or as part of the one that is open. */
  async one(id, event, given = {}) {
    const store = this.#host.store.shardOf(text(id, 'instance', this.#host.limits.id) ?? '');
    const done = await this.transaction(store, (tx) => this.apply(tx, id, event, given), { single: true });
    this.#host.changed(store);
    return done;
  }

  #made(written) {
    const made = JSON.parse(written);
    const size = Buffer.byteLength(made.snapshot);
    if (size > this.#host.limits.snapshot) throw new TooLargeError('state of the instance', size, this.#host.limits.snapshot);
    return made;
  }

  #done(made, duplicate) {
    return { ...summary(made), duplicate };
  }
}

function summary(row) {
  const { status, revision, at } = row;
  return { instance: row.instance ?? row.id, status, revision, at };
}

function options(history, call) {
  return call === undefined || call === null ? { history } : { history, call };
}

/** Events are needed to replay an instance, which is what the full history is for. */
function kept(history, event) {
  return history === 'full' ? event : null;
}

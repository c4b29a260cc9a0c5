import { commit } from '../index.js';
import { InstanceExistsError, InvalidArgumentError, StaleRevisionError } from './errors.js';
import { StoreUnavailableError, TooLargeError, UnknownInstanceError } from './errors.js';
import { checkOpened, text } from './limits.js';

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
        if (attempt === ATTEMPTS)
          throw new StoreUnavailableError('others change the same instance all the time', error);
      }
    }
  }

  /** Starts an instance, within a transaction of its shard. */
  async start(tx, { deployed, start, eventId, caller, callerKey, at }) {
    const { clock, history } = this.#host;
    const definition = await this.#host.definitions.get(tx, deployed.deployment);
    const event = JSON.stringify(start);
    const written = commit(definition, null, event, at ?? clock.now(), options(history, callerKey));
    const made = this.#made(written);
    const id = this.#eventId(eventId) ?? '#1';
    const row = {
      commit: written,
      deployment: deployed.deployment,
      version: deployed.version,
      eventId: id,
      caller,
      callerKey,
    };
    if (!(await tx.create({ ...row, event: kept(history, event) }))) throw new InstanceExistsError(start.id);
    return this.#done(made);
  }

  /**
   * Applies an event to an instance, within a transaction of its shard.
   *
   * @param event the event, or a function that makes it of the instance's row
   * @param given `ownId`: an event id of the host's own, in place of one of the caller's
   */
  async apply(tx, id, event, { eventId, ownId, expectedRevision, row, at } = {}) {
    const { clock, history } = this.#host;
    const wished = ownId ?? this.#eventId(eventId);
    const found = row ?? (await tx.instance(id));
    if (found === null) throw new UnknownInstanceError(id);
    if (wished !== null) {
      const revision = await tx.eventRevision(id, wished);
      if (revision !== null) return { instance: id, revision, status: found.status, repeated: true };
    }
    if (expectedRevision !== undefined && expectedRevision !== null && expectedRevision !== found.revision) {
      throw new StaleRevisionError(id, expectedRevision, found.revision);
    }
    const definition = await this.#host.definitions.get(tx, found.deployment);
    const wanted = JSON.stringify(typeof event === 'function' ? await event(found) : event);
    const written = commit(definition, found.snapshot, wanted, at ?? clock.now(), options(history, found.callerKey));
    const made = this.#made(written);
    const given = wished ?? `#${made.revision}`;
    const saved = await tx.save({
      commit: written,
      eventId: given,
      event: kept(history, wanted),
      caller: found.caller,
    });
    if (!saved) throw new LostRace();
    return this.#done(made);
  }

  /** One event for one instance, as a transaction of its own or as part of the one that is open. */
  async one(id, event, given = {}) {
    const store = this.#host.store.shardOf(text(id, 'instance', this.#host.limits.id) ?? '');
    const done = await this.transaction(store, (tx) => this.apply(tx, id, event, given), { single: true });
    this.#host.changed(store);
    return done;
  }

  /** What the caller calls an event; ids that begin with `#` are those of steps that were given none. */
  #eventId(given) {
    const id = text(given, 'event id', this.#host.limits.id);
    if (id?.startsWith('#'))
      throw new InvalidArgumentError(`the event id \`${id}\` begins with \`#\`, as those of the host do`);
    return id;
  }

  #made(written) {
    const { limits } = this.#host;
    const made = JSON.parse(written);
    checkOpened(made.opened, limits.key);
    const size = Buffer.byteLength(made.snapshot);
    if (size > limits.snapshot) throw new TooLargeError('state of the instance', size, limits.snapshot);
    return made;
  }

  #done({ instance, revision, status }) {
    return { instance, revision, status, repeated: false };
  }
}

function options(history, call) {
  return call === undefined || call === null ? { history } : { history, call };
}

/** Events are needed to replay an instance, which is what the full history is for. */
function kept(history, event) {
  return history === 'full' ? event : null;
}

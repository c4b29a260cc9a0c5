import { createHash, randomUUID } from 'node:crypto';
import { InvalidArgumentError } from './errors.js';
import { required, text } from './limits.js';
import { SHARD_MARK } from './store/sharded.js';

/**
 * A UUID of version 7: random, and greater than those made before. So rows of new instances lie beside each other in
 * every index, which saves a database most of the work of writing them.
 */
export function orderedId() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** A short text that is always the same for the same text, and hardly ever for another. */
export function digest(whole) {
  return createHash('sha256').update(whole).digest('hex').slice(0, 32);
}

/** Ids of instances: what the caller gave, else new ones, in the shard that they belong to. */
export class Ids {
  #host;

  constructor(host) {
    this.#host = host;
  }

  make({ id, shard, eventId }) {
    const { limits, newId } = this.#host;
    const key = text(shard, 'shard key', limits.id);
    if (key?.includes(SHARD_MARK)) throw new InvalidArgumentError(`a shard key has no \`${SHARD_MARK}\``);
    const given = text(id, 'id', limits.id);
    if (given !== null) {
      if (key !== null && !given.startsWith(`${key}${SHARD_MARK}`)) {
        throw new InvalidArgumentError(`the id \`${given}\` must begin with its shard key \`${key}${SHARD_MARK}\``);
      }
      return given;
    }
    // Who starts something a second time under the same event id must find what the first call has started.
    const made = eventId === undefined || eventId === null ? newId() : digest(eventId);
    if (key === null) return made;
    return required(`${key}${SHARD_MARK}${made}`, 'id', limits.id);
  }

  /** What instances inherit from the one that starts them: its shard key, which may be its whole id. */
  shardKey(instance) {
    const mark = instance.indexOf(SHARD_MARK);
    if (mark >= 0) return instance.slice(0, mark);
    return this.#host.store.shards.length > 1 ? instance : undefined;
  }
}

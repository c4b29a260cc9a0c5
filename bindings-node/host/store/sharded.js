import { InvalidArgumentError, ShardFailedError } from '../errors.js';

/** What tells the shard key of an instance from the rest of its id. */
export const SHARD_MARK = '~';

/** CRC-32 of the UTF-8 bytes: the same in every language, so that hosts in several agree. */
export function hash(key) {
  let sum = 0xffffffff;
  for (const byte of Buffer.from(key)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/**
 * Several stores as one: an instance lives in the store that its shard key leads to. The key is the part of its id
 * before `~`, which called instances inherit.
 */
export class ShardedStore {
  #shards;
  #route;

  /**
   * @param shards the stores
   * @param route gives the index of the store for a key; left out, by a hash of the key
   */
  constructor(shards, route = (key, count) => hash(key) % count) {
    if (!Array.isArray(shards) || shards.length === 0) throw new InvalidArgumentError('a sharded store needs stores');
    this.#shards = [...shards];
    this.#route = route;
  }

  get name() {
    return this.#shards.map((shard) => shard.name).join(', ');
  }

  get shards() {
    return this.#shards;
  }

  /** The store of an instance id or shard key. */
  shardOf(key) {
    const text = String(key);
    const mark = text.indexOf(SHARD_MARK);
    const index = this.#route(mark < 0 ? text : text.slice(0, mark), this.#shards.length);
    const shard = this.#shards[index];
    if (shard === undefined)
      throw new InvalidArgumentError(`the route leads from \`${text}\` to the shard ${index}, which there is not`);
    return shard;
  }

  async open() {
    const opened = [];
    for (const shard of this.#shards) {
      try {
        await shard.open();
        opened.push(shard);
      } catch (error) {
        for (const other of opened) await other.close();
        throw new ShardFailedError(shard.name, error);
      }
    }
  }

  async close() {
    for (const shard of this.#shards) await shard.close();
  }

  /** The transaction that is open in this context, in whichever shard. */
  get current() {
    return this.#busy?.current;
  }

  get #busy() {
    return this.#shards.find((shard) => shard.current !== undefined);
  }

  afterCommit(told) {
    if (this.#busy === undefined) told();
    else this.#busy.afterCommit(told);
  }

  /** A transaction of one shard: a transaction over several there is not. */
  async transaction(work, options = {}) {
    if (this.#shards.length === 1) return this.#shards[0].transaction(work, options);
    if (options.shard === undefined || options.shard === null)
      throw new InvalidArgumentError('say by `shard` which shard the transaction is for');
    return this.shardOf(options.shard).transaction(work, options);
  }
}

import { randomUUID } from 'node:crypto';
import { Bell } from './bell.js';
import { systemClock } from './clock.js';
import { Definitions } from './definitions.js';
import { InvalidArgumentError } from './errors.js';
import { Handlers } from './handlers.js';
import { Ids, orderedId } from './ids.js';
import { LIMITS } from './limits.js';
import { Steps } from './steps.js';

/** In milliseconds: how long to gather what other hosts are told of. */
const TELL = 25;
const LEVELS = ['none', 'activity', 'full'];

/** What the services share. */
export class Host {
  #telling = new Set();

  constructor(store, options) {
    const { clock = systemClock, newId = orderedId, history = 'full', lenient = false, strict = false } = options;
    if (!LEVELS.includes(history))
      throw new InvalidArgumentError(`\`${history}\` is no level of history: ${LEVELS.join(', ')}`);
    Object.assign(this, { store, clock, newId, history, lenient, strict });
    this.limits = { ...LIMITS, ...options.limits };
    this.owner = options.owner ?? `host-${randomUUID()}`;
    this.onError = options.onError ?? ((error) => process.emitWarning(error));
    this.bell = new Bell();
    this.handlers = new Handlers();
    /** The jobs that are leased and not answered. */
    this.held = new Set();
    this.definitions = new Definitions();
    this.steps = new Steps(this);
    this.ids = new Ids(this);
  }

  /** Something may be to be done, once what is being done here is committed. */
  changed(shard) {
    for (const one of shard === undefined ? this.store.shards : [shard]) {
      one.afterCommit(() => {
        this.bell.ring();
        this.#tell(one);
      });
    }
  }

  /** Wakes the other hosts of a store that can, a few times a second at most. */
  #tell(shard) {
    if (shard.notify === undefined || this.#telling.has(shard)) return;
    this.#telling.add(shard);
    const timer = setTimeout(() => {
      this.#telling.delete(shard);
      // Whoever is not told looks by itself a little later.
      shard.notify().catch(() => {});
    }, TELL);
    timer.unref();
  }

  report(error, about) {
    this.onError(error, about);
  }

  /** Reads from a store. */
  read(shard, work) {
    return shard.transaction(work, { readonly: true, single: true });
  }

  /** A page of what all shards have together, in one order. */
  async gather(query, work, order, key) {
    const { limit = 100, offset = 0, shard = key, ...rest } = query;
    const shards = shard === undefined ? this.store.shards : [this.store.shardOf(shard)];
    if (shards.length === 1) return this.read(shards[0], (tx) => work(tx, { ...rest, limit, offset }));
    const pages = [];
    for (const one of shards)
      pages.push(await this.read(one, (tx) => work(tx, { ...rest, limit: limit + offset, offset: 0 })));
    return pages
      .flat()
      .sort(order)
      .slice(offset, offset + limit);
  }
}

import { RejectionError } from '../index.js';
import { InstanceExistsError } from './errors.js';
import { Delivery } from './delivery.js';
import { digest } from './ids.js';

/** How much is taken from a store at a time. */
const BATCH = 100;
/** In milliseconds: who has taken a row of the outbox and not delivered it by then has died. */
const LEASE = 30_000;

/** Timers, starts by timers, and delivery: what the clock and the outbox ask for. */
export class Due {
  #host;
  #delivery;

  constructor(host) {
    this.#host = host;
    this.#delivery = new Delivery(host);
  }

  /** Does what is due, and what comes of that, up to `limit` things; says how many were done. */
  async run(now, limit) {
    let done = 0;
    // What fails is left for the next time; it must not keep this one from coming to an end.
    const failed = new Set();
    for (let before = -1; before !== done && done < limit;) {
      before = done;
      for (const shard of this.#host.store.shards) {
        done += await this.#timers(shard, now, limit - done, failed);
        done += await this.#outbox(shard, now, limit - done);
      }
      done += await this.#starts(now, limit - done, failed);
    }
    return done;
  }

  /** When something is due next. */
  async next() {
    const times = [];
    for (const shard of this.#host.store.shards) {
      const due = await this.#host.read(shard, (tx) => tx.nextDue());
      if (due !== null) times.push(due);
    }
    return times.length === 0 ? null : Math.min(...times);
  }

  async #timers(shard, now, limit, failed) {
    if (limit <= 0) return 0;
    const ids = await this.#host.read(shard, (tx) => tx.dueTimers(now, Math.min(limit, BATCH) + failed.size));
    let done = 0;
    for (const id of ids) {
      if (failed.has(id)) continue;
      try {
        await this.#host.steps.one(id, { type: 'tick' }, { at: now });
        done += 1;
      } catch (error) {
        failed.add(id);
        // Suspended or ended meanwhile.
        if (!(error instanceof RejectionError)) this.#host.report(error, { instance: id });
      }
    }
    return done;
  }

  async #outbox(shard, now, limit) {
    if (limit <= 0) return 0;
    const taken = { holder: this.#host.owner, until: now + LEASE, now, limit: Math.min(limit, BATCH) };
    const rows = await shard.transaction((tx) => tx.takeOutbox(taken));
    let done = 0;
    for (const row of rows) if (await this.#delivery.deliver(shard, row)) done += 1;
    if (done > 0) this.#host.changed(shard);
    return done;
  }

  async #starts(now, limit, failed) {
    if (limit <= 0) return 0;
    const [first] = this.#host.store.shards;
    const rows = await this.#host.read(first, (tx) => tx.dueStarts(now, BATCH));
    let done = 0;
    for (const row of rows) {
      const id = `${row.process}:${row.n}`;
      if (failed.has(id)) continue;
      try {
        await this.#start(first, row, now);
        done += 1;
      } catch (error) {
        failed.add(id);
        this.#host.report(error, { process: row.process });
      }
    }
    if (done > 0) this.#host.changed();
    return done;
  }

  async #start(first, row, now) {
    // The same start has the same id, so that it is one instance also where it lies in another shard: there it is
    // before the timer has moved.
    const id = digest(`${row.process}:${row.version}:${row.n}:${row.due}`);
    const start = { id, process: row.process, element: row.element };
    const home = this.#host.store.shardOf(id);
    const begin = (own) =>
      own
        .nested(() => this.#host.steps.start(own, { deployed: row, start, at: now }))
        .catch((error) => {
          if (error instanceof InstanceExistsError) return;
          // What cannot be started now is not tried again for ever: its next time comes.
          if (!(error instanceof RejectionError)) throw error;
          this.#host.report(error, { process: row.process });
        });
    if (home !== first) await this.#host.steps.transaction(home, begin);
    await this.#host.steps.transaction(first, async (tx) => {
      const definition = await this.#host.definitions.get(tx, row.deployment);
      const { due, n, version, ...last } = row.data;
      const moved = await tx.moveStart(row, definition.nextSubscription({ ...last, due }) ?? last);
      if (moved && home === first) await begin(tx);
    });
  }
}

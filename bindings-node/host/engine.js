import { detached } from './context.js';
import { Due } from './due.js';
import { InvalidArgumentError } from './errors.js';
import { History } from './history.js';
import { Host } from './host.js';
import { leaseJobs } from './job.js';
import { Management } from './management.js';
import { Repository } from './repository.js';
import { Runtime } from './runtime.js';
import { Tasks } from './tasks.js';
import { Workers } from './workers.js';

/** A durable host of processes: each step, and all that it asks for, is one transaction of the store. */
export class Engine {
  #host;
  #due;
  #workers;
  #loop = null;

  constructor(store, options = {}) {
    if (typeof store?.shardOf !== 'function') throw new InvalidArgumentError('an engine needs a store');
    this.#host = new Host(store, options);
    this.#due = new Due(this.#host);
    this.#workers = new Workers(this.#host);
    this.repository = new Repository(this.#host);
    this.runtime = new Runtime(this.#host);
    this.tasks = new Tasks(this.#host);
    this.history = new History(this.#host);
    this.management = new Management(this.#host);
  }

  /** An engine on a store that is open. */
  static async open(store, options) {
    const engine = new Engine(store, options);
    await engine.open();
    return engine;
  }

  get store() {
    return this.#host.store;
  }

  get clock() {
    return this.#host.clock;
  }

  /** Under what leases of this engine are. */
  get owner() {
    return this.#host.owner;
  }

  async open() {
    await this.store.open();
  }

  /** Stops what runs in the background, and closes the store. */
  async close(options) {
    await this.stop(options);
    // Others may have at once what was pulled and not answered.
    for (const job of this.#host.held) await job.release().catch((error) => this.#host.report(error, { job: job.id }));
    await this.store.close();
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  /** Registers a function for the jobs of these names. */
  worker(names, run, options) {
    this.#register('job', names, run, options);
  }

  /** Registers a function `(source, variables)` that gives the value of an expression in a language. */
  evaluator(languages, run, options) {
    this.#register('evaluation', languages, run, options);
  }

  /** Registers a function `(name, value, delivery)` for what is written into a data store. */
  dataStore(names, run) {
    this.#register('dataStore', names, run);
  }

  /** Registers a function `(listener, delivery)` for listeners of that implementation. */
  listener(implementations, run) {
    this.#register('listener', implementations, run);
  }

  #register(kind, names, run, options) {
    this.#host.handlers.add(kind, names, run, options);
    this.#host.bell.ring();
  }

  /**
   * Leases the jobs of a name, one after the other as they come: for who wants to pull them rather than to
   * register a function. Each is to be answered or released.
   */
  async *jobs(name, { signal, lease = 30_000, poll = 1000 } = {}) {
    while (!signal?.aborted) {
      const { rung } = this.#host.bell;
      const [job] = await leaseJobs(this.#host, { kind: 'job', name, lease, limit: 1 });
      if (job === undefined) await this.#host.bell.wait(poll, signal, rung);
      else yield job.begin();
    }
  }

  /**
   * Business data and workflow in one transaction: calls of the services within `work` join it. It gets the
   * store's transaction; `connection` of that is the driver's own.
   *
   * @param options `shard`: a shard key or id of an instance, where there are several shards
   */
  async transaction(work, { shard } = {}) {
    const { store } = this;
    if (store.shards.length > 1 && shard === undefined)
      throw new InvalidArgumentError('say by `shard` which shard the transaction is for');
    return store.shardOf(shard ?? '').transaction(work);
  }

  /** Does what timers and the outbox ask for until now, and what comes of it; says how many things were done. */
  async runDue(now = this.clock.now(), { limit = 1000 } = {}) {
    return detached(() => this.#due.run(now, limit));
  }

  /** Runs the jobs and evaluations that wait, to their end; says how many. */
  async runJobs({ limit = 1000 } = {}) {
    return detached(async () => {
      let done = 0;
      for (let begun = -1; begun !== 0 && done < limit; done += begun) {
        begun = await this.#workers.begin(limit - done);
        await this.#workers.settled();
      }
      return done;
    });
  }

  /** Does all that can be done now: for tests with a clock that stands still. */
  async settle({ limit = 10_000 } = {}) {
    let done = 0;
    while (done < limit) {
      const more =
        (await this.runDue(undefined, { limit: limit - done })) + (await this.runJobs({ limit: limit - done }));
      if (more === 0) break;
      done += more;
    }
    return done;
  }

  /**
   * Works in the background: timers, delivery, and what is registered. Resolves when it has stopped: by `stop`,
   * or by the signal.
   *
   * @param options `signal`; `poll`: after how many milliseconds the store is looked at even if nothing has
   * called; `grace`: how many milliseconds jobs that run may take to end
   */
  run({ signal, poll = 1000, grace = 30_000 } = {}) {
    if (this.#loop !== null) throw new InvalidArgumentError('this engine works in the background already');
    const stop = new AbortController();
    const told = () => stop.abort();
    signal?.addEventListener('abort', told, { once: true });
    if (signal?.aborted) told();
    const done = detached(() => this.#work(stop.signal, poll)).finally(async () => {
      signal?.removeEventListener('abort', told);
      await this.#workers.stop(this.#loop?.grace ?? grace);
      this.#loop = null;
    });
    this.#loop = { stop, done, grace };
    return done;
  }

  /** Ends what runs in the background, and waits for it. */
  async stop({ grace } = {}) {
    if (this.#loop === null) return;
    const loop = this.#loop;
    if (grace !== undefined) loop.grace = grace;
    loop.stop.abort();
    await loop.done;
  }

  async #work(signal, poll) {
    const { bell } = this.#host;
    const watched = await this.#watch(() => bell.ring());
    try {
      while (!signal.aborted) {
        const { rung } = bell;
        const wait = await this.#round(poll);
        await bell.wait(wait, signal, rung);
      }
    } finally {
      for (const end of watched) await end().catch(() => {});
    }
  }

  /** One round of work; says how long there is nothing to do, as far as is known. */
  async #round(poll) {
    try {
      const done = (await this.runDue()) + (await this.#workers.begin());
      if (done > 0) return 0;
      const next = await this.#due.next();
      const now = this.clock.now();
      // What is due and was not done will not be done by trying at once.
      return next === null || next <= now ? poll : Math.min(poll, next - now);
    } catch (error) {
      // The store may be back by then.
      this.#host.report(error, {});
      return poll;
    }
  }

  /** Asks the stores that can to say when another host has made something to do. */
  async #watch(wake) {
    const ends = [];
    for (const shard of this.store.shards) {
      const end = await shard.watch?.(wake).catch((error) => this.#host.report(error, {}));
      if (end !== undefined) ends.push(end);
    }
    return ends;
  }
}

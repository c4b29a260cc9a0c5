import { UnknownInstanceError } from './errors.js';

/** How many entries are read at a time. */
const PAGE = 1000;

/** What has happened. */
export class History {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** What happened to an instance after a revision, in order: the engine's entries, and the host's own notes. */
  async entries(instance, { after = 0, limit = PAGE } = {}) {
    return this.#read(instance, (tx) => tx.history(instance, { after, limit }));
  }

  /** The events that were applied to an instance, in order; without their content below the level `full`. */
  async events(instance) {
    return this.#read(instance, (tx) => tx.events(instance));
  }

  /** What happens to an instance, from the beginning and then as it happens, until it has ended. */
  async *follow(instance, { after = 0, signal, poll = 1000 } = {}) {
    let seen = after;
    for (;;) {
      signal?.throwIfAborted();
      // The instance first: what is read of the history afterwards cannot be less than what it has done.
      const { ended } = await this.#instance(instance);
      for (let limit = PAGE; ;) {
        const page = await this.entries(instance, { after: seen, limit });
        // A full page may end within a revision, the rest of which comes with the next.
        const last = page.at(-1)?.revision;
        const whole = page.length < limit ? page : page.filter((row) => row.revision < last);
        yield* whole;
        if (whole.length > 0) seen = whole.at(-1).revision;
        else limit *= 2;
        if (page.length < limit && whole.length === page.length) break;
      }
      if (ended !== null) return;
      await this.#host.bell.wait(poll, signal);
    }
  }

  async #instance(id) {
    return this.#read(id, (tx) => tx.instance(id, { lock: false }));
  }

  async #read(instance, work) {
    return this.#host.read(this.#host.store.shardOf(instance), async (tx) => {
      const row = await tx.instance(instance, { lock: false });
      if (row === null) throw new UnknownInstanceError(instance);
      return work(tx);
    });
  }
}

/** Starts what messages, signals and timers start: the latest version of each process. */
export class Starter {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** What a message or signal of that name starts. */
  async found(kind, name) {
    // Every shard has the same.
    return this.#host.read(this.#host.store.shards[0], (tx) => tx.starts(kind, name));
  }

  /** Starts an instance by one of those, within a transaction of its shard. */
  begin(tx, { id, row, payload, businessKey, eventId, at }) {
    const start = { id, process: row.process, element: row.element };
    if (payload !== undefined) start.variables = payload;
    if (businessKey !== undefined && businessKey !== null) start.businessKey = businessKey;
    return this.#host.steps.start(tx, { deployed: row, start, eventId, at });
  }
}

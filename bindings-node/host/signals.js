/**
 * A signal, for everyone that it is for: all that listen to it now, other than its sender, and the processes that it
 * starts. Each gets a row in the outbox of its own shard, with an id that follows from where the signal came from, so
 * that a second time adds none.
 *
 * No shard is held while another is written to: `others` fills all but the home of the sender, and `fill` that one,
 * within its transaction.
 */
export class Spread {
  #host;
  #home;
  #origin;
  #source;
  #name;
  #variables;

  constructor(host, home, { instance, revision, n }, name, variables) {
    this.#host = host;
    this.#home = home;
    this.#origin = instance;
    this.#source = `${instance}:${revision}:${n}`;
    this.#name = name;
    this.#variables = variables;
  }

  /** Fills the other shards; says how many it is for there. */
  async others() {
    let count = 0;
    for (const shard of this.#host.store.shards) {
      if (shard !== this.#home) count += await this.#host.steps.transaction(shard, (tx) => this.#events(tx));
    }
    return count;
  }

  /** Fills the home of the sender; says how many it is for there. */
  async fill(tx) {
    return (await this.#events(tx)) + (await this.#starts(tx));
  }

  async #events(tx) {
    const due = this.#host.clock.now();
    const data = JSON.stringify({ type: 'signal', name: this.#name, variables: this.#variables });
    const targets = (await tx.listening(this.#name)).filter((target) => target !== this.#origin);
    const rows = targets.map((target) => {
      const instance = `${this.#source}>${target}`;
      return { instance, revision: 0, n: 0, kind: 'event', name: this.#name, target, due, data };
    });
    if (rows.length > 0) await tx.addOutbox(rows);
    return rows.length;
  }

  async #starts(tx) {
    const due = this.#host.clock.now();
    const rows = (await tx.starts('signal', this.#name)).map(({ process, n, element }) => {
      const data = JSON.stringify({ element, variables: this.#variables });
      return { instance: `${this.#source}>${process}`, revision: 0, n, kind: 'start', name: process, due, data };
    });
    if (rows.length > 0) await tx.addOutbox(rows);
    return rows.length;
  }
}

import { AsyncLocalStorage } from 'node:async_hooks';

/** Runs a function outside of any transaction, whoever calls it: for what goes on in the background. */
export const detached = AsyncLocalStorage.snapshot();

/** Lets one after the other in. */
export class Mutex {
  #last = Promise.resolve();

  async run(work) {
    const before = this.#last;
    let leave;
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      leave();
    }
  }
}

/**
 * The transactions of one store. A call within an open transaction joins it, wherever in the program it is
 * made; a savepoint around it makes that what fails within leaves nothing behind, even where the caller goes on.
 */
export class Transactions {
  #current = new AsyncLocalStorage();

  /** The transaction that is open in this context. */
  get current() {
    return this.#scope?.transaction;
  }

  get #scope() {
    const scope = this.#current.getStore();
    return scope?.open ? scope : undefined;
  }

  /**
   * Joins the transaction of this context, or has `begin` make one: it gets a function that runs the work in
   * it, and ends it afterwards. What only reads needs no savepoint.
   */
  async run(work, begin, { readonly = false } = {}) {
    const around = this.#scope;
    if (around === undefined) {
      const after = [];
      const result = await begin((transaction) => this.#within(transaction, after, work));
      for (const told of after) told();
      return result;
    }
    if (readonly) return this.#within(around.transaction, around.after, work);
    // Those that run side by side in one transaction cannot have overlapping savepoints.
    return around.mutex.run(() =>
      around.transaction.nested(() => this.#within(around.transaction, around.after, work)),
    );
  }

  /** Calls a function once what is being done here is committed: now, where no transaction is open. */
  afterCommit(told) {
    const scope = this.#scope;
    if (scope === undefined) told();
    else scope.after.push(told);
  }

  async #within(transaction, after, work) {
    const scope = { transaction, after, open: true, mutex: new Mutex() };
    try {
      return await this.#current.run(scope, () => work(transaction));
    } finally {
      // What the work has left running behind it must not join a transaction that has ended.
      scope.open = false;
    }
  }
}

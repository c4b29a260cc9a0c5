/** What sleeps until there is something to do waits here, and whoever has made something to do rings. */
export class Bell {
  #waiting = new Set();
  #rung = 0;

  /** How often it was rung: who compares it before and after knows whether something came meanwhile. */
  get rung() {
    return this.#rung;
  }

  ring() {
    this.#rung += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Waits until it is rung, or as long as that; not at all where it was rung after `since`. */
  async wait(milliseconds, signal, since = this.#rung) {
    if (since !== this.#rung || signal?.aborted) return;
    await new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      // The longest that a timer of Node can be.
      const timer = setTimeout(done, Math.min(milliseconds, 0x7fffffff));
      this.#waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}

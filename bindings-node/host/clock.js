/** The time of the machine. */
export const systemClock = { now: () => Date.now() };

/** A clock for tests: it stands still until it is moved. */
export class FrozenClock {
  #now;

  constructor(now = 0) {
    this.#now = Number(now);
  }

  now() {
    return this.#now;
  }

  set(now) {
    this.#now = Number(now);
  }

  advance(milliseconds) {
    this.#now += milliseconds;
    return this.#now;
  }
}

import { InvalidArgumentError } from './errors.js';

/** A worker throws an error of the model: the nearest boundary event that catches the code takes over. */
export class BpmnError extends Error {
  constructor(code, message, variables) {
    super(message ?? code);
    this.name = 'BpmnError';
    this.code = code;
    this.told = message;
    this.variables = variables;
  }
}

/** A worker fails for a technical reason, and says itself how to go on; what is left out is as the model says. */
export class JobFailure extends Error {
  constructor(message, { retries, backoff, cause } = {}) {
    super(message, { cause });
    this.name = 'JobFailure';
    this.retries = retries;
    this.backoff = backoff;
  }
}

/** The functions that the application has registered, by what they are for and by name. */
export class Handlers {
  #kinds = new Map();

  add(kind, names, run, { concurrency = 10, lease = 30_000 } = {}) {
    const all = Array.isArray(names) ? names : [names];
    if (typeof run !== 'function') throw new InvalidArgumentError('what is registered must be a function');
    for (const [what, value] of [
      ['concurrency', concurrency],
      ['lease', lease],
    ]) {
      if (!Number.isInteger(value) || value < 1)
        throw new InvalidArgumentError(`\`${what}\` must be a whole number from 1`);
    }
    let known = this.#kinds.get(kind);
    if (known === undefined) this.#kinds.set(kind, (known = new Map()));
    for (const name of all) {
      if (typeof name !== 'string' || name === '')
        throw new InvalidArgumentError('say the name of what the function is for');
      if (known.has(name)) throw new InvalidArgumentError(`there is a function for \`${name}\` already`);
    }
    for (const name of all) known.set(name, { kind, name, run, concurrency, lease });
  }

  get(kind, name) {
    return this.#kinds.get(kind)?.get(name);
  }

  all(kind) {
    return [...(this.#kinds.get(kind)?.values() ?? [])];
  }
}

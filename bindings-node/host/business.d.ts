import type { Engine } from './index.js';

/**
 * A value of an operation, from the arguments of the call:
 *
 * - `'#req.userId'` is an argument, or a member of it;
 * - an object, or a text such as `"{userId: '#req.userId'}"`, is a map of such values;
 * - a function gets the arguments;
 * - anything else stands for itself; `'##'` begins a text that begins with `#`.
 */
export type Wanted = unknown;

/** What all operations take. */
export interface OperationOptions {
  /** The business key; left out, that of the first operation of the function that has one. */
  bizId?: Wanted;
  /** The shard key, which a sharded store needs. */
  shard?: Wanted;
  /** Names of the function's parameters, where its source does not tell them: it is minified, or takes them apart. */
  parameters?: readonly string[];
}

/** An operation: a standard decorator of a method, and a wrapper of a function. */
export interface Operation {
  <This, Arguments extends any[], Result>(
    run: (this: This, ...given: Arguments) => Result,
    context?: { readonly kind: 'method'; readonly name: string | symbol },
  ): (this: This, ...given: Arguments) => Promise<Awaited<Result>>;
}

/**
 * Business functions that start, complete and cancel processes without knowing the engine.
 *
 * Several operations on one function are carried out in the order in which they are written. The function and its
 * operations are one unit: a transaction of the engine's store, or the one that is open. All values are taken
 * from the arguments first; then the function runs; then the operations. If any of this throws, nothing is stored.
 */
export class Workflow {
  constructor(engine?: Engine | null);

  /** Says which engine carries the operations out. */
  bind(engine: Engine | null): void;

  /** START: starts a process under a business key. Who is named as assignee gets the tasks that are nobody's. */
  start(process: string, options?: OperationOptions & { assignee?: Wanted; variables?: Wanted }): Operation;

  /** COMPLETE: completes the one open task at a node (`END` if left out); `NoTaskError`, `SeveralTasksError`. */
  complete(options?: OperationOptions & { node?: string; assignee?: Wanted; variables?: Wanted }): Operation;

  /** CANCEL: ends the running instance of a business key; the reason is in its history. */
  cancel(options?: OperationOptions & { cancelReason?: Wanted }): Operation;
}

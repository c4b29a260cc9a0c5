import { InvalidArgumentError, NotBoundError } from './errors.js';
import { parametersOf, textOf, valueOf } from './values.js';

const UNIT = Symbol('tidewheel unit');

/**
 * Business functions that start, complete and cancel processes without knowing the engine.
 *
 * Each operation is a standard decorator for methods, and a wrapper for functions. Several on one function are
 * carried out in the order in which they are written. The function and its operations are one unit: a transaction
 * of the engine's store, or the one that is open. All values are taken from the arguments first; then the function
 * runs; then the operations. If any of this throws, nothing is stored.
 */
export class Workflow {
  #engine;

  constructor(engine = null) {
    this.#engine = engine;
  }

  /** Says which engine carries the operations out. */
  bind(engine) {
    this.#engine = engine;
  }

  /** START: starts a process under a business key; who is named as assignee gets the tasks that are nobody's. */
  start(process, given = {}) {
    return this.does({ ...given, kind: 'start', process });
  }

  /** COMPLETE: completes the one open task at a node. */
  complete(given = {}) {
    return this.does({ node: 'END', ...given, kind: 'complete' });
  }

  /** CANCEL: ends the running instance of a business key; the reason is in its history. */
  cancel(given = {}) {
    return this.does({ ...given, kind: 'cancel' });
  }

  /** A decorator and wrapper of these operations. */
  does(...operations) {
    return (run, context) => {
      if (typeof run !== 'function' || (context !== undefined && context.kind !== 'method')) {
        throw new InvalidArgumentError('an operation is for a function or a method');
      }
      const inner = run[UNIT] ?? { run, operations: [] };
      return this.#wrap(inner.run, [...operations, ...inner.operations]);
    };
  }

  #wrap(run, operations) {
    const names = operations.find((one) => one.parameters !== undefined)?.parameters ?? parametersOf(run);
    const workflow = this;
    const wrapped = {
      async [run.name](...given) {
        const engine = workflow.#engine;
        if (engine === null) throw new NotBoundError();
        const { shard, wanted } = valued(engine, operations, { names, given });
        return engine.transaction(
          async () => {
            const result = await run.apply(this, given);
            for (const one of wanted) await KINDS[one.kind](engine, shard, one);
            return result;
          },
          { shard },
        );
      },
    }[run.name];
    Object.defineProperty(wrapped, UNIT, { value: { run, operations } });
    return wrapped;
  }
}

/** The shard that all is in, and the operations with their values; nothing has changed yet. */
function valued(engine, operations, call) {
  const shards = new Set(operations.map((one) => textOf('`shard`', one.shard, call)).filter((shard) => shard !== null));
  if (shards.size > 1) throw new InvalidArgumentError('the operations of one function belong to several shards');
  const [shard] = shards;
  if (shard === undefined && engine.store.shards.length > 1) {
    throw new InvalidArgumentError('the store is sharded, and no operation says by `shard` what it belongs to');
  }
  const keys = operations.map((one) => textOf('`bizId`', one.bizId, call));
  const common = keys.find((key) => key !== null);
  const wanted = operations.map((one, n) => {
    const businessKey = keys[n] ?? common;
    if (businessKey === undefined) throw new InvalidArgumentError('no operation of the function has a `bizId`');
    const variables = valueOf(one.variables, call) ?? undefined;
    if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables))) {
      throw new InvalidArgumentError('`variables` are to be a map');
    }
    const assignee = textOf('`assignee`', one.assignee, call) ?? undefined;
    const reason = textOf('`cancelReason`', one.cancelReason, call) ?? 'cancelled by the application';
    return { kind: one.kind, process: one.process, node: one.node, businessKey, assignee, variables, reason };
  });
  return { shard, wanted };
}

const KINDS = {
  async start(engine, shard, { process, businessKey, assignee, variables }) {
    const { instance } = await engine.runtime.start(process, { businessKey, variables, shard });
    if (assignee === undefined) return;
    for (const task of await engine.tasks.query({ instance, unassigned: true, shard: instance }))
      await engine.tasks.claim(task, assignee);
  },
  async complete(engine, shard, { node, businessKey, assignee, variables }) {
    await engine.tasks.complete({ businessKey, node, assignee, shard }, { variables });
  },
  async cancel(engine, shard, { businessKey, reason }) {
    const { id } = await engine.runtime.running(businessKey, { shard });
    await engine.runtime.cancel(id, reason);
  },
};

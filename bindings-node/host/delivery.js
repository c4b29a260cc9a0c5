import { RejectionError, TidewheelError } from '../index.js';
import { InstanceExistsError, StoreUnavailableError, UnknownInstanceError, UnknownProcessError } from './errors.js';
import { digest } from './ids.js';
import { cut } from './limits.js';
import { receivers } from './messages.js';
import { SHARD_MARK } from './store/sharded.js';
import { spread } from './signals.js';

/** It cannot be delivered yet. */
class Later extends Error {}

/** The event id under which a row is delivered. */
const idOf = ({ instance, revision, n }) => `${instance}:${revision}:${n}`;

/** How many milliseconds to wait after so many attempts in vain: 1 second, 2, 4 …, at most a minute. */
export function backoff(attempts) {
  return Math.min(60_000, 1000 * 2 ** Math.min(attempts, 16));
}

/**
 * Delivers what steps have sent. A row goes in the transaction that delivers it; where its target lies in another
 * shard, that is written first, and its event id makes a second time harmless.
 */
export class Delivery {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** Delivers a row that this host has taken; false where it has to wait. */
  async deliver(shard, row) {
    const work = async (tx) => {
      // What a call brings about comes in order.
      if ((row.kind === 'withdraw' || row.kind === 'answer') && (await tx.outboxBefore(row))) throw new Later();
      // Removed first, so that of two hosts one waits here for the other and then finds nothing.
      if (await tx.delivered(row)) await this.#ways[row.kind]?.(tx, shard, row);
    };
    try {
      await this.#host.steps.transaction(shard, work);
      return true;
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      const gone = error instanceof UnknownInstanceError || (error instanceof RejectionError && error.code !== 'suspended');
      if (gone) {
        // What it answers has gone, so it is for nobody.
        await shard.transaction((tx) => tx.delivered(row));
        return true;
      }
      // One row must not keep the others from being delivered.
      if (!(error instanceof Later) && !(error instanceof RejectionError)) this.#host.report(error, { outbox: idOf(row) });
      const due = this.#host.clock.now() + backoff(row.attempts);
      await shard.transaction((tx) => tx.delay(row, due));
      return false;
    }
  }

  #ways = {
    message: (tx, shard, row) => this.#message(tx, shard, row),
    signal: (tx, shard, row) => spread(this.#host, tx, shard, row, row.data.name, row.data.variables ?? {}),
    call: (tx, shard, row) => this.#call(tx, row),
    withdraw: (tx, shard, row) => this.#withdraw(tx, row),
    answer: (tx, shard, row) => this.#event(tx, row),
    event: (tx, shard, row) => this.#event(tx, row),
    start: (tx, shard, row) => this.#start(tx, row),
    dataStore: (tx, shard, row) => this.#registered('dataStore', row.data.dataStore, row, [row.data.dataStore, row.data.value]),
    listener: (tx, shard, row) => this.#registered('listener', row.data.implementation, row, [row.data]),
  };

  async #event(tx, row) {
    if (row.target !== null) await this.#host.steps.apply(tx, row.target, row.data, { eventId: idOf(row) });
  }

  async #message(tx, shard, row) {
    const { name, correlation, variables = {} } = row.data;
    if (row.target !== null && row.key !== null && (await this.#toTarget(row, variables))) return;
    for (const open of await receivers(this.#host, [shard], name, correlation)) {
      const event = { type: 'message', subscription: open.key, variables };
      try {
        await tx.nested(() => this.#host.steps.apply(tx, open.instance, event, { eventId: idOf(row) }));
        return;
      } catch (error) {
        // Somebody else was faster.
        if (!(error instanceof RejectionError)) throw error;
      }
    }
    const others = this.#host.store.shards.filter((other) => other !== shard);
    const [elsewhere] = await receivers(this.#host, others, name, correlation);
    if (elsewhere !== undefined) {
      // Whom it is for is stored before it is delivered, so that it is for nobody else afterwards.
      const { instance, revision, n, kind } = row;
      const again = { instance, revision, n, kind, name: row.name, target: elsewhere.instance, key: elsewhere.key };
      await tx.addOutbox([{ ...again, due: this.#host.clock.now(), data: JSON.stringify(row.data) }]);
      return;
    }
    const [first] = await tx.starts('message', name);
    if (first === undefined) throw new Later();
    await this.#begin(row, first, first.element, variables);
  }

  /** Delivers a message to the subscription of another shard that was chosen before, if it is still open. */
  async #toTarget(row, variables) {
    const event = { type: 'message', subscription: row.key, variables };
    const home = this.#host.store.shardOf(row.target);
    try {
      await this.#host.steps.transaction(home, (own) => this.#host.steps.apply(own, row.target, event, { eventId: idOf(row) }));
      return true;
    } catch (error) {
      if (error instanceof RejectionError || error instanceof UnknownInstanceError) return false;
      throw error;
    }
  }

  async #start(tx, row) {
    const deployed = await tx.process(row.name);
    if (deployed !== null) await this.#begin(row, deployed, row.data.element, row.data.variables ?? {});
  }

  /** Starts an instance with an id that follows from the row's, in the shard that this belongs to. */
  async #begin(row, deployed, element, variables) {
    const outside = /^(message|signal):/.test(row.instance) || !row.instance.includes(SHARD_MARK);
    const made = digest(idOf(row));
    const id = outside ? made : `${row.instance.slice(0, row.instance.indexOf(SHARD_MARK))}${SHARD_MARK}${made}`;
    const start = { id, process: deployed.process, element, variables };
    try {
      await this.#host.steps.transaction(this.#host.store.shardOf(id), (own) =>
        this.#host.steps.start(own, { deployed, start, eventId: idOf(row) }));
    } catch (error) {
      if (!(error instanceof InstanceExistsError)) throw error;
    }
  }

  async #call(tx, row) {
    const call = row.data;
    const caller = await tx.instance(row.instance, { lock: false });
    if (caller === null) return;
    const start = { id: this.#host.ids.make({ shard: this.#host.ids.shardKey(row.instance) }), process: call.calledElement };
    if (call.variables !== undefined) start.variables = call.variables;
    if (call.businessKey !== undefined) start.businessKey = call.businessKey;
    try {
      await tx.nested(async () => {
        const deployed = await this.#called(tx, call, caller.deployment);
        await this.#host.steps.start(tx, { deployed, start, caller: row.instance, callerKey: call.key });
      });
    } catch (error) {
      if (error instanceof StoreUnavailableError || !(error instanceof TidewheelError)) throw error;
      const failed = { type: 'callFailed', call: call.key, message: cut(error.message, this.#host.limits.message) };
      await this.#host.steps.apply(tx, row.instance, failed, { eventId: idOf(row) });
    }
  }

  /** The version that a call is for, in the words of the model. */
  async #called(tx, { calledElement, binding, version }, deployment) {
    if (binding === 'deployment') {
      const own = (await tx.processes()).filter((one) => one.process === calledElement && one.deployment === deployment);
      if (own.length > 0) return own.at(-1);
    }
    const wanted = binding === 'version' && /^\d+$/.test(version ?? '') ? { version: Number(version) } : binding === 'versionTag' ? { tag: version } : {};
    const found = await tx.process(calledElement, wanted);
    if (found === null) throw new UnknownProcessError(calledElement, binding === 'deployment' ? undefined : version);
    return found;
  }

  async #withdraw(tx, row) {
    for (const called of await tx.called(row.instance, row.key)) {
      if (called.ended !== null) continue;
      await this.#host.steps.apply(tx, called.id, { type: 'cancel', reason: 'the call was withdrawn' }, { eventId: idOf(row) });
    }
  }

  /** A call of what the application registered; without one it is dropped. */
  async #registered(kind, name, row, given) {
    const handler = this.#host.handlers.get(kind, name);
    const { instance, attempts } = row;
    if (handler !== undefined) await handler.run(...given, { id: idOf(row), instance, attempts });
  }
}

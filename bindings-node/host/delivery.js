import { RejectionError, TidewheelError } from '../index.js';
import { InstanceExistsError, StoreUnavailableError, UnknownInstanceError, UnknownProcessError } from './errors.js';
import { digest } from './ids.js';
import { cut } from './limits.js';
import { receivers } from './messages.js';
import { SHARD_MARK } from './store/sharded.js';
import { Spread } from './signals.js';

/** What an event answers has gone, or waits for better times: that is not the fault of the event. */
const GONE = new Set(['unknownKey', 'wrongKind', 'instanceEnded', 'suspended']);

/** It cannot be delivered yet. */
class Later extends Error {}

/** The event id under which a row is delivered. */
const idOf = ({ instance, revision, n }) => `${instance}:${revision}:${n}`;

/** How many milliseconds to wait after so many attempts in vain: 1 second, 2, 4 …, at most a minute. */
function backoff(attempts) {
  return Math.min(60_000, 1000 * 2 ** Math.min(attempts, 16));
}

/**
 * Delivers what steps have sent. A row goes in the transaction that delivers it. Where its target lies in another
 * shard, that is written first, and its event id makes a second time harmless: no shard is held while another is
 * written to. So each way of delivering does first what lies elsewhere, and gives what is left to do in the row's own
 * shard.
 */
export class Delivery {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** Delivers a row that this host has taken; false where it has to wait. */
  async deliver(shard, row) {
    try {
      const within = await this.#ways[row.kind]?.(shard, row);
      await this.#host.steps.transaction(shard, async (tx) => {
        // What a call brings about comes in order.
        if ((row.kind === 'withdraw' || row.kind === 'answer') && (await tx.outboxBefore(row))) throw new Later();
        // Removed first, so that of two hosts one waits here for the other and then finds nothing.
        if (await tx.delivered(row)) await within?.(tx);
      });
      return true;
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      const refused = error instanceof RejectionError;
      if (error instanceof UnknownInstanceError || (refused && error.code !== 'suspended')) {
        // What it answers has gone, so it is for nobody.
        await shard.transaction((tx) => tx.delivered(row));
        return true;
      }
      // One row must not keep the others from being delivered.
      if (!(error instanceof Later) && !refused) this.#host.report(error, { outbox: idOf(row) });
      const due = this.#host.clock.now() + backoff(row.attempts);
      await shard.transaction((tx) => tx.delay(row, due));
      return false;
    }
  }

  #ways = {
    message: (shard, row) => this.#message(shard, row),
    signal: (shard, row) => this.#signal(shard, row),
    call: (shard, row) => (tx) => this.#call(tx, row),
    withdraw: (shard, row) => (tx) => this.#withdraw(tx, row),
    answer: (shard, row) => this.#event(shard, row),
    event: (shard, row) => this.#event(shard, row),
    start: (shard, row) => this.#start(shard, row),
    dataStore: (shard, row) => {
      const { dataStore, value } = row.data;
      return this.#registered('dataStore', dataStore, row, [dataStore, value]);
    },
    listener: (shard, row) => this.#registered('listener', row.data.implementation, row, [row.data]),
  };

  async #event(shard, row) {
    if (row.target === null) return undefined;
    const home = this.#host.store.shardOf(row.target);
    if (home === shard) return (tx) => this.#apply(tx, row);
    await this.#host.steps.transaction(home, (own) => this.#apply(own, row));
    return undefined;
  }

  async #apply(tx, row) {
    const given = { eventId: idOf(row) };
    try {
      await tx.nested(() => this.#host.steps.apply(tx, row.target, row.data, given));
    } catch (error) {
      if (!(error instanceof RejectionError) || row.data.type !== 'callFinished' || GONE.has(error.code)) throw error;
      // The caller would wait for ever for a result that it cannot take.
      const message = cut(error.message, this.#host.limits.message);
      await this.#host.steps.apply(tx, row.target, { type: 'callFailed', call: row.data.call, message }, given);
    }
  }

  async #message(shard, row) {
    const { name, correlation, variables = {} } = row.data;
    if (row.target !== null && row.key !== null && (await this.#toTarget(row, variables))) return undefined;
    const own = await receivers(this.#host, [shard], name, correlation);
    if (own.length > 0) return (tx) => this.#toFirst(tx, own, row, variables);
    const others = this.#host.store.shards.filter((other) => other !== shard);
    const [elsewhere] = await receivers(this.#host, others, name, correlation);
    if (elsewhere !== undefined) {
      // Whom it is for is stored before it is delivered, so that it is for nobody else afterwards.
      const { instance, revision, n, kind } = row;
      const chosen = { instance, revision, n, kind, name: row.name, target: elsewhere.instance, key: elsewhere.key };
      const again = { ...chosen, due: this.#host.clock.now(), data: JSON.stringify(row.data) };
      return (tx) => tx.addOutbox([again]);
    }
    const [first] = await this.#host.read(shard, (tx) => tx.starts('message', name));
    if (first === undefined) throw new Later();
    return this.#begin(shard, row, first, first.element, variables);
  }

  /** Delivers a message to the first subscription that is still open. */
  async #toFirst(tx, open, row, variables) {
    for (const { instance, key } of open) {
      const event = { type: 'message', subscription: key, variables };
      try {
        await tx.nested(() => this.#host.steps.apply(tx, instance, event, { eventId: idOf(row) }));
        return;
      } catch (error) {
        // Somebody else was faster.
        if (!(error instanceof RejectionError)) throw error;
      }
    }
    throw new Later();
  }

  /** Delivers a message to the subscription of another shard that was chosen before, if it is still open. */
  async #toTarget(row, variables) {
    const event = { type: 'message', subscription: row.key, variables };
    const home = this.#host.store.shardOf(row.target);
    const apply = (own) => this.#host.steps.apply(own, row.target, event, { eventId: idOf(row) });
    try {
      await this.#host.steps.transaction(home, apply);
      return true;
    } catch (error) {
      if (error instanceof RejectionError || error instanceof UnknownInstanceError) return false;
      throw error;
    }
  }

  async #signal(shard, row) {
    const spread = new Spread(this.#host, shard, row, row.data.name, row.data.variables ?? {});
    await spread.others();
    return (tx) => spread.fill(tx);
  }

  async #start(shard, row) {
    const deployed = await this.#host.read(shard, (tx) => tx.process(row.name));
    if (deployed === null) return undefined;
    return this.#begin(shard, row, deployed, row.data.element, row.data.variables ?? {});
  }

  /** Starts an instance with an id that follows from the row's, in the shard that this belongs to. */
  async #begin(shard, row, deployed, element, variables) {
    const outside = /^(message|signal):/.test(row.instance) || !row.instance.includes(SHARD_MARK);
    const made = digest(idOf(row));
    const id = outside ? made : `${row.instance.slice(0, row.instance.indexOf(SHARD_MARK))}${SHARD_MARK}${made}`;
    const start = { id, process: deployed.process, element, variables };
    const begin = (own) =>
      own
        .nested(() => this.#host.steps.start(own, { deployed, start, eventId: idOf(row) }))
        .catch((error) => {
          if (!(error instanceof InstanceExistsError)) throw error;
        });
    const home = this.#host.store.shardOf(id);
    if (home === shard) return begin;
    await this.#host.steps.transaction(home, begin);
    return undefined;
  }

  async #call(tx, row) {
    const call = row.data;
    const caller = await tx.instance(row.instance, { lock: false });
    if (caller === null) return;
    const id = this.#host.ids.make({ shard: this.#host.ids.shardKey(row.instance) });
    const start = { id, process: call.calledElement };
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
      const versions = await tx.processes();
      const own = versions.filter((one) => one.process === calledElement && one.deployment === deployment);
      if (own.length > 0) return own.at(-1);
    }
    const which = {};
    if (binding === 'version' && /^\d+$/.test(version ?? '')) which.version = Number(version);
    if (binding === 'versionTag') which.tag = version;
    const found = await tx.process(calledElement, which);
    if (found === null) throw new UnknownProcessError(calledElement, binding === 'deployment' ? undefined : version);
    return found;
  }

  async #withdraw(tx, row) {
    for (const called of await tx.called(row.instance, row.key)) {
      if (called.ended !== null) continue;
      const event = { type: 'cancel', reason: 'the call was withdrawn' };
      await this.#host.steps.apply(tx, called.id, event, { eventId: idOf(row) });
    }
  }

  /**
   * A call of what the application registered; without one it is dropped. It may take its time, and comes again
   * where the host dies before the row is gone: then with the same id.
   */
  async #registered(kind, name, row, given) {
    const handler = this.#host.handlers.get(kind, name);
    const { instance, attempts } = row;
    if (handler !== undefined) await handler.run(...given, { id: idOf(row), instance, attempts });
    return undefined;
  }
}

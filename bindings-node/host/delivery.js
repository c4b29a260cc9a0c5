import { RejectionError } from '../index.js';
import { HostError, UnknownInstanceError, UnknownProcessError } from './errors.js';
import { receivers } from './messages.js';
import { cut } from './limits.js';
import { SHARD_MARK } from './store/sharded.js';

/** What an event answered has gone meanwhile: it is not wanted any more. */
const GONE = new Set(['unknownKey', 'wrongKind', 'instanceEnded', 'noMatch']);
/** In milliseconds: how soon something is tried again that nobody could take, twice as long each time. */
const FIRST = 1000;
const LONGEST = 3_600_000;

/** The event id under which a row is delivered, so that it is once. */
const idOf = (row) => `${row.instance}:${row.revision}:${row.n}`;

/** Delivers what instances have sent: rows of the outbox. */
export class Delivery {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** Delivers one row of a shard; what cannot be delivered now is tried again later. */
  async deliver(shard, row, now) {
    try {
      if (await this.#by(row.kind)(shard, row, now)) return true;
    } catch (error) {
      if (!(error instanceof HostError) && !(error instanceof RejectionError)) this.#host.report(error, { outbox: idOf(row) });
    }
    const due = now + Math.min(LONGEST, FIRST * 2 ** Math.min(row.attempts, 20));
    await shard.transaction((tx) => tx.delay(row, due));
    return false;
  }

  #by(kind) {
    const ways = {
      message: (shard, row, at) => this.#message(shard, row, at),
      signal: (shard, row, at) => this.#signal(shard, row, at),
      call: (shard, row, at) => this.#call(shard, row, at),
      withdraw: (shard, row, at) => this.#withdraw(shard, row, at),
      answer: (shard, row, at) => this.#event(shard, row, row.data, at),
      event: (shard, row, at) => this.#event(shard, row, row.data, at),
      dataStore: (shard, row) => this.#registered(shard, row, 'dataStore', row.name, [row.name, row.data.value]),
      listener: (shard, row) => this.#registered(shard, row, 'listener', row.data.implementation, [row.data]),
    };
    return ways[kind];
  }

  async #message(shard, row, at) {
    const { name, correlation, variables } = row.data;
    const payload = variables === undefined ? {} : { variables };
    const [found] = await receivers(this.#host, name, correlation);
    if (found !== undefined) {
      const event = { type: 'message', subscription: found.key, ...payload };
      return this.#event(shard, { ...row, target: found.instance }, event, at);
    }
    const [start] = await this.#host.starter.found('message', name);
    if (start === undefined) return false;
    await this.#start(shard, row, start, variables, at);
    return true;
  }

  async #signal(shard, row, at) {
    const { name, variables } = row.data;
    const event = JSON.stringify({ type: 'signal', name, ...(variables === undefined ? {} : { variables }) });
    const listening = [];
    for (const one of this.#host.store.shards) {
      for (const id of await this.#host.read(one, (tx) => tx.listening(name))) if (id !== row.instance) listening.push(id);
    }
    const starts = await this.#host.starter.found('signal', name);
    await this.#host.steps.transaction(shard, async (tx) => {
      if (!(await tx.delivered(row))) return;
      const rows = listening.map((target, n) => {
        return { instance: idOf(row), revision: 0, n, kind: 'event', name, target, due: at, data: event };
      });
      if (rows.length > 0) await tx.addOutbox(rows);
      for (const start of starts) await this.#begin(tx, shard, row, start, variables, at);
    });
    return true;
  }

  async #start(shard, row, start, variables, at) {
    await this.#host.steps.transaction(shard, async (tx) => {
      if (await tx.delivered(row)) await this.#begin(tx, shard, row, start, variables, at);
    });
  }

  async #begin(tx, shard, row, start, payload, at) {
    // In the sender's shard, so that it is one transaction. What came from outside has none.
    const inside = row.instance.includes(SHARD_MARK) && this.#host.store.shardOf(row.instance) === shard;
    const id = inside ? this.#host.ids.beside(row.instance) : this.#host.ids.make({});
    const begin = (own) => this.#host.starter.begin(own, { id, row: start, payload, at });
    const home = this.#host.store.shardOf(id);
    await (home === shard ? begin(tx) : home.transaction(begin));
  }

  async #call(shard, row, at) {
    const call = row.data;
    const done = await this.#host.steps.transaction(shard, async (tx) => {
      if (!(await tx.delivered(row))) return true;
      const deployed = await this.#called(tx, row.instance, call);
      if (deployed === null) throw new UnknownProcessError(call.calledElement, call.version);
      const start = { id: this.#host.ids.beside(row.instance), process: call.calledElement };
      if (call.businessKey !== undefined) start.businessKey = call.businessKey;
      if (call.variables !== undefined) start.variables = call.variables;
      await this.#host.steps.start(tx, { deployed, start, caller: row.instance, callerKey: row.key, at });
      return true;
    }).catch((error) => {
      if (error instanceof RejectionError || error instanceof UnknownProcessError) return error;
      throw error;
    });
    if (done === true) return true;
    const message = cut(done.message, this.#host.limits.message);
    return this.#event(shard, { ...row, target: row.instance }, { type: 'callFailed', call: row.key, message }, at);
  }

  /** The version that a call is for, in the words of the model. */
  async #called(tx, caller, { calledElement, binding, version }) {
    if (binding === 'version') return tx.process(calledElement, { version: Number(version) });
    if (binding === 'versionTag') return tx.process(calledElement, { tag: version });
    if (binding !== 'deployment') return tx.process(calledElement);
    const { deployment } = await tx.instance(caller);
    const versions = await tx.processes();
    return versions.find((one) => one.deployment === deployment && one.process === calledElement) ?? null;
  }

  async #withdraw(shard, row, at) {
    await this.#host.steps.transaction(shard, async (tx) => {
      if (!(await tx.delivered(row))) return;
      for (const called of await tx.called(row.instance, row.key)) {
        if (called.ended !== null) continue;
        await this.#host.steps.apply(tx, called.id, { type: 'cancel', reason: 'the call is no longer wanted' }, { row: called, at });
      }
    });
    return true;
  }

  /** An event for the instance that the row names. */
  async #event(shard, row, event, at) {
    const home = this.#host.store.shardOf(row.target);
    const given = { eventId: idOf(row), at };
    const apply = async (tx) => {
      try {
        await tx.nested(() => this.#host.steps.apply(tx, row.target, event, given));
      } catch (error) {
        if (error instanceof UnknownInstanceError || GONE.has(error.code)) return;
        if (!(error instanceof RejectionError) || error.code === 'suspended' || event.type !== 'callFinished') throw error;
        // The caller would wait for ever for a result that it cannot take.
        const failed = { type: 'callFailed', call: event.call, message: cut(error.message, this.#host.limits.message) };
        await this.#host.steps.apply(tx, row.target, failed, given);
      }
    };
    if (home === shard) {
      await this.#host.steps.transaction(shard, async (tx) => {
        if (await tx.delivered(row)) await apply(tx);
      });
      return true;
    }
    await this.#host.steps.transaction(home, apply);
    await shard.transaction((tx) => tx.delivered(row));
    return true;
  }

  /** A call of what the application registered. */
  async #registered(shard, row, kind, name, given) {
    const handler = this.#host.handlers.get(kind, name);
    if (handler !== undefined) await handler.run(...given, { id: idOf(row), instance: row.instance, attempts: row.attempts });
    await shard.transaction((tx) => tx.delivered(row));
    return true;
  }
}

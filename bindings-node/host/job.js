import { Instance, RejectionError } from '../index.js';
import { LeaseLostError, UnknownInstanceError } from './errors.js';
import { cut, variables } from './limits.js';

/** The answer came too late: it is somebody else's job by now, or nobody's. */
const LATE = new Set(['unknownKey', 'wrongKind', 'instanceEnded']);

/** A job, or an expression to evaluate, that is leased: nobody else has it until the lease runs out. */
export class Job {
  #host;
  #row;
  #variables;
  #lease;
  #heart = null;
  #abort = new AbortController();
  #answered = false;
  #escalated = 0;
  #lost = false;

  constructor(host, row, seen, lease) {
    this.#host = host;
    this.#row = row;
    this.#variables = seen;
    this.#lease = lease;
  }

  /** Unique in its store: what a service outside may take to do nothing twice. */
  get id() {
    return `${this.instance}:${this.key}`;
  }

  get instance() {
    return this.#row.instance;
  }

  get key() {
    return this.#row.key;
  }

  get name() {
    return this.#row.name;
  }

  get node() {
    return this.#row.element;
  }

  get process() {
    return this.#row.process;
  }

  get businessKey() {
    return this.#row.businessKey;
  }

  /** What the task sees, its own inputs before all else. */
  get variables() {
    return this.#variables;
  }

  /** All that the model says of it. */
  get data() {
    return this.#row.data;
  }

  /** Aborted when the lease is lost or the worker is told to stop at once. */
  get signal() {
    return this.#abort.signal;
  }

  /** Whether it has been answered or given back. */
  get answered() {
    return this.#answered;
  }

  /** Prolongs the lease for as long as the job takes. */
  begin() {
    this.#heart = setInterval(
      () => this.extend().catch((error) => this.#host.report(error, { job: this.id })),
      Math.max(1, this.#lease / 3),
    );
    this.#heart.unref();
    this.#host.held.add(this);
    return this;
  }

  /** Prolongs the lease now; false where it is lost, which aborts `signal`. */
  async extend() {
    const now = this.#host.clock.now();
    const kept = await this.#shard().transaction((tx) =>
      tx.extend({ instance: this.instance, key: this.key, holder: this.#host.owner, until: now + this.#lease, now }),
    );
    if (!kept && !this.#answered) {
      this.#lost = true;
      this.#rest();
      this.#abort.abort(new LeaseLostError(this.instance, this.key));
    }
    return kept;
  }

  async complete(values) {
    const checked = variables(values, this.#host.limits.variables);
    return this.#answer({
      type: 'jobCompleted',
      job: this.key,
      ...(checked === undefined ? {} : { variables: checked }),
    });
  }

  async fail(message, { retries, backoff } = {}) {
    const event = { type: 'jobFailed', job: this.key, message: this.#cut(message) };
    if (retries !== undefined) event.retries = retries;
    if (backoff !== undefined) event.backoff = backoff;
    return this.#answer(event);
  }

  async throw(code, { message, variables: values } = {}) {
    const event = { type: 'jobThrew', job: this.key, code };
    if (message !== undefined) event.message = this.#cut(message);
    if (values !== undefined) event.variables = variables(values, this.#host.limits.variables);
    return this.#answer(event);
  }

  /**
   * Throws an escalation of the model; the job goes on, unless what catches it ends it. Where a job is done again
   * because its host has died, its n-th escalation is thrown only once.
   */
  async escalate(code, values) {
    const checked = variables(values, this.#host.limits.variables);
    this.#escalated += 1;
    const event = {
      type: 'jobEscalated',
      job: this.key,
      code,
      ...(checked === undefined ? {} : { variables: checked }),
    };
    return this.#step(event, `#job:${this.key}:escalated:${this.#escalated}`);
  }

  /** The value of an expression. */
  async evaluated(value) {
    return this.#answer({ type: 'evaluated', evaluation: this.key, value: value ?? null });
  }

  async evaluationFailed(message) {
    return this.#answer({ type: 'evaluationFailed', evaluation: this.key, message: this.#cut(message) });
  }

  /** Gives it back unanswered: somebody else may have it at once. */
  async release() {
    this.stop();
    const given = { instance: this.instance, key: this.key, holder: this.#host.owner };
    const done = await this.#shard().transaction((tx) => tx.release(given));
    this.#host.changed(this.#shard());
    return done;
  }

  /** Ends the heartbeat, and tells the function that works on it why. */
  stop(reason) {
    this.#answered = true;
    this.#rest();
    if (reason !== undefined) this.#abort.abort(reason);
  }

  #rest() {
    clearInterval(this.#heart);
    this.#host.held.delete(this);
  }

  #cut(message) {
    return cut(message, this.#host.limits.message);
  }

  #shard() {
    return this.#host.store.shardOf(this.instance);
  }

  async #answer(event) {
    const done = await this.#step(event, `#job:${this.key}`);
    this.stop();
    return done;
  }

  async #step(event, ownId) {
    if (this.#lost) throw new LeaseLostError(this.instance, this.key);
    try {
      const done = await this.#host.steps.transaction(
        this.#shard(),
        async (tx) => {
          const row = await tx.instance(this.instance);
          const [open] = await tx.obligations({ instance: this.instance, key: this.key });
          // What somebody else has been given is theirs, even if this one is done first.
          if (open !== undefined && open.holder !== this.#host.owner) throw new LeaseLostError(this.instance, this.key);
          return this.#host.steps.apply(tx, this.instance, event, { row, ownId });
        },
        { single: true },
      );
      this.#host.changed(this.#shard());
      return done;
    } catch (error) {
      if (error instanceof UnknownInstanceError || (error instanceof RejectionError && LATE.has(error.code))) {
        this.stop(error);
        throw new LeaseLostError(this.instance, this.key);
      }
      if (error instanceof LeaseLostError) this.stop(error);
      throw error;
    }
  }
}

/** Leases jobs or evaluations of a name, with the variables that each sees. */
export async function leaseJobs(host, { kind, name, lease, limit }) {
  const jobs = [];
  for (const shard of host.store.shards) {
    if (jobs.length >= limit) break;
    const now = host.clock.now();
    const taken = { kind, name, holder: host.owner, until: now + lease, now, limit: limit - jobs.length };
    const rows = await host.steps.transaction(shard, (tx) => tx.lease(taken), { single: true });
    for (const row of rows) jobs.push(await jobOf(host, shard, row, lease));
  }
  return jobs.filter((job) => job !== null);
}

async function jobOf(host, shard, row, lease) {
  const { activation, inputs, variables: own } = row.data;
  return host.read(shard, async (tx) => {
    const found = await tx.instance(row.instance, { lock: false });
    if (found === null) return null;
    const state = Instance.load(await host.definitions.get(tx, found.deployment), found.snapshot);
    const seen = { ...state.variables(activation), ...inputs, ...own };
    state.free();
    const { process, businessKey } = found;
    return new Job(host, { ...row, process, businessKey }, seen, lease);
  });
}

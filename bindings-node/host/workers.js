import { BpmnError, JobFailure } from './handlers.js';
import { HostError, LeaseLostError } from './errors.js';
import { leaseJobs } from './job.js';

const KINDS = ['job', 'evaluation'];

/** Runs the functions that are registered for jobs and for expressions. */
export class Workers {
  #host;
  #running = new Set();
  #busy = new Map();

  constructor(host) {
    this.#host = host;
  }

  /** How many jobs are being worked on. */
  get running() {
    return this.#running.size;
  }

  /** Leases as many jobs as there is room for, and begins them; says how many. */
  async begin(limit = Infinity) {
    let begun = 0;
    for (const handler of KINDS.flatMap((kind) => this.#host.handlers.all(kind))) {
      const room = Math.min(handler.concurrency - (this.#busy.get(handler) ?? 0), limit - begun);
      if (room <= 0) continue;
      const jobs = await leaseJobs(this.#host, { ...handler, limit: room });
      for (const job of jobs) this.#start(handler, job);
      begun += jobs.length;
    }
    return begun;
  }

  /** Until all that runs has been answered. */
  async settled() {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running].map(({ done }) => done));
  }

  /** Waits for what runs, and gives back what has not ended in time. */
  async stop(grace) {
    if (this.#running.size === 0) return;
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, grace);
    });
    await Promise.race([this.settled(), late]);
    clearTimeout(timer);
    const left = [...this.#running];
    for (const { job } of left) {
      if (job.answered) continue;
      job.stop(new HostError('stopped', 'the host is told to stop'));
      await job.release().catch((error) => this.#host.report(error, { job: job.id }));
    }
  }

  #start(handler, job) {
    const entry = { job, done: null };
    this.#running.add(entry);
    this.#busy.set(handler, (this.#busy.get(handler) ?? 0) + 1);
    entry.done = this.#work(handler, job.begin()).finally(() => {
      this.#running.delete(entry);
      this.#busy.set(handler, this.#busy.get(handler) - 1);
      this.#host.bell.ring();
    });
  }

  async #work(handler, job) {
    try {
      const answer = handler.kind === 'job' ? this.#job(handler, job) : this.#evaluation(handler, job);
      await answer;
    } catch (error) {
      // Whoever has the job now answers it.
      if (!(error instanceof LeaseLostError)) this.#host.report(error, { job: job.id });
      if (!job.answered) await job.release().catch((failed) => this.#host.report(failed, { job: job.id }));
    }
  }

  async #job(handler, job) {
    let result;
    try {
      result = await handler.run(job);
    } catch (error) {
      if (job.answered) return undefined;
      if (error instanceof BpmnError) return job.throw(error.code, { message: error.told, variables: error.variables });
      if (error instanceof JobFailure) return job.fail(error.message, error);
      return job.fail(error instanceof Error ? error.message || error.name : String(error));
    }
    // A function may answer itself.
    return job.answered ? undefined : this.#completed(job, result);
  }

  /** What a function returns may be nothing that a process can hold: then it has failed. */
  async #completed(job, result) {
    try {
      return await job.complete(result ?? undefined);
    } catch (error) {
      if (error instanceof LeaseLostError || job.answered || !REFUSED.has(error.code)) throw error;
      return job.fail(error.message, { retries: 0 });
    }
  }

  async #evaluation(handler, job) {
    let value;
    try {
      value = await handler.run(job.data.source, job.variables, job);
    } catch (error) {
      return job.evaluationFailed(error instanceof Error ? error.message || error.name : String(error));
    }
    return job.evaluated(value);
  }
}

const REFUSED = new Set(['tooLarge', 'invalidArgument', 'invalidEvent', 'invalidVariables']);

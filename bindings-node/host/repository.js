import { createHash } from 'node:crypto';
import { Definition } from '../index.js';
import { HostError, InvalidArgumentError, ShardFailedError } from './errors.js';
import { StoreUnavailableError, UnknownDeploymentError } from './errors.js';
import { text } from './limits.js';

/** How often a deployment is tried that another of the same processes comes before. */
const ATTEMPTS = 5;

/** Deployments: files, and the versions of the processes in them. */
export class Repository {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /**
   * Deploys a model to every shard, as the next version of each of its processes. Where there is a deployment of
   * that name already, it is what counts and nothing changes; without a name, a model that is the same as the
   * latest one changes nothing.
   */
  async deploy(xml, { name, lenient = this.#host.lenient, strict = this.#host.strict } = {}) {
    if (typeof xml !== 'string') throw new TypeError('the model must be a string');
    const given = text(name, 'name of the deployment', this.#host.limits.id);
    const known = given === null ? null : await this.#known(given);
    const options = known?.options ?? { lenient: lenient === true, strict: strict === true };
    const model = known?.xml ?? xml;
    const definition = Definition.parse(model, options);
    const processes = definition.processes.filter((process) => process.startable);
    if (processes.length === 0) throw new InvalidArgumentError('the model has no process that can be started');
    const id = given ?? (await this.#nameOf(xml, processes[0].id));
    const { fingerprint } = definition;
    const deployment = { id, name: id, xml: model, fingerprint, options, at: this.#host.clock.now() };
    for (let attempt = 1; ; attempt += 1) {
      const versions = await this.#versions(id, processes);
      const made = await this.#addAll(deployment, definition, processes, versions);
      if (made !== null) {
        this.#host.changed();
        return { id, name: id, new: made, versions, diagnostics: definition.diagnostics };
      }
      if (attempt === ATTEMPTS) throw new StoreUnavailableError('others deploy the same processes all the time');
    }
  }

  async #known(name) {
    for (const shard of this.#host.store.shards) {
      const found = await this.#on(shard, (tx) => tx.deploymentNamed(name));
      if (found !== null) return found;
    }
    return null;
  }

  /** That of the latest version if it is the same, else one that follows from the text. */
  async #nameOf(xml, process) {
    const base = `${process}-${createHash('sha256').update(xml).digest('hex').slice(0, 12)}`;
    return this.#on(this.#host.store.shards[0], async (tx) => {
      const latest = await tx.process(process);
      const row = latest === null ? null : await tx.deployment(latest.deployment);
      if (row !== null && row.xml === xml) return row.name;
      let name = base;
      for (let n = 2; (await tx.deploymentNamed(name)) !== null; n += 1) name = `${base}-${n}`;
      return name;
    });
  }

  /** The same number in every shard: the one that is there under this name, else the next. */
  async #versions(name, processes) {
    const there = {};
    const latest = {};
    for (const shard of this.#host.store.shards) {
      await this.#on(shard, async (tx) => {
        if ((await tx.deploymentNamed(name)) !== null) {
          for (const row of await tx.processes()) if (row.deployment === name) there[row.process] = row.version;
        }
        for (const { id } of processes) latest[id] = Math.max(latest[id] ?? 0, (await tx.process(id))?.version ?? 0);
      });
    }
    return Object.fromEntries(processes.map(({ id }) => [id, there[id] ?? latest[id] + 1]));
  }

  /** Whether any shard did not have it yet; null where another deployment has taken one of the versions. */
  async #addAll(deployment, definition, processes, versions) {
    const rows = processes.map(({ id, versionTag = null }) => ({ process: id, version: versions[id], versionTag }));
    const all = definition
      .subscriptions(deployment.at)
      .map((start, n) => ({ ...start, n, version: versions[start.process] }));
    let made = false;
    for (const [place, shard] of this.#host.store.shards.entries()) {
      // What a timer starts is started once, not once in every shard.
      const starts = place === 0 ? all : all.filter((start) => start.kind !== 'timer');
      const added = await this.#on(
        shard,
        async (tx) => {
          if ((await tx.deploymentNamed(deployment.name)) !== null) return false;
          if (await tx.addDeployment(deployment, rows, starts)) return true;
          return (await tx.deploymentNamed(deployment.name)) === null ? null : false;
        },
        false,
      );
      if (added === null) return null;
      made ||= added;
    }
    return made;
  }

  /** Does something on one shard, and says which it was where that fails. */
  async #on(shard, work, readonly = true) {
    try {
      return await (readonly ? shard.transaction(work, { readonly }) : this.#host.steps.transaction(shard, work));
    } catch (error) {
      const own = error instanceof HostError && !(error instanceof StoreUnavailableError);
      throw own || this.#host.store.shards.length === 1 ? error : new ShardFailedError(shard.name, error);
    }
  }

  /** All deployments, the oldest first, without their files. */
  async deployments() {
    return this.#read((tx) => tx.deployments());
  }

  /** All versions of all processes, or of one, the oldest first. */
  async versions(process) {
    const rows = await this.#read((tx) => tx.processes());
    return process === undefined ? rows : rows.filter((row) => row.process === process);
  }

  /** The compiled definition of a deployment. */
  async definition(deployment) {
    return this.#read((tx) => this.#host.definitions.get(tx, deployment));
  }

  /** The file of a deployment: what its diagram is drawn from. */
  async xml(deployment) {
    const found = await this.#read((tx) => tx.deployment(deployment));
    if (found === null) throw new UnknownDeploymentError(deployment);
    return found.xml;
  }

  // Every shard has the same.
  #read(work) {
    return this.#host.store.shards[0].transaction(work, { readonly: true });
  }
}

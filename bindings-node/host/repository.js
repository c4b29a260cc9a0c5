import { createHash } from 'node:crypto';
import { Definition } from '../index.js';
import { InvalidArgumentError, ShardFailedError, UnknownDeploymentError, UnknownProcessError } from './errors.js';
import { text } from './limits.js';

/** Deployments: files, and the versions of the processes in them. */
export class Repository {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /**
   * Deploys a file to every shard. A name that is there already is reused, whatever the file says by now, and
   * changes nothing; without a name, a file with the same content is.
   */
  async deploy(xml, { name, lenient = this.#host.lenient, strict = this.#host.strict } = {}) {
    const named = text(name, 'name', this.#host.limits.name) ?? contentName(xml);
    const options = { lenient: lenient === true, strict: strict === true };
    const definition = Definition.parse(xml, options);
    const at = this.#host.clock.now();
    const { fingerprint } = definition;
    let deployment = { id: this.#host.newId(), name: named, xml, fingerprint, options, at };
    const { shards } = this.#host.store;
    const reused = [];
    for (const shard of shards) {
      try {
        const there = await this.#add(shard, deployment, definition, at);
        if (there !== null) reused.push(there);
        // Every shard knows a deployment by the same id, also one that failed when the others had it.
        if (there !== null && reused.length === 1) deployment = { ...deployment, id: there.id };
      } catch (error) {
        throw shards.length === 1 ? error : new ShardFailedError(shard.name, error);
      }
    }
    this.#host.changed();
    const versions = await this.#versions(shards[0], deployment.id);
    return { id: deployment.id, name: named, fingerprint, processes: versions, reused: reused.length === shards.length, diagnostics: definition.diagnostics };
  }

  async #add(shard, deployment, definition, at) {
    return this.#host.steps.transaction(shard, async (tx) => {
      const there = await tx.deploymentNamed(deployment.name);
      if (there !== null) return there;
      const processes = [];
      for (const { id, startable } of definition.processes) {
        if (!startable) continue;
        const latest = await tx.process(id);
        processes.push({ process: id, version: (latest?.version ?? 0) + 1 });
      }
      const starts = definition.subscriptions(at).map((start, n) => {
        return { ...start, n, version: processes.find(({ process }) => process === start.process).version };
      });
      if (await tx.addDeployment(deployment, processes, starts)) return null;
      // Another host has deployed it meanwhile.
      const now = await tx.deploymentNamed(deployment.name);
      if (now === null) throw new InvalidArgumentError(`the deployment \`${deployment.name}\` meets another of the same processes; deploy it again`);
      return now;
    });
  }

  async #versions(shard, id) {
    const rows = await shard.transaction((tx) => tx.processes(), { readonly: true });
    return rows.filter((row) => row.deployment === id);
  }

  /** All deployments, the oldest first, without their files. */
  async deployments() {
    return this.#read((tx) => tx.deployments());
  }

  /** All versions of all processes, or of one. */
  async versions(process) {
    const rows = await this.#read((tx) => tx.processes());
    return process === undefined ? rows : rows.filter((row) => row.process === process);
  }

  /** The compiled definition of a process: of its latest version, or of the one given. */
  async definition(process, version) {
    return this.#read(async (tx) => {
      const found = await tx.process(process, { version });
      if (found === null) throw new UnknownProcessError(process, version);
      return this.#host.definitions.get(tx, found.deployment);
    });
  }

  /** The file of a deployment, by its id: what a diagram is drawn from. */
  async diagram(deployment) {
    const found = await this.#read((tx) => tx.deployment(deployment));
    if (found === null) throw new UnknownDeploymentError(deployment);
    return found.xml;
  }

  // Every shard has the same.
  #read(work) {
    return this.#host.store.shards[0].transaction(work, { readonly: true });
  }
}

/** The name of what was deployed without one. */
function contentName(xml) {
  if (typeof xml !== 'string') throw new TypeError('the model must be a string');
  return `sha256:${createHash('sha256').update(xml).digest('hex')}`;
}

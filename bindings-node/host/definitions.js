import { Definition } from '../index.js';
import { UnknownDeploymentError } from './errors.js';

/** Most programs have few definitions; the least used one goes first. */
const KEPT = 200;

/** The compiled definitions of deployments: they never change, so each is read once. */
export class Definitions {
  #known = new Map();

  async get(tx, deployment) {
    let known = this.#known.get(deployment);
    if (known === undefined) {
      const row = await tx.deployment(deployment);
      if (row === null) throw new UnknownDeploymentError(deployment);
      known = Definition.parse(row.xml, row.options);
    } else {
      this.#known.delete(deployment);
    }
    this.#known.set(deployment, known);
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value);
    return known;
  }
}

import { createHash } from 'node:crypto';
import { InvalidArgumentError } from '../errors.js';
import { trimmed } from './trim.js';

const HEAD = /^-- (migration|name|filter): (.+)$/;
// A quoted text, a cast, or a parameter: only the last is to be replaced.
const PARAMETER = /'[^']*'|::|:([a-z_]+)/g;
// A list within a parameter, or a kind of what is in it, each row of which the statement is for.
const LIST = /'\$\.([a-z]+)'|'kind' = '([a-z]+)'/gi;

/**
 * The statements of a dialect, from `host/sql`. `mark` writes the n-th parameter as the driver wants
 * it. A statement is a list of `{ key, text, parameters, lists }`, as one name may stand for several; `lists` are those
 * without which a part does nothing.
 */
export class Statements {
  #blocks = { migration: new Map(), name: new Map(), filter: new Map() };
  #prepared = new Map();
  #mark;

  constructor(source, mark) {
    this.#mark = mark;
    let block = null;
    for (const line of source.split('\n')) {
      const head = HEAD.exec(line);
      if (head !== null) {
        block = [];
        this.#blocks[head[1]].set(head[2].trim(), block);
      } else if (block !== null && !line.startsWith('--')) {
        block.push(line);
      }
    }
  }

  /** The version that the tables have once all migrations have run. */
  get version() {
    return Math.max(...[...this.#blocks.migration.keys()].map(Number));
  }

  /** The text that leads from the version before to this one. */
  migration(version) {
    return this.#blocks.migration.get(String(version)).join('\n');
  }

  /** A statement by its name. */
  get(name) {
    return this.#prepare(name, () => this.#text('name', name));
  }

  /** A statement without the parts that have nothing to do where a step has none of these. */
  trimmed(name, empty) {
    return this.#prepare(`${name} - ${empty.join(' ')}`, () => trimmed(this.#text('name', name), empty));
  }

  /** A statement with the conditions of these filters, and its order. */
  filtered(name, filters, order = 'order') {
    const key = `${name} ${order} ${filters.join(' ')}`;
    return this.#prepare(key, () => {
      const conditions = filters.map((filter) => `and ${this.#text('filter', `${name}.${filter}`)}`);
      return [this.#text('name', name), ...conditions, this.#text('name', `${name}_${order}`)].join('\n');
    });
  }

  #text(kind, name) {
    const lines = this.#blocks[kind].get(name);
    if (lines === undefined) throw new InvalidArgumentError(`there is no ${kind} \`${name}\` among the statements`);
    return lines.join('\n').trim().replace(/;$/, '');
  }

  #prepare(key, text) {
    let prepared = this.#prepared.get(key);
    if (prepared === undefined) {
      prepared = text()
        .split(/;\n/)
        .map((part) => this.#translate(part.trim()));
      this.#prepared.set(key, prepared);
    }
    return prepared;
  }

  #translate(source) {
    const parameters = [];
    const text = source.replace(PARAMETER, (found, name) => {
      if (name === undefined) return found;
      if (!parameters.includes(name)) parameters.push(name);
      return this.#mark(parameters.indexOf(name) + 1);
    });
    const lists = [...source.matchAll(LIST)].map(([, name, kind]) => name ?? kind);
    // Short, and the same for the same text wherever it is prepared.
    const key = createHash('sha256').update(text).digest('hex').slice(0, 16);
    return { key, text, parameters, lists };
  }
}

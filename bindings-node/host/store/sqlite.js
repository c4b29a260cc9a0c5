import { AsyncResource } from 'node:async_hooks';
import { Mutex, Transactions } from '../context.js';
import { HostError, NewerSchemaError, StoreUnavailableError } from '../errors.js';
import { sqlite } from '../dialects.js';
import { driver } from '../driver.js';
import { SqlTransaction } from './sql.js';
import { Statements } from './statements.js';
import { missing } from './trim.js';

/** How long to wait for another process that writes, and how long the event loop may stand still for it, in milliseconds. */
const BUSY = 10_000;
const BLOCK = 20;
/** How many transactions are committed together at most. */
const TOGETHER = 64;
const UNAVAILABLE = /^SQLITE_(CANTOPEN|BUSY|LOCKED|IOERR|FULL|READONLY|NOTADB|CORRUPT|PERM)/;

/** A store in one file of SQLite, by the package `libsql`: every commit is on the disk before it returns. */
export class SqliteStore {
  #path;
  #database = null;
  #statements = new Statements(sqlite, (n) => `?${n}`);
  #prepared = new Map();
  #transactions = new Transactions();
  // SQLite has one writer, and this store one connection.
  #mutex = new Mutex();
  #queue = [];
  #draining = false;

  /** @param path of the file, or `:memory:` */
  constructor(path) {
    if (typeof path !== 'string' || path === '') throw new TypeError('the path must be a text that is not empty');
    this.#path = path;
  }

  get name() {
    return this.#path;
  }

  get shards() {
    return [this];
  }

  shardOf() {
    return this;
  }

  /** The connection of `libsql`: in a transaction, what is done with it is part of that. */
  get connection() {
    return this.#database;
  }

  async open() {
    if (this.#database !== null) return;
    const Database = await driver(() => import('libsql'), 'libsql');
    await this.#mutex.run(async () => {
      if (this.#database !== null) return;
      await this.#patiently(() => {
        const database = new Database(this.#path);
        try {
          database.exec(`pragma busy_timeout = ${BLOCK}`);
          database.pragma('journal_mode = wal');
          database.exec('pragma synchronous = full');
          this.#migrate(database);
        } catch (error) {
          database.close();
          throw error;
        }
        this.#database = database;
      });
    });
  }

  #migrate(database) {
    database.exec('begin immediate');
    try {
      database.exec(this.#statements.get('meta')[0].text);
      const found = Number(database.prepare(this.#statements.get('schema')[0].text).all()[0]?.value ?? 0);
      const known = this.#statements.version;
      if (found > known) throw new NewerSchemaError(found, known);
      for (let version = found + 1; version <= known; version += 1) database.exec(this.#statements.migration(version));
      database.prepare(this.#statements.get('set_schema')[0].text).run(String(known));
      database.exec('commit');
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
  }

  async close() {
    await this.#mutex.run(() => {
      this.#prepared.clear();
      this.#database?.close();
      this.#database = null;
    });
  }

  /**
   * Runs work in a transaction, or in the one that is open in this context. Those that are `single`, as the steps
   * of an engine are, and that wait for their turn at the same time are committed together: the disk is then
   * waited for once. Each is still done or not by itself, and returns when it is on the disk.
   */
  async transaction(work, { readonly = false, single = false } = {}) {
    const begin = (within) =>
      new Promise((resolve, reject) => {
        // Whoever empties the queue, the work is done in the context of its own caller.
        const caller = new AsyncResource('TidewheelTransaction');
        const inside = (transaction) => caller.runInAsyncScope(within, undefined, transaction);
        this.#queue.push({ within: inside, resolve, reject, readonly, single });
        if (!this.#draining) this.#drain();
      });
    return this.#transactions.run(work, begin, { readonly });
  }

  async #drain() {
    this.#draining = true;
    for (let last = 1; this.#queue.length > 0 || last > 1;) {
      // Where several work side by side, those that were just done will be back in a moment.
      if (last > 1) await new Promise(setImmediate);
      last = 1;
      if (this.#queue.length === 0) break;
      const group = [this.#queue.shift()];
      const together = ({ single, readonly }) => single && !readonly;
      while (together(group[0]) && group.length < TOGETHER && this.#queue.length > 0 && together(this.#queue[0])) {
        group.push(this.#queue.shift());
      }
      last = group.length;
      await this.#mutex.run(() => (group.length === 1 ? this.#alone(group[0]) : this.#together(group)));
    }
    this.#draining = false;
  }

  async #alone({ within, resolve, reject, readonly, single }) {
    try {
      if (this.#database === null) throw this.#closed();
      // One statement reads what was there at one moment anyway.
      const bare = readonly && single;
      if (!bare) await this.#begin(readonly);
      const result = await within(new SqliteTransaction(this, this.#statements));
      if (!bare) this.execute('commit');
      resolve(result);
    } catch (error) {
      this.#rollback();
      reject(error);
    }
  }

  async #together(group) {
    const done = [];
    try {
      if (this.#database === null) throw this.#closed();
      await this.#begin(false);
      for (const { within, resolve, reject } of group) {
        const transaction = new SqliteTransaction(this, this.#statements);
        try {
          const result = await transaction.nested(() => within(transaction));
          done.push(() => resolve(result));
        } catch (error) {
          done.push(() => reject(error));
        }
      }
      this.execute('commit');
      for (const tell of done) tell();
    } catch (error) {
      this.#rollback();
      for (const { reject } of group) reject(error);
    }
  }

  #begin(readonly) {
    return this.#patiently(() => this.execute(readonly ? 'begin' : 'begin immediate'));
  }

  /** Again while another process writes, without standing in the way of what else this one has to do. */
  async #patiently(act) {
    for (const end = performance.now() + BUSY; ;) {
      try {
        return this.#guard(act);
      } catch (error) {
        const busy = error instanceof StoreUnavailableError && /^SQLITE_BUSY/.test(String(error.cause?.code));
        if (!busy || performance.now() > end) throw error;
        await new Promise((resolve) => {
          setTimeout(resolve, 1 + Math.random() * 5);
        });
      }
    }
  }

  #rollback() {
    if (this.#database?.inTransaction) this.execute('rollback');
  }

  #closed() {
    return new StoreUnavailableError(`the store \`${this.#path}\` is not open`);
  }

  get current() {
    return this.#transactions.current;
  }

  afterCommit(told) {
    this.#transactions.afterCommit(told);
  }

  /** Runs a statement: its rows where it gives some, else what it changed. */
  execute(text, values = []) {
    return this.#guard(() => {
      let prepared = this.#prepared.get(text);
      if (prepared === undefined) {
        const statement = this.#database.prepare(text);
        prepared = { statement, reads: statement.reader };
        this.#prepared.set(text, prepared);
      }
      return prepared.reads ? prepared.statement.all(values) : prepared.statement.run(values);
    });
  }

  #guard(act) {
    try {
      return act();
    } catch (error) {
      if (error instanceof HostError) throw error;
      const code = String(error?.code ?? '');
      if (UNAVAILABLE.test(code) || error?.message?.startsWith('ConnectionFailed'))
        throw new StoreUnavailableError(`\`${this.#path}\`: ${error.message}`, error);
      throw error;
    }
  }
}

class SqliteTransaction extends SqlTransaction {
  #store;
  #statements;
  #depth = 0;

  constructor(store, statements) {
    super();
    this.#store = store;
    this.#statements = statements;
  }

  get connection() {
    return this.#store.connection;
  }

  run(name, values) {
    return this.#execute(this.#statements.get(name), values);
  }

  select(name, filters, values, order) {
    return this.#execute(this.#statements.filtered(name, filters, order), values);
  }

  changes(name, values) {
    return this.#execute(this.#statements.get(name), values).changes;
  }

  async create({ commit, deployment, version, eventId, event = null, caller = null, callerKey = null }) {
    const made = this.changes('begin_instance', { commit, version, deployment, caller, caller_key: callerKey });
    if (made === 0) return false;
    this.#addRows({ commit, event_id: eventId, event, caller });
    return true;
  }

  async save({ commit, eventId, event = null, caller = null }) {
    if (this.changes('save_instance', { commit }) === 0) return false;
    this.#addRows({ commit, event_id: eventId, event, caller });
    return true;
  }

  /** The parts that have something to do for this commit: most have not, and each costs. */
  #addRows(values) {
    const empty = missing(values.commit);
    const parts = this.#statements.get('add_rows');
    this.#execute(
      parts.filter(({ lists }) => !lists.some((list) => empty.includes(list))),
      values,
    );
  }

  isDuplicate(error) {
    return /^SQLITE_CONSTRAINT/.test(String(error?.code)) && /unique/i.test(error.message);
  }

  async nested(work) {
    this.#depth += 1;
    const name = `tidewheel_${this.#depth}`;
    this.#store.execute(`savepoint ${name}`);
    try {
      const result = await work();
      this.#store.execute(`release ${name}`);
      return result;
    } catch (error) {
      this.#store.execute(`rollback to ${name}`);
      this.#store.execute(`release ${name}`);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  #execute(parts, values) {
    let result = [];
    for (const { text, parameters } of parts) {
      result = this.#store.execute(
        text,
        parameters.map((name) => values[name] ?? null),
      );
    }
    return result;
  }
}

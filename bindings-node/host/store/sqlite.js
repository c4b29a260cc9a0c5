import { Mutex, Transactions } from '../context.js';
import { NewerSchemaError, StoreUnavailableError } from '../errors.js';
import { sqlite } from '../dialects.js';
import { SqlTransaction } from './sql.js';
import { Statements } from './statements.js';

/** How long to wait for another process that writes, in milliseconds. */
const BUSY = 10_000;
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
    const { default: Database } = await import('libsql');
    await this.#mutex.run(() => {
      if (this.#database !== null) return;
      this.#guard(() => {
        const database = new Database(this.#path);
        try {
          database.exec(`pragma busy_timeout = ${BUSY}`);
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

  async transaction(work, { readonly = false } = {}) {
    const begin = (within) =>
      this.#mutex.run(async () => {
        if (this.#database === null) throw new StoreUnavailableError(`the store \`${this.#path}\` is not open`);
        this.execute(readonly ? 'begin' : 'begin immediate');
        let result;
        try {
          result = await within(new SqliteTransaction(this, this.#statements));
        } catch (error) {
          if (this.#database.inTransaction) this.execute('rollback');
          throw error;
        }
        this.execute('commit');
        return result;
      });
    return this.#transactions.run(work, begin, { readonly });
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
      let statement = this.#prepared.get(text);
      if (statement === undefined) {
        statement = this.#database.prepare(text);
        this.#prepared.set(text, statement);
      }
      return statement.reader ? statement.all(values) : statement.run(values);
    });
  }

  #guard(act) {
    try {
      return act();
    } catch (error) {
      const code = String(error?.code ?? '');
      if (UNAVAILABLE.test(code)) throw new StoreUnavailableError(`\`${this.#path}\`: ${error.message}`, error);
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

  select(name, filters, values) {
    return this.#execute(this.#statements.filtered(name, filters), values);
  }

  changes(name, values) {
    return this.#execute(this.#statements.get(name), values).changes;
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
      result = this.#store.execute(text, parameters.map((name) => values[name] ?? null));
    }
    return result;
  }
}

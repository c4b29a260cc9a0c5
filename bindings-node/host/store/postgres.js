import { Transactions } from '../context.js';
import { HostError, NewerSchemaError, StoreUnavailableError } from '../errors.js';
import { postgres } from '../dialects.js';
import { driver } from '../driver.js';
import { SqlTransaction } from './sql.js';
import { Statements } from './statements.js';
import { missing } from './trim.js';

const CHANNEL = 'tidewheel';
/** In milliseconds: how long to wait before listening again. */
const RELISTEN = 1000;
const INT8 = 20;
const UNIQUE = '23505';
// Connections that are refused, lost or ended; the server shutting down, starting up, or full.
const UNAVAILABLE = /^(08|57P|53|ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|3D000|28)/;
const LOST =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|pool after calling end/i;

/** A lock that the hosts of one database take while they bring its tables up to date: `tide` in ASCII. */
const MIGRATION = 0x74696465;

/** A store in PostgreSQL, by the package `pg`. */
export class PostgresStore {
  #options;
  #pool = null;
  #own = false;
  #types = null;
  #statements = new Statements(postgres, (n) => `$${n}`);
  #transactions = new Transactions();

  /**
   * @param options a connection string; or the options of a pool of `pg`; or `{ pool }`, a pool that the
   * application has already, which then is its own to end
   */
  constructor(options) {
    this.#options = typeof options === 'string' ? { connectionString: options } : { ...options };
  }

  get name() {
    const { connectionString, database, pool } = this.#options;
    const text = connectionString ?? pool?.options?.connectionString;
    // Never the password.
    if (text !== undefined && URL.canParse(text)) return new URL(text).pathname.slice(1) || 'postgres';
    return database ?? pool?.options?.database ?? 'postgres';
  }

  get shards() {
    return [this];
  }

  shardOf() {
    return this;
  }

  /** The client of `pg` whose transaction is open in this context; without one, the pool. */
  get connection() {
    return this.#transactions.current?.connection ?? this.#pool;
  }

  async open() {
    if (this.#pool !== null) return;
    const pg = await driver(() => import('pg'), 'pg');
    // Whole numbers of 8 bytes come as text otherwise; all of ours are exact as numbers.
    const parser = (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format));
    this.#types = { getTypeParser: parser };
    this.#own = this.#options.pool === undefined;
    this.#pool = this.#own ? new pg.Pool({ max: 10, ...this.#options }) : this.#options.pool;
    // A connection that is lost while nobody uses it is no error of anybody's.
    if (this.#own) this.#pool.on('error', ignore);
    try {
      await this.transaction((transaction) => this.#migrate(transaction));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async #migrate(transaction) {
    const { connection } = transaction;
    await connection.query(`select pg_advisory_xact_lock(${MIGRATION})`);
    await connection.query(this.#statements.get('meta')[0].text);
    const found = Number((await connection.query(this.#statements.get('schema')[0].text)).rows[0]?.value ?? 0);
    const known = this.#statements.version;
    if (found > known) throw new NewerSchemaError(found, known);
    for (let version = found + 1; version <= known; version += 1)
      await connection.query(this.#statements.migration(version));
    await connection.query(this.#statements.get('set_schema')[0].text, [String(known)]);
  }

  async close() {
    const pool = this.#pool;
    this.#pool = null;
    if (this.#own) await pool?.end();
  }

  /**
   * Runs work in a transaction, or in the one that is open in this context. With `single`, its last statement is
   * the only one that writes, and checks by itself that it may: then no transaction is begun around it. What is
   * `readonly` writes nothing.
   */
  async transaction(work, { single = false, readonly = false } = {}) {
    const begin = async (within) => {
      const client = await this.#connect();
      let broken;
      // Told by what is asked of it next; without a listener, it would end the program.
      client.on('error', ignore);
      try {
        const transaction = new PostgresTransaction(client, this.#statements, this.#types, single);
        if (single) return await within(transaction);
        await client.query('begin');
        const result = await within(transaction);
        await client.query('commit');
        return result;
      } catch (error) {
        const lost = unavailable(error);
        if (lost) broken = error;
        else if (!single) await client.query('rollback').catch((failed) => (broken = failed));
        throw lost ?? error;
      } finally {
        client.off('error', ignore);
        client.release(broken);
      }
    };
    return this.#transactions.run(work, begin, { readonly });
  }

  get current() {
    return this.#transactions.current;
  }

  /**
   * Joins a transaction that the application has begun on a client of its own, by whatever library: the
   * engine's calls in `work` become part of it.
   */
  async join(client, work) {
    const transaction = new PostgresTransaction(client, this.#statements, this.#types, false);
    return this.#transactions.run(work, (within) => within(transaction));
  }

  afterCommit(told) {
    this.#transactions.afterCommit(told);
  }

  async #connect() {
    if (this.#pool === null) throw new StoreUnavailableError(`the store \`${this.name}\` is not open`);
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw unavailable(error) ?? error;
    }
  }

  /** Tells other hosts that there is something to do. */
  async notify() {
    await this.#pool?.query(`notify ${CHANNEL}`);
  }

  /** Calls `wake` whenever another host has told so; returns a function that ends this. */
  async watch(wake) {
    const watcher = { wake, client: null, ended: false };
    await this.#listen(watcher);
    return async () => {
      watcher.ended = true;
      const { client } = watcher;
      if (client === null) return;
      client.off('notification', wake);
      await client.query(`unlisten ${CHANNEL}`).catch(ignore);
      client.off('error', watcher.lost);
      client.release();
    };
  }

  /** Listens, and again with another connection where this one is lost. */
  async #listen(watcher) {
    const again = () => {
      if (!watcher.ended) this.#listen(watcher).catch(() => setTimeout(again, RELISTEN).unref());
    };
    const client = await this.#connect();
    watcher.client = client;
    watcher.lost = (error) => {
      if (watcher.client !== client) return;
      watcher.client = null;
      client.release(error);
      setTimeout(again, RELISTEN).unref();
    };
    client.on('notification', watcher.wake);
    client.on('error', watcher.lost);
    await client.query(`listen ${CHANNEL}`);
    // What was told meanwhile has been missed.
    watcher.wake();
  }
}

function ignore() {}

function unavailable(error) {
  if (error instanceof HostError) return undefined;
  const code = String(error?.code ?? '');
  if (!UNAVAILABLE.test(code) && !LOST.test(String(error?.message))) return undefined;
  return new StoreUnavailableError(`the database cannot be reached: ${error.message || code}`, error);
}

class PostgresTransaction extends SqlTransaction {
  #client;
  #statements;
  #types;
  #single;
  #depth = 0;

  constructor(client, statements, types, single) {
    super();
    this.#client = client;
    this.#statements = statements;
    this.#types = types;
    this.#single = single;
  }

  get connection() {
    return this.#client;
  }

  async run(name, values) {
    return (await this.#execute(this.#statements.get(name), values)).rows;
  }

  async select(name, filters, values, order) {
    return (await this.#execute(this.#statements.filtered(name, filters, order), values)).rows;
  }

  async changes(name, values) {
    return (await this.#execute(this.#statements.get(name), values)).rowCount;
  }

  isDuplicate(error) {
    return error?.code === UNIQUE;
  }

  // A lock would be gone before anything is done with it, and be written to the log all the same.
  async instance(id, { lock = true } = {}) {
    return super.instance(id, { lock: lock && !this.#single });
  }

  async save({ commit, eventId, event = null, caller = null }) {
    return this.#commit({ commit, event_id: eventId, event, caller });
  }

  async create({ commit, deployment, version, eventId, event = null, caller = null, callerKey = null }) {
    return this.#commit({ commit, deployment, version, event_id: eventId, event, caller, caller_key: callerKey });
  }

  async #commit(values) {
    const statement = this.#statements.trimmed('commit', missing(values.commit));
    return (await this.#execute(statement, values)).rowCount > 0;
  }

  async nested(work) {
    this.#depth += 1;
    const name = `tidewheel_${this.#depth}`;
    await this.#client.query(`savepoint ${name}`);
    try {
      const result = await work();
      await this.#client.query(`release ${name}`);
      return result;
    } catch (error) {
      await this.#client.query(`rollback to ${name}; release ${name}`);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  async #execute(parts, values) {
    let result = { rows: [], rowCount: 0 };
    for (const { key, text, parameters } of parts) {
      const given = parameters.map((name) => values[name] ?? null);
      result = await this.#client.query({ name: `tidewheel ${key}`, text, values: given, types: this.#types });
    }
    return result;
  }
}

// The stores that every test runs on, each new and empty.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Engine, FrozenClock, MemoryStore, PostgresStore, ShardedStore, SqliteStore } from 'tidewheel/host';

/** Where every test begins. */
export const NOON = Date.UTC(2026, 10, 25, 12);

const POSTGRES = process.env.TIDEWHEEL_POSTGRES;
const folder = mkdtempSync(join(tmpdir(), 'tidewheel-host-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** A file that is not there yet. */
export const file = () => join(folder, `${(count += 1)}.db`);

/** The address of a schema of its own. */
export async function schema() {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: POSTGRES });
  await client.connect();
  const name = `t${process.pid}_${(count += 1)}`;
  await client.query(`create schema ${name}`);
  await client.end();
  const url = new URL(POSTGRES);
  url.searchParams.set('options', `-c search_path=${name}`);
  return url.href;
}

/** By name, what makes a store; again with the same place, a store on the same data. */
export const STORES = {
  memory: { make: async () => new MemoryStore() },
  sqlite: { place: async () => file(), make: async (place) => new SqliteStore(place ?? file()), durable: true },
  ...(POSTGRES === undefined
    ? {}
    : {
        postgres: { place: schema, make: async (place) => new PostgresStore(place ?? (await schema())), durable: true },
      }),
  sharded: {
    make: async () => new ShardedStore([new MemoryStore('a'), new SqliteStore(file()), new MemoryStore('c')]),
    shards: true,
  },
};

/** A test on every store, or on those named. */
export function onStores(name, run, names = Object.keys(STORES)) {
  for (const store of names) {
    if (STORES[store] === undefined) continue;
    test(`${name} (${store})`, (context) => run(STORES[store], context));
  }
}

/** Those with a database that outlives the program. */
export const DURABLE = Object.keys(STORES).filter((name) => STORES[name].durable);

/** An engine on a new store, with a clock that stands still; closed when the test is over. */
export async function engineOn({ make }, context, options = {}) {
  const clock = new FrozenClock(NOON);
  const engine = await Engine.open(await make(options.place), {
    clock,
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  context.after(() => engine.close());
  return engine;
}

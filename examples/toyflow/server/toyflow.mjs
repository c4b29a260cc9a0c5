// All parts of the server, put together on a database.

import { readdirSync, readFileSync } from 'node:fs'
import { Engine } from 'tidewheel/host'
import { serverOf } from './app.mjs'
import { WatchedStore } from './changes.mjs'
import { index } from './index.mjs'
import { Processes } from './processes.mjs'
import { Requests } from './requests.mjs'

const PROCESSES = new URL('../processes/', import.meta.url)

/**
 * Opens a database and makes the server on it.
 *
 * @param database file of SQLite
 * @param options as those of the server, and `engine`: those of the durable engine
 */
export async function open(database, { engine: given = {}, ...options } = {}) {
  const store = new WatchedStore(database)
  const engine = await Engine.open(store, given)
  await engine.transaction(({ connection }) => index.create(connection))
  const processes = new Processes(engine)
  await processes.open()
  for (const name of readdirSync(PROCESSES).filter((file) => file.endsWith('.json'))) {
    await processes.deploy(readFileSync(new URL(name, PROCESSES), 'utf8'))
  }
  const requests = new Requests(engine, processes)
  const app = await serverOf({ requests, processes, store }, options)
  return { app, engine, requests, processes }
}

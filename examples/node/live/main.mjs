// The workspace process on a durable host in SQLite, with workers that take a while and people who answer, to be watched
// in the browser while it runs.
//
//   node live/main.mjs [--database FILE] [--port PORT]
//
// It can be stopped and started again at any time, and run beside the same example in Python on one file.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Engine, SqliteStore } from 'tidewheel/host'
import { serve } from '../monitor/server.mjs'
import { live } from './people.mjs'
import { register } from './workers.mjs'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const PAGE = at('../../browser/dist')

const { values } = parseArgs({
  options: { database: { type: 'string', default: 'workspaces.db' }, port: { type: 'string', default: '8787' } },
})

const engine = await Engine.open(new SqliteStore(values.database))
await engine.repository.deploy(readFileSync(at('../../models/workspace-provisioning.bpmn'), 'utf8'))
register(engine)
const server = await serve(engine, { port: Number(values.port), page: existsSync(PAGE) ? PAGE : undefined })

const stop = new AbortController()
for (const told of ['SIGINT', 'SIGTERM']) process.once(told, () => stop.abort())

const address = `http://127.0.0.1:${server.address().port}`
console.log(`The workspaces in ${values.database}, with this host at ${address}. Ctrl+C ends it; nothing is lost.`)
console.log(
  existsSync(PAGE)
    ? `Watch them: ${address}/?host=${address}`
    : `To watch them, build the page once (npm ci && npm run build in examples/browser) and start this again.`,
)

await Promise.all([engine.run({ signal: stop.signal, grace: 8000 }), live(engine, stop.signal)])
server.close()
server.closeAllConnections()
await engine.close()

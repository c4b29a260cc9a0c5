// The server: requests and approvals over HTTP.
//
//   node server.mjs [--database FILE] [--port PORT]
//
// It can be killed and started again at any time, on the same file: nothing is lost.

import { parseArgs } from 'node:util'
import { open } from './server/toyflow.mjs'

const { values } = parseArgs({
  options: { database: { type: 'string', default: 'toyflow.db' }, port: { type: 'string', default: '8790' } },
})

const { app, engine, processes } = await open(values.database)
const address = await app.listen({ host: '127.0.0.1', port: Number(values.port) }).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error
  console.error(`Port ${values.port} is taken: say another by --port.`)
  process.exit(1)
})

console.log(`The requests in ${values.database} are at ${address}`)
console.log(`What can be called: ${address}/openapi.json   Ctrl+C ends it; nothing is lost.\n`)
for (const { procName, groups } of await processes.list()) {
  console.log(`${procName}: log in as one of`)
  for (const { name, members } of groups) console.log(`  ${name.padEnd(20)} ${members.join(', ')}`)
}

const stop = new AbortController()
for (const told of ['SIGINT', 'SIGTERM']) process.once(told, () => stop.abort())
await engine.run({ signal: stop.signal })
await app.close()
await engine.close()

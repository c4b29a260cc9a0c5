// Restate's server and the service, until Ctrl+C. What has begun goes on at the next start.

import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { address, PORTS, ready, register, startServer, startService } from './servers.mjs'

const DATA = process.env.RESTATE_BASE_DIR ?? fileURLToPath(new URL('../../target/restate', import.meta.url))

const processes = [startServer(DATA), startService()]
const stop = () => processes.forEach((one) => one.kill())
process.once('SIGINT', stop).once('SIGTERM', stop)

const ended = Promise.race(processes.map((one) => once(one, 'exit')))
const early = ended.then(() => Promise.reject(new Error('the server or the service has ended')))
try {
  await Promise.race([ready().then(() => register()), early])
} catch (error) {
  stop()
  throw error
}
early.catch(() => {}) // Later it is no error.
console.log(`calls: ${address(PORTS.ingress)}   Restate's own page: ${address(PORTS.admin)}   Ctrl+C ends both`)

await ended
stop()

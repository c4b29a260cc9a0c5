// Orders a workspace and prints what becomes of it.
//
//   node workspace.mjs [SCENARIO]
//
// `retry` is the default: two allocations fail, and the model's timer waits half a minute before the next.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { call } from './client.mjs'
import { PACE, scenarios } from './functions.mjs'
import { address, PORTS } from './servers.mjs'

const ENDED = ['completed', 'terminated', 'cancelled', 'failed']

const scenario = process.argv[2] ?? 'retry'
const { variables, jobs, inputs = [] } = scenarios[scenario]
const instance = `workspace-${randomUUID().slice(0, 8)}`
const workspace = (handler, body) => call(address(PORTS.ingress), instance, handler, body)

await workspace('start', { variables: { ...variables, scenario } })
console.log(`${instance} (${scenario})`)

const { open } = await workspace('show')
const request = open.find(({ element }) => element === 'request-workspace')
const [answer] = jobs['request-workspace']
if (answer.complete) await workspace('complete', { job: request.key, variables: answer.complete })
for (const { at, event } of inputs) setTimeout(() => workspace('apply', event), at / PACE)

for (let shown = 0, status; !ENDED.includes(status); await sleep(500)) {
  status = (await workspace('show')).status
  const steps = await workspace('steps')
  for (const step of steps.slice(shown)) console.log(line(step))
  shown = steps.length
  if (ENDED.includes(status)) console.log(status)
}

function line({ at, event, history }) {
  const moved = history.filter(({ type }) => type === 'entered' || type === 'cancelled')
  const words = moved.map(({ type, element }) => (type === 'entered' ? element : `not ${element}`))
  return `${new Date(at).toISOString().slice(11, 23)}  ${(event.type ?? 'start').padEnd(12)}  ${words.join(', ')}`
}

// What is refused, and what goes wrong and can be mended.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster, until } from './support/cluster.mjs'
import { assertIdle, assertReplays } from './support/truth.mjs'

const RETRIES = `<bpmn:extensionElements>
  <c:failedJobRetryTimeCycle xmlns:c="http://camunda.org/schema/1.0/bpmn">R3/PT1S</c:failedJobRetryTimeCycle>
</bpmn:extensionElements>`
const GENERATE = '<bpmn:serviceTask id="generate" name="Generate">'

const done = [{ complete: {} }]
const scenarios = {
  success: { jobs: { allocate: done, generate: done, execute: done } },
  slow: { jobs: { allocate: [{ throw: 'ALLOCATION_FAILED', variables: { attempts: 1 } }, { complete: {} }] } },
  works: { jobs: { allocate: done, generate: [{ complete: {}, after: 50_000 }], execute: done } },
  hangs: { jobs: { allocate: [{ wait: true }], 'handle-cancellation': done } },
  breaks: { jobs: { allocate: done, generate: [{ fail: 'the disk is full' }] } },
}

let cluster
before(async () => {
  cluster = await Cluster.start('operations', { PT30S: 'PT3S', [GENERATE]: GENERATE + RETRIES }, scenarios)
})
after(() => cluster?.close())

async function ordered(instance, variables) {
  await cluster.call(instance, 'start', { variables })
  const { key } = await cluster.open(instance, 'request-workspace', 'job')
  await cluster.call(instance, 'complete', { job: key })
}

const events = (steps) => steps.map(({ event }) => event.type ?? 'start')

test('what does not fit is refused with a code and changes nothing', async () => {
  await cluster.call('refusing', 'start', { variables: {} })
  const kept = await cluster.state('refusing')
  const { key } = await cluster.open('refusing', 'request-workspace', 'job')
  const refused = [
    ['start', {}, 409, /started before/],
    ['complete', { job: 4711 }, 409, /^unknownKey: /],
    ['complete', { job: key - 1 }, 409, /^wrongKind: /],
    ['complete', { variables: {} }, 409, /^invalidEvent: /],
    ['complete', { job: key, variables: 1 }, 409, /^invalidEvent: /],
    ['complete', { job: key, variables: { a: 'x'.repeat(5_000_000) } }, 409, /^invalidVariables: /],
    ['message', { message: 'nobody waits for it' }, 409, /^noMatch: /],
    ['apply', { type: 'resume' }, 409, /^notSuspended: /],
    ['apply', { type: 'nonsense' }, 409, /^invalidEvent: /],
    ['apply', null, 409, /^invalidEvent: /],
    ['deliver', { type: 'jobCompleted', job: key }, 400, /not public/],
    ['due', 0, 400, /not public/],
  ]
  for (const [handler, body, status, message] of refused) {
    await assert.rejects(cluster.call('refusing', handler, body), { status, message }, `${handler} ${message}`)
  }
  await assert.rejects(cluster.call('nobody', 'cancel', {}), { status: 404, message: /was not started/ })
  const unknown = { status: 409, message: /^unknownProcess: / }
  await assert.rejects(cluster.call('nobody', 'start', { process: 'other' }), unknown)
  assert.deepEqual(await cluster.state('refusing'), kept)
  assert.equal((await cluster.state('nobody')).size, 0)
  await cluster.call('refusing', 'cancel', { reason: 'the test is over' })
})

test('a call that is made again counts once', async () => {
  const url = `http://127.0.0.1:${cluster.ports.ingress}/ProcessInstance/twice/start`
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'order-1' }
  const answers = []
  for (let times = 0; times < 2; times += 1) {
    const response = await fetch(url, { method: 'POST', headers, body: '{}' })
    answers.push(await response.json())
  }
  assert.deepEqual(answers, [{ status: 'active', revision: 1 }, { status: 'active', revision: 1 }])
  await cluster.call('twice', 'cancel')
  assert.equal((await assertReplays(cluster, 'twice')).length, 2)
})

test('a call that fails is tried again as the model says, then waits for somebody who mends it', async () => {
  await ordered('broken', { scenario: 'breaks' })
  const incident = await cluster.open('broken', 'generate', 'incident')
  const failed = (await cluster.call('broken', 'steps')).filter(({ event }) => event.type === 'jobFailed')
  assert.deepEqual(failed.map(({ event }) => event.message), Array(3).fill('the disk is full'))
  assert.ok(failed[2].at - failed[0].at >= 2000, 'the model wants a second between tries')
  await cluster.call('broken', 'apply', { type: 'setVariables', variables: { scenario: 'success' } })
  await cluster.call('broken', 'apply', { type: 'resolve', incident: incident.key })
  assert.equal((await cluster.ended('broken')).status, 'completed')
  await assertReplays(cluster, 'broken')
})

test('work that the model withdraws is stopped', async () => {
  await ordered('cancelled', { scenario: 'hangs' })
  await cluster.open('cancelled', 'allocate', 'job')
  await cluster.call('cancelled', 'signal', { name: 'cancel-workspace' })
  assert.equal((await cluster.ended('cancelled')).status, 'terminated')
  const steps = events(await assertReplays(cluster, 'cancelled'))
  assert.deepEqual(steps, ['start', 'jobCompleted', 'signal', 'jobCompleted'])
})

test('what comes while an instance is suspended waits until it goes on', async () => {
  await ordered('timer', { scenario: 'slow' })
  const { due } = await cluster.open('timer', 'retry-delay', 'timer')
  await cluster.call('timer', 'apply', { type: 'suspend' })
  await sleep(due + 1000 - Date.now())
  assert.equal((await cluster.call('timer', 'show')).status, 'suspended')
  await cluster.call('timer', 'apply', { type: 'setVariables', variables: { scenario: 'success', attempts: 0 } })
  await cluster.call('timer', 'apply', { type: 'resume' })
  assert.equal((await cluster.ended('timer')).status, 'completed')
  const steps = events(await assertReplays(cluster, 'timer'))
  assert.deepEqual(steps.slice(3, 7), ['suspend', 'setVariables', 'resume', 'tick'])
})

test('what a worker answers meanwhile is kept for then', async () => {
  await ordered('worker', { scenario: 'works' })
  const { key } = await cluster.open('worker', 'generate', 'job')
  await cluster.call('worker', 'apply', { type: 'suspend' })
  const held = await until('the answer has come', async () => (await cluster.state('worker')).get('held'))
  assert.deepEqual(JSON.parse(held), [{ type: 'jobCompleted', job: key, variables: {} }])
  await cluster.call('worker', 'apply', { type: 'resume' })
  assert.equal((await cluster.ended('worker')).status, 'completed')
  const steps = events(await assertReplays(cluster, 'worker'))
  assert.deepEqual(steps.slice(3), ['suspend', 'resume', 'jobCompleted', 'jobCompleted'])
})

test('nothing is left behind', () => assertIdle(cluster))

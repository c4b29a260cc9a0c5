// Timers that are armed when server and service are killed.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster, until } from './support/cluster.mjs'
import { assertIdle, assertReplays } from './support/truth.mjs'

/** What a timer may be late, in milliseconds, on a machine that is busy; Restate itself needs few. */
const LATE = 1500
/** How long a server and a service that have just been started may need to find what is due. */
const AT_ONCE = 6000

let cluster
before(async () => {
  cluster = await Cluster.start('timers', { PT30S: 'PT8S', PT24H: 'PT12S' })
})
after(() => cluster?.close())

/** When the `nth` tick of an instance was applied. */
async function ticked(instance, nth) {
  const steps = await cluster.call(instance, 'steps')
  return steps.filter(({ event }) => event.type === 'tick')[nth]?.at
}

test('timers outlive the server and the service', async (t) => {
  const names = ['one', 'two', 'three']
  for (const name of names) await cluster.call(name, 'start', { variables: { scenario: 'retry' } })
  await cluster.call('slow', 'start', { variables: { scenario: 'request-timeout' } })
  for (const name of names) {
    const { key } = await cluster.open(name, 'request-workspace', 'job')
    await cluster.call(name, 'complete', { job: key })
  }
  const due = async (name) => (await cluster.open(name, 'retry-delay', 'timer')).due
  const dues = () => Promise.all(names.map(due))
  const first = await dues()
  const slow = await cluster.open('slow', 'request-timeout', 'timer')

  await t.test('killed and restarted at once, they fire on time', async () => {
    await cluster.kill('server', 'service')
    await cluster.up()
    assert.ok(Date.now() < Math.min(...first), 'the restart took longer than the timers')
    await sleep(Math.max(...first) + LATE - Date.now())
    for (const [index, name] of names.entries()) {
      const late = (await ticked(name, 0)) - first[index]
      t.diagnostic(`${name}: ${late} ms late`)
      assert.ok(late >= 0 && late < LATE, `${name} was ${late} ms late`)
    }
  })

  await t.test('killed for longer than they run, they fire at once', async () => {
    const second = await dues()
    await cluster.kill('service', 'server')
    await sleep(Math.max(...second, slow.due) + 2000 - Date.now())
    await cluster.up()
    const up = Date.now()
    for (const [name, nth] of [...names.map((name) => [name, 1]), ['slow', 0]]) {
      const at = await until(`${name} goes on`, () => ticked(name, nth), AT_ONCE)
      t.diagnostic(`${name}: ${at - up} ms after the restart`)
    }
  })

  await t.test('where only the service was gone, they fire soon after it is back', async () => {
    await cluster.call('late', 'start', { variables: { scenario: 'retry' } })
    const { key } = await cluster.open('late', 'request-workspace', 'job')
    await cluster.call('late', 'complete', { job: key })
    const timer = await due('late')
    await cluster.kill('service')
    await sleep(timer + 4000 - Date.now())
    await cluster.up()
    const up = Date.now()
    const at = await until('it goes on', () => ticked('late', 0), AT_ONCE)
    t.diagnostic(`${at - up} ms after the restart of the service`)
    names.push('late')
  })

  await t.test('then the process ends right, each step applied once', async () => {
    for (const name of names) {
      const { status, variables } = await cluster.ended(name)
      assert.equal(status, 'completed')
      assert.equal(variables.attempts, 3)
      const steps = await assertReplays(cluster, name)
      assert.deepEqual(
        steps.map(({ event }) => event.type ?? 'start'),
        // Two allocations fail and wait, the third succeeds; then the script is made and run.
        ['start', 'jobCompleted', 'jobThrew', 'tick', 'jobThrew', 'tick', ...Array(3).fill('jobCompleted')],
      )
    }
    assert.equal((await cluster.ended('slow')).status, 'terminated')
    await assertReplays(cluster, 'slow')
    await assertIdle(cluster)
  })
})

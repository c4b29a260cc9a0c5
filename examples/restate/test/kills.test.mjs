// Server and service are killed at moments of chance while instances run through all scenarios.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Definition, Simulation } from 'tidewheel'
import { Cluster, until } from './support/cluster.mjs'
import { assertIdle, assertReplays, path } from './support/truth.mjs'

const MODELS = new URL('../../models/', import.meta.url)
const model = Definition.parse(readFileSync(new URL('workspace-provisioning.bpmn', MODELS), 'utf8'))
const scenarios = JSON.parse(readFileSync(new URL('workspace-provisioning.scenarios.json', MODELS), 'utf8'))

const ROUNDS = Number(process.env.ROUNDS ?? 8)
/** Instances of each scenario. */
const EACH = Number(process.env.EACH ?? 5)
/** Seconds that a timer runs which only some scenarios wait for; the others must be done before, whatever is killed. */
const LONG = Number(process.env.LONG ?? 40)
/** Milliseconds after which something will not come any more. */
const PATIENCE = 5_000 * LONG
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** Numbers of chance from 0 to 1 that a seed gives again. */
function chance(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

let cluster
before(async () => {
  const long = `PT${LONG}S`
  cluster = await Cluster.start('kills', { PT30S: 'PT2S', PT24H: long, PT10M: long, PT5M: long, PT30M: long })
})
after(() => cluster?.close())

/** What people do in a scenario: order, answer, cancel. */
async function drive(instance, scenario) {
  const { jobs, variables, inputs = [] } = scenarios[scenario]
  await cluster.call(instance, 'start', { variables: { ...variables, scenario } })
  const [answer] = jobs['request-workspace']
  if (answer.complete) {
    const { key } = await cluster.open(instance, 'request-workspace', 'job', PATIENCE)
    await cluster.call(instance, 'complete', { job: key, variables: answer.complete })
  }
  for (const { event } of inputs) {
    await entered(instance, scenario === 'cancel' ? 'allocate' : 'generate')
    await cluster.call(instance, 'apply', event).catch((error) => {
      // Too late is too late, also after the end.
      if (!error.message.startsWith('instanceEnded')) throw error
    })
  }
}

/** Waits until an element was entered; whether it is over is another thing. */
const entered = (instance, element) =>
  until(`${element} is entered in ${instance}`, async () => {
    const history = (await cluster.call(instance, 'steps')).flatMap((step) => step.history)
    return history.some((entry) => entry.type === 'entered' && entry.element === element)
  }, PATIENCE)

async function killAtRandom(random, running) {
  let rounds = 0
  while (rounds < ROUNDS && running()) {
    await sleep(300 + random() * 2000)
    const victims = [['server'], ['service'], ['server', 'service'], ['service', 'server']][Math.floor(random() * 4)]
    await cluster.kill(...victims)
    await sleep(random() * 1500)
    await cluster.up()
    rounds += 1
  }
  return rounds
}

test('every instance ends as the model says, each step applied once', async (t) => {
  t.diagnostic(`seed ${SEED}`)
  const names = Object.keys(scenarios)
  const runs = Array.from({ length: EACH * names.length }, (_, index) => {
    const scenario = names[index % names.length]
    return { scenario, instance: `${scenario}-${index}` }
  })
  let left = runs.length
  const driven = runs.map(async ({ instance, scenario }) => {
    try {
      await drive(instance, scenario)
      await cluster.ended(instance, PATIENCE)
    } finally {
      left -= 1
    }
  })
  // Also where one fails, nothing may be killed or asked any more when the test ends.
  const all = Promise.allSettled(driven)
  const rounds = await killAtRandom(chance(SEED), () => left > 0)
  const failed = (await all).filter(({ status }) => status === 'rejected')
  assert.deepEqual(failed.map(({ reason }) => reason), [])
  assert.ok(rounds > 0)

  let count = 0
  for (const { instance, scenario } of runs) {
    const steps = await assertReplays(cluster, instance)
    const { status, variables } = await cluster.call(instance, 'show')
    const report = new Simulation(model, scenarios[scenario]).run()
    assert.equal(status, report.status, instance)
    assert.deepEqual(variables, { ...report.variables, scenario }, instance)
    const expected = path(report.rows.flatMap(({ outcome }) => outcome?.history ?? []))
    assert.deepEqual(path(steps.flatMap(({ history }) => history)), expected, instance)
    count += steps.length
  }
  t.diagnostic(`${runs.length} instances, ${count} steps, ${rounds} kills`)
  await assertIdle(cluster)
})

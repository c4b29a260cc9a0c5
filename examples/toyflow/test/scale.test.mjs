// What a person asks for is found by an index: it costs what there is for them, not what there is of others.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { index } from '../server/index.mjs'
import { open } from '../server/toyflow.mjs'
import { database } from './support/server.mjs'

const OTHERS = 10_000
/** In milliseconds; it takes a small part of that, and would take many times as much if it read all requests. */
const SLOW = 50

let toyflow
before(async () => {
  toyflow = await open(database())
})
after(async () => {
  await toyflow.app.close()
  await toyflow.engine.close()
})

const ask = async (person) => {
  const answer = await toyflow.app.inject({ method: 'GET', url: `/stakeholders/${person}` })
  assert.equal(answer.statusCode, 200)
  return answer.json().data.requests
}

/** The median of several. */
async function timeOf(work) {
  const times = []
  for (let n = 0; n < 21; n += 1) {
    const from = performance.now()
    await work()
    times.push(performance.now() - from)
  }
  return times.sort((a, b) => a - b)[10]
}

test(`with ${OTHERS} requests of others, a person's own are found as quickly as without`, async (context) => {
  const { engine, requests } = toyflow
  for (let n = 0; n < 3; n += 1) await requests.start({ procID: 'approval', externalID: 'ben' })
  const alone = await timeOf(() => ask('ben'))
  // ben is in the group of those who submit, but drafts are for their own requesters.
  for (let made = 0; made < OTHERS; made += 1000) {
    await engine.transaction(async () => {
      for (let n = 0; n < 1000; n += 1) await requests.start({ procID: 'approval', externalID: `other${made + n}` })
    })
  }
  assert.equal((await ask('ben')).length, 3)
  const among = await timeOf(() => ask('ben'))
  const nobody = await timeOf(() => ask('nobody'))
  context.diagnostic(
    `GET /stakeholders: ${alone.toFixed(2)} ms alone, ${among.toFixed(2)} ms among ${OTHERS} of others, ` +
      `${nobody.toFixed(2)} ms for who has none`,
  )
  assert.ok(among < SLOW, `${among} ms`)
  assert.ok(nobody < SLOW, `${nobody} ms`)
})

test('the database looks nothing up by reading a whole table', async () => {
  const plan = await toyflow.engine.transaction(({ connection }) => index.planOfConcerned(connection))
  const whole = plan.filter((step) => /\bSCAN (?!concerned)/.test(step))
  assert.deepEqual(whole, [], plan.join('\n'))
})

test("a request that has ended is nobody's to look for", async () => {
  const { engine, requests } = toyflow
  const id = await requests.start({ procID: 'approval', externalID: 'ann' })
  const open = () => {
    const { connection } = engine.store
    return connection.prepare('select count(*) as n from toyflow_open where request = ?').all([id])[0].n
  }
  const act = async (person, action) => {
    const { requestActions } = await requests.request(id, person)
    const job = Number(requestActions.find(({ actionID }) => actionID === action).id)
    await requests.choose(id, job, person)
    await requests.complete(id, job, person, {})
  }
  assert.equal(open(), 0, 'a draft is for its requester')
  await act('ann', 'submit')
  assert.equal(open(), 4)
  await act('vera', 'approveVp')
  assert.equal(open(), 3)
  await act('mira', 'approveMd')
  assert.equal(open(), 0)
})

test('who has much to do gets it page by page', async () => {
  const { engine, requests } = toyflow
  await engine.transaction(async () => {
    for (let n = 0; n < 250; n += 1) {
      await requests.start({ procID: 'approval', externalID: 'busy', time: Date.UTC(2026, 0, 1) + n * 1000 })
    }
  })
  const seen = []
  for (let next = 0; next !== null;) {
    const { data } = (await toyflow.app.inject({ url: `/stakeholders/busy?limit=100&offset=${next}` })).json()
    assert.ok(data.requests.length <= 100)
    seen.push(...data.requests)
    next = data.next
  }
  assert.equal(new Set(seen.map(({ id }) => id)).size, 250)
  const times = seen.map(({ requestTime }) => requestTime)
  assert.deepEqual(times, [...times].sort().reverse())
})

// Many people at once, and a server that is killed among them. What was answered stays; what was not can be asked again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'libsql'
import { Server, choice, completion, data, history } from './support/server.mjs'
import { silencer } from './support/silence.mjs'

const PEOPLE = Array.from({ length: 100 }, (_, n) => `p${n}`)
const LOSSES = 4
/** Two actions that all of them may do, so that they do not even choose the same. */
const CROWD = {
  id: 'crowd',
  groups: [{ id: 'all', members: PEOPLE }],
  actions: [
    { id: 'yes', group: 'all' },
    { id: 'no', group: 'all' },
  ],
  states: [
    { id: 'open', type: 'start' },
    { id: 'agreed', type: 'complete' },
    { id: 'refused', type: 'denied' },
  ],
  transitions: [
    { id: 'agree', from: 'open', to: 'agreed', actions: ['yes'] },
    { id: 'refuse', from: 'open', to: 'refused', actions: ['no'] },
  ],
}

/**
 * All of them choose at once, one action or the other; `answered` hears how many answers have come. Returns who has
 * won, and with what.
 */
async function choose(server, id, { yes, no }, answered = () => {}) {
  let count = 0
  const answers = await Promise.all(
    PEOPLE.map(async (person, n) => {
      const action = n % 2 === 0 ? yes : no
      const answer = await server.insist('PUT', choice(person, id, action))
      count += 1
      answered(count)
      return { person, action, ...answer }
    }),
  )
  const winners = answers.filter(({ status }) => status === 200)
  assert.equal(winners.length, 1, JSON.stringify(winners))
  const [winner] = winners
  assert.deepEqual(winner.data, { valid: true, requestData: {} })
  for (const { status, stateCode, data: told } of answers.filter((answer) => answer !== winner)) {
    assert.deepEqual([status, stateCode, told.valid], [409, '500', false])
    assert.match(told.detail, /^alreadyChosen: /)
  }
  return winner
}

/** The one who has won completes, and the record says so and nothing else. */
async function finish(server, id, { person, action }) {
  await server.insist('PUT', completion(person, id, action), { by: person })
  const request = await server.succeed('GET', history(id))
  assert.deepEqual(request.requestData, { by: person })
  assert.equal(request.ended, true)
  const told = request.history.map(({ kind, externalID, requestActionID }) => [kind, externalID, requestActionID])
  assert.deepEqual(
    told.filter(([kind]) => kind !== 'state'),
    [
      ['started', 'p0', undefined],
      ['chosen', person, action],
      ['completed', person, action],
    ],
  )
}

test('of a hundred who choose at once, one gets it, and every other is told so', async () => {
  const server = await Server.start()
  await server.succeed('POST', '/processes', CROWD)
  for (let round = 0; round < 3; round += 1) {
    const id = await server.request('crowd', 'p0')
    await finish(server, id, await choose(server, id, await server.actions('p0', id)))
  }
  await server.stop()
})

test('the same, with the server killed in between and started again', async () => {
  const server = await Server.start()
  await server.succeed('POST', '/processes', CROWD)
  // Before any answer, after the first ones, in the middle, and near the end.
  for (const answers of [0, 1, 10, 50, 90]) {
    const id = await server.request('crowd', 'p0')
    const actions = await server.actions('p0', id)
    let restarted
    const restart = async () => {
      await server.kill()
      await server.start()
    }
    const killAt = (count) => {
      if (count >= answers) restarted ??= restart()
    }
    const before = server.broken
    const choosing = choose(server, id, actions, killAt)
    if (answers === 0) setTimeout(() => killAt(0), Math.random() * 20)
    const winner = await choosing
    assert.ok(server.broken > before, 'it was killed too late: nobody has noticed')
    await restarted
    // Who has won still has it after another loss of power.
    await server.kill()
    await server.start()
    const { blockedBy } = await server.succeed('GET', history(id))
    assert.deepEqual([blockedBy.externalID, blockedBy.requestActionID], [winner.person, winner.action])
    await finish(server, id, winner)
  }
  await server.stop()
})

test('the same, with every answer lost: who has got it is told so when they ask again', async () => {
  const server = await Server.start()
  await server.succeed('POST', '/processes', CROWD)
  const between = await silencer(server.address)
  server.through = between.address
  for (let round = 0; round < 3; round += 1) {
    const id = await server.request('crowd', 'p0')
    const actions = await server.actions('p0', id)
    const speak = between.hold()
    const choosing = choose(server, id, actions)
    // Somebody has got it, and nobody has heard of it.
    const holder = await chosen(server.file, id)
    speak()
    await server.kill()
    await server.start()
    const winner = await choosing
    assert.equal(winner.person, holder)
    await finish(server, id, winner)
  }
  between.close()
  await server.stop()
})

/** Who has chosen, as the file says that the server works on. */
async function chosen(file, id) {
  const database = new Database(file)
  const wanted = database.prepare(
    "select data ->> 'by' as person from tidewheel_history where instance = ? and data ->> 'type' = 'actionChosen'",
  )
  try {
    for (const end = Date.now() + 10_000; Date.now() < end; await pause(5)) {
      const [found] = wanted.all([id])
      if (found !== undefined) return found.person
    }
    return assert.fail('nobody has chosen')
  } finally {
    database.close()
  }
}

test('a hundred requests from start to end through losses of power: none is lost, none is there twice', async () => {
  const server = await Server.start()
  await server.succeed('POST', '/processes', CROWD)
  let going = true
  const power = (async () => {
    for (let kills = 0; kills < LOSSES; kills += 1) {
      await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 200))
      await server.kill()
      await server.start()
    }
    going = false
  })()
  const done = []
  const work = async (person, n) => {
    for (let round = 0; round === 0 || going; round += 1) {
      const body = { procID: 'crowd', externalID: person, name: `${n}/${round}` }
      const key = { 'idempotency-key': `round-${round}` }
      const started = await server.insist('POST', '/requests', body, key)
      assert.equal(started.status, 200, JSON.stringify(started.data))
      const id = started.data.requestID
      const look = await server.insist('GET', history(id) + `?externalID=${person}`)
      const action = look.data.requestActions.find(({ actionID }) => actionID === 'yes').id
      const chosen = await server.insist('PUT', choice(person, id, action))
      assert.equal(chosen.data.valid, true, JSON.stringify(chosen.data))
      const completed = await server.insist('PUT', completion(person, id, action), { round, by: person })
      assert.equal(completed.status, 200, JSON.stringify(completed.data))
      done.push({ id, person, round, action })
    }
  }
  await Promise.all([power, ...PEOPLE.map(work)])
  assert.ok(server.broken > 0)
  assert.equal(new Set(done.map(({ id }) => id)).size, done.length)
  for (const { id, person, round, action } of done) {
    assert.deepEqual(await server.succeed('GET', data(id)), { round, by: person })
    const request = await server.succeed('GET', history(id))
    const told = request.history.filter(({ kind }) => kind !== 'state').map((row) => [row.kind, row.requestActionID])
    assert.deepEqual(
      [request.currStateID, told],
      [
        'agreed',
        [
          ['started', undefined],
          ['chosen', action],
          ['completed', action],
        ],
      ],
    )
  }
  // What the server has is what was asked for: no start has made a second request.
  for (const person of PEOPLE) {
    const own = done.filter((request) => request.person === person).map(({ id }) => id)
    const { requests } = await server.succeed('GET', `/stakeholders/${person}?limit=1000`)
    assert.deepEqual(requests.map(({ id }) => id).sort(), own.sort())
  }
  await server.stop()
})

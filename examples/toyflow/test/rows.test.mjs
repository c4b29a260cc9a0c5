// What the founding document asks of the service, row by row, over HTTP against the running server.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Server, choice, completion, data, history } from './support/server.mjs'

const UNKNOWN = '00000000-0000-7000-8000-000000000000'
let server
before(async () => {
  server = await Server.start()
})

/** A request of ann's that waits for both approvals. */
async function inReview(more = {}) {
  const id = await server.request('approval', 'ann', more)
  await server.act('ann', id, 'submit', { title: 'Offer to ACME' })
  return id
}

/** All that can be seen of a request. */
const seen = async (id) => server.succeed('GET', history(id))

test('TF7: a request needs a process and a requester; the rest may be left out', async () => {
  const from = Date.now()
  const id = await server.request('approval', 'ann')
  const request = await seen(id)
  assert.deepEqual([request.procID, request.requesterExterID, request.reqName], ['approval', 'ann', ''])
  assert.deepEqual(request.stakeholders, ['ann'])
  const made = Date.parse(request.requestTime)
  assert.ok(made >= from && made <= Date.now(), 'without a time, it is now')

  const full = { name: 'An offer', time: '2026-11-25T13:00:00+01:00', stakeholders: ['carl', 'ann', 'carl'] }
  const other = await seen(await server.request('approval', 'ann', full))
  assert.deepEqual([other.reqName, other.requestTime], ['An offer', '2026-11-25T12:00:00.000Z'])
  assert.deepEqual([...other.stakeholders].sort(), ['ann', 'carl'], 'the requester always belongs to them')
  const empty = await seen(await server.request('approval', 'ann', { stakeholders: [] }))
  assert.deepEqual(empty.stakeholders, ['ann'])
})

test('TF7: what is missing, too long or of another type is refused', async () => {
  const bad = [
    { externalID: 'ann' },
    { procID: '', externalID: 'ann' },
    { procID: 'p'.repeat(21), externalID: 'ann' },
    { procID: 7, externalID: 'ann' },
    { procID: 'approval' },
    { procID: 'approval', externalID: '' },
    { procID: 'approval', externalID: 'a'.repeat(101) },
    { procID: 'approval', externalID: 'ann', time: 'yesterday' },
    { procID: 'approval', externalID: 'ann', time: 5 },
    { procID: 'approval', externalID: 'ann', stakeholders: 'ben' },
    { procID: 'approval', externalID: 'ann', stakeholders: [''] },
    { procID: 'approval', externalID: 'ann', priority: 1 },
    [],
    'approval',
  ]
  for (const body of bad) await server.refused(400, 'invalidInput', 'POST', '/requests', body)
  await server.refused(404, 'unknownProcess', 'POST', '/requests', { procID: 'p'.repeat(20), externalID: 'ann' })
  // As long as it may be, and in any script.
  for (const person of ['a'.repeat(100), '安娜', 'a/b?c#d e%2F', '😀'.repeat(100)]) {
    const id = await server.request('approval', person)
    assert.deepEqual(
      (await server.list(person)).map((request) => request.id),
      [id],
    )
  }
})

test('TF7: a requester who has to ask again with the same key gets the same request', async () => {
  const ask = (externalID, key) =>
    server.succeed('POST', '/requests', { procID: 'approval', externalID }, { 'idempotency-key': key })
  const { requestID } = await ask('kim', 'k1')
  assert.equal((await ask('kim', 'k1')).requestID, requestID)
  assert.notEqual((await ask('kim', 'k2')).requestID, requestID)
  assert.notEqual((await ask('lee', 'k1')).requestID, requestID)
  assert.equal((await server.list('kim')).length, 2)
})

test('TF8: success and failure come in one envelope', async () => {
  const good = await fetch(`${server.address}/processes`).then((response) => response.json())
  assert.deepEqual(Object.keys(good), ['stateCode', 'data'])
  assert.equal(good.stateCode, '200')
  const failures = [
    [404, 'GET', '/nowhere'],
    [404, 'GET', data(UNKNOWN)],
    [405, 'DELETE', '/processes'],
    [400, 'GET', '/stakeholders/%ff'],
    [400, 'POST', '/requests', {}],
    [409, 'PUT', choice('ann', await server.request('approval', 'ann'), '999999999')],
  ]
  for (const [status, ...call] of failures) {
    const answer = await server.call(...call)
    assert.deepEqual([answer.status, answer.stateCode], [status, '500'])
    assert.equal(typeof answer.data.reason, 'string')
    assert.match(answer.data.detail, /^\w+: ./)
  }
  const broken = await fetch(`${server.address}/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"procID":',
  })
  assert.deepEqual([broken.status, (await broken.json()).stateCode], [400, '500'])
})

test('TF9: a person sees their requests, and of each what they may do now', async () => {
  const id = await server.request('approval', 'ben', { name: 'Leaflet', time: '2026-11-25T12:00:00Z' })
  const [request] = await server.list('ben')
  assert.deepEqual(Object.keys(request).sort(), [
    ...['blockedBy', 'currStateID', 'currStateName', 'currStateType', 'ended', 'id', 'procID', 'procName', 'reqName'],
    ...['requestActions', 'requestTime', 'requesterExterID'],
  ])
  const { requestActions, ...rest } = request
  assert.deepEqual(rest, {
    id,
    procID: 'approval',
    procName: 'Document approval',
    reqName: 'Leaflet',
    requestTime: '2026-11-25T12:00:00.000Z',
    requesterExterID: 'ben',
    currStateID: 'draft',
    currStateName: 'Draft',
    currStateType: 'start',
    blockedBy: null,
    ended: false,
  })
  assert.deepEqual(
    requestActions.map(({ id: key, ...action }) => [typeof key, action]),
    [
      ['string', { actionID: 'submit', actionName: 'Submit', nextStateID: 'review' }],
      ['string', { actionID: 'withdraw', actionName: 'Withdraw', nextStateID: 'withdrawn' }],
    ],
  )
  // ann is a client manager, too; but a draft is for its requester only.
  assert.ok(!(await server.list('ann')).some((other) => other.id === id))
  await server.act('ben', id, 'submit')
  const [reviewed] = (await server.list('vera')).filter((other) => other.id === id)
  assert.deepEqual(reviewed.requestActions.map(({ actionID }) => actionID).sort(), ['approveVp', 'rejectVp'])
  const [both] = (await server.list('otto')).filter((other) => other.id === id)
  assert.equal(both.requestActions.length, 4, 'otto is in two groups')
  assert.deepEqual(Object.keys(await server.actions('ben', id)), ['withdraw'])
  assert.deepEqual(await server.list('nobody'), [])
})

test('TF9: who only watches sees a request and may do nothing', async () => {
  const id = await server.request('approval', 'ann', { stakeholders: ['carl'] })
  const found = (await server.list('carl')).find((request) => request.id === id)
  assert.deepEqual([found.currStateID, found.requestActions], ['draft', []])
})

test('TF10: who chooses an action gets the data of the request, and blocks it', async () => {
  const id = await inReview({ stakeholders: ['carl'] })
  const { approveVp } = await server.actions('vera', id)
  const answer = await server.succeed('PUT', choice('vera', id, approveVp))
  assert.deepEqual(answer, { valid: true, requestData: { title: 'Offer to ACME' } })
  const request = await seen(id)
  assert.deepEqual(request.blockedBy, { externalID: 'vera', requestActionID: approveVp, actionID: 'approveVp' })
  for (const person of ['vera', 'mira', 'ann', 'carl']) assert.deepEqual(await server.actions(person, id), {})
  assert.ok(
    (await server.list('vera')).some((other) => other.id === id),
    'who is at it sees it',
  )
  assert.ok(
    (await server.list('carl')).some((other) => other.id === id),
    'a stakeholder sees it',
  )
  assert.ok(!(await server.list('mira')).some((other) => other.id === id), 'others can do nothing about it now')
  // Who must ask again because the answer was lost gets it again.
  assert.deepEqual(await server.succeed('PUT', choice('vera', id, approveVp)), answer)
  assert.equal((await seen(id)).history.filter(({ kind }) => kind === 'chosen').length, 2)
})

test('TF11: a choice is refused, and changes nothing, where the state forbids it', async () => {
  const id = await inReview()
  const { approveVp, rejectVp } = await server.actions('vera', id)
  const { approveMd } = await server.actions('mira', id)
  const refused = async (code, person, action) => {
    const before = await seen(id)
    const told = await server.refused(409, code, 'PUT', choice(person, id, action))
    assert.equal(told.valid, false)
    assert.deepEqual(await seen(id), before)
  }
  await refused('notAllowed', 'ben', approveVp)
  await refused('notAllowed', 'mira', approveVp)
  await refused('notAllowed', 'nobody', approveMd)
  await refused('unknownKey', 'vera', '999999999')
  await server.succeed('PUT', choice('vera', id, approveVp))
  await refused('alreadyChosen', 'mira', approveMd)
  await refused('alreadyChosen', 'vera', rejectVp)
  await refused('alreadyChosen', 'otto', approveVp)
  await server.succeed('PUT', completion('vera', id, approveVp), {})
  await refused('unknownKey', 'vera', approveVp)
  await server.act('mira', id, 'rejectMd')
  // The state has been left: nothing that was open in it can be chosen.
  for (const [person, action] of [
    ['vera', rejectVp],
    ['mira', approveMd],
    ['ann', approveMd],
  ]) {
    await refused('unknownKey', person, action)
  }
  await server.refused(404, 'unknownInstance', 'PUT', choice('vera', UNKNOWN, approveVp))
  await server.act('ann', id, 'withdraw')
  await refused('instanceEnded', 'ann', approveVp)
})

test('TF12: a report of what was done merges its data, and moves the request on', async () => {
  const id = await server.request('approval', 'ann')
  const { submit } = await server.actions('ann', id)
  await server.succeed('PUT', choice('ann', id, submit))
  const listed = await server.succeed('PUT', completion('ann', id, submit), { title: 'One', pages: 3 })
  assert.deepEqual(listed, await server.succeed('GET', '/stakeholders/ann'), 'the answer is what a query gives')
  assert.equal(listed.requests.find((request) => request.id === id).currStateID, 'review')

  // Both must approve, in any order; one of them is not enough.
  await server.act('mira', id, 'approveMd', { pages: 4, note: { by: 'mira', ok: [true, null, 1.5, 'ä'] } })
  const between = await seen(id)
  assert.deepEqual([between.currStateID, between.blockedBy, between.ended], ['review', null, false])
  assert.deepEqual(between.requestData, { title: 'One', pages: 4, note: { by: 'mira', ok: [true, null, 1.5, 'ä'] } })
  assert.deepEqual(Object.keys(await server.actions('mira', id)), ['rejectMd'])
  await server.act('vera', id, 'approveVp')
  const done = await seen(id)
  assert.deepEqual([done.currStateID, done.currStateType, done.ended], ['approved', 'complete', true])
  for (const person of ['ann', 'vera', 'mira', 'otto']) assert.deepEqual(await server.actions(person, id), {})
})

test('TF12: data that cannot be kept as they are, are refused', async () => {
  const id = await server.request('approval', 'ann')
  const { submit } = await server.actions('ann', id)
  await server.succeed('PUT', choice('ann', id, submit))
  const before = await seen(id)
  const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)
  for (const values of [{ amount: 1e300 }, { amount: 2 ** 53 }, { list: deep }]) {
    await server.refused(400, 'invalidEvent', 'PUT', completion('ann', id, submit), values)
  }
  const large = { text: 'x'.repeat(2_000_000) }
  await server.refused(413, 'FST_ERR_CTP_BODY_TOO_LARGE', 'PUT', completion('ann', id, submit), large)
  assert.deepEqual(await seen(id), before)
  await server.succeed('PUT', completion('ann', id, submit), { amount: 2 ** 53 - 1 })
})

test('TF12: the same report again changes nothing', async () => {
  const id = await server.request('approval', 'ann')
  const { submit } = await server.actions('ann', id)
  await server.succeed('PUT', choice('ann', id, submit))
  await server.succeed('PUT', completion('ann', id, submit), { title: 'One' })
  const before = await seen(id)
  await server.succeed('PUT', completion('ann', id, submit), { title: 'Two' })
  assert.deepEqual(await seen(id), before)
  await server.refused(409, 'unknownKey', 'PUT', completion('ben', id, submit), {})
})

test('TF13: a report by somebody else, or of what nobody has chosen, is refused', async () => {
  const id = await inReview()
  const { approveVp, rejectVp } = await server.actions('vera', id)
  const refused = async (code, person, action) => {
    const before = await seen(id)
    await server.refused(409, code, 'PUT', completion(person, id, action), { title: 'Changed' })
    assert.deepEqual(await seen(id), before)
  }
  await refused('notChosen', 'vera', approveVp)
  await server.succeed('PUT', choice('vera', id, approveVp))
  await refused('notChosen', 'otto', approveVp)
  await refused('notChosen', 'ann', approveVp)
  await refused('notChosen', 'vera', rejectVp)
  // Nor may anybody else give it back.
  await server.refused(409, 'notChosen', 'DELETE', choice('otto', id, approveVp))
  await server.succeed('DELETE', choice('vera', id, approveVp))
  await refused('notChosen', 'vera', approveVp)
  await server.refused(409, 'notChosen', 'DELETE', choice('vera', id, approveVp))
  await server.succeed('PUT', choice('otto', id, approveVp))
})

test('TF14: the data can be read in any phase, and written by who holds the choice only', async () => {
  const id = await server.request('approval', 'ann')
  const read = () => server.succeed('GET', data(id))
  assert.deepEqual(await read(), {})
  const { submit } = await server.actions('ann', id)
  await server.succeed('PUT', choice('ann', id, submit))
  assert.deepEqual(await read(), {})
  await server.refused(409, 'notChosen', 'PUT', completion('ben', id, submit), { title: 'Stolen' })
  assert.deepEqual(await read(), {})
  await server.succeed('PUT', completion('ann', id, submit), { title: 'Mine' })
  assert.deepEqual(await read(), { title: 'Mine' })
  await server.act('ann', id, 'withdraw', { why: 'not needed' })
  assert.equal((await seen(id)).ended, true)
  assert.deepEqual(await read(), { title: 'Mine', why: 'not needed' })
  await server.refused(404, 'unknownInstance', 'GET', data(UNKNOWN))
})

test('TF18: the whole approval over HTTP, with its history and what it has brought about', async () => {
  const id = await server.request('approval', 'ann', { name: 'Brochure' })
  await server.act('ann', id, 'submit', { title: 'Brochure' })
  await server.act('vera', id, 'rejectVp', { reason: 'too long' })
  await server.act('ann', id, 'submit', { title: 'Short brochure' })
  await server.act('vera', id, 'approveVp')
  await server.act('mira', id, 'approveMd')
  const request = await seen(id)
  const told = request.history.map(({ kind, externalID, stateID, actionID }) =>
    [kind, externalID, stateID ?? actionID].filter((word) => word !== undefined).join(' '),
  )
  assert.deepEqual(told, [
    'started ann',
    'state draft',
    ...['chosen ann submit', 'completed ann submit', 'state review'],
    ...['chosen vera rejectVp', 'completed vera rejectVp', 'state draft'],
    ...['chosen ann submit', 'completed ann submit', 'state review'],
    ...['chosen vera approveVp', 'completed vera approveVp'],
    ...['chosen mira approveMd', 'completed mira approveMd', 'state approved'],
  ])
  let activities
  for (const end = Date.now() + 5000; ;) {
    activities = (await seen(id)).activities.map(({ activityID, fields }) => [activityID, fields])
    if (activities.length === 4 || Date.now() > end) break
  }
  assert.deepEqual(activities, [
    ['tellReviewers', { title: 'Brochure' }],
    ['tellRequester', { reason: 'too long' }],
    ['tellReviewers', { title: 'Short brochure' }],
    ['archive', { title: 'Short brochure' }],
  ])
})

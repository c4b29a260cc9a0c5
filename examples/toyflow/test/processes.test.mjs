// Processes: adding them, what is wrong with one, and what can be had of one.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { Definition } from 'tidewheel'
import { Server, choice, history } from './support/server.mjs'

const APPROVAL = JSON.parse(readFileSync(new URL('../processes/approval.json', import.meta.url), 'utf8'))

/** One state after the other, with an action for each step that anybody of the group may do. */
const chain = (id, members, more = {}) => ({
  id,
  groups: [{ id: 'team', members }],
  actions: [{ id: 'next', group: 'team' }],
  states: [
    { id: 'first', type: 'start' },
    { id: 'last', type: 'complete' },
  ],
  transitions: [{ id: 'go', from: 'first', to: 'last', actions: ['next'] }],
  ...more,
})

let server
before(async () => {
  server = await Server.start()
})

test('the approval is there, with the people in its groups', async () => {
  const { processes } = await server.succeed('GET', '/processes')
  assert.deepEqual(processes, [
    {
      procID: 'approval',
      procName: 'Document approval',
      version: 1,
      groups: APPROVAL.groups,
    },
  ])
  assert.deepEqual(await server.succeed('GET', '/processes/approval'), APPROVAL)
  await server.refused(404, 'unknownProcess', 'GET', '/processes/nothing')
  await server.refused(404, 'unknownProcess', 'GET', '/processes/nothing/bpmn')
})

test('a process can be had as BPMN, which is the same process', async () => {
  const { bpmn, version } = await server.succeed('GET', '/processes/approval/bpmn')
  assert.equal(version, 1)
  assert.match(bpmn, /BPMNDiagram/)
  const definition = Definition.parse(bpmn)
  assert.deepEqual(
    definition.processes.map(({ id, startable }) => [id, startable]),
    [['approval', true]],
  )
})

test('a new version is for new requests; people come and go with it', async () => {
  const first = await server.succeed('POST', '/processes', chain('versions', ['nils']))
  assert.deepEqual(first, { procID: 'versions', version: 1, new: true })
  assert.deepEqual(await server.succeed('POST', '/processes', chain('versions', ['nils'])), { ...first, new: false })
  const old = await server.request('versions', 'somebody')
  const second = await server.succeed('POST', '/processes', chain('versions', ['olga']))
  assert.deepEqual(second, { procID: 'versions', version: 2, new: true })
  const recent = await server.request('versions', 'somebody')
  const ids = async (person) => (await server.list(person)).map(({ id }) => id)
  assert.deepEqual([await ids('nils'), await ids('olga')], [[old], [recent]])
  assert.equal((await server.succeed('GET', history(old))).version, 1)
  await server.act('nils', old, 'next')
  await server.act('olga', recent, 'next')
})

test('an action without a group is for everybody, or for whom its target says', async () => {
  const anybody = chain('anybody', [], { groups: [], actions: [{ id: 'next' }] })
  await server.succeed('POST', '/processes', anybody)
  const id = await server.request('anybody', 'somebody')
  await server.act('a passer-by', id, 'next')
  const own = chain('own', [], { groups: [], actions: [{ id: 'next', target: 'stakeholders' }] })
  await server.succeed('POST', '/processes', own)
  const other = await server.request('own', 'somebody', { stakeholders: ['carl'] })
  assert.deepEqual(await server.actions('a passer-by', other), {})
  await server.act('carl', other, 'next')
})

test('all that is wrong with a definition is said at once, and where', async () => {
  const broken = chain('broken', ['ann'], {
    states: [
      { id: 'first', type: 'start' },
      { id: 'first', type: 'normal' },
    ],
    transitions: [
      { id: 'go', from: 'first', to: 'nowhere', actions: ['next'] },
      { id: 'idle', from: 'first', to: 'first', actions: [] },
    ],
  })
  const { diagnostics } = await server.refused(400, 'invalidModel', 'POST', '/processes', broken)
  assert.ok(diagnostics.length >= 3, JSON.stringify(diagnostics))
  for (const { code, message, path } of diagnostics) {
    assert.equal(typeof code, 'string')
    assert.equal(typeof message, 'string')
    assert.match(path, /^\//)
  }
  await server.refused(404, 'unknownProcess', 'GET', '/processes/broken')
  await server.refused(400, 'invalidInput', 'POST', '/processes', [])
  const long = await server.refused(400, 'invalidInput', 'POST', '/processes', chain('p'.repeat(21), ['ann']))
  assert.match(long.reason, /20 characters/)
  await server.refused(404, 'unknownProcess', 'GET', `/processes/${'p'.repeat(20)}`)
})

test('what was chosen and forgotten is given back by the timeout', async () => {
  await server.succeed('POST', '/processes', chain('forgotten', ['ann', 'ben'], { timeout: 'PT1S' }))
  const id = await server.request('forgotten', 'somebody')
  const { next } = await server.actions('ann', id)
  await server.succeed('PUT', choice('ann', id, next))
  await server.refused(409, 'alreadyChosen', 'PUT', choice('ben', id, next))
  for (const end = Date.now() + 10_000; (await server.actions('ben', id)).next === undefined;) {
    assert.ok(Date.now() < end, 'it is not given back')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const { history: told } = await server.succeed('GET', history(id))
  assert.deepEqual([told.at(-1).kind, told.at(-1).externalID], ['released', null])
  await server.act('ben', id, 'next')
})

test('who listens hears of every change, also of those that timers make', async () => {
  await server.succeed('POST', '/processes', chain('heard', ['ann'], { timeout: 'PT1S' }))
  const listener = new AbortController()
  const { body, headers } = await fetch(`${server.address}/changes`, { signal: listener.signal })
  assert.equal(headers.get('content-type'), 'text/event-stream')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const times = (id) => heard.split(`event: changed\ndata: {"requestID":"${id}"}\n\n`).length - 1
  const hear = async (id, count) => {
    while (times(id) < count) heard += (await reader.read()).value
    assert.equal(times(id), count)
  }
  const id = await server.request('heard', 'somebody')
  await hear(id, 1)
  await server.succeed('PUT', choice('ann', id, (await server.actions('ann', id)).next))
  await hear(id, 2)
  await hear(id, 3)
  assert.equal((await server.succeed('GET', history(id))).history.at(-1).kind, 'released')
  listener.abort()
})

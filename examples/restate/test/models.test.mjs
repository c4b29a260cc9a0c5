// Models that change, and a model that asks for more than this host does.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Cluster, until } from './support/cluster.mjs'

const THROW = '<messageEventDefinition messageRef="hello"/>'

const model = (body) => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
  <message id="hello" name="hello"/>
  <process id="other" isExecutable="true">
    <startEvent id="begin"/><sequenceFlow id="in" sourceRef="begin" targetRef="what"/>${body}
  </process></definitions>`

let cluster
let first
before(async () => {
  cluster = await Cluster.start('models', {})
  first = cluster.models[0]
})
after(() => cluster?.close())

async function serve(...models) {
  await cluster.kill('service')
  cluster.models = models
  await cluster.up()
}

/** Why Restate tries a call of the instance again. */
const failure = (instance, words) =>
  until(`${instance} fails for ${words}`, async () => {
    const failing = `SELECT last_failure FROM sys_invocation WHERE target_service_key = '${instance}'`
    const rows = await cluster.query(failing)
    return rows.find((row) => row.last_failure?.includes(words))
  })

test('an instance stays on its model, and new ones get the last', async () => {
  await cluster.call('old', 'start', {})
  await serve(first, cluster.write('next.bpmn', model('<userTask id="what"/>')))
  assert.equal((await cluster.call('old', 'show')).open[0].element, 'request-timeout')
  await cluster.call('new', 'start', {})
  assert.equal((await cluster.call('new', 'show')).open[0].element, 'what')
})

test('a call waits for a service that has the model of its instance', async () => {
  const [old, next] = cluster.models
  await serve(next)
  const waiting = cluster.call('old', 'cancel', { reason: 'the test is over' })
  await failure('old', 'does not have the model')
  await serve(old, next)
  assert.equal((await waiting).status, 'cancelled')
})

test('a call waits for a service that does what its step asks for', async () => {
  const sending = model(`<intermediateThrowEvent id="what">${THROW}</intermediateThrowEvent>`)
  const sends = cluster.write('sends.bpmn', sending)
  const [old, next] = cluster.models
  await serve(old, sends)
  const waiting = cluster.call('sender', 'start', {})
  await failure('sender', 'this host does not serve `message` (`hello`)')
  assert.equal((await cluster.state('sender')).size, 0)
  // Here the service that does is one with another model.
  await serve(old, next)
  assert.deepEqual(await waiting, { status: 'active', revision: 1 })
})

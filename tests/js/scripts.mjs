// The example's host for JavaScript, on the package under test.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { test } from 'node:test'

import { answer, evaluate, settle } from '../../examples/node/scripts.mjs'

const require = createRequire(resolve('here.js'))
const { Definition, Instance } = require(process.env.TIDEWHEEL_PACKAGE ?? 'tidewheel')

const model = readFileSync(new URL('../../examples/models/discount-javascript.bpmn', import.meta.url), 'utf8')
const items = [{ price: 40, count: 2 }, { price: 25, count: 2 }]

function run(xml, variables) {
  const { instance } = Instance.start(Definition.parse(xml), { id: 'basket', variables }, 0)
  settle(instance, 0)
  return instance
}

test('conditions and scripts in JavaScript are evaluated by Node', () => {
  for (const [loyal, total] of [[false, 130], [true, 117]]) {
    const instance = run(model, { items, customer: { loyal } })
    assert.equal(instance.status, 'completed')
    assert.equal(instance.variables().total, total)
  }
})

test('what has no value is an incident, and endless scripts are stopped', () => {
  const [failed] = run(model, { items }).obligations()
  assert.equal(failed.code, 'expressionFailed')
  assert.match(failed.message, /customer is not defined/)
  const [stopped] = run(model.replace('items.reduce', 'for (;;);items.reduce'), { items }).obligations()
  assert.equal(stopped.code, 'jobFailed')
  assert.match(stopped.message, /timed out/)
})

test('values are those of JSON, and names that only an expression sees go before variables', () => {
  assert.equal(evaluate('undefined', {}), null)
  assert.deepEqual(evaluate('({ at: new Date(0), f() {} })', {}), { at: '1970-01-01T00:00:00.000Z' })
  const asked = { type: 'evaluation', key: 3, language: 'javascript', source: 'n + m', variables: { n: 1 } }
  assert.deepEqual(answer(asked, { n: 7, m: 2 }), { type: 'evaluated', evaluation: 3, value: 3 })
  assert.equal(answer({ ...asked, language: 'cobol' }, {}), undefined)
})

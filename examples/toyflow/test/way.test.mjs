// What the page makes of a history, and of values, without a browser.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { duration } from '../page/ui/time.mjs'
import { read, shown } from '../page/values.mjs'
import { wayOf } from '../page/way.mjs'

const definition = {
  transitions: [
    { id: 'loop', from: 'a', to: 'a', actions: ['note'] },
    { id: 'one', from: 'a', to: 'b', actions: ['ok'] },
    { id: 'both', from: 'a', to: 'b', actions: ['ok', 'fine'] },
    { id: 'late', from: 'a', to: 'b', timer: { duration: 'P1D' } },
    { id: 'back', from: 'b', to: 'a', actions: ['ok'] },
  ],
}
const state = (stateID) => ({ kind: 'state', stateID })
const act =
  (kind) =>
  (transitionID, actionID, externalID = 'ann') => ({ kind, transitionID, actionID, externalID })
const [chosen, completed, released] = ['chosen', 'completed', 'released'].map(act)
const started = { kind: 'started', externalID: 'ann' }

test('of parallel transitions the one is taken whose actions are done', () => {
  const way = (...history) => wayOf(definition, [started, state('a'), ...history])
  assert.deepEqual(way().taken, [])
  assert.deepEqual(way(completed('one', 'ok'), state('b')).taken, ['one'])
  assert.deepEqual(way(completed('both', 'fine'), completed('one', 'ok'), state('b')).taken, ['one'])
  assert.deepEqual(way(completed('both', 'fine'), completed('both', 'ok'), state('b')).taken, ['both'])
  assert.deepEqual(way(completed('both', 'fine'), state('b')).taken, ['late'])
})

test('loops and ways back are counted', () => {
  const history = [started, state('a'), completed('loop', 'note'), state('a'), completed('one', 'ok'), state('b')]
  const way = wayOf(definition, [...history, completed('back', 'ok'), state('a')])
  assert.deepEqual(way.visits, ['a', 'a', 'b', 'a'])
  assert.deepEqual(way.taken, ['loop', 'one', 'back'])
  assert.equal(way.done.size, 0, 'what was done in a state is over with it')
})

test('of what is open it is known what is done and who is at what', () => {
  const before = [started, state('a'), chosen('both', 'ok', 'ann'), completed('both', 'ok', 'ann')]
  const at = wayOf(definition, [...before, chosen('both', 'fine', 'vera')])
  assert.deepEqual([...at.done], [['both.ok', 'ann']])
  assert.deepEqual(at.chosen, { key: 'both.fine', by: 'vera' })
  assert.equal(
    wayOf(definition, [...before, chosen('both', 'fine', 'vera'), released('both', 'fine', null)]).chosen,
    undefined,
  )
})

test('values are read as what they were shown for', () => {
  const values = ['text', '', '12', '12.50', 'true', 'null', '"quoted"', '{"a": 1}', ' spaces ', 'two\nlines', '007']
  for (const value of [...values, 12, -1.5, true, null, [1, 'two'], { a: { b: [] } }]) {
    assert.deepEqual(read(shown(value)), value, JSON.stringify(value))
  }
  assert.equal(read('1200'), 1200)
  assert.equal(shown('plain'), 'plain')
  assert.equal(read('12345678901234567890'), '12345678901234567890', 'no digit is lost')
})

test('lengths of time are told in words', () => {
  assert.equal(duration('P3DT4H'), '3 days 4 hours')
  assert.equal(duration('PT1M'), '1 minute')
  assert.equal(duration('P1Y2M'), '1 year 2 months')
  for (const text of ['P', '= delay', 'soon']) assert.equal(duration(text), text)
})

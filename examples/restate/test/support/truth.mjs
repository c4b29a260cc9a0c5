// What must be true of an instance, whatever was killed while it ran.

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { commit } from 'tidewheel'

/** Every step is kept once, and the steps give the stored snapshot, byte for byte; nothing else is left. */
export async function assertReplays(cluster, instance) {
  const state = await cluster.state(instance)
  const steps = []
  while (state.has(`step/${steps.length + 1}`)) steps.push(JSON.parse(state.get(`step/${steps.length + 1}`)))
  let snapshot = null
  for (const { at, event, history } of steps) {
    const row = JSON.parse(commit(cluster.definition, snapshot, JSON.stringify(event), at, { history: 'full' }))
    assert.deepEqual(row.history.map((entry) => JSON.parse(entry)), history)
    snapshot = row.snapshot
  }
  assert.equal(state.get('snapshot'), snapshot)
  const names = ['snapshot', ...steps.map((_, index) => `step/${index + 1}`)]
  const others = [...state.keys()].filter((key) => !names.includes(key) && !key.startsWith('asked/'))
  assert.deepEqual(others, [], `${instance} has more than its steps`)
  return steps
}

/** Elements entered, left and cancelled, and errors thrown; in no order, for jobs in parallel have none. */
export function path(history) {
  const moves = history.filter(({ type }) => ['entered', 'left', 'cancelled', 'errorThrown'].includes(type))
  return moves.map(({ type, element }) => `${type} ${element}`).sort()
}

/** Nothing waits, works or will come any more: what was withdrawn is withdrawn in Restate, too. */
export async function assertIdle(cluster) {
  const open = () => cluster.query("SELECT id, target, status FROM sys_invocation WHERE status <> 'completed'")
  // A worker whose work was stopped ends a moment after the process.
  for (let tries = 0; tries < 50 && (await open()).length > 0; tries += 1) await sleep(100)
  assert.deepEqual(await open(), [])
}

// What is marked in the drawing of a machine for one request.

import { wayOf } from '../way.mjs'

/**
 * `{ current, visited, taken, actions }`: the state it is in, how often each state was entered and each transition taken, and
 * for each action (`transition.action`) that is open in the current state, whether it is `done`, `chosen`, `mine` or `open`.
 */
export function marksOf(request) {
  const { definition, history, currStateID: current } = request
  const way = wayOf(definition, history)
  const actions = new Map()
  for (const { id, to, actions: needed = [] } of definition.transitions.filter(({ from }) => from === current)) {
    for (const action of needed) actions.set(`${id}.${action}`, stateOf(way, request, { id, to, action }))
  }
  return { current, visited: counted(way.visits), taken: counted(way.taken), actions }
}

function stateOf({ done, chosen }, { requestActions }, { id, to, action }) {
  const key = `${id}.${action}`
  if (done.has(key)) return { is: 'done', by: done.get(key) }
  if (chosen?.key === key) return { is: 'chosen', by: chosen.by }
  return {
    is: requestActions.some(({ actionID, nextStateID }) => actionID === action && nextStateID === to) ? 'mine' : 'open',
  }
}

function counted(list) {
  const counts = new Map()
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

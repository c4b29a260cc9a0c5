// The way that a request has taken, read from its history.

/**
 * `{ visits, taken, done, chosen }`: the states in the order in which they were entered, the transitions that led from each to
 * the next, and for the state that it is in the actions (`transition.action`) that are done, with who has done each, and the
 * one that somebody is at.
 */
export function wayOf(definition, history) {
  const visits = []
  const taken = []
  let done = new Map()
  let last
  let chosen
  for (const { kind, externalID: by, stateID, transitionID, actionID } of history) {
    const key = `${transitionID}.${actionID}`
    if (kind === 'completed') {
      done.set(key, by)
      last = transitionID
    }
    // Whatever happens next ends a choice.
    chosen = kind === 'chosen' ? { key, by } : undefined
    if (kind !== 'state') continue
    const led = visits.length > 0 && whichLed(definition, visits.at(-1), stateID, { done, last })
    if (led) taken.push(led.id)
    visits.push(stateID)
    done = new Map()
  }
  return { visits, taken, done, chosen }
}

/**
 * Of transitions between the same states it was one all of whose actions were done, and that to which the last of them belongs
 * if that is one; else one whose timer was due.
 */
function whichLed({ transitions }, from, to, { done, last }) {
  const candidates = transitions.filter((one) => one.from === from && one.to === to)
  const isDone = ({ id, actions = [] }) => actions.length > 0 && actions.every((action) => done.has(`${id}.${action}`))
  const complete = candidates.filter(isDone)
  return complete.find(({ id }) => id === last) ?? complete[0] ?? candidates.find(({ timer }) => timer) ?? candidates[0]
}

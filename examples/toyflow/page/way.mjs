// The way that a request has taken, read from its history.

/**
 * `{ visits, taken, done }`: the states in the order in which they were entered, the transitions that led from each to the
 * next, and the actions (`transition.action`) that have been completed in the state it is in, with who did each.
 */
export function wayOf(definition, history) {
  const visits = []
  const taken = []
  let done = new Map()
  for (const entry of history) {
    if (entry.kind === 'completed') done.set(`${entry.transitionID}.${entry.actionID}`, entry.externalID)
    if (entry.kind !== 'state') continue
    const led = visits.length > 0 && whichLed(definition, visits.at(-1), entry, done)
    if (led) taken.push(led.id)
    visits.push(entry.stateID)
    done = new Map()
  }
  return { visits, taken, done }
}

/** Of transitions between the same states it was the one all of whose actions were done; without actions its timer was due. */
function whichLed({ transitions }, from, entry, done) {
  const candidates = transitions.filter((one) => one.from === from && one.to === entry.stateID)
  const isDone = ({ id, actions = [] }) => actions.length > 0 && actions.every((action) => done.has(`${id}.${action}`))
  return candidates.find(isDone) ?? candidates.find(({ timer }) => timer) ?? candidates[0]
}

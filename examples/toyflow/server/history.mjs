// What has happened to a request, in the words of state machines.

/** The events and the history of an instance as one list, the oldest first. */
export function historyOf(events, entries, machine) {
  const elements = new Map()
  const told = []
  for (const { revision, at, event } of events) {
    const time = new Date(at).toISOString()
    if (revision === 1) told.push({ time, kind: 'started', externalID: event.requester })
    if (event.type === 'jobCompleted') {
      const action = actionOf(elements.get(event.job), event.job, machine)
      told.push({ time, kind: 'completed', externalID: event.by, ...action })
    }
    for (const { entry } of entries.filter((row) => row.revision === revision)) {
      if (entry.type === 'actionChosen') elements.set(entry.job, entry.element)
      const more = ofEntry(entry, event, machine)
      if (more !== undefined) told.push({ time, ...more })
    }
  }
  return told
}

function ofEntry(entry, event, machine) {
  if (entry.type === 'entered') {
    const state = machine.states.find(({ id }) => id === entry.element)
    if (state === undefined) return undefined
    return { kind: 'state', stateID: state.id, stateName: state.name ?? state.id, stateType: state.type }
  }
  if (entry.type === 'actionChosen') {
    return { kind: 'chosen', externalID: entry.by, ...actionOf(entry.element, entry.job, machine) }
  }
  if (entry.type === 'actionReleased') {
    // Else nobody has given it back: it was held for too long.
    const by = event.type === 'actionReleased' ? entry.by : null
    return { kind: 'released', externalID: by, ...actionOf(entry.element, entry.job, machine) }
  }
  return undefined
}

/** The action that an element `transition.action` stands for: ids have no dots. */
function actionOf(element, job, machine) {
  const [transitionID, id] = element.split('.')
  const action = machine.actions.find((known) => known.id === id)
  return { requestActionID: String(job), actionID: id, actionName: action?.name ?? id, transitionID }
}

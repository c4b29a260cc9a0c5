// What has happened to a request, in the words of state machines.

/** The words for the entries of the engine's history that are about actions. */
const KINDS = { actionChosen: 'chosen', actionReleased: 'released', actionCompleted: 'completed' }

/**
 * What is kept of an instance as one list, the oldest first.
 *
 * @param freed the revisions in which a person has given a choice back; else its time was over
 */
export function historyOf(entries, freed, requester, machine) {
  const told = []
  for (const { revision, n, at, entry } of entries) {
    const time = new Date(at).toISOString()
    if (revision === 1 && n === 0) told.push({ time, kind: 'started', externalID: requester })
    const kind = KINDS[entry.type]
    if (kind !== undefined) {
      const externalID = kind === 'released' && !freed.has(revision) ? null : entry.by
      told.push({ time, kind, externalID, ...actionOf(entry, machine) })
    }
    const state = entry.type === 'entered' ? machine.states.find(({ id }) => id === entry.element) : undefined
    if (state !== undefined) {
      told.push({ time, kind: 'state', stateID: state.id, stateName: state.name ?? state.id, stateType: state.type })
    }
  }
  return told
}

/** The action that an element `transition.action` stands for: ids have no dots. */
function actionOf({ element, job }, machine) {
  const [transitionID, id] = element.split('.')
  const action = machine.actions.find((known) => known.id === id)
  return { requestActionID: String(job), actionID: id, actionName: action?.name ?? id, transitionID }
}

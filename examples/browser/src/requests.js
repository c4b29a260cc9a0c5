// Requests that people move on: the events by which they do, and what a model says of them. A model is a state machine,
// or BPMN with the engine's own extension elements, as which a machine is drawn.

const NAMESPACE = 'urn:tidewheel:bpmn:1.0';

/** A machine is told from BPMN as the engine does it: by how the text begins. */
export const isMachine = (text) => /^\s*\{/.test(text);

/** `{ actions, members }`: the ids of the tasks that are actions, and people's names by the id of their group. */
export function peopleOf(xml) {
  const people = { actions: new Set(), members: new Map() };
  if (!xml.includes(NAMESPACE)) return people;
  const file = new DOMParser().parseFromString(xml, 'text/xml');
  const all = (name) => [...file.getElementsByTagNameNS(NAMESPACE, name)];
  for (const action of all('action')) people.actions.add(action.closest('extensionElements')?.parentElement?.id);
  for (const group of all('group'))
    people.members.set(group.id, [...group.children].map((member) => member.textContent.trim()));
  return people;
}

/**
 * Somebody chooses an action. Whoever tries a model may be anybody, so the person is taken to be in each group that the
 * action is for; whether only the requester may do it still holds.
 */
export const choice = ({ key, candidateGroups = [] }, by) => ({
  type: 'actionChosen',
  job: key,
  by,
  groups: candidateGroups,
});

export const completion = ({ key }, by, variables = {}) => ({ type: 'actionCompleted', job: key, by, variables });

export const release = ({ key }, by) => ({ type: 'actionReleased', job: key, by });

/**
 * What comes next where an action is done by itself: it is chosen, then completed by whoever has it. Undefined while
 * another one blocks the request, and where the person may not do it.
 */
export function nextEvent(job, by, variables, session) {
  const { chosen, actions } = session.actions(by, job.candidateGroups);
  if (chosen) return chosen.job === job.key ? completion(job, chosen.by, variables) : undefined;
  return actions.some((allowed) => allowed.job === job.key) ? choice(job, by) : undefined;
}

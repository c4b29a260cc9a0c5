// Steps of an instance whose events the page does not have: as much as the host's history tells, and how it stands now.

/**
 * Rows as a session has them, oldest first.
 *
 * @param steps all steps as the host tells them
 * @param seen what it says of the instance now
 */
export function rowsOf(steps, seen, definition) {
  // Without any history there is only how it began and how it stands.
  const told = steps.some(({ history }) => history.length > 0) ? steps : [...new Set([steps[0], steps.at(-1)])];
  const live = new Map();
  const last = told.length - 1;
  return told.map((step, index) => {
    const entries = step.history.filter(({ entry }) => entry.user === undefined).map(({ entry }) => entry);
    const history = index === last ? completed(entries, live, seen) : entries;
    for (const entry of history) fold(live, entry);
    return row(step, index, history, index === last ? seen : undefined, [...live.values()], definition);
  });
}

/** What is active and was not told of is taken for entered now. */
function completed(entries, live, seen) {
  const known = new Map(live);
  for (const entry of entries) fold(known, entry);
  const missing = seen.active.filter(({ key, scope }) => scope !== undefined && !known.has(key));
  return [...entries, ...missing.map((activation) => ({ type: 'entered', ...activation }))];
}

function fold(live, entry) {
  if (entry.type === 'entered') live.set(entry.key, { key: entry.key, element: entry.element, scope: entry.scope });
  if (entry.type === 'left' || entry.type === 'cancelled') live.delete(entry.key);
}

function row({ at, event, history: all }, index, history, seen, active) {
  const obligations = seen?.obligations.map(({ data }) => data) ?? [];
  const incidents = obligations.filter(({ type }) => type === 'incident');
  return {
    index,
    at,
    event: event ?? { type: index === 0 ? 'start' : 'step' },
    subject: index === 0 ? undefined : subjectOf(history),
    instances: [],
    notes: all.filter(({ entry }) => entry.user !== undefined),
    outcome: {
      at,
      status: seen?.instance.status ?? 'active',
      history,
      effects: incidents.map((incident) => ({ ...incident, type: 'openIncident' })),
    },
    active: seen?.active ?? active,
    joining: new Map(),
    obligations,
    instance: { variables: (scope) => (scope === undefined ? seen?.variables : undefined), free() {} },
  };
}

/** A step is about what was left first, else about what else happened first. */
function subjectOf(history) {
  const first =
    history.find(({ type }) => type === 'left' || type === 'cancelled') ?? history.find(({ element }) => element);
  return first && { element: first.element, activation: first.key };
}

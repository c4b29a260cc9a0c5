// In which order the tokens of one step are seen to move: flows of one wave move side by side, waves one after another.

/**
 * @param history the entries of one step
 * @param endsOf id of a sequence flow -> `{ source, target }`
 * @returns waves, each a list of flow ids
 */
export function wavesOf(history, endsOf) {
  const waves = [];
  const reached = new Map();
  const scopes = new Map();
  const last = () => Math.max(0, waves.length);
  for (const entry of history) {
    if (entry.type === 'entered') {
      if (entry.scope !== undefined && scopes.has(entry.scope)) {
        if (!reached.has(entry.element)) reached.set(entry.element, reached.get(scopes.get(entry.scope)) ?? 0);
      }
      scopes.set(entry.key, entry.element);
    }
    // What a scope, an error or an escalation sets going is seen to come after all that led to it.
    if (entry.type === 'left' && !reached.has(entry.element)) reached.set(entry.element, last());
    if (entry.type === 'left' && isScope(entry, history)) reached.set(entry.element, last());
    if (entry.caughtBy) reached.set(entry.caughtBy, last());
    if (entry.type === 'flowTaken') {
      const { source, target } = endsOf(entry.flow);
      const wave = reached.get(source) ?? 0;
      (waves[wave] ??= []).push(entry.flow);
      reached.set(target, Math.max(reached.get(target) ?? 0, wave + 1));
    }
  }
  return waves.filter(Boolean);
}

const isScope = (left, history) => history.some((entry) => entry.type === 'entered' && entry.scope === left.key);

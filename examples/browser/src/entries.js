// The ways into a process: its start events, and what else a message, a signal or a condition can start it at.

import { describeTrigger } from './describe.js';

/**
 * `{ element, trigger? }` for each way in, in the order of the file, the one that is taken without asking first.
 *
 * @param definition a parsed definition
 * @param process id of the process
 * @param at the time from which timers count
 */
export function entriesOf(definition, process, at) {
  const triggers = new Map();
  for (const start of definition.subscriptions?.(at) ?? [])
    if (start.process === process) triggers.set(start.element, [...(triggers.get(start.element) ?? []), start]);
  return definition.elements
    .filter(({ id, type, scope }) => triggers.has(id) || (type === 'startEvent' && scope === process))
    .map(({ id }) => ({ element: id, trigger: triggers.get(id)?.map(describeTrigger).join(' or ') }))
    .sort((one, other) => Boolean(one.trigger) - Boolean(other.trigger));
}

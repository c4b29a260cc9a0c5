// A small mark at the top right of each visited element: its state as a sign, or a dot for each token that is there, and
// how often it was visited.

import { h, icon } from '../ui/dom.js';

const SIGNS = { done: 'check', failed: 'bolt', cancelled: 'cross', incident: 'alert' };
const MOST_DOTS = 3;
const SHOWN = /Task|subProcess|transaction|callActivity|Event$|Gateway$|^task$/i;

/** Elements in `unseen` get none yet. */
export function drawBadges(overlays, registry, session, unseen = new Set()) {
  overlays.remove({ type: 'badge' });
  if (!session) return;
  for (const { id, type } of session.definition.elements) {
    const state = session.statistics.state(id);
    if (state === 'pending' || unseen.has(id) || !SHOWN.test(type) || !registry.get(id)) continue;
    const { statistics } = session;
    const small = registry.get(id).width <= 50;
    overlays.add(id, 'badge', {
      position: small ? { top: -6, right: 9 } : { top: -9, right: 11 },
      scale: { min: 0.75, max: 1.2 },
      html: badge(
        state,
        { count: statistics.count(id), tokens: statistics.tokens(id), ...progress(session, id) },
        small,
      ),
    });
  }
}

/** How many instances of an activity are done, and of how many where that is known beforehand. */
function progress(session, id) {
  const body = session.statistics.body(id);
  if (!body) return {};
  const { numberOfInstances: total, numberOfCompletedInstances: done = 0 } = session.variables(body.key) ?? {};
  // A loop does not know how often it will run.
  return total > 0 ? { done, total } : {};
}

function badge(state, { count, tokens, done, total }, small) {
  const dots = Array.from({ length: Math.min(MOST_DOTS, Math.max(1, tokens)) }, () => h('span.dot'));
  const sign = SIGNS[state] ? icon(SIGNS[state]) : dots;
  const label = [state, total !== undefined && `${done} of ${total} instances done`, count > 1 && `${count} visits`];
  return h(
    `.badge.${state}${small ? '.small' : ''}`,
    { title: label.filter(Boolean).join(', '), data: { state, count } },
    sign,
    total !== undefined ? h('span', {}, `${done}/${total}`) : count > Math.max(1, tokens) && h('span', {}, `×${count}`),
  );
}

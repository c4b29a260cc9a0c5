// Buttons beside what waits: answer it where it stands.

import { instanceName } from '../describe.js';
import { h, iconButton } from '../ui/dom.js';
import { actionsFor } from '../panels/actions.js';

const SCALE = { min: 0.9, max: 1.25 };

/** @param answer called with (action, obligation, the button) */
export function drawPads(overlays, registry, session, answer) {
  overlays.remove({ type: 'pad' });
  if (!session || session.ended || session.suspended) return;
  const placed = new Map();
  // How long a choice lasts has no place beside the choice; the list has it.
  const chosen = session.request?.chosen?.element;
  const open = session.obligations.filter(({ type, element }) => type !== 'timer' || element !== chosen);
  for (const alike of groups(open)) {
    const [obligation] = alike;
    const shape = registry.get(obligation.element);
    const actions = actionsFor(obligation, session.request);
    if (!shape || actions.length === 0) continue;
    const nth = placed.get(shape.id) ?? 0;
    placed.set(shape.id, nth + 1);
    if (nth > 2) continue;
    const instances = session.statistics.instancesAround(obligation.activation);
    const html = pad(obligation, actions, instances, alike.length, answer);
    overlays.add(shape.id, 'pad', { position: position(shape, nth), scale: SCALE, html });
  }
}

/** What the instances of an element wait for in the same way gets one pad, for the first of them. */
function groups(obligations) {
  const found = new Map();
  for (const open of obligations) {
    const what = JSON.stringify([open.element, open.type, open.type === 'subscription' && [open.kind, open.name]]);
    found.set(what, [...(found.get(what) ?? []), open]);
  }
  return found.values();
}

/** Events have their label below and flows at their sides: a corner is free. Tasks have room at an edge without boundary events. */
function position(shape, nth) {
  if (shape.width <= 50) return { top: -18 - nth * 26, left: -22 };
  const middle = shape.y + shape.height / 2;
  const below = shape.attachers.some((attacher) => attacher.y + attacher.height / 2 > middle);
  const above = shape.attachers.some((attacher) => attacher.y + attacher.height / 2 < middle);
  // Above the badge, which has the corner.
  return below && !above ? { top: -37 - nth * 28, left: 4 } : { bottom: 13 - nth * 28, left: 4 };
}

function pad(obligation, actions, instances, count, answer) {
  const which = instanceName(instances);
  const buttons = actions.map((action) =>
    iconButton(
      action.icon,
      [action.label, which].filter(Boolean).join(', '),
      (event) => answer(action, obligation, event.currentTarget),
      {
        class: `icon-button ${action.tone ?? ''}`,
        data: { action: action.id, element: obligation.element },
      },
    ),
  );
  const title = count > 1 ? `${which ?? 'the first'}; ${count} wait here, all are in the list` : which;
  const label =
    (which || count > 1) && h('span.which', { title }, instances.length > 0 ? `#${instances.join('.')}` : `1/${count}`);
  const { by } = actions[0];
  const who = by && h('span.which', { title: `${by} has chosen it` }, by);
  return h(`.pad.${obligation.type}`, { data: { element: obligation.element } }, label, who, buttons);
}

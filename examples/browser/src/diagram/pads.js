// Buttons beside what waits: answer it where it stands.

import { h, iconButton } from '../ui/dom.js';
import { actionsFor } from '../panels/actions.js';

const SCALE = { min: 0.9, max: 1.25 };

/** @param answer called with (action, obligation, the button) */
export function drawPads(overlays, registry, session, answer) {
  overlays.remove({ type: 'pad' });
  if (!session || session.ended) return;
  const placed = new Map();
  for (const obligation of session.obligations) {
    const shape = registry.get(obligation.element);
    if (!shape) continue;
    const nth = placed.get(shape.id) ?? 0;
    placed.set(shape.id, nth + 1);
    if (nth > 2) continue;
    overlays.add(shape.id, 'pad', { position: position(shape, nth), scale: SCALE, html: pad(obligation, answer) });
  }
}

/** Events have their label below and flows at their sides: a corner is free. Tasks have room at an edge without boundary events. */
function position(shape, nth) {
  if (shape.width <= 50) return { top: -18 - nth * 26, left: -22 };
  const middle = shape.y + shape.height / 2;
  const below = shape.attachers.some((attacher) => attacher.y + attacher.height / 2 > middle);
  const above = shape.attachers.some((attacher) => attacher.y + attacher.height / 2 < middle);
  return below && !above ? { top: -13 - nth * 28, left: 4 } : { bottom: 13 - nth * 28, left: 4 };
}

function pad(obligation, answer) {
  const buttons = actionsFor(obligation).map((action) =>
    iconButton(action.icon, action.label, (event) => answer(action, obligation, event.currentTarget), {
      class: `icon-button ${action.tone ?? ''}`,
      data: { action: action.id, element: obligation.element },
    }),
  );
  return h(`.pad.${obligation.type}`, { data: { element: obligation.element } }, buttons);
}

// Moving tokens by hand, for when a run stands where it should not.

import { h } from '../ui/dom.js';
import { toast } from '../ui/toast.js';

const ENTERED_BY_THEMSELVES = new Set(['boundaryEvent', 'startEvent']);

/** A button that lets a token enter an element; undefined where that cannot be. */
export function startHere(app, element) {
  if (!modifiable(app) || ENTERED_BY_THEMSELVES.has(element.type)) return undefined;
  return link('Start here', 'Lets a token enter this element, beside all that runs already', () =>
    modify(app, { type: 'startBefore', element: element.id }),
  );
}

/** A button that withdraws a live visit; undefined where it has ended. */
export function withdraw(app, visit) {
  if (!modifiable(app) || visit.state !== 'active') return undefined;
  return link('Withdraw', 'Ends this visit, with all inside it; no token goes on', () =>
    modify(app, { type: 'cancel', activation: visit.key }),
  );
}

const modifiable = ({ session, readOnly }) => session.started && !session.ended && !readOnly;

const link = (text, title, onclick) => h('button.link', { type: 'button', title, onclick }, text);

function modify(app, instruction) {
  try {
    app.apply({ type: 'modify', instructions: [instruction] });
  } catch (error) {
    toast(error.message, 'error');
  }
}

// States as CSS classes on the shapes; only what changed is touched.

const PREFIX = 'tw-';

export class Markers {
  #set = new Map();

  constructor(viewer) {
    this.viewer = viewer;
  }

  /** The diagram has been replaced: nothing is marked any more. */
  forget() {
    this.#set.clear();
  }

  /**
   * Marks every element by its state, and every taken flow, at the step that a session shows; without a session, none.
   * Elements and flows in `unseen` stay as they are.
   */
  show(session, unseen = new Set()) {
    const wanted = new Map();
    const elements = session?.definition.elements ?? [];
    const scopes = new Set(elements.map((element) => element.scope));
    for (const { id } of elements) {
      const state = session.statistics.state(id);
      // A scope keeps its ground, or one could not tell what inside it has been reached.
      if (state !== 'pending') wanted.set(id, scopes.has(id) ? `${state}-scope` : state);
    }
    for (const [flow, count] of session?.statistics.takenFlows ?? []) if (count > 0) wanted.set(flow, 'taken');
    for (const id of [...this.#set.keys()]) if (!wanted.has(id)) this.#mark(id, undefined);
    for (const [id, marker] of wanted) if (!unseen.has(id)) this.#mark(id, marker);
  }

  #mark(id, marker) {
    const old = this.#set.get(id);
    if (old === marker || !this.viewer.get('elementRegistry').get(id)) return;
    const canvas = this.viewer.get('canvas');
    if (old) canvas.removeMarker(id, PREFIX + old);
    if (marker) canvas.addMarker(id, PREFIX + marker);
    if (marker) this.#set.set(id, marker);
    else this.#set.delete(id);
  }
}

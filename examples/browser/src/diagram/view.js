// Which part of the diagram is seen.

const MARGIN = 20;
/** Buttons stand above what is at the top, and those for the zoom at its side, unless something is drawn there. */
const HEAD = 24;
const ZOOM = { width: 112, height: 56 };
const LARGEST = 1.1;
const LOGO = { width: 72, height: 38 };

/** Shows the whole diagram until somebody moves or zooms it; after that only when asked to. */
export class View {
  #fitting = false;
  #fitted = true;

  constructor(viewer, container) {
    this.viewer = viewer;
    this.container = container;
    viewer.get('eventBus').on('canvas.viewbox.changed', () => (this.#fitted = this.#fitting));
    new ResizeObserver(() => this.#resized()).observe(container);
  }

  /** Shows all of the diagram, with a margin, and hardly larger than life. */
  fit(head = HEAD) {
    const note = this.container.parentElement.querySelector('.canvas-note:not([hidden])');
    const canvas = this.viewer.get('canvas');
    const { inner, outer } = canvas.viewbox();
    if (inner.width === 0 || outer.width === 0) return;
    const fitting = (width, height) =>
      Math.min(LARGEST, width / (inner.width + 2 * MARGIN), height / (inner.height + head + 2 * MARGIN));
    // The logo in the corner is to be seen as well: the diagram stays beside or above it, whichever leaves it larger.
    // A note at the bottom leaves only the place above.
    const foot = note ? note.offsetHeight + MARGIN : LOGO.height;
    const beside = note ? 0 : fitting(outer.width - LOGO.width, outer.height);
    const above = fitting(outer.width, outer.height - foot);
    const scale = Math.max(beside, above);
    const [right, bottom] = beside > above ? [LOGO.width, 0] : [0, foot];
    const [width, height] = [outer.width / scale, outer.height / scale];
    const x = inner.x - (width - right / scale - inner.width) / 2;
    const y = inner.y - (height - bottom / scale - inner.height + head) / 2;
    if (head === HEAD && this.#draws({ x: x + width - ZOOM.width / scale, y: y + ZOOM.height / scale }))
      return this.fit(HEAD + ZOOM.height);
    this.#fitting = true;
    canvas.viewbox({ x, y, width, height });
    this.#fitting = false;
    this.#fitted = true;
  }

  /** Is a shape drawn above and to the right of a point? */
  #draws({ x, y }) {
    const shapes = this.viewer.get('elementRegistry').filter(({ waypoints, parent }) => parent && !waypoints);
    return shapes.some((shape) => shape.x + shape.width > x && shape.y < y);
  }

  /** A notch nearer (1) or farther (-1). */
  zoom(notch) {
    this.viewer.get('zoomScroll').stepZoom(notch);
  }

  /** Brings an element into view where it is outside. */
  reveal(element) {
    const canvas = this.viewer.get('canvas');
    // What is inside of a collapsed subprocess is drawn on a plane of its own.
    const plane = canvas.findRoot(element);
    if (plane && plane !== canvas.getRootElement()) canvas.setRootElement(plane);
    const seen = canvas.viewbox();
    const { x, y } = element.waypoints?.[0] ?? element;
    const inside = x >= seen.x && y >= seen.y && x <= seen.x + seen.width && y <= seen.y + seen.height;
    if (!inside) canvas.scrollToElement(element, 80);
  }

  #resized() {
    const keep = this.#fitted;
    this.viewer.get('canvas').resized();
    if (keep && this.viewer.getDefinitions()) this.fit();
  }
}

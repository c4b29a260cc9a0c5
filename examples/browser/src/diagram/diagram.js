// The diagram: bpmn-js with the run drawn on it.

import OutlineModule from 'bpmn-js/lib/features/outline';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { drawBadges } from './badges.js';
import { Markers } from './markers.js';
import { drawPads } from './pads.js';
import { Tokens } from './tokens.js';
import { hasDiagram, layOut } from './layout.js';

const COLOURS = {
  defaultFillColor: 'var(--shape-fill)',
  defaultStrokeColor: 'var(--shape-stroke)',
  defaultLabelColor: 'var(--shape-text)',
};

const MARGIN = 20;
const LARGEST = 1.25;
const LOGO = { width: 72, height: 38 };

export class Diagram {
  constructor(container, app, answer) {
    this.app = app;
    this.answer = answer;
    this.viewer = new NavigatedViewer({ container, bpmnRenderer: COLOURS, additionalModules: [OutlineModule] });
    this.markers = new Markers(this.viewer);
    this.tokens = new Tokens(this.viewer, app);
    this.loaded = Promise.resolve();
    this.#listen();
  }

  get(service) {
    return this.viewer.get(service);
  }

  /** Draws a model; resolves to a note for the user where the diagram had to be made up or could not be drawn. */
  load(model) {
    this.drawn = false;
    this.loaded = this.#import(model);
    return this.loaded;
  }

  async #import({ xml, definition }) {
    this.tokens.stop();
    this.markers.forget();
    this.viewer.clear();
    let text = xml;
    let note;
    try {
      if (!hasDiagram(xml)) {
        text = await layOut(xml, this.app.engine);
        note = 'this file holds no diagram, so one was laid out for it';
      }
      await this.viewer.importXML(text);
    } catch (error) {
      return definition
        ? `the diagram could not be drawn (${firstLine(error)}); the process runs all the same`
        : `the diagram could not be drawn: ${firstLine(error)}`;
    }
    this.drawn = true;
    this.fit();
    return note;
  }

  /** Codes of the errors that the model declares. */
  get errorCodes() {
    const roots = this.drawn ? (this.viewer.getDefinitions().rootElements ?? []) : [];
    return roots.filter((root) => root.$type === 'bpmn:Error' && root.errorCode).map((root) => root.errorCode);
  }

  /** Names of the signals that the model declares. */
  get signalNames() {
    const roots = this.drawn ? (this.viewer.getDefinitions().rootElements ?? []) : [];
    return roots.filter((root) => root.$type === 'bpmn:Signal' && root.name).map((root) => root.name);
  }

  /** Shows the whole diagram, with a margin, and not larger than life. */
  fit() {
    if (!this.drawn) return;
    const canvas = this.get('canvas');
    const { inner, outer } = canvas.viewbox();
    const fitting = (width, height) =>
      Math.min(LARGEST, width / (inner.width + 2 * MARGIN), height / (inner.height + 2 * MARGIN));
    // The logo in the corner is to be seen as well: the diagram stays beside or above it, whichever leaves it larger.
    const beside = fitting(outer.width - LOGO.width, outer.height);
    const above = fitting(outer.width, outer.height - LOGO.height);
    const scale = Math.max(beside, above);
    const [right, bottom] = beside > above ? [LOGO.width, 0] : [0, LOGO.height];
    const [width, height] = [outer.width / scale, outer.height / scale];
    const x = inner.x - (width - right / scale - inner.width) / 2;
    const y = inner.y - (height - bottom / scale - inner.height) / 2;
    canvas.viewbox({ x, y, width, height });
  }

  /** A notch nearer (1) or farther (-1). */
  zoom(notch) {
    if (this.drawn) this.get('zoomScroll').stepZoom(notch);
  }

  /** Draws the step that is shown, at once. */
  show() {
    if (!this.drawn) return;
    const session = this.#held();
    this.#draw();
    drawPads(this.get('overlays'), this.get('elementRegistry'), session, this.answer);
    this.#highlight(this.app.selection);
  }

  /** Lets tokens run along the flows of a step and reveals what they reach, then draws the rest. */
  async animate(row, speed) {
    if (!this.drawn) return;
    const { history } = row.outcome;
    const unseen = new Set(history.filter((entry) => entry.type === 'entered').map((entry) => entry.element));
    for (const entry of history) if (entry.type === 'flowTaken') unseen.add(entry.flow);
    this.get('overlays').remove({ type: 'pad' });
    this.#draw(unseen);
    const seen = await this.tokens.run(history, speed, (ids) => {
      for (const id of ids) unseen.delete(id);
      this.#draw(unseen);
    });
    if (seen) this.show();
  }

  #held() {
    return this.app.session?.started ? this.app.session : undefined;
  }

  #draw(unseen) {
    this.markers.show(this.#held(), unseen);
    drawBadges(this.get('overlays'), this.get('elementRegistry'), this.#held(), unseen);
  }

  /** Selects an element and brings it into view where it is outside. */
  reveal(id) {
    const element = this.drawn && this.get('elementRegistry').get(id);
    if (!element) return;
    const box = this.get('canvas').viewbox();
    const inside =
      element.x >= box.x && element.y >= box.y && element.x <= box.x + box.width && element.y <= box.y + box.height;
    if (!inside) this.get('canvas').scrollToElement(element, 80);
  }

  #highlight(id) {
    const element = id && this.get('elementRegistry').get(id);
    this.get('selection').select(element ?? null);
  }

  #listen() {
    this.get('eventBus').on('element.click', ({ element }) => {
      const id = element.labelTarget?.id ?? element.id;
      this.app.select(element.parent && this.app.byId?.has(id) ? id : undefined);
    });
  }
}

const firstLine = (error) => String(error.message ?? error).split('\n')[0];

// The diagram: bpmn-js with the run drawn on it.

import OutlineModule from 'bpmn-js/lib/features/outline';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { drawBadges } from './badges.js';
import { Markers } from './markers.js';
import { drawPads } from './pads.js';
import { Tokens } from './tokens.js';
import { isMachine } from '../requests.js';
import { hasDiagram, layOut } from './layout.js';
import { View } from './view.js';

const COLOURS = {
  defaultFillColor: 'var(--shape-fill)',
  defaultStrokeColor: 'var(--shape-stroke)',
  defaultLabelColor: 'var(--shape-text)',
};

export class Diagram {
  constructor(container, app, answer) {
    this.app = app;
    this.answer = answer;
    this.viewer = new NavigatedViewer({ container, bpmnRenderer: COLOURS, additionalModules: [OutlineModule] });
    this.view = new View(this.viewer, container);
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
    this.loaded = this.loaded.then(() => this.#import(model));
    return this.loaded;
  }

  async #import(model) {
    const { xml, definition } = model;
    this.tokens.stop();
    this.markers.forget();
    this.viewer.clear();
    if (isMachine(xml)) return 'a state machine is drawn once it can be run';
    let text = xml;
    let note;
    try {
      if (!hasDiagram(xml)) {
        text = await layOut(model, this.app.engine, this.app.process);
        note = 'this file holds no diagram, so one was laid out for it';
      }
      await this.viewer.importXML(text);
      await this.#turnTo(this.app.process);
    } catch (error) {
      return definition
        ? `the diagram could not be drawn (${firstLine(error)}); the process runs all the same`
        : `the diagram could not be drawn: ${firstLine(error)}`;
    }
    this.#nameByIds();
    this.drawn = model === this.app.model;
    this.fit();
    return note;
  }

  /** A file may draw each of its processes on a page of its own. */
  async #turnTo(process) {
    const { diagrams = [] } = this.viewer.getDefinitions();
    const shows = ({ plane }) =>
      plane?.bpmnElement?.id === process ||
      plane?.bpmnElement?.participants?.some(({ processRef }) => processRef?.id === process);
    const page = diagrams.find(shows);
    if (page && page !== diagrams[0]) await this.viewer.open(page);
  }

  /** Activities without a name are drawn with their id, by which the panels call them. */
  #nameByIds() {
    const factory = this.get('graphicsFactory');
    this.get('elementRegistry').forEach((element, graphics) => {
      const model = element.businessObject;
      if (element.waypoints || model?.name || !model?.$instanceOf?.('bpmn:Activity') || !element.parent) return;
      model.name = model.id;
      factory.update('shape', element, graphics);
    });
  }

  /** What the model declares: codes of errors and escalations, names of signals. */
  get declared() {
    const roots = this.drawn ? (this.viewer.getDefinitions().rootElements ?? []) : [];
    const all = (type, property) =>
      roots.filter((root) => root.$type === type && root[property]).map((root) => root[property]);
    return {
      errorCodes: all('bpmn:Error', 'errorCode'),
      escalationCodes: all('bpmn:Escalation', 'escalationCode'),
      signalNames: all('bpmn:Signal', 'name'),
    };
  }

  fit() {
    if (this.drawn) this.view.fit();
  }

  zoom(notch) {
    if (this.drawn) this.view.zoom(notch);
  }

  /** Draws the step that is shown, at once. */
  show() {
    if (!this.drawn) return;
    const session = this.#held();
    this.#draw();
    if (!this.app.readOnly) drawPads(this.get('overlays'), this.get('elementRegistry'), session, this.answer);
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

  /** Brings an element into view where it is outside. */
  reveal(id) {
    const element = this.drawn && this.get('elementRegistry').get(id);
    if (element?.parent) this.view.reveal(element);
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

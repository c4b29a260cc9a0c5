// Everything about one element, or about the run as a whole while none is chosen.

import { describeLine, instanceName, STATE_NAMES, typeName } from '../describe.js';
import { formatDuration, formatElapsed, formatInstant } from '../time.js';
import { fill, h, iconButton } from '../ui/dom.js';
import { startHere, withdraw } from './modify.js';
import { PolicyEditor } from './policies.js';
import { jsonBlock } from './variables.js';

const VISITS_SHOWN = 20;
const LINES_SHOWN = 200;

export class Inspector {
  constructor(app, answers) {
    this.app = app;
    this.answers = answers;
    this.policies = new PolicyEditor(app);
    this.element = h('section.inspector', { id: 'inspector' });
    app.on('model selection scenario', () => this.draw());
    app.on('change', () => this.#update());
    this.element.addEventListener('focusout', (event) => {
      if (this.stale && !this.element.contains(event.relatedTarget)) this.draw();
    });
  }

  /** Draws anew, but not under the hands of somebody who is typing. */
  #update() {
    this.stale = this.element.matches(':has(input:focus, select:focus, textarea:focus)');
    if (!this.stale) this.draw();
  }

  draw() {
    this.stale = false;
    const element = this.app.byId?.get(this.app.selection);
    this.element.dataset.element = element?.id ?? '';
    if (element) this.#drawElement(element);
    else this.#drawRun();
  }

  #drawRun() {
    const { session, model } = this.app;
    if (!session?.started) {
      const hint = this.app.readOnly ? 'Loading…' : 'Click an element of the diagram to see what is known about it.';
      fill(
        this.element,
        h('p.empty', {}, model?.definition ? hint : ''),
      );
      return;
    }
    const variables = session.variables();
    fill(
      this.element,
      h(
        'header',
        {},
        h('h2', {}, 'Variables'),
        !session.ended &&
          !this.app.readOnly &&
          iconButton('pencil', 'Set variables', (event) => this.answers.setVariables(event.currentTarget), {
            id: 'set-variables',
          }),
      ),
      variables ? jsonBlock(variables, 'process-variables') : h('p.empty', {}, 'Not known of this step.'),
      this.app.live && h('p.empty.hint', {}, 'Click an element of the diagram for its inputs, outputs and log.'),
    );
  }

  #drawElement(element) {
    const { session } = this.app;
    const statistics = session.started ? session.statistics : undefined;
    const state = statistics?.state(element.id) ?? 'pending';
    const visits = statistics?.visits(element.id) ?? [];
    fill(
      this.element,
      h(
        'header',
        {},
        h(
          '.titles',
          {},
          h('h2', {}, element.name || element.id),
          h('p.kind', {}, `${typeName(element.type)} `, h('code', {}, element.id)),
        ),
        iconButton('cross', 'Close (Esc)', () => this.app.select(undefined)),
      ),
      h(
        'dl.facts',
        {},
        fact('Status', h(`span.state.${state}`, { data: { state } }, STATE_NAMES[state])),
        fact('Visits', `${statistics?.count(element.id) ?? 0}`),
        fact('Line', `${element.line}`),
      ),
      startHere(this.app, element),
      this.#visits(visits),
      this.policies.draw(element),
      this.#log(statistics?.log(element.id) ?? []),
    );
  }

  #visits(visits) {
    if (visits.length === 0) return h('p.empty', {}, 'Not reached in this run.');
    const shown = visits.slice(-VISITS_SHOWN).reverse();
    return h(
      '.visits',
      {},
      shown.map((visit, index) => this.#visit(visit, visits.length - index, index === 0)),
    );
  }

  #visit(visit, number, open) {
    const { session } = this.app;
    const elapsed = (at) => h('time', { title: `${formatInstant(at)} UTC` }, formatElapsed(at - session.startedAt));
    const live = session.statistics.isStuck(visit) ? 'incident' : visit.inner > 0 ? 'running' : 'waiting';
    const state = visit.state === 'active' ? live : visit.state;
    const seen = session.variables(visit.key, session.rows[visit.startStep]);
    const inputs = seen && withoutCounts(seen, visit);
    return h(
      'details.visit',
      { open },
      h(
        'summary',
        {},
        h(`span.state.${state}`, {}, STATE_NAMES[state]),
        h('span.span', {}, elapsed(visit.start), visit.end !== undefined && [' → ', elapsed(visit.end)]),
        h('span.which', {}, whichVisit(visit, number)),
        h(
          'span.length',
          {},
          visit.end === undefined
            ? ''
            : visit.end === visit.start
              ? 'at once'
              : formatDuration(visit.end - visit.start),
        ),
      ),
      inputs && h('.data', {}, h('h4', {}, 'Inputs'), jsonBlock(inputs, 'inputs')),
      visit.outputs && h('.data', {}, h('h4', {}, 'Outputs'), jsonBlock(visit.outputs, 'outputs')),
      withdraw(this.app, visit),
    );
  }

  #log(lines) {
    const { session, model } = this.app;
    const told = lines
      .slice(-LINES_SHOWN)
      .map((line) => [line.at, describeLine(line, model.names)])
      .filter(([, text]) => text);
    if (told.length === 0) return undefined;
    return h(
      '.log',
      {},
      h('h3', {}, 'Log'),
      h(
        'ol',
        {},
        told.map(([at, text]) =>
          h('li', {}, h('time', {}, formatElapsed(at - session.startedAt)), h('span', {}, text)),
        ),
      ),
    );
  }
}

/** An instance is known by its `loopCounter`; the visit that holds instances together says how many there are. */
function whichVisit({ loopCounter, instances, compensation, end }, number) {
  if (instances) return `${instances} instances`;
  if (compensation) return 'compensation';
  return instanceName(loopCounter && [loopCounter]) ?? (end === undefined ? `visit ${number}` : '');
}

/** Instances see how many of them there are, under two names each; that is told once, where they are held together. */
function withoutCounts(variables, visit) {
  if (!('loopCounter' in variables) && !visit.instances) return variables;
  const counts = visit.instances ? /^nrOf\w*Instances$/ : /^n(umbe)?rOf\w*Instances$/;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !counts.test(name)));
}

const fact = (name, value) => h('.fact', {}, h('dt', {}, name), h('dd', {}, value));

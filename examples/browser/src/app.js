// The page's state and everything that can be done to it. Panels listen and draw; they hold no state of the run.

import { AUTOMATIC, BY_HAND, timers, upcoming } from './agenda.js';
import { Names } from './describe.js';
import { entriesOf } from './entries.js';
import { answerWith, runnable } from './evaluate.js';
import { record, replay } from './recording.js';
import { isMachine, peopleOf } from './requests.js';
import { run } from './scripts.js';
import { Session } from './session.js';

/** Who makes a request unless one says otherwise: without a requester nobody may do what only the requester may. */
const REQUESTER = 'ann';
const MINUTE = 60_000;
const ACTIVITY = /task$|subProcess$|transaction$|callActivity$/i;

/** Ways to answer jobs that every model has, beside its own scenarios. */
export const COMMON_MODES = { automatic: AUTOMATIC, 'by hand': BY_HAND };

export class App extends EventTarget {
  constructor(engine) {
    super();
    this.engine = engine;
    this.model = undefined;
    this.session = undefined;
    this.selection = undefined;
    this.mode = 'automatic';
    this.scenario = AUTOMATIC;
    /** Variables to start with; undefined while what is typed is not readable. */
    this.variables = {};
    /** Who makes the request where people move it on, and whom it is about besides. */
    this.people = { requester: REQUESTER, stakeholders: [] };
    /** Whether what the model says in JavaScript is run without asking. */
    this.trusted = false;
    /** What is followed on a running host; undefined for a run of the page's own. */
    this.live = undefined;
    this.startAt = Math.floor(Date.now() / MINUTE) * MINUTE;
  }

  /** Calls `listener` on each of these space separated events: `model`, `change`, `selection`, `scenario`, `play`, `clock`. */
  on(names, listener) {
    for (const name of names.split(' ')) this.addEventListener(name, (event) => listener(event.detail));
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /**
   * Takes a model in, BPMN or a state machine; one that cannot be run keeps its diagnostics and has no session. With
   * `live` it is that of an instance of the process on a running host.
   */
  load({ name, text, scenarios = {}, options = {}, process = undefined, live = undefined }) {
    this.session?.free();
    this.model?.definition?.free?.();
    this.live = live;
    const parsed = this.#parse(text, options);
    const { definition } = parsed;
    const xml = definition && isMachine(text) ? this.engine.toBpmn(text) : text;
    this.model = {
      name,
      text,
      /** What is drawn. */
      xml,
      scenarios,
      ...parsed,
      ...peopleOf(xml),
      elements: definition?.elements ?? [],
      processes: (definition?.processes ?? []).filter((process) => process.startable),
      names: new Names(definition?.elements ?? [], definition?.processes ?? []),
    };
    this.byId = new Map(this.model.elements.map((element) => [element.id, element]));
    this.session = definition && new Session(this.engine, definition);
    this.selection = undefined;
    this.trusted = false;
    this.variables = {};
    this.people = { requester: REQUESTER, stakeholders: [] };
    this.enter(process ?? this.model.processes[0]?.id);
    this.emit('model');
    this.use(Object.keys(scenarios)[0] ?? 'automatic');
  }

  #parse(text, options) {
    try {
      const definition = this.engine.Definition.parse(text, options);
      return { definition, diagnostics: definition.diagnostics };
    } catch (error) {
      if (!error.diagnostics) throw error;
      return { definition: undefined, diagnostics: error.diagnostics };
    }
  }

  /** The activities that a person can start in an ad-hoc subprocess. */
  startableIn(scope) {
    const inside = this.model.elements.filter((element) => element.scope === scope && !element.attachedTo);
    const first = inside.filter((element) => element.incoming.length === 0);
    return (first.length > 0 ? first : inside).filter((element) => ACTIVITY.test(element.type));
  }

  get runnable() {
    return this.process !== undefined;
  }

  /** What runs on a host is only looked at. */
  get readOnly() {
    return this.live !== undefined;
  }

  /** All modes to choose from: the model's scenarios, automatic, by hand. */
  get modes() {
    return { ...this.model?.scenarios, ...COMMON_MODES };
  }

  /** Chooses who answers the jobs. The policies are a copy, so that editing them leaves the scenario as it is. */
  use(mode) {
    this.mode = mode;
    this.scenario = structuredClone(this.modes[mode]);
    this.variables = this.scenario.variables ?? this.variables;
    if (this.scenario.requester) this.#takePeople(this.scenario);
    const { process = this.process, element = process === this.process ? this.entry : undefined } = this.scenario;
    this.enter(process, element);
    this.emit('scenario');
    this.emit('change', {});
  }

  /** Chooses the process to start, and the event that starts it where there are several. */
  enter(process, element = undefined) {
    this.process = process;
    this.entries = process === undefined ? [] : entriesOf(this.model.definition, process, this.startAt);
    this.entry = element ?? this.entries[0]?.element;
  }

  #takePeople({ requester = '', stakeholders = [] }) {
    this.people = { requester, stakeholders: stakeholders.filter((name) => name !== requester) };
  }

  /** Sets the policies of one element, overriding those of its kind, until another scenario is chosen. */
  setPolicies(element, policies) {
    // A call activity calls a process or, where it names a global task, hands out a job.
    for (const lists of this.byId.get(element)?.type === 'callActivity' ? ['jobs', 'calls'] : ['jobs'])
      this.scenario[lists] = { ...this.scenario[lists], [element]: policies };
  }

  /** Starts a run with the chosen process, variables and time. */
  start() {
    if (!this.runnable) return undefined;
    if (!this.variables) throw new Error('the variables are not a JSON object yet; see what is marked there');
    const element = this.entries.length > 1 ? { element: this.entry } : {};
    const start = { id: 'run', process: this.process, ...element, ...this.#people(), variables: this.variables };
    const row = this.session.start(start, this.startAt);
    this.emit('change', { row });
    return row;
  }

  #people() {
    const { requester, stakeholders } = this.people;
    if (this.model.actions.size === 0) return {};
    return { ...(requester && { requester }), ...(stakeholders.length > 0 && { stakeholders }) };
  }

  /** Goes through a recorded run of the model that is open; the recorded steps then lie ahead. */
  replay(recording) {
    this.startAt = recording.at;
    this.variables = recording.start.variables ?? {};
    this.#takePeople(recording.start);
    this.enter(recording.start.process ?? this.process, recording.start.element);
    try {
      replay(this.session, recording);
    } finally {
      this.emit('scenario');
      this.emit('change', {});
    }
  }

  /** Text of a file that holds this run up to the step shown. */
  record() {
    return record(this.model, this.session);
  }

  /** Forgets the run; what runs on a host is shown from its beginning. */
  reset() {
    if (this.readOnly) return this.goTo(0);
    this.session?.free();
    return this.emit('change', {});
  }

  /** Applies an event now, or at a later instant. Steps that were recorded after the one shown are dropped. */
  apply(event, at = this.session.clock, origin = undefined) {
    const row = this.session.apply(event, at, origin);
    this.emit('change', { row });
    return row;
  }

  trust(trusted) {
    this.trusted = trusted;
    this.emit('change', {});
  }

  /** Runs the script or expression of an obligation, and answers with what came of it. */
  async runScript(open) {
    const { session } = this;
    const { row } = session;
    const { source, names } = runnable(open);
    const result = await run(source, { ...session.variables(open.activation), ...names });
    // Somebody may have gone on, or elsewhere, in the meantime.
    if (this.session !== session || session.row !== row) return undefined;
    return this.apply(answerWith(open, result));
  }

  /** The next obligation that is to be run without asking. */
  get script() {
    const free = this.trusted && this.session?.started && !this.session.suspended && !this.session.hasFuture;
    return free ? this.session.obligations.find(runnable) : undefined;
  }

  /** Shows another recorded step; `row` in the event is the one to animate when going a single step forward. */
  goTo(index) {
    if (!this.session?.started) return;
    const forward = index === this.session.cursor + 1;
    this.session.goTo(index);
    this.emit('change', { row: forward ? this.session.row : undefined });
  }

  select(id) {
    if (id === this.selection) return;
    this.selection = id;
    this.emit('selection');
  }

  /** What the next step would be; undefined when only a person can go on. */
  get next() {
    if (this.readOnly) return undefined;
    const items = upcoming(this.session, this.scenario);
    if (this.mode !== 'by hand') return items[0];
    return this.#needsPerson() ? undefined : items[0];
  }

  /** By hand, time passes only when nothing but time is waited for. What may come besides need not be waited for. */
  #needsPerson() {
    const beside = (element) => element?.attachedTo || element?.type === 'startEvent';
    return this.session.obligations.some(
      (open) => open.type !== 'timer' && !(open.type === 'subscription' && beside(this.byId.get(open.element))),
    );
  }

  takeNext() {
    const item = this.next;
    return item && this.apply(item.event, item.at, item.origin);
  }

  /** Lets time pass: all that comes due until then happens, in order. Returns how many steps that took. */
  advanceTo(until, limit = 1000) {
    let steps = 0;
    for (; steps < limit; steps += 1) {
      const item = this.mode === 'by hand' ? timers(this.session)[0] : upcoming(this.session, this.scenario)[0];
      if (this.session.ended || !item || item.at > until) break;
      this.apply(item.event, item.at, item.origin);
    }
    if (!this.session.ended && steps < limit) this.session.wait(until);
    this.emit('change', {});
    return steps;
  }
}

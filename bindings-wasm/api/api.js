import { decode, encode, instant, open, raw, string, translate } from './engine.js';

export { ExpressionError, LoadError, ModelError, RejectionError, TidewheelError } from './errors.js';

const own = Symbol('own');
let definitionHandle;

/** Runs one call of the engine; what it throws becomes an error of this package. */
function call(action) {
  try {
    return action();
  } catch (thrown) {
    throw translate(thrown);
  }
}

export function backend() {
  return raw().name;
}

export class Definition {
  #handle;

  static {
    definitionHandle = (definition) => {
      if (definition instanceof Definition) return open(definition.#handle);
      throw new TypeError('the definition must be a `Definition`');
    };
  }

  constructor(token, handle) {
    if (token !== own) throw new TypeError('definitions are made by `Definition.parse(xml)`');
    this.#handle = handle;
  }

  static parse(xml, options) {
    string(xml, 'model');
    const { Definition: engine } = raw();
    const lenient = options?.lenient === true;
    const strict = options?.strict === true;
    return call(() => new Definition(own, engine.parse(xml, lenient, strict)));
  }

  get diagnostics() {
    const handle = open(this.#handle);
    return call(() => decode(handle.diagnostics()));
  }

  get processes() {
    const handle = open(this.#handle);
    return call(() => decode(handle.processes()));
  }

  get elements() {
    const handle = open(this.#handle);
    return call(() => decode(handle.elements()));
  }

  get participants() {
    const handle = open(this.#handle);
    return call(() => decode(handle.participants()));
  }

  get messageFlows() {
    const handle = open(this.#handle);
    return call(() => decode(handle.messageFlows()));
  }

  subscriptions(at) {
    const handle = open(this.#handle);
    instant(at);
    return call(() => decode(handle.subscriptions(at)));
  }

  nextSubscription(fired) {
    const handle = open(this.#handle);
    const text = encode(fired, 'start subscription');
    return call(() => decode(handle.nextSubscription(text)) ?? undefined);
  }

  get fingerprint() {
    const handle = open(this.#handle);
    return call(() => handle.fingerprint());
  }

  free() {
    this.#handle?.free?.();
    this.#handle = null;
  }
}

export class Instance {
  #handle;

  constructor(token, handle) {
    if (token !== own) throw new TypeError('instances are made by `Instance.start` and `Instance.load`');
    this.#handle = handle;
  }

  static start(definition, start, at) {
    const handle = definitionHandle(definition);
    const text = encode(start, 'start');
    instant(at);
    try {
      const [instance, outcome] = raw().Instance.start(handle, text, at);
      return { instance: new Instance(own, instance), outcome: decode(outcome) };
    } catch (thrown) {
      throw translate(thrown);
    }
  }

  static startJson(definition, text, at) {
    const handle = definitionHandle(definition);
    string(text, 'start');
    instant(at);
    return call(() => {
      const [instance, outcome] = raw().Instance.startJson(handle, text, at);
      return { instance: new Instance(own, instance), outcome };
    });
  }

  static load(definition, snapshot) {
    const handle = definitionHandle(definition);
    string(snapshot, 'snapshot');
    return call(() => new Instance(own, raw().Instance.load(handle, snapshot)));
  }

  get id() {
    const handle = open(this.#handle);
    return call(() => handle.id());
  }

  get status() {
    const handle = open(this.#handle);
    return call(() => decode(handle.status()));
  }

  apply(event, at) {
    const handle = open(this.#handle);
    const text = encode(event, 'event');
    instant(at);
    try {
      return decode(handle.apply(text, at));
    } catch (thrown) {
      throw translate(thrown);
    }
  }

  applyAll(events, at) {
    const handle = open(this.#handle);
    const text = encode(events, 'list of events');
    instant(at);
    return call(() => decode(handle.applyAll(text, at)));
  }

  applyJson(text, at) {
    const handle = open(this.#handle);
    string(text, 'event');
    instant(at);
    return call(() => handle.applyJson(text, at));
  }

  nextDue() {
    const handle = open(this.#handle);
    return call(() => handle.nextDue() ?? undefined);
  }

  obligations() {
    const handle = open(this.#handle);
    return call(() => decode(handle.obligations()));
  }

  obligationsJson() {
    const handle = open(this.#handle);
    return call(() => handle.obligationsJson());
  }

  active() {
    const handle = open(this.#handle);
    return call(() => decode(handle.active()));
  }

  actions(person) {
    const handle = open(this.#handle);
    const text = encode(person, 'person');
    return call(() => decode(handle.actions(text)));
  }

  variables(scope) {
    const handle = open(this.#handle);
    if (scope !== undefined) key(scope);
    return call(() => decode(handle.variables(scope)) ?? undefined);
  }

  save() {
    const handle = open(this.#handle);
    return call(() => handle.save());
  }

  clone() {
    const handle = open(this.#handle);
    return call(() => new Instance(own, handle.duplicate()));
  }

  free() {
    this.#handle?.free?.();
    this.#handle = null;
  }
}

function key(value) {
  if (Number.isInteger(value) && value >= 0 && value <= 0xffffffff) return;
  throw new TypeError('a key must be a number that the engine gave out');
}

export function step(definition, snapshot, event, at) {
  const handle = definitionHandle(definition);
  const text = encode(event, 'event');
  string(snapshot, 'snapshot');
  instant(at);
  return call(() => {
    const [after, outcome] = raw().step(handle, snapshot, text, at);
    return { snapshot: after, outcome: decode(outcome) };
  });
}

export function commit(definition, snapshot, event, at, options = {}) {
  const handle = definitionHandle(definition);
  if (snapshot !== null && snapshot !== undefined) string(snapshot, 'snapshot');
  string(event, 'event');
  instant(at);
  const text = encode(options, 'options');
  return call(() => raw().commit(handle, snapshot ?? undefined, event, at, text));
}

export function duties(definition, snapshot) {
  const handle = definitionHandle(definition);
  string(snapshot, 'snapshot');
  return call(() => raw().duties(handle, snapshot));
}

export function agrees(wanted, given) {
  for (const text of [wanted, given]) if (text !== null && text !== undefined) string(text, 'correlation');
  return call(() => raw().agrees(wanted ?? undefined, given ?? undefined));
}

export function toBpmn(machine) {
  string(machine, 'state machine');
  return call(() => raw().toBpmn(machine));
}

export function normalize(xml) {
  string(xml, 'model');
  return call(() => raw().normalize(xml));
}

export class Expression {
  #handle;

  constructor(token, handle) {
    if (token !== own) throw new TypeError('expressions are made by `Expression.compile(text)`');
    this.#handle = handle;
  }

  static compile(text) {
    string(text, 'expression');
    return call(() => new Expression(own, raw().Expression.compile(text)));
  }

  get language() {
    const handle = open(this.#handle);
    return call(() => handle.language());
  }

  evaluate(variables, at) {
    const handle = open(this.#handle);
    const text = encode(variables, 'variables');
    instant(at);
    return call(() => decode(handle.evaluate(text, at)));
  }

  evaluateAll(sets, at) {
    const handle = open(this.#handle);
    const text = encode(sets, 'sets of variables');
    instant(at);
    return call(() => decode(handle.evaluateAll(text, at)));
  }

  free() {
    this.#handle?.free?.();
    this.#handle = null;
  }
}

export class Simulation {
  #handle;

  constructor(definition, scenario = {}) {
    const handle = definitionHandle(definition);
    const text = encode(scenario, 'scenario');
    this.#handle = call(() => raw().Simulation.open(handle, text));
  }

  get now() {
    const handle = open(this.#handle);
    return call(() => handle.now());
  }

  get instance() {
    const handle = open(this.#handle);
    return call(() => new Instance(own, handle.instance()));
  }

  get instances() {
    const handle = open(this.#handle);
    return call(() => handle.instances().map((instance) => new Instance(own, instance)));
  }

  step() {
    const handle = open(this.#handle);
    return call(() => {
      const row = handle.step();
      return row === undefined || row === null ? undefined : decode(row);
    });
  }

  run() {
    const handle = open(this.#handle);
    return call(() => decode(handle.run()));
  }

  runJson() {
    const handle = open(this.#handle);
    return call(() => handle.runJson());
  }

  free() {
    this.#handle?.free?.();
    this.#handle = null;
  }
}

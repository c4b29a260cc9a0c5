/** Which engine is behind the interface: the native addon or the WebAssembly module. */
export function backend(): 'native' | 'wasm';

/**
 * Loads the WebAssembly module where that has to be asked for: in browsers and other hosts without a
 * file system. In Node it does nothing, so the same code runs everywhere. Only the first call loads.
 *
 * @param source where the module is: a URL, a `Response`, bytes or a `WebAssembly.Module`, or a promise
 * of one. Only `tidewheel-wasm/slim` needs it.
 */
export function init(source?: string | object): Promise<void>;
export default init;

/** Like `init`, from bytes or a compiled module, before it returns. */
export function initSync(source: object): void;

/** One BPMN file or state machine, parsed, checked and compiled. */
export class Definition {
  private constructor();

  /**
   * Reads a BPMN 2.0 file, or a `StateMachine` as JSON text.
   *
   * @throws {ModelError} if the text is not BPMN, if no process in it can run, or (unless `lenient`)
   * if a process that is meant to be executed has errors; with `strict`, also if it breaks a rule of
   * the specification.
   */
  static parse(text: string, options?: ParseOptions): Definition;

  /** What was found in the file that does not keep it from running. */
  get diagnostics(): Diagnostic[];

  /** The processes of the file, in its order. */
  get processes(): ProcessInfo[];

  /** The flow nodes of every process that can run, in the file's order. */
  get elements(): ElementInfo[];

  /** The participants of its collaborations, in the file's order. */
  get participants(): ParticipantInfo[];

  /** The message flows between its participants, in the file's order: who talks with whom. */
  get messageFlows(): MessageFlowInfo[];

  /**
   * What starts the processes that can run, in the file's order.
   *
   * @param at when the definition takes effect: the time from which durations and cycles count.
   */
  subscriptions(at: number): StartSubscription[];

  /** The next occurrence of a timer that has fired, without drift; `undefined` after the last one. */
  nextSubscription(fired: StartSubscription): StartSubscription | undefined;

  /** 16 hexadecimal digits that tell this definition from others; equal in every host. */
  get fingerprint(): string;

  /** Gives the memory back now; instances of the definition are not affected. */
  free(): void;
}

/**
 * One running process. `apply` changes it in place; a rejected event changes nothing. Every duty of
 * the host is in the outcomes, and at any time in `obligations()`.
 */
export class Instance {
  private constructor();

  /**
   * Starts an instance.
   *
   * @param at the time, in milliseconds since 1970 UTC. The engine has no clock of its own.
   * @throws {RejectionError} if the process is unknown, was refused or cannot start without a trigger.
   */
  static start(definition: Definition, start: Start, at: number): { instance: Instance; outcome: Outcome };

  /** `start` with JSON text instead of objects. */
  static startJson(definition: Definition, start: string, at: number): { instance: Instance; outcome: string };

  /**
   * Restores what `save` gave.
   *
   * @throws {LoadError} if the snapshot belongs to another definition or contradicts itself.
   */
  static load(definition: Definition, snapshot: string): Instance;

  /** The host's own id of the instance. */
  get id(): string;

  /** Where the instance stands. */
  get status(): Status;

  /**
   * Makes one step.
   *
   * @throws {RejectionError} if the event does not fit the state, which is then unchanged.
   */
  apply(event: Event, at: number): Outcome;

  /**
   * Makes several steps at one time, in one call.
   *
   * @throws {RejectionError} for the first event that does not fit; `index` says which it is, `outcomes`
   * what the events before it came to. Those are applied.
   */
  applyAll(events: readonly Event[], at: number): Outcome[];

  /** `apply` with JSON text instead of objects. */
  applyJson(event: string, at: number): string;

  /** When the next timer is due; `undefined` if no timer is open. */
  nextDue(): number | undefined;

  /** Every open duty of the host, by key. */
  obligations(): Obligation[];

  /** `obligations` as JSON text. */
  obligationsJson(): string;

  /** The live activations by key, the process itself first; none once the instance has ended. */
  active(): Activation[];

  /** Where a request stands, and what a person may do with it now. */
  actions(person: Person): Actions;

  /** The variables of the process. */
  variables(): Variables;

  /** All variables that can be seen from an activation; `undefined` if there is no such activation. */
  variables(scope: Key): Variables | undefined;

  /** The state as JSON text, to store anywhere. */
  save(): string;

  /** An independent copy. */
  clone(): Instance;

  /** Gives the memory back now. */
  free(): void;
}

/**
 * The pure form: the same definition, snapshot, event and time always give the same bytes.
 *
 * @throws {LoadError} if the snapshot cannot be loaded.
 * @throws {RejectionError} if the event does not fit the state.
 */
export function step(
  definition: Definition,
  snapshot: string,
  event: Event,
  at: number,
): { snapshot: string; outcome: Outcome };

/**
 * For durable hosts: a step as the rows that it changes in a store, to be written in one transaction. Everything
 * is JSON text: a snapshot, an `Event`, and a `Commit` out. Without a snapshot (`null`) the event is a `Start`.
 *
 * @throws {LoadError} if the snapshot cannot be loaded.
 * @throws {RejectionError} if the event does not fit the state: nothing is to be written.
 */
export function commit(
  definition: Definition,
  snapshot: string | null,
  event: string,
  at: number,
  options?: CommitOptions,
): string;

/**
 * For durable hosts: the index rows of all open duties of an instance, to check an index or to build it anew. JSON
 * text of a list of `Duty`.
 *
 * @throws {LoadError} if the snapshot cannot be loaded.
 */
export function duties(definition: Definition, snapshot: string): string;

/**
 * Whether a message can be meant for a subscription, by the JSON text of what the subscription wants and of what
 * the message gives; `null` where one side says nothing.
 */
export function agrees(wanted: string | null, given: string | null): boolean;

/**
 * A state machine, as JSON text, as a BPMN file with a diagram: the very process that it runs as.
 *
 * @throws {ModelError} with all that keeps it from being a state machine.
 */
export function toBpmn(machine: string): string;

/**
 * The model with the `incoming` and `outgoing` children that BPMN makes optional and many tools need.
 *
 * @throws {ModelError} if the text is not BPMN.
 */
export function normalize(xml: string): string;

/**
 * An expression by itself, compiled once: FEEL (`= amount > 100`) or JUEL (`${amount > 100}`). What begins
 * with `=` is FEEL, what has `${…}` or `#{…}` in it JUEL, anything else FEEL.
 */
export class Expression {
  private constructor();

  /** @throws {ExpressionError} if the text is no expression of its language. */
  static compile(text: string): Expression;

  /** The language of the text. */
  get language(): 'feel' | 'juel';

  /**
   * The value for these variables.
   *
   * @param at the present, for expressions that ask for it.
   * @throws {ExpressionError} if there is no value: in FEEL only where it would be too large or too much
   * work, in JUEL also where a variable is missing or of the wrong type.
   */
  evaluate(variables: Variables, at: number): Value;

  /**
   * The values for several sets of variables, in their order; much faster than one by one.
   *
   * @throws {ExpressionError} with the `index` of the first set that there is no value for.
   */
  evaluateAll(sets: Variables[], at: number): Value[];

  /** Gives the memory back now. */
  free(): void;
}

/**
 * A host in memory with a virtual clock: the same scenario always runs the same way. It starts the
 * scenario's instance, and those that come of it by calls, messages and signals.
 */
export class Simulation {
  /** @throws {RejectionError} if the instance cannot be started. */
  constructor(definition: Definition, scenario?: Scenario);

  /** The virtual time. */
  get now(): number;

  /** A copy of the scenario's own instance as it stands. */
  get instance(): Instance;

  /** Copies of all instances as they stand, in the order in which they started. */
  get instances(): Instance[];

  /** Lets the next thing happen; `undefined` where the simulation stands still. */
  step(): Row | undefined;

  /** Runs until the simulation stands still. */
  run(): Report;

  /** `run` with JSON text as its result. */
  runJson(): string;

  /** Gives the memory back now. */
  free(): void;
}

/** What every error of this package is. Its message is for people, its `code` for programs. */
export class TidewheelError extends Error {
  /**
   * A stable name of the reason: a code of the engine, or `notInitialized` (call `init` first), `freed`
   * (the object was freed before), `engineCrashed` (a bug of the engine; load the last snapshot anew).
   */
  readonly code: string;
}

/** The model cannot be run. */
export class ModelError extends TidewheelError {
  readonly code: 'invalidModel';
  /** Everything that was found, errors and warnings. */
  readonly diagnostics: Diagnostic[];
}

/** The event does not fit the state, which is unchanged. */
export class RejectionError extends TidewheelError {
  readonly code: RejectionCode;
  /** With `applyAll`: the position of the event that was rejected. */
  readonly index?: number;
  /** With `applyAll`: what the events before it came to. */
  readonly outcomes?: Outcome[];
}

/** The text is no expression, or the expression has no value for the variables. */
export class ExpressionError extends TidewheelError {
  readonly code: 'invalidExpression' | 'expressionFailed';
  /** With `invalidExpression`: where in the text, in characters from 1. */
  readonly character?: number;
  /** With `evaluateAll`: the position of the set that there is no value for. */
  readonly index?: number;
}

/** The snapshot cannot be loaded. */
export class LoadError extends TidewheelError {
  readonly code: LoadErrorCode;
}

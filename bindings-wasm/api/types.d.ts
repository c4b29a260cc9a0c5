// Written by `cargo xtask gen`; do not edit.

/** Variables by name. */
export type Variables = { [name: string]: Value };

/**
 * Who of a group may do an action.
 *
 * - `requester`: Only who has made the request.
 * - `stakeholders`: Only those whom the request is about, the requester among them.
 * - `everyone`: All of the group.
 */
export type ActionTarget =
  | 'requester'
  | 'stakeholders'
  | 'everyone';

/**
 * Whether a `Candidate` is one person.
 *
 * - `user`: It is.
 * - `group`: It is a group.
 */
export type CandidateKind =
  | 'user'
  | 'group';

/**
 * How many subscriptions of one instance a message may be for.
 *
 * - `exactlyOne`: Exactly one, else the message is rejected.
 * - `oldest`: The oldest of those that match.
 * - `all`: All that match.
 */
export type CorrelationPolicy =
  | 'exactlyOne'
  | 'oldest'
  | 'all';

/**
 * What a `Duty` is for.
 *
 * - `userTask`: Work of a person.
 * - `job`: Work of a worker.
 * - `timer`: A moment to wait for.
 * - `message`: A message to wait for.
 * - `signal`: A signal to wait for.
 * - `condition`: A condition, which the engine watches itself.
 * - `call`: Another process to run.
 * - `evaluation`: An expression to evaluate.
 * - `incident`: A stuck activation.
 */
export type DutyKind =
  | 'userTask'
  | 'job'
  | 'timer'
  | 'message'
  | 'signal'
  | 'condition'
  | 'call'
  | 'evaluation'
  | 'incident';

/** Identifies a compiled definition; equal on every platform. Its text is 16 hexadecimal digits. */
export type Fingerprint = string;

/**
 * How much history a host keeps; the engine does the same at every level.
 *
 * - `none`: Nothing.
 * - `activity`: Where the instance has been and what went wrong: no flows, no variables.
 * - `full`: Everything.
 */
export type HistoryLevel =
  | 'none'
  | 'activity'
  | 'full';

/**
 * Why an activation is stuck until somebody resolves it.
 *
 * - `jobFailed`: A job failed and has no retries left.
 * - `uncaughtError`: An error was thrown and nothing catches it (BPMN 10.5.7); the instance has failed.
 * - `noFlowTaken`: A gateway or activity has no flow whose condition holds, and no default flow (BPMN 13.4.2).
 * - `expressionFailed`: An expression could not be evaluated, or gave a value of the wrong type.
 * - `invalidTimer`: A timer's date, duration or cycle could not be understood.
 * - `endlessLoop`: One node was entered too often within one step, or a step did not come to an end: a loop that
 *   never waits.
 * - `strandedToken`: All that is left in a scope waits at joins for tokens that can no longer come.
 * - `invalidLoop`: The number of instances or the collection of a multi-instance activity makes no sense.
 * - `callFailed`: A called process could not be started, or was cancelled.
 * - `uncaughtCancel`: A transaction was cancelled and compensated, and has no event that catches the cancellation.
 */
export type IncidentKind =
  | 'jobFailed'
  | 'uncaughtError'
  | 'noFlowTaken'
  | 'expressionFailed'
  | 'invalidTimer'
  | 'endlessLoop'
  | 'strandedToken'
  | 'invalidLoop'
  | 'callFailed'
  | 'uncaughtCancel';

/**
 * Which kind of work a `Job` is: the BPMN task it comes from.
 *
 * - `userTask`: Work of a person (BPMN 10.3.3).
 * - `serviceTask`: Work of a service.
 * - `sendTask`: Sending a message, where the host does the sending: a send task, or a throw or end event for
 *   which the model names a worker.
 * - `scriptTask`: A script for the host to run.
 * - `businessRuleTask`: A decision for the host to take.
 * - `adHocSubProcess`: An ad-hoc subprocess in which nothing runs and whose completion condition does not hold yet:
 *   start more of its activities by `modify`, or complete the job to end it (BPMN 13.3.5).
 */
export type JobKind =
  | 'userTask'
  | 'serviceTask'
  | 'sendTask'
  | 'scriptTask'
  | 'businessRuleTask'
  | 'adHocSubProcess';

/**
 * Names one activation or obligation within one instance. Keys are given out in order, from 1,
 * and never reused, so a child's key is greater than its parent's.
 */
export type Key = number;

/**
 * Which of its vendor's kinds a `Listener` is.
 *
 * - `executionListener`: Of an element or a sequence flow.
 * - `taskListener`: Of a user task.
 */
export type ListenerKind =
  | 'executionListener'
  | 'taskListener';

/**
 * The reasons of a `LoadError`.
 *
 * - `invalidSnapshot`: The text is not a snapshot.
 * - `unsupportedFormat`: The snapshot was written by a newer engine.
 * - `definitionChanged`: The snapshot belongs to another definition.
 * - `inconsistentSnapshot`: The snapshot contradicts itself or the definition.
 */
export type LoadErrorCode =
  | 'invalidSnapshot'
  | 'unsupportedFormat'
  | 'definitionChanged'
  | 'inconsistentSnapshot';

/**
 * The reasons of a `Rejection`.
 *
 * - `invalidEvent`: The event is not of the documented form.
 * - `instanceEnded`: The instance has ended; nothing can happen to it any more.
 * - `unknownKey`: No open obligation or scope has this key (it may have been answered or withdrawn before).
 * - `wrongKind`: The key names an obligation of another kind than the event answers.
 * - `timerNotDue`: The timer is due later than the time given.
 * - `unknownProcess`: The process named is not in the definition, or several could be meant.
 * - `processRefused`: The process has errors and was refused when the model was parsed.
 * - `invalidVariables`: Variables hold too many values or too much text. (What JSON cannot say exactly, such as a number
 *   out of range, is an `invalidEvent`.)
 * - `invalidTime`: The time given is outside the supported range (years 1 to 9999).
 * - `definitionMismatch`: The instance belongs to another definition than the one given.
 * - `ambiguousStart`: The process can be started in several ways; say by `element` which.
 * - `cannotStart`: The element named is no way to start the process, or its condition does not hold.
 * - `suspended`: The instance is suspended; resume it first.
 * - `notSuspended`: The instance is not suspended, so there is nothing to resume.
 * - `noMatch`: No subscription matches the message.
 * - `severalMatches`: Several subscriptions match the message, and it is for exactly one.
 * - `invalidModification`: An instruction of `modify` cannot be carried out.
 * - `notAllowed`: The person may not do this action: not of its group, or not its target.
 * - `alreadyChosen`: Somebody has chosen an action of the request, and has not completed it yet.
 * - `notChosen`: The person has not chosen the action; nobody has, or somebody else.
 * - `exhausted`: The instance has used up its keys.
 */
export type RejectionCode =
  | 'invalidEvent'
  | 'instanceEnded'
  | 'unknownKey'
  | 'wrongKind'
  | 'timerNotDue'
  | 'unknownProcess'
  | 'processRefused'
  | 'invalidVariables'
  | 'invalidTime'
  | 'definitionMismatch'
  | 'ambiguousStart'
  | 'cannotStart'
  | 'suspended'
  | 'notSuspended'
  | 'noMatch'
  | 'severalMatches'
  | 'invalidModification'
  | 'notAllowed'
  | 'alreadyChosen'
  | 'notChosen'
  | 'exhausted';

/**
 * What a `Sent` is.
 *
 * - `message`: A message, for whoever waits for it; a `Message`.
 * - `signal`: A signal, for everybody else; a `Signal`.
 * - `call`: A process to start for a call activity; a `Call`.
 * - `withdraw`: A call that is no longer wanted: the instance that was started for it is to be cancelled.
 * - `answer`: An `Event` for the instance that called this one: it goes on with or ends the call.
 * - `dataStore`: What a data store outside the process is to hold: its `dataStore`, the `element` that writes, the
 *   `value`.
 * - `listener`: A listener to call; a `Listener`.
 */
export type SentKind =
  | 'message'
  | 'signal'
  | 'call'
  | 'withdraw'
  | 'answer'
  | 'dataStore'
  | 'listener';

/**
 * How much a `Diagnostic` matters.
 *
 * - `info`: Something in the file has no effect on execution.
 * - `warning`: The model runs, but probably not as its author meant.
 * - `error`: The process named cannot be run or, in a strict reading, breaks a rule of the specification.
 */
export type Severity =
  | 'info'
  | 'warning'
  | 'error';

/**
 * Why a simulation stands still.
 *
 * - `ended`: Every instance has ended.
 * - `waiting`: One waits for something that the scenario does not bring.
 * - `until`: The scenario's time is over.
 * - `limit`: The scenario's limit of steps is reached.
 */
export type Standstill =
  | 'ended'
  | 'waiting'
  | 'until'
  | 'limit';

/**
 * What a `StartSubscription` waits for.
 *
 * - `message`: A message of that name.
 * - `signal`: A signal of that name.
 * - `timer`: A moment, or each of several.
 * - `condition`: A condition; the host knows the data that it is about, and a start is rejected while it does not
 *   hold for the start's variables.
 */
export type StartKind =
  | 'message'
  | 'signal'
  | 'timer'
  | 'condition';

/**
 * Where an instance stands.
 *
 * - `active`: It runs or waits.
 * - `suspended`: The host has suspended it: until `resume` it takes only `cancel`, `setVariables` and `modify`.
 * - `completed`: It reached its end (BPMN 13.5.6).
 * - `terminated`: A terminate end event of the process itself was reached.
 * - `failed`: An error was thrown and nothing caught it.
 * - `cancelled`: The host cancelled it.
 */
export type Status =
  | 'active'
  | 'suspended'
  | 'completed'
  | 'terminated'
  | 'failed'
  | 'cancelled';

/**
 * What a `Subscription` waits for.
 *
 * - `message`: A message; answered by `message` with the key.
 * - `signal`: A signal; answered by `signal` with the name.
 * - `condition`: A condition of the process's own data. The engine watches it; the host need do nothing.
 */
export type SubscriptionKind =
  | 'message'
  | 'signal'
  | 'condition';

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999. */
export type Timestamp = number;

/** Any JSON value. Integers lie within ±(2^53 - 1); larger numbers are texts. */
export type Value = any;

/** Where a request stands, and what a person may do with it. */
export interface Actions {
  /** Whom it is about, the requester first. */
  stakeholders: string[];
  /** What the person may choose now, in the order of the keys; nothing while the request is blocked. */
  actions: AllowedAction[];
  /** What blocks it: an action that somebody has chosen and not completed yet. */
  chosen?: ChosenAction;
  /** Who has made the request. */
  requester?: string;
  /** The state that it entered last, and stays in after its end; absent where the process has no states. */
  state?: StateInfo;
}

/** A live activation: the process itself, a subprocess, or an element that waits. */
export interface Activation {
  /** Key of the activation. */
  key: Key;
  /** Id of the element. */
  element: string;
  /** Key of the scope it runs in; absent for the process itself. */
  scope?: Key;
}

/** An action that a person may choose. */
export interface AllowedAction {
  /** Key of its job, for `actionChosen`. */
  job: Key;
  /** Id of its task: one action may be a task of several transitions. */
  element: string;
  /** Id of the action. */
  action: string;
  /** Its name. */
  name?: string;
  /** Id of the state that it helps to reach. */
  next?: string;
}

/**
 * Another process to run on behalf of a call activity (BPMN 13.3.4); answered by `callFinished`,
 * `callThrew`, `callEscalated` or `callFailed`. When it is closed before that, the called instance
 * is no longer wanted.
 */
export interface Call {
  /** Key of the call. */
  key: Key;
  /** Id of the call activity. */
  element: string;
  /** Key of the call activity's activation. */
  activation: Key;
  /** Id of the process to call. */
  calledElement: string;
  /** Whether the calling definition itself has that process. */
  local: boolean;
  /**
   * Which version to call, in the words of the model (`latest`, `deployment`, `version`,
   * `versionTag`); the host decides.
   */
  binding?: string;
  /** Business key of the called instance. */
  businessKey?: string;
  /** Which instance of a multi-instance activity, or which round of a loop, from 1 (BPMN 13.3.7). */
  loopCounter?: number;
  /** Name of the call activity. */
  name?: string;
  /** Variables to start the called instance with. */
  variables?: Variables;
  /** The version or version tag that the binding names. */
  version?: string;
}

/** Who may claim a user task. */
export interface Candidate {
  /** A person or a group. */
  kind: CandidateKind;
  /** The name, as the model gives it. */
  name: string;
}

/** An action that somebody has chosen. */
export interface ChosenAction {
  /** Key of its job, for `actionCompleted` and `actionReleased`. */
  job: Key;
  /** Id of its task. */
  element: string;
  /** Id of the action. */
  action: string;
  /** Who. */
  by: string;
}

/** What one step changes in a store. */
export interface Commit {
  /** Id of the instance. */
  instance: string;
  /** Id of its process. */
  process: string;
  /** Fingerprint of its definition. */
  definition: Fingerprint;
  /** Where it stands now. */
  status: Status;
  /** The time of the step. */
  at: Timestamp;
  /** How many steps it has taken, the start included: the row to be replaced has one less. */
  revision: number;
  /** The state, as JSON text. */
  snapshot: string;
  /** What is open from now on, by key. */
  opened: Duty[];
  /** Keys of what was open before and is no more. */
  closed: Key[];
  /** What is to be delivered, in order. */
  sent: Sent[];
  /** What happened, as far as it is to be kept; each an `Entry` as JSON text. */
  history: string[];
  /** The host's name for what it is about. */
  businessKey?: string;
}

/** What the host knows of an instance beside its state. */
export interface CommitOptions {
  /**
   * Of an instance that was called: key of the call in its caller, which then gets to know what
   * becomes of it.
   */
  call?: Key;
  /** How much history to keep. */
  history?: HistoryLevel;
}

/** One finding about a model: what, where, and what to do about it. */
export interface Diagnostic {
  /** Stable name of the rule, such as `unsupportedElement`. */
  code: string;
  /** How much it matters. */
  severity: Severity;
  /** What was found; lower case, the user's own words in backticks. */
  message: string;
  /** Line in the text, from 1. */
  line: number;
  /** Column in the text in characters, from 1. */
  column: number;
  /** Id of the BPMN element concerned, where it has one. */
  element?: string;
  /** What to do about it. */
  help?: string;
  /** In a state machine, the JSON pointer (RFC 6901) to what is wrong: `/transitions/2/to`. */
  path?: string;
}

/** An obligation and the columns that it is found by. */
export interface Duty {
  /** The key that answers it. */
  key: Key;
  /** What it is for. */
  kind: DutyKind;
  /** Id of the BPMN element. */
  element: string;
  /** Key of the activation that it belongs to. */
  activation: Key;
  /** How urgent it is among its like; the greater the sooner. */
  priority: number;
  /** The `Obligation` itself, as JSON text. */
  data: string;
  /** Who is to do it. */
  assignee?: string;
  /** Who may claim it. */
  candidates?: Candidate[];
  /** Of a message: what a message must agree with, as JSON text. */
  correlation?: string;
  /** When a timer is due, or work should be done, in milliseconds since 1970 UTC. */
  due?: Timestamp;
  /** The lane that its element is in. */
  lane?: string;
  /**
   * What it is asked for by: of a job its topic, else its implementation, else the id of its element;
   * of a message or signal its name; of a call the process; of an evaluation the language.
   */
  name?: string;
}

/** A flow node of a process that can run. */
export interface ElementInfo {
  /** Id of the node. */
  id: string;
  /** Its XML tag, such as `serviceTask`. */
  type: string;
  /** Id of its process. */
  process: string;
  /** Id of the subprocess around it, else of its process. */
  scope: string;
  /** Line in the file, from 1. */
  line: number;
  /** Whether a token can wait there. */
  waits: boolean;
  /** Ids of its incoming sequence flows. */
  incoming: string[];
  /** Ids of its outgoing sequence flows. */
  outgoing: string[];
  /** Id of the activity that a boundary event is attached to. */
  attachedTo?: string;
  /** Its name. */
  name?: string;
}

/**
 * An expression in a language that only the host knows (BPMN 8.4.6); answered by `evaluated` or
 * `evaluationFailed`. Until then a decision of the activation waits.
 */
export interface Evaluation {
  /** Key of the evaluation. */
  key: Key;
  /** Id of the element that the decision belongs to. */
  element: string;
  /**
   * Key of the activation that decides: ask for `variables(activation)` to see what the expression
   * sees.
   */
  activation: Key;
  /** Short name of the language, in lower case, such as `javascript`, `groovy` or `python`. */
  language: string;
  /** Text of the expression. */
  source: string;
  /** What the model calls the language, where that is something else, such as a URI. */
  declaredLanguage?: string;
  /** Variables that only this expression sees; they go before those of the activation. */
  variables?: Variables;
}

/** One of the values of a form's field. */
export interface FormChoice {
  /** The value. */
  id: string;
  /** What people read. */
  name?: string;
}

/** A field of a form, as the model describes it. */
export interface FormField {
  /** Id of the field: the variable that it is about, unless there is one of another name. */
  id: string;
  /** How dates are written. */
  datePattern?: string;
  /** The value that it begins with. */
  defaultValue?: Value;
  /** What people read. */
  label?: string;
  /** Whatever else the model says of it. */
  properties?: Variables;
  /** Type of its values, in the words of the model: `string`, `long`, `boolean`, `date`, `enum`. */
  type?: string;
  /**
   * What an answer must fulfil, by the name of the constraint: `required`, `readonly`, `min`; true
   * where it has no configuration.
   */
  validation?: Variables;
  /** What there is to choose from. */
  values?: FormChoice[];
  /** The variable that it is about. */
  variable?: string;
}

/** A stuck activation; answered by `resolve`. */
export interface Incident {
  /** Key of the incident. */
  key: Key;
  /** Stable name of the cause. */
  code: IncidentKind;
  /** What went wrong, and where the model or the data must change. */
  message: string;
  /** Id of the element that is stuck. */
  element: string;
  /** Key of the activation that is stuck. */
  activation: Key;
}

/** Something from outside, at its time. */
export interface Input {
  /** When, in virtual time. */
  at: Timestamp;
  /**
   * With `message`: what it agrees with, as in `correlate`; a subscription that wants something else
   * does not get it.
   */
  correlation?: Value;
  /** The event itself. */
  event?: Event;
  /**
   * Id of the instance that it is for. Left out, an event is for the scenario's own instance, except
   * that a signal reaches all, and a message may be for any.
   */
  instance?: string;
  /** Name of a message, for the oldest subscription of that name, else for a process that it starts. */
  message?: string;
  /** Another instance to start, beside the scenario's own. */
  start?: Start;
  /** With `message`: its payload. */
  variables?: Variables;
}

/** What became of an instance beside the scenario's own. */
export interface InstanceReport {
  /** Its id: the one that the scenario gives, else that of the process with a number. */
  id: string;
  /** Id of its process. */
  process: string;
  /** Where it stands. */
  status: Status;
  /** The variables of its process scope. */
  variables: Variables;
  /** Id of the instance that called it; absent where none did. */
  caller?: string;
}

/** Work for the outside; answered by `jobCompleted`, `jobFailed` or `jobThrew`. */
export interface Job {
  /** Key of the job. */
  key: Key;
  /** Which kind of task it comes from. */
  kind: JobKind;
  /** Id of the task. */
  element: string;
  /** Key of the task's activation: ask for `variables(activation)` to see what the task sees. */
  activation: Key;
  /**
   * Of an action of a request, its id: it is chosen (`actionChosen`) before it is completed
   * (`actionCompleted`), and answered by nothing else.
   */
  action?: string;
  /** Who works on it. */
  assignee?: string;
  /**
   * Which version of the form or the decision, in the words of the model (`latest`, `deployment`,
   * `version`, `versionTag`).
   */
  binding?: string;
  /** Groups whose members may take it. */
  candidateGroups?: string[];
  /** Users who may take it. */
  candidateUsers?: string[];
  /** Which sort of task it is, in the words of the model. */
  category?: string;
  /** Id of the decision to take. */
  decision?: string;
  /** When it should be done. The engine does nothing about it. */
  dueDate?: Timestamp;
  /** When somebody should look after it. */
  followUpDate?: Timestamp;
  /** The fields of the form that the model itself has. */
  form?: FormField[];
  /** Key, id or reference of the form to fill in. */
  formKey?: string;
  /** What the model tells the worker: Zeebe's headers, injected fields, properties. */
  headers?: Variables;
  /** What does the work, as the model has it: a class, an expression, BPMN's `implementation`. */
  implementation?: string;
  /** The variables that the input mappings gave. */
  inputs?: Variables;
  /** Name of the lane that the task lies in, else the lane's id (BPMN 10.8). */
  lane?: string;
  /** Which instance of a multi-instance activity, or which round of a loop, from 1 (BPMN 13.3.7). */
  loopCounter?: number;
  /**
   * In which form Camunda wants the decision's result: `singleEntry`, `singleResult`,
   * `collectEntries` or `resultList`.
   */
  mapDecisionResult?: string;
  /** Name of the message that a send task sends. */
  message?: string;
  /** Name of the task. */
  name?: string;
  /** The higher, the more urgent. */
  priority?: number;
  /**
   * The variable that gets the result: what the worker returns as `result`, unless it returns this
   * variable itself.
   */
  resultVariable?: string;
  /**
   * How often the job may still be tried, this time included: as the model says, or as the last
   * failure left it.
   */
  retries?: number;
  /** The script of a script task. */
  script?: string;
  /** The script's language, as the model names it. */
  scriptFormat?: string;
  /** By what workers find it: Zeebe's job type, the topic of Camunda and Flowable. */
  topic?: string;
  /** The version or version tag that the binding names. */
  version?: string;
}

/**
 * A listener that a vendor's model has on an element and that the engine cannot run itself, called at its
 * moment. Nothing waits for what it does, and it returns nothing.
 */
export interface Listener {
  /** Which kind it is. */
  kind: ListenerKind;
  /**
   * The moment, in the words of the model: `start`, `end`, `take`; `create`, `assignment`, `complete`,
   * `delete`, or Zeebe's `creating` and so on.
   */
  event: string;
  /** Id of the element or sequence flow. */
  element: string;
  /** Key of the activation; of a sequence flow, of the scope. */
  activation: Key;
  /**
   * The class, expression or type, as the model writes it; of a script, its text or the name of its
   * resource.
   */
  implementation: string;
  /** What the model gives it, by name; null where an expression has no value. */
  fields?: Variables;
  /** The language of a script, as the model names it. */
  scriptFormat?: string;
}

/** Something that people do, in one transition or several. */
export interface MachineAction {
  /** Id of the action. */
  id: string;
  /** Id of the group whose members may do it; left out, everybody. */
  group?: string;
  /** What people call it; left out, its id. */
  name?: string;
  /**
   * Who of the group: `requester` (only who has made the request), `stakeholders` (only those whom it is
   * about) or `everyone`; left out, everyone.
   */
  target?: ActionTarget;
  /** How long it may stay chosen, in place of the machine's own timeout. */
  timeout?: string;
}

/** Something that the host is told and nobody waits for: an effect `callListener`. */
export interface MachineActivity {
  /** What it is: the `implementation` of the effect. */
  id: string;
  /** The `fields` of the effect: texts, or expressions over the data of the request. */
  fields?: Variables;
}

/** A group of people. Who belongs to it besides, the host may say when somebody asks or chooses. */
export interface MachineGroup {
  /** Id of the group. */
  id: string;
  /** The host's names of its members. */
  members?: string[];
  /** What people call it; left out, its id. */
  name?: string;
}

/** Where a request can stand. */
export interface MachineState {
  /** Id of the state. */
  id: string;
  /**
   * `start` (exactly one state), `normal`, `complete`, `denied`, `cancelled`, or a word of your own. A
   * state that no transition leaves ends the request; neither `start` nor `normal` can be one.
   */
  type: string;
  /** What the host is told when the state is entered, in this order. */
  activities?: MachineActivity[];
  /** What people call it; left out, its id. */
  name?: string;
}

/** A moment: exactly one of the two, as ISO 8601 or as an expression. */
export interface MachineTimer {
  /** At this time: `2026-12-24T12:00:00Z`. */
  date?: string;
  /** So long after the state was entered: `P3D`. */
  duration?: string;
}

/**
 * A way from one state to another. It is taken when all its actions are done, in any order, or when its
 * timer is due, and its condition holds; all else that is open in the state is withdrawn then.
 */
export interface MachineTransition {
  /** Id of the transition. */
  id: string;
  /** Id of the state that it leaves. */
  from: string;
  /** Id of the state that it enters; it may be the same. */
  to: string;
  /** Ids of the actions that it takes: at least one, unless it has a timer. */
  actions?: string[];
  /** What the host is told when it is taken, in this order, before the activities of the state. */
  activities?: MachineActivity[];
  /**
   * What must hold besides, in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`), over the data of the
   * request. It is asked once the actions are done, and again whenever the data change.
   */
  condition?: string;
  /** What people call it; left out, its id. */
  name?: string;
  /** When it is taken though not all its actions are done. */
  timer?: MachineTimer;
}

/** A message that the process sends (BPMN 10.5.1). */
export interface Message {
  /** Name of the message. */
  name: string;
  /** Id of the event that sends it. */
  element: string;
  /**
   * What tells whom it is for: the value of a vendor's correlation key, or values by the names of the
   * model's correlation properties (BPMN 8.4.2); what `correlate` takes.
   */
  correlation?: Value;
  /** Its payload, from the data inputs of the event. */
  variables?: Variables;
}

/** A message flow of a collaboration, which leads from one pool to another. */
export interface MessageFlowInfo {
  /** Id of the event, activity or participant that sends. */
  source: string;
  /** Id of the event, activity or participant that receives. */
  target: string;
  /** Id of the flow; absent where the file gives none. */
  id?: string;
  /** Name of the message that flows, where the flow itself says so. */
  message?: string;
  /** Its name. */
  name?: string;
}

/** Everything that one step produced. All of it is returned here; there is nothing to poll or drain. */
export interface Outcome {
  /** The time of the step: the one given, or the instance's last where that was later. */
  at: Timestamp;
  /** Where the instance stands after the step. */
  status: Status;
  /** What the host must do, in order. */
  effects: Effect[];
  /** What happened, in order. */
  history: Entry[];
}

/** How to read a file. */
export interface ParseOptions {
  /** Accept the file even where a process in it has errors; that process cannot be started. */
  lenient?: boolean;
  /**
   * Refuse also what the specification forbids though it could be run. With `lenient` too, it is
   * accepted, and all of that is in the diagnostics as warnings.
   */
  strict?: boolean;
}

/** A participant of a collaboration: a pool. */
export interface ParticipantInfo {
  /** Id of the participant; absent where the file gives none. */
  id?: string;
  /** Its name. */
  name?: string;
  /** Id of its process; absent for a pool whose inside is not shown. */
  process?: string;
}

/** Who asks. */
export interface Person {
  /** The host's own name of the person. */
  user: string;
  /** The groups that the host knows the person to be in, besides those whose members the process names. */
  groups?: string[];
}

/**
 * How a worker answers a job, a process a call, or an engine of its language an evaluation: exactly
 * one of `complete` and `throw` (not for evaluations), `value` (only for them), `fail` and `wait`.
 */
export interface Policy {
  /** How long it takes, in milliseconds. */
  after?: number;
  /** With `fail`: how long to wait before that, in milliseconds; left out, as the model says. */
  backoff?: number;
  /** With `complete`: who chooses and completes the action of a request; without, it stays open. */
  by?: string;
  /** Complete it with these variables. */
  complete?: Variables;
  /** Fail with this message. */
  fail?: string;
  /** With `fail`: how often a job may be tried again; left out, as the model says. */
  retries?: number;
  /** Throw the BPMN error with this code. */
  throw?: string;
  /** Give this value. */
  value?: Value;
  /** With `throw`: variables to set before the handler runs. */
  variables?: Variables;
  /** `true`: do not answer. */
  wait?: boolean;
}

/** A process of a definition. */
export interface ProcessInfo {
  /** Id of the process. */
  id: string;
  /** False where the file says `isExecutable="false"`. */
  executable: boolean;
  /** Whether it can be started; if not, the diagnostics say why. */
  startable: boolean;
  /** Its name. */
  name?: string;
  /** The tag that a vendor's model gives this version, for calls that bind to it. */
  versionTag?: string;
}

/** Why an event was not admitted. The state is byte-identical to what it was before. */
export interface Rejection {
  /** Stable name of the reason. */
  code: RejectionCode;
  /** What does not fit, and what would. */
  message: string;
}

/** What a simulation came to. */
export interface Report {
  /** Where the scenario's own instance stands. */
  status: Status;
  /** Why it went no further. */
  standstill: Standstill;
  /** Virtual time. */
  at: Timestamp;
  /** The variables of the process scope of the scenario's own instance. */
  variables: Variables;
  /** Everything that happened, the start first. */
  rows: Row[];
  /** The other instances, in the order in which they started. */
  instances?: InstanceReport[];
}

/** One thing that happened to an instance of the simulation, and what came of it. */
export interface Row {
  /** Virtual time. */
  at: Timestamp;
  /** Ids of the elements that are active afterwards, by key, without the process itself. */
  active: string[];
  /** The event; absent for the start. */
  event?: Event;
  /** Id of the instance; absent for the one that the scenario starts. */
  instance?: string;
  /** What the step produced; absent where it was rejected. */
  outcome?: Outcome;
  /** Why the event was not admitted. */
  rejection?: Rejection;
}

/** A simulation's script: how to start, how workers answer, and what comes from outside. */
export interface Scenario {
  /** Virtual time of the start. */
  at?: Timestamp;
  /**
   * How calls of other processes are answered in their stead, by the id of the call activity, else by
   * that of the process, else by `*`; in turn, as with jobs. A process of the file that no id here
   * names runs as an instance of its own; `*` is for those that the file does not have.
   */
  calls?: { [name: string]: Policy[] };
  /** Id of the start event that was triggered; see `Start::element`. */
  element?: string;
  /**
   * How expressions in languages of the host are evaluated, by their text, else by the id of the
   * element that asks, else by the language, else by `*`; in turn, as with jobs. What is not here stays
   * open.
   */
  evaluations?: { [name: string]: Policy[] };
  /** Id of the instance. */
  id?: string;
  /** What comes from outside, in any order. */
  inputs?: Input[];
  /**
   * How workers answer, by the id of the element, else by the topic of the job, else by its kind
   * (`serviceTask`), else by `*`. The n-th job of an element gets the n-th policy, and the last one
   * repeats.
   */
  jobs?: { [name: string]: Policy[] };
  /** The most steps, the start included; 10,000 if left out. */
  limit?: number;
  /** Id of the process; may be left out where only one process of the definition can run. */
  process?: string;
  /** Who makes the request, where people move it on by its actions. */
  requester?: string;
  /** Whom the request is about besides. */
  stakeholders?: string[];
  /**
   * Ids of the processes that the timers of their start events start. Those of others do not run, as
   * a cycle without a limit never ends.
   */
  timerStarts?: string[];
  /** Nothing later than this happens. */
  until?: Timestamp;
  /** Variables of the process scope. */
  variables?: Variables;
}

/** Something to be delivered to other instances, or to the application. */
export interface Sent {
  /** What it is. */
  kind: SentKind;
  /** The thing itself, as JSON text; nothing of a withdrawal. */
  data: string;
  /** Of a call, or of its withdrawal, its key. */
  key?: Key;
  /** Of a message or signal its name, of a call the process, of a data store its name. */
  name?: string;
}

/**
 * A signal that the process broadcasts (BPMN 10.5.1). The instance itself has had it already;
 * the host passes it to all others.
 */
export interface Signal {
  /** Name of the signal. */
  name: string;
  /** Id of the event that throws it. */
  element: string;
  /** Its payload, from the data inputs of the event. */
  variables?: Variables;
}

/** How to start an instance. */
export interface Start {
  /** The host's own id of the instance, at most 255 bytes; the engine only carries it. */
  id: string;
  /** The host's own name for what the instance is about, such as an order number. */
  businessKey?: string;
  /**
   * Id of the start event, instantiating receive task or event after an instantiating gateway that
   * was triggered; may be left out where there is only one to choose: the only start event without
   * a trigger, else the only way in (BPMN 13.2).
   */
  element?: string;
  /** Id of the process to start; may be left out where only one process of the definition can run. */
  process?: string;
  /**
   * Who starts it, for the variable that a vendor's `initiator` names. Where people move it on by its
   * actions, who makes the request; always one of the stakeholders.
   */
  requester?: string;
  /** Whom the request is about besides. */
  stakeholders?: string[];
  /** Variables of the process scope, the payload of the trigger among them. */
  variables?: Variables;
}

/**
 * Something that starts an instance of a process: when it comes, the host calls `start` with this
 * `process` and `element`.
 */
export interface StartSubscription {
  /** Id of the process. */
  process: string;
  /** Id of the start event, instantiating receive task or event after an instantiating gateway. */
  element: string;
  /** What it waits for. */
  kind: StartKind;
  /** Of a timer: when it is due; absent where it never is, or where its expression gives no time. */
  due?: Timestamp;
  /** Of a timer with a cycle: how often it fires after that; absent for no limit. */
  left?: number;
  /** Name of the message or signal, or the text of the condition. */
  name?: string;
}

/** A state of a request. */
export interface StateInfo {
  /** Id of the state. */
  id: string;
  /** `start`, `normal`, `complete`, `denied`, `cancelled`, or a word of the model's own. */
  type: string;
  /** Its name. */
  name?: string;
}

/** A process as states and transitions: what people do moves a request from one state to the next. */
export interface StateMachine {
  /**
   * Id of the process. All ids begin with a letter or `_`, and go on with letters, digits, `_` and `-`;
   * those of the process, its states and its transitions are different from one another.
   */
  id: string;
  /** Where a request can stand. */
  states: MachineState[];
  /** How it gets from one state to another. */
  transitions: MachineTransition[];
  /** What people can do. */
  actions?: MachineAction[];
  /** Who works together. */
  groups?: MachineGroup[];
  /** What people call it; left out, its id. */
  name?: string;
  /**
   * How long an action may stay chosen before it is given back, as an ISO 8601 duration; left out, as
   * long as it takes.
   */
  timeout?: string;
}

/** A message, signal or condition to wait for. */
export interface Subscription {
  /** Key of the subscription. */
  key: Key;
  /** Message or signal. */
  kind: SubscriptionKind;
  /** Name of the message or signal, or the text of the condition. */
  name: string;
  /** Id of the event or receive task that waits. */
  element: string;
  /** Key of the activation that the subscription belongs to. */
  activation: Key;
  /**
   * What a message must agree with to be meant for this subscription: the values of the model's
   * correlation properties by their names, or the value of a vendor's correlation key (BPMN 8.4.2).
   */
  correlation?: Value;
}

/** A moment to wait for; answered by `timerFired` or `tick`. */
export interface Timer {
  /** Key of the timer. */
  key: Key;
  /** Id of the event that carries the timer, or of the task whose job is to be tried again. */
  element: string;
  /** Key of the activation that the timer belongs to. */
  activation: Key;
  /** When it is due, in milliseconds since 1970 UTC. */
  due: Timestamp;
}

/** Hand this work out. */
export interface OpenJobEffect extends Job {
  type: 'openJob';
}

/** The job is done or withdrawn. */
export interface CloseJobEffect {
  type: 'closeJob';
  /** Key of the job. */
  key: Key;
}

/** Wake the instance when this is due. */
export interface OpenTimerEffect extends Timer {
  type: 'openTimer';
}

/** The timer has fired or is withdrawn. */
export interface CloseTimerEffect {
  type: 'closeTimer';
  /** Key of the timer. */
  key: Key;
}

/** Deliver what this waits for. */
export interface OpenSubscriptionEffect extends Subscription {
  type: 'openSubscription';
}

/** The subscription was served or is withdrawn. */
export interface CloseSubscriptionEffect {
  type: 'closeSubscription';
  /** Key of the subscription. */
  key: Key;
}

/** Start this process as an instance of its own. */
export interface OpenCallEffect extends Call {
  type: 'openCall';
}

/** The call is answered, or the called instance must be cancelled. */
export interface CloseCallEffect {
  type: 'closeCall';
  /** Key of the call. */
  key: Key;
}

/** Evaluate this expression. */
export interface OpenEvaluationEffect extends Evaluation {
  type: 'openEvaluation';
}

/** The expression was evaluated or is no longer asked for. */
export interface CloseEvaluationEffect {
  type: 'closeEvaluation';
  /** Key of the evaluation. */
  key: Key;
}

/** Somebody must look at this. */
export interface OpenIncidentEffect extends Incident {
  type: 'openIncident';
}

/** The incident is resolved or its activation has gone. */
export interface CloseIncidentEffect {
  type: 'closeIncident';
  /** Key of the incident. */
  key: Key;
}

/** Send this message. */
export interface PublishMessageEffect extends Message {
  type: 'publishMessage';
}

/** Pass this signal to every other instance. */
export interface BroadcastSignalEffect extends Signal {
  type: 'broadcastSignal';
}

/**
 * Write this into a data store, which lies outside the process (BPMN 10.4.1). What the process reads
 * from the store is its variable of the store's name, which the host may set.
 */
export interface WriteDataStoreEffect {
  type: 'writeDataStore';
  /** Name of the data store, else its id. */
  dataStore: string;
  /** Id of the activity that writes. */
  element: string;
  /** What is written. */
  value: Value;
}

/** Call this listener, if you have it. */
export interface CallListenerEffect extends Listener {
  type: 'callListener';
}

/** The instance has ended. */
export interface FinishedEffect {
  type: 'finished';
  /** How it ended. */
  status: Status;
  /** The variables of the process scope. */
  variables: Variables;
}

/** One thing the host must do. */
export type Effect =
  | OpenJobEffect
  | CloseJobEffect
  | OpenTimerEffect
  | CloseTimerEffect
  | OpenSubscriptionEffect
  | CloseSubscriptionEffect
  | OpenCallEffect
  | CloseCallEffect
  | OpenEvaluationEffect
  | CloseEvaluationEffect
  | OpenIncidentEffect
  | CloseIncidentEffect
  | PublishMessageEffect
  | BroadcastSignalEffect
  | WriteDataStoreEffect
  | CallListenerEffect
  | FinishedEffect;

/** A node was entered: an activation began. */
export interface EnteredEntry {
  type: 'entered';
  /** Id of the node. */
  element: string;
  /** Key of the activation. */
  key: Key;
  /** Key of the scope it runs in; absent for the process itself. */
  scope?: Key;
}

/** An activation ended as modelled. */
export interface LeftEntry {
  type: 'left';
  /** Id of the node. */
  element: string;
  /** Key of the activation. */
  key: Key;
}

/** An activation was withdrawn. */
export interface CancelledEntry {
  type: 'cancelled';
  /** Id of the node. */
  element: string;
  /** Key of the activation. */
  key: Key;
}

/** A token took a sequence flow. */
export interface FlowTakenEntry {
  type: 'flowTaken';
  /** Id of the flow. */
  flow: string;
  /** Key of the scope. */
  scope: Key;
}

/** A token waits at a joining gateway. */
export interface ArrivedEntry {
  type: 'arrived';
  /** Id of the gateway. */
  element: string;
  /** Id of the flow that it came by. */
  flow: string;
  /** Key of the scope. */
  scope: Key;
}

/** A job failed. */
export interface JobFailedEntry {
  type: 'jobFailed';
  /** Id of the task. */
  element: string;
  /** Key of the job. */
  job: Key;
  /** What went wrong. */
  message: string;
}

/** Somebody has chosen an action, and blocks the request until it is completed or given back. */
export interface ActionChosenEntry {
  type: 'actionChosen';
  /** Id of the task. */
  element: string;
  /** Key of its job. */
  job: Key;
  /** Who. */
  by: string;
}

/** A chosen action was completed; what that comes to follows. */
export interface ActionCompletedEntry {
  type: 'actionCompleted';
  /** Id of the task. */
  element: string;
  /** Key of its job. */
  job: Key;
  /** Who had chosen it. */
  by: string;
}

/** A chosen action was given back, by an event or because its time was over. */
export interface ActionReleasedEntry {
  type: 'actionReleased';
  /** Id of the task. */
  element: string;
  /** Key of its job. */
  job: Key;
  /** Who had chosen it. */
  by: string;
}

/** An error was thrown. */
export interface ErrorThrownEntry {
  type: 'errorThrown';
  /** Id of the node that threw it. */
  element: string;
  /** Error code; empty where the model names none. */
  code: string;
  /** Id of the event that catches it; absent where nothing does. */
  caughtBy?: string;
  /** What went wrong, where the thrower says so. */
  message?: string;
  /** What the event that throws it hands to the event that catches it. */
  variables?: Variables;
}

/** An escalation was thrown. */
export interface EscalationThrownEntry {
  type: 'escalationThrown';
  /** Id of the node that threw it. */
  element: string;
  /** Escalation code; empty where the model names none. */
  code: string;
  /** Id of the event that catches it; absent where nothing does. */
  caughtBy?: string;
  /** What the event that throws it hands to the event that catches it. */
  variables?: Variables;
}

/** Variables were written. */
export interface VariablesSetEntry {
  type: 'variablesSet';
  /** Key of the scope they now belong to. */
  scope: Key;
  /** Id of that scope's node. */
  element: string;
  /** The variables. */
  variables: Variables;
}

/** Data was written that the model then draws in a state (BPMN 10.4.1). */
export interface DataStateReachedEntry {
  type: 'dataStateReached';
  /** Id of the activity or event that wrote it. */
  element: string;
  /** Name of the variable. */
  data: string;
  /** Name of the state. */
  state: string;
}

/** An activation got stuck; the incident itself is an effect. */
export interface IncidentRaisedEntry {
  type: 'incidentRaised';
  /** Id of the element. */
  element: string;
  /** Key of the incident. */
  incident: Key;
  /** What went wrong. */
  message: string;
}

/** An incident was resolved. */
export interface IncidentResolvedEntry {
  type: 'incidentResolved';
  /** Id of the element. */
  element: string;
  /** Key of the incident. */
  incident: Key;
}

/** The time given was before the last one, which was used instead. */
export interface ClockClampedEntry {
  type: 'clockClamped';
  /** The time given. */
  given: Timestamp;
}

/** A compensation was thrown (BPMN 13.5.5). */
export interface CompensationThrownEntry {
  type: 'compensationThrown';
  /** Id of the node that threw it. */
  element: string;
  /** Ids of the completed activities that are compensated, in that order. */
  activities: string[];
}

/** A complex gateway has gone back to waiting for its start (BPMN 13.4.5). */
export interface GatewayResetEntry {
  type: 'gatewayReset';
  /** Id of the gateway. */
  element: string;
  /** Key of the scope. */
  scope: Key;
}

/** The host modified the instance; what came of it follows. */
export interface ModifiedEntry {
  type: 'modified';
  /** What was to be done. */
  instruction: Instruction;
  /** Why. */
  reason?: string;
}

/** A token ended before a branch that was spared when the host went back: it need not run again. */
export interface FlowSparedEntry {
  type: 'flowSpared';
  /** Id of the flow. */
  flow: string;
  /** Key of the scope. */
  scope: Key;
}

/** The host suspended the instance. */
export interface SuspendedEntry {
  type: 'suspended';
  /** Why. */
  reason?: string;
}

/** The host resumed the instance. */
export interface ResumedEntry {
  type: 'resumed';
}

/** The host cancelled the instance. */
export interface CancelRequestedEntry {
  type: 'cancelRequested';
  /** Why. */
  reason: string;
}

/** The instance ended. */
export interface EndedEntry {
  type: 'ended';
  /** How it ended. */
  status: Status;
}

/** One thing that happened. */
export type Entry =
  | EnteredEntry
  | LeftEntry
  | CancelledEntry
  | FlowTakenEntry
  | ArrivedEntry
  | JobFailedEntry
  | ActionChosenEntry
  | ActionCompletedEntry
  | ActionReleasedEntry
  | ErrorThrownEntry
  | EscalationThrownEntry
  | VariablesSetEntry
  | DataStateReachedEntry
  | IncidentRaisedEntry
  | IncidentResolvedEntry
  | ClockClampedEntry
  | CompensationThrownEntry
  | GatewayResetEntry
  | ModifiedEntry
  | FlowSparedEntry
  | SuspendedEntry
  | ResumedEntry
  | CancelRequestedEntry
  | EndedEntry;

/**
 * A job was done. Each variable is written to the nearest enclosing scope that has it, else to
 * the process scope.
 */
export interface JobCompletedEvent {
  type: 'jobCompleted';
  /** Key of the job. */
  job: Key;
  /** What the job returned. */
  variables?: Variables;
}

/**
 * A job failed for a technical reason. With retries left it is opened again under a new key, at once
 * or after the backoff, for which a timer is open; else an incident is raised.
 */
export interface JobFailedEvent {
  type: 'jobFailed';
  /** Key of the job. */
  job: Key;
  /** What went wrong, for people. */
  message: string;
  /** How long to wait before it is tried again, in milliseconds; left out, as long as the model says. */
  backoff?: number;
  /**
   * How often the job may still be tried; left out, one time less than before, where the model
   * says how often, else not at all.
   */
  retries?: number;
}

/** A job threw a BPMN error (BPMN 10.5.7): the nearest boundary event that catches the code takes over. */
export interface JobThrewEvent {
  type: 'jobThrew';
  /** Key of the job. */
  job: Key;
  /** Error code, as in the model's `error` element. */
  code: string;
  /** What went wrong, for people and for the model's error message variables. */
  message?: string;
  /** Variables to set, as with `jobCompleted`, before the handler runs. */
  variables?: Variables;
}

/** A job throws a BPMN escalation (BPMN 10.5.5) and goes on, unless what catches the code ends it. */
export interface JobEscalatedEvent {
  type: 'jobEscalated';
  /** Key of the job. */
  job: Key;
  /** Escalation code, as in the model's `escalation` element. */
  code: string;
  /** Variables to set, as with `jobCompleted`, before the handler runs. */
  variables?: Variables;
}

/**
 * Somebody chooses an action of a request: it is blocked for all others until the action is completed
 * or given back.
 */
export interface ActionChosenEvent {
  type: 'actionChosen';
  /** Key of the action's job. */
  job: Key;
  /** Who. */
  by: string;
  /**
   * The groups that the host knows the person to be in, besides those whose members the process
   * names.
   */
  groups?: string[];
}

/** An action was done by whoever has chosen it. The variables are written as with `jobCompleted`. */
export interface ActionCompletedEvent {
  type: 'actionCompleted';
  /** Key of the action's job. */
  job: Key;
  /** Who; it must be the one who has chosen it. */
  by: string;
  /** What came of it. */
  variables?: Variables;
}

/** A chosen action is given back: everybody may choose again. */
export interface ActionReleasedEvent {
  type: 'actionReleased';
  /** Key of the action's job. */
  job: Key;
  /** Who; it must be the one who has chosen it. Left out, it is the host that decides. */
  by?: string;
}

/** A timer is due. */
export interface TimerFiredEvent {
  type: 'timerFired';
  /** Key of the timer. */
  timer: Key;
}

/**
 * Fires every timer that is due at `at`, in the order of (due, key). Timers armed by this very
 * step wait for the next event, so the work of one step is bounded.
 */
export interface TickEvent {
  type: 'tick';
}

/**
 * A message for one subscription, which the host has found by its name and correlation. From its
 * payload the instance learns the correlation properties that it does not know yet.
 */
export interface MessageEvent {
  type: 'message';
  /** Key of the subscription. */
  subscription: Key;
  /** The message's payload. */
  variables?: Variables;
}

/**
 * A message for the subscriptions of this instance that have its name and agree with its
 * correlation (BPMN 8.4.2).
 */
export interface CorrelateEvent {
  type: 'correlate';
  /** Name of the message. */
  message: string;
  /**
   * The value of a vendor's correlation key, or values by the names of correlation properties.
   * Left out, properties are read from the payload as the model says.
   */
  correlation?: Value;
  /** How many subscriptions may match. */
  policy?: CorrelationPolicy;
  /** The message's payload. */
  variables?: Variables;
}

/** A called instance has completed or was terminated. */
export interface CallFinishedEvent {
  type: 'callFinished';
  /** Key of the call. */
  call: Key;
  /** Variables of the called process. */
  variables?: Variables;
}

/** A called instance has failed with an error that nothing in it caught. */
export interface CallThrewEvent {
  type: 'callThrew';
  /** Key of the call. */
  call: Key;
  /** Error code. */
  code: string;
  /** What went wrong, for people and for the model's error message variables. */
  message?: string;
  /** Variables of the called process. */
  variables?: Variables;
}

/** A called instance has thrown an escalation that nothing in it caught; it goes on. */
export interface CallEscalatedEvent {
  type: 'callEscalated';
  /** Key of the call. */
  call: Key;
  /** Escalation code. */
  code: string;
  /** Variables to set, as with `jobCompleted`, before the handler runs. */
  variables?: Variables;
}

/**
 * A called instance could not be started, or was cancelled: an incident, which opens the call
 * again when it is resolved.
 */
export interface CallFailedEvent {
  type: 'callFailed';
  /** Key of the call. */
  call: Key;
  /** What went wrong, for people. */
  message: string;
}

/** An expression in a language of the host has been evaluated: what asked for it goes on. */
export interface EvaluatedEvent {
  type: 'evaluated';
  /** Key of the evaluation. */
  evaluation: Key;
  /** Its value; left out, null. */
  value?: Value;
}

/**
 * An expression in a language of the host could not be evaluated: an incident, which asks again
 * when it is resolved.
 */
export interface EvaluationFailedEvent {
  type: 'evaluationFailed';
  /** Key of the evaluation. */
  evaluation: Key;
  /** What went wrong, for people. */
  message: string;
}

/** A signal for every subscription of that name in this instance. Without any it has no effect. */
export interface SignalEvent {
  type: 'signal';
  /** Name of the signal. */
  name: string;
  /** The signal's payload. */
  variables?: Variables;
}

/** Writes variables into one scope, whatever the scopes around it hold. */
export interface SetVariablesEvent {
  type: 'setVariables';
  /** The variables. */
  variables: Variables;
  /** Key of an activation; left out, the process scope. */
  scope?: Key;
}

/** The cause of an incident has been removed: try again what was stuck. */
export interface ResolveEvent {
  type: 'resolve';
  /** Key of the incident. */
  incident: Key;
}

/** Ends the instance from outside. */
export interface CancelEvent {
  type: 'cancel';
  /** Why, for the history. */
  reason: string;
}

/**
 * Moves the instance's tokens by hand: all instructions in their order, or none. Then the tokens
 * run until they wait, also in a suspended instance.
 */
export interface ModifyEvent {
  type: 'modify';
  /** What to do. */
  instructions: Instruction[];
  /** Why, for the history. */
  reason?: string;
}

/** Takes no more answers until `resume`; what is open stays open, and no condition is asked. */
export interface SuspendEvent {
  type: 'suspend';
  /** Why, for the history. */
  reason?: string;
}

/** Goes on after `suspend`. */
export interface ResumeEvent {
  type: 'resume';
}

/**
 * A fact from outside. Keys come from `Effect`s and
 * `Obligation`s; answering a key twice is rejected and changes nothing.
 */
export type Event =
  | JobCompletedEvent
  | JobFailedEvent
  | JobThrewEvent
  | JobEscalatedEvent
  | ActionChosenEvent
  | ActionCompletedEvent
  | ActionReleasedEvent
  | TimerFiredEvent
  | TickEvent
  | MessageEvent
  | CorrelateEvent
  | CallFinishedEvent
  | CallThrewEvent
  | CallEscalatedEvent
  | CallFailedEvent
  | EvaluatedEvent
  | EvaluationFailedEvent
  | SignalEvent
  | SetVariablesEvent
  | ResolveEvent
  | CancelEvent
  | ModifyEvent
  | SuspendEvent
  | ResumeEvent;

/**
 * A token enters the element. A boundary event passes it on; event subprocesses and what
 * compensates start by their own triggers only.
 */
export interface StartBeforeInstruction {
  type: 'startBefore';
  /** Id of the element. */
  element: string;
  /**
   * Key of the scope activation to start it in, or of one around it, in which those between are
   * opened anew; may be left out where the element's scope runs once. Scopes that do not run are
   * opened, without their start events. An instance of a multi-instance activity must run.
   */
  scope?: Key;
  /** Variables to set first, as with `jobCompleted`. */
  variables?: Variables;
}

/** A token leaves the element by its outgoing flows, as if it had completed. */
export interface StartAfterInstruction {
  type: 'startAfter';
  /** Id of the element. */
  element: string;
  /** As in `startBefore`. */
  scope?: Key;
  /** Variables to set first, as with `jobCompleted`. */
  variables?: Variables;
}

/**
 * An activation is withdrawn, with all inside it. A scope that has nothing left is withdrawn, too;
 * so the process ends as cancelled with its last activation.
 */
export interface CancelInstruction {
  type: 'cancel';
  /** Key of the activation. */
  activation: Key;
}

/** An activation is withdrawn, and its token enters another element of the same scope. */
export interface MoveInstruction {
  type: 'move';
  /** Key of the activation. */
  activation: Key;
  /** Id of the element. */
  to: string;
}

/**
 * Goes back from an activation to an element before it in the same scope, and runs again what
 * lies between them. All else that the element had led to is withdrawn and runs again, too: live
 * activations, and tokens that wait at joins.
 */
export interface GoBackInstruction {
  type: 'goBack';
  /** Key of the activation. */
  activation: Key;
  /** Id of the element. */
  to: string;
  /**
   * Leaves the other branches as they are, those that run and those that wait at joins: when a
   * token comes to their split again, it does not take the flows that lead to them.
   */
  spare?: boolean;
}

/**
 * One change to the tokens of an instance. What one instruction withdraws, a later one of the same event
 * cannot name. A token that is put before a join, by `startBefore` or `move`, waits there for its siblings.
 */
export type Instruction =
  | StartBeforeInstruction
  | StartAfterInstruction
  | CancelInstruction
  | MoveInstruction
  | GoBackInstruction;

/** Work for the outside. */
export interface JobObligation extends Job {
  type: 'job';
}

/** A moment to wait for. */
export interface TimerObligation extends Timer {
  type: 'timer';
}

/** A message, signal or condition to wait for. */
export interface SubscriptionObligation extends Subscription {
  type: 'subscription';
}

/** Another process to run. */
export interface CallObligation extends Call {
  type: 'call';
}

/** An expression to evaluate. */
export interface EvaluationObligation extends Evaluation {
  type: 'evaluation';
}

/** A stuck activation. */
export interface IncidentObligation extends Incident {
  type: 'incident';
}

/** An open duty of the host; exactly what the effects opened and have not closed. */
export type Obligation =
  | JobObligation
  | TimerObligation
  | SubscriptionObligation
  | CallObligation
  | EvaluationObligation
  | IncidentObligation;

# Written by `cargo xtask gen`; do not edit.
"""The data that goes in and comes out, as types for type checkers; at run time it is plain dicts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

if sys.version_info >= (3, 11):
    from typing import NotRequired
elif TYPE_CHECKING:
    from typing_extensions import NotRequired

__all__ = [
    "ActionChosenEntry",
    "ActionChosenEvent",
    "ActionCompletedEntry",
    "ActionCompletedEvent",
    "ActionReleasedEntry",
    "ActionReleasedEvent",
    "ActionTarget",
    "Actions",
    "Activation",
    "AllowedAction",
    "ArrivedEntry",
    "BroadcastSignalEffect",
    "Call",
    "CallEscalatedEvent",
    "CallFailedEvent",
    "CallFinishedEvent",
    "CallListenerEffect",
    "CallObligation",
    "CallThrewEvent",
    "CancelEvent",
    "CancelInstruction",
    "CancelRequestedEntry",
    "CancelledEntry",
    "Candidate",
    "CandidateKind",
    "ChosenAction",
    "ClockClampedEntry",
    "CloseCallEffect",
    "CloseEvaluationEffect",
    "CloseIncidentEffect",
    "CloseJobEffect",
    "CloseSubscriptionEffect",
    "CloseTimerEffect",
    "Commit",
    "CommitOptions",
    "CompensationThrownEntry",
    "CorrelateEvent",
    "CorrelationPolicy",
    "DataStateReachedEntry",
    "Diagnostic",
    "Duty",
    "DutyKind",
    "Effect",
    "ElementInfo",
    "EndedEntry",
    "EnteredEntry",
    "Entry",
    "ErrorThrownEntry",
    "EscalationThrownEntry",
    "EvaluatedEvent",
    "Evaluation",
    "EvaluationFailedEvent",
    "EvaluationObligation",
    "Event",
    "Fingerprint",
    "FinishedEffect",
    "FlowSparedEntry",
    "FlowTakenEntry",
    "FormChoice",
    "FormField",
    "GatewayResetEntry",
    "GoBackInstruction",
    "HistoryLevel",
    "Incident",
    "IncidentKind",
    "IncidentObligation",
    "IncidentRaisedEntry",
    "IncidentResolvedEntry",
    "Input",
    "InstanceReport",
    "Instruction",
    "Job",
    "JobCompletedEvent",
    "JobEscalatedEvent",
    "JobFailedEntry",
    "JobFailedEvent",
    "JobKind",
    "JobObligation",
    "JobThrewEvent",
    "Key",
    "LeftEntry",
    "Listener",
    "ListenerKind",
    "LoadErrorCode",
    "MachineAction",
    "MachineActivity",
    "MachineGroup",
    "MachineState",
    "MachineTimer",
    "MachineTransition",
    "Message",
    "MessageEvent",
    "MessageFlowInfo",
    "ModifiedEntry",
    "ModifyEvent",
    "MoveInstruction",
    "Obligation",
    "OpenCallEffect",
    "OpenEvaluationEffect",
    "OpenIncidentEffect",
    "OpenJobEffect",
    "OpenSubscriptionEffect",
    "OpenTimerEffect",
    "Outcome",
    "ParseOptions",
    "ParticipantInfo",
    "Person",
    "Policy",
    "ProcessInfo",
    "PublishMessageEffect",
    "Rejection",
    "RejectionCode",
    "Report",
    "ResolveEvent",
    "ResumeEvent",
    "ResumedEntry",
    "Row",
    "Scenario",
    "Sent",
    "SentKind",
    "SetVariablesEvent",
    "Severity",
    "Signal",
    "SignalEvent",
    "Standstill",
    "Start",
    "StartAfterInstruction",
    "StartBeforeInstruction",
    "StartKind",
    "StartSubscription",
    "StateInfo",
    "StateMachine",
    "Status",
    "Subscription",
    "SubscriptionKind",
    "SubscriptionObligation",
    "SuspendEvent",
    "SuspendedEntry",
    "TickEvent",
    "Timer",
    "TimerFiredEvent",
    "TimerObligation",
    "Timestamp",
    "Value",
    "Variables",
    "VariablesSetEntry",
    "WriteDataStoreEffect",
]

ActionTarget: TypeAlias = Literal[
    "requester",
    "stakeholders",
    "everyone",
]
"""
Who of a group may do an action.

- `requester`: Only who has made the request.
- `stakeholders`: Only those whom the request is about, the requester among them.
- `everyone`: All of the group.
"""

CandidateKind: TypeAlias = Literal[
    "user",
    "group",
]
"""
Whether a `Candidate` is one person.

- `user`: It is.
- `group`: It is a group.
"""

CorrelationPolicy: TypeAlias = Literal[
    "exactlyOne",
    "oldest",
    "all",
]
"""
How many subscriptions of one instance a message may be for.

- `exactlyOne`: Exactly one, else the message is rejected.
- `oldest`: The oldest of those that match.
- `all`: All that match.
"""

DutyKind: TypeAlias = Literal[
    "userTask",
    "job",
    "timer",
    "message",
    "signal",
    "condition",
    "call",
    "evaluation",
    "incident",
]
"""
What a `Duty` is for.

- `userTask`: Work of a person.
- `job`: Work of a worker.
- `timer`: A moment to wait for.
- `message`: A message to wait for.
- `signal`: A signal to wait for.
- `condition`: A condition, which the engine watches itself.
- `call`: Another process to run.
- `evaluation`: An expression to evaluate.
- `incident`: A stuck activation.
"""

Fingerprint: TypeAlias = str
"""Identifies a compiled definition; equal on every platform. Its text is 16 hexadecimal digits."""

HistoryLevel: TypeAlias = Literal[
    "none",
    "activity",
    "full",
]
"""
How much history a host keeps; the engine does the same at every level.

- `none`: Nothing.
- `activity`: Where the instance has been and what went wrong: no flows, no variables.
- `full`: Everything.
"""

IncidentKind: TypeAlias = Literal[
    "jobFailed",
    "uncaughtError",
    "noFlowTaken",
    "expressionFailed",
    "invalidTimer",
    "endlessLoop",
    "strandedToken",
    "invalidLoop",
    "callFailed",
    "uncaughtCancel",
]
"""
Why an activation is stuck until somebody resolves it.

- `jobFailed`: A job failed and has no retries left.
- `uncaughtError`: An error was thrown and nothing catches it (BPMN 10.5.7); the instance has failed.
- `noFlowTaken`: A gateway or activity has no flow whose condition holds, and no default flow (BPMN 13.4.2).
- `expressionFailed`: An expression could not be evaluated, or gave a value of the wrong type.
- `invalidTimer`: A timer's date, duration or cycle could not be understood.
- `endlessLoop`: One node was entered too often within one step, or a step did not come to an end: a loop that
  never waits.
- `strandedToken`: All that is left in a scope waits at joins for tokens that can no longer come.
- `invalidLoop`: The number of instances or the collection of a multi-instance activity makes no sense.
- `callFailed`: A called process could not be started, or was cancelled.
- `uncaughtCancel`: A transaction was cancelled and compensated, and has no event that catches the cancellation.
"""

JobKind: TypeAlias = Literal[
    "userTask",
    "serviceTask",
    "sendTask",
    "scriptTask",
    "businessRuleTask",
    "adHocSubProcess",
]
"""
Which kind of work a `Job` is: the BPMN task it comes from.

- `userTask`: Work of a person (BPMN 10.3.3).
- `serviceTask`: Work of a service.
- `sendTask`: Sending a message, where the host does the sending: a send task, or a throw or end event for
  which the model names a worker.
- `scriptTask`: A script for the host to run.
- `businessRuleTask`: A decision for the host to take.
- `adHocSubProcess`: An ad-hoc subprocess in which nothing runs and whose completion condition does not hold yet:
  start more of its activities by `modify`, or complete the job to end it (BPMN 13.3.5).
"""

Key: TypeAlias = int
"""
Names one activation or obligation within one instance. Keys are given out in order, from 1,
and never reused, so a child's key is greater than its parent's.
"""

ListenerKind: TypeAlias = Literal[
    "executionListener",
    "taskListener",
]
"""
Which of its vendor's kinds a `Listener` is.

- `executionListener`: Of an element or a sequence flow.
- `taskListener`: Of a user task.
"""

LoadErrorCode: TypeAlias = Literal[
    "invalidSnapshot",
    "unsupportedFormat",
    "definitionChanged",
    "inconsistentSnapshot",
]
"""
The reasons of a `LoadError`.

- `invalidSnapshot`: The text is not a snapshot.
- `unsupportedFormat`: The snapshot was written by a newer engine.
- `definitionChanged`: The snapshot belongs to another definition.
- `inconsistentSnapshot`: The snapshot contradicts itself or the definition.
"""

RejectionCode: TypeAlias = Literal[
    "invalidEvent",
    "instanceEnded",
    "unknownKey",
    "wrongKind",
    "timerNotDue",
    "unknownProcess",
    "processRefused",
    "invalidVariables",
    "invalidTime",
    "definitionMismatch",
    "ambiguousStart",
    "cannotStart",
    "suspended",
    "notSuspended",
    "noMatch",
    "severalMatches",
    "invalidModification",
    "notAllowed",
    "alreadyChosen",
    "notChosen",
    "exhausted",
]
"""
The reasons of a `Rejection`.

- `invalidEvent`: The event is not of the documented form.
- `instanceEnded`: The instance has ended; nothing can happen to it any more.
- `unknownKey`: No open obligation or scope has this key (it may have been answered or withdrawn before).
- `wrongKind`: The key names an obligation of another kind than the event answers.
- `timerNotDue`: The timer is due later than the time given.
- `unknownProcess`: The process named is not in the definition, or several could be meant.
- `processRefused`: The process has errors and was refused when the model was parsed.
- `invalidVariables`: Variables hold too many values or too much text. (What JSON cannot say exactly, such as a number
  out of range, is an `invalidEvent`.)
- `invalidTime`: The time given is outside the supported range (years 1 to 9999).
- `definitionMismatch`: The instance belongs to another definition than the one given.
- `ambiguousStart`: The process can be started in several ways; say by `element` which.
- `cannotStart`: The element named is no way to start the process, or its condition does not hold.
- `suspended`: The instance is suspended; resume it first.
- `notSuspended`: The instance is not suspended, so there is nothing to resume.
- `noMatch`: No subscription matches the message.
- `severalMatches`: Several subscriptions match the message, and it is for exactly one.
- `invalidModification`: An instruction of `modify` cannot be carried out.
- `notAllowed`: The person may not do this action: not of its group, or not its target.
- `alreadyChosen`: Somebody has chosen an action of the request, and has not completed it yet.
- `notChosen`: The person has not chosen the action; nobody has, or somebody else.
- `exhausted`: The instance has used up its keys.
"""

SentKind: TypeAlias = Literal[
    "message",
    "signal",
    "call",
    "withdraw",
    "answer",
    "dataStore",
    "listener",
]
"""
What a `Sent` is.

- `message`: A message, for whoever waits for it; a `Message`.
- `signal`: A signal, for everybody else; a `Signal`.
- `call`: A process to start for a call activity; a `Call`.
- `withdraw`: A call that is no longer wanted: the instance that was started for it is to be cancelled.
- `answer`: An `Event` for the instance that called this one: it goes on with or ends the call.
- `dataStore`: What a data store outside the process is to hold: its `dataStore`, the `element` that writes, the
  `value`.
- `listener`: A listener to call; a `Listener`.
"""

Severity: TypeAlias = Literal[
    "info",
    "warning",
    "error",
]
"""
How much a `Diagnostic` matters.

- `info`: Something in the file has no effect on execution.
- `warning`: The model runs, but probably not as its author meant.
- `error`: The process named cannot be run or, in a strict reading, breaks a rule of the specification.
"""

Standstill: TypeAlias = Literal[
    "ended",
    "waiting",
    "until",
    "limit",
]
"""
Why a simulation stands still.

- `ended`: Every instance has ended.
- `waiting`: One waits for something that the scenario does not bring.
- `until`: The scenario's time is over.
- `limit`: The scenario's limit of steps is reached.
"""

StartKind: TypeAlias = Literal[
    "message",
    "signal",
    "timer",
    "condition",
]
"""
What a `StartSubscription` waits for.

- `message`: A message of that name.
- `signal`: A signal of that name.
- `timer`: A moment, or each of several.
- `condition`: A condition; the host knows the data that it is about, and a start is rejected while it does not
  hold for the start's variables.
"""

Status: TypeAlias = Literal[
    "active",
    "suspended",
    "completed",
    "terminated",
    "failed",
    "cancelled",
]
"""
Where an instance stands.

- `active`: It runs or waits.
- `suspended`: The host has suspended it: until `resume` it takes only `cancel`, `setVariables` and `modify`.
- `completed`: It reached its end (BPMN 13.5.6).
- `terminated`: A terminate end event of the process itself was reached.
- `failed`: An error was thrown and nothing caught it.
- `cancelled`: The host cancelled it.
"""

SubscriptionKind: TypeAlias = Literal[
    "message",
    "signal",
    "condition",
]
"""
What a `Subscription` waits for.

- `message`: A message; answered by `message` with the key.
- `signal`: A signal; answered by `signal` with the name.
- `condition`: A condition of the process's own data. The engine watches it; the host need do nothing.
"""

Timestamp: TypeAlias = int
"""An instant: whole milliseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999."""

Value: TypeAlias = Any
"""Any JSON value. Integers lie within ±(2^53 - 1); larger numbers are texts."""

Variables: TypeAlias = dict[str, Value]
"""Variables by name."""


class Actions(TypedDict):
    """Where a request stands, and what a person may do with it."""

    stakeholders: list[str]
    """Whom it is about, the requester first."""
    actions: list[AllowedAction]
    """What the person may choose now, in the order of the keys; nothing while the request is blocked."""
    chosen: NotRequired[ChosenAction]
    """What blocks it: an action that somebody has chosen and not completed yet."""
    requester: NotRequired[str]
    """Who has made the request."""
    state: NotRequired[StateInfo]
    """The state that it entered last, and stays in after its end; absent where the process has no states."""


class Activation(TypedDict):
    """A live activation: the process itself, a subprocess, or an element that waits."""

    key: Key
    """Key of the activation."""
    element: str
    """Id of the element."""
    scope: NotRequired[Key]
    """Key of the scope it runs in; absent for the process itself."""


class AllowedAction(TypedDict):
    """An action that a person may choose."""

    job: Key
    """Key of its job, for `actionChosen`."""
    element: str
    """Id of its task: one action may be a task of several transitions."""
    action: str
    """Id of the action."""
    name: NotRequired[str]
    """Its name."""
    next: NotRequired[str]
    """Id of the state that it helps to reach."""


class Call(TypedDict):
    """
    Another process to run on behalf of a call activity (BPMN 13.3.4); answered by `callFinished`,
    `callThrew`, `callEscalated` or `callFailed`. When it is closed before that, the called instance
    is no longer wanted.
    """

    key: Key
    """Key of the call."""
    element: str
    """Id of the call activity."""
    activation: Key
    """Key of the call activity's activation."""
    calledElement: str
    """Id of the process to call."""
    local: bool
    """Whether the calling definition itself has that process."""
    binding: NotRequired[str]
    """
    Which version to call, in the words of the model (`latest`, `deployment`, `version`,
    `versionTag`); the host decides.
    """
    businessKey: NotRequired[str]
    """Business key of the called instance."""
    loopCounter: NotRequired[int]
    """Which instance of a multi-instance activity, or which round of a loop, from 1 (BPMN 13.3.7)."""
    name: NotRequired[str]
    """Name of the call activity."""
    variables: NotRequired[Variables]
    """Variables to start the called instance with."""
    version: NotRequired[str]
    """The version or version tag that the binding names."""


class Candidate(TypedDict):
    """Who may claim a user task."""

    kind: CandidateKind
    """A person or a group."""
    name: str
    """The name, as the model gives it."""


class ChosenAction(TypedDict):
    """An action that somebody has chosen."""

    job: Key
    """Key of its job, for `actionCompleted` and `actionReleased`."""
    element: str
    """Id of its task."""
    action: str
    """Id of the action."""
    by: str
    """Who."""


class Commit(TypedDict):
    """What one step changes in a store."""

    instance: str
    """Id of the instance."""
    process: str
    """Id of its process."""
    definition: Fingerprint
    """Fingerprint of its definition."""
    status: Status
    """Where it stands now."""
    at: Timestamp
    """The time of the step."""
    revision: int
    """How many steps it has taken, the start included: the row to be replaced has one less."""
    snapshot: str
    """The state, as JSON text."""
    opened: list[Duty]
    """What is open from now on, by key."""
    closed: list[Key]
    """Keys of what was open before and is no more."""
    sent: list[Sent]
    """What is to be delivered, in order."""
    history: list[str]
    """What happened, as far as it is to be kept; each an `Entry` as JSON text."""
    businessKey: NotRequired[str]
    """The host's name for what it is about."""


class CommitOptions(TypedDict):
    """What the host knows of an instance beside its state."""

    call: NotRequired[Key]
    """
    Of an instance that was called: key of the call in its caller, which then gets to know what
    becomes of it.
    """
    history: NotRequired[HistoryLevel]
    """How much history to keep."""


class Diagnostic(TypedDict):
    """One finding about a model: what, where, and what to do about it."""

    code: str
    """Stable name of the rule, such as `unsupportedElement`."""
    severity: Severity
    """How much it matters."""
    message: str
    """What was found; lower case, the user's own words in backticks."""
    line: int
    """Line in the text, from 1."""
    column: int
    """Column in the text in characters, from 1."""
    element: NotRequired[str]
    """Id of the BPMN element concerned, where it has one."""
    help: NotRequired[str]
    """What to do about it."""
    path: NotRequired[str]
    """In a state machine, the JSON pointer (RFC 6901) to what is wrong: `/transitions/2/to`."""


class Duty(TypedDict):
    """An obligation and the columns that it is found by."""

    key: Key
    """The key that answers it."""
    kind: DutyKind
    """What it is for."""
    element: str
    """Id of the BPMN element."""
    activation: Key
    """Key of the activation that it belongs to."""
    priority: int
    """How urgent it is among its like; the greater the sooner."""
    data: str
    """The `Obligation` itself, as JSON text."""
    assignee: NotRequired[str]
    """Who is to do it."""
    candidates: NotRequired[list[Candidate]]
    """Who may claim it."""
    correlation: NotRequired[str]
    """Of a message: what a message must agree with, as JSON text."""
    due: NotRequired[Timestamp]
    """When a timer is due, or work should be done, in milliseconds since 1970 UTC."""
    lane: NotRequired[str]
    """The lane that its element is in."""
    name: NotRequired[str]
    """
    What it is asked for by: of a job its topic, else its implementation, else the id of its element;
    of a message or signal its name; of a call the process; of an evaluation the language.
    """


class ElementInfo(TypedDict):
    """A flow node of a process that can run."""

    id: str
    """Id of the node."""
    type: str
    """Its XML tag, such as `serviceTask`."""
    process: str
    """Id of its process."""
    scope: str
    """Id of the subprocess around it, else of its process."""
    line: int
    """Line in the file, from 1."""
    waits: bool
    """Whether a token can wait there."""
    incoming: list[str]
    """Ids of its incoming sequence flows."""
    outgoing: list[str]
    """Ids of its outgoing sequence flows."""
    attachedTo: NotRequired[str]
    """Id of the activity that a boundary event is attached to."""
    name: NotRequired[str]
    """Its name."""


class Evaluation(TypedDict):
    """
    An expression in a language that only the host knows (BPMN 8.4.6); answered by `evaluated` or
    `evaluationFailed`. Until then a decision of the activation waits.
    """

    key: Key
    """Key of the evaluation."""
    element: str
    """Id of the element that the decision belongs to."""
    activation: Key
    """
    Key of the activation that decides: ask for `variables(activation)` to see what the expression
    sees.
    """
    language: str
    """Short name of the language, in lower case, such as `javascript`, `groovy` or `python`."""
    source: str
    """Text of the expression."""
    declaredLanguage: NotRequired[str]
    """What the model calls the language, where that is something else, such as a URI."""
    variables: NotRequired[Variables]
    """Variables that only this expression sees; they go before those of the activation."""


class FormChoice(TypedDict):
    """One of the values of a form's field."""

    id: str
    """The value."""
    name: NotRequired[str]
    """What people read."""


class FormField(TypedDict):
    """A field of a form, as the model describes it."""

    id: str
    """Id of the field: the variable that it is about, unless there is one of another name."""
    datePattern: NotRequired[str]
    """How dates are written."""
    defaultValue: NotRequired[Value]
    """The value that it begins with."""
    label: NotRequired[str]
    """What people read."""
    properties: NotRequired[Variables]
    """Whatever else the model says of it."""
    type: NotRequired[str]
    """Type of its values, in the words of the model: `string`, `long`, `boolean`, `date`, `enum`."""
    validation: NotRequired[Variables]
    """
    What an answer must fulfil, by the name of the constraint: `required`, `readonly`, `min`; true
    where it has no configuration.
    """
    values: NotRequired[list[FormChoice]]
    """What there is to choose from."""
    variable: NotRequired[str]
    """The variable that it is about."""


class Incident(TypedDict):
    """A stuck activation; answered by `resolve`."""

    key: Key
    """Key of the incident."""
    code: IncidentKind
    """Stable name of the cause."""
    message: str
    """What went wrong, and where the model or the data must change."""
    element: str
    """Id of the element that is stuck."""
    activation: Key
    """Key of the activation that is stuck."""


class Input(TypedDict):
    """Something from outside, at its time."""

    at: Timestamp
    """When, in virtual time."""
    correlation: NotRequired[Value]
    """
    With `message`: what it agrees with, as in `correlate`; a subscription that wants something else
    does not get it.
    """
    event: NotRequired[Event]
    """The event itself."""
    instance: NotRequired[str]
    """
    Id of the instance that it is for. Left out, an event is for the scenario's own instance, except
    that a signal reaches all, and a message may be for any.
    """
    message: NotRequired[str]
    """Name of a message, for the oldest subscription of that name, else for a process that it starts."""
    start: NotRequired[Start]
    """Another instance to start, beside the scenario's own."""
    variables: NotRequired[Variables]
    """With `message`: its payload."""


class InstanceReport(TypedDict):
    """What became of an instance beside the scenario's own."""

    id: str
    """Its id: the one that the scenario gives, else that of the process with a number."""
    process: str
    """Id of its process."""
    status: Status
    """Where it stands."""
    variables: Variables
    """The variables of its process scope."""
    caller: NotRequired[str]
    """Id of the instance that called it; absent where none did."""


class Job(TypedDict):
    """Work for the outside; answered by `jobCompleted`, `jobFailed` or `jobThrew`."""

    key: Key
    """Key of the job."""
    kind: JobKind
    """Which kind of task it comes from."""
    element: str
    """Id of the task."""
    activation: Key
    """Key of the task's activation: ask for `variables(activation)` to see what the task sees."""
    action: NotRequired[str]
    """
    Of an action of a request, its id: it is chosen (`actionChosen`) before it is completed
    (`actionCompleted`), and answered by nothing else.
    """
    assignee: NotRequired[str]
    """Who works on it."""
    binding: NotRequired[str]
    """
    Which version of the form or the decision, in the words of the model (`latest`, `deployment`,
    `version`, `versionTag`).
    """
    candidateGroups: NotRequired[list[str]]
    """Groups whose members may take it."""
    candidateUsers: NotRequired[list[str]]
    """Users who may take it."""
    category: NotRequired[str]
    """Which sort of task it is, in the words of the model."""
    decision: NotRequired[str]
    """Id of the decision to take."""
    dueDate: NotRequired[Timestamp]
    """When it should be done. The engine does nothing about it."""
    followUpDate: NotRequired[Timestamp]
    """When somebody should look after it."""
    form: NotRequired[list[FormField]]
    """The fields of the form that the model itself has."""
    formKey: NotRequired[str]
    """Key, id or reference of the form to fill in."""
    headers: NotRequired[Variables]
    """What the model tells the worker: Zeebe's headers, injected fields, properties."""
    implementation: NotRequired[str]
    """What does the work, as the model has it: a class, an expression, BPMN's `implementation`."""
    inputs: NotRequired[Variables]
    """The variables that the input mappings gave."""
    lane: NotRequired[str]
    """Name of the lane that the task lies in, else the lane's id (BPMN 10.8)."""
    loopCounter: NotRequired[int]
    """Which instance of a multi-instance activity, or which round of a loop, from 1 (BPMN 13.3.7)."""
    mapDecisionResult: NotRequired[str]
    """
    In which form Camunda wants the decision's result: `singleEntry`, `singleResult`,
    `collectEntries` or `resultList`.
    """
    message: NotRequired[str]
    """Name of the message that a send task sends."""
    name: NotRequired[str]
    """Name of the task."""
    priority: NotRequired[int]
    """The higher, the more urgent."""
    resultVariable: NotRequired[str]
    """
    The variable that gets the result: what the worker returns as `result`, unless it returns this
    variable itself.
    """
    retries: NotRequired[int]
    """
    How often the job may still be tried, this time included: as the model says, or as the last
    failure left it.
    """
    script: NotRequired[str]
    """The script of a script task."""
    scriptFormat: NotRequired[str]
    """The script's language, as the model names it."""
    topic: NotRequired[str]
    """By what workers find it: Zeebe's job type, the topic of Camunda and Flowable."""
    version: NotRequired[str]
    """The version or version tag that the binding names."""


class Listener(TypedDict):
    """
    A listener that a vendor's model has on an element and that the engine cannot run itself, called at its
    moment. Nothing waits for what it does, and it returns nothing.
    """

    kind: ListenerKind
    """Which kind it is."""
    event: str
    """
    The moment, in the words of the model: `start`, `end`, `take`; `create`, `assignment`, `complete`,
    `delete`, or Zeebe's `creating` and so on.
    """
    element: str
    """Id of the element or sequence flow."""
    activation: Key
    """Key of the activation; of a sequence flow, of the scope."""
    implementation: str
    """
    The class, expression or type, as the model writes it; of a script, its text or the name of its
    resource.
    """
    fields: NotRequired[Variables]
    """What the model gives it, by name; null where an expression has no value."""
    scriptFormat: NotRequired[str]
    """The language of a script, as the model names it."""


class MachineAction(TypedDict):
    """Something that people do, in one transition or several."""

    id: str
    """Id of the action."""
    group: NotRequired[str]
    """Id of the group whose members may do it; left out, everybody."""
    name: NotRequired[str]
    """What people call it; left out, its id."""
    target: NotRequired[ActionTarget]
    """
    Who of the group: `requester` (only who has made the request), `stakeholders` (only those whom it is
    about) or `everyone`; left out, everyone.
    """
    timeout: NotRequired[str]
    """How long it may stay chosen, in place of the machine's own timeout."""


class MachineActivity(TypedDict):
    """Something that the host is told and nobody waits for: an effect `callListener`."""

    id: str
    """What it is: the `implementation` of the effect."""
    fields: NotRequired[Variables]
    """The `fields` of the effect: texts, or expressions over the data of the request."""


class MachineGroup(TypedDict):
    """A group of people. Who belongs to it besides, the host may say when somebody asks or chooses."""

    id: str
    """Id of the group."""
    members: NotRequired[list[str]]
    """The host's names of its members."""
    name: NotRequired[str]
    """What people call it; left out, its id."""


class MachineState(TypedDict):
    """Where a request can stand."""

    id: str
    """Id of the state."""
    type: str
    """
    `start` (exactly one state), `normal`, `complete`, `denied`, `cancelled`, or a word of your own. A
    state that no transition leaves ends the request; neither `start` nor `normal` can be one.
    """
    activities: NotRequired[list[MachineActivity]]
    """What the host is told when the state is entered, in this order."""
    name: NotRequired[str]
    """What people call it; left out, its id."""


class MachineTimer(TypedDict):
    """A moment: exactly one of the two, as ISO 8601 or as an expression."""

    date: NotRequired[str]
    """At this time: `2026-12-24T12:00:00Z`."""
    duration: NotRequired[str]
    """So long after the state was entered: `P3D`."""

MachineTransition = TypedDict(
    "MachineTransition",
    {
        # Id of the transition.
        "id": "str",
        # Id of the state that it leaves.
        "from": "str",
        # Id of the state that it enters; it may be the same.
        "to": "str",
        # Ids of the actions that it takes: at least one, unless it has a timer.
        "actions": "NotRequired[list[str]]",
        # What the host is told when it is taken, in this order, before the activities of the state.
        "activities": "NotRequired[list[MachineActivity]]",
        # What must hold besides, in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`), over the data of the
        # request. It is asked once the actions are done, and again whenever the data change.
        "condition": "NotRequired[str]",
        # What people call it; left out, its id.
        "name": "NotRequired[str]",
        # When it is taken though not all its actions are done.
        "timer": "NotRequired[MachineTimer]",
    },
)
"""
A way from one state to another. It is taken when all its actions are done, in any order, or when its
timer is due, and its condition holds; all else that is open in the state is withdrawn then.
"""


class Message(TypedDict):
    """A message that the process sends (BPMN 10.5.1)."""

    name: str
    """Name of the message."""
    element: str
    """Id of the event that sends it."""
    correlation: NotRequired[Value]
    """
    What tells whom it is for: the value of a vendor's correlation key, or values by the names of the
    model's correlation properties (BPMN 8.4.2); what `correlate` takes.
    """
    variables: NotRequired[Variables]
    """Its payload, from the data inputs of the event."""


class MessageFlowInfo(TypedDict):
    """A message flow of a collaboration, which leads from one pool to another."""

    source: str
    """Id of the event, activity or participant that sends."""
    target: str
    """Id of the event, activity or participant that receives."""
    id: NotRequired[str]
    """Id of the flow; absent where the file gives none."""
    message: NotRequired[str]
    """Name of the message that flows, where the flow itself says so."""
    name: NotRequired[str]
    """Its name."""


class Outcome(TypedDict):
    """Everything that one step produced. All of it is returned here; there is nothing to poll or drain."""

    at: Timestamp
    """The time of the step: the one given, or the instance's last where that was later."""
    status: Status
    """Where the instance stands after the step."""
    effects: list[Effect]
    """What the host must do, in order."""
    history: list[Entry]
    """What happened, in order."""


class ParseOptions(TypedDict):
    """How to read a file."""

    lenient: NotRequired[bool]
    """Accept the file even where a process in it has errors; that process cannot be started."""
    strict: NotRequired[bool]
    """
    Refuse also what the specification forbids though it could be run. With `lenient` too, it is
    accepted, and all of that is in the diagnostics as warnings.
    """


class ParticipantInfo(TypedDict):
    """A participant of a collaboration: a pool."""

    id: NotRequired[str]
    """Id of the participant; absent where the file gives none."""
    name: NotRequired[str]
    """Its name."""
    process: NotRequired[str]
    """Id of its process; absent for a pool whose inside is not shown."""


class Person(TypedDict):
    """Who asks."""

    user: str
    """The host's own name of the person."""
    groups: NotRequired[list[str]]
    """The groups that the host knows the person to be in, besides those whose members the process names."""


class Policy(TypedDict):
    """
    How a worker answers a job, a process a call, or an engine of its language an evaluation: exactly
    one of `complete` and `throw` (not for evaluations), `value` (only for them), `fail` and `wait`.
    """

    after: NotRequired[int]
    """How long it takes, in milliseconds."""
    backoff: NotRequired[int]
    """With `fail`: how long to wait before that, in milliseconds; left out, as the model says."""
    by: NotRequired[str]
    """With `complete`: who chooses and completes the action of a request; without, it stays open."""
    complete: NotRequired[Variables]
    """Complete it with these variables."""
    fail: NotRequired[str]
    """Fail with this message."""
    retries: NotRequired[int]
    """With `fail`: how often a job may be tried again; left out, as the model says."""
    throw: NotRequired[str]
    """Throw the BPMN error with this code."""
    value: NotRequired[Value]
    """Give this value."""
    variables: NotRequired[Variables]
    """With `throw`: variables to set before the handler runs."""
    wait: NotRequired[bool]
    """`true`: do not answer."""


class ProcessInfo(TypedDict):
    """A process of a definition."""

    id: str
    """Id of the process."""
    executable: bool
    """False where the file says `isExecutable="false"`."""
    startable: bool
    """Whether it can be started; if not, the diagnostics say why."""
    name: NotRequired[str]
    """Its name."""
    versionTag: NotRequired[str]
    """The tag that a vendor's model gives this version, for calls that bind to it."""


class Rejection(TypedDict):
    """Why an event was not admitted. The state is byte-identical to what it was before."""

    code: RejectionCode
    """Stable name of the reason."""
    message: str
    """What does not fit, and what would."""


class Report(TypedDict):
    """What a simulation came to."""

    status: Status
    """Where the scenario's own instance stands."""
    standstill: Standstill
    """Why it went no further."""
    at: Timestamp
    """Virtual time."""
    variables: Variables
    """The variables of the process scope of the scenario's own instance."""
    rows: list[Row]
    """Everything that happened, the start first."""
    instances: NotRequired[list[InstanceReport]]
    """The other instances, in the order in which they started."""


class Row(TypedDict):
    """One thing that happened to an instance of the simulation, and what came of it."""

    at: Timestamp
    """Virtual time."""
    active: list[str]
    """Ids of the elements that are active afterwards, by key, without the process itself."""
    event: NotRequired[Event]
    """The event; absent for the start."""
    instance: NotRequired[str]
    """Id of the instance; absent for the one that the scenario starts."""
    outcome: NotRequired[Outcome]
    """What the step produced; absent where it was rejected."""
    rejection: NotRequired[Rejection]
    """Why the event was not admitted."""


class Scenario(TypedDict):
    """A simulation's script: how to start, how workers answer, and what comes from outside."""

    at: NotRequired[Timestamp]
    """Virtual time of the start."""
    calls: NotRequired[dict[str, list[Policy]]]
    """
    How calls of other processes are answered in their stead, by the id of the call activity, else by
    that of the process, else by `*`; in turn, as with jobs. A process of the file that no id here
    names runs as an instance of its own; `*` is for those that the file does not have.
    """
    element: NotRequired[str]
    """Id of the start event that was triggered; see `Start::element`."""
    evaluations: NotRequired[dict[str, list[Policy]]]
    """
    How expressions in languages of the host are evaluated, by their text, else by the id of the
    element that asks, else by the language, else by `*`; in turn, as with jobs. What is not here stays
    open.
    """
    id: NotRequired[str]
    """Id of the instance."""
    inputs: NotRequired[list[Input]]
    """What comes from outside, in any order."""
    jobs: NotRequired[dict[str, list[Policy]]]
    """
    How workers answer, by the id of the element, else by the topic of the job, else by its kind
    (`serviceTask`), else by `*`. The n-th job of an element gets the n-th policy, and the last one
    repeats.
    """
    limit: NotRequired[int]
    """The most steps, the start included; 10,000 if left out."""
    process: NotRequired[str]
    """Id of the process; may be left out where only one process of the definition can run."""
    requester: NotRequired[str]
    """Who makes the request, where people move it on by its actions."""
    stakeholders: NotRequired[list[str]]
    """Whom the request is about besides."""
    timerStarts: NotRequired[list[str]]
    """
    Ids of the processes that the timers of their start events start. Those of others do not run, as
    a cycle without a limit never ends.
    """
    until: NotRequired[Timestamp]
    """Nothing later than this happens."""
    variables: NotRequired[Variables]
    """Variables of the process scope."""


class Sent(TypedDict):
    """Something to be delivered to other instances, or to the application."""

    kind: SentKind
    """What it is."""
    data: str
    """The thing itself, as JSON text; nothing of a withdrawal."""
    key: NotRequired[Key]
    """Of a call, or of its withdrawal, its key."""
    name: NotRequired[str]
    """Of a message or signal its name, of a call the process, of a data store its name."""


class Signal(TypedDict):
    """
    A signal that the process broadcasts (BPMN 10.5.1). The instance itself has had it already;
    the host passes it to all others.
    """

    name: str
    """Name of the signal."""
    element: str
    """Id of the event that throws it."""
    variables: NotRequired[Variables]
    """Its payload, from the data inputs of the event."""


class Start(TypedDict):
    """How to start an instance."""

    id: str
    """The host's own id of the instance, at most 255 bytes; the engine only carries it."""
    businessKey: NotRequired[str]
    """The host's own name for what the instance is about, such as an order number."""
    element: NotRequired[str]
    """
    Id of the start event, instantiating receive task or event after an instantiating gateway that
    was triggered; may be left out where there is only one to choose: the only start event without
    a trigger, else the only way in (BPMN 13.2).
    """
    process: NotRequired[str]
    """Id of the process to start; may be left out where only one process of the definition can run."""
    requester: NotRequired[str]
    """
    Who starts it, for the variable that a vendor's `initiator` names. Where people move it on by its
    actions, who makes the request; always one of the stakeholders.
    """
    stakeholders: NotRequired[list[str]]
    """Whom the request is about besides."""
    variables: NotRequired[Variables]
    """Variables of the process scope, the payload of the trigger among them."""


class StartSubscription(TypedDict):
    """
    Something that starts an instance of a process: when it comes, the host calls `start` with this
    `process` and `element`.
    """

    process: str
    """Id of the process."""
    element: str
    """Id of the start event, instantiating receive task or event after an instantiating gateway."""
    kind: StartKind
    """What it waits for."""
    due: NotRequired[Timestamp]
    """Of a timer: when it is due; absent where it never is, or where its expression gives no time."""
    left: NotRequired[int]
    """Of a timer with a cycle: how often it fires after that; absent for no limit."""
    name: NotRequired[str]
    """Name of the message or signal, or the text of the condition."""


class StateInfo(TypedDict):
    """A state of a request."""

    id: str
    """Id of the state."""
    type: str
    """`start`, `normal`, `complete`, `denied`, `cancelled`, or a word of the model's own."""
    name: NotRequired[str]
    """Its name."""


class StateMachine(TypedDict):
    """A process as states and transitions: what people do moves a request from one state to the next."""

    id: str
    """
    Id of the process. All ids begin with a letter or `_`, and go on with letters, digits, `_` and `-`;
    those of the process, its states and its transitions are different from one another.
    """
    states: list[MachineState]
    """Where a request can stand."""
    transitions: list[MachineTransition]
    """How it gets from one state to another."""
    actions: NotRequired[list[MachineAction]]
    """What people can do."""
    groups: NotRequired[list[MachineGroup]]
    """Who works together."""
    name: NotRequired[str]
    """What people call it; left out, its id."""
    timeout: NotRequired[str]
    """
    How long an action may stay chosen before it is given back, as an ISO 8601 duration; left out, as
    long as it takes.
    """


class Subscription(TypedDict):
    """A message, signal or condition to wait for."""

    key: Key
    """Key of the subscription."""
    kind: SubscriptionKind
    """Message or signal."""
    name: str
    """Name of the message or signal, or the text of the condition."""
    element: str
    """Id of the event or receive task that waits."""
    activation: Key
    """Key of the activation that the subscription belongs to."""
    correlation: NotRequired[Value]
    """
    What a message must agree with to be meant for this subscription: the values of the model's
    correlation properties by their names, or the value of a vendor's correlation key (BPMN 8.4.2).
    """


class Timer(TypedDict):
    """A moment to wait for; answered by `timerFired` or `tick`."""

    key: Key
    """Key of the timer."""
    element: str
    """Id of the event that carries the timer, or of the task whose job is to be tried again."""
    activation: Key
    """Key of the activation that the timer belongs to."""
    due: Timestamp
    """When it is due, in milliseconds since 1970 UTC."""


class OpenJobEffect(Job):
    """Hand this work out."""

    type: Literal["openJob"]


class CloseJobEffect(TypedDict):
    """The job is done or withdrawn."""

    type: Literal["closeJob"]
    key: Key
    """Key of the job."""


class OpenTimerEffect(Timer):
    """Wake the instance when this is due."""

    type: Literal["openTimer"]


class CloseTimerEffect(TypedDict):
    """The timer has fired or is withdrawn."""

    type: Literal["closeTimer"]
    key: Key
    """Key of the timer."""


class OpenSubscriptionEffect(Subscription):
    """Deliver what this waits for."""

    type: Literal["openSubscription"]


class CloseSubscriptionEffect(TypedDict):
    """The subscription was served or is withdrawn."""

    type: Literal["closeSubscription"]
    key: Key
    """Key of the subscription."""


class OpenCallEffect(Call):
    """Start this process as an instance of its own."""

    type: Literal["openCall"]


class CloseCallEffect(TypedDict):
    """The call is answered, or the called instance must be cancelled."""

    type: Literal["closeCall"]
    key: Key
    """Key of the call."""


class OpenEvaluationEffect(Evaluation):
    """Evaluate this expression."""

    type: Literal["openEvaluation"]


class CloseEvaluationEffect(TypedDict):
    """The expression was evaluated or is no longer asked for."""

    type: Literal["closeEvaluation"]
    key: Key
    """Key of the evaluation."""


class OpenIncidentEffect(Incident):
    """Somebody must look at this."""

    type: Literal["openIncident"]


class CloseIncidentEffect(TypedDict):
    """The incident is resolved or its activation has gone."""

    type: Literal["closeIncident"]
    key: Key
    """Key of the incident."""


class PublishMessageEffect(Message):
    """Send this message."""

    type: Literal["publishMessage"]


class BroadcastSignalEffect(Signal):
    """Pass this signal to every other instance."""

    type: Literal["broadcastSignal"]


class WriteDataStoreEffect(TypedDict):
    """
    Write this into a data store, which lies outside the process (BPMN 10.4.1). What the process reads
    from the store is its variable of the store's name, which the host may set.
    """

    type: Literal["writeDataStore"]
    dataStore: str
    """Name of the data store, else its id."""
    element: str
    """Id of the activity that writes."""
    value: Value
    """What is written."""


class CallListenerEffect(Listener):
    """Call this listener, if you have it."""

    type: Literal["callListener"]


class FinishedEffect(TypedDict):
    """The instance has ended."""

    type: Literal["finished"]
    status: Status
    """How it ended."""
    variables: Variables
    """The variables of the process scope."""


Effect: TypeAlias = (
    OpenJobEffect
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
    | FinishedEffect
)
"""One thing the host must do."""


class EnteredEntry(TypedDict):
    """A node was entered: an activation began."""

    type: Literal["entered"]
    element: str
    """Id of the node."""
    key: Key
    """Key of the activation."""
    scope: NotRequired[Key]
    """Key of the scope it runs in; absent for the process itself."""


class LeftEntry(TypedDict):
    """An activation ended as modelled."""

    type: Literal["left"]
    element: str
    """Id of the node."""
    key: Key
    """Key of the activation."""


class CancelledEntry(TypedDict):
    """An activation was withdrawn."""

    type: Literal["cancelled"]
    element: str
    """Id of the node."""
    key: Key
    """Key of the activation."""


class FlowTakenEntry(TypedDict):
    """A token took a sequence flow."""

    type: Literal["flowTaken"]
    flow: str
    """Id of the flow."""
    scope: Key
    """Key of the scope."""


class ArrivedEntry(TypedDict):
    """A token waits at a joining gateway."""

    type: Literal["arrived"]
    element: str
    """Id of the gateway."""
    flow: str
    """Id of the flow that it came by."""
    scope: Key
    """Key of the scope."""


class JobFailedEntry(TypedDict):
    """A job failed."""

    type: Literal["jobFailed"]
    element: str
    """Id of the task."""
    job: Key
    """Key of the job."""
    message: str
    """What went wrong."""


class ActionChosenEntry(TypedDict):
    """Somebody has chosen an action, and blocks the request until it is completed or given back."""

    type: Literal["actionChosen"]
    element: str
    """Id of the task."""
    job: Key
    """Key of its job."""
    by: str
    """Who."""


class ActionCompletedEntry(TypedDict):
    """A chosen action was completed; what that comes to follows."""

    type: Literal["actionCompleted"]
    element: str
    """Id of the task."""
    job: Key
    """Key of its job."""
    by: str
    """Who had chosen it."""


class ActionReleasedEntry(TypedDict):
    """A chosen action was given back, by an event or because its time was over."""

    type: Literal["actionReleased"]
    element: str
    """Id of the task."""
    job: Key
    """Key of its job."""
    by: str
    """Who had chosen it."""


class ErrorThrownEntry(TypedDict):
    """An error was thrown."""

    type: Literal["errorThrown"]
    element: str
    """Id of the node that threw it."""
    code: str
    """Error code; empty where the model names none."""
    caughtBy: NotRequired[str]
    """Id of the event that catches it; absent where nothing does."""
    message: NotRequired[str]
    """What went wrong, where the thrower says so."""
    variables: NotRequired[Variables]
    """What the event that throws it hands to the event that catches it."""


class EscalationThrownEntry(TypedDict):
    """An escalation was thrown."""

    type: Literal["escalationThrown"]
    element: str
    """Id of the node that threw it."""
    code: str
    """Escalation code; empty where the model names none."""
    caughtBy: NotRequired[str]
    """Id of the event that catches it; absent where nothing does."""
    variables: NotRequired[Variables]
    """What the event that throws it hands to the event that catches it."""


class VariablesSetEntry(TypedDict):
    """Variables were written."""

    type: Literal["variablesSet"]
    scope: Key
    """Key of the scope they now belong to."""
    element: str
    """Id of that scope's node."""
    variables: Variables
    """The variables."""


class DataStateReachedEntry(TypedDict):
    """Data was written that the model then draws in a state (BPMN 10.4.1)."""

    type: Literal["dataStateReached"]
    element: str
    """Id of the activity or event that wrote it."""
    data: str
    """Name of the variable."""
    state: str
    """Name of the state."""


class IncidentRaisedEntry(TypedDict):
    """An activation got stuck; the incident itself is an effect."""

    type: Literal["incidentRaised"]
    element: str
    """Id of the element."""
    incident: Key
    """Key of the incident."""
    message: str
    """What went wrong."""


class IncidentResolvedEntry(TypedDict):
    """An incident was resolved."""

    type: Literal["incidentResolved"]
    element: str
    """Id of the element."""
    incident: Key
    """Key of the incident."""


class ClockClampedEntry(TypedDict):
    """The time given was before the last one, which was used instead."""

    type: Literal["clockClamped"]
    given: Timestamp
    """The time given."""


class CompensationThrownEntry(TypedDict):
    """A compensation was thrown (BPMN 13.5.5)."""

    type: Literal["compensationThrown"]
    element: str
    """Id of the node that threw it."""
    activities: list[str]
    """Ids of the completed activities that are compensated, in that order."""


class GatewayResetEntry(TypedDict):
    """A complex gateway has gone back to waiting for its start (BPMN 13.4.5)."""

    type: Literal["gatewayReset"]
    element: str
    """Id of the gateway."""
    scope: Key
    """Key of the scope."""


class ModifiedEntry(TypedDict):
    """The host modified the instance; what came of it follows."""

    type: Literal["modified"]
    instruction: Instruction
    """What was to be done."""
    reason: NotRequired[str]
    """Why."""


class FlowSparedEntry(TypedDict):
    """A token ended before a branch that was spared when the host went back: it need not run again."""

    type: Literal["flowSpared"]
    flow: str
    """Id of the flow."""
    scope: Key
    """Key of the scope."""


class SuspendedEntry(TypedDict):
    """The host suspended the instance."""

    type: Literal["suspended"]
    reason: NotRequired[str]
    """Why."""


class ResumedEntry(TypedDict):
    """The host resumed the instance."""

    type: Literal["resumed"]


class CancelRequestedEntry(TypedDict):
    """The host cancelled the instance."""

    type: Literal["cancelRequested"]
    reason: str
    """Why."""


class EndedEntry(TypedDict):
    """The instance ended."""

    type: Literal["ended"]
    status: Status
    """How it ended."""


Entry: TypeAlias = (
    EnteredEntry
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
    | EndedEntry
)
"""One thing that happened."""


class JobCompletedEvent(TypedDict):
    """
    A job was done. Each variable is written to the nearest enclosing scope that has it, else to
    the process scope.
    """

    type: Literal["jobCompleted"]
    job: Key
    """Key of the job."""
    variables: NotRequired[Variables]
    """What the job returned."""


class JobFailedEvent(TypedDict):
    """
    A job failed for a technical reason. With retries left it is opened again under a new key, at once
    or after the backoff, for which a timer is open; else an incident is raised.
    """

    type: Literal["jobFailed"]
    job: Key
    """Key of the job."""
    message: str
    """What went wrong, for people."""
    backoff: NotRequired[int]
    """How long to wait before it is tried again, in milliseconds; left out, as long as the model says."""
    retries: NotRequired[int]
    """
    How often the job may still be tried; left out, one time less than before, where the model
    says how often, else not at all.
    """


class JobThrewEvent(TypedDict):
    """A job threw a BPMN error (BPMN 10.5.7): the nearest boundary event that catches the code takes over."""

    type: Literal["jobThrew"]
    job: Key
    """Key of the job."""
    code: str
    """Error code, as in the model's `error` element."""
    message: NotRequired[str]
    """What went wrong, for people and for the model's error message variables."""
    variables: NotRequired[Variables]
    """Variables to set, as with `jobCompleted`, before the handler runs."""


class JobEscalatedEvent(TypedDict):
    """A job throws a BPMN escalation (BPMN 10.5.5) and goes on, unless what catches the code ends it."""

    type: Literal["jobEscalated"]
    job: Key
    """Key of the job."""
    code: str
    """Escalation code, as in the model's `escalation` element."""
    variables: NotRequired[Variables]
    """Variables to set, as with `jobCompleted`, before the handler runs."""


class ActionChosenEvent(TypedDict):
    """
    Somebody chooses an action of a request: it is blocked for all others until the action is completed
    or given back.
    """

    type: Literal["actionChosen"]
    job: Key
    """Key of the action's job."""
    by: str
    """Who."""
    groups: NotRequired[list[str]]
    """
    The groups that the host knows the person to be in, besides those whose members the process
    names.
    """


class ActionCompletedEvent(TypedDict):
    """An action was done by whoever has chosen it. The variables are written as with `jobCompleted`."""

    type: Literal["actionCompleted"]
    job: Key
    """Key of the action's job."""
    by: str
    """Who; it must be the one who has chosen it."""
    variables: NotRequired[Variables]
    """What came of it."""


class ActionReleasedEvent(TypedDict):
    """A chosen action is given back: everybody may choose again."""

    type: Literal["actionReleased"]
    job: Key
    """Key of the action's job."""
    by: NotRequired[str]
    """Who; it must be the one who has chosen it. Left out, it is the host that decides."""


class TimerFiredEvent(TypedDict):
    """A timer is due."""

    type: Literal["timerFired"]
    timer: Key
    """Key of the timer."""


class TickEvent(TypedDict):
    """
    Fires every timer that is due at `at`, in the order of (due, key). Timers armed by this very
    step wait for the next event, so the work of one step is bounded.
    """

    type: Literal["tick"]


class MessageEvent(TypedDict):
    """
    A message for one subscription, which the host has found by its name and correlation. From its
    payload the instance learns the correlation properties that it does not know yet.
    """

    type: Literal["message"]
    subscription: Key
    """Key of the subscription."""
    variables: NotRequired[Variables]
    """The message's payload."""


class CorrelateEvent(TypedDict):
    """
    A message for the subscriptions of this instance that have its name and agree with its
    correlation (BPMN 8.4.2).
    """

    type: Literal["correlate"]
    message: str
    """Name of the message."""
    correlation: NotRequired[Value]
    """
    The value of a vendor's correlation key, or values by the names of correlation properties.
    Left out, properties are read from the payload as the model says.
    """
    policy: NotRequired[CorrelationPolicy]
    """How many subscriptions may match."""
    variables: NotRequired[Variables]
    """The message's payload."""


class CallFinishedEvent(TypedDict):
    """A called instance has completed or was terminated."""

    type: Literal["callFinished"]
    call: Key
    """Key of the call."""
    variables: NotRequired[Variables]
    """Variables of the called process."""


class CallThrewEvent(TypedDict):
    """A called instance has failed with an error that nothing in it caught."""

    type: Literal["callThrew"]
    call: Key
    """Key of the call."""
    code: str
    """Error code."""
    message: NotRequired[str]
    """What went wrong, for people and for the model's error message variables."""
    variables: NotRequired[Variables]
    """Variables of the called process."""


class CallEscalatedEvent(TypedDict):
    """A called instance has thrown an escalation that nothing in it caught; it goes on."""

    type: Literal["callEscalated"]
    call: Key
    """Key of the call."""
    code: str
    """Escalation code."""
    variables: NotRequired[Variables]
    """Variables to set, as with `jobCompleted`, before the handler runs."""


class CallFailedEvent(TypedDict):
    """
    A called instance could not be started, or was cancelled: an incident, which opens the call
    again when it is resolved.
    """

    type: Literal["callFailed"]
    call: Key
    """Key of the call."""
    message: str
    """What went wrong, for people."""


class EvaluatedEvent(TypedDict):
    """An expression in a language of the host has been evaluated: what asked for it goes on."""

    type: Literal["evaluated"]
    evaluation: Key
    """Key of the evaluation."""
    value: NotRequired[Value]
    """Its value; left out, null."""


class EvaluationFailedEvent(TypedDict):
    """
    An expression in a language of the host could not be evaluated: an incident, which asks again
    when it is resolved.
    """

    type: Literal["evaluationFailed"]
    evaluation: Key
    """Key of the evaluation."""
    message: str
    """What went wrong, for people."""


class SignalEvent(TypedDict):
    """A signal for every subscription of that name in this instance. Without any it has no effect."""

    type: Literal["signal"]
    name: str
    """Name of the signal."""
    variables: NotRequired[Variables]
    """The signal's payload."""


class SetVariablesEvent(TypedDict):
    """Writes variables into one scope, whatever the scopes around it hold."""

    type: Literal["setVariables"]
    variables: Variables
    """The variables."""
    scope: NotRequired[Key]
    """Key of an activation; left out, the process scope."""


class ResolveEvent(TypedDict):
    """The cause of an incident has been removed: try again what was stuck."""

    type: Literal["resolve"]
    incident: Key
    """Key of the incident."""


class CancelEvent(TypedDict):
    """Ends the instance from outside."""

    type: Literal["cancel"]
    reason: str
    """Why, for the history."""


class ModifyEvent(TypedDict):
    """
    Moves the instance's tokens by hand: all instructions in their order, or none. Then the tokens
    run until they wait, also in a suspended instance.
    """

    type: Literal["modify"]
    instructions: list[Instruction]
    """What to do."""
    reason: NotRequired[str]
    """Why, for the history."""


class SuspendEvent(TypedDict):
    """Takes no more answers until `resume`; what is open stays open, and no condition is asked."""

    type: Literal["suspend"]
    reason: NotRequired[str]
    """Why, for the history."""


class ResumeEvent(TypedDict):
    """Goes on after `suspend`."""

    type: Literal["resume"]


Event: TypeAlias = (
    JobCompletedEvent
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
    | ResumeEvent
)
"""
A fact from outside. Keys come from `Effect`s and
`Obligation`s; answering a key twice is rejected and changes nothing.
"""


class StartBeforeInstruction(TypedDict):
    """
    A token enters the element. A boundary event passes it on; event subprocesses and what
    compensates start by their own triggers only.
    """

    type: Literal["startBefore"]
    element: str
    """Id of the element."""
    scope: NotRequired[Key]
    """
    Key of the scope activation to start it in, or of one around it, in which those between are
    opened anew; may be left out where the element's scope runs once. Scopes that do not run are
    opened, without their start events. An instance of a multi-instance activity must run.
    """
    variables: NotRequired[Variables]
    """Variables to set first, as with `jobCompleted`."""


class StartAfterInstruction(TypedDict):
    """A token leaves the element by its outgoing flows, as if it had completed."""

    type: Literal["startAfter"]
    element: str
    """Id of the element."""
    scope: NotRequired[Key]
    """As in `startBefore`."""
    variables: NotRequired[Variables]
    """Variables to set first, as with `jobCompleted`."""


class CancelInstruction(TypedDict):
    """
    An activation is withdrawn, with all inside it. A scope that has nothing left is withdrawn, too;
    so the process ends as cancelled with its last activation.
    """

    type: Literal["cancel"]
    activation: Key
    """Key of the activation."""


class MoveInstruction(TypedDict):
    """An activation is withdrawn, and its token enters another element of the same scope."""

    type: Literal["move"]
    activation: Key
    """Key of the activation."""
    to: str
    """Id of the element."""


class GoBackInstruction(TypedDict):
    """
    Goes back from an activation to an element before it in the same scope, and runs again what
    lies between them. All else that the element had led to is withdrawn and runs again, too: live
    activations, and tokens that wait at joins.
    """

    type: Literal["goBack"]
    activation: Key
    """Key of the activation."""
    to: str
    """Id of the element."""
    spare: NotRequired[bool]
    """
    Leaves the other branches as they are, those that run and those that wait at joins: when a
    token comes to their split again, it does not take the flows that lead to them.
    """


Instruction: TypeAlias = (
    StartBeforeInstruction
    | StartAfterInstruction
    | CancelInstruction
    | MoveInstruction
    | GoBackInstruction
)
"""
One change to the tokens of an instance. What one instruction withdraws, a later one of the same event
cannot name. A token that is put before a join, by `startBefore` or `move`, waits there for its siblings.
"""


class JobObligation(Job):
    """Work for the outside."""

    type: Literal["job"]


class TimerObligation(Timer):
    """A moment to wait for."""

    type: Literal["timer"]


class SubscriptionObligation(Subscription):
    """A message, signal or condition to wait for."""

    type: Literal["subscription"]


class CallObligation(Call):
    """Another process to run."""

    type: Literal["call"]


class EvaluationObligation(Evaluation):
    """An expression to evaluate."""

    type: Literal["evaluation"]


class IncidentObligation(Incident):
    """A stuck activation."""

    type: Literal["incident"]


Obligation: TypeAlias = (
    JobObligation
    | TimerObligation
    | SubscriptionObligation
    | CallObligation
    | EvaluationObligation
    | IncidentObligation
)
"""An open duty of the host; exactly what the effects opened and have not closed."""

from collections.abc import Sequence
from typing import Any, Literal, final, overload

from tidewheel._types import (
    Actions,
    Activation,
    Diagnostic,
    ElementInfo,
    Event,
    Key,
    MessageFlowInfo,
    Obligation,
    Outcome,
    ParticipantInfo,
    Person,
    ProcessInfo,
    Report,
    Row,
    Scenario,
    Start,
    StartSubscription,
    Status,
    Timestamp,
    Variables,
)

__all__ = [
    "Definition",
    "Expression",
    "Instance",
    "Simulation",
    "agrees",
    "commit",
    "duties",
    "normalize",
    "step",
    "to_bpmn",
]

@final
class Definition:
    """One BPMN file, parsed, checked and compiled."""

    @staticmethod
    def parse(xml: str, *, lenient: bool = False, strict: bool = False) -> Definition:
        """Reads a BPMN 2.0 file, or a `StateMachine` as JSON text.

        Raises `ModelError` with all findings if it cannot be run.

        With `lenient` a file is accepted even where a process in it has errors; that process cannot
        be started. With `strict` it is refused also for what the specification forbids though it
        could be run; with both it is accepted, and all of that is in the diagnostics as warnings.
        """

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was found in the file that does not keep it from running."""

    @property
    def processes(self) -> list[ProcessInfo]:
        """The processes of the file, in its order."""

    @property
    def elements(self) -> list[ElementInfo]:
        """The flow nodes of every process that can run, in the file's order."""

    @property
    def participants(self) -> list[ParticipantInfo]:
        """The participants of its collaborations, in the file's order."""

    @property
    def message_flows(self) -> list[MessageFlowInfo]:
        """The message flows between its participants, in the file's order: who talks with whom."""

    def subscriptions(self, *, at: Timestamp) -> list[StartSubscription]:
        """What starts the processes that can run, in the file's order.

        `at` is when the definition takes effect: the time from which durations and cycles count.
        """

    def next_subscription(self, fired: StartSubscription) -> StartSubscription | None:
        """The next occurrence of a timer that has fired, without drift.

        None after the last one, or if it does not repeat.
        """

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that tell this definition from others; equal in every host."""

@final
class Expression:
    """An expression by itself, compiled once: FEEL (`= amount > 100`) or JUEL (`${amount > 100}`).

    What begins with `=` is FEEL, what has `${…}` or `#{…}` in it JUEL, anything else FEEL.
    """

    @staticmethod
    def compile(text: str) -> Expression:
        """Compiles an expression; raises `ExpressionError` if the text is none of its language."""

    @property
    def language(self) -> Literal["feel", "juel"]:
        """The language of the text."""

    def evaluate(self, variables: Variables, *, at: Timestamp) -> Any:
        """The value for these variables; `at` is the present, for expressions that ask for it.

        Raises `ExpressionError` if there is no value: in FEEL only where it would be too large or too
        much work, in JUEL also where a variable is missing or of the wrong type.
        """

    def evaluate_all(self, sets: Sequence[Variables], *, at: Timestamp) -> list[Any]:
        """The values for several sets of variables, in their order.

        Raises `ExpressionError` with the `index` of the first set that there is no value for.
        """

@final
class Instance:
    """One running process. `apply` changes it in place; a rejected event changes nothing."""

    @staticmethod
    def start(definition: Definition, start: Start, *, at: Timestamp) -> tuple[Instance, Outcome]:
        """Starts an instance; returns it with the outcome of its first step.

        `at` is the time, in milliseconds since 1970 UTC: the engine has no clock of its own. Raises
        `RejectionError` if the process is unknown, was refused or cannot start without a trigger.
        """

    @staticmethod
    def start_json(definition: Definition, start: str, *, at: Timestamp) -> tuple[Instance, str]:
        """`start` with JSON text instead of dicts."""

    @staticmethod
    def load(definition: Definition, snapshot: str) -> Instance:
        """Restores what `save` gave; raises `LoadError` if it does not belong to the definition."""

    @property
    def id(self) -> str:
        """The host's own id of the instance."""

    @property
    def status(self) -> Status:
        """Where the instance stands."""

    def apply(self, event: Event, *, at: Timestamp) -> Outcome:
        """Makes one step; raises `RejectionError` if the event does not fit the state."""

    def apply_all(self, events: Sequence[Event], *, at: Timestamp) -> list[Outcome]:
        """Makes several steps at one time.

        Stops at the first event that does not fit: the error's `index` says which, its `outcomes`
        what the events before it came to. Those are applied.
        """

    def apply_json(self, event: str, *, at: Timestamp) -> str:
        """`apply` with JSON text instead of dicts."""

    def next_due(self) -> Timestamp | None:
        """When the next timer is due, in milliseconds since 1970 UTC; None if no timer is open."""

    def obligations(self) -> list[Obligation]:
        """Every open duty of the host, by key."""

    def obligations_json(self) -> str:
        """`obligations` as JSON text."""

    def active(self) -> list[Activation]:
        """The live activations by key, the process itself first; none once the instance has ended."""

    def actions(self, person: Person) -> Actions:
        """Where a request stands, and what a person may do with it now."""

    @overload
    def variables(self, scope: None = None) -> Variables: ...
    @overload
    def variables(self, scope: Key) -> Variables | None:
        """The variables of the process, or all that can be seen from an activation.

        None if there is no such activation.
        """

    def save(self) -> str:
        """The state as JSON text, to store anywhere."""

    def clone(self) -> Instance:
        """An independent copy."""

    def __copy__(self) -> Instance: ...
    def __deepcopy__(self, _memo: Any, /) -> Instance: ...

@final
class Simulation:
    """A host in memory with a virtual clock: the same scenario always runs the same way.

    It starts the scenario's instance, and those that come of it by calls, messages and signals.
    """

    def __new__(cls, definition: Definition, scenario: Scenario | None = None) -> Simulation:
        """Raises `RejectionError` if the instance cannot be started."""

    @property
    def now(self) -> Timestamp:
        """The virtual time."""

    @property
    def instance(self) -> Instance:
        """A copy of the scenario's own instance as it stands."""

    @property
    def instances(self) -> list[Instance]:
        """Copies of all instances as they stand, in the order in which they started."""

    def step(self) -> Row | None:
        """Lets the next thing happen; None where the simulation stands still."""

    def run(self) -> Report:
        """Runs until the simulation stands still."""

    def run_json(self) -> str:
        """`run` with JSON text as its result."""

def step(definition: Definition, snapshot: str, event: Event, *, at: Timestamp) -> tuple[str, Outcome]:
    """The pure form: the snapshot after the event, and what the step produced.

    The same definition, snapshot, event and time always give the same bytes. Raises `LoadError` if the
    snapshot cannot be loaded, `RejectionError` if the event does not fit the state.
    """

def commit(
    definition: Definition, snapshot: str | None, event: str, *, at: Timestamp, options: str = "{}"
) -> str:
    """For durable hosts: a step as the rows that it changes in a store, to be written in one transaction.

    All is JSON text: a snapshot, an `Event` and `CommitOptions` in, a `Commit` out. Without a snapshot
    the event is a `Start`. Raises `LoadError` if the snapshot cannot be loaded, `RejectionError` if the
    event does not fit the state: then nothing is to be written.
    """

def duties(definition: Definition, snapshot: str) -> str:
    """For durable hosts: the index rows of all open duties of an instance, as JSON text of a list of `Duty`.

    To check an index, or to build it anew. Raises `LoadError` if the snapshot cannot be loaded.
    """

def agrees(wanted: str | None, given: str | None) -> bool:
    """Whether a message can be meant for a subscription.

    By the JSON text of what the subscription wants and of what the message gives; None where one side
    says nothing.
    """

def to_bpmn(machine: str) -> str:
    """A state machine, as JSON text, as a BPMN file with a diagram: the very process that it runs as.

    Raises `ModelError` with all that keeps it from being a state machine.
    """

def normalize(xml: str) -> str:
    """The model with the `incoming` and `outgoing` children that BPMN makes optional and many tools need.

    Raises `ModelError` if the text is not BPMN.
    """

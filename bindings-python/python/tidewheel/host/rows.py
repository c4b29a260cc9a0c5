"""The rows of a store, as data. All times are milliseconds since 1970 UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidewheel._types import DutyKind, Status

__all__ = [
    "DeploymentRow",
    "EventRow",
    "HistoryRow",
    "InstanceQuery",
    "InstanceRow",
    "NewDeployment",
    "ObligationQuery",
    "ObligationRow",
    "OutboxRow",
    "ProcessRow",
    "StartRow",
]


@dataclass(frozen=True)
class DeploymentRow:
    """One file as deployed."""

    id: str
    name: str
    """Unique in its store."""
    fingerprint: str
    """Of the definition that the file holds."""
    options: dict[str, Any]
    """How the file was read: `lenient`, `strict`."""
    at: int
    """When it was deployed."""
    xml: str | None = None
    """The file itself; absent in lists."""


@dataclass(frozen=True)
class ProcessRow:
    """A version of a process."""

    process: str
    version: int
    """From 1, for each process."""
    deployment: str
    """Id of the deployment that holds it."""
    version_tag: str | None = None


@dataclass(frozen=True)
class StartRow:
    """What starts instances of the latest version of a process."""

    process: str
    n: int
    """Its place among those of its process."""
    kind: str
    """`message`, `signal`, `timer` or `condition`."""
    element: str
    """Id of the start event."""
    deployment: str
    version: int
    data: dict[str, Any]
    """The start subscription, as the engine gave it."""
    name: str | None = None
    """Of the message or signal."""
    due: int | None = None
    """Of a timer."""


@dataclass(frozen=True)
class NewDeployment:
    """A deployment to be stored, with the processes and starts that come with it."""

    row: DeploymentRow
    processes: Sequence[ProcessRow]
    starts: Sequence[StartRow]


@dataclass(frozen=True)
class InstanceRow:
    """An instance."""

    id: str
    process: str
    version: int
    deployment: str
    """Id of the deployment that it stays on."""
    status: Status
    revision: int
    """How many steps it has taken, its start included."""
    started: int
    at: int
    """The time of its last step."""
    business_key: str | None = None
    caller: str | None = None
    """Id of the instance that called it."""
    caller_key: int | None = None
    """Key of the call in its caller."""
    ended: int | None = None
    snapshot: str | None = None
    """Its state as JSON text; absent in lists."""

    @property
    def over(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.ended is not None


@dataclass(frozen=True)
class ObligationRow:
    """An open duty of an instance."""

    instance: str
    key: int
    kind: DutyKind
    element: str
    activation: int
    priority: int
    opened: int
    """When it was opened."""
    data: dict[str, Any]
    """The obligation as the engine gave it."""
    name: str | None = None
    """What it is asked for by: of a job its topic, of a message its name, and so on."""
    correlation: str | None = None
    """Of a message: what a message must agree with, as JSON text."""
    due: int | None = None
    assignee: str | None = None
    """Who does it."""
    owner: str | None = None
    """Who has delegated it and answers for it."""
    lane: str | None = None
    holder: str | None = None
    """Who has leased it."""
    lease: int | None = None
    """Until when it is leased."""
    process: str = ""
    business_key: str | None = None
    status: Status = "active"
    """Where its instance stands."""
    revision: int = 0
    """Of its instance."""


@dataclass(frozen=True)
class EventRow:
    """An event that was applied to an instance."""

    revision: int
    """What the instance's revision was after it."""
    id: str
    """Unique in its instance; a second event of this id changes nothing."""
    at: int
    event: dict[str, Any] | None = None
    """The event, the first of them a start; absent below the history level `full`."""


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened to an instance."""

    revision: int
    """The step in which it happened."""
    n: int
    """Its place in the step, from 0."""
    type: str
    """As in `tidewheel.Entry`; or what the host notes itself: `claimed`, `unclaimed`, `delegated`."""
    at: int
    data: dict[str, Any]
    """The entry itself."""
    element: str | None = None


@dataclass(frozen=True)
class OutboxRow:
    """What is to be delivered to other instances, or to the application."""

    instance: str
    """Id of the instance that sent it, or what stands for the sender outside."""
    revision: int
    n: int
    kind: str
    data: dict[str, Any]
    due: int
    """When it is to be tried next."""
    name: str | None = None
    """Of a message or signal."""
    key: int | None = None
    """Of a call, or of its withdrawal, its key."""
    target: str | None = None
    """Id of the instance that it is for, where that is known."""
    attempts: int = 0
    """How often it was tried in vain."""

    @property
    def id(self) -> str:
        """The event id of its delivery."""
        return f"{self.instance}:{self.revision}:{self.n}"


@dataclass(frozen=True)
class InstanceQuery:
    """Which instances; what is left out does not matter."""

    process: str | None = None
    business_key: str | None = None
    statuses: Sequence[Status] | None = None
    caller: str | None = None
    started_before: int | None = None


@dataclass(frozen=True)
class ObligationQuery:
    """Which obligations; what is left out does not matter."""

    instance: str | None = None
    key: int | None = None
    kinds: Sequence[DutyKind] | None = None
    name: str | None = None
    element: str | None = None
    assignee: str | None = None
    unassigned: bool = False
    """Only those that nobody has."""
    candidate_user: str | None = None
    candidate_groups: Sequence[str] | None = None
    """Those that one of these groups may claim."""
    lane: str | None = None
    due_before: int | None = None
    process: str | None = None
    business_key: str | None = None
    correlation: str | None = None
    """Messages that may agree with this JSON text; the engine says which do."""
    lease_over: int | None = None
    """Those with a lease that had run out by then."""
    active: bool = False
    """Only of instances that are not suspended."""

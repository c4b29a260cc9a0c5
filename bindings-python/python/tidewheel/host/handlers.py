"""What an application has registered, and what its functions get and raise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from tidewheel._types import Variables

__all__ = ["BpmnError", "Handler", "Handlers", "Job", "JobFailure"]

T = TypeVar("T")


class BpmnError(Exception):
    """A worker throws an error of the model: the nearest boundary event that catches the code takes over."""

    def __init__(self, code: str, message: str | None = None, variables: Variables | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = variables or {}


class JobFailure(Exception):
    """A worker fails for a technical reason, and says itself how to go on."""

    def __init__(self, message: str, *, retries: int | None = None, backoff: int | None = None) -> None:
        """`retries` is how often the job may still be tried, `backoff` how many milliseconds to wait before.

        What is left out is as the model says.
        """
        super().__init__(message)
        self.retries = retries
        self.backoff = backoff


@dataclass(frozen=True)
class Job:
    """A job as its worker gets it."""

    instance: str
    """Id of the instance."""
    key: int
    """The engine's key of the job."""
    name: str
    """What the worker is registered for."""
    element: str
    """Id of the task."""
    process: str
    business_key: str | None
    variables: Variables
    """What the task sees, its own inputs before all else."""
    headers: Mapping[str, Any]
    """What the model tells the worker."""
    data: Mapping[str, Any]
    """All that the model says of the job; see `tidewheel.Job`."""
    escalate: Callable[..., None]
    """`escalate(code, variables)` throws an escalation of the model and lets the job go on."""
    lost: Callable[[], bool]
    """Whether the lease is lost, so that what the worker returns will not count."""

    @property
    def id(self) -> str:
        """Unique among all jobs of a store: what an outside service may take to do nothing twice."""
        return f"{self.instance}:{self.key}"


@dataclass(frozen=True)
class Handler:
    """A registered function."""

    function: Callable[..., Any]
    timeout: float
    """For how many seconds a job is leased at a time."""


class Handlers:
    """Functions by what they are for and by name."""

    def __init__(self) -> None:
        self._all: dict[str, dict[str, Handler]] = {}

    def add(self, kind: str, names: tuple[str, ...], timeout: float) -> Callable[[T], T]:
        """A decorator that registers a function."""
        if not names:
            raise TypeError("say the names of what the function is for")

        def register(function: T) -> T:
            for name in names:
                known = self._all.setdefault(kind, {})
                if name in known:
                    raise ValueError(f"there is a function for `{name}` already")
                known[name] = Handler(function, timeout)  # type: ignore[arg-type]
            return function

        return register

    def names(self, kind: str) -> list[str]:
        """The names that something is registered for."""
        return list(self._all.get(kind, ()))

    def get(self, kind: str, name: str | None) -> Handler | None:
        """What is registered for a name."""
        return self._all.get(kind, {}).get(name or "")

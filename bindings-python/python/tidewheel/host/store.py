"""What a store must do. Write your own by these two classes, and check it with `tidewheel.host.testing`."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidewheel._types import Duty
    from tidewheel.host.rows import (
        DeploymentRow,
        EventRow,
        HistoryRow,
        InstanceQuery,
        InstanceRow,
        NewDeployment,
        ObligationQuery,
        ObligationRow,
        OutboxRow,
        ProcessRow,
        StartRow,
    )

__all__ = ["Store", "Transaction"]


class Transaction(ABC):
    """All that changes together. What one method writes the next one reads, and nobody else before the end."""

    closed: bool = False
    """Whether it has ended."""

    @property
    @abstractmethod
    def connection(self) -> Any:
        """The connection of the driver, for statements of the application in the same transaction."""

    @abstractmethod
    def end(self, *, keep: bool) -> None:
        """Ends it: all is kept, or nothing."""

    @abstractmethod
    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that is undone by itself where it raises."""

    def announce(self) -> None:
        """There is something to do for whoever watches this store, once this has ended."""

    # Deployments

    @abstractmethod
    def add_deployment(self, new: NewDeployment) -> bool:
        """Stores a deployment; its starts take the place of those that its processes had.

        False, and nothing is stored, where its name or one of its versions is there already.
        """

    @abstractmethod
    def deployment(self, id: str) -> DeploymentRow | None:
        """A deployment with its file."""

    @abstractmethod
    def deployment_named(self, name: str) -> DeploymentRow | None:
        """The deployment of that name with its file."""

    @abstractmethod
    def deployments(self) -> list[DeploymentRow]:
        """All of them, the oldest first, without their files."""

    @abstractmethod
    def process(
        self, process: str, *, version: int | None = None, version_tag: str | None = None
    ) -> ProcessRow | None:
        """A version of a process: the one of that number, the latest with that tag, else the latest."""

    @abstractmethod
    def processes(self) -> list[ProcessRow]:
        """All versions of all processes, by process and version."""

    @abstractmethod
    def starts(self, kind: str, name: str) -> list[StartRow]:
        """What a message or signal of that name starts, by process and place."""

    @abstractmethod
    def due_starts(self, now: int, limit: int) -> list[StartRow]:
        """Timers of starts that are due, the earliest first; nobody else gets them until the end."""

    @abstractmethod
    def move_start(self, start: StartRow, due: int | None, data: Mapping[str, Any]) -> bool:
        """Sets when a timer is due next; False where somebody else has moved it."""

    # Instances

    @abstractmethod
    def instance(self, id: str, *, lock: bool = True) -> InstanceRow | None:
        """An instance with its snapshot; with `lock` nobody else changes it until the end."""

    @abstractmethod
    def instances(
        self, query: InstanceQuery, *, newest: bool = False, limit: int = 100, offset: int = 0
    ) -> list[InstanceRow]:
        """Instances without their snapshots, the oldest first, or the newest."""

    @abstractmethod
    def called(self, caller: str, key: int) -> list[InstanceRow]:
        """The instances that were started for a call, with their snapshots."""

    @abstractmethod
    def create(
        self,
        commit: str,
        *,
        deployment: str,
        version: int,
        event_id: str,
        event: str | None,
        caller: str | None = None,
        caller_key: int | None = None,
    ) -> bool:
        """Stores the first step of an instance, as the engine's `commit` gave it; False where its id is taken."""

    @abstractmethod
    def save(self, commit: str, *, event_id: str, event: str | None, caller: str | None = None) -> bool:
        """Stores a step; False, and nothing is stored, where the instance's revision is no longer the one before."""

    @abstractmethod
    def event_revision(self, instance: str, event_id: str) -> int | None:
        """The revision that an event of that id led to; None where there was none."""

    @abstractmethod
    def purge(self, instance: str) -> bool:
        """Forgets an instance that has ended, with its logs; False where there is none."""

    # The index of obligations

    @abstractmethod
    def obligations(
        self, query: ObligationQuery, *, limit: int = 100, offset: int = 0
    ) -> list[ObligationRow]:
        """Open duties, the most urgent first, then the oldest."""

    @abstractmethod
    def candidates(self, instance: str) -> list[tuple[int, str, str]]:
        """Who may claim the user tasks of an instance: key, `user` or `group`, name; sorted."""

    @abstractmethod
    def lease(
        self, kind: str, name: str, *, holder: str, until: int, now: int, limit: int
    ) -> list[ObligationRow]:
        """Hands out duties that nobody holds, the most urgent first; not those of suspended instances."""

    @abstractmethod
    def extend(self, instance: str, key: int, *, holder: str, until: int, now: int) -> bool:
        """Prolongs a lease; False where it is lost."""

    @abstractmethod
    def release(self, instance: str, key: int, *, holder: str) -> bool:
        """Gives a lease back; False where it is lost."""

    @abstractmethod
    def assign(
        self, instance: str, key: int, assignee: str | None, *, owner: str | None, expected: str | None
    ) -> bool:
        """Says who does a user task; False where somebody other than expected has it, or it is not open."""

    @abstractmethod
    def listening(self, signal: str) -> list[str]:
        """Ids of the instances that wait for a signal, sorted."""

    @abstractmethod
    def due_timers(self, now: int, limit: int) -> list[str]:
        """Ids of the instances with timers that are due, the earliest first; not of suspended ones."""

    @abstractmethod
    def reindex(self, instance: str, duties: Sequence[Duty], at: int) -> None:
        """Replaces the index of one instance."""

    # Logs

    @abstractmethod
    def events(self, instance: str) -> list[EventRow]:
        """What was applied to an instance, in order."""

    @abstractmethod
    def history(self, instance: str, *, after: int = 0, limit: int = 10_000) -> list[HistoryRow]:
        """What happened to an instance after a revision, in order."""

    @abstractmethod
    def note(self, instance: str, revision: int, entry: Mapping[str, Any], at: int) -> None:
        """Adds to the history of a revision."""

    @abstractmethod
    def record(self, name: str, event_id: str, event: Mapping[str, Any], at: int) -> bool:
        """Notes that something from outside has been done, under a name that no instance has.

        False where that was noted before; `events(name)` reads it.
        """

    # What is to be delivered

    @abstractmethod
    def take_outbox(self, *, holder: str, until: int, now: int, limit: int) -> list[OutboxRow]:
        """Hands out rows that are due and that nobody holds, the oldest first."""

    @abstractmethod
    def outbox(self, limit: int = 100) -> list[OutboxRow]:
        """What waits to be delivered, by due time."""

    @abstractmethod
    def add_outbox(self, rows: Sequence[OutboxRow]) -> None:
        """Stores rows; one that is there already stays as it is."""

    @abstractmethod
    def outbox_before(self, row: OutboxRow) -> bool:
        """Whether the same instance has sent something before that belongs to a call and is still to be delivered."""

    @abstractmethod
    def delivered(self, row: OutboxRow) -> bool:
        """Removes a row; False where somebody else has."""

    @abstractmethod
    def delay(self, row: OutboxRow, due: int) -> None:
        """Gives a row back, to be tried again later."""

    @abstractmethod
    def next_due(self) -> int | None:
        """When the next timer or row of the outbox is due."""


@dataclass(frozen=True)
class _Open:
    """A transaction that is open in a context."""

    store: Store
    tx: Transaction
    # Tasks of one context may use it at the same time, but their parts must not mix.
    turn: threading.RLock


_open: ContextVar[tuple[_Open, ...]] = ContextVar("tidewheel_transactions", default=())


class Store(ABC):
    """Where instances are kept."""

    name: str = "store"
    """What messages call it."""

    @abstractmethod
    def open(self) -> None:
        """Connects, and brings the tables up to date.

        Raises `NewerSchemaError` if they are those of a later version, `StoreUnavailableError` if there
        is no connection. Opening it again changes nothing.
        """

    @abstractmethod
    def close(self) -> None:
        """Gives all connections back. Closing it again changes nothing."""

    @abstractmethod
    def begin(self, *, write: bool = True, together: bool = False) -> Transaction:
        """A new transaction; waits for others where it must. Whoever begins it ends it.

        One that is short, so that others may wait for its end, may be brought to the disk `together` with
        them: its end returns when that has happened.
        """

    @property
    def shards(self) -> Sequence[Store]:
        """The stores that this one consists of."""
        return (self,)

    def shard_of(self, key: str) -> Store:
        """The store that holds an instance id, or whatever belongs to a shard key."""
        return self

    def current(self) -> Transaction | None:
        """The transaction that is open in this context."""
        found = self._current()
        return None if found is None else found.tx

    def _current(self) -> _Open | None:
        found = [one for one in _open.get() if one.store is self and not one.tx.closed]
        return found[-1] if found else None

    @contextmanager
    def transaction(self, *, write: bool = True, together: bool = False) -> Iterator[Transaction]:
        """The transaction that is open in this context, else a new one, which ends with the block.

        What is meant by `write` and `together` stands at `begin`. A block that raises undoes what it has done, also where it has joined another.
        """
        joined = self._current()
        if joined is not None:
            with joined.turn, joined.tx.savepoint() if write else nullcontext():
                yield joined.tx
            return
        tx = self.begin(write=write, together=together)
        try:
            with self.using(tx):
                yield tx
        except BaseException:
            tx.end(keep=False)
            raise
        tx.end(keep=True)

    @contextmanager
    def using(self, tx: Transaction) -> Iterator[None]:
        """Makes a transaction the open one of this context."""
        token = _open.set((*_open.get(), _Open(self, tx, threading.RLock())))
        try:
            yield
        finally:
            _open.reset(token)

    def watch(self, wake: Any) -> Any:
        """Calls `wake()` whenever another process may have stored something to do.

        Returns a function that ends this, or None where the store cannot tell.
        """
        return None

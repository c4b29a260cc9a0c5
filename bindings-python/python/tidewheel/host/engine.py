"""The engine: a store, a clock, and the services that work on them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from tidewheel import Definition
from tidewheel.host.clock import Clock, SystemClock
from tidewheel.host.errors import StaleRevisionError, StoreUnavailableError, UnknownDeploymentError
from tidewheel.host.functions import Functions
from tidewheel.host.handlers import Handlers
from tidewheel.host.leases import Leases
from tidewheel.host.setbacks import Setbacks
from tidewheel.host.store import Store, Transaction

if TYPE_CHECKING:
    from tidewheel._types import HistoryLevel
    from tidewheel.host.loop import Loop

__all__ = ["Engine", "Limits"]

T = TypeVar("T")

ATTEMPTS = 5
"""How often a transaction is tried that others were in the way of."""


@dataclass(frozen=True)
class Limits:
    """How large things may be, in bytes of UTF-8. What is too large is refused and changes nothing."""

    id: int = 255
    """Ids of instances and events, business keys, names of deployments."""
    key: int = 736
    """What rows are found by: names of jobs and messages, correlation keys, assignees, candidates."""
    variables: int = 1_000_000
    """The variables of one call, as JSON text."""
    message: int = 4000
    """Messages of failures and reasons, in characters; these are cut instead."""


def ordered_id() -> str:
    """A UUID of version 7: random, and greater than those made before.

    So the rows of new instances lie beside each other in every index, which saves a database most of the
    work of writing them.
    """
    time_part = f"{time.time_ns() // 1_000_000:012x}"
    return f"{time_part[:8]}-{time_part[8:]}-7{str(uuid.uuid4())[15:]}"


class Raced(Exception):
    """Somebody else has written first."""


_trying: ContextVar[bool] = ContextVar("tidewheel_trying", default=False)
"""Whether the transaction that is open is one that `unit` tries again."""


@contextmanager
def _try() -> Iterator[None]:
    token = _trying.set(True)
    try:
        yield
    finally:
        _trying.reset(token)


class Engine:
    """A durable host of processes: each step and all that it asks for is one transaction of the store.

        with Engine(SqliteStore("orders.db")) as engine:
            engine.repository.deploy(xml)
            engine.runtime.start("order", business_key="17")
            engine.run()

    All services may be used from several threads.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock | None = None,
        new_id: Callable[[], str] | None = None,
        history: HistoryLevel = "full",
        lenient: bool = False,
        strict: bool = False,
        limits: Limits | None = None,
    ) -> None:
        """`new_id` makes ids of instances that are given none, and must not repeat itself within a store.

        `history` is how much is kept of what has happened; without `full`, the events that were applied
        are not kept either. `lenient` and `strict` are how models are read where `deploy` does not say.
        """
        from tidewheel.host.history import History
        from tidewheel.host.management import Management
        from tidewheel.host.repository import Repository
        from tidewheel.host.runtime import Runtime
        from tidewheel.host.tasks import Tasks

        self.store = store
        self.clock: Clock = clock or SystemClock()
        self.new_id = new_id or ordered_id
        self.history_level: HistoryLevel = history
        self.lenient = lenient
        self.strict = strict
        self.limits = limits or Limits()
        self.handlers = Handlers()
        self.owner = f"host-{uuid.uuid4().hex}"
        """What leases of this engine are under."""
        self.repository = Repository(self)
        self.runtime = Runtime(self)
        self.tasks = Tasks(self)
        self.history = History(self)
        self.management = Management(self)
        self._definitions: dict[tuple[int, str], Definition] = {}
        self.setbacks = Setbacks()
        """What has failed in the background and is left alone for a while."""
        self.functions = Functions()
        self.leases = Leases(self)
        self._loop: Loop | None = None

    # Opening and closing

    def open(self) -> None:
        """Opens the store; `with` does so."""
        self.store.open()

    def close(self) -> None:
        """Stops what runs in the background and closes the store; `with` does so."""
        self.stop()
        self.leases.close()
        self.functions.close()
        self.store.close()

    def __enter__(self) -> Engine:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What is registered

    def worker(self, *names: str, timeout: float = 30.0) -> Callable[[T], T]:
        """Registers a function, sync or async, for the jobs of these names.

        A job's name is its topic, else its implementation, else the id of its element. The function gets
        the job; what it returns are variables. It may raise `BpmnError` or `JobFailure`; whatever else it
        raises fails the job, which is tried again as the model says. `timeout` is for how many seconds
        the job is leased at a time; the lease is prolonged while the function runs.
        """
        return self.handlers.add("job", names, timeout)

    def evaluator(self, *languages: str, timeout: float = 30.0) -> Callable[[T], T]:
        """Registers a function `(source, variables)` that gives the value of an expression in a language."""
        return self.handlers.add("evaluation", languages, timeout)

    def data_store(self, *names: str) -> Callable[[T], T]:
        """Registers a function `(name, value, delivery)` for what is written into a data store.

        It runs in the transaction that takes the delivery from the outbox, which its own calls of
        `transaction` join: what it stores there is stored once. An async function runs before that, and may
        run again after a crash; `delivery.id` is the same then.
        """
        return self.handlers.add("dataStore", names, 0)

    def listener(self, *implementations: str) -> Callable[[T], T]:
        """Registers a function `(listener, delivery)` for listeners of that implementation; as `data_store`."""
        return self.handlers.add("listener", implementations, 0)

    # Work in the background

    def run_due(self, *, limit: int = 1000) -> int:
        """Fires the timers that are due, starts what timers start, and delivers what waits.

        Goes on with what comes of it, up to `limit` things; returns how many were done.
        """
        from tidewheel.host.due import run_due

        return run_due(self, limit)

    def run_jobs(self, *, limit: int = 1000) -> int:
        """Runs the jobs and evaluations that wait, in this thread; returns how many were run."""
        from tidewheel.host.workers import run_jobs

        return run_jobs(self, limit)

    def settle(self, *, limit: int = 10_000) -> int:
        """Does all that can be done now, in this thread: for tests with a frozen clock."""
        done = 0
        while done < limit:
            more = self.run_due(limit=limit - done)
            more += self.run_jobs(limit=max(limit - done - more, 1))
            if not more:
                break
            done += more
        return done

    def run(self, *, threads: int = 4, poll: float = 1.0, grace: float = 30.0) -> None:
        """Works until `stop` is called, or until the process is told to end (SIGINT, SIGTERM).

        As `background`; jobs that run when it is told to stop may take `grace` seconds to end.
        """
        from tidewheel.host.loop import hearing_signals, until_told

        with hearing_signals(self) as told, self.background(threads=threads, poll=poll, grace=grace):
            until_told(self, told)

    @contextmanager
    def background(self, *, threads: int = 4, poll: float = 1.0, grace: float = 30.0) -> Iterator[None]:
        """Works in threads beside the block: timers, delivery, and the workers that are registered.

        `threads` is how many jobs run at a time; every `poll` seconds the store is looked at even
        if nothing has called. At the end of the block no more jobs are begun; those that run may take
        `grace` seconds to end, after which their leases are given back.
        """
        from tidewheel.host.loop import Loop

        loop = Loop(self, threads=threads, poll=poll, grace=grace)
        self.attach(loop)
        loop.start()
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """Ends what runs in the background, and waits for it."""
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.stop()

    def attach(self, loop: Loop) -> None:
        """Makes it what works in the background, until `stop`."""
        if self._loop is not None:
            raise RuntimeError("this engine works in the background already")
        self._loop = loop

    @property
    def loop(self) -> Loop | None:
        """What works in the background, if anything does."""
        return self._loop

    def wake(self) -> None:
        """Makes the background look at the store at once."""
        loop = self._loop
        if loop is not None:
            loop.wake()

    # For the services

    @contextmanager
    def transaction(self, shard: str = "") -> Iterator[Transaction]:
        """A transaction for business data and workflow together; calls of the services join it.

        It is of the store that `shard` belongs to: a shard key or an instance id. `connection` is the
        driver's own.
        """
        store = self.store.shard_of(shard)
        joined = store.current() is not None
        with store.transaction() as tx:
            yield tx
        if not joined:
            self.wake()

    def unit(self, store: Store, work: Callable[[Transaction], T], *, together: bool = True) -> T:
        """Does something in one transaction, again where others were in the way.

        What calls functions of the application is not to end `together` with others.
        """
        if store.current() is not None:
            try:
                with store.transaction() as tx:
                    return work(tx)
            except Raced as raced:
                if _trying.get():
                    raise
                raise StaleRevisionError(str(raced)) from None
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                with _try(), store.transaction(together=together) as tx:
                    done = work(tx)
            except Raced as raced:
                if last:
                    raise StaleRevisionError(str(raced)) from None
            except StoreUnavailableError as error:
                if last or not error.transient:
                    raise
            else:
                self.wake()
                return done
        raise AssertionError("the last attempt returns or raises")

    def forget(self, store: Store, deployment: str) -> None:
        """The deployment is a new one: what had its name before was never kept."""
        self._definitions.pop((id(store), deployment), None)

    def definition(self, tx: Transaction, store: Store, deployment: str) -> Definition:
        """The definition of a deployment, parsed once."""
        known = self._definitions.get((id(store), deployment))
        if known is None:
            row = tx.deployment(deployment)
            if row is None or row.xml is None:
                raise UnknownDeploymentError(f"there is no deployment `{deployment}` in `{store.name}`")
            known = Definition.parse(row.xml, **row.options)
            self._definitions[id(store), deployment] = known
        return known

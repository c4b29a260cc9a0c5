"""The engine for asyncio: the same services, each call awaited."""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar

from tidewheel.host.engine import Engine, Limits
from tidewheel.host.history import History
from tidewheel.host.loop import Loop
from tidewheel.host.management import Management
from tidewheel.host.repository import Repository
from tidewheel.host.runtime import Runtime
from tidewheel.host.tasks import Tasks

if TYPE_CHECKING:
    from tidewheel._types import HistoryLevel
    from tidewheel.host.clock import Clock
    from tidewheel.host.store import Store, Transaction

__all__ = ["AsyncEngine"]

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")
T = TypeVar("T")


class _Awaited(Generic[S, P, R]):
    """A method of a service, run in a thread."""

    def __init__(self, method: Callable[Concatenate[S, P], R]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __get__(self, owner: _Service[S], kind: object = None) -> Callable[P, Awaitable[R]]:
        @functools.wraps(self._method)
        def call(*arguments: P.args, **named: P.kwargs) -> Awaitable[R]:
            return owner.engine.call(functools.partial(self._method, owner.service, *arguments, **named))

        return call


class _Service(Generic[S]):
    def __init__(self, engine: AsyncEngine, service: S) -> None:
        self.engine = engine
        self.service = service


class AsyncRepository(_Service[Repository]):
    """`Repository`, awaited."""

    deploy = _Awaited(Repository.deploy)
    deployments = _Awaited(Repository.deployments)
    versions = _Awaited(Repository.versions)
    xml = _Awaited(Repository.xml)
    definition = _Awaited(Repository.definition)


class AsyncRuntime(_Service[Runtime]):
    """`Runtime`, awaited."""

    start = _Awaited(Runtime.start)
    message = _Awaited(Runtime.message)
    signal = _Awaited(Runtime.signal)
    apply = _Awaited(Runtime.apply)
    variables = _Awaited(Runtime.variables)
    actions = _Awaited(Runtime.actions)
    set_variables = _Awaited(Runtime.set_variables)
    modify = _Awaited(Runtime.modify)
    cancel = _Awaited(Runtime.cancel)
    suspend = _Awaited(Runtime.suspend)
    resume = _Awaited(Runtime.resume)
    instance = _Awaited(Runtime.instance)
    state = _Awaited(Runtime.state)
    instances = _Awaited(Runtime.instances)
    running = _Awaited(Runtime.running)


class AsyncTasks(_Service[Tasks]):
    """`Tasks`, awaited."""

    query = _Awaited(Tasks.query)
    find = _Awaited(Tasks.find)
    claim = _Awaited(Tasks.claim)
    unclaim = _Awaited(Tasks.unclaim)
    delegate = _Awaited(Tasks.delegate)
    complete = _Awaited(Tasks.complete)
    complete_at = _Awaited(Tasks.complete_at)


class AsyncHistory(_Service[History]):
    """`History`, awaited."""

    entries = _Awaited(History.entries)
    events = _Awaited(History.events)


class AsyncManagement(_Service[Management]):
    """`Management`, awaited."""

    obligations = _Awaited(Management.obligations)
    jobs = _Awaited(Management.jobs)
    incidents = _Awaited(Management.incidents)
    timers = _Awaited(Management.timers)
    lost_leases = _Awaited(Management.lost_leases)
    undelivered = _Awaited(Management.undelivered)
    drop = _Awaited(Management.drop)
    resolve = _Awaited(Management.resolve)
    check = _Awaited(Management.check)
    reindex = _Awaited(Management.reindex)
    purge = _Awaited(Management.purge)


class AsyncEngine:
    """`Engine` for asyncio.

        async with AsyncEngine(SqliteStore("orders.db")) as engine:
            await engine.repository.deploy(xml)
            await engine.runtime.start("order", business_key="17")
            await engine.run()

    Databases are waited for in threads. Workers that are async functions run in the loop that has opened
    the engine, sync ones in threads.
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
        threads: int = 8,
    ) -> None:
        """As `Engine`; `threads` is how many calls wait for the database at a time."""
        self.engine = Engine(
            store,
            clock=clock,
            new_id=new_id,
            history=history,
            lenient=lenient,
            strict=strict,
            limits=limits,
        )
        self.store = store
        self.repository = AsyncRepository(self, self.engine.repository)
        self.runtime = AsyncRuntime(self, self.engine.runtime)
        self.tasks = AsyncTasks(self, self.engine.tasks)
        self.history = AsyncHistory(self, self.engine.history)
        self.management = AsyncManagement(self, self.engine.management)
        self.worker = self.engine.worker
        self.evaluator = self.engine.evaluator
        self.data_store = self.engine.data_store
        self.listener = self.engine.listener
        self._size = threads
        self._begin: ThreadPoolExecutor | None = None
        self._join: ThreadPoolExecutor | None = None

    async def open(self) -> None:
        """Opens the store; `async with` does so."""
        # Calls that join a transaction have threads of their own: those that wait for it to end
        # must not keep it from ending.
        self._begin = ThreadPoolExecutor(self._size, "tidewheel-begin")
        self._join = ThreadPoolExecutor(self._size, "tidewheel-join")
        self.engine.functions.use(asyncio.get_running_loop())
        try:
            await self.call(self.engine.open)
        except BaseException:
            self._shut()
            raise

    async def close(self) -> None:
        """Stops what runs in the background and closes the store; `async with` does so."""
        await self.call(self.engine.close)
        self._shut()

    async def __aenter__(self) -> AsyncEngine:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def call(self, function: Callable[[], T]) -> T:
        """Runs a function in a thread, in the transaction that is open in this context, if any is."""
        joins = any(store.current() is not None for store in self.store.shards)
        return await self._in(self._join if joins else self._begin, function)

    async def _in(self, pool: ThreadPoolExecutor | None, function: Callable[[], T]) -> T:
        if pool is None:
            raise RuntimeError("the engine is not open: use `async with`")
        context = contextvars.copy_context()
        running = asyncio.get_running_loop().run_in_executor(pool, context.run, function)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # What a thread does with a connection is not left half done.
            await asyncio.wait([running])
            raise

    @asynccontextmanager
    async def transaction(self, shard: str = "") -> AsyncIterator[Transaction]:
        """`Engine.transaction` for `async with`; what is awaited in the block joins it."""
        store = self.store.shard_of(shard)
        joined = store.current()
        if joined is not None:
            point = joined.savepoint()
            await self.call(point.__enter__)
            try:
                yield joined
            except BaseException as error:
                exit = functools.partial(point.__exit__, type(error), error, error.__traceback__)
                await self.call(exit)
                raise
            await self.call(lambda: point.__exit__(None, None, None))
            return
        tx = await self.call(store.begin)
        try:
            with store.using(tx):
                yield tx
        except BaseException:
            await self._in(self._join, lambda: tx.end(keep=False))
            raise
        await self._in(self._join, lambda: tx.end(keep=True))
        self.engine.wake()

    async def run_due(self, *, limit: int = 1000) -> int:
        """`Engine.run_due`, awaited."""
        return await self.call(lambda: self.engine.run_due(limit=limit))

    async def run_jobs(self, *, limit: int = 1000) -> int:
        """`Engine.run_jobs`, awaited."""
        return await self.call(lambda: self.engine.run_jobs(limit=limit))

    async def settle(self, *, limit: int = 10_000) -> int:
        """`Engine.settle`, awaited."""
        return await self.call(lambda: self.engine.settle(limit=limit))

    async def run(self, *, threads: int = 4, poll: float = 1.0, grace: float = 30.0) -> None:
        """Works until it is cancelled, or `stop` is called: timers, delivery, and the workers registered."""
        async with self.background(threads=threads, poll=poll, grace=grace):
            loop = self.engine.loop
            while loop is not None and not loop.stopping.is_set():
                await asyncio.sleep(0.1)

    @asynccontextmanager
    async def background(
        self, *, threads: int = 4, poll: float = 1.0, grace: float = 30.0
    ) -> AsyncIterator[None]:
        """`Engine.background` for `async with`."""
        loop = Loop(self.engine, threads=threads, poll=poll, grace=grace)
        self.engine.attach(loop)
        await self.call(loop.start)
        try:
            yield
        finally:
            await self.call(self.engine.stop)

    def stop(self) -> None:
        """Lets `run` return."""
        loop = self.engine.loop
        if loop is not None:
            loop.ask_to_stop()

    def _shut(self) -> None:
        for pool in (self._begin, self._join):
            if pool is not None:
                pool.shutdown(wait=False)
        self._begin = self._join = None

"""What works in the background: one thread for what is due, one that hands out jobs, and those that run them."""

from __future__ import annotations

import logging
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tidewheel.host.due import next_due, run_due
from tidewheel.host.workers import Work, run_one, take

if TYPE_CHECKING:
    from tidewheel.host.engine import Engine

__all__ = ["Loop", "hearing_signals", "until_told"]

log = logging.getLogger("tidewheel.host")

BATCH = 200
"""How much is done between two looks at whether to stop."""
SHORTEST = 0.01
"""How many seconds lie at least between two looks at a store in which nothing could be done."""


class Loop:
    """The threads of an engine."""

    def __init__(self, engine: Engine, *, threads: int, poll: float, grace: float) -> None:
        self._engine = engine
        self._threads = threads
        self._poll = poll
        self._grace = grace
        self._stopping = threading.Event()
        self.stopped = threading.Event()
        self._calls = [threading.Event(), threading.Event()]
        self._work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._idle = threads
        self._changed = threading.Condition()
        self._running: list[threading.Thread] = []
        self._unwatch: list[Callable[[], None]] = []

    def start(self) -> None:
        """Begins."""
        for store in self._engine.store.shards:
            unwatch = store.watch(self.wake)
            if unwatch is not None:
                self._unwatch.append(unwatch)
        self._begin("due", self._due)
        self._begin("jobs", self._hand_out)
        for n in range(self._threads):
            self._begin(f"worker-{n}", self._run, daemon=True)

    def wake(self) -> None:
        """Something has been stored."""
        for call in self._calls:
            call.set()

    def stop(self) -> None:
        """Begins nothing more, waits for what runs, and gives the leases of the rest back."""
        if self.stopped.is_set():
            return
        self._stopping.set()
        self.wake()
        for thread in self._running[:2]:
            thread.join()
        with self._changed:
            ended = self._changed.wait_for(lambda: self._idle == self._threads, self._grace)
        if not ended:
            log.warning("jobs are still running; their leases are given back")
            with suppress(Exception):  # they run out by themselves
                self._engine.leases.give_back()
        for _ in range(self._threads):
            self._work.put(None)
        if ended:
            for thread in self._running[2:]:
                thread.join()
        for unwatch in self._unwatch:
            unwatch()
        self.stopped.set()

    def ask_to_stop(self) -> None:
        """Lets `until_told` return, from any thread or from a signal handler."""
        self._stopping.set()

    @property
    def stopping(self) -> threading.Event:
        """Set when it is to stop."""
        return self._stopping

    def _begin(self, name: str, run: Callable[[], None], *, daemon: bool = False) -> None:
        thread = threading.Thread(target=run, name=f"tidewheel-{name}", daemon=daemon)
        self._running.append(thread)
        thread.start()

    def _due(self) -> None:
        def work() -> float | None:
            if run_due(self._engine, BATCH):
                return 0.0
            due = next_due(self._engine)
            return None if due is None else (due - self._engine.clock.now()) / 1000

        self._repeat(self._calls[0], work)

    def _hand_out(self) -> None:
        def work() -> float | None:
            with self._changed:
                idle = self._idle
            if not idle:
                return None
            works = take(self._engine, idle)
            with self._changed:
                self._idle -= len(works)
            for one in works:
                self._work.put(one)
            return 0.0 if len(works) == idle else None

        self._repeat(self._calls[1], work)

    def _repeat(self, call: threading.Event, work: Callable[[], float | None]) -> None:
        failures = 0
        while not self._stopping.is_set():
            call.clear()
            try:
                pause = work()
                failures = 0
            except Exception as error:  # the store is away, perhaps; it is tried again
                failures += 1
                pause = min(5.0, 0.1 * 2.0**failures)
                log.error("the background of the engine: %s", error, exc_info=error)
                self._stopping.wait(pause)
                continue
            if pause == 0.0:
                continue
            pause = self._poll if pause is None else min(self._poll, max(pause, SHORTEST))
            call.wait(pause)

    def _run(self) -> None:
        while True:
            work = self._work.get()
            if work is None:
                return
            try:
                run_one(self._engine, work)
            except Exception as error:  # its lease runs out, then it is tried again
                log.error("job %s:%s: %s", work.row.instance, work.row.key, error, exc_info=error)
            finally:
                with self._changed:
                    self._idle += 1
                    self._changed.notify_all()
                self._calls[1].set()


@contextmanager
def hearing_signals(engine: Engine) -> Iterator[threading.Event]:
    """Lets SIGINT and SIGTERM end what the engine does in the background, from before it begins.

    Gives what is set when the process is told to end.
    """
    told = threading.Event()

    def hear(*_: object) -> None:
        told.set()
        loop = engine.loop
        if loop is not None:
            loop.ask_to_stop()

    before: dict[signal.Signals, object] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, hear)
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]


def until_told(engine: Engine, told: threading.Event) -> None:
    """Returns when the engine is stopped, or the process is told to end."""
    loop = engine.loop
    # Not for ever at once: a signal is only seen between two waits.
    while loop is not None and not told.is_set() and not loop.stopping.wait(0.5):
        pass

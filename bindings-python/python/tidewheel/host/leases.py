"""The leases of jobs that run here, prolonged while they do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidewheel.host.engine import Engine

__all__ = ["Lease", "Leases"]

log = logging.getLogger("tidewheel.host")

TICK = 0.5
"""How many seconds lie between two looks at what is to be prolonged."""


@dataclass(eq=False)
class Lease:
    """A job that runs here."""

    instance: str
    key: int
    timeout: int
    """For how many milliseconds it is leased at a time."""
    until: int
    lost: bool = False


class Leases:
    """Prolongs leases when a third of their time is left, in a thread that runs while there are any."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: set[Lease] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._over = False

    @contextmanager
    def held(self, lease: Lease) -> Iterator[None]:
        """Prolongs a lease during the block."""
        with self._changed:
            self._over = False
            self._held.add(lease)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="tidewheel-leases", daemon=True)
                self._thread.start()
            self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._held.discard(lease)

    def close(self) -> None:
        """Ends the thread."""
        with self._changed:
            self._over = True
            thread, self._thread = self._thread, None
            self._changed.notify()
        if thread is not None:
            thread.join()

    def give_back(self) -> None:
        """Gives back the leases of all that still runs, for others to take."""
        with self._changed:
            held = list(self._held)
        for lease in held:
            lease.lost = True
            store = self._engine.store.shard_of(lease.instance)
            with store.transaction(together=True) as tx:
                tx.release(lease.instance, lease.key, holder=self._engine.owner)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._held and not self._over:
                    self._changed.wait()
                if self._over:
                    return
                self._changed.wait(TICK)
                now = self._engine.clock.now()
                due = [
                    held for held in self._held if not held.lost and held.until - now < held.timeout * 2 // 3
                ]
            for lease in due:
                try:
                    self._extend(lease, now)
                except Exception as error:  # it is tried again; if that comes too late, the lease is lost
                    log.warning("cannot prolong the lease of %s:%s: %s", lease.instance, lease.key, error)

    def _extend(self, lease: Lease, now: int) -> None:
        engine, until = self._engine, now + lease.timeout
        store = engine.store.shard_of(lease.instance)
        with store.transaction(together=True) as tx:
            kept = tx.extend(lease.instance, lease.key, holder=engine.owner, until=until, now=now)
        if kept:
            lease.until = until
        else:
            lease.lost = True

"""Turns at the one connection of a file of SQLite. Short transactions that wait for one another end together: they
are parts of one transaction of the database, for what takes long is to bring it to the disk."""

from __future__ import annotations

import threading
import time

from tidewheel.host.errors import StoreUnavailableError

__all__ = ["Group", "Turns"]

LARGEST = 64
"""How many transactions end together at most."""


class Group:
    """Transactions that end together: all are kept, or none."""

    def __init__(self) -> None:
        self.members = 0
        self.over = threading.Event()
        self.error: Exception | None = None


class Turns:
    """Who may use the connection."""

    def __init__(self, name: str, timeout: float) -> None:
        self._name = name
        self._timeout = timeout
        self._lock = threading.Lock()
        self._alone = threading.Condition(self._lock)
        self._together = threading.Condition(self._lock)
        self._busy = False
        self._waiting = {True: 0, False: 0}
        self._group: Group | None = None
        self._is_alone = False
        # After a group it is the turn of who waits to be alone, before others come; and the other way round.
        self._reserved = False

    def take(self, *, together: bool) -> Group | None:
        """Waits for a turn; the group that is open then, which this transaction becomes a part of.

        Who is not for that waits until the group has ended.
        """
        turn = self._together if together else self._alone
        end = time.monotonic() + self._timeout
        with self._lock:
            self._waiting[together] += 1
            try:
                while self._busy or (self._reserved if together else self._group is not None):
                    left = end - time.monotonic()
                    if left <= 0:
                        raise StoreUnavailableError(
                            f"a transaction of the store `{self._name}` does not come to its end"
                        )
                    turn.wait(left)
                self._busy = True
                self._is_alone = not together
            finally:
                self._waiting[together] -= 1
                if self._reserved and (self._busy or not self._waiting[False]):
                    self._reserved = False
                    self._together.notify()
            return self._group

    def hand_over(self, group: Group | None) -> Group | None:
        """Leaves the end to the next one, if there is one: then the group to wait for."""
        with self._lock:
            if self._waiting[False] or not self._waiting[True]:
                return None
            if group is not None and group.members >= LARGEST:
                return None
            group = group or Group()
            group.members += 1
            self._group = group
            self._busy = False
            self._together.notify()
            return group

    def give_back(self, group: Group | None, error: Exception | None = None) -> None:
        """Ends a turn, and the group with it."""
        with self._lock:
            self._group = None
            self._busy = False
            others = self._is_alone and self._waiting[True] > 0
            self._reserved = self._waiting[False] > 0 and not others
            (self._alone if self._reserved else self._together).notify()
        if group is not None:
            group.error = error
            group.over.set()

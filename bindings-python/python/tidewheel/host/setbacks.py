"""What has failed and is left alone for a while, the longer the oftener it has failed."""

from __future__ import annotations

import threading

__all__ = ["Setbacks", "backoff"]

LONGEST = 60_000


def backoff(attempts: int) -> int:
    """How many milliseconds to wait after so many attempts in vain: 1 second, 2, 4 …, at most a minute."""
    return int(min(LONGEST, 1000 * 2 ** min(attempts, 16)))


class Setbacks:
    """Failures by what they are about, in memory: another host, or this one after a restart, may try at once."""

    def __init__(self) -> None:
        self._all: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def add(self, what: str, now: int) -> None:
        """It has failed."""
        with self._lock:
            attempts = self._all.get(what, (0, 0))[1]
            self._all[what] = (now + backoff(attempts), attempts + 1)

    def forget(self, what: str) -> None:
        """It has succeeded."""
        if self._all:
            with self._lock:
                self._all.pop(what, None)

    def waiting(self, now: int) -> set[str]:
        """What is left alone now."""
        if not self._all:
            return set()
        with self._lock:
            return {what for what, (until, _) in self._all.items() if until > now}

    def next(self) -> int | None:
        """When the first is to be tried again."""
        with self._lock:
            return min((until for until, _ in self._all.values()), default=None)

"""What tells a host the time."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Protocol

__all__ = ["Clock", "FrozenClock", "SystemClock"]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        return time.time_ns() // 1_000_000


class FrozenClock:
    """A clock that stands still until it is told to move, for tests."""

    def __init__(self, at: int | datetime = 1_767_225_600_000) -> None:
        self._now = _millis(at)

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        return self._now

    def advance(self, by: int | timedelta) -> int:
        """Moves it by milliseconds or a span of time; returns the new time."""
        self._now += by if isinstance(by, int) else by // timedelta(milliseconds=1)
        return self._now

    def set(self, at: int | datetime) -> None:
        """Sets it to a moment: milliseconds since 1970 UTC, or a datetime (UTC where it names no zone)."""
        self._now = _millis(at)


def _millis(at: int | datetime) -> int:
    if isinstance(at, int):
        return at
    moment = at if at.tzinfo is not None else at.replace(tzinfo=timezone.utc)
    return (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(milliseconds=1)

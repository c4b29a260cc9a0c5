"""Fixtures for pytest, which finds them by itself: `tidewheel_clock` and `tidewheel_engine`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tidewheel.host import Engine, FrozenClock

pytest.register_assert_rewrite("tidewheel.host.testing")


@pytest.fixture
def tidewheel_clock() -> FrozenClock:
    """A clock that stands still at 2026-01-01 until the test moves it."""
    from tidewheel.host import FrozenClock

    return FrozenClock()


@pytest.fixture
def tidewheel_engine(tidewheel_clock: FrozenClock) -> Iterator[Engine]:
    """An engine in memory on `tidewheel_clock`; `settle()` does what is due, and runs the workers."""
    from tidewheel.host import Engine, MemoryStore

    with Engine(MemoryStore(), clock=tidewheel_clock) as engine:
        yield engine

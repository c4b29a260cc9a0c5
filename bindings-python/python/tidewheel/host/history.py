"""What has happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidewheel.host.engine import Engine
    from tidewheel.host.rows import EventRow, HistoryRow

__all__ = ["History"]


class History:
    """Tells what has happened, as far as the engine's level of history keeps it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def entries(self, instance: str, *, after: int = 0, limit: int = 10_000) -> list[HistoryRow]:
        """What happened to an instance after a revision, in order."""
        with self._engine.store.shard_of(instance).transaction(write=False, together=True) as tx:
            return tx.history(instance, after=after, limit=limit)

    def events(self, instance: str) -> list[EventRow]:
        """What was applied to an instance, its start first."""
        with self._engine.store.shard_of(instance).transaction(write=False, together=True) as tx:
            return tx.events(instance)

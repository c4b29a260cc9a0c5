"""Who gets a signal: all that listen to it now, other than its sender, and the processes that it starts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tidewheel.host.rows import OutboxRow

if TYPE_CHECKING:
    from tidewheel._types import Variables
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["Broadcast"]


class Broadcast:
    """A signal on its ways: one row in the outbox for everyone that it is for.

    The rows have ids that follow from where the signal came from, so that a second time adds none.
    """

    def __init__(self, engine: Engine, origin: str, source: str, name: str, variables: Variables) -> None:
        """`origin` is the instance that sends, or what stands for it; `source` tells this signal from others."""
        self._engine = engine
        self._origin = origin
        self._source = source
        self._name = name
        self._variables = variables

    def elsewhere(self, home: Store) -> int:
        """Fills the outboxes of the other stores, before that of the store that it comes from is changed."""
        others = [store for store in self._engine.store.shards if store is not home]
        return sum(self._engine.unit(store, partial(self._add, [])) for store in others)

    def at_home(self, tx: Transaction) -> int:
        """Fills the outbox of the store that it comes from, which also starts what it starts."""
        starts = []
        for start in tx.starts("signal", self._name):
            data: dict[str, Any] = {"element": start.element, "variables": self._variables}
            starts.append(self._row(start.process, start.n, "start", start.process, None, data))
        return self._add(starts, tx)

    def _add(self, starts: list[OutboxRow], tx: Transaction) -> int:
        event: dict[str, Any] = {"type": "signal", "name": self._name, "variables": self._variables}
        listening = [target for target in tx.listening(self._name) if target != self._origin]
        rows = [self._row(target, 0, "event", self._name, target, event) for target in listening]
        tx.add_outbox([*rows, *starts])
        return len(rows) + len(starts)

    def _row(
        self, receiver: str, n: int, kind: str, name: str, target: str | None, data: dict[str, Any]
    ) -> OutboxRow:
        sender = f"{self._source}>{receiver}"
        return OutboxRow(sender, 0, n, kind, data, self._engine.clock.now(), name=name, target=target)

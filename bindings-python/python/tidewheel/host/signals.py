"""Who gets a signal: all that listen to it now, other than its sender, and the processes that it starts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tidewheel.host.rows import OutboxRow

if TYPE_CHECKING:
    from tidewheel._types import Variables
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["spread"]


def spread(
    engine: Engine,
    tx: Transaction,
    home: Store,
    origin: str,
    revision: int,
    n: int,
    name: str,
    variables: Variables,
) -> list[OutboxRow]:
    """Puts a signal into the outbox of each store, one row for everyone that it is for.

    The rows have ids that follow from where the signal came from, so that a second time adds none.
    """
    now = engine.clock.now()
    source = f"{origin}:{revision}:{n}"
    event: dict[str, Any] = {"type": "signal", "name": name, "variables": variables}
    rows: list[OutboxRow] = []

    def fill(store: Store, own: Transaction) -> None:
        added = [
            OutboxRow(f"{source}>{target}", 0, 0, "event", event, now, name=name, target=target)
            for target in own.listening(name)
            if target != origin
        ]
        if store is home:
            for start in own.starts("signal", name):
                data: dict[str, Any] = {"element": start.element, "variables": variables}
                sender = f"{source}>{start.process}"
                added.append(OutboxRow(sender, 0, start.n, "start", data, now, name=start.process))
        own.add_outbox(added)
        rows.extend(added)

    for store in engine.store.shards:
        if store is not home:
            engine.unit(store, partial(fill, store))
    fill(home, tx)
    return rows

"""Who gets a message: the oldest subscription that it agrees with, else a process that it starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import tidewheel
from tidewheel.host.rows import ObligationQuery, ObligationRow, StartRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidewheel.host.store import Store, Transaction

__all__ = ["first_start", "receivers", "suitable"]

PAGE = 100


def suitable(
    tx: Transaction, name: str, correlation: str | None, business_key: str | None = None
) -> Iterator[ObligationRow]:
    """The subscriptions of one store that a message agrees with, the oldest first.

    `correlation` is JSON text. Suspended instances take nothing.
    """
    query = ObligationQuery(
        kinds=("message",), name=name, correlation=correlation, business_key=business_key, active=True
    )
    offset = 0
    while True:
        page = tx.obligations(query, limit=PAGE, offset=offset)
        for row in page:
            if tidewheel.agrees(row.correlation, correlation):
                yield row
        if len(page) < PAGE:
            return
        offset += PAGE


def receivers(
    stores: Sequence[Store], name: str, correlation: str | None, business_key: str | None = None
) -> list[tuple[Store, ObligationRow]]:
    """The subscriptions of several stores that a message agrees with, the oldest first."""
    found: list[tuple[Store, ObligationRow]] = []
    for store in stores:
        with store.transaction(write=False, together=True) as tx:
            found.extend((store, row) for row in suitable(tx, name, correlation, business_key))
    return sorted(found, key=lambda pair: (pair[1].opened, pair[1].instance, pair[1].key))


def first_start(tx: Transaction, name: str) -> StartRow | None:
    """The first process that a message starts."""
    return next(iter(tx.starts("message", name)), None)

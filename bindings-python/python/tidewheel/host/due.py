"""What is due: timers of instances, timers that start processes, and what waits to be delivered."""

from __future__ import annotations

import hashlib
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from tidewheel import TidewheelError
from tidewheel.host import steps
from tidewheel.host.errors import InstanceExistsError, StoreUnavailableError
from tidewheel.host.outbox import deliver
from tidewheel.host.rows import ObligationQuery, ProcessRow, StartRow

if TYPE_CHECKING:
    from tidewheel._types import Start, StartSubscription
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["digest", "next_due", "run_due"]

log = logging.getLogger("tidewheel.host")

BATCH = 50
LEASE = 30_000
"""How long a host may take to deliver what it has taken, in milliseconds."""


def run_due(engine: Engine, limit: int) -> int:
    """Does what is due, and what comes of it; returns how many things it has done."""
    done = 0
    while done < limit:
        batch = min(BATCH, limit - done)
        more = 0
        for store in engine.store.shards:
            more += _deliver(engine, store, batch) + _tick(engine, store, batch) + _begin(engine, store, batch)
        if more == 0:
            break
        done += more
    return done


def next_due(engine: Engine) -> int | None:
    """When there is something to do next, as far as is known."""
    found = [engine.setbacks.next()]
    for store in engine.store.shards:
        with store.transaction(write=False) as tx:
            found.append(tx.next_due())
    return min((due for due in found if due is not None), default=None)


def digest(text: str) -> str:
    """An id that follows from a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _deliver(engine: Engine, store: Store, limit: int) -> int:
    now = engine.clock.now()
    with store.transaction() as tx:
        rows = tx.take_outbox(holder=engine.owner, until=now + LEASE, now=now, limit=limit)
    return sum(deliver(engine, store, row) for row in rows)


def _tick(engine: Engine, store: Store, limit: int) -> int:
    now = engine.clock.now()
    waiting = engine.setbacks.waiting(now)
    with store.transaction(write=False) as tx:
        due = tx.due_timers(now, limit + len(waiting))
    done = 0
    for instance in due:
        if instance in waiting:
            continue
        try:
            done += engine.unit(store, partial(_tick_one, engine, store, instance))
            engine.setbacks.forget(instance)
        except StoreUnavailableError:
            raise
        except Exception as error:  # one instance must not keep the others from their timers
            log.error("the timers of the instance `%s` cannot fire: %s", instance, error)
            engine.setbacks.add(instance, now)
    return done


def _tick_one(engine: Engine, store: Store, instance: str, tx: Transaction) -> bool:
    row = steps.locked(tx, store, instance)
    # Another host may have been here since.
    query = ObligationQuery(
        instance=instance, kinds=("timer",), due_before=engine.clock.now() + 1, active=True
    )
    if not tx.obligations(query, limit=1):
        return False
    steps.apply_in(engine, tx, store, instance, {"type": "tick"}, row=row)
    return True


def _begin(engine: Engine, store: Store, limit: int) -> int:
    now = engine.clock.now()
    with store.transaction(write=False) as tx:
        due = tx.due_starts(now, limit)
    return sum(engine.unit(store, partial(_begin_one, engine, store, row)) for row in due)


def _begin_one(engine: Engine, store: Store, row: StartRow, tx: Transaction) -> bool:
    subscription = _subscription(row)
    definition = engine.definition(tx, store, row.deployment)
    following = definition.next_subscription(subscription)
    data = subscription if following is None else following
    if not tx.move_start(row, None if following is None else following.get("due"), cast("dict[str, Any]", data)):
        return False
    # Where the instance lies in another store, it is there before the timer has moved: then its id tells.
    id = digest(f"{row.process}:{row.version}:{row.n}:{row.due}")
    home = engine.store.shard_of(id)
    process = ProcessRow(row.process, row.version, row.deployment)
    start: Start = {"id": id, "element": row.element}
    try:
        engine.unit(home, lambda own: steps.begin_in(engine, own, home, process, start))
    except InstanceExistsError:
        pass
    except StoreUnavailableError:
        raise
    except TidewheelError as error:
        log.error("the timer of `%s` cannot start an instance: %s", row.element, error)
    return True


def _subscription(row: StartRow) -> StartSubscription:
    members = ("process", "element", "kind", "name", "due", "left")
    data = {name: row.data[name] for name in members if row.data.get(name) is not None}
    return cast("StartSubscription", data)

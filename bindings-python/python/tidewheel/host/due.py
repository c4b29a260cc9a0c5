"""What is due: timers of instances, timers that start processes, and what waits to be delivered."""

from __future__ import annotations

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

__all__ = ["next_due", "run_due"]

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
            more += (
                _deliver(engine, store, batch) + _tick(engine, store, batch) + _begin(engine, store, batch)
            )
        if more == 0:
            break
        done += more
    return done


def next_due(engine: Engine) -> int | None:
    """When there is something to do next, as far as is known."""
    found = [engine.setbacks.next()]
    for store in engine.store.shards:
        with store.transaction(write=False, together=True) as tx:
            found.append(tx.next_due())
    return min((due for due in found if due is not None), default=None)


def _deliver(engine: Engine, store: Store, limit: int) -> int:
    now = engine.clock.now()
    with store.transaction(together=True) as tx:
        rows = tx.take_outbox(holder=engine.owner, until=now + LEASE, now=now, limit=limit)
    return sum(deliver(engine, store, row) for row in rows)


def _tick(engine: Engine, store: Store, limit: int) -> int:
    now = engine.clock.now()
    waiting = engine.setbacks.waiting(now)
    with store.transaction(write=False, together=True) as tx:
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
    with store.transaction(write=False, together=True) as tx:
        due = tx.due_starts(now, limit)
    return sum(_begin_one(engine, store, row) for row in due)


def _begin_one(engine: Engine, store: Store, row: StartRow) -> bool:
    # Its id says that it was started already, where the timer could not be moved then.
    start: Start = {
        "id": steps.digest(f"{row.process}:{row.version}:{row.n}:{row.due}"),
        "element": row.element,
    }
    home = engine.store.shard_of(start["id"])
    begin = partial(_begin_instance, engine, home, row, start)
    if home is not store:
        engine.unit(home, begin)

    def work(tx: Transaction) -> bool:
        subscription = _subscription(row)
        definition = engine.definition(tx, store, row.deployment)
        following = definition.next_subscription(subscription)
        due = None if following is None else following.get("due")
        if not tx.move_start(row, due, cast("dict[str, Any]", following or subscription)):
            return False
        if home is store:
            begin(tx)
        return True

    return engine.unit(store, work)


def _begin_instance(engine: Engine, home: Store, row: StartRow, start: Start, tx: Transaction) -> None:
    process = ProcessRow(row.process, row.version, row.deployment)
    try:
        with tx.savepoint():
            steps.begin_in(engine, tx, home, process, start)
    except InstanceExistsError:
        pass
    except StoreUnavailableError:
        raise
    except TidewheelError as error:
        log.error("the timer of `%s` cannot start an instance: %s", row.element, error)


def _subscription(row: StartRow) -> StartSubscription:
    members = ("process", "element", "kind", "name", "due", "left")
    data = {name: row.data[name] for name in members if row.data.get(name) is not None}
    return cast("StartSubscription", data)

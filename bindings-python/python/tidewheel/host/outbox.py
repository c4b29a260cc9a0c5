"""Delivers what steps have sent. A row goes in the transaction that delivers it; where its target lies in
another store, that is written first, and its event id makes a second time harmless."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import tidewheel
from tidewheel import RejectionError, TidewheelError
from tidewheel.host import steps
from tidewheel.host.delivery import first_start, receivers
from tidewheel.host.errors import HostError, InstanceExistsError, StoreUnavailableError, UnknownInstanceError
from tidewheel.host.rows import OutboxRow, ProcessRow
from tidewheel.host.setbacks import backoff
from tidewheel.host.signals import Broadcast

if TYPE_CHECKING:
    from tidewheel._types import Call, CallFailedEvent, Event, Start
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["deliver", "shard_key"]

log = logging.getLogger("tidewheel.host")

Deliver = Callable[["Engine", "Transaction", "Store", OutboxRow], None]


CALLS = ("dataStore", "listener")
"""What calls functions of the application."""
GONE = ("unknownKey", "wrongKind", "instanceEnded", "noMatch")
"""Why an event is refused where what it answers has gone."""


class _Later(Exception):
    """It cannot be delivered yet."""


def deliver(engine: Engine, store: Store, row: OutboxRow) -> bool:
    """Delivers a row that this host has taken; False where it has to wait."""

    def work(tx: Transaction) -> None:
        if row.kind in ("withdraw", "answer") and tx.outbox_before(row):
            raise _Later
        # Removed first, so that of two hosts one waits here for the other and then finds nothing.
        if tx.delivered(row):
            KINDS[row.kind](engine, tx, store, row)

    try:
        if row.kind in CALLS and inspect.iscoroutinefunction(_function(engine, row)):
            # What it awaits must not wait for the transaction that waits for it.
            _run_function(engine, row)
            engine.unit(store, lambda tx: tx.delivered(row))
        elif len(engine.store.shards) > 1 and _elsewhere(engine, store, row):
            engine.unit(store, lambda tx: tx.delivered(row))
        else:
            engine.unit(store, work, together=row.kind not in CALLS)
    except _Later:
        _delay(engine, store, row)
        return False
    except StoreUnavailableError:
        raise
    except Exception as error:
        return _refused(engine, store, row, error)
    return True


def _refused(engine: Engine, store: Store, row: OutboxRow, error: Exception) -> bool:
    """What becomes of a row that could not be delivered; False where it is tried again."""
    if isinstance(error, (RejectionError, UnknownInstanceError)) and row.kind not in CALLS:
        if row.kind == "answer" and error.code not in (*GONE, "suspended", "unknownInstance"):
            # The caller would wait for ever for a result that it cannot take.
            _fail_call(engine, store, row, error)
            return True
        if error.code != "suspended":
            _drop(engine, store, row, error)
            return True
    else:  # one row must not keep the others from being delivered
        log.error("cannot deliver %s %s: %s", row.kind, row.id, error, exc_info=error)
    _delay(engine, store, row)
    return False


def _elsewhere(engine: Engine, store: Store, row: OutboxRow) -> bool:
    """Writes what lies in other stores, before the store of the row is changed; whether that is all.

    No transaction of one store waits for another store, or two hosts could wait for each other.
    """
    if row.kind == "signal":
        _broadcast(engine, row).elsewhere(store)
        return False
    if row.kind == "message":
        return _message_elsewhere(engine, store, row)
    if row.kind == "start":
        return _start_elsewhere(engine, store, row, row.name or "", row.data["element"])
    return False


def shard_key(engine: Engine, instance: str) -> str | None:
    """What instances inherit from the one that starts them."""
    key, tilde, _ = instance.partition("~")
    return key if tilde or len(engine.store.shards) > 1 else None


def _delay(engine: Engine, store: Store, row: OutboxRow) -> None:
    due = engine.clock.now() + backoff(row.attempts)
    engine.unit(store, lambda tx: tx.delay(row, due))


def _drop(engine: Engine, store: Store, row: OutboxRow, error: TidewheelError) -> None:
    """What an event answers has gone, so it is for nobody; or what is to be started refuses it."""
    level = logging.WARNING if row.kind in ("message", "start") else logging.DEBUG
    log.log(level, "%s %s is dropped: %s", row.kind, row.id, error)
    engine.unit(store, lambda tx: tx.delivered(row))


def _fail_call(engine: Engine, store: Store, row: OutboxRow, error: TidewheelError) -> None:
    failed: CallFailedEvent = {
        "type": "callFailed",
        "call": row.data["call"],
        "message": steps.cut(engine, str(error)),
    }

    def work(tx: Transaction) -> None:
        if tx.delivered(row) and row.target is not None:
            steps.apply_in(engine, tx, store, row.target, failed, event_id=row.id)

    try:
        engine.unit(store, work)
    except RejectionError as again:
        _drop(engine, store, row, again)


def _event(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    if row.target is None:
        return
    steps.apply_in(engine, tx, store, row.target, cast("Event", row.data), event_id=row.id)


def _message(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    for _, open in receivers([store], row.data["name"], _correlation(row)):
        try:
            with tx.savepoint():
                steps.apply_in(engine, tx, store, open.instance, _message_for(row, open.key), event_id=row.id)
            return
        except RejectionError as error:  # somebody else was faster
            log.debug("the message %s is not for `%s`: %s", row.id, open.instance, error)
    first = first_start(tx, row.data["name"])
    if first is None:
        raise _Later
    process = ProcessRow(first.process, first.version, first.deployment)
    _begin(engine, tx, store, row, process, first.element)


def _message_elsewhere(engine: Engine, store: Store, row: OutboxRow) -> bool:
    """Delivers a message to another store, where nothing in its own waits for it.

    Whom it is for is stored before it is delivered, so that it is for nobody else if this is done again.
    """
    target, key = row.target, row.key
    name, given = row.data["name"], _correlation(row)
    while target is None or key is None or not _to_target(engine, row, target, key):
        if receivers([store], name, given):
            return False
        others = [other for other in engine.store.shards if other is not store]
        found = receivers(others, name, given)
        if not found:
            with store.transaction(write=False, together=True) as tx:
                first = first_start(tx, name)
            return first is not None and _start_elsewhere(engine, store, row, first.process, first.element)
        target, key = found[0][1].instance, found[0][1].key
        chosen = replace(row, target=target, key=key)
        if not engine.unit(store, partial(_choose, chosen)):
            return True
    return True


def _choose(row: OutboxRow, tx: Transaction) -> bool:
    there = tx.delivered(row)
    if there:
        tx.add_outbox([row])
    return there


def _to_target(engine: Engine, row: OutboxRow, target: str, key: int) -> bool:
    """Delivers a message to a subscription that was chosen before, if it is still open."""
    home = engine.store.shard_of(target)
    event = _message_for(row, key)
    try:
        engine.unit(home, lambda tx: steps.apply_in(engine, tx, home, target, event, event_id=row.id))
    except (RejectionError, UnknownInstanceError):
        return False
    return True


def _message_for(row: OutboxRow, key: int) -> Event:
    return {"type": "message", "subscription": key, "variables": row.data.get("variables", {})}


def _correlation(row: OutboxRow) -> str | None:
    given = row.data.get("correlation")
    return None if given is None else steps.write(given)


def _broadcast(engine: Engine, row: OutboxRow) -> Broadcast:
    return Broadcast(engine, row.instance, row.id, row.data["name"], row.data.get("variables", {}))


def _signal(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    _broadcast(engine, row).at_home(tx)


def _start(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    process = tx.process(row.name or "")
    if process is not None:
        _begin(engine, tx, store, row, process, row.data["element"])


def _id_of_started(row: OutboxRow) -> str:
    """An id that follows from the row's, and belongs to where its sender does."""
    outside = row.instance.startswith(("message:", "signal:"))
    key = None if outside or "~" not in row.instance else row.instance.partition("~")[0]
    return steps.digest(row.id) if key is None else f"{key}~{steps.digest(row.id)}"


def _start_elsewhere(engine: Engine, store: Store, row: OutboxRow, process: str, element: str) -> bool:
    home = engine.store.shard_of(_id_of_started(row))
    if home is store:
        return False

    def work(tx: Transaction) -> None:
        found = tx.process(process)
        if found is not None:
            _begin(engine, tx, home, row, found, element)

    engine.unit(home, work)
    return True


def _begin(
    engine: Engine, tx: Transaction, store: Store, row: OutboxRow, process: ProcessRow, element: str
) -> None:
    start: Start = {
        "id": _id_of_started(row),
        "element": element,
        "variables": row.data.get("variables", {}),
    }
    with suppress(InstanceExistsError):
        steps.begin_in(engine, tx, store, process, start, event_id=row.id)


def _call(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    call = cast("Call", row.data)
    caller = tx.instance(row.instance, lock=False)
    if caller is None:
        return
    start: Start = {
        "id": steps.new_instance_id(engine, None, shard_key(engine, row.instance), None),
        "variables": call.get("variables", {}),
    }
    if "businessKey" in call:
        start["businessKey"] = call["businessKey"]
    try:
        with tx.savepoint():
            process = _called_process(tx, store, call, caller.deployment)
            steps.begin_in(engine, tx, store, process, start, caller=row.instance, caller_key=call["key"])
    except StoreUnavailableError:
        raise
    except (HostError, tidewheel.TidewheelError) as error:
        failed: CallFailedEvent = {
            "type": "callFailed",
            "call": call["key"],
            "message": steps.cut(engine, str(error)),
        }
        steps.apply_in(engine, tx, store, row.instance, failed, event_id=row.id)


def _called_process(tx: Transaction, store: Store, call: Call, deployment: str) -> ProcessRow:
    process, binding, version = call["calledElement"], call.get("binding"), call.get("version")
    if binding == "deployment":
        own = [p for p in tx.processes() if p.process == process and p.deployment == deployment]
        if own:
            return own[-1]
    if binding == "version" and version is not None and version.isdigit():
        return steps.process_of(tx, store, process, version=int(version))
    if binding == "versionTag":
        return steps.process_of(tx, store, process, version_tag=version)
    return steps.process_of(tx, store, process)


def _withdraw(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    if row.key is None:
        return
    for called in tx.called(row.instance, row.key):
        if not called.over:
            event: Event = {"type": "cancel", "reason": "the call was withdrawn"}
            steps.apply_in(engine, tx, store, called.id, event, event_id=row.id)


def _call_application(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    _run_function(engine, row)


def _run_function(engine: Engine, row: OutboxRow) -> None:
    function = _function(engine, row)
    if function is None:
        return
    if row.kind == "listener":
        engine.functions.call(function, row.data, row)
    else:
        engine.functions.call(function, row.data["dataStore"], row.data["value"], row)


def _function(engine: Engine, row: OutboxRow) -> Callable[..., Any] | None:
    handler = engine.handlers.get(
        row.kind, row.data["implementation" if row.kind == "listener" else "dataStore"]
    )
    return None if handler is None else handler.function


KINDS: dict[str, Deliver] = {
    "message": _message,
    "signal": _signal,
    "call": _call,
    "withdraw": _withdraw,
    "answer": _event,
    "event": _event,
    "start": _start,
    "dataStore": _call_application,
    "listener": _call_application,
}

"""Delivers what steps have sent. A row goes in the transaction that delivers it; where its target lies in
another store, that is written first, and its event id makes a second time harmless."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import tidewheel
from tidewheel import RejectionError, TidewheelError
from tidewheel.host import steps
from tidewheel.host.delivery import first_start, receivers
from tidewheel.host.errors import HostError, InstanceExistsError, StoreUnavailableError, UnknownInstanceError
from tidewheel.host.rows import OutboxRow, ProcessRow
from tidewheel.host.setbacks import backoff
from tidewheel.host.signals import spread

if TYPE_CHECKING:
    from tidewheel._types import Call, CallFailedEvent, Event, Start
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["deliver", "shard_key"]

log = logging.getLogger("tidewheel.host")

Deliver = Callable[["Engine", "Transaction", "Store", OutboxRow], None]


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
        engine.unit(store, work)
    except _Later:
        _delay(engine, store, row)
        return False
    except StoreUnavailableError:
        raise
    except RejectionError as error:
        if error.code == "suspended":
            _delay(engine, store, row)
            return False
        if row.kind == "answer" and error.code not in GONE:
            # The caller would wait for ever for a result that it cannot take.
            _fail_call(engine, store, row, error)
        else:
            _drop(engine, store, row, error)
    except UnknownInstanceError as error:
        _drop(engine, store, row, error)
    except Exception as error:  # one row must not keep the others from being delivered
        log.error("cannot deliver %s %s: %s", row.kind, row.id, error, exc_info=error)
        _delay(engine, store, row)
        return False
    return True


def shard_key(engine: Engine, instance: str) -> str | None:
    """What instances inherit from the one that starts them."""
    key, tilde, _ = instance.partition("~")
    return key if tilde or len(engine.store.shards) > 1 else None


def _delay(engine: Engine, store: Store, row: OutboxRow) -> None:
    due = engine.clock.now() + backoff(row.attempts)
    engine.unit(store, lambda tx: tx.delay(row, due))


def _drop(engine: Engine, store: Store, row: OutboxRow, error: TidewheelError) -> None:
    """What an event answers has gone, so it is for nobody."""
    log.debug("%s %s is dropped: %s", row.kind, row.id, error)
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
    name, given = row.data["name"], None
    variables = row.data.get("variables", {})
    if row.data.get("correlation") is not None:
        given = steps.write(row.data["correlation"])
    if row.target is not None and row.key is not None and _to_target(engine, row, row.target, row.key):
        return
    found = receivers([store], name, given)
    for _, open in found:
        event: Event = {"type": "message", "subscription": open.key, "variables": variables}
        try:
            with tx.savepoint():
                steps.apply_in(engine, tx, store, open.instance, event, event_id=row.id)
            return
        except RejectionError as error:  # somebody else was faster
            log.debug("the message %s is not for `%s`: %s", row.id, open.instance, error)
    others = [other for other in engine.store.shards if other is not store]
    elsewhere = receivers(others, name, given)
    if elsewhere:
        # Whom it is for is stored before it is delivered, so that it is for nobody else afterwards.
        other = elsewhere[0][1]
        tx.add_outbox([replace(row, target=other.instance, key=other.key, due=engine.clock.now())])
        return
    first = first_start(tx, name)
    if first is None:
        raise _Later
    start: Start = {"id": "", "element": first.element, "variables": variables}
    process = ProcessRow(first.process, first.version, first.deployment)
    _begin(engine, store, row, process, start)


def _to_target(engine: Engine, row: OutboxRow, target: str, key: int) -> bool:
    """Delivers a message to the subscription of another store that was chosen before, if it is still open."""
    event: Event = {"type": "message", "subscription": key, "variables": row.data.get("variables", {})}
    try:
        home = engine.store.shard_of(target)
        engine.unit(home, lambda own: steps.apply_in(engine, own, home, target, event, event_id=row.id))
    except (RejectionError, UnknownInstanceError):
        return False
    return True


def _signal(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    variables = row.data.get("variables", {})
    spread(engine, tx, store, row.instance, row.revision, row.n, row.data["name"], variables)


def _start(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    process = tx.process(row.name or "")
    if process is None:
        return
    start: Start = {"id": "", "element": row.data["element"], "variables": row.data.get("variables", {})}
    _begin(engine, store, row, process, start)


def _begin(engine: Engine, store: Store, row: OutboxRow, process: ProcessRow, start: Start) -> None:
    """Starts an instance with an id that follows from the row's, in the store that this belongs to."""
    from tidewheel.host.due import digest

    outside = row.instance.startswith(("message:", "signal:"))
    key = None if outside or "~" not in row.instance else row.instance.partition("~")[0]
    start["id"] = digest(row.id) if key is None else f"{key}~{digest(row.id)}"
    home = engine.store.shard_of(start["id"])
    try:
        engine.unit(home, lambda own: steps.begin_in(engine, own, home, process, start, event_id=row.id))
    except InstanceExistsError:
        pass


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
            steps.begin_in(
                engine, tx, store, process, start, caller=row.instance, caller_key=call["key"]
            )
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


def _data_store(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    handler = engine.handlers.get("dataStore", row.data["dataStore"])
    if handler is not None:
        engine.functions.call(handler.function, row.data["dataStore"], row.data["value"], row)


def _listener(engine: Engine, tx: Transaction, store: Store, row: OutboxRow) -> None:
    handler = engine.handlers.get("listener", row.data["implementation"])
    if handler is not None:
        engine.functions.call(handler.function, row.data, row)


KINDS: dict[str, Deliver] = {
    "message": _message,
    "signal": _signal,
    "call": _call,
    "withdraw": _withdraw,
    "answer": _event,
    "event": _event,
    "start": _start,
    "dataStore": _data_store,
    "listener": _listener,
}

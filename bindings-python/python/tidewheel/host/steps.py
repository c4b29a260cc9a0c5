"""One step: a snapshot, an event and the time go into the engine, and what comes out into the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tidewheel
from tidewheel.host.engine import Engine, Raced
from tidewheel.host.errors import (
    InstanceExistsError,
    InvalidArgumentError,
    StaleRevisionError,
    TooLargeError,
    UnknownInstanceError,
    UnknownProcessError,
)

if TYPE_CHECKING:
    from tidewheel._types import Commit, Event, Start, Status, Variables
    from tidewheel.host.rows import InstanceRow, ProcessRow
    from tidewheel.host.store import Store, Transaction

__all__ = ["Step", "apply", "apply_in", "begin_in", "write"]


@dataclass(frozen=True)
class Step:
    """What a call has come to."""

    instance: str
    """Id of the instance."""
    revision: int
    """How many steps it has taken now, or had taken after the first call with this event id."""
    status: Status
    """Where it stands."""
    repeated: bool = False
    """Whether an earlier call with the same event id had done it, so that this one has changed nothing."""


def write(data: object) -> str:
    """Data as JSON text."""
    try:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidArgumentError(f"this is nothing that JSON can say: {error}") from error


def apply(
    engine: Engine,
    instance: str,
    event: Event,
    *,
    event_id: str | None = None,
    expected: int | None = None,
) -> Step:
    """Applies an event to an instance in a transaction of its own, or in the one that is open."""
    store = engine.store.shard_of(instance)
    text = write(event)
    check_event(engine, event, text, event_id)
    return engine.unit(
        store,
        lambda tx: apply_in(
            engine, tx, store, instance, event, text=text, event_id=event_id, expected=expected
        )[0],
    )


def apply_in(
    engine: Engine,
    tx: Transaction,
    store: Store,
    instance: str,
    event: Event,
    *,
    text: str | None = None,
    event_id: str | None = None,
    expected: int | None = None,
    row: InstanceRow | None = None,
) -> tuple[Step, Commit | None]:
    """Applies an event; also what the engine said, unless the event was a repeated one.

    `row` is the instance as read and locked in this transaction, where the caller has done so.
    """
    row = row or locked(tx, store, instance)
    if event_id is not None:
        before = tx.event_revision(instance, event_id)
        if before is not None:
            return Step(instance, before, row.status, repeated=True), None
    if expected is not None and row.revision != expected:
        raise StaleRevisionError(
            f"the instance `{instance}` is at revision {row.revision}, and revision {expected} was expected"
        )
    definition = engine.definition(tx, store, row.deployment)
    text = write(event) if text is None else text
    options: dict[str, Any] = {"history": engine.history_level}
    if row.caller_key is not None:
        options["call"] = row.caller_key
    made = tidewheel.commit(
        definition, row.snapshot, text, at=engine.clock.now(), options=json.dumps(options)
    )
    commit: Commit = json.loads(made)
    check_rows(engine, commit)
    saved = tx.save(
        made,
        event_id=event_id or f"#{commit['revision']}",
        event=text if engine.history_level == "full" else None,
        caller=row.caller,
    )
    if not saved:
        raise Raced(f"the instance `{instance}` has gone on since revision {row.revision}")
    announce(tx, commit)
    return Step(instance, commit["revision"], commit["status"]), commit


def begin_in(
    engine: Engine,
    tx: Transaction,
    store: Store,
    process: ProcessRow,
    start: Start,
    *,
    event_id: str | None = None,
    caller: str | None = None,
    caller_key: int | None = None,
) -> tuple[Step, Commit]:
    """Starts an instance of a version of a process."""
    definition = engine.definition(tx, store, process.deployment)
    start["process"] = process.process
    text = write(start)
    options: dict[str, Any] = {"history": engine.history_level}
    if caller_key is not None:
        options["call"] = caller_key
    made = tidewheel.commit(definition, None, text, at=engine.clock.now(), options=json.dumps(options))
    commit: Commit = json.loads(made)
    check_rows(engine, commit)
    created = tx.create(
        made,
        deployment=process.deployment,
        version=process.version,
        event_id=event_id or "#1",
        event=text if engine.history_level == "full" else None,
        caller=caller,
        caller_key=caller_key,
    )
    if not created:
        raise InstanceExistsError(f"there is an instance `{start['id']}` already")
    announce(tx, commit)
    return Step(start["id"], commit["revision"], commit["status"]), commit


def announce(tx: Transaction, commit: Commit) -> None:
    """Tells other hosts where a step has left something for them to do."""
    if commit["sent"] or any(duty["kind"] in ("job", "timer", "evaluation") for duty in commit["opened"]):
        tx.announce()


def locked(tx: Transaction, store: Store, instance: str) -> InstanceRow:
    """The instance, which nobody else changes until the end of the transaction."""
    row = tx.instance(instance)
    if row is None:
        raise UnknownInstanceError(f"there is no instance `{instance}` in `{store.name}`")
    return row


def process_of(
    tx: Transaction,
    store: Store,
    process: str,
    version: int | None = None,
    version_tag: str | None = None,
) -> ProcessRow:
    """A version of a process that has been deployed."""
    found = tx.process(process, version=version, version_tag=version_tag)
    if found is None:
        which = ""
        if version is not None:
            which = f"version {version} of "
        elif version_tag is not None:
            which = f"a version tagged `{version_tag}` of "
        raise UnknownProcessError(f"{which}the process `{process}` has not been deployed to `{store.name}`")
    return found


def digest(text: str) -> str:
    """An id that follows from a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def new_instance_id(engine: Engine, id: str | None, shard: str | None, event_id: str | None) -> str:
    """The id of an instance to be started: the one given, else one that follows from the event id, else a new one."""
    if id is None:
        if event_id is None:
            id = engine.new_id()
        else:
            id = digest(event_id)
        if shard:
            id = f"{shard}~{id}"
    elif shard and id.partition("~")[0] != shard:
        raise InvalidArgumentError(f"the id `{id}` does not belong to the shard key `{shard}`")
    check_id(engine, "the id of the instance", id)
    return id


def check_event(engine: Engine, event: Event, text: str, event_id: str | None) -> None:
    """Refuses what is too large, and cuts messages that are too long."""
    if event_id is not None:
        check_id(engine, "the event id", event_id)
        if event_id.startswith("#"):
            raise InvalidArgumentError(f"the event id `{event_id}` begins with `#`, as those of the host do")
    if len(text) * 4 > engine.limits.variables:
        check_variables(engine, event)


def check_variables(engine: Engine, holder: Event | Start) -> None:
    """Refuses variables that are too large."""
    size = len(write(holder.get("variables", {})).encode())
    if size > engine.limits.variables:
        raise TooLargeError(f"the variables are {size} bytes of JSON; the limit is {engine.limits.variables}")


def check_id(engine: Engine, what: str, id: str) -> None:
    """Refuses ids that are too long."""
    if not isinstance(id, str) or not id or "\0" in id:
        raise InvalidArgumentError(f"{what} must be a text that is not empty and has no NUL in it")
    if len(id.encode()) > engine.limits.id:
        raise TooLargeError(f"{what} has {len(id.encode())} bytes; the limit is {engine.limits.id}")


def cut(engine: Engine, message: str) -> str:
    """A message as long as it may be."""
    return message if len(message) <= engine.limits.message else message[: engine.limits.message - 1] + "…"


def check_rows(engine: Engine, commit: Commit) -> None:
    """Refuses a step that opens something that no index takes."""
    limit = engine.limits.key
    for duty in commit["opened"]:
        texts: Mapping[str, str | None] = {
            "name": duty.get("name"),
            "correlation key": duty.get("correlation"),
            "assignee": duty.get("assignee"),
            "lane": duty.get("lane"),
        }
        candidates = [("candidate", one["name"]) for one in duty.get("candidates", ())]
        for what, text in [*texts.items(), *candidates]:
            if text is not None and len(text) * 4 > limit and len(text.encode()) > limit:
                raise TooLargeError(
                    f"the {what} of `{duty['element']}` has {len(text.encode())} bytes; the limit is {limit}"
                )


def variables_of(variables: Variables | None) -> Variables:
    """Variables that may have been left out."""
    return {} if variables is None else dict(variables)

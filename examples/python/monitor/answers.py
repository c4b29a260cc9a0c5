"""What can be asked of a running host, and what it answers: docs/monitoring.md.

The same as in examples/node/monitor/answers.mjs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from tidewheel import Instance, Status
from tidewheel.host import Engine, HistoryRow, InstanceRow, ObligationQuery, ObligationRow

STATUSES: tuple[Status, ...] = ("active", "suspended", "completed", "terminated", "failed", "cancelled")
MOST = 1000
LARGEST = 2**53 - 1

Json = dict[str, Any]
Query = Mapping[str, str]


class Refusal(Exception):
    """What is asked makes no sense; `status` is that of HTTP."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def answer(engine: Engine, path: str, query: Query) -> Json:
    """The answer to a path, as data for JSON."""
    match [_decoded(part) for part in path.split("/")[1:]]:
        case ["processes"]:
            return _processes(engine)
        case ["instances"]:
            return _instances(engine, query)
        case ["instances", id]:
            return _instance(engine, id)
        case ["instances", id, "history"]:
            return _history(engine, id, query)
        case ["deployments", id]:
            return _deployment(engine, id)
    raise Refusal(404, "notFound", f"there is nothing at `{path}`")


def _processes(engine: Engine) -> Json:
    rows = engine.repository.versions()
    return {
        "processes": [
            {
                "process": row.process,
                "version": row.version,
                "deployment": row.deployment,
                "versionTag": row.version_tag,
            }
            for row in rows
        ]
    }


def _instances(engine: Engine, query: Query) -> Json:
    limit = _number(query, "limit", 50, least=1)
    offset = _number(query, "offset", 0, most=LARGEST)
    asked = query["status"].split(",") if "status" in query else STATUSES
    for status in asked:
        if status not in STATUSES:
            raise _senseless(f"`{status}` is no status: {', '.join(STATUSES)}")
    rows = engine.runtime.instances(
        process=query.get("process"),
        business_key=query.get("businessKey"),
        caller=query.get("caller"),
        statuses=[status for status in STATUSES if status in asked],
        newest=True,
        # One more than asked for says whether there are more.
        limit=limit + 1,
        offset=offset,
    )
    shown = [{**_instance_row(row), "incidents": _incidents(engine, row)} for row in rows[:limit]]
    return {"now": engine.clock.now(), "instances": shown, "more": len(rows) > limit}


def _incidents(engine: Engine, row: InstanceRow) -> int:
    if row.over:
        return 0
    return len(engine.management.obligations(("incident",), instance=row.id, limit=MOST))


def _instance(engine: Engine, id: str) -> Json:
    # Read at one moment, or the obligations could be those of another step than the variables.
    with engine.store.shard_of(id).transaction(write=False) as tx:
        row = tx.instance(id, lock=False)
        obligations = tx.obligations(ObligationQuery(instance=id), limit=MOST)
        candidates = tx.candidates(id)
    if row is None or row.snapshot is None:
        raise _unknown(id)
    state = Instance.load(engine.repository.definition(row.deployment), row.snapshot)
    return {
        "now": engine.clock.now(),
        "instance": _instance_row(row),
        "active": state.active(),
        "variables": state.variables(),
        "obligations": [_obligation_row(open, candidates) for open in obligations],
    }


def _history(engine: Engine, id: str, query: Query) -> Json:
    after = _number(query, "after", 0, most=LARGEST)
    limit = _number(query, "limit", MOST, least=1)
    with engine.store.shard_of(id).transaction(write=False) as tx:
        row = tx.instance(id, lock=False)
    if row is None:
        raise _unknown(id)
    events = [event for event in engine.history.events(id) if event.revision > after][:limit]
    last = events[-1].revision if events else after
    entries = _entries_until(engine, id, after, last) if last > after else []
    steps = [
        {
            "revision": event.revision,
            "at": event.at,
            "id": event.id,
            "event": event.event,
            "history": [
                {"at": row.at, "entry": row.data} for row in entries if row.revision == event.revision
            ],
        }
        for event in events
    ]
    return {"steps": steps, "more": last < row.revision}


def _unknown(id: str) -> Refusal:
    return Refusal(404, "unknownInstance", f"there is no instance `{id}`")


def _entries_until(engine: Engine, id: str, after: int, last: int) -> list[HistoryRow]:
    """All entries of these steps; a page may end in the middle of one."""
    limit = MOST
    while True:
        page = engine.history.entries(id, after=after, limit=limit)
        if len(page) < limit or page[-1].revision > last:
            return page
        limit *= 2


def _deployment(engine: Engine, id: str) -> Json:
    row = next((known for known in engine.repository.deployments() if known.id == id), None)
    if row is None:
        raise Refusal(404, "unknownDeployment", f"there is no deployment `{id}`")
    return {
        "id": id,
        "name": row.name,
        "at": row.at,
        "lenient": row.options.get("lenient", False),
        "strict": row.options.get("strict", False),
        "xml": engine.repository.xml(id),
    }


def _instance_row(row: InstanceRow) -> Json:
    return {
        "id": row.id,
        "process": row.process,
        "version": row.version,
        "deployment": row.deployment,
        "businessKey": row.business_key,
        "status": row.status,
        "revision": row.revision,
        "caller": row.caller,
        "callerKey": row.caller_key,
        "started": row.started,
        "at": row.at,
        "ended": row.ended,
    }


def _obligation_row(row: ObligationRow, candidates: list[tuple[int, str, str]]) -> Json:
    return {
        "key": row.key,
        "kind": row.kind,
        "name": row.name,
        "element": row.element,
        "activation": row.activation,
        "correlation": row.correlation,
        "due": row.due,
        "assignee": row.assignee,
        "owner": row.owner,
        "lane": row.lane,
        "priority": row.priority,
        "opened": row.opened,
        "holder": row.holder,
        "lease": row.lease,
        "candidates": [{"kind": kind, "name": name} for key, kind, name in candidates if key == row.key],
        "data": row.data,
    }


def _number(query: Query, name: str, otherwise: int, *, least: int = 0, most: int = MOST) -> int:
    text = query.get(name)
    if text is None:
        return otherwise
    if re.fullmatch(r"[0-9]{1,15}", text) and least <= int(text) <= most:
        return int(text)
    raise _senseless(f"`{name}` must be a whole number from {least} to {most}")


def _decoded(part: str) -> str:
    try:
        if re.search("%(?![0-9a-fA-F]{2})", part) is None:
            return unquote(part, errors="strict")
    except UnicodeDecodeError:
        pass
    raise _senseless(f"`{part}` is not an encoded text")


def _senseless(message: str) -> Refusal:
    return Refusal(400, "invalidArgument", message)

"""Runs the jobs and evaluations that functions are registered for."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tidewheel import Instance, RejectionError, TidewheelError
from tidewheel.host import steps
from tidewheel.host.errors import LeaseLostError, StoreUnavailableError, UnknownInstanceError
from tidewheel.host.handlers import BpmnError, Handler, Job, JobFailure
from tidewheel.host.leases import Lease
from tidewheel.host.rows import ObligationQuery, ObligationRow

if TYPE_CHECKING:
    from tidewheel._types import Event, JobFailedEvent, JobThrewEvent, Variables
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["Work", "run_jobs", "run_one", "take"]

log = logging.getLogger("tidewheel.host")

KINDS = ("job", "evaluation")


@dataclass(frozen=True)
class Work:
    """Something that this host has leased, and who does it."""

    row: ObligationRow
    handler: Handler
    variables: Variables
    process: str
    business_key: str | None


def run_jobs(engine: Engine, limit: int) -> int:
    """Runs what waits, one after the other in this thread."""
    done = 0
    while done < limit:
        works = take(engine, 1)
        if not works:
            break
        for work in works:
            run_one(engine, work)
            done += 1
    return done


def take(engine: Engine, limit: int) -> list[Work]:
    """Leases up to so many jobs and evaluations for the functions that are registered."""
    works: list[Work] = []
    for store in engine.store.shards:
        for kind in KINDS:
            for name in engine.handlers.names(kind):
                if len(works) < limit:
                    works.extend(_take(engine, store, kind, name, limit - len(works)))
    return works


def _take(engine: Engine, store: Store, kind: str, name: str, limit: int) -> list[Work]:
    handler = engine.handlers.get(kind, name)
    if handler is None:
        return []
    now = engine.clock.now()
    waiting = engine.setbacks.waiting(now)
    works: list[Work] = []
    with store.transaction(write=False, together=True) as tx:
        query = ObligationQuery(kinds=(cast("Any", kind),), name=name, active=True)
        if not tx.obligations(query, limit=1):
            return []
    with store.transaction(together=True) as tx:
        until = now + int(handler.timeout * 1000)
        rows = tx.lease(kind, name, holder=engine.owner, until=until, now=now, limit=limit + len(waiting))
        instances: dict[str, tuple[Instance, str, str | None]] = {}
        for row in rows:
            if len(works) >= limit or f"{row.instance}:{row.key}" in waiting:
                tx.release(row.instance, row.key, holder=engine.owner)
                continue
            if row.instance not in instances:
                found = tx.instance(row.instance, lock=False)
                if found is None or found.snapshot is None:
                    continue
                definition = engine.definition(tx, store, found.deployment)
                state = Instance.load(definition, found.snapshot)
                instances[row.instance] = state, found.process, found.business_key
            state, process, business_key = instances[row.instance]
            variables = dict(state.variables(row.activation) or {})
            variables.update(row.data.get("inputs") or row.data.get("variables") or {})
            works.append(Work(row, handler, variables, process, business_key))
    return works


def run_one(engine: Engine, work: Work) -> None:
    """Runs one of them, and tells the instance what has become of it."""
    row = work.row
    lease = Lease(row.instance, row.key, int(work.handler.timeout * 1000), row.lease or 0)
    with engine.leases.held(lease):
        event = _evaluate(engine, work) if row.kind == "evaluation" else _work(engine, work, lease)
        if lease.lost:
            log.warning(
                "the lease of %s:%s is lost; what it has come to does not count", row.instance, row.key
            )
            return
        _answer(engine, work, event)


def _evaluate(engine: Engine, work: Work) -> Event:
    key = work.row.key
    try:
        value = engine.functions.call(work.handler.function, work.row.data["source"], work.variables)
        steps.write(value)
    except Exception as error:  # whatever the expression does wrong is for its incident
        message = steps.cut(engine, str(error) or repr(error))
        return {"type": "evaluationFailed", "evaluation": key, "message": message}
    return {"type": "evaluated", "evaluation": key, "value": value}


def _work(engine: Engine, work: Work, lease: Lease) -> Event:
    row = work.row
    escalated = 0

    def escalate(code: str, variables: Variables | None = None) -> None:
        nonlocal escalated
        escalated += 1
        event: Event = {
            "type": "jobEscalated",
            "job": row.key,
            "code": code,
            "variables": steps.variables_of(variables),
        }
        answer(engine, row, event, f"#job:{row.key}:escalated:{escalated}")

    job = Job(
        instance=row.instance,
        key=row.key,
        name=row.name or "",
        element=row.element,
        process=work.process,
        business_key=work.business_key,
        variables=work.variables,
        headers=row.data.get("headers", {}),
        data=row.data,
        escalate=escalate,
        lost=lambda: lease.lost,
    )
    try:
        result = engine.functions.call(work.handler.function, job)
        if result is not None and not isinstance(result, dict):
            raise TypeError(f"a worker returns a dict of variables or None, not {type(result).__name__}")
        event: Event = {"type": "jobCompleted", "job": row.key, "variables": result or {}}
        steps.write(event)
    except BpmnError as error:
        threw: JobThrewEvent = {
            "type": "jobThrew",
            "job": row.key,
            "code": error.code,
            "variables": error.variables,
        }
        if error.message is not None:
            threw["message"] = steps.cut(engine, error.message)
        return threw
    except Exception as error:  # whatever it is, the job has failed
        log.info("job %s of `%s` failed: %s", job.id, job.element, error, exc_info=error)
        return _failed(engine, row.key, error)
    return event


def _failed(engine: Engine, key: int, error: Exception) -> JobFailedEvent:
    message = steps.cut(engine, str(error) or type(error).__name__)
    event: JobFailedEvent = {"type": "jobFailed", "job": key, "message": message}
    if isinstance(error, JobFailure):
        if error.retries is not None:
            event["retries"] = error.retries
        if error.backoff is not None:
            event["backoff"] = error.backoff
    return event


def _answer(engine: Engine, work: Work, event: Event) -> None:
    row = work.row
    what = f"{row.instance}:{row.key}"
    try:
        answer(engine, row, event, f"#{row.kind}:{row.key}")
        engine.setbacks.forget(what)
    except (LeaseLostError, UnknownInstanceError) as error:
        log.warning("%s", error)
    except StoreUnavailableError:
        raise
    except RejectionError as error:
        if error.code in ("unknownKey", "instanceEnded", "wrongKind"):
            log.warning("job %s is not open any more: %s", what, error)
            return
        _refused(engine, work, error)
    except TidewheelError as error:
        _refused(engine, work, error)


def _refused(engine: Engine, work: Work, error: TidewheelError) -> None:
    """What the function returned cannot be taken: that is a failure of the job, unless it only has to wait."""
    row = work.row
    store = engine.store.shard_of(row.instance)
    if error.code != "suspended":
        message = steps.cut(engine, str(error))
        event: Event = {"type": "jobFailed", "job": row.key, "message": message}
        if row.kind == "evaluation":
            event = {"type": "evaluationFailed", "evaluation": row.key, "message": message}
        try:
            answer(engine, row, event, f"#{row.kind}:{row.key}")
            return
        except StoreUnavailableError:
            raise
        except TidewheelError as again:
            error = again
    log.warning("job %s:%s is given back: %s", row.instance, row.key, error)
    engine.setbacks.add(f"{row.instance}:{row.key}", engine.clock.now())
    with store.transaction(together=True) as tx:
        tx.release(row.instance, row.key, holder=engine.owner)


def answer(engine: Engine, row: ObligationRow, event: Event, event_id: str) -> None:
    """Answers what this host has leased; `LeaseLostError` if somebody else may have it."""
    store = engine.store.shard_of(row.instance)
    text = steps.write(event)
    steps.check_event(engine, event, text, None)

    def work(tx: Transaction) -> None:
        instance = steps.locked(tx, store, row.instance)
        if tx.event_revision(row.instance, event_id) is not None:
            return
        open = tx.obligations(ObligationQuery(instance=row.instance, key=row.key), limit=1)
        if open and open[0].holder != engine.owner:
            raise LeaseLostError(f"the lease of {row.instance}:{row.key} is lost; its answer does not count")
        steps.apply_in(engine, tx, store, row.instance, event, text=text, event_id=event_id, row=instance)

    engine.unit(store, work)

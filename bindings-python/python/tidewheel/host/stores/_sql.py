"""What the stores in SQL have in common: statements by name, and rows made of what they return."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tidewheel.host.errors import StoreUnavailableError
from tidewheel.host.rows import (
    DeploymentRow,
    EventRow,
    HistoryRow,
    InstanceQuery,
    InstanceRow,
    NewDeployment,
    ObligationQuery,
    ObligationRow,
    OutboxRow,
    ProcessRow,
    StartRow,
)
from tidewheel.host.store import Transaction

if TYPE_CHECKING:
    from tidewheel._types import Duty
    from tidewheel.host.sql import Dialect

__all__ = ["SqlTransaction", "clean"]

Row = Mapping[str, Any]


class SqlTransaction(Transaction):
    """A transaction by the statements of a dialect."""

    dialect: Dialect

    @abstractmethod
    def execute(self, text: str, parameters: Mapping[str, Any]) -> tuple[list[Row], int]:
        """Runs one statement; the rows that it returns, and how many it has touched."""

    @abstractmethod
    def is_duplicate(self, error: BaseException | None) -> bool:
        """Whether the driver says that a row is there already."""

    @contextmanager
    def unique(self) -> Iterator[list[bool]]:
        """A part in which a row may be there already; then the list is not empty and the part is undone."""
        taken: list[bool] = []
        try:
            with self.savepoint():
                yield taken
        except StoreUnavailableError as error:
            if not self.is_duplicate(error.__cause__):
                raise
            taken.append(True)

    def add_rows(self, commit: str, **parameters: Any) -> None:
        """Stores all of a step but the instance itself."""
        self._run("add_rows", commit=commit, **parameters)

    def _run(self, name: str, /, **parameters: Any) -> tuple[list[Row], int]:
        rows: list[Row] = []
        count = 0
        for text in self.dialect.statements[name]:
            rows, count = self.execute(text, parameters)
        return rows, count

    def _rows(self, name: str, /, **parameters: Any) -> list[Row]:
        return self._run(name, **parameters)[0]

    def _one(self, name: str, /, **parameters: Any) -> Row | None:
        rows = self._rows(name, **parameters)
        return rows[0] if rows else None

    def _touched(self, name: str, /, **parameters: Any) -> bool:
        return self._run(name, **parameters)[1] > 0

    def _filtered(
        self,
        name: str,
        query: InstanceQuery | ObligationQuery,
        limit: int,
        offset: int,
        order: str = "order",
    ) -> list[Row]:
        parameters: dict[str, Any] = {"limit": limit, "offset": offset}
        conditions = []
        for member, value in vars(query).items():
            if value is None or value is False:
                continue
            conditions.append(f" and {self.dialect.filters[f'{name}.{member}']}")
            if value is not True:
                parameters[member] = value if isinstance(value, (str, int)) else json.dumps(list(value))
        (statement,), (ordered,) = self.dialect.statements[name], self.dialect.statements[f"{name}_{order}"]
        return self.execute(f"{statement}{''.join(conditions)} {ordered}", parameters)[0]

    # Deployments

    def add_deployment(self, new: NewDeployment) -> bool:
        row = new.row
        processes = [
            {"process": p.process, "version": p.version, "versionTag": p.version_tag} for p in new.processes
        ]
        starts = [{**s.data, "n": s.n, "process": s.process, "version": s.version} for s in new.starts]
        with self.unique() as taken:
            self._run(
                "add_deployment",
                id=row.id,
                name=row.name,
                xml=row.xml,
                fingerprint=row.fingerprint,
                options=json.dumps(row.options),
                at=row.at,
                processes=json.dumps(processes),
                starts=json.dumps(starts),
            )
        return not taken

    def deployment(self, id: str) -> DeploymentRow | None:
        return _deployment(self._one("deployment", id=id))

    def deployment_named(self, name: str) -> DeploymentRow | None:
        return _deployment(self._one("deployment_named", name=name))

    def deployments(self) -> list[DeploymentRow]:
        rows = (_deployment(row) for row in self._rows("deployments"))
        return [row for row in rows if row is not None]

    def process(
        self, process: str, *, version: int | None = None, version_tag: str | None = None
    ) -> ProcessRow | None:
        if version is not None:
            row = self._one("process_version", process=process, version=version)
        elif version_tag is not None:
            row = self._one("process_tagged", process=process, tag=version_tag)
        else:
            row = self._one("process_latest", process=process)
        return None if row is None else ProcessRow(**row)

    def processes(self) -> list[ProcessRow]:
        return [ProcessRow(**row) for row in self._rows("processes")]

    def starts(self, kind: str, name: str) -> list[StartRow]:
        return [StartRow(**_read(row)) for row in self._rows("starts", kind=kind, name=name)]

    def due_starts(self, now: int, limit: int) -> list[StartRow]:
        return [StartRow(**_read(row)) for row in self._rows("due_starts", now=now, limit=limit)]

    def move_start(self, start: StartRow, due: int | None, data: Mapping[str, Any]) -> bool:
        return self._touched(
            "move_start", process=start.process, n=start.n, due=due, was=start.due, data=json.dumps(data)
        )

    # Instances

    def instance(self, id: str, *, lock: bool = True) -> InstanceRow | None:
        row = self._one("instance" if lock else "instance_seen", id=id)
        return None if row is None else InstanceRow(**row)

    def instances(
        self, query: InstanceQuery, *, newest: bool = False, limit: int = 100, offset: int = 0
    ) -> list[InstanceRow]:
        rows = self._filtered("instances", query, limit, offset, "newest" if newest else "order")
        return [InstanceRow(**row) for row in rows]

    def called(self, caller: str, key: int) -> list[InstanceRow]:
        return [InstanceRow(**row) for row in self._rows("called", caller=caller, caller_key=key)]

    def create(
        self,
        commit: str,
        *,
        deployment: str,
        version: int,
        event_id: str,
        event: str | None,
        caller: str | None = None,
        caller_key: int | None = None,
    ) -> bool:
        new = self._touched(
            "begin_instance",
            commit=commit,
            deployment=deployment,
            version=version,
            caller=caller,
            caller_key=caller_key,
        )
        if new:
            self.add_rows(commit, event_id=event_id, event=event, caller=caller)
        return new

    def save(self, commit: str, *, event_id: str, event: str | None, caller: str | None = None) -> bool:
        if not self._touched("save_instance", commit=commit):
            return False
        self.add_rows(commit, event_id=event_id, event=event, caller=caller)
        return True

    def event_revision(self, instance: str, event_id: str) -> int | None:
        row = self._one("event_revision", instance=instance, event_id=event_id)
        return None if row is None else int(row["revision"])

    def purge(self, instance: str) -> bool:
        row = self.instance(instance)
        return row is not None and row.over and self._touched("purge", instance=instance)

    # The index of obligations

    def obligations(
        self, query: ObligationQuery, *, limit: int = 100, offset: int = 0
    ) -> list[ObligationRow]:
        return [ObligationRow(**_read(row)) for row in self._filtered("obligations", query, limit, offset)]

    def candidates(self, instance: str) -> list[tuple[int, str, str]]:
        rows = self._rows("candidates", instance=instance)
        return [(row["key"], row["kind"], row["name"]) for row in rows]

    def lease(
        self, kind: str, name: str, *, holder: str, until: int, now: int, limit: int
    ) -> list[ObligationRow]:
        rows = self._rows("lease", kind=kind, name=name, holder=holder, until=until, now=now, limit=limit)
        found = [ObligationRow(**_read(row)) for row in rows]
        return sorted(found, key=lambda row: (-row.priority, row.opened, row.instance, row.key))

    def extend(self, instance: str, key: int, *, holder: str, until: int, now: int) -> bool:
        return self._touched("extend", instance=instance, key=key, holder=holder, until=until, now=now)

    def release(self, instance: str, key: int, *, holder: str) -> bool:
        return self._touched("release", instance=instance, key=key, holder=holder)

    def assign(
        self, instance: str, key: int, assignee: str | None, *, owner: str | None, expected: str | None
    ) -> bool:
        return self._touched(
            "assign",
            instance=instance,
            key=key,
            assignee=clean(assignee),
            owner=clean(owner),
            expected=clean(expected),
        )

    def listening(self, signal: str) -> list[str]:
        return [row["instance"] for row in self._rows("listening", name=signal)]

    def due_timers(self, now: int, limit: int) -> list[str]:
        return [row["instance"] for row in self._rows("due_timers", now=now, limit=limit)]

    def reindex(self, instance: str, duties: Sequence[Duty], at: int) -> None:
        self._run("reindex", instance=instance, duties=json.dumps(list(duties)), at=at)

    # Logs

    def events(self, instance: str) -> list[EventRow]:
        rows = self._rows("events", instance=instance)
        return [EventRow(**{**row, "event": row["event"] and json.loads(row["event"])}) for row in rows]

    def history(self, instance: str, *, after: int = 0, limit: int = 10_000) -> list[HistoryRow]:
        rows = map(_read, self._rows("history", instance=instance, after=after, limit=limit))
        return [
            HistoryRow(type=row["data"]["type"], element=row["data"].get("element"), **row) for row in rows
        ]

    def note(self, instance: str, revision: int, entry: Mapping[str, Any], at: int) -> None:
        self._run("note", instance=instance, revision=revision, at=at, data=json.dumps(entry))

    def record(self, name: str, event_id: str, event: Mapping[str, Any], at: int) -> bool:
        return self._touched("record", instance=name, event_id=event_id, event=json.dumps(event), at=at)

    # What is to be delivered

    def take_outbox(self, *, holder: str, until: int, now: int, limit: int) -> list[OutboxRow]:
        rows = self._rows("take_outbox", holder=holder, until=until, now=now, limit=limit)
        return sorted(map(_outbox, rows), key=lambda row: (row.due, row.instance, row.revision, row.n))

    def outbox(self, limit: int = 100) -> list[OutboxRow]:
        return [_outbox(row) for row in self._rows("outbox", limit=limit)]

    def add_outbox(self, rows: Sequence[OutboxRow]) -> None:
        data = [{**asdict(row), "data": json.dumps(row.data)} for row in rows]
        self._run("add_outbox", rows=json.dumps(data))

    def outbox_before(self, row: OutboxRow) -> bool:
        found = self._one("outbox_before", instance=row.instance, revision=row.revision, n=row.n)
        return found is not None

    def delivered(self, row: OutboxRow) -> bool:
        return self._touched("delivered", instance=row.instance, revision=row.revision, n=row.n)

    def delay(self, row: OutboxRow, due: int) -> None:
        self._run("delay", instance=row.instance, revision=row.revision, n=row.n, due=due)

    def next_due(self) -> int | None:
        found = [self._one(name) for name in ("next_timer", "next_start", "next_outbox")]
        due = [row["due"] for row in found if row is not None and row["due"] is not None]
        return min(due, default=None)


def clean(text: str | None) -> str | None:
    """Text as every database takes it, as the engine writes it into columns: PostgreSQL knows no NUL."""
    return None if text is None else text.replace("\0", "\ufffd")


def _read(row: Row) -> dict[str, Any]:
    return {**row, "data": json.loads(row["data"])}


def _outbox(row: Row) -> OutboxRow:
    data = json.loads(row["data"]) if row["data"] else {}
    members = {name: value for name, value in row.items() if name not in ("holder", "lease", "data")}
    return OutboxRow(data=data, **members)


def _deployment(row: Row | None) -> DeploymentRow | None:
    return None if row is None else DeploymentRow(**{**row, "options": json.loads(row["options"])})

"""The work of people: finding it, taking it, handing it on and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidewheel.host import steps
from tidewheel.host.errors import (
    AlreadyAssignedError,
    NoTaskError,
    SeveralTasksError,
    TooLargeError,
)
from tidewheel.host.rows import ObligationQuery, ObligationRow

if TYPE_CHECKING:
    from tidewheel._types import Event, Variables
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["Task", "Tasks"]


@dataclass(frozen=True)
class Task:
    """An open user task."""

    instance: str
    key: int
    """The engine's key of the job; with the instance it names the task."""
    element: str
    """Id of the task in the model."""
    name: str | None
    """Its name in the model."""
    process: str
    business_key: str | None
    revision: int
    """Of its instance; what `expected` takes."""
    assignee: str | None
    owner: str | None
    """Who has delegated it."""
    lane: str | None
    due: int | None
    priority: int
    opened: int
    data: dict[str, Any]
    """All that the model says of it; see `tidewheel.Job`."""


class Tasks:
    """Finds user tasks and changes them. A task is named by itself, or by its instance and key."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def query(
        self,
        *,
        assignee: str | None = None,
        candidate_user: str | None = None,
        candidate_groups: Sequence[str] | None = None,
        unassigned: bool = False,
        lane: str | None = None,
        due_before: int | None = None,
        process: str | None = None,
        business_key: str | None = None,
        instance: str | None = None,
        node: str | None = None,
        shard: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Task]:
        """Open user tasks, the most urgent first, then the oldest; what is left out does not matter."""
        query = ObligationQuery(
            instance=instance,
            kinds=("userTask",),
            element=node,
            assignee=assignee,
            unassigned=unassigned,
            candidate_user=candidate_user,
            candidate_groups=candidate_groups,
            lane=lane,
            due_before=due_before,
            process=process,
            business_key=business_key,
        )
        rows: list[ObligationRow] = []
        for store in self._stores(instance, shard):
            with store.transaction(write=False, together=True) as tx:
                rows.extend(tx.obligations(query, limit=limit + offset))
        rows.sort(key=lambda row: (-row.priority, row.opened, row.instance, row.key))
        return [_task(row) for row in rows[offset : offset + limit]]

    def find(
        self, business_key: str, node: str, assignee: str | None = None, *, shard: str | None = None
    ) -> Task:
        """The one open task of a business key at a node; `NoTaskError`, `SeveralTasksError`."""
        found = self.query(business_key=business_key, node=node, assignee=assignee, shard=shard, limit=2)
        whose = "" if assignee is None else f" of `{assignee}`"
        if not found:
            raise NoTaskError(f"`{business_key}` has no open task{whose} at `{node}`")
        if len(found) > 1:
            raise SeveralTasksError(f"`{business_key}` has several open tasks{whose} at `{node}`")
        return found[0]

    def claim(self, task: Task | tuple[str, int], user: str) -> None:
        """Takes a task that nobody has; `AlreadyAssignedError` if somebody else has it."""
        self._check(user)

        def change(tx: Transaction, row: ObligationRow) -> None:
            if row.assignee == user:
                return
            self._assign(tx, row, user, row.owner, expected=None)
            self._note(tx, row, "claimed", user)

        self._change(task, change)

    def unclaim(self, task: Task | tuple[str, int]) -> None:
        """Gives a task back, for its candidates to claim."""

        def change(tx: Transaction, row: ObligationRow) -> None:
            if row.assignee is not None:
                self._assign(tx, row, None, row.owner, expected=row.assignee)
                self._note(tx, row, "unclaimed", row.assignee)

        self._change(task, change)

    def delegate(self, task: Task | tuple[str, int], user: str, *, by: str | None = None) -> None:
        """Lets somebody else do a task; who has had it, or `by`, is its owner from now on.

        With `by` it is `AlreadyAssignedError` if it is not theirs.
        """
        self._check(user)

        def change(tx: Transaction, row: ObligationRow) -> None:
            expected = row.assignee if by is None else by
            self._assign(tx, row, user, row.owner or expected, expected=expected)
            self._note(tx, row, "delegated", user)

        self._change(task, change)

    def complete(
        self,
        task: Task | tuple[str, int],
        variables: Variables | None = None,
        *,
        event_id: str | None = None,
        expected: int | None = None,
    ) -> steps.Step:
        """Completes a task: its instance goes on. `NoTaskError` if it is not open."""
        instance, key = _named(task)
        event: Event = {
            "type": "jobCompleted",
            "job": key,
            "variables": steps.variables_of(variables),
        }
        engine, store = self._engine, self._engine.store.shard_of(instance)
        text = steps.write(event)
        steps.check_event(engine, event, text, event_id)

        def work(tx: Transaction) -> steps.Step:
            row = steps.locked(tx, store, instance)
            known = event_id is not None and tx.event_revision(instance, event_id) is not None
            if not known:
                _open(tx, instance, key)
            return steps.apply_in(
                engine, tx, store, instance, event, text=text, event_id=event_id, expected=expected, row=row
            )[0]

        return engine.unit(store, work)

    def complete_at(
        self,
        business_key: str,
        node: str,
        assignee: str | None = None,
        variables: Variables | None = None,
        *,
        shard: str | None = None,
        event_id: str | None = None,
    ) -> steps.Step:
        """Completes the one open task of a business key at a node; `NoTaskError`, `SeveralTasksError`."""
        stores = self._stores(None, shard)
        if event_id is not None:
            done = self._done(stores, business_key, event_id)
            if done is not None:
                return done

        def work(_: object) -> steps.Step:
            task = self.find(business_key, node, assignee, shard=shard)
            return self.complete(task, variables, event_id=event_id)

        return self._engine.unit(stores[0], work) if len(stores) == 1 else work(None)

    def _done(self, stores: Sequence[Store], business_key: str, event_id: str) -> steps.Step | None:
        """What an earlier call with the same event id has come to: its task is not open any more."""
        for row in self._engine.runtime.instances(business_key=business_key, limit=1000):
            with self._engine.store.shard_of(row.id).transaction(write=False, together=True) as tx:
                revision = tx.event_revision(row.id, event_id)
            if revision is not None:
                return steps.Step(row.id, revision, row.status, repeated=True)
        return None

    def _stores(self, instance: str | None, shard: str | None) -> Sequence[Store]:
        key = instance if instance is not None else shard
        return self._engine.store.shards if key is None else [self._engine.store.shard_of(key)]

    def _change(self, task: Task | tuple[str, int], change: Any) -> None:
        instance, key = _named(task)
        store = self._engine.store.shard_of(instance)

        def work(tx: Transaction) -> None:
            steps.locked(tx, store, instance)
            change(tx, _open(tx, instance, key))

        self._engine.unit(store, work)

    def _check(self, user: str) -> None:
        steps.check_id(self._engine, "the user", user)
        if len(user.encode()) > self._engine.limits.key:
            raise TooLargeError(
                f"the user has {len(user.encode())} bytes; the limit is {self._engine.limits.key}"
            )

    @staticmethod
    def _assign(
        tx: Transaction, row: ObligationRow, user: str | None, owner: str | None, *, expected: str | None
    ) -> None:
        if not tx.assign(row.instance, row.key, user, owner=owner, expected=expected):
            whose = "nobody" if row.assignee is None else f"`{row.assignee}`"
            raise AlreadyAssignedError(f"the task {row.key} of `{row.instance}` is assigned to {whose}")

    def _note(self, tx: Transaction, row: ObligationRow, what: str, user: str) -> None:
        if self._engine.history_level != "none":
            entry = {"type": what, "element": row.element, "job": row.key, "user": user}
            tx.note(row.instance, row.revision, entry, self._engine.clock.now())


def _named(task: Task | tuple[str, int]) -> tuple[str, int]:
    return (task.instance, task.key) if isinstance(task, Task) else task


def _open(tx: Transaction, instance: str, key: int) -> ObligationRow:
    rows = tx.obligations(ObligationQuery(instance=instance, key=key, kinds=("userTask",)), limit=1)
    if not rows:
        raise NoTaskError(f"the instance `{instance}` has no open user task {key}")
    return rows[0]


def _task(row: ObligationRow) -> Task:
    return Task(
        instance=row.instance,
        key=row.key,
        element=row.element,
        name=row.data.get("name"),
        process=row.process,
        business_key=row.business_key,
        revision=row.revision,
        assignee=row.assignee,
        owner=row.owner,
        lane=row.lane,
        due=row.due,
        priority=row.priority,
        opened=row.opened,
        data=row.data,
    )

"""For those who run the engine: what waits, what is stuck, and whether all is as it should be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import tidewheel
from tidewheel.host import steps
from tidewheel.host.rows import ObligationQuery, ObligationRow, OutboxRow

if TYPE_CHECKING:
    from tidewheel._types import Duty, DutyKind
    from tidewheel.host.engine import Engine
    from tidewheel.host.rows import EventRow, InstanceRow
    from tidewheel.host.store import Store, Transaction

__all__ = ["Management"]


class Management:
    """Shows and repairs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def obligations(
        self,
        kinds: Sequence[DutyKind] | None = None,
        *,
        instance: str | None = None,
        name: str | None = None,
        process: str | None = None,
        business_key: str | None = None,
        lease_over: int | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[ObligationRow]:
        """What is open, the most urgent first, then the oldest; what is left out does not matter."""
        query = ObligationQuery(
            instance=instance,
            kinds=kinds,
            name=name,
            process=process,
            business_key=business_key,
            lease_over=lease_over,
        )
        store = self._engine.store
        rows: list[ObligationRow] = []
        for shard in store.shards if instance is None else [store.shard_of(instance)]:
            with shard.transaction(write=False, together=True) as tx:
                rows.extend(tx.obligations(query, limit=limit + offset))
        rows.sort(key=lambda row: (-row.priority, row.opened, row.instance, row.key))
        return rows[offset : offset + limit]

    def jobs(self, name: str | None = None, *, limit: int = 100) -> list[ObligationRow]:
        """The jobs of workers that are open."""
        return self.obligations(("job",), name=name, limit=limit)

    def incidents(self, *, process: str | None = None, limit: int = 100) -> list[ObligationRow]:
        """What is stuck, and why."""
        return self.obligations(("incident",), process=process, limit=limit)

    def timers(self, *, instance: str | None = None, limit: int = 100) -> list[ObligationRow]:
        """The timers of instances that are set."""
        return self.obligations(("timer",), instance=instance, limit=limit)

    def lost_leases(self, *, limit: int = 100) -> list[ObligationRow]:
        """What was leased by a host that did not come back, and that waits for another."""
        return self.obligations(lease_over=self._engine.clock.now(), limit=limit)

    def undelivered(self, *, limit: int = 100) -> list[OutboxRow]:
        """What waits to be delivered: messages that nobody has taken, and what has failed."""
        rows: list[OutboxRow] = []
        for store in self._engine.store.shards:
            with store.transaction(write=False, together=True) as tx:
                rows.extend(tx.outbox(limit))
        return sorted(rows, key=lambda row: (row.due, row.id))[:limit]

    def drop(self, row: OutboxRow) -> bool:
        """Gives up what waits to be delivered; False where it has gone."""
        found = False
        for store in self._engine.store.shards:
            found = self._engine.unit(store, lambda tx: tx.delivered(row)) or found
        return found

    def resolve(self, instance: str, incident: int, *, event_id: str | None = None) -> steps.Step:
        """The cause of an incident has been removed: what was stuck is tried again."""
        return steps.apply(
            self._engine, instance, {"type": "resolve", "incident": incident}, event_id=event_id
        )

    def check(self, instance: str) -> list[str]:
        """What is not as it should be, in words; nothing where all is well.

        The index of obligations must be what the snapshot says is open; and where the events are kept,
        replaying them must give the snapshot, byte by byte.
        """
        store = self._engine.store.shard_of(instance)
        with store.transaction() as tx:
            row = steps.locked(tx, store, instance)
            return [*self._check_index(tx, store, row), *self._check_log(tx, store, row)]

    def reindex(self, instance: str) -> None:
        """Builds the index of an instance anew from its snapshot. Claims and leases are forgotten."""
        store = self._engine.store.shard_of(instance)

        def work(tx: Transaction) -> None:
            row = steps.locked(tx, store, instance)
            tx.reindex(instance, self._duties(tx, store, row), self._engine.clock.now())

        self._engine.unit(store, work)

    def purge(self, instance: str) -> bool:
        """Forgets an instance that has ended, with all its history; False where there is none such."""
        store = self._engine.store.shard_of(instance)
        return self._engine.unit(store, lambda tx: tx.purge(instance))

    def _duties(self, tx: Transaction, store: Store, row: InstanceRow) -> list[Duty]:
        definition = self._engine.definition(tx, store, row.deployment)
        duties: list[Duty] = json.loads(tidewheel.duties(definition, row.snapshot or ""))
        return duties

    def _check_index(self, tx: Transaction, store: Store, row: InstanceRow) -> list[str]:
        wanted = {duty["key"]: duty for duty in self._duties(tx, store, row)}
        there = _all_of(tx, row.id)
        found = []
        for key in sorted(wanted.keys() - there.keys()):
            found.append(f"{wanted[key]['kind']} {key} is open and not in the index")
        for key in sorted(there.keys() - wanted.keys()):
            found.append(f"{there[key].kind} {key} is in the index and not open")
        for key in sorted(wanted.keys() & there.keys()):
            if _columns_of_duty(wanted[key]) != _columns_of_row(there[key]):
                found.append(f"{wanted[key]['kind']} {key} is in the index with other columns")
        candidates = sorted(
            (key, one["kind"], one["name"])
            for key, duty in wanted.items()
            for one in duty.get("candidates", ())
        )
        if candidates != sorted(tx.candidates(row.id)):
            found.append("the index has other candidates")
        return found

    def _check_log(self, tx: Transaction, store: Store, row: InstanceRow) -> list[str]:
        events = tx.events(row.id)
        if [event.revision for event in events] != list(range(1, row.revision + 1)):
            return [f"the log has not one event for each of {row.revision} revisions"]
        if any(event.event is None for event in events):
            return []
        snapshot = _replayed(self._engine.definition(tx, store, row.deployment), events)
        return [] if snapshot == row.snapshot else ["the replayed events give another snapshot"]


def _replayed(definition: tidewheel.Definition, events: Sequence[EventRow]) -> str | None:
    snapshot: str | None = None
    for event in events:
        made = tidewheel.commit(definition, snapshot, json.dumps(event.event), at=event.at)
        snapshot = json.loads(made)["snapshot"]
    return snapshot


def _all_of(tx: Transaction, instance: str) -> dict[int, ObligationRow]:
    rows: dict[int, ObligationRow] = {}
    while True:
        page = tx.obligations(ObligationQuery(instance=instance), limit=1000, offset=len(rows))
        rows.update((row.key, row) for row in page)
        if len(page) < 1000:
            return rows


def _columns_of_duty(duty: Duty) -> dict[str, Any]:
    members = ("kind", "name", "element", "activation", "correlation", "due", "lane", "priority")
    return {**{name: duty.get(name) for name in members}, "data": json.loads(duty["data"])}


def _columns_of_row(row: ObligationRow) -> dict[str, Any]:
    members = ("kind", "name", "element", "activation", "correlation", "due", "lane", "priority", "data")
    return {name: getattr(row, name) for name in members}

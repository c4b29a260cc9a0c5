"""Messages from outside: to what waits for them, else to the process that they start, else they wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tidewheel.host import steps
from tidewheel.host.delivery import first_start, receivers
from tidewheel.host.engine import Raced
from tidewheel.host.errors import NoReceiverError, SeveralReceiversError
from tidewheel.host.rows import ObligationRow, OutboxRow, ProcessRow
from tidewheel.host.steps import Step

if TYPE_CHECKING:
    from tidewheel._types import Event, Start, Variables
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["Post"]


class Post:
    """A message from outside on its way."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        correlation: Any,
        variables: Variables,
        *,
        business_key: str | None,
        policy: str,
        wait: bool,
        shard: str | None,
        event_id: str | None,
    ) -> None:
        self._engine = engine
        self._name = name
        self._correlation = correlation
        self._variables = variables
        self._business_key = business_key
        self._policy = policy
        self._wait = wait
        self._shard = shard
        self._event_id = event_id
        self._record = f"message:{event_id or engine.new_id()}"

    def send(self) -> list[Step]:
        """Delivers it; nothing where it waits."""
        engine, shard = self._engine, self._shard
        stores = engine.store.shards if shard is None else [engine.store.shard_of(shard)]
        if len(stores) == 1:
            return engine.unit(stores[0], lambda _: self._send(stores))
        return self._send(stores)

    def _send(self, stores: Sequence[Store]) -> list[Step]:
        for store in stores if self._event_id is not None else ():
            with store.transaction(write=False, together=True) as tx:
                before = self._before(tx)
            if before is not None:
                return before
        done: list[Step] = []
        for store, rows in self._receivers(stores).items():
            done += self._once(store, partial(self._deliver, rows, len(done)))
        return done or self._begin() or self._keep(stores[0])

    def _receivers(self, stores: Sequence[Store]) -> dict[Store, list[ObligationRow]]:
        given = None if self._correlation is None else steps.write(self._correlation)
        found = receivers(stores, self._name, given, self._business_key)
        if len(found) > 1 and self._policy == "exactlyOne":
            raise SeveralReceiversError(f"{len(found)} subscriptions agree with the message `{self._name}`")
        chosen: dict[Store, list[ObligationRow]] = {}
        for store, row in found[:1] if self._policy == "oldest" else found:
            chosen.setdefault(store, []).append(row)
        return chosen

    def _deliver(self, rows: list[ObligationRow], before: int, tx: Transaction) -> list[Step]:
        done = []
        for n, row in enumerate(rows, before):
            # One instance may take it several times.
            own = None if self._event_id is None else self._event_id if n == 0 else f"{self._event_id}:{n}"
            event: Event = {"type": "message", "subscription": row.key, "variables": self._variables}
            done.append(steps.apply(self._engine, row.instance, event, event_id=own))
        return done

    def _begin(self) -> list[Step]:
        """Starts the process that it starts, if there is one."""
        engine = self._engine
        id = steps.new_instance_id(engine, None, self._shard, self._event_id)
        home = engine.store.shard_of(id)

        def begin(tx: Transaction) -> list[Step]:
            first = first_start(tx, self._name)
            if first is None:
                return []
            process = ProcessRow(first.process, first.version, first.deployment)
            start: Start = {"id": id, "element": first.element, "variables": self._variables}
            if self._business_key is not None:
                steps.check_id(engine, "the business key", self._business_key)
                start["businessKey"] = self._business_key
            return [steps.begin_in(engine, tx, home, process, start, event_id=self._event_id)[0]]

        return self._once(home, begin)

    def _keep(self, store: Store) -> list[Step]:
        """Lets it wait for somebody to take it."""
        if not self._wait:
            name = self._name
            raise NoReceiverError(f"nothing waits for the message `{name}`, and it starts no process")
        data: dict[str, Any] = {"name": self._name, "element": "", "variables": self._variables}
        if self._correlation is not None:
            data["correlation"] = self._correlation
        now = self._engine.clock.now()

        def keep(tx: Transaction) -> list[Step]:
            tx.add_outbox([OutboxRow(self._record, 0, 0, "message", data, now, name=self._name)])
            self._note(tx, [])
            return []

        return self._engine.unit(store, keep)

    def _once(self, store: Store, work: Callable[[Transaction], list[Step]]) -> list[Step]:
        """Does it unless it was done under the same event id before, and notes that in the same transaction."""

        def once(tx: Transaction) -> list[Step]:
            before = self._before(tx)
            if before is not None:
                return before
            done = work(tx)
            if done:
                self._note(tx, done)
            return done

        return self._engine.unit(store, once)

    def _before(self, tx: Transaction) -> list[Step] | None:
        """What it came to when it came the first time."""
        events = [] if self._event_id is None else tx.events(self._record)
        if not events:
            return None
        found = events[0].event or {}
        told = [] if found.get("instance") is None else [(found["instance"], found["revision"])]
        told += found.get("more", ())
        steps_before = []
        for instance, revision in told:
            row = tx.instance(instance, lock=False)
            if row is not None:
                steps_before.append(Step(instance, revision, row.status, repeated=True))
        return steps_before

    def _note(self, tx: Transaction, done: list[Step]) -> None:
        if self._event_id is None:
            return
        event: dict[str, Any] = {}
        if done:
            event = {"instance": done[0].instance, "revision": done[0].revision}
        if len(done) > 1:
            event["more"] = [(step.instance, step.revision) for step in done[1:]]
        if not tx.record(self._record, self._event_id, event, self._engine.clock.now()):
            raise Raced(f"the message `{self._event_id}` is delivered by somebody else at the same time")

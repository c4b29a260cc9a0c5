"""Running processes: starting them, telling them things, changing and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from tidewheel import Instance
from tidewheel.host import steps
from tidewheel.host.errors import InvalidArgumentError, SeveralInstancesError, UnknownInstanceError
from tidewheel.host.messages import Post
from tidewheel.host.rows import InstanceQuery, InstanceRow
from tidewheel.host.signals import Broadcast
from tidewheel.host.steps import Step

if TYPE_CHECKING:
    from tidewheel._types import (
        Actions,
        CorrelateEvent,
        Event,
        Instruction,
        ModifyEvent,
        Person,
        SetVariablesEvent,
        Start,
        Status,
        SuspendEvent,
        Variables,
    )
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Transaction

__all__ = ["Runtime"]

RUNNING: tuple[Status, ...] = ("active", "suspended")


class Runtime:
    """Changes instances. Every changing call takes two things more:

    - `event_id` makes it idempotent: a second call with the same id changes nothing;
    - `expected` is the revision that the caller has seen: `StaleRevisionError` if the instance has gone on.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(
        self,
        process: str,
        *,
        version: int | None = None,
        version_tag: str | None = None,
        business_key: str | None = None,
        variables: Variables | None = None,
        element: str | None = None,
        requester: str | None = None,
        stakeholders: Sequence[str] = (),
        id: str | None = None,
        shard: str | None = None,
        event_id: str | None = None,
    ) -> Step:
        """Starts an instance of a process: of the version, or the latest with the tag, else the latest.

        `element` is the start event, where there are several. `id` is the new instance's, `shard` what
        it belongs to in a sharded store. `requester` is who starts it, for the variable that the model's
        `initiator` names; where people move it on by its actions, who makes the request, and `stakeholders`
        are those whom it is about besides. Raises `UnknownProcessError`, `InstanceExistsError`.
        """
        engine = self._engine
        id = steps.new_instance_id(engine, id, shard, event_id)
        start = self._start(id, business_key, variables, element)
        if requester is not None:
            start["requester"] = requester
        if stakeholders:
            start["stakeholders"] = list(stakeholders)
        store = engine.store.shard_of(id)

        def work(tx: Transaction) -> Step:
            done = self._before(tx, id, event_id)
            if done is not None:
                return done
            found = steps.process_of(tx, store, process, version, version_tag)
            return steps.begin_in(engine, tx, store, found, start, event_id=event_id)[0]

        return engine.unit(store, work)

    def message(
        self,
        name: str,
        *,
        correlation: Any = None,
        variables: Variables | None = None,
        instance: str | None = None,
        business_key: str | None = None,
        policy: Literal["exactlyOne", "oldest", "all"] = "exactlyOne",
        wait: bool = False,
        shard: str | None = None,
        event_id: str | None = None,
    ) -> list[Step]:
        """Delivers a message to what waits for it, else starts the process that it starts.

        Without an `instance` all are looked at, or those of a `business_key`. `correlation` is the value of a
        correlation key, or values by the names of correlation properties. Of several subscriptions
        that agree with it, `policy` says which get it. Where nothing takes it, `wait` keeps it until
        something does; else it is `NoReceiverError`. A started instance belongs to the `shard` key.
        """
        engine = self._engine
        variables = steps.variables_of(variables)
        if instance is not None:
            event: CorrelateEvent = {"type": "correlate", "message": name, "policy": policy}
            if correlation is not None:
                event["correlation"] = correlation
            event["variables"] = variables
            return [steps.apply(engine, instance, event, event_id=event_id)]
        steps.check_variables(engine, {"type": "setVariables", "variables": variables})
        if event_id is not None:
            steps.check_id(engine, "the event id", event_id)
        if correlation is not None:
            steps.write(correlation)
        post = Post(
            engine,
            name,
            correlation,
            variables,
            business_key=business_key,
            policy=policy,
            wait=wait,
            shard=shard,
            event_id=event_id,
        )
        return post.send()

    def signal(
        self,
        name: str,
        variables: Variables | None = None,
        *,
        instance: str | None = None,
        event_id: str | None = None,
    ) -> int:
        """Sends a signal to an instance, or to all that listen to it and to the processes that it starts.

        Returns how many it is for, 0 where it was sent before. Those get it as soon as the engine works in
        the background, or by `run_due`; an instance that is named gets it at once.
        """
        engine = self._engine
        variables = steps.variables_of(variables)
        if instance is not None:
            steps.apply(
                engine, instance, {"type": "signal", "name": name, "variables": variables}, event_id=event_id
            )
            return 1
        steps.check_variables(engine, {"type": "setVariables", "variables": variables})
        origin = f"signal:{event_id or engine.new_id()}"
        home = engine.store.shards[0]
        if event_id is not None:
            steps.check_id(engine, "the event id", event_id)
            with home.transaction(write=False, together=True) as tx:
                if tx.events(origin):
                    return 0
        signal = Broadcast(engine, origin, f"{origin}:0:0", name, variables)
        elsewhere = signal.elsewhere(home)

        def work(tx: Transaction) -> int:
            if event_id is not None and not tx.record(origin, event_id, {}, engine.clock.now()):
                return 0
            return elsewhere + signal.at_home(tx)

        return engine.unit(home, work)

    def apply(
        self, instance: str, event: Event, *, event_id: str | None = None, expected: int | None = None
    ) -> Step:
        """Applies any event of the engine to an instance."""
        return steps.apply(self._engine, instance, event, event_id=event_id, expected=expected)

    def variables(self, instance: str, scope: int | None = None) -> Variables:
        """The variables of the process, or all that can be seen from an activation."""
        found = self.state(instance).variables(scope)
        if found is None:
            raise InvalidArgumentError(f"the instance `{instance}` has no activation {scope}")
        return found

    def set_variables(
        self,
        instance: str,
        variables: Variables,
        *,
        scope: int | None = None,
        event_id: str | None = None,
        expected: int | None = None,
    ) -> Step:
        """Writes variables into the process, or into the scope of an activation."""
        event: SetVariablesEvent = {"type": "setVariables", "variables": dict(variables)}
        if scope is not None:
            event["scope"] = scope
        return steps.apply(self._engine, instance, event, event_id=event_id, expected=expected)

    def modify(
        self,
        instance: str,
        instructions: Sequence[Instruction],
        reason: str | None = None,
        *,
        event_id: str | None = None,
        expected: int | None = None,
    ) -> Step:
        """Moves tokens by hand: back to an earlier element, to another one, into or out of elements."""
        event: ModifyEvent = {"type": "modify", "instructions": list(instructions)}
        if reason is not None:
            event["reason"] = steps.cut(self._engine, reason)
        return steps.apply(self._engine, instance, event, event_id=event_id, expected=expected)

    def cancel(
        self, instance: str, reason: str, *, event_id: str | None = None, expected: int | None = None
    ) -> Step:
        """Ends an instance; the reason is in its history."""
        reason = steps.cut(self._engine, reason)
        return steps.apply(
            self._engine, instance, {"type": "cancel", "reason": reason}, event_id=event_id, expected=expected
        )

    def suspend(
        self,
        instance: str,
        reason: str | None = None,
        *,
        event_id: str | None = None,
        expected: int | None = None,
    ) -> Step:
        """Lets an instance take no answers until it is resumed."""
        event: SuspendEvent = {"type": "suspend"}
        if reason is not None:
            event["reason"] = steps.cut(self._engine, reason)
        return steps.apply(self._engine, instance, event, event_id=event_id, expected=expected)

    def resume(self, instance: str, *, event_id: str | None = None, expected: int | None = None) -> Step:
        """Lets a suspended instance go on."""
        return steps.apply(self._engine, instance, {"type": "resume"}, event_id=event_id, expected=expected)

    def instance(self, id: str) -> InstanceRow:
        """An instance with its snapshot."""
        store = self._engine.store.shard_of(id)
        with store.transaction(write=False, together=True) as tx:
            row = tx.instance(id, lock=False)
        if row is None:
            raise UnknownInstanceError(f"there is no instance `{id}` in `{store.name}`")
        return row

    def actions(self, instance: str, person: Person) -> Actions:
        """Where a request stands, and what a person may do with it now."""
        return self.state(instance).actions(person)

    def state(self, id: str) -> Instance:
        """An instance as the engine has it, to look at: `active()`, `obligations()`, `variables()`."""
        store = self._engine.store.shard_of(id)
        with store.transaction(write=False, together=True) as tx:
            row = tx.instance(id, lock=False)
            if row is None or row.snapshot is None:
                raise UnknownInstanceError(f"there is no instance `{id}` in `{store.name}`")
            return Instance.load(self._engine.definition(tx, store, row.deployment), row.snapshot)

    def instances(
        self,
        *,
        process: str | None = None,
        business_key: str | None = None,
        statuses: Sequence[Status] | None = None,
        caller: str | None = None,
        started_before: int | None = None,
        shard: str | None = None,
        newest: bool = False,
        limit: int = 100,
        offset: int = 0,
    ) -> list[InstanceRow]:
        """Instances, the oldest first, or the newest, without their snapshots."""
        query = InstanceQuery(process, business_key, statuses, caller, started_before)
        rows: list[InstanceRow] = []
        for store in self._engine.store.shards if shard is None else [self._engine.store.shard_of(shard)]:
            with store.transaction(write=False, together=True) as tx:
                rows.extend(tx.instances(query, newest=newest, limit=limit + offset))
        rows.sort(key=lambda row: (row.started, row.id), reverse=newest)
        return rows[offset : offset + limit]

    def running(
        self, business_key: str, *, process: str | None = None, shard: str | None = None
    ) -> InstanceRow:
        """The one running instance of a business key; `UnknownInstanceError`, `SeveralInstancesError`."""
        rows = self.instances(
            business_key=business_key, process=process, statuses=RUNNING, shard=shard, limit=2
        )
        if not rows:
            raise UnknownInstanceError(f"no running instance has the business key `{business_key}`")
        if len(rows) > 1:
            raise SeveralInstancesError(f"several running instances have the business key `{business_key}`")
        return rows[0]

    def _start(
        self, id: str, business_key: str | None, variables: Variables | None, element: str | None
    ) -> Start:
        start: Start = {"id": id, "variables": steps.variables_of(variables)}
        steps.check_variables(self._engine, start)
        if business_key is not None:
            steps.check_id(self._engine, "the business key", business_key)
            start["businessKey"] = business_key
        if element is not None:
            start["element"] = element
        return start

    def _before(self, tx: Transaction, id: str, event_id: str | None) -> Step | None:
        """What an earlier call with the same event id has come to."""
        if event_id is None:
            return None
        revision = tx.event_revision(id, event_id)
        row = None if revision is None else tx.instance(id, lock=False)
        return None if revision is None or row is None else Step(id, revision, row.status, repeated=True)

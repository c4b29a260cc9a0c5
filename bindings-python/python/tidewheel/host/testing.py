"""What every store must pass: make a class of tests for yours, and run it with pytest.

class TestMyStore(StoreConformance):
    @pytest.fixture
    def store(self):
        store = MyStore()
        store.open()
        yield store
        store.close()
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import tidewheel
from tidewheel.host.rows import (
    DeploymentRow,
    InstanceQuery,
    NewDeployment,
    ObligationQuery,
    OutboxRow,
    ProcessRow,
    StartRow,
)
from tidewheel.host.store import Store, Transaction

__all__ = ["StoreConformance"]

AT = 1_767_225_600_000

MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <message id="m" name="paid"/><signal id="s" name="alarm"/>
  <process id="p" isExecutable="true">
    <startEvent id="begin"/><parallelGateway id="fork"/>
    <userTask id="person" camunda:candidateUsers="ann" camunda:candidateGroups="clerks, bosses"/>
    <serviceTask id="machine" camunda:topic="print" camunda:type="external"/>
    <intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT1M</timeDuration>
      </timerEventDefinition></intermediateCatchEvent>
    <receiveTask id="receive" messageRef="m"/>
    <intermediateCatchEvent id="listen"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>
    <sequenceFlow id="f0" sourceRef="begin" targetRef="fork"/>
    <sequenceFlow id="f1" sourceRef="fork" targetRef="person"/>
    <sequenceFlow id="f2" sourceRef="fork" targetRef="machine"/>
    <sequenceFlow id="f3" sourceRef="fork" targetRef="wait"/>
    <sequenceFlow id="f4" sourceRef="fork" targetRef="receive"/>
    <sequenceFlow id="f5" sourceRef="fork" targetRef="listen"/>
  </process></definitions>"""

DEFINITION = tidewheel.Definition.parse(MODEL)


class Undone(Exception):
    """Raised to undo a transaction."""


class StoreConformance:
    """Tests of a store that is open and empty, which the fixture `store` gives."""

    def test_keeps_what_is_committed_and_nothing_else(self, store: Store) -> None:
        with suppress(Undone), store.transaction() as tx:
            begin(tx, "one")
            raise Undone
        assert read(store, lambda tx: tx.instance("one")) is None
        with store.transaction() as tx:
            begin(tx, "one")
        assert read(store, lambda tx: tx.instance("one")) is not None

    def test_a_block_joins_the_transaction_that_is_open(self, store: Store) -> None:
        with suppress(Undone), store.transaction() as tx:
            with store.transaction() as inner:
                assert inner is tx
                begin(inner, "one")
            assert store.current() is tx
            raise Undone
        assert store.current() is None
        assert read(store, lambda tx: tx.instance("one")) is None

    def test_a_block_that_raises_undoes_its_own_part(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
            with suppress(Undone), store.transaction():
                begin(tx, "two")
                raise Undone
        assert read(store, lambda tx: tx.instance("one")) is not None
        assert read(store, lambda tx: tx.instance("two")) is None

    def test_opening_again_changes_nothing(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
        store.open()
        assert read(store, lambda tx: tx.instance("one")) is not None

    def test_keeps_an_instance_as_it_was_given(self, store: Store) -> None:
        variables = {"text": "ünï\u2028\\u0000 'x' \"y\" %s :a", "n": 2**53 - 1, "d": 0.1, "none": None}
        with store.transaction() as tx:
            made = begin(tx, "one", variables, caller="boss", caller_key=7)
            row = tx.instance("one")
        assert row is not None
        assert (row.snapshot, row.process, row.version, row.revision) == (made["snapshot"], "p", 1, 1)
        assert (row.business_key, row.caller, row.caller_key) == ("key-one", "boss", 7)
        assert (row.started, row.at, row.ended, row.over, row.status) == (AT, AT, None, False, "active")
        assert [found.id for found in read(store, lambda tx: tx.called("boss", 7))] == ["one"]
        assert read(store, lambda tx: tx.called("boss", 8)) == []

    def test_an_id_is_taken_once(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
            before = tx.instance("one")
            assert not create(tx, "one", {"other": True})
            assert tx.instance("one") == before
            assert len(tx.events("one")) == 1

    def test_saves_only_the_next_revision(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
            second = step(tx, "one", {"type": "setVariables", "variables": {"a": 1}})
            assert tx.save(second, event_id="e2", event="{}")
            assert not tx.save(second, event_id="e2 again", event="{}")
            row = tx.instance("one")
            assert row is not None and row.revision == 2
            assert tx.event_revision("one", "e2") == 2
            assert tx.event_revision("one", "e2 again") is None
            assert tx.event_revision("two", "e2") is None

    def test_an_instance_that_ends_says_when(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
            save(tx, "one", {"type": "cancel", "reason": "x"}, at=AT + 5)
            row = tx.instance("one")
            assert row is not None and (row.status, row.ended, row.over) == ("cancelled", AT + 5, True)
            assert tx.obligations(ObligationQuery(instance="one")) == []
            assert tx.candidates("one") == []

    def test_finds_instances(self, store: Store) -> None:
        with store.transaction() as tx:
            for n in range(3):
                begin(tx, f"i{n}", at=AT + n)
            save(tx, "i1", {"type": "cancel", "reason": "x"})

            def ids(query: InstanceQuery, limit: int = 100, offset: int = 0) -> list[str]:
                return [row.id for row in tx.instances(query, limit=limit, offset=offset)]

            assert ids(InstanceQuery()) == ["i0", "i1", "i2"]
            assert ids(InstanceQuery(), limit=1, offset=1) == ["i1"]
            assert [row.id for row in tx.instances(InstanceQuery(), newest=True, limit=2)] == ["i2", "i1"]
            assert ids(InstanceQuery(statuses=("active",))) == ["i0", "i2"]
            assert ids(InstanceQuery(business_key="key-i2", process="p")) == ["i2"]
            assert ids(InstanceQuery(process="q")) == []
            assert ids(InstanceQuery(started_before=AT + 1)) == ["i0"]

    def test_forgets_what_has_ended(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
            assert not tx.purge("one")
            save(tx, "one", {"type": "cancel", "reason": "x"})
            assert tx.purge("one")
            assert not tx.purge("one")
            assert (tx.instance("one"), tx.events("one"), tx.history("one")) == (None, [], [])

    def test_keeps_the_logs_in_order(self, store: Store) -> None:
        with store.transaction() as tx:
            made = begin(tx, "one")
            save(tx, "one", {"type": "setVariables", "variables": {"a": 1}})
            tx.note("one", 2, {"type": "claimed", "element": "person"}, AT + 9)
            events, history = tx.events("one"), tx.history("one")
            assert [(event.revision, event.id) for event in events] == [(1, "e1"), (2, "e2")]
            assert events[1].event == {"type": "setVariables", "variables": {"a": 1}}
            first = [row.data for row in history if row.revision == 1]
            assert first == [json.loads(entry) for entry in made["history"]]
            assert [row.n for row in history if row.revision == 1] == list(range(len(first)))
            assert (history[-1].type, history[-1].element, history[-1].at) == ("claimed", "person", AT + 9)
            assert [row.revision for row in tx.history("one", after=1)] == [2, 2]
            assert len(tx.history("one", limit=3)) == 3

    def test_the_index_holds_what_is_open(self, store: Store) -> None:
        with store.transaction() as tx:
            made = begin(tx, "one")
            rows = {row.kind: row for row in tx.obligations(ObligationQuery(instance="one"))}
            assert sorted(rows) == ["job", "message", "signal", "timer", "userTask"]
            assert [row.data for row in tx.obligations(ObligationQuery(instance="one"))] == [
                json.loads(duty["data"]) for duty in made["opened"]
            ]
            assert (rows["job"].name, rows["job"].element, rows["job"].opened) == ("print", "machine", AT)
            assert (rows["timer"].due, rows["message"].name) == (AT + 60_000, "paid")
            assert (rows["job"].process, rows["job"].business_key, rows["job"].revision) == (
                "p",
                "key-one",
                1,
            )
            key = rows["userTask"].key
            names = [(key, "group", "bosses"), (key, "group", "clerks"), (key, "user", "ann")]
            assert sorted(tx.candidates("one")) == names
            save(tx, "one", {"type": "jobCompleted", "job": key})
            assert tx.obligations(ObligationQuery(kinds=("userTask",))) == []
            assert tx.candidates("one") == []

    def test_finds_obligations(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
            begin(tx, "two", at=AT + 1)

            def found(**members: Any) -> list[str]:
                return [f"{row.instance}/{row.element}" for row in tx.obligations(ObligationQuery(**members))]

            tasks = ["one/person", "two/person"]
            assert found(kinds=("userTask",)) == tasks
            assert found(candidate_user="ann") == tasks
            assert found(candidate_user="clerks") == []
            assert found(candidate_groups=("nobody", "bosses")) == tasks
            assert found(candidate_groups=()) == []
            assert found(kinds=("timer",), due_before=AT + 60_001) == ["one/wait"]
            assert found(element="machine", instance="two") == ["two/machine"]
            assert found(business_key="key-two", kinds=("job", "timer")) == ["two/machine", "two/wait"]
            assert found(process="q") == []
            key = tx.obligations(ObligationQuery(instance="one", kinds=("userTask",)))[0].key
            assert tx.assign("one", key, "bob", owner=None, expected=None)
            assert found(assignee="bob") == ["one/person"]
            assert found(kinds=("userTask",), unassigned=True) == ["two/person"]
            assert found(instance="one", key=key) == ["one/person"]
            assert len(tx.obligations(ObligationQuery(), limit=3)) == 3
            assert len(tx.obligations(ObligationQuery(), limit=30, offset=8)) == 2
            save(tx, "one", {"type": "suspend"})
            assert found(kinds=("userTask",), active=True) == ["two/person"]

    def test_assigns_only_what_is_as_expected(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "one")
            key = tx.obligations(ObligationQuery(kinds=("userTask",)))[0].key
            assert tx.assign("one", key, "ann", owner=None, expected=None)
            assert not tx.assign("one", key, "bob", owner=None, expected=None)
            assert tx.assign("one", key, "bob", owner="ann", expected="ann")
            row = tx.obligations(ObligationQuery(kinds=("userTask",)))[0]
            assert (row.assignee, row.owner) == ("bob", "ann")
            assert not tx.assign("one", 999, "bob", owner=None, expected=None)

    def test_leases_are_one_holder_s(self, store: Store) -> None:
        with store.transaction() as tx:
            for n in range(3):
                begin(tx, f"i{n}", at=AT + n)
            save(tx, "i2", {"type": "suspend"})

            def lease(holder: str, now: int, limit: int = 10) -> list[str]:
                rows = tx.lease("job", "print", holder=holder, until=now + 100, now=now, limit=limit)
                return [row.instance for row in rows]

            assert lease("a", AT, 1) == ["i0"]
            assert lease("b", AT) == ["i1"]
            assert lease("c", AT + 99) == []
            assert lease("c", AT + 100, 1) == ["i0"]
            key = tx.obligations(ObligationQuery(instance="i0", kinds=("job",)))[0].key
            assert not tx.extend("i0", key, holder="a", until=AT + 900, now=AT + 100)
            assert tx.extend("i0", key, holder="c", until=AT + 900, now=AT + 150)
            assert not tx.extend("i0", key, holder="c", until=AT + 999, now=AT + 900)
            assert [row.instance for row in tx.obligations(ObligationQuery(lease_over=AT + 900))] == [
                "i0",
                "i1",
            ]
            assert not tx.release("i0", key, holder="a")
            assert tx.release("i0", key, holder="c")
            assert lease("d", AT + 160) == ["i0", "i1"]
            assert tx.lease("job", "other", holder="d", until=AT, now=AT, limit=1) == []

    def test_tells_who_waits_for_what(self, store: Store) -> None:
        with store.transaction() as tx:
            begin(tx, "b")
            begin(tx, "a", at=AT + 1)
            assert tx.listening("alarm") == ["a", "b"]
            assert tx.listening("other") == []
            assert tx.due_timers(AT + 59_999, 10) == []
            assert tx.due_timers(AT + 60_001, 10) == ["b", "a"]
            assert tx.due_timers(AT + 60_001, 1) == ["b"]
            assert tx.next_due() == AT + 60_000
            save(tx, "b", {"type": "suspend"})
            assert tx.due_timers(AT + 60_001, 10) == ["a"]

    def test_builds_the_index_anew(self, store: Store) -> None:
        with store.transaction() as tx:
            made = begin(tx, "one")
            before = tx.obligations(ObligationQuery())
            tx.reindex("one", [], AT)
            assert (tx.obligations(ObligationQuery()), tx.candidates("one")) == ([], [])
            tx.reindex("one", made["opened"], AT)
            assert tx.obligations(ObligationQuery()) == before
            assert len(tx.candidates("one")) == 3

    def test_deploys_a_name_once(self, store: Store) -> None:
        with store.transaction() as tx:
            assert deploy(tx, "first", 1, due=AT)
            assert not deploy(tx, "first", 2, due=AT)
            assert not deploy(tx, "second", 1, due=AT)
            assert [row.name for row in tx.deployments()] == ["first"]
            assert deploy(tx, "second", 2, due=AT + 5)
            row = tx.deployment_named("second")
            assert row is not None and (row.xml, row.options) == ("<xml/>", {"lenient": True})
            assert tx.deployment("id of second") == row
            assert tx.deployment("second") is None
            latest, tagged = tx.process("p"), tx.process("p", version_tag="blue")
            assert latest is not None and (latest.version, latest.deployment) == (2, "id of second")
            assert tagged == latest
            assert tx.process("p", version=1) == ProcessRow("p", 1, "id of first", "blue")
            assert tx.process("p", version=3) is tx.process("q") is None
            assert [row.version for row in tx.processes()] == [1, 2]
            assert [(row.deployment, row.version) for row in tx.starts("message", "paid")] == [
                ("id of second", 2)
            ]
            assert tx.starts("signal", "paid") == []

    def test_moves_the_timer_of_a_start_once(self, store: Store) -> None:
        with store.transaction() as tx:
            deploy(tx, "first", 1, due=AT)
            assert tx.due_starts(AT - 1, 10) == []
            (start,) = tx.due_starts(AT, 10)
            assert (start.n, start.due, start.element, start.version) == (1, AT, "timed", 1)
            assert tx.move_start(start, AT + 7, {"process": "p"})
            assert not tx.move_start(start, AT + 8, {"process": "p"})
            (start,) = tx.due_starts(AT + 7, 10)
            assert tx.next_due() == AT + 7
            assert tx.move_start(start, None, {"process": "p"})
            assert (tx.due_starts(AT + 10**9, 10), tx.next_due()) == ([], None)

    def test_hands_out_what_is_to_be_delivered(self, store: Store) -> None:
        with store.transaction() as tx:
            rows = [OutboxRow("one", 1, n, "message", {"n": n}, AT + n, name="hello") for n in range(3)]
            tx.add_outbox(rows)
            tx.add_outbox(rows[:1])

            def take(holder: str, now: int, limit: int = 10) -> list[int]:
                return [row.n for row in tx.take_outbox(holder=holder, until=now + 100, now=now, limit=limit)]

            assert take("a", AT + 1, 1) == [0]
            assert take("b", AT + 1) == [1]
            assert take("c", AT + 50) == [2]
            assert take("d", AT + 101) == [0, 1]
            tx.delay(rows[0], AT + 500)
            assert [(row.n, row.attempts) for row in tx.outbox()] == [(1, 0), (2, 0), (0, 1)]
            assert take("e", AT + 499) == [1, 2]
            assert tx.delivered(rows[1])
            assert not tx.delivered(rows[1])
            assert take("e", AT + 500) == [0]

    def test_a_subscription_wakes_the_messages_for_it(self, store: Store) -> None:
        with store.transaction() as tx:
            row = OutboxRow("other", 1, 0, "message", {}, AT, name="paid")
            tx.add_outbox([row])
            tx.delay(row, AT + 10**6)
            begin(tx, "one", at=AT + 3)
            assert [row.due for row in tx.outbox()] == [AT + 3]

    def test_what_belongs_to_a_call_comes_in_order(self, store: Store) -> None:
        with store.transaction() as tx:
            call = OutboxRow("one", 1, 3, "call", {}, AT, key=4)
            withdraw = OutboxRow("one", 2, 0, "withdraw", {}, AT, key=4)
            tx.add_outbox([call, withdraw, OutboxRow("one", 1, 0, "message", {}, AT)])
            assert tx.outbox_before(withdraw)
            assert not tx.outbox_before(call)
            tx.delivered(call)
            assert not tx.outbox_before(withdraw)

    def test_remembers_whom_a_message_was_for(self, store: Store) -> None:
        with store.transaction() as tx:
            assert tx.events("message:m1") == []
            assert tx.record("message:m1", "m1", {"instance": "one"}, AT)
            assert not tx.record("message:m1", "m1", {"instance": "two"}, AT)
            assert [row.event for row in tx.events("message:m1")] == [{"instance": "one"}]


def read(store: Store, what: Callable[[Transaction], Any]) -> Any:
    with store.transaction(write=False, together=True) as tx:
        return what(tx)


def begin(
    tx: Transaction,
    id: str,
    variables: dict[str, Any] | None = None,
    *,
    at: int = AT,
    caller: str | None = None,
    caller_key: int | None = None,
) -> Any:
    start = {"id": id, "businessKey": f"key-{id}", "variables": variables or {}}
    made = tidewheel.commit(DEFINITION, None, json.dumps(start), at=at)
    assert tx.create(
        made,
        deployment="d",
        version=1,
        event_id="e1",
        event=json.dumps(start),
        caller=caller,
        caller_key=caller_key,
    )
    return json.loads(made)


def create(tx: Transaction, id: str, variables: dict[str, Any]) -> bool:
    start = json.dumps({"id": id, "variables": variables})
    made = tidewheel.commit(DEFINITION, None, start, at=AT)
    return tx.create(made, deployment="d", version=1, event_id="e1", event=start)


def step(tx: Transaction, id: str, event: dict[str, Any], at: int = AT) -> str:
    row = tx.instance(id)
    assert row is not None
    return tidewheel.commit(DEFINITION, row.snapshot, json.dumps(event), at=at)


def save(tx: Transaction, id: str, event: dict[str, Any], at: int = AT) -> None:
    made = step(tx, id, event, at)
    assert tx.save(made, event_id=f"e{json.loads(made)['revision']}", event=json.dumps(event))


def deploy(tx: Transaction, name: str, version: int, *, due: int) -> bool:
    row = DeploymentRow(f"id of {name}", name, "0" * 16, {"lenient": True}, AT, "<xml/>")
    members: dict[str, Any] = {"process": "p", "deployment": row.id, "version": version}
    starts = [
        StartRow(
            n=0,
            kind="message",
            element="m",
            name="paid",
            data={"kind": "message", "name": "paid", "element": "m"},
            **members,
        ),
        StartRow(
            n=1,
            kind="timer",
            element="timed",
            due=due,
            data={"kind": "timer", "due": due, "element": "timed"},
            **members,
        ),
    ]
    return tx.add_deployment(NewDeployment(row, [ProcessRow("p", version, row.id, "blue")], starts))

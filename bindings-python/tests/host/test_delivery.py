"""Messages, signals, calls, timers: what is due and what is sent to others."""

from __future__ import annotations

from typing import Any

import pytest

from models import BY_MESSAGE, CALLED, CALLER, CYCLE, RECEIVE, SENDER, SIGNALS, TIMER, TWO_TASKS, flow
from tidewheel.host import (
    Engine,
    FrozenClock,
    InvalidArgumentError,
    NoReceiverError,
    OutboxRow,
    SeveralReceiversError,
    UnknownInstanceError,
)

HOUR = 3_600_000

OWN = CALLED.replace('"begin"', '"b"').replace('"end"', '"e"').replace('"f0"', '"g0"').replace('"f1"', '"g1"')
"""The process that is called, beside another in one file."""


def statuses(engine: Engine, process: str) -> list[str]:
    return [row.status for row in engine.runtime.instances(process=process)]


def test_a_timer_fires_when_it_is_due(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(TIMER)
    start = engine.runtime.start("p")
    assert [row.due for row in engine.management.timers()] == [clock.now() + HOUR]
    clock.advance(HOUR - 1)
    assert engine.run_due() == 0
    clock.advance(1)
    assert (engine.run_due(), engine.run_due()) == (1, 0)
    assert engine.runtime.instance(start.instance).status == "completed"
    assert engine.management.check(start.instance) == []


def test_a_timer_starts_instances_as_often_as_the_model_says(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(CYCLE)
    for n in range(6):
        clock.advance(HOUR)
        engine.run_due()
        assert len(engine.runtime.instances(process="daily")) == min(n + 1, 3)


def test_a_timer_that_was_late_makes_up_for_it(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(CYCLE)
    clock.advance(10 * HOUR)
    assert engine.run_due() == 3
    # A new version takes the timers over.
    engine.repository.deploy(CYCLE.replace("look", "see"))
    clock.advance(HOUR)
    assert engine.run_due() == 1
    assert [row.version for row in engine.runtime.instances()] == [1, 1, 1, 2]


def test_a_timer_starts_once_for_all_shards(sharded: Engine, clock: FrozenClock) -> None:
    sharded.repository.deploy(CYCLE)
    clock.advance(10 * HOUR)
    sharded.run_due()
    assert len(sharded.runtime.instances()) == 3


def test_a_message_is_for_the_subscription_that_it_agrees_with(engine: Engine) -> None:
    engine.repository.deploy(RECEIVE)
    for order in (1, 2):
        engine.runtime.start("p", business_key=f"order-{order}", variables={"order": order})
    with pytest.raises(SeveralReceiversError) as several:
        engine.runtime.message("paid")
    with pytest.raises(NoReceiverError) as none:
        engine.runtime.message("paid", correlation=3)
    assert (several.value.code, none.value.code) == ("severalReceivers", "noReceiver")
    (step,) = engine.runtime.message("paid", correlation=2, variables={"sum": 5})
    assert engine.runtime.instance(step.instance).business_key == "order-2"
    assert engine.runtime.variables(step.instance)["sum"] == 5
    assert sorted(statuses(engine, "p")) == ["active", "completed"]
    engine.runtime.message("paid", business_key="order-1")
    assert statuses(engine, "p") == ["completed", "completed"]


@pytest.mark.parametrize(("policy", "done"), [("oldest", 1), ("all", 3)])
def test_a_policy_says_who_of_several_gets_a_message(
    engine: Engine, clock: FrozenClock, policy: Any, done: int
) -> None:
    engine.repository.deploy(RECEIVE)
    ids = []
    for _ in range(3):
        ids.append(engine.runtime.start("p", variables={"order": 1}).instance)
        clock.advance(1)
    steps = engine.runtime.message("paid", correlation=1, policy=policy)
    assert [step.instance for step in steps] == ids[:done]


def test_a_message_for_an_instance(engine: Engine) -> None:
    engine.repository.deploy(RECEIVE)
    start = engine.runtime.start("p", variables={"order": 1})
    (step,) = engine.runtime.message("paid", instance=start.instance, correlation=1, event_id="m1")
    assert step.status == "completed"
    assert engine.runtime.message("paid", instance=start.instance, correlation=1, event_id="m1")[0].repeated


def test_a_message_starts_what_it_starts(engine: Engine) -> None:
    engine.repository.deploy(BY_MESSAGE)
    (step,) = engine.runtime.message("ordered", variables={"n": 1}, business_key="17", event_id="m1")
    (again,) = engine.runtime.message("ordered", variables={"n": 1}, business_key="17", event_id="m1")
    assert (again.instance, again.repeated) == (step.instance, True)
    (row,) = engine.runtime.instances()
    assert (row.business_key, engine.runtime.variables(row.id)) == ("17", {"n": 1})


def test_a_message_with_an_event_id_is_for_one_only(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(RECEIVE)
    for _ in range(2):
        engine.runtime.start("p", variables={"order": 1})
        clock.advance(1)
    for _ in range(3):
        engine.runtime.message("paid", correlation=1, policy="oldest", event_id="m1")
    assert statuses(engine, "p") == ["completed", "active"]


def test_a_message_may_wait_for_a_subscription(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(RECEIVE)
    assert engine.runtime.message("paid", correlation=7, variables={"sum": 1}, wait=True) == []
    assert engine.run_due() == 0
    (waiting,) = engine.management.undelivered()
    assert (waiting.name, waiting.attempts) == ("paid", 1)
    start = engine.runtime.start("p", variables={"order": 7})
    assert engine.run_due() == 1
    assert engine.runtime.instance(start.instance).status == "completed"
    assert engine.management.undelivered() == []
    engine.runtime.message("paid", correlation=8, wait=True)
    assert engine.management.drop(engine.management.undelivered()[0])
    assert not engine.management.drop(waiting)


def test_a_message_between_instances(engine: Engine) -> None:
    engine.repository.deploy(SENDER)
    engine.runtime.start("sender")
    engine.run_due()
    assert [row.name for row in engine.management.undelivered()] == ["ordered"]
    engine.repository.deploy(BY_MESSAGE)
    with engine.transaction() as tx:
        tx.connection.execute("update tidewheel_outbox set due = 0")
    engine.run_due()
    assert statuses(engine, "ordering") == ["active"]
    assert engine.management.undelivered() == []


def test_messages_and_signals_cross_shards(sharded: Engine) -> None:
    sharded.repository.deploy(RECEIVE)
    sharded.repository.deploy(SIGNALS)
    users = [f"user-{n}" for n in range(8)]
    for n, user in enumerate(users):
        sharded.runtime.start("p", shard=user, variables={"order": n})
        sharded.runtime.start("listener", shard=user)
    assert len({sharded.store.shard_of(user).name for user in users}) == 3
    for n in range(8):
        sharded.runtime.message("paid", correlation=n, event_id=f"m{n}")
        sharded.runtime.message("paid", correlation=n, event_id=f"m{n}")
    assert statuses(sharded, "p") == ["completed"] * 8
    sharded.runtime.start("ringer", shard="user-1")
    sharded.run_due()
    assert statuses(sharded, "listener") == ["completed"] * 8
    (started,) = sharded.runtime.instances(process="started")
    assert started.id.startswith("user-1~")


def test_a_message_of_an_instance_finds_its_receiver_in_another_shard(sharded: Engine) -> None:
    receiver = BY_MESSAGE.replace(
        '<startEvent id="came"><messageEventDefinition messageRef="m"/></startEvent>',
        '<startEvent id="b"/><receiveTask id="came" messageRef="m"/>'
        '<sequenceFlow id="g" sourceRef="b" targetRef="came"/>',
    )
    sharded.repository.deploy(receiver)
    sharded.repository.deploy(SENDER)
    for n in range(6):
        sharded.runtime.start("ordering", shard=f"user-{n}")
    for _ in range(6):
        sharded.runtime.start("sender", shard="somebody")
    sharded.run_due()
    assert len(sharded.tasks.query(node="look")) == 6
    assert sharded.management.undelivered() == []
    assert all(sharded.management.check(row.id) == [] for row in sharded.runtime.instances())


def test_a_signal_is_for_all_that_listen_and_starts_what_it_starts(engine: Engine) -> None:
    engine.repository.deploy(SIGNALS)
    ids = [engine.runtime.start("listener").instance for _ in range(3)]
    assert engine.runtime.signal("alarm", {"loud": True}, event_id="s1") == 4
    assert engine.runtime.signal("alarm", {"loud": True}, event_id="s1") == 0
    engine.run_due()
    assert statuses(engine, "listener") == ["completed"] * 3
    assert engine.runtime.variables(ids[0]) == {"loud": True}
    assert statuses(engine, "started") == ["active"]
    assert engine.runtime.signal("silence") == 0
    one = engine.runtime.start("listener")
    assert engine.runtime.signal("alarm", instance=one.instance) == 1
    assert engine.runtime.instance(one.instance).status == "completed"


def test_a_signal_of_an_instance_is_for_the_others(engine: Engine) -> None:
    engine.repository.deploy(SIGNALS)
    for _ in range(3):
        engine.runtime.start("listener")
    engine.runtime.start("ringer")
    engine.run_due()
    assert statuses(engine, "listener") == ["completed"] * 3
    assert len(engine.runtime.instances(process="started")) == 1


def test_a_called_process_answers_its_caller(engine: Engine) -> None:
    engine.repository.deploy(CALLED)
    engine.repository.deploy(CALLER)
    start = engine.runtime.start("caller", id="user~1", variables={"a": 1})
    engine.run_due()
    (called,) = engine.runtime.instances(process="called")
    assert (called.caller, called.id.partition("~")[0]) == (start.instance, "user")
    engine.tasks.complete(engine.tasks.query()[0], {"b": 2})
    engine.run_due()
    assert engine.runtime.instance(start.instance).status == "completed"
    assert [engine.management.check(id) for id in (start.instance, called.id)] == [[], []]


def test_a_call_that_is_withdrawn_ends_what_was_called(engine: Engine) -> None:
    engine.repository.deploy(CALLED)
    engine.repository.deploy(CALLER)
    for before in (True, False):
        start = engine.runtime.start("caller")
        if before:
            engine.run_due()
        engine.runtime.cancel(start.instance, "enough")
        engine.run_due()
    assert statuses(engine, "called") == ["cancelled", "cancelled"]


def test_a_call_of_what_is_not_there_is_an_incident(engine: Engine) -> None:
    engine.repository.deploy(CALLER)
    start = engine.runtime.start("caller")
    engine.run_due()
    (incident,) = engine.management.incidents(process="caller")
    assert incident.data["code"] == "callFailed"
    engine.repository.deploy(CALLED)
    engine.management.resolve(start.instance, incident.key)
    engine.run_due()
    assert statuses(engine, "called") == ["active"]


@pytest.mark.parametrize(("binding", "version"), [("deployment", 1), ("latest", 2), ("version", 1)])
def test_a_call_is_of_the_version_that_the_model_says(engine: Engine, binding: str, version: int) -> None:
    both = CALLER.replace(
        'calledElement="called">',
        f'calledElement="called" camunda:calledElementBinding="{binding}" camunda:calledElementVersion="1">',
    ).replace("</definitions>", OWN.partition(">")[2])
    engine.repository.deploy(both)
    engine.repository.deploy(CALLED)
    engine.runtime.start("caller")
    engine.run_due()
    assert [row.version for row in engine.runtime.instances(process="called")] == [version]


def test_an_answer_waits_while_its_caller_is_suspended(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(CALLED)
    engine.repository.deploy(CALLER)
    start = engine.runtime.start("caller")
    engine.run_due()
    engine.runtime.suspend(start.instance)
    engine.tasks.complete(engine.tasks.query()[0])
    engine.run_due()
    assert [row.kind for row in engine.management.undelivered()] == ["answer"]
    engine.runtime.resume(start.instance)
    clock.advance(60_000)
    engine.run_due()
    assert engine.runtime.instance(start.instance).status == "completed"


def test_what_is_sent_to_nobody_is_dropped(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(TWO_TASKS)
    start = engine.runtime.start("order")
    late = [
        OutboxRow(f"x{n}", 1, 0, "answer", {"type": "callFinished", "call": 99}, clock.now(), target=target)
        for n, target in enumerate((start.instance, "nobody"))
    ]
    with engine.transaction() as tx:
        tx.add_outbox(late)
    engine.run_due()
    assert engine.management.undelivered() == []
    assert engine.runtime.instance(start.instance).revision == 1


def test_data_stores_and_listeners_call_the_application(engine: Engine, clock: FrozenClock) -> None:
    model = flow(
        '<userTask id="t"><extensionElements><camunda:taskListener event="complete" class="com.Audit"/>'
        "</extensionElements></userTask>"
    )
    engine.repository.deploy(model)
    calls: list[str] = []
    fails = [True]

    @engine.listener("com.Audit")
    def audit(listener: dict[str, Any], delivery: OutboxRow) -> None:
        if fails.pop():
            engine.runtime.cancel("nobody", "what the application does wrong is no reason to forget it")
        calls.append(f"{listener['event']} {delivery.attempts}")

    engine.runtime.start("p")
    engine.tasks.complete(engine.tasks.query()[0])
    fails.append(True)
    engine.run_due()
    assert calls == []
    fails[:] = [False]
    clock.advance(60_000)
    engine.run_due()
    assert calls == ["complete 1"]


def test_listeners_use_the_engine(engine: Engine) -> None:
    model = flow(
        '<userTask id="t"><extensionElements><camunda:taskListener event="create" class="com.One"/>'
        '<camunda:taskListener event="create" class="com.Two"/></extensionElements></userTask>'
    )
    engine.repository.deploy(model)
    engine.repository.deploy(TWO_TASKS)

    @engine.listener("com.One")
    def one(_: dict[str, Any], delivery: OutboxRow) -> None:
        with engine.transaction(delivery.instance) as tx:
            assert engine.store.current() is tx
            engine.runtime.start("order", business_key="one")

    @engine.listener("com.Two")
    async def two(_: dict[str, Any], delivery: OutboxRow) -> None:
        engine.runtime.start("order", business_key="two", event_id=delivery.id)

    engine.runtime.start("p")
    engine.run_due()
    assert sorted(row.business_key or "" for row in engine.runtime.instances(process="order")) == [
        "one",
        "two",
    ]
    assert engine.management.undelivered() == []


def test_what_one_instance_cannot_do_keeps_no_other(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(TIMER)
    broken, sound = engine.runtime.start("p"), engine.runtime.start("p")
    with engine.transaction() as tx:
        change = "update tidewheel_instance set snapshot = 'broken' where id = "
        tx.connection.execute(f"{change}'{broken.instance}'")
    clock.advance(HOUR)
    engine.run_due()
    assert engine.runtime.instance(sound.instance).status == "completed"
    assert engine.run_due() == 0


def test_wrong_questions(engine: Engine) -> None:
    with pytest.raises(InvalidArgumentError):
        engine.runtime.message("m", correlation=object(), event_id="m")
    with pytest.raises(UnknownInstanceError):
        engine.runtime.signal("s", instance="nobody")

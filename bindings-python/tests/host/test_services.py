"""The services, and their refusals: AI5, AI6, AI13, AI14, AI15, AI18, and bad input."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Make
from models import AUTHENTICATION, CANDIDATES, LANES, RETRIED, TIMER, TWO_TASKS
from tidewheel import RejectionError, TidewheelError
from tidewheel.host import (
    AlreadyAssignedError,
    Engine,
    FrozenClock,
    InstanceExistsError,
    InvalidArgumentError,
    Limits,
    NoTaskError,
    SeveralInstancesError,
    StaleRevisionError,
    TooLargeError,
    UnknownInstanceError,
    UnknownProcessError,
)


def everything(engine: Engine) -> list[Any]:
    """All rows of a store."""
    tables = (
        "deployment",
        "process",
        "start",
        "instance",
        "obligation",
        "candidate",
        "event",
        "history",
        "outbox",
    )
    with engine.transaction() as tx:
        return [
            sorted(map(repr, tx.connection.execute(f"select * from tidewheel_{table}").fetchall()))
            for table in tables
        ]


def test_ai13_an_instance_runs_through_the_services(engine: Engine) -> None:
    engine.repository.deploy(TWO_TASKS)
    start = engine.runtime.start("order", business_key="17", variables={"total": 120})
    task = engine.tasks.find("17", "pay")
    engine.tasks.claim(task, "ann")
    assert engine.tasks.complete(task, {"paid": True}).revision == 2
    (job,) = engine.management.jobs("ship")
    assert (
        engine.runtime.apply(start.instance, {"type": "jobCompleted", "job": job.key}).status == "completed"
    )
    assert [event.revision for event in engine.history.events(start.instance)] == [1, 2, 3]
    assert engine.history.entries(start.instance, after=2)[-1].type == "ended"
    assert engine.management.check(start.instance) == []
    assert engine.management.purge(start.instance)
    assert engine.runtime.instances() == []


@pytest.mark.parametrize("level", ["none", "activity", "full"])
def test_ai14_the_engine_does_the_same_at_every_level_of_history(make: Make, level: Any) -> None:
    with Engine(make(), clock=FrozenClock(), history=level) as engine:
        engine.repository.deploy(AUTHENTICATION)
        start = engine.runtime.start(
            "authentication", business_key="b", variables={"dataSource": "upload"}, id="one"
        )
        for node in ("NODE_1", "NODE_2", "NODE_4"):
            engine.tasks.complete_at("b", node, variables={"result": "genuine"})
        row = engine.runtime.instance(start.instance)
        assert (row.status, row.revision) == ("completed", 4)
        assert engine.management.check("one") == []
        types = {entry.type for entry in engine.history.entries("one")}
        assert ("entered" in types, "flowTaken" in types) == (level != "none", level == "full")
        assert all((event.event is None) == (level != "full") for event in engine.history.events("one"))


def test_ai15_the_process_goes_forward_back_and_forks_again(engine: Engine) -> None:
    engine.repository.deploy(AUTHENTICATION)
    start = engine.runtime.start("authentication", business_key="b", variables={"dataSource": "upload"})
    engine.tasks.complete_at("b", "NODE_1")
    engine.tasks.complete_at("b", "NODE_2", variables={"result": "doubtful"})
    assert [task.element for task in engine.tasks.query()] == ["NODE_1"]
    engine.tasks.complete_at("b", "NODE_1", variables={"dataSource": "registry"})
    (task,) = engine.tasks.query()
    assert task.element == "NODE_3"
    engine.runtime.modify(
        start.instance,
        [{"type": "goBack", "activation": task.data["activation"], "to": "NODE_1"}],
        "the registry has asked for other documents",
    )
    engine.tasks.complete_at("b", "NODE_1", variables={"dataSource": "upload"})
    engine.tasks.complete_at("b", "NODE_2", variables={"result": "genuine"})
    assert engine.tasks.complete_at("b", "NODE_4").status == "completed"
    history = engine.history.entries(start.instance)
    flows = [entry.data["flow"] for entry in history if entry.type == "flowTaken"]
    assert flows.count("from_user") == 2 and flows.count("from_registry") == 1
    modified = [entry.data for entry in history if entry.type == "modified"]
    assert [entry["reason"] for entry in modified] == ["the registry has asked for other documents"]
    assert engine.management.check(start.instance) == []


def test_ai18_tables_can_be_dropped_in_any_order(engine: Engine) -> None:
    engine.repository.deploy(AUTHENTICATION)
    engine.runtime.start("authentication")
    tables = (
        "instance",
        "deployment",
        "obligation",
        "history",
        "start",
        "candidate",
        "event",
        "process",
        "outbox",
        "meta",
    )
    with engine.transaction() as tx:
        for table in tables:
            tx.connection.execute(f"drop table tidewheel_{table}")
    engine.store.close()
    engine.open()
    assert engine.runtime.instances() == []


def test_people_find_and_take_their_work(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(CANDIDATES)
    for key in ("a", "b"):
        engine.runtime.start("p", business_key=key)
    tasks = engine.tasks

    def keys(**query: Any) -> list[str]:
        return sorted(task.business_key or "" for task in tasks.query(**query))

    assert keys(candidate_user="ann") == keys(candidate_groups=["clerks", "x"]) == ["a", "b"]
    assert keys(candidate_user="cid") == keys(process="q") == keys(lane="x") == []
    assert keys(due_before=clock.now()) == [] and keys(due_before=clock.now() + 10**9) == ["a", "b"]
    task = tasks.find("a", "review")
    assert (task.name, task.priority, task.due) == ("Review it", 5, clock.now() + 86_400_000)
    tasks.claim(task, "ann")
    tasks.claim(task, "ann")
    with pytest.raises(AlreadyAssignedError) as caught:
        tasks.claim(task, "bob")
    assert caught.value.code == "alreadyAssigned"
    assert (keys(assignee="ann"), keys(unassigned=True)) == (["a"], ["b"])
    with pytest.raises(AlreadyAssignedError):
        tasks.delegate(task, "cid", by="bob")
    tasks.delegate(task, "cid", by="ann")
    found = tasks.find("a", "review", "cid")
    assert (found.owner, found.assignee) == ("ann", "cid")
    tasks.unclaim(task)
    assert keys(unassigned=True) == ["a", "b"]
    noted = [
        (entry.type, entry.data["user"])
        for entry in engine.history.entries(task.instance)
        if "user" in entry.data
    ]
    assert noted == [("claimed", "ann"), ("delegated", "cid"), ("unclaimed", "cid")]
    tasks.complete((task.instance, task.key))
    calls: list[Any] = [
        lambda: tasks.complete(task),
        lambda: tasks.claim(task, "ann"),
        lambda: tasks.unclaim(task),
        lambda: tasks.find("a", "review"),
        lambda: tasks.complete_at("a", "review"),
    ]
    for call in calls:
        with pytest.raises(NoTaskError):
            call()


def test_people_find_the_work_of_their_lane(engine: Engine) -> None:
    engine.repository.deploy(LANES)
    engine.runtime.start("p")
    assert [task.lane for task in engine.tasks.query(lane="Clerks")] == ["Clerks"]
    assert engine.tasks.query(lane="Bosses") == []


def test_a_call_with_the_same_event_id_changes_nothing(engine: Engine) -> None:
    engine.repository.deploy(TWO_TASKS)
    first = engine.runtime.start("order", business_key="17", event_id="s1")
    again = engine.runtime.start("order", business_key="17", event_id="s1")
    assert (again.instance, again.revision, again.repeated) == (first.instance, 1, True)
    task = engine.tasks.find("17", "pay")
    calls: list[Any] = [
        lambda: engine.runtime.set_variables(first.instance, {"a": 1}, event_id="e1"),
        lambda: engine.runtime.suspend(first.instance, event_id="e2"),
        lambda: engine.runtime.resume(first.instance, event_id="e3"),
        lambda: engine.tasks.complete(task, event_id="e4"),
        lambda: engine.tasks.complete_at("17", "pay", event_id="e4"),
        lambda: engine.runtime.cancel(first.instance, "enough", event_id="e5"),
    ]
    for call in calls:
        done = call()
        before = everything(engine)
        repeated = call()
        assert (repeated.repeated, repeated.revision) == (True, done.revision)
        assert everything(engine) == before


def test_a_caller_that_has_seen_an_older_revision_is_told(engine: Engine) -> None:
    engine.repository.deploy(TWO_TASKS)
    start = engine.runtime.start("order", business_key="17")
    task = engine.tasks.find("17", "pay")
    engine.runtime.set_variables(start.instance, {"a": 1}, expected=1)
    before = everything(engine)
    calls: list[Any] = [
        lambda: engine.runtime.set_variables(start.instance, {"a": 2}, expected=1),
        lambda: engine.tasks.complete(task, expected=task.revision),
        lambda: engine.runtime.cancel(start.instance, "x", expected=3),
    ]
    for call in calls:
        with pytest.raises(StaleRevisionError) as caught:
            call()
        assert caught.value.code == "staleRevision"
    assert everything(engine) == before


def test_what_is_refused_changes_nothing(engine: Engine) -> None:
    engine.repository.deploy(TWO_TASKS)
    start = engine.runtime.start("order", business_key="17", id="one")
    engine.runtime.start("order", business_key="17", id="two")
    runtime, tasks, big = engine.runtime, engine.tasks, {"x": "y" * 1_000_001}
    nothing: Any = {"type": "nothing"}
    before = everything(engine)
    refused: list[tuple[Any, type[TidewheelError], str]] = [
        (lambda: runtime.start("unknown"), UnknownProcessError, "unknownProcess"),
        (lambda: runtime.start("order", id="one"), InstanceExistsError, "instanceExists"),
        (lambda: runtime.start("order", id=""), InvalidArgumentError, "invalidArgument"),
        (lambda: runtime.start("order", id="a\0b"), InvalidArgumentError, "invalidArgument"),
        (lambda: runtime.start("order", id="i" * 256), TooLargeError, "tooLarge"),
        (lambda: runtime.start("order", business_key="k" * 256), TooLargeError, "tooLarge"),
        (lambda: runtime.start("order", variables=big), TooLargeError, "tooLarge"),
        (lambda: runtime.start("order", variables={"x": object()}), InvalidArgumentError, "invalidArgument"),
        (
            lambda: runtime.start("order", variables={"x": float("nan")}),
            InvalidArgumentError,
            "invalidArgument",
        ),
        (lambda: runtime.start("order", id="a~1", shard="b"), InvalidArgumentError, "invalidArgument"),
        (lambda: runtime.set_variables("one", big), TooLargeError, "tooLarge"),
        (lambda: runtime.set_variables("nobody", {}), UnknownInstanceError, "unknownInstance"),
        (lambda: runtime.set_variables("one", {}, event_id="e" * 256), TooLargeError, "tooLarge"),
        (lambda: runtime.set_variables("one", {}, event_id="#2"), InvalidArgumentError, "invalidArgument"),
        (lambda: runtime.variables("one", 999), InvalidArgumentError, "invalidArgument"),
        (lambda: runtime.variables("nobody"), UnknownInstanceError, "unknownInstance"),
        (lambda: runtime.apply("one", {"type": "jobCompleted", "job": 999}), RejectionError, "unknownKey"),
        (lambda: runtime.apply("one", {"type": "timerFired", "timer": 4}), RejectionError, "wrongKind"),
        (lambda: runtime.apply("one", nothing), RejectionError, "invalidEvent"),
        (lambda: runtime.resume("one"), RejectionError, "notSuspended"),
        (
            lambda: runtime.modify("one", [{"type": "cancel", "activation": 99}]),
            RejectionError,
            "invalidModification",
        ),
        (lambda: runtime.running("17"), SeveralInstancesError, "severalInstances"),
        (lambda: runtime.running("18"), UnknownInstanceError, "unknownInstance"),
        (lambda: runtime.message("m", instance="one"), RejectionError, "noMatch"),
        (lambda: tasks.complete(("one", 99)), NoTaskError, "noTask"),
        (lambda: tasks.complete(("nobody", 4)), UnknownInstanceError, "unknownInstance"),
        (lambda: tasks.complete(("one", 4), big), TooLargeError, "tooLarge"),
        (lambda: tasks.claim(("one", 4), ""), InvalidArgumentError, "invalidArgument"),
        (lambda: tasks.claim(("one", 4), "u" * 256), TooLargeError, "tooLarge"),
        (lambda: engine.management.resolve("one", 4), RejectionError, "wrongKind"),
        (lambda: engine.management.check("nobody"), UnknownInstanceError, "unknownInstance"),
    ]
    for call, kind, code in refused:
        with pytest.raises(kind) as caught:
            call()
        assert caught.value.code == code
        assert everything(engine) == before
    engine.runtime.cancel(start.instance, "x")
    before = everything(engine)
    with pytest.raises(RejectionError) as ended:
        engine.runtime.set_variables("one", {"a": 1})
    assert ended.value.code == "instanceEnded"
    assert everything(engine) == before


def test_ai12_what_is_too_long_is_cut_or_refused(make: Make, clock: FrozenClock) -> None:
    limits = Limits(id=20, key=30, variables=200, message=40)
    with Engine(make(), clock=clock, limits=limits) as engine:
        engine.repository.deploy(RETRIED, "retried")
        start = engine.runtime.start("p", id="one")

        @engine.worker("work")
        def work(_: object) -> None:
            raise RuntimeError("ü" * 5000)

        for _ in range(4):
            engine.settle()
            clock.advance(10_000)
        (incident,) = engine.management.incidents()
        assert 0 < len(incident.data["message"]) < 200
        failed = [
            entry.data["message"] for entry in engine.history.entries("one") if entry.type == "jobFailed"
        ]
        assert {len(message) for message in failed} == {40}
        before = everything(engine)
        with pytest.raises(TooLargeError):
            engine.runtime.set_variables(start.instance, {"x": "ü" * 100})
        assert everything(engine) == before
        engine.runtime.cancel("one", "r" * 500)
        assert engine.management.check("one") == []


def test_ai12_keys_that_no_index_takes_are_refused(engine: Engine) -> None:
    model = TWO_TASKS.replace('id="pay"', 'id="pay" camunda:assignee="${who}"')
    engine.repository.deploy(model)
    before = everything(engine)
    with pytest.raises(TooLargeError, match="assignee"):
        engine.runtime.start("order", variables={"who": "x" * 737})
    assert everything(engine) == before
    engine.runtime.start("order", variables={"who": "a\0b"})
    assert [task.assignee for task in engine.tasks.query()] == ["a\ufffdb"]


def test_a_suspended_instance_waits(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(TIMER)
    start = engine.runtime.start("p")
    engine.runtime.suspend(start.instance, "holidays")
    clock.advance(3_600_000)
    assert engine.run_due() == 0
    engine.runtime.resume(start.instance)
    assert engine.run_due() == 1
    assert engine.runtime.instance(start.instance).status == "completed"


def test_an_index_that_is_not_what_it_should_be_is_found_and_repaired(engine: Engine) -> None:
    engine.repository.deploy(CANDIDATES)
    start = engine.runtime.start("p", id="one")
    assert engine.management.check("one") == []
    with engine.transaction() as tx:
        tx.connection.execute("update tidewheel_obligation set element = 'other'")
        tx.connection.execute("delete from tidewheel_candidate where name = 'ann'")
    assert len(engine.management.check(start.instance)) == 2
    with engine.transaction() as tx:
        tx.connection.execute("delete from tidewheel_obligation")
    assert engine.management.check("one")[0] == "userTask 4 is open and not in the index"
    engine.management.reindex("one")
    assert engine.management.check("one") == []
    with engine.transaction() as tx:
        tx.connection.execute("update tidewheel_event set event = replace(event, 'one', 'two')")
    assert engine.management.check("one") == ["the replayed events give another snapshot"]

"""Workers: leases, retries, errors, evaluators, graceful ends; and two hosts on one database."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conftest import Make, on_postgres
from models import HEAD, RETRIED, SCRIPT, TWO_TASKS, flow
from postgres import Cluster
from tidewheel.host import (
    AsyncEngine,
    BpmnError,
    Engine,
    FrozenClock,
    Job,
    JobFailure,
    LeaseLostError,
    PostgresStore,
    ShardedStore,
    UnknownProcessError,
)
from tidewheel.host.workers import answer, take

WORK = flow('<serviceTask id="work"/>')


def until(what: Callable[[], Any], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it does not come to it"
        time.sleep(0.01)


def ended(engine: Engine) -> list[str]:
    return [row.status for row in engine.runtime.instances(limit=1000) if row.over]


def test_a_worker_gets_what_its_task_sees(engine: Engine) -> None:
    model = flow(
        '<serviceTask id="work"><extensionElements><zeebe:taskDefinition type="print"/><zeebe:ioMapping>'
        '<zeebe:input source="=total * 2" target="double"/></zeebe:ioMapping><zeebe:taskHeaders>'
        '<zeebe:header key="paper" value="A4"/></zeebe:taskHeaders></extensionElements></serviceTask>'
    )
    engine.repository.deploy(model)
    seen: list[Job] = []

    @engine.worker("print")
    def work(job: Job) -> dict[str, Any]:
        seen.append(job)
        return {"printed": True}

    start = engine.runtime.start("p", business_key="17", variables={"total": 4})
    assert engine.settle() == 1
    (job,) = seen
    assert (job.variables, job.headers, job.business_key) == (
        {"total": 4, "double": 8},
        {"paper": "A4"},
        "17",
    )
    assert (job.id, job.element, job.process, job.lost()) == (
        f"{start.instance}:{job.key}",
        "work",
        "p",
        False,
    )
    assert engine.runtime.variables(start.instance) == {"total": 4, "printed": True}


def test_a_job_is_tried_again_as_the_model_says(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(RETRIED)
    tries: list[int] = []

    @engine.worker("work")
    def work(job: Job) -> None:
        tries.append(job.data["retries"])
        raise RuntimeError("out of order")

    start = engine.runtime.start("p")
    for _ in range(5):
        engine.settle()
        clock.advance(9_999)
        assert engine.settle() == 0
        clock.advance(1)
    assert tries == [3, 2, 1]
    (incident,) = engine.management.incidents()
    assert "out of order" in incident.data["message"]
    engine.management.resolve(start.instance, incident.key)
    engine.settle()
    assert len(tries) == 4


def test_a_worker_says_itself_how_to_go_on(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(WORK)
    tries = []

    @engine.worker("work")
    def work(job: Job) -> None:
        tries.append(job.key)
        if len(tries) == 1:
            raise JobFailure("later", retries=1, backoff=500)

    engine.runtime.start("p")
    engine.settle()
    assert len(tries) == 1
    clock.advance(500)
    engine.settle()
    assert ended(engine) == ["completed"]


def test_errors_and_escalations_are_the_model_s(engine: Engine) -> None:
    model = (
        f'{HEAD}<error id="e" errorCode="broke"/><escalation id="x" escalationCode="slow"/>'
        '<process id="p" isExecutable="true"><startEvent id="b"/><serviceTask id="work"/><endEvent id="end"/>'
        '<boundaryEvent id="caught" attachedToRef="work"><errorEventDefinition errorRef="e"/></boundaryEvent>'
        '<boundaryEvent id="told" attachedToRef="work" cancelActivity="false">'
        '<escalationEventDefinition escalationRef="x"/></boundaryEvent>'
        '<userTask id="mend"/><userTask id="hurry"/>'
        '<sequenceFlow id="f1" sourceRef="b" targetRef="work"/><sequenceFlow id="f2" sourceRef="work" targetRef="end"/>'
        '<sequenceFlow id="f3" sourceRef="caught" targetRef="mend"/>'
        '<sequenceFlow id="f4" sourceRef="told" targetRef="hurry"/></process></definitions>'
    )
    engine.repository.deploy(model)

    @engine.worker("work")
    def work(job: Job) -> None:
        job.escalate("slow", {"late": True})
        raise BpmnError("broke", "it is broken", {"part": "axle"})

    start = engine.runtime.start("p")
    engine.settle()
    assert sorted(task.element for task in engine.tasks.query()) == ["hurry", "mend"]
    assert engine.runtime.variables(start.instance) == {"late": True, "part": "axle"}
    assert engine.management.check(start.instance) == []


@pytest.mark.parametrize("returned", [[1], {"x": object()}, {"x": "y" * 1_000_001}, {"x": float("inf")}])
def test_what_a_worker_cannot_return_fails_its_job(engine: Engine, returned: Any) -> None:
    engine.repository.deploy(WORK)

    @engine.worker("work")
    def work(_: Job) -> Any:
        return returned

    start = engine.runtime.start("p")
    engine.settle()
    assert [row.data["code"] for row in engine.management.incidents()] == ["jobFailed"]
    assert engine.runtime.variables(start.instance) == {}


def test_a_lease_that_is_lost_counts_for_nothing(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(WORK)
    engine.worker("work", timeout=10)(lambda job: None)
    start = engine.runtime.start("p")
    (work,) = take(engine, 5)
    assert take(engine, 5) == []
    clock.advance(10_000)
    assert [row.instance for row in engine.management.lost_leases()] == [start.instance]
    other = Engine(engine.store, clock=clock)
    other.worker("work")(lambda job: None)
    assert len(take(other, 5)) == 1
    event: Any = {"type": "jobCompleted", "job": work.row.key}
    with pytest.raises(LeaseLostError) as caught:
        answer(engine, work.row, event, "job")
    assert caught.value.code == "leaseLost"
    assert engine.runtime.instance(start.instance).revision == 1
    answer(other, work.row, event, "job")
    answer(other, work.row, event, "job")
    assert engine.runtime.instance(start.instance).revision == 2


def test_a_job_of_a_suspended_instance_is_given_back(engine: Engine, clock: FrozenClock) -> None:
    engine.repository.deploy(WORK)

    @engine.worker("work")
    def work(job: Job) -> None:
        if engine.runtime.instance(job.instance).status == "active" and not ended(engine):
            engine.runtime.suspend(job.instance)

    start = engine.runtime.start("p")
    engine.settle()
    assert engine.management.jobs()[0].holder is None
    engine.runtime.resume(start.instance)
    clock.advance(60_000)
    with engine.transaction() as tx:
        assert tx.due_timers(clock.now(), 1) == []
    engine.handlers.add("job", ("other",), 1)(work)
    assert engine.management.check(start.instance) == []


def test_expressions_in_other_languages_are_the_application_s(engine: Engine) -> None:
    engine.repository.deploy(SCRIPT)

    @engine.evaluator("python")
    def evaluate(source: str, variables: dict[str, Any]) -> Any:
        return eval(source, {}, variables)

    for amount in (500, 5):
        engine.runtime.start("p", variables={"amount": amount})
    engine.settle()
    assert sorted(task.element for task in engine.tasks.query()) == ["big", "small"]
    engine.runtime.start("p")
    engine.settle()
    (incident,) = engine.management.incidents()
    assert "amount" in incident.data["message"]


def test_a_name_has_one_function(engine: Engine) -> None:
    engine.worker("a", "b")(lambda job: None)
    with pytest.raises(ValueError, match="`b`"):
        engine.worker("b")(lambda job: None)
    with pytest.raises(TypeError):
        engine.worker()


def test_the_background_does_it_all(make: Make) -> None:
    model = flow(
        '<serviceTask id="work"/>',
        '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT0.05S</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>",
        '<serviceTask id="more"/>',
    )
    with Engine(make()) as engine:
        engine.repository.deploy(model)
        engine.worker("work")(lambda job: {"work": 1})

        @engine.worker("more")
        async def more(job: Job) -> dict[str, Any]:
            await asyncio.sleep(0.001)
            return {"more": job.variables["work"] + 1}

        with engine.background(threads=3):
            with pytest.raises(RuntimeError), engine.background():
                pass
            ids = [engine.runtime.start("p").instance for _ in range(20)]
            until(lambda: len(ended(engine)) == 20)
        assert all(engine.runtime.variables(id) == {"work": 1, "more": 2} for id in ids)
        assert all(engine.management.check(id) == [] for id in ids)


def test_a_job_that_runs_keeps_its_lease(make: Make) -> None:
    with Engine(make()) as engine:
        engine.repository.deploy(WORK)
        runs = []

        @engine.worker("work", timeout=1.2)
        def work(job: Job) -> None:
            runs.append(job.key)
            time.sleep(2.5)

        engine.runtime.start("p")
        with engine.background(threads=2, poll=0.1):
            until(lambda: ended(engine) == ["completed"])
        assert len(runs) == 1


def test_at_the_end_running_jobs_are_waited_for_or_given_back(make: Make) -> None:
    with Engine(make()) as engine:
        engine.repository.deploy(WORK)
        begun, go = threading.Event(), threading.Event()

        @engine.worker("work")
        def work(job: Job) -> None:
            begun.set()
            assert go.wait(20)

        engine.runtime.start("p")
        with engine.background(grace=20):
            assert begun.wait(20)
            threading.Timer(0.2, go.set).start()
        assert ended(engine) == ["completed"]
        go.clear()
        begun.clear()
        engine.runtime.start("p")
        with engine.background(grace=0.1):
            assert begun.wait(20)
        (row,) = engine.management.jobs()
        assert (row.holder, row.lease) == (None, None)
        go.set()


def test_ai10_ai11_the_traces_are_the_same_in_one_store_and_in_many(make: Make) -> None:
    """Where instances lie changes nothing of what they do, and none of them knows of another."""

    def run(engine: Engine) -> list[Any]:
        engine.repository.deploy(TWO_TASKS, "v1")
        engine.worker("ship")(lambda job: {"parcel": job.business_key})
        for n in range(9):
            engine.runtime.start("order", business_key=f"b{n}", shard=f"user-{n}", variables={"n": n})
        for n in range(0, 9, 2):
            engine.tasks.complete_at(f"b{n}", "pay", variables={"paid": n})
        engine.settle()
        traces = []
        for row in engine.runtime.instances():
            history = [(entry.revision, entry.n, entry.data) for entry in engine.history.entries(row.id)]
            traces.append((row.id, row.status, row.snapshot, history))
            assert engine.management.check(row.id) == []
        return traces

    def numbered() -> Callable[[], str]:
        numbers = iter(range(1000))
        return lambda: f"{next(numbers):04}"

    with Engine(make(), clock=FrozenClock(), new_id=numbered()) as one:
        alone = run(one)
    with Engine(ShardedStore([make() for _ in range(4)]), clock=FrozenClock(), new_id=numbered()) as many:
        assert run(many) == alone
        assert len({many.store.shard_of(f"user-{n}") for n in range(9)}) > 1
        for row in many.runtime.instances():
            others = [other.id for other in many.runtime.instances() if other.id != row.id]
            snapshot = many.runtime.instance(row.id).snapshot or ""
            assert not any(other in snapshot for other in others)


@pytest.fixture
def shared(cluster: Cluster) -> Iterator[tuple[Engine, Engine]]:
    """Two hosts on one database."""
    store = on_postgres(cluster)
    with Engine(store) as first, Engine(PostgresStore(store._conninfo)) as second:
        yield first, second


def test_two_hosts_share_the_work(shared: tuple[Engine, Engine]) -> None:
    first, second = shared
    first.repository.deploy(WORK, "v1")
    assert not second.repository.deploy(WORK, "v1").new
    done: dict[str, list[str]] = {"first": [], "second": []}
    for name, engine in zip(done, shared):

        def work(job: Job, name: str = name) -> None:
            done[name].append(job.instance)
            time.sleep(0.01)

        engine.worker("work")(work)
    ids = [first.runtime.start("p").instance for _ in range(60)]
    with first.background(threads=2), second.background(threads=2):
        until(lambda: len(ended(first)) == 60)
    assert sorted(done["first"] + done["second"]) == sorted(ids)
    assert done["first"] and done["second"]
    assert all(second.management.check(id) == [] for id in ids)


def test_a_host_is_woken_by_another(shared: tuple[Engine, Engine]) -> None:
    first, second = shared
    first.repository.deploy(WORK)
    second.worker("work")(lambda job: None)
    with second.background(poll=30):
        time.sleep(0.5)
        first.runtime.start("p")
        until(lambda: ended(first) == ["completed"], 5)


def test_many_writers_of_one_instance(make: Make) -> None:
    with Engine(make()) as engine:
        engine.repository.deploy(TWO_TASKS)
        id = engine.runtime.start("order").instance

        def write(n: int) -> None:
            for m in range(10):
                engine.runtime.set_variables(id, {f"v{n}": m}, event_id=f"{n}-{m}")

        threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert engine.runtime.instance(id).revision == 41
        assert engine.runtime.variables(id) == {f"v{n}": 9 for n in range(4)}
        assert engine.management.check(id) == []


def test_asyncio(make: Make, clock: FrozenClock) -> None:
    async def run() -> None:
        async with AsyncEngine(make(), clock=clock) as engine:
            await engine.repository.deploy(TWO_TASKS)
            loops = []

            @engine.worker("ship")
            async def ship(job: Job) -> dict[str, Any]:
                loops.append(asyncio.get_running_loop())
                return {"parcel": 1}

            ids = [(await engine.runtime.start("order", business_key=str(n))).instance for n in range(5)]
            await asyncio.gather(*(engine.tasks.complete_at(str(n), "pay") for n in range(5)))
            assert await engine.run_due() == 0
            assert await engine.settle() == 5
            assert loops == [asyncio.get_running_loop()] * 5
            assert {(await engine.runtime.instance(id)).status for id in ids} == {"completed"}
            with pytest.raises(RuntimeError):
                async with engine.transaction():
                    await engine.runtime.start("order", business_key="undone")
                    assert len(await engine.runtime.instances(business_key="undone")) == 1
                    async with engine.transaction():
                        await engine.runtime.start("order", business_key="undone")
                    raise RuntimeError
            assert await engine.runtime.instances(business_key="undone") == []
            async with engine.transaction():
                starts = (engine.runtime.start("order", business_key="many") for _ in range(10))
                refused = (engine.runtime.start("unknown") for _ in range(10))
                results = await asyncio.gather(*starts, *refused, return_exceptions=True)
            assert sum(isinstance(result, UnknownProcessError) for result in results) == 10
            assert len(await engine.runtime.instances(business_key="many")) == 10
            running = asyncio.create_task(engine.run(poll=0.05))
            id = (await engine.runtime.start("order", business_key="last")).instance
            await engine.tasks.complete_at("last", "pay")
            while (await engine.runtime.instance(id)).status == "active":
                await asyncio.sleep(0.01)
            engine.stop()
            await running

    asyncio.run(run())

"""Business functions with operations: AI1 to AI7, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from conftest import Make
from models import AUTHENTICATION
from tidewheel import TidewheelError
from tidewheel.host import (
    AsyncEngine,
    Engine,
    FrozenClock,
    InvalidArgumentError,
    MissingPathError,
    NoTaskError,
    NotBoundError,
    ObligationQuery,
    SeveralTasksError,
    Store,
    StoreUnavailableError,
    UnknownInstanceError,
    UnknownProcessError,
)
from tidewheel.host.business import Workflow


@dataclass
class Req:
    uuid: str = "biz-1"
    userId: str = "ann"
    dataSource: str = "upload"
    result: dict[str, str] = field(default_factory=lambda: {"is": "genuine"})


VARIABLES = "{userId: '#req.userId', dataSource: '#req.dataSource'}"


@pytest.fixture
def workflow(engine: Engine) -> Workflow:
    engine.repository.deploy(AUTHENTICATION, "authentication-v202611251200")
    with engine.transaction() as tx:
        tx.connection.execute("create table business (id text primary key, state text not null)")
    return Workflow(engine)


def note(store: Store, id: str, state: str) -> None:
    """What business code does: its own accessor to the connection of the open transaction."""
    tx = store.current()
    assert tx is not None
    mark = "?" if "sqlite" in type(store).__name__.lower() else "%s"
    tx.connection.execute(f"insert into business (id, state) values ({mark}, {mark})", (id, state))


def noted(engine: Engine) -> list[tuple[str, str]]:
    with engine.transaction() as tx:
        return [
            tuple(row)
            for row in tx.connection.execute("select id, state from business order by id").fetchall()
        ]


def rows_of(engine: Engine) -> int:
    """How much there is of everything."""
    with engine.transaction() as tx:
        tables = ("instance", "obligation", "event", "history", "outbox")
        counts = [
            tx.connection.execute(f"select count(*) from tidewheel_{table}").fetchone() for table in tables
        ]
        return sum(int(count[0]) for count in counts)


def test_ai1_an_operation_is_declared_on_a_function(engine: Engine, workflow: Workflow) -> None:
    @workflow.start("authentication", biz_id="#req.uuid", assignee="#req.userId", variables=VARIABLES)
    def apply(req: Req) -> str:
        return f"applied {req.uuid}"

    @workflow.complete(node="NODE_1", biz_id="#biz")
    def hand_in(biz: str) -> None: ...

    @workflow.complete(biz_id="biz-1")
    def by_default() -> None: ...

    @workflow.cancel(biz_id="#biz", cancel_reason="FINISH_FORCE_INVALID")
    def withdraw(biz: str) -> None: ...

    assert apply(Req()) == "applied biz-1"
    (task,) = engine.tasks.query(business_key="biz-1")
    assert (task.element, task.assignee) == ("NODE_1", "ann")
    assert engine.runtime.variables(task.instance) == {"userId": "ann", "dataSource": "upload"}
    hand_in(biz="biz-1")
    assert [task.element for task in engine.tasks.query(business_key="biz-1")] == ["NODE_2"]
    with pytest.raises(NoTaskError, match="`END`"):
        by_default()
    withdraw("biz-1")
    assert engine.runtime.instance(task.instance).status == "cancelled"


def test_ai2_operations_of_one_function_run_in_written_order(engine: Engine, workflow: Workflow) -> None:
    @workflow.start("authentication", biz_id="#req.uuid", assignee="#req.userId", variables=VARIABLES)
    @workflow.complete(node="NODE_1")
    @workflow.complete(node="NODE_2", variables={"result": "#req.result.is"})
    @workflow.cancel(cancel_reason="FINISH_FORCE_INVALID")
    def all_at_once(req: Req) -> None:
        note(engine.store, req.uuid, "done")

    all_at_once(Req())
    (row,) = engine.runtime.instances(business_key="biz-1")
    assert row.status == "cancelled"
    left = [entry.element for entry in engine.history.entries(row.id) if entry.type == "left"]
    assert [element for element in left if element and element.startswith("NODE")] == ["NODE_1", "NODE_2"]
    assert engine.management.check(row.id) == []

    @workflow.start("authentication", biz_id="#req.uuid", variables=VARIABLES)
    @workflow.complete(node="NODE_1")
    @workflow.complete(node="NODE_3")
    def wrong_at_the_end(req: Req) -> None:
        note(engine.store, req.uuid, "done")

    before = rows_of(engine)
    with pytest.raises(NoTaskError):
        wrong_at_the_end(Req("biz-2"))
    assert (rows_of(engine), noted(engine)) == (before, [("biz-1", "done")])


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("#request.uuid", "no argument `request`"),
        ("#req.missing", "Req has no `missing`"),
        ("#req.result.none", "there is no `none`"),
        ("{a: '#req.no'}", "Req has no `no`"),
        (lambda unknown: 1, "no argument `unknown`"),
    ],
)
def test_ai3_a_missing_path_is_told_before_anything_changes(
    engine: Engine, workflow: Workflow, wanted: Any, message: str
) -> None:
    called = []

    @workflow.start("authentication", biz_id="#req.uuid", variables={"x": wanted})
    def apply(req: Req) -> None:
        called.append(req)

    before = rows_of(engine)
    with pytest.raises(MissingPathError, match=message) as caught:
        apply(Req())
    assert (caught.value.code, called, rows_of(engine)) == ("missingPath", [], before)


def test_ai3_values_are_taken_from_the_named_arguments(engine: Engine, workflow: Workflow) -> None:
    @workflow.start(
        "authentication",
        biz_id=lambda req, n: f"{req.uuid}-{n}",
        variables={
            "path": "#req.result.is",
            "plain": "upload",
            "hash": "##1",
            "number": "#n",
            "dataSource": lambda req: req.dataSource,
            "inner": {"user": "#req.userId"},
            "more": "#extra",
        },
    )
    def apply(req: Req, n: int = 5, **rest: Any) -> None: ...

    apply(Req(), extra=[1])
    (row,) = engine.runtime.instances(business_key="biz-1-5")
    assert engine.runtime.variables(row.id) == {
        "path": "genuine",
        "plain": "upload",
        "hash": "#1",
        "number": 5,
        "dataSource": "upload",
        "inner": {"user": "ann"},
        "more": [1],
    }


@pytest.mark.parametrize("wrong", ["#", "#a..b", "#req.", "{a}", "{a: {b: 1}}", "#req uuid"])
def test_ai3_what_is_no_path_or_map_is_told(engine: Engine, workflow: Workflow, wrong: str) -> None:
    @workflow.start("authentication", biz_id="#req.uuid", variables={"x": wrong})
    def apply(req: Req) -> None: ...

    before = rows_of(engine)
    with pytest.raises(InvalidArgumentError):
        apply(Req())
    assert rows_of(engine) == before


def test_ai4_without_its_decorators_a_function_is_as_it_was(engine: Engine, workflow: Workflow) -> None:
    def apply(req: Req) -> str:
        """Applies."""
        return req.uuid

    start = workflow.start("authentication", biz_id="#req.uuid")
    wrapped = workflow.complete(node="NODE_1")(start(apply))
    assert (wrapped.__name__, wrapped.__doc__) == ("apply", "Applies.")
    assert apply(Req()) == "biz-1"
    assert engine.runtime.instances() == []
    workflow.bind(None)
    with pytest.raises(NotBoundError) as caught:
        wrapped(Req())
    assert caught.value.code == "notBound"


def test_ai5_tasks_are_addressed_by_business_key_and_node(engine: Engine, workflow: Workflow) -> None:
    @workflow.complete(node="#node", biz_id="#biz", assignee="#who")
    def by_path(biz: str, who: str, node: str) -> None: ...

    @workflow.complete(node="NODE_1", biz_id="#biz", assignee="#who")
    def hand_in(biz: str, who: str = "") -> None: ...

    for user in ("ann", "bob"):
        start = engine.runtime.start("authentication", business_key="b", variables={"dataSource": "upload"})
        engine.tasks.claim(engine.tasks.query(instance=start.instance)[0], user)
    before = rows_of(engine)
    with pytest.raises(SeveralTasksError) as several:
        hand_in("b")
    with pytest.raises(NoTaskError) as none:
        hand_in("c")
    with pytest.raises(NoTaskError):
        hand_in("b", "cid")
    with pytest.raises(NoTaskError):
        by_path("b", "ann", "NODE_9")
    assert (several.value.code, none.value.code) == ("severalTasks", "noTask")
    assert rows_of(engine) == before
    hand_in("b", "bob")
    left = {(task.element, task.assignee) for task in engine.tasks.query()}
    assert left == {("NODE_1", "ann"), ("NODE_2", None)}
    by_path("b", "ann", "NODE_1")
    assert [task.element for task in engine.tasks.query()] == ["NODE_2", "NODE_2"]


def test_ai6_a_cancellation_is_in_the_history_with_its_reason(engine: Engine, workflow: Workflow) -> None:
    @workflow.cancel(biz_id="#biz", cancel_reason="FINISH_FORCE_INVALID")
    def withdraw(biz: str) -> None: ...

    start = engine.runtime.start("authentication", business_key="b")
    withdraw("b")
    reasons = [
        entry.data["reason"] for entry in engine.history.entries(start.instance) if "reason" in entry.data
    ]
    assert reasons == ["FINISH_FORCE_INVALID"]
    assert engine.runtime.instance(start.instance).status == "cancelled"
    with pytest.raises(UnknownInstanceError):
        withdraw("b")


def test_ai7_if_the_business_fails_no_transition_is_stored(engine: Engine, workflow: Workflow) -> None:
    @workflow.start("authentication", biz_id="#req.uuid")
    def apply(req: Req) -> None:
        note(engine.store, req.uuid, "applied")
        raise RuntimeError("business")

    before = rows_of(engine)
    with pytest.raises(RuntimeError, match="business"):
        apply(Req())
    assert (rows_of(engine), noted(engine)) == (before, [])


def test_ai7_if_a_transition_fails_no_business_data_is_stored(
    engine: Engine, workflow: Workflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    @workflow.start("nothing of this name", biz_id="#req.uuid")
    def unknown(req: Req) -> None:
        note(engine.store, req.uuid, "applied")

    @workflow.start("authentication", biz_id="#req.uuid")
    def apply(req: Req) -> None:
        note(engine.store, req.uuid, "applied")

    before = rows_of(engine)
    with pytest.raises(UnknownProcessError):
        unknown(Req())
    assert (rows_of(engine), noted(engine)) == (before, [])
    with engine.transaction() as tx:
        kind = type(tx)

    def fails(*_: object, **__: object) -> bool:
        raise StoreUnavailableError("the store has failed")

    with monkeypatch.context() as patch:
        patch.setattr(kind, "create", fails)
        with pytest.raises(StoreUnavailableError):
            apply(Req())
    assert (rows_of(engine), noted(engine)) == (before, [])


def test_the_unit_joins_the_transaction_that_is_open(engine: Engine, workflow: Workflow) -> None:
    @workflow.start("authentication", biz_id="#req.uuid")
    def apply(req: Req) -> None:
        note(engine.store, req.uuid, "applied")

    with pytest.raises(RuntimeError), engine.transaction():
        apply(Req())
        assert len(engine.runtime.instances()) == 1
        raise RuntimeError
    assert (engine.runtime.instances(), noted(engine)) == ([], [])
    with engine.transaction():
        apply(Req())
        with pytest.raises(TidewheelError):
            engine.tasks.complete_at("biz-1", "NODE_9")
    assert ([row.business_key for row in engine.runtime.instances()], noted(engine)) == (
        ["biz-1"],
        [("biz-1", "applied")],
    )


def test_async_functions_are_units_too(make: Make, clock: FrozenClock) -> None:
    async def run() -> None:
        async with AsyncEngine(make(), clock=clock) as engine:
            await engine.repository.deploy(AUTHENTICATION)
            async with engine.transaction() as tx:
                tx.connection.execute("create table business (id text primary key, state text not null)")
            workflow = Workflow(engine)

            @workflow.start("authentication", biz_id="#req.uuid", variables=VARIABLES)
            @workflow.complete(node="NODE_1")
            async def apply(req: Req, fail: bool = False) -> str:
                await asyncio.sleep(0)
                note(engine.store, req.uuid, "applied")
                if fail:
                    raise RuntimeError("business")
                return req.uuid

            assert await apply(Req()) == "biz-1"
            with pytest.raises(RuntimeError):
                await apply(Req("biz-2"), fail=True)
            # All at once they take turns, and none waits for another that waits for it.
            await asyncio.gather(*(apply(Req(f"many-{n}")) for n in range(20)))
            assert len(await engine.tasks.query(node="NODE_2")) == 21
            assert noted(engine.engine)[0] == ("biz-1", "applied")
            assert len(noted(engine.engine)) == 21
            workflow.bind(engine.engine)
            with pytest.raises(NotBoundError):
                await apply(Req("biz-3"))

    asyncio.run(run())


def test_a_sharded_unit_says_what_it_belongs_to(sharded: Engine) -> None:
    sharded.repository.deploy(AUTHENTICATION)
    workflow = Workflow(sharded)

    @workflow.start("authentication", biz_id="#req.uuid", shard="#req.userId", variables=VARIABLES)
    @workflow.complete(node="NODE_1")
    def apply(req: Req) -> None: ...

    @workflow.complete(node="NODE_2", biz_id="#biz")
    def nowhere(biz: str) -> None: ...

    for n in range(6):
        apply(Req(f"biz-{n}", f"user-{n}"))
    assert {row.id.partition("~")[0] for row in sharded.runtime.instances()} == {
        f"user-{n}" for n in range(6)
    }
    with pytest.raises(InvalidArgumentError, match="shard"):
        nowhere("biz-1")
    with sharded.store.shard_of("user-1").transaction() as tx:
        assert [row.instance for row in tx.obligations(ObligationQuery(business_key="biz-1"))] != []

"""Stores that cannot be reached, or are not what they should be; and that nothing is lost by it."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from conftest import Make, on_postgres
from models import TWO_TASKS
from postgres import Cluster
from tidewheel.host import (
    Engine,
    InvalidArgumentError,
    MemoryStore,
    NewerSchemaError,
    PostgresStore,
    ShardedStore,
    ShardFailedError,
    SqliteStore,
    StoreUnavailableError,
)


def test_a_newer_schema_is_refused(make: Make) -> None:
    store = make()
    with Engine(store) as engine:
        engine.repository.deploy(TWO_TASKS)
        with engine.transaction() as tx:
            tx.connection.execute("update tidewheel_meta set value = '999'")
    with pytest.raises(NewerSchemaError, match="999") as caught:
        store.open()
    assert caught.value.code == "newerSchema"
    with pytest.raises(StoreUnavailableError):
        store.begin()


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    stores: list[Any] = [
        SqliteStore(tmp_path / "no" / "folder.db"),
        PostgresStore(f"host={tmp_path} user=nobody dbname=nothing", timeout=2),
    ]
    (tmp_path / "text.db").write_text(
        "this is no database, but long enough to look at" * 100, encoding="utf-8"
    )
    stores.append(SqliteStore(tmp_path / "text.db"))
    for store in stores:
        with pytest.raises(StoreUnavailableError) as caught, Engine(store):
            pass
        assert caught.value.code == "storeUnavailable"
        assert caught.value.__cause__ is not None


def test_a_store_that_is_closed(make: Make) -> None:
    engine = Engine(make())
    with pytest.raises(StoreUnavailableError):
        engine.runtime.instances()
    with engine:
        engine.repository.deploy(TWO_TASKS)
    with pytest.raises(StoreUnavailableError):
        engine.runtime.start("order")
    engine.close()


def test_a_transaction_that_does_not_end_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with Engine(SqliteStore(tmp_path / "a.db", timeout=0.1)) as engine:
        tx = engine.store.begin()
        with pytest.raises(StoreUnavailableError):
            engine.runtime.instances()
        tx.end(keep=False)
        assert engine.runtime.instances() == []
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(StoreUnavailableError, match="locked"):
            engine.repository.deploy(TWO_TASKS)
        other.close()
        assert engine.repository.deploy(TWO_TASKS).new


def test_connections_that_are_all_in_use(cluster: Cluster) -> None:
    conninfo = on_postgres(cluster)._conninfo
    with Engine(PostgresStore(conninfo, size=1, timeout=0.2)) as engine:
        tx = engine.store.begin()
        with pytest.raises(StoreUnavailableError):
            engine.runtime.instances()
        tx.end(keep=True)
        assert engine.runtime.instances() == []


def test_connections_that_the_server_has_ended(cluster: Cluster) -> None:
    with Engine(on_postgres(cluster)) as engine:
        engine.repository.deploy(TWO_TASKS)
        start = engine.runtime.start("order")
        import psycopg

        with psycopg.connect(cluster.conninfo(), autocommit=True) as other:
            end = (
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where pid <> pg_backend_pid() and datname is not null"
            )
            other.execute(end)
        assert engine.runtime.set_variables(start.instance, {"a": 1}).revision == 2
        with pytest.raises(StoreUnavailableError), engine.transaction() as tx:
            engine.runtime.set_variables(start.instance, {"a": 2})
            with psycopg.connect(cluster.conninfo(), autocommit=True) as other:
                other.execute(end)
            tx.instance(start.instance)
        assert engine.runtime.variables(start.instance) == {"a": 1}
        assert engine.management.check(start.instance) == []


def test_what_was_committed_is_there_after_a_restart(make: Make, tmp_path: Path) -> None:
    store = make()
    with Engine(store) as engine:
        engine.repository.deploy(TWO_TASKS, "v1")
        start = engine.runtime.start("order", business_key="17")
    with Engine(store) as engine:
        assert not engine.repository.deploy(TWO_TASKS, "v1").new
        engine.tasks.complete_at("17", "pay")
        engine.worker("ship")(lambda job: None)
        engine.settle()
        assert engine.runtime.instance(start.instance).status == "completed"
        assert engine.management.check(start.instance) == []


def test_a_commit_that_fails_keeps_nothing(tmp_path: Path) -> None:
    """The database has no room for what was done."""
    with Engine(SqliteStore(tmp_path / "a.db")) as engine:
        engine.repository.deploy(TWO_TASKS)
        before = engine.runtime.start("order", id="one")
        with engine.transaction() as tx:
            (pages,) = tx.connection.execute("pragma page_count").fetchone()
            tx.connection.execute(f"pragma max_page_count = {pages}")
        with pytest.raises(StoreUnavailableError, match="full"):
            engine.runtime.set_variables("one", {"x": "y" * 500_000})
        with engine.transaction() as tx:
            tx.connection.execute("pragma max_page_count = 100000")
        assert engine.runtime.instance("one").revision == before.revision
        assert engine.runtime.set_variables("one", {"x": 1}).revision == 2
        assert engine.management.check("one") == []


def test_routes_that_lead_nowhere() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ShardedStore([])
    with Engine(ShardedStore([MemoryStore()], route=lambda key: 5)) as engine:
        engine.repository.deploy(TWO_TASKS)
        with pytest.raises(StoreUnavailableError, match="store 5"):
            engine.runtime.start("order")
        with pytest.raises(StoreUnavailableError):
            engine.store.begin()


@pytest.mark.parametrize(
    "error",
    [
        NewerSchemaError("x"),
        ShardFailedError("x", "red"),
        InvalidArgumentError("x"),
        StoreUnavailableError("x"),
    ],
)
def test_errors_can_be_pickled(error: Any) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.code) == (type(error), str(error), error.code)
    assert getattr(again, "shard", "") == getattr(error, "shard", "")

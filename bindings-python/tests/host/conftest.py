"""The stores that the tests run on."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postgres import Cluster
from tidewheel.host import Engine, FrozenClock, MemoryStore, PostgresStore, ShardedStore, SqliteStore, Store

REQUIRED = "TIDEWHEEL_POSTGRES"
"""Set where PostgreSQL is known to be there, so that its tests must not be skipped."""

Make = Callable[[], Store]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    try:
        found = Cluster()
    except FileNotFoundError as error:
        if os.environ.get(REQUIRED) == "required":
            raise
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {error}")
    yield found
    found.close()


numbers = itertools.count(1)


def on_postgres(cluster: Cluster) -> PostgresStore:
    """An empty database."""
    import psycopg

    schema = f"s{next(numbers)}"
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute(f"create schema {schema}".encode())
    return PostgresStore(cluster.conninfo(schema), name=f"postgres {schema}")


@pytest.fixture(params=["sqlite", "postgres"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes empty stores of one kind."""
    if request.param == "sqlite":
        return lambda: SqliteStore(tmp_path / f"{next(numbers)}.db")
    cluster = request.getfixturevalue("cluster")
    return lambda: on_postgres(cluster)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open and empty store."""
    made: Store
    if request.param == "memory":
        made = MemoryStore()
    elif request.param == "sqlite":
        made = SqliteStore(tmp_path / "store.db")
    else:
        made = on_postgres(request.getfixturevalue("cluster"))
    made.open()
    yield made
    made.close()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def engine(make: Make, clock: FrozenClock) -> Iterator[Engine]:
    """An engine on a store of its own."""
    with Engine(make(), clock=clock) as engine:
        yield engine


@pytest.fixture
def sharded(make: Make, clock: FrozenClock) -> Iterator[Engine]:
    """An engine on three stores."""
    stores = {name: make() for name in ("red", "green", "blue")}
    with Engine(ShardedStore(stores), clock=clock) as engine:
        yield engine

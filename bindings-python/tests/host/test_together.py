"""Short transactions that wait for one another are brought to the disk of SQLite together."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tidewheel.host import SqliteStore, StoreUnavailableError, Transaction
from tidewheel.host.rows import InstanceQuery
from tidewheel.host.testing import begin


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "store.db", timeout=20)
    store.open()
    yield store
    store.close()


def at_once(
    store: SqliteStore, works: list[Callable[[Transaction], Any]], *, together: bool = True
) -> list[Any]:
    """Runs transactions that all wait for one that is open; what each returns or raises."""
    results: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        try:
            with store.transaction(together=together) as tx:
                results[place] = works[place](tx)
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    first = store.begin()
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    first.end(keep=True)
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return results


def begins(id: str) -> Callable[[Transaction], None]:
    def work(tx: Transaction) -> None:
        begin(tx, id)

    return work


def ids(store: SqliteStore) -> list[str]:
    with store.transaction(write=False) as tx:
        return sorted(row.id for row in tx.instances(InstanceQuery(), limit=1000))


def commits(store: SqliteStore, work: Callable[[], Any]) -> int:
    """How often something is brought to the disk."""
    connection = store._connection
    assert connection is not None
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    work()
    connection.set_trace_callback(None)
    return statements.count("commit")


def test_what_waits_ends_together(store: SqliteStore) -> None:
    works = [begins(f"i{n}") for n in range(10)]
    # One for the transaction that they have waited for, one for all of them, and one to spare.
    assert commits(store, lambda: at_once(store, works)) <= 3
    assert len(ids(store)) == 10


def test_what_is_not_for_that_ends_alone(store: SqliteStore) -> None:
    works = [begins(f"i{n}") for n in range(5)]
    assert commits(store, lambda: at_once(store, works, together=False)) == 6
    assert len(ids(store)) == 5


def test_who_fails_undoes_only_its_own(store: SqliteStore) -> None:
    def fails(tx: Transaction) -> None:
        begin(tx, "undone")
        raise LookupError("on purpose")

    results = at_once(store, [begins("a"), fails, begins("b"), fails])
    assert [type(result) for result in results] == [type(None), LookupError, type(None), LookupError]
    assert ids(store) == ["a", "b"]


def test_a_reader_sees_only_what_is_on_the_disk_when_it_returns(store: SqliteStore) -> None:
    results = at_once(store, [begins("a"), lambda tx: tx.instance("a") is not None])
    assert results == [None, True]


def test_if_the_end_fails_nothing_is_kept_and_all_are_told(store: SqliteStore) -> None:
    def breaks(tx: Transaction) -> None:
        # A constraint that is looked at when it is brought to the disk, as a full disk is.
        tx.connection.execute("insert into child (parent) values (7)")

    connection = store._connection
    assert connection is not None
    connection.execute("pragma foreign_keys = on")
    connection.execute("create table parent (id integer primary key)")
    connection.execute(
        "create table child (parent integer references parent (id) deferrable initially deferred)"
    )
    results = at_once(store, [begins("a"), breaks, begins("b")])
    assert all(isinstance(result, StoreUnavailableError) for result in results)
    assert ids(store) == []
    at_once(store, [begins("a")])
    assert ids(store) == ["a"]


def test_a_transaction_of_somebody_else_does_not_starve(store: SqliteStore) -> None:
    over = threading.Event()

    def short(n: int) -> None:
        m = 0
        while not over.is_set():
            with store.transaction(together=True) as tx:
                begin(tx, f"{n}-{m}")
            m += 1

    threads = [threading.Thread(target=short, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    try:
        for n in range(5):
            with store.transaction() as tx:
                begin(tx, f"alone-{n}")
    finally:
        over.set()
        for thread in threads:
            thread.join()
    other = sqlite3.connect(store.path)
    (count,) = other.execute("select count(*) from tidewheel_instance where id like 'alone%'").fetchone()
    other.close()
    assert count == 5

"""A store in PostgreSQL, by psycopg 3: `pip install tidewheel[postgres]`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from tidewheel.host.errors import NewerSchemaError, StoreUnavailableError
from tidewheel.host.sql import dialect
from tidewheel.host.store import Store
from tidewheel.host.stores._sql import Row, SqlTransaction

if TYPE_CHECKING:
    import psycopg

__all__ = ["PostgresStore"]

MIGRATION_LOCK = 7_483_920_311
"""Held while the tables are brought up to date, so that several hosts may start at once."""
AGAIN = ("40001", "40P01")
"""The codes of a transaction that others were in the way of."""
CHANNEL = "tidewheel"
"""What hosts listen to, to be woken when there is something to do."""


class PostgresStore(Store):
    """A database of PostgreSQL, 12 or later; hosts in several processes and languages may share it."""

    def __init__(
        self, conninfo: str, *, size: int = 8, timeout: float = 30.0, name: str | None = None
    ) -> None:
        """`conninfo` is a URL or a connection string, which says in which schema the tables lie, too.

        `size` is how many connections there are at most; `timeout` how many seconds a transaction waits
        for one.
        """
        self._conninfo = conninfo
        self._timeout = timeout
        self._free: list[psycopg.Connection[Any]] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(size)
        self._is_open = False
        self.name = name or "postgres"

    def open(self) -> None:
        if self._is_open:
            return
        connection = self._connect()
        try:
            with guarded(self.name):
                _migrate(connection, self.name)
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)
        self._is_open = True

    def close(self) -> None:
        self._is_open = False
        self.forget_free()

    def begin(self, *, write: bool = True, together: bool = False) -> PostgresTransaction:
        if not self._is_open:
            raise StoreUnavailableError(f"the store `{self.name}` is not open")
        if not self._places.acquire(timeout=self._timeout):
            raise StoreUnavailableError(f"no connection of the store `{self.name}` has become free")
        try:
            return PostgresTransaction(self, self._take())
        except BaseException:
            self._places.release()
            raise

    def _take(self) -> psycopg.Connection[Any]:
        while True:
            with self._lock:
                connection = self._free.pop() if self._free else None
            if connection is None:
                return self._connect()
            if not connection.closed and not connection.broken:
                return connection

    def give_back(self, connection: psycopg.Connection[Any]) -> None:
        """Takes a connection back whose transaction has ended."""
        try:
            if connection.closed or connection.broken:
                return
            with self._lock:
                if self._is_open:
                    self._free.append(connection)
                    return
            connection.close()
        finally:
            self._places.release()

    def forget_free(self) -> None:
        """Drops the connections that wait for use: where one has broken the others may have, too."""
        with self._lock:
            connections, self._free = self._free, []
        for connection in connections:
            connection.close()

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            import psycopg
        except ImportError as error:
            raise StoreUnavailableError(
                "a store in PostgreSQL needs psycopg: `pip install tidewheel[postgres]`"
            ) from error
        with guarded(self.name):
            return psycopg.connect(self._conninfo, connect_timeout=max(2, int(self._timeout)))

    def watch(self, wake: Callable[[], None]) -> Callable[[], None] | None:
        """Wakes when another host has stored something to do."""
        connection = self._connect()
        connection.autocommit = True
        connection.execute(f"listen {CHANNEL}")
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    for _ in connection.notifies(timeout=0.5, stop_after=1):
                        wake()
                except Exception:  # the loop looks by itself from time to time, too
                    return

        thread = threading.Thread(target=listen, name="tidewheel-listen", daemon=True)
        thread.start()

        def stop() -> None:
            over.set()
            thread.join()
            connection.close()

        return stop


class PostgresTransaction(SqlTransaction):
    """A transaction in PostgreSQL."""

    dialect = dialect("postgres")

    def __init__(self, store: PostgresStore, connection: psycopg.Connection[Any]) -> None:
        from psycopg.rows import dict_row

        self._store = store
        self._connection = connection
        self._depth = 0
        self._announced = False
        self._cursor: psycopg.Cursor[dict[str, Any]] = connection.cursor(row_factory=dict_row)

    @property
    def connection(self) -> psycopg.Connection[Any]:
        return self._connection

    def execute(self, text: str, parameters: Mapping[str, Any]) -> tuple[list[Row], int]:
        try:
            with guarded(self._store.name):
                cursor = self._cursor.execute(text.encode(), parameters, prepare=True)
                if cursor.description is None:
                    return [], cursor.rowcount
                return list(cursor.fetchall()), 0
        except StoreUnavailableError as error:
            if self._connection.broken:
                # What the server has not been told to keep is gone with the connection.
                error.transient = True
                self._store.forget_free()
            raise

    def announce(self) -> None:
        if not self._announced:
            self._announced = True
            self.execute(f"notify {CHANNEL}", {})

    def create(
        self,
        commit: str,
        *,
        deployment: str,
        version: int,
        event_id: str,
        event: str | None,
        caller: str | None = None,
        caller_key: int | None = None,
    ) -> bool:
        made = self._one(
            "commit",
            commit=commit,
            deployment=deployment,
            version=version,
            event_id=event_id,
            event=event,
            caller=caller,
            caller_key=caller_key,
        )
        return made is not None

    def save(self, commit: str, *, event_id: str, event: str | None, caller: str | None = None) -> bool:
        made = self._one(
            "commit",
            commit=commit,
            deployment=None,
            version=None,
            event_id=event_id,
            event=event,
            caller=caller,
            caller_key=None,
        )
        return made is not None

    def end(self, *, keep: bool) -> None:
        if self.closed:
            return
        self.closed = True
        try:
            with guarded(self._store.name):
                if keep:
                    self._connection.commit()
                else:
                    with suppress(Exception):  # a connection that is gone has kept nothing
                        self._connection.rollback()
        finally:
            self._store.give_back(self._connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        # `connection.transaction()` would be a transaction of its own where nothing has been done yet.
        self._depth += 1
        name = f"tidewheel_{self._depth}"
        self.execute(f"savepoint {name}", {})
        try:
            yield
        except BaseException:
            if not self._connection.broken and not self._connection.closed:
                self.execute(f"rollback to savepoint {name}", {})
            raise
        else:
            self.execute(f"release savepoint {name}", {})
        finally:
            self._depth -= 1

    def is_duplicate(self, error: BaseException | None) -> bool:
        import psycopg

        return isinstance(error, psycopg.errors.UniqueViolation)


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Tells what the driver says in the words of this package."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        found = StoreUnavailableError(f"the store `{name}`: {error}")
        found.transient = error.sqlstate in AGAIN
        raise found from error


def _migrate(connection: psycopg.Connection[Any], name: str) -> None:
    statements = dialect("postgres")
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
        connection.execute(statements.statements["meta"][0].encode())
        row = connection.execute(statements.statements["schema"][0].encode()).fetchone()
        there = 0 if row is None else int(row[0])
        if there > statements.version:
            raise NewerSchemaError(
                f"the store `{name}` has tables of version {there}; this package knows {statements.version}"
            )
        for version in range(there + 1, statements.version + 1):
            for text in statements.migrations[version]:
                connection.execute(text.encode())
        if there < statements.version:
            set_schema = statements.statements["set_schema"][0].encode()
            connection.execute(set_schema, {"version": str(statements.version)})

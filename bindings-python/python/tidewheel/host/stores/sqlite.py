"""A store in one file, by the SQLite of Python itself; and one in memory."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tidewheel.host.errors import NewerSchemaError, StoreUnavailableError
from tidewheel.host.sql import dialect
from tidewheel.host.store import Store
from tidewheel.host.stores._sql import Row, SqlTransaction
from tidewheel.host.stores._turns import Group, Turns

__all__ = ["MemoryStore", "SqliteStore"]

OLDEST = (3, 38, 0)
"""The first version that has the operators of JSON that the statements use."""
MEMBER = "tidewheel_member"
"""The savepoint that a transaction is within a group."""


class SqliteStore(Store):
    """A file of SQLite, with a write-ahead log that is synchronous: what is committed survives a power failure.

    Business tables may lie in the same file and change in the same transactions. Transactions of one
    process take turns; other processes may use the file, too.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, timeout: float = 30.0, name: str | None = None
    ) -> None:
        """`timeout` is how many seconds a transaction waits for others."""
        self.path = os.fspath(path)
        self.name = name or self.path
        self._timeout = timeout
        self._turns = Turns(self.name, timeout)
        self._connection: sqlite3.Connection | None = None

    def open(self) -> None:
        if self._connection is not None:
            return
        if sqlite3.sqlite_version_info < OLDEST:
            raise StoreUnavailableError(
                f"SQLite {sqlite3.sqlite_version} is too old; {'.'.join(map(str, OLDEST))} is needed"
            )
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(
                self.path, timeout=self._timeout, isolation_level=None, check_same_thread=False
            )
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            _migrate(connection, self.name)
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise StoreUnavailableError(f"cannot open the store `{self.name}`: {error}") from error
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        self._connection = connection

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def begin(self, *, write: bool = True, together: bool = False) -> SqliteTransaction:
        if self._connection is None:
            raise StoreUnavailableError(f"the store `{self.name}` is not open")
        group = self._turns.take(together=together)
        try:
            with guarded(self.name):
                if group is not None:
                    self._connection.execute(f"savepoint {MEMBER}")
                else:
                    self._connection.execute("begin immediate" if write else "begin")
        except BaseException as error:
            self._leave(group, error)
            raise
        return SqliteTransaction(
            self._connection, self, group, together=together and (write or group is not None)
        )

    def end(self, group: Group | None, *, keep: bool, together: bool) -> None:
        """Ends the transaction whose turn it is; `group` is what it is a part of."""
        connection = self._connection
        if connection is None:
            self._turns.give_back(group, StoreUnavailableError(f"the store `{self.name}` was closed"))
            return
        if not keep and (group is None or not connection.in_transaction):
            # The database may have undone all of it by itself, where it has no room for example.
            self._leave(group, StoreUnavailableError("what it was brought to the disk with has failed"))
            return
        try:
            with guarded(self.name):
                if group is not None:
                    if not keep:
                        connection.execute(f"rollback to {MEMBER}")
                    connection.execute(f"release {MEMBER}")
        except BaseException as failure:
            self._leave(group, failure)
            raise
        waiting = self._turns.hand_over(group) if together else None
        if waiting is None:
            self._commit(connection, group)
        else:
            waiting.over.wait()
            if waiting.error is not None and keep:
                error = StoreUnavailableError(f"the store `{self.name}`: {waiting.error}")
                error.transient = True
                raise error from waiting.error

    def _commit(self, connection: sqlite3.Connection, group: Group | None) -> None:
        try:
            with guarded(self.name):
                connection.execute("commit")
        except BaseException as error:
            self._leave(group, error)
            raise
        self._turns.give_back(group)

    def _leave(self, group: Group | None, error: BaseException) -> None:
        """Nothing of the transaction of the database is kept, nor of what others have done in it."""
        try:
            if self._connection is not None and self._connection.in_transaction:
                self._connection.execute("rollback")
        finally:
            self._turns.give_back(group, error if isinstance(error, Exception) else RuntimeError(repr(error)))


class MemoryStore(SqliteStore):
    """A store in memory, which is forgotten when it is closed: for tests, and to try things out."""

    def __init__(self, *, timeout: float = 30.0, name: str = "memory") -> None:
        super().__init__(":memory:", timeout=timeout, name=name)


def _need(text: str) -> Callable[[str], bool]:
    """Whether a statement of `add_rows` has anything to do for a commit: most have not, and each costs.

    The members of a commit cannot be taken for what is in its texts, where quotes are escaped.
    """
    if "'$.candidates'" in text:
        return lambda commit: '"candidates":' in commit
    if "update tidewheel_outbox" in text:
        return lambda commit: '"kind":"message"' in commit
    for member in ("closed", "opened", "sent", "history"):
        if f"'$.{member}'" in text:
            empty = f'"{member}":[]'
            return lambda commit: empty not in commit
    return lambda commit: True


ADD_ROWS = [(text, _need(text)) for text in dialect("sqlite").statements["add_rows"]]


class SqliteTransaction(SqlTransaction):
    """A transaction in SQLite."""

    dialect = dialect("sqlite")

    def __init__(
        self, connection: sqlite3.Connection, store: SqliteStore, group: Group | None, *, together: bool
    ) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._cursor.row_factory = _by_name
        self._store = store
        self._group = group
        self._together = together
        self._name = store.name
        self._depth = 0

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    def execute(self, text: str, parameters: Mapping[str, Any]) -> tuple[list[Row], int]:
        try:
            cursor = self._cursor.execute(text, parameters)
            return (cursor.fetchall(), 0) if cursor.description else ([], cursor.rowcount)
        except sqlite3.Error as error:
            raise StoreUnavailableError(f"the store `{self._name}`: {error}") from error

    def add_rows(self, commit: str, **parameters: Any) -> None:
        for text, needed in ADD_ROWS:
            if needed(commit):
                self.execute(text, {"commit": commit, **parameters})

    def end(self, *, keep: bool) -> None:
        if not self.closed:
            self.closed = True
            self._store.end(self._group, keep=keep, together=self._together)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        self._depth += 1
        name = f"tidewheel_{self._depth}"
        self._connection.execute(f"savepoint {name}")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute(f"rollback to {name}")
                self._connection.execute(f"release {name}")
            raise
        else:
            self._connection.execute(f"release {name}")
        finally:
            self._depth -= 1

    def is_duplicate(self, error: BaseException | None) -> bool:
        return isinstance(error, sqlite3.IntegrityError)


def _by_name(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, row)}


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Tells what the driver says in the words of this package."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailableError(f"the store `{name}`: {error}") from error


def _migrate(connection: sqlite3.Connection, name: str) -> None:
    statements = dialect("sqlite")
    connection.execute("begin immediate")
    try:
        connection.execute(statements.statements["meta"][0])
        row = connection.execute(statements.statements["schema"][0]).fetchone()
        there = 0 if row is None else int(row[0])
        if there > statements.version:
            raise NewerSchemaError(
                f"the store `{name}` has tables of version {there}; this package knows {statements.version}"
            )
        for version in range(there + 1, statements.version + 1):
            for text in statements.migrations[version]:
                connection.execute(text)
        if there < statements.version:
            connection.execute(statements.statements["set_schema"][0], {"version": str(statements.version)})
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise

"""The business's own way to its database, in whatever transaction is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidewheel.host import Store

TABLE = """create table if not exists authentication
  (uuid text primary key, user_id text not null, data_source text not null, state text not null)"""


class Database:
    """Runs statements with `?` for parameters; to be told at the start which database it is."""

    store: Store

    def execute(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        tx = self.store.current()
        if tx is None:
            with self.store.transaction():
                return self.execute(statement, *parameters)
        if type(tx.connection).__module__.startswith("psycopg"):
            statement = statement.replace("?", "%s")
        cursor = tx.connection.execute(statement, parameters)
        return [] if cursor.description is None else [tuple(row) for row in cursor.fetchall()]


database = Database()

"""One moment of the database, row by row, while others go on writing.

SQLite gives a reader that has begun the state of that moment (WAL); PostgreSQL does in ``REPEATABLE READ``. Values are
what SQLite stores: a moment is UTC as ``2023-11-23 07:05:00.000000``, JSON is its text, unchanged.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from app.backup.tables import Columns
from app.database import is_sqlite

Value = str | int | float | bool | None
_MANY = 1000
_PG = {
    "moment": "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", "date": "to_char({}, 'YYYY-MM-DD')",
    "json": "{}::text", "bytes": "encode({}, 'hex')",
}  # fmt: skip
_OF_TEXT: dict[str, Callable[[str], Value]] = {"bool": lambda text: text == "t", "integer": int, "float": float}


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment for as long as it is open."""
    with engine.connect() as connection:
        if is_sqlite(engine):
            connection.exec_driver_sql("BEGIN")
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master").fetchone()  # from here on nothing changes
        else:
            connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.exec_driver_sql("SELECT 1").fetchone()
        try:
            yield connection
        finally:
            connection.exec_driver_sql("ROLLBACK")


def rows(connection: Connection, columns: Columns) -> Iterator[list[Value]]:
    """The rows of a table, in the order of its key."""
    if connection.dialect.name == "sqlite":
        return _from_sqlite(connection, columns)
    return _from_postgresql(connection, columns)


def _from_sqlite(connection: Connection, columns: Columns) -> Iterator[list[Value]]:
    cursor = connection.connection.cursor()
    told = f"SELECT {_listed(columns.names)} FROM {_quoted(columns.table)}"  # noqa: S608  # names of the schema  # nosec B608
    cursor.execute(f"{told} ORDER BY {_listed(columns.key)}")
    while many := cursor.fetchmany(_MANY):
        for row in many:
            yield [_plain(kind, value) for kind, value in zip(columns.kinds, row, strict=True)]
    cursor.close()


def _plain(kind: str, value: Any) -> Value:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.hex()
    return bool(value) if kind == "bool" else value


def _from_postgresql(connection: Connection, columns: Columns) -> Iterator[list[Value]]:
    told = ", ".join(
        _PG.get(kind, "{}").format(_quoted(name)) for name, kind in zip(columns.names, columns.kinds, strict=True)
    )
    ordered = f"SELECT {told} FROM {_quoted(columns.table)} ORDER BY {_listed(columns.key)}"  # noqa: S608  # nosec B608
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY ({ordered}) TO STDOUT") as copy:
        for row in copy.rows():
            yield [
                None if text is None else _OF_TEXT.get(kind, str)(text)
                for kind, text in zip(columns.kinds, row, strict=True)
            ]
    cursor.close()


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    """A name of the schema in SQL; the names come from the database itself."""
    return '"' + name.replace('"', '""') + '"'

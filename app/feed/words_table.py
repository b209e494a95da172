"""``catalogue_words``: the stems of each innovation in three fields, where the database's full text search finds them.

SQLite has them in an FTS5 table, PostgreSQL in ``tsvector`` columns with GIN. Both get the stems from app/catalogue,
and neither cuts or weighs anything itself: a question has the same answer on either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import DDL, Connection, event, text

from app.catalogue.scores import WEIGHTS
from app.models import CatalogueEntry

NAME = "catalogue_words"
FIELDS = tuple(WEIGHTS)
PAD = 2_100
"""Blanks that make PostgreSQL think each row too long, and shrink to a few bytes: the words then lie apart (TOAST), and
one that stands in most texts is found in a tenth of the time, in rows of 130 bytes instead of 2,000."""
_FUNCTION = """CREATE OR REPLACE FUNCTION {name}_{field}(tsquery) RETURNS BYTEA LANGUAGE sql STABLE
SET enable_seqscan = off AS $$SELECT string_agg(int8send(number), '') FROM {name} WHERE {field} @@ $1$$"""
CREATE = {
    "sqlite": [f"CREATE VIRTUAL TABLE {NAME} USING fts5({', '.join(FIELDS)}, detail=column, "
               "tokenize='unicode61 remove_diacritics 0')"],
    "postgresql": [f"CREATE TABLE {NAME} (number BIGINT PRIMARY KEY, {', '.join(f'{f} TSVECTOR' for f in FIELDS)}, "
                   f"pad TEXT NOT NULL DEFAULT repeat(' ', {PAD})) WITH (toast_tuple_target = 128)",
                   *(f"ALTER TABLE {NAME} ALTER COLUMN {f} SET STORAGE EXTERNAL" for f in FIELDS),
                   *(f"CREATE INDEX ix_{NAME}_{f} ON {NAME} USING GIN ({f}) WITH (fastupdate = off)" for f in FIELDS),
                   *(_FUNCTION.format(name=NAME, field=f) for f in FIELDS)],
}  # fmt: skip
"""What makes the table, by dialect; for migrations, and for ``create_all``. PostgreSQL's functions never read the table
through: it would fetch the words of every row."""
DROP = f"DROP TABLE IF EXISTS {NAME}"
_KEY = {"sqlite": "rowid", "postgresql": "number"}


@dataclass(frozen=True)
class Stems:
    """The stems of one innovation, blanks between them."""

    number: int
    title: str
    about: str
    body: str


def follow_the_schema() -> None:
    """Makes ``create_all`` and ``drop_all`` know the table, which is none of SQLModel's."""
    entries = CatalogueEntry.__table__  # type: ignore[attr-defined]
    for dialect, statements in CREATE.items():
        for statement in statements:
            event.listen(entries, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
    event.listen(entries, "before_drop", DDL(DROP))  # type: ignore[no-untyped-call]


def is_part(table: str) -> bool:
    """Whether it is this table, or one of those that FTS5 keeps it in."""
    return table == NAME or table.startswith(NAME + "_")


def write(connection: Connection, rows: Sequence[Stems]) -> None:
    """Puts the stems of these innovations in, instead of any that were there."""
    if not rows:
        return
    remove(connection, [row.number for row in rows])
    names = ", ".join(FIELDS)
    as_stored = _AS_STORED[connection.dialect.name]
    values = ", ".join(as_stored.format(f) for f in FIELDS)
    key = _KEY[connection.dialect.name]
    insert = f"INSERT INTO {NAME} ({key}, {names}) VALUES (:number, {values})"  # noqa: S608 - names of ours  # nosec B608
    connection.execute(text(insert), [_parameters(connection, row) for row in rows])


_AS_STORED = {"sqlite": ":{}", "postgresql": "array_to_tsvector(CAST(:{} AS text[]))"}


def _parameters(connection: Connection, row: Stems) -> dict[str, Any]:
    is_text = connection.dialect.name == "sqlite"
    stems = {f: getattr(row, f) if is_text else sorted(set(getattr(row, f).split())) for f in FIELDS}
    return {"number": row.number, **stems}


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Takes the stems of these innovations out."""
    delete = f"DELETE FROM {NAME} WHERE {_KEY[connection.dialect.name]} = :number"  # noqa: S608 - names of ours  # nosec B608
    if numbers:
        connection.execute(text(delete), [{"number": number} for number in numbers])


def clear(connection: Connection) -> None:
    """Takes everything out."""
    connection.execute(text(f"DELETE FROM {NAME}"))  # noqa: S608 - a name of ours  # nosec B608


def numbers_with(connection: Connection, field: str, stems: Sequence[str]) -> NDArray[np.int64]:
    """The numbers of the innovations that have one of the stems in this field, in no order.

    As one value from the database: a word may stand in most of the texts, and rows would cost ten times as much.
    """
    assert field in FIELDS
    if connection.dialect.name == "sqlite":
        question = f"{{{field}}} : (" + " OR ".join(f'"{stem}"' for stem in stems) + ")"
        statement = f"SELECT group_concat(rowid) FROM {NAME} WHERE {NAME} MATCH ?"  # noqa: S608 - a name of ours  # nosec B608
        found = connection.exec_driver_sql(statement, (question,)).scalar_one()
        return np.fromstring(found or "", np.int64, sep=",")
    question = " | ".join(f"'{stem}'" for stem in stems)
    driver: Any = connection.connection
    with driver.cursor(binary=True) as cursor:  # as digits it would be written there and read here again
        cursor.execute(f"SELECT {NAME}_{field}(CAST(%s AS tsquery))", (question,))
        (found,) = cursor.fetchone()
    return np.frombuffer(found or b"", ">i8").astype(np.int64)

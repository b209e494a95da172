"""``catalogue_words``: the stems of each innovation in three fields, where the database's full text search finds them.

SQLite has them in an FTS5 table with a column for each field, PostgreSQL in one ``tsvector`` with GIN whose lexemes
begin with the field's letter. Both get the stems from app/catalogue, and neither cuts or weighs anything itself: a
question has the same answer on either.
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
one that stands in most texts is found in a tenth of the time, in rows of 90 bytes instead of 2,000."""
_WITH = f"SELECT string_agg(int8send(number), '') FROM {NAME} WHERE words @@ $1"  # noqa: S608 - a name of ours  # nosec B608
CREATE = {
    "sqlite": [f"CREATE VIRTUAL TABLE {NAME} USING fts5({', '.join(FIELDS)}, detail=column, "
               "tokenize='unicode61 remove_diacritics 0')"],
    "postgresql": [f"CREATE TABLE {NAME} (number BIGINT PRIMARY KEY, words TSVECTOR NOT NULL, "
                   f"pad TEXT NOT NULL DEFAULT repeat(' ', {PAD})) WITH (toast_tuple_target = 128)",
                   f"ALTER TABLE {NAME} ALTER COLUMN words SET STORAGE EXTERNAL",
                   f"CREATE INDEX ix_{NAME} ON {NAME} USING GIN (words) WITH (fastupdate = off)",
                   f"CREATE OR REPLACE FUNCTION {NAME}_with(tsquery) RETURNS BYTEA LANGUAGE sql STABLE "
                   f"SET enable_seqscan = off AS $${_WITH}$$"],
}  # fmt: skip
"""What makes the table, by dialect; for migrations, and for ``create_all``. PostgreSQL's function never reads the table
through: it would fetch the words of every row."""
DROP = f"DROP TABLE IF EXISTS {NAME}"


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
    connection.execute(text(_INSERT[connection.dialect.name]), [_parameters(connection, row) for row in rows])


_INSERT = {
    "sqlite": "INSERT INTO catalogue_words (rowid, title, about, body) VALUES (:number, :title, :about, :body)",
    "postgresql": "INSERT INTO catalogue_words (number, words) "
                  "VALUES (:number, array_to_tsvector(CAST(:words AS text[])))",
}  # fmt: skip
_KEY = {"sqlite": "rowid", "postgresql": "number"}


def _parameters(connection: Connection, row: Stems) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        return vars(row)
    return {"number": row.number,
            "words": sorted({_lexeme(f, stem) for f in FIELDS for stem in getattr(row, f).split()})}  # fmt: skip


def _lexeme(field: str, stem: str) -> str:
    """A stem as PostgreSQL has it: three fields in one column make rows, and what is read of them, shorter."""
    return f"{field[0]}/{stem}"


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
    question = " | ".join(f"'{_lexeme(field, stem)}'" for stem in stems)
    driver: Any = connection.connection
    with driver.cursor(binary=True) as cursor:  # as digits it would be written there and read here again
        cursor.execute(f"SELECT {NAME}_with(CAST(%s AS tsquery))", (question,))
        (found,) = cursor.fetchone()
    return np.frombuffer(found or b"", ">i8").astype(np.int64)

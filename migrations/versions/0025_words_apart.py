"""PostgreSQL finds a word of most texts in short rows: the words themselves lie apart, all fields in one column
(app/feed/words_table.py)."""

from alembic import op
from sqlalchemy import inspect

from app.feed import words_table

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
FIELDS = ("body", "about", "title")
JOINED = " UNION ALL ".join(f"SELECT '{f[0]}/' || lexeme FROM unnest(tsvector_to_array({f})) AS lexeme" for f in FIELDS)
"""The words of a row as they were, each with the letter of its field."""
TAKEN_APART = ", ".join(
    f"array_to_tsvector(ARRAY(SELECT substr(lexeme, 3) FROM unnest(tsvector_to_array(words)) AS lexeme "
    f"WHERE lexeme ^@ '{f[0]}/')) AS {f}" for f in FIELDS
)  # fmt: skip
"""The words of each field, as they were."""


def upgrade() -> None:
    """Makes the table anew and puts its rows back, so that each is stored the new way."""
    if not _is_postgresql() or "words" in _columns():
        return
    op.execute(
        f"CREATE TEMPORARY TABLE words_before AS SELECT number, array_to_tsvector(ARRAY({JOINED})) AS words "
        f"FROM {words_table.NAME}"
    )
    _make_anew(words_table.CREATE["postgresql"], "number, words")


def downgrade() -> None:
    """Back to a column for each field."""
    if not _is_postgresql():
        return
    op.execute(f"CREATE TEMPORARY TABLE words_before AS SELECT number, {TAKEN_APART} FROM {words_table.NAME}")
    op.execute("DROP FUNCTION catalogue_words_with(tsquery)")
    fields, name = ", ".join(f"{f} TSVECTOR" for f in FIELDS), words_table.NAME
    indexes = [f"CREATE INDEX ix_{name}_{f} ON {name} USING GIN ({f}) WITH (fastupdate = off)" for f in FIELDS]
    table = f"CREATE TABLE {name} (number BIGINT PRIMARY KEY, {fields})"
    _make_anew([table, *indexes], f"number, {', '.join(FIELDS)}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _columns() -> set[str]:
    return {column["name"] for column in inspect(op.get_bind()).get_columns(words_table.NAME)}


def _make_anew(statements: list[str], columns: str) -> None:
    """The table by these statements, with the rows that were put aside; its indexes last: row by row they take ten
    times as long."""
    op.execute(words_table.DROP)
    indexes = [statement for statement in statements if statement.startswith("CREATE INDEX")]
    for statement in statements:
        if statement not in indexes:
            op.execute(statement)
    op.execute(f"INSERT INTO {words_table.NAME} ({columns}) SELECT * FROM words_before ORDER BY number")
    for statement in indexes:
        op.execute(statement)
    op.execute("DROP TABLE words_before")

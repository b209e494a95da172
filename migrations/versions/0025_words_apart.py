"""PostgreSQL finds a word of most texts in short rows: the words themselves lie apart (app/feed/words_table.py)."""

from alembic import op

from app.feed import words_table

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
COLUMNS = f"number, {', '.join(words_table.FIELDS)}"


def upgrade() -> None:
    """Makes the table anew and puts its rows back, so that each is stored the new way."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"CREATE TEMPORARY TABLE words_before AS SELECT {COLUMNS} FROM {words_table.NAME}")
    op.execute(words_table.DROP)
    statements = words_table.CREATE["postgresql"]
    indexes = [statement for statement in statements if statement.startswith("CREATE INDEX")]
    for statement in statements:
        if statement not in indexes:
            op.execute(statement)
    op.execute(f"INSERT INTO {words_table.NAME} ({COLUMNS}) SELECT {COLUMNS} FROM words_before ORDER BY number")
    for statement in indexes:  # made at once over what is there: row by row takes ten times as long
        op.execute(statement)
    op.execute("DROP TABLE words_before")


def downgrade() -> None:
    """Nothing: the versions before read and write this table as well."""

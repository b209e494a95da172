"""On SQLite the answers to surveys have no row numbers: these count up, and told in which order people answered."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _again(*, with_rowid: bool) -> None:
    """Makes the table again with all its rows. PostgreSQL's has no such numbers."""
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("survey_answers", recreate="always", table_kwargs={"sqlite_with_rowid": with_rowid}):
            pass


def upgrade() -> None:
    _again(with_rowid=False)


def downgrade() -> None:
    _again(with_rowid=True)

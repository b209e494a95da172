"""Revisions keep the short answers and the English abstract too."""

import sqlalchemy as sa
from alembic import op

from app.models.base import JSONColumn

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("revisions") as table:
        table.add_column(sa.Column("answers", JSONColumn, nullable=False, server_default="{}"))
        table.add_column(sa.Column("english_abstract", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("revisions") as table:
        table.alter_column("answers", server_default=None)
        table.alter_column("english_abstract", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("revisions") as table:
        table.drop_column("english_abstract")
        table.drop_column("answers")

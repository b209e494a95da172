"""A publication says by its account who published it, not by a name alone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Left empty in rows that are there: filling it would change their digests, and the log knows who it was.
    op.add_column("publications", sa.Column("actor_id", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("publications") as table:
        table.drop_column("actor_id")

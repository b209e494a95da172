"""Awards after publication (susulan) with their reason and what they replace; the title of the decree."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("awards") as table:
        table.add_column(sa.Column("supplementary_reason", sa.String(), nullable=True))
        table.add_column(sa.Column("replaces_id", sa.String(), nullable=True))
        table.create_foreign_key("fk_awards_replaces_id", "awards", ["replaces_id"], ["id"])
        table.create_index("ix_awards_replaces_id", ["replaces_id"])
    with op.batch_alter_table("ceremonies") as table:
        table.add_column(sa.Column("decree_title", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("ceremonies") as table:
        table.alter_column("decree_title", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ceremonies") as table:
        table.drop_column("decree_title")
    with op.batch_alter_table("awards") as table:
        table.drop_index("ix_awards_replaces_id")
        table.drop_constraint("fk_awards_replaces_id", type_="foreignkey")
        table.drop_column("replaces_id")
        table.drop_column("supplementary_reason")

"""An award knows the assessment that it is given for."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("awards") as table:
        table.add_column(sa.Column("assessment_id", sa.String(), nullable=True))
        table.create_foreign_key("fk_awards_assessment_id", "assessments", ["assessment_id"], ["id"])
        table.create_index("ix_awards_assessment_id", ["assessment_id"])


def downgrade() -> None:
    with op.batch_alter_table("awards") as table:
        table.drop_index("ix_awards_assessment_id")
        table.drop_constraint("fk_awards_assessment_id", type_="foreignkey")
        table.drop_column("assessment_id")

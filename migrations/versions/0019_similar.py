"""The index of texts that are alike. It begins empty: `jipp migrate` fills it, as does `jipp similar`."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "similar_texts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("innovation_id", sa.String(36), nullable=True),
        sa.Column("proposal_id", sa.String(36), nullable=True),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_similar_texts"),
        sa.UniqueConstraint("innovation_id", name="uq_similar_texts_innovation_id"),
        sa.UniqueConstraint("proposal_id", name="uq_similar_texts_proposal_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "similar_marks",
        sa.Column("mark", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("mark", "text", name="pk_similar_marks"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("similar_marks")
    op.drop_table("similar_texts")

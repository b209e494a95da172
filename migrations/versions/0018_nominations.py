"""Nominations for the national competition."""

import sqlalchemy as sa
from alembic import op

from app.models.base import JSONColumn, UTCDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nominations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("innovation_id", sa.String(36), nullable=False),
        sa.Column("competition", sa.String(50), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(50), nullable=False),
        sa.Column("group", sa.String(50), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("earlier_award", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("result", sa.String(30), nullable=True),
        sa.Column("result_label", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("result_url", sa.String(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("editor", sa.String(60), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("english_abstract", sa.String(), nullable=False),
        sa.Column("documents", JSONColumn, nullable=False),
        sa.Column("answers", JSONColumn, nullable=False),
        sa.Column("sections", JSONColumn, nullable=False),
        sa.ForeignKeyConstraint(["innovation_id"], ["innovations.id"], name="fk_nominations_innovation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_nominations"),
        sa.UniqueConstraint(
            "innovation_id", "competition", "year", name="uq_nominations_innovation_id_competition_year"
        ),
    )
    op.create_index("ix_nominations_title_key", "nominations", ["title_key"])


def downgrade() -> None:
    op.drop_table("nominations")

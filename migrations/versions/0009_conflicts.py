"""Conflicts of interest: declared by a juror, added or allowed by an organiser."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflicts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(36), nullable=False),
        sa.Column("juror_id", sa.String(36), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=True),
        sa.Column("unit_id", sa.String(36), nullable=True),
        sa.Column("kind", sa.String(20), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_conflicts_edition_id"),
        sa.ForeignKeyConstraint(["juror_id"], ["users.id"], name="fk_conflicts_juror_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_conflicts_proposal_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_conflicts_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conflicts"),
    )
    op.create_index("ix_conflicts_edition_juror", "conflicts", ["edition_id", "juror_id"])


def downgrade() -> None:
    op.drop_table("conflicts")

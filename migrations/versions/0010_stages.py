"""Stages in any number: plenary decisions, votes of the public, and what both and earlier stages do to a result."""

import sqlalchemy as sa
from alembic import op

from app.models.base import JSONColumn, UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = {"stage_score": sa.Float, "by_rule": sa.Boolean, "plenary": sa.String}


def upgrade() -> None:
    # Null in rows that are there: their digests stay as they are.
    for name, kind in COLUMNS.items():
        op.add_column("results", sa.Column(name, kind(), nullable=True))
    op.create_table(
        "plenary_decisions",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(36), nullable=False),
        sa.Column("stage", sa.String(50), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("advances", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("members", JSONColumn, nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_plenary_decisions_edition_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_plenary_decisions_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plenary_decisions"),
        sa.UniqueConstraint(
            "edition_id", "stage", "proposal_id", name="uq_plenary_decisions_edition_id_stage_proposal_id"
        ),
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.String(36), nullable=False),
        sa.Column("stage", sa.String(50), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("ballot", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_votes_edition_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_votes_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_votes"),
        sa.UniqueConstraint(
            "edition_id", "stage", "ballot", "proposal_id", name="uq_votes_edition_id_stage_ballot_proposal_id"
        ),
    )
    op.create_index("ix_votes_proposal", "votes", ["edition_id", "stage", "proposal_id"])


def downgrade() -> None:
    op.drop_table("votes")
    op.drop_table("plenary_decisions")
    with op.batch_alter_table("results") as table:
        for name in COLUMNS:
            table.drop_column(name)

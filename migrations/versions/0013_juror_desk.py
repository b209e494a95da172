"""The juror's desk: sheets that were declined, and the time that sheets took."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declinations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(36), nullable=False),
        sa.Column("stage", sa.String(50), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("juror_id", sa.String(36), nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_declinations_edition_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_declinations_proposal_id"),
        sa.ForeignKeyConstraint(["juror_id"], ["users.id"], name="fk_declinations_juror_id"),
        sa.PrimaryKeyConstraint("id", name="pk_declinations"),
        sa.UniqueConstraint("edition_id", "stage", "juror_id", "proposal_id",
                            name="uq_declinations_edition_id_stage_juror_id_proposal_id"),
    )  # fmt: skip
    op.create_index("ix_declinations_juror_id", "declinations", ["juror_id"])
    op.create_table(
        "sheet_times",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.String(36), nullable=False),
        sa.Column("juror_id", sa.String(36), nullable=False),
        sa.Column("view", sa.String(60), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name="fk_sheet_times_assignment_id"),
        sa.ForeignKeyConstraint(["juror_id"], ["users.id"], name="fk_sheet_times_juror_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_times"),
        sa.UniqueConstraint("assignment_id", "view", name="uq_sheet_times_assignment_id_view"),
    )
    op.create_index("ix_sheet_times_juror", "sheet_times", ["juror_id"])


def downgrade() -> None:
    op.drop_table("sheet_times")
    op.drop_table("declinations")

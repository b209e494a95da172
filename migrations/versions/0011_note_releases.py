"""The notes of score sheets that an organiser released to the proposal's people."""

import sqlalchemy as sa
from alembic import op

from app.models.base import JSONColumn, UTCDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note_releases",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("assignment_id", sa.String(36), nullable=False),
        sa.Column("notes", JSONColumn, nullable=False),
        sa.Column("recommendation", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name="fk_note_releases_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_note_releases"),
        sa.UniqueConstraint("assignment_id", name="uq_note_releases_assignment_id"),
    )


def downgrade() -> None:
    op.drop_table("note_releases")

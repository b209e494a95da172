"""The organiser's room: jurors who leave, reminders, discussions of disputed proposals."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _recorded(table: str, *columns: sa.Column[object] | sa.ForeignKeyConstraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def upgrade() -> None:
    # Null in rows that are there: their digests stay as they are.
    op.add_column("jurors", sa.Column("left_at", UTCDateTime(), nullable=True))
    op.add_column("jurors", sa.Column("left_reason", sa.String(), nullable=True))
    _recorded(
        "reminders",
        sa.Column("edition_id", sa.String(36), nullable=False),
        sa.Column("stage", sa.String(50), nullable=False),
        sa.Column("juror_id", sa.String(36), nullable=False),
        sa.Column("unsigned", sa.Integer(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_reminders_edition_id"),
        sa.ForeignKeyConstraint(["juror_id"], ["users.id"], name="fk_reminders_juror_id"),
    )
    op.create_index("ix_reminders_edition_stage", "reminders", ["edition_id", "stage", "juror_id"])
    _recorded(
        "discussions",
        sa.Column("edition_id", sa.String(36), nullable=False),
        sa.Column("stage", sa.String(50), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("shows_scores", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_discussions_edition_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_discussions_proposal_id"),
    )
    op.create_index("ix_discussions_stage", "discussions", ["edition_id", "stage", "proposal_id"])
    _recorded(
        "discussion_messages",
        sa.Column("discussion_id", sa.String(36), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("asks_to_reopen", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.id"], name="fk_discussion_messages_discussion_id"),
    )
    op.create_index("ix_discussion_messages_discussion_id", "discussion_messages", ["discussion_id"])


def downgrade() -> None:
    for table in ("discussion_messages", "discussions", "reminders"):
        op.drop_table(table)
    with op.batch_alter_table("jurors") as table:
        table.drop_column("left_reason")
        table.drop_column("left_at")

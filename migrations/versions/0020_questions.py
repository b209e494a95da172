"""The public asks: questions with their answers, who asked, and who follows an innovation."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _table(name: str, *columns: sa.Column[object] | sa.ForeignKeyConstraint | sa.UniqueConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def upgrade() -> None:
    _table(
        "questions",
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("innovation_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_key", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(20), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lapor_ticket", sa.String(40), nullable=True),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("rejected_at", UTCDateTime(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["innovation_id"], ["innovations.id"], name="fk_questions_innovation_id"),
        sa.UniqueConstraint("innovation_id", "text_key", name="uq_questions_innovation_id_text_key"),
    )
    op.create_index("ix_questions_of_innovation", "questions", ["innovation_id", "status", "id"])
    op.create_index("ix_questions_status", "questions", ["status", "answered_at", "id"])
    op.create_index("ix_questions_text", "questions", ["text_key", "created_at"])
    _table(
        "askers",
        sa.Column("question_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_askers_question_id"),
        sa.UniqueConstraint("question_id", name="uq_askers_question_id"),
    )
    _table(
        "followers",
        sa.Column("innovation_id", sa.String(36), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("lettered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["innovation_id"], ["innovations.id"], name="fk_followers_innovation_id"),
        sa.UniqueConstraint("innovation_id", "email", name="uq_followers_innovation_id_email"),
    )
    op.create_index("ix_followers_email", "followers", ["email"])


def downgrade() -> None:
    for table in ("followers", "askers", "questions"):
        op.drop_table(table)

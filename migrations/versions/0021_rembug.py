"""Rembug: units that take part in a proposal, requests for help with their answers, mentorships with their meetings."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _table(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        *more,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, UTCDateTime(), nullable=True)


def _to(name: str, table: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_{of}_{name}")


def upgrade() -> None:
    _table(
        "collaborations",
        _text("proposal_id"), _text("unit_id"), _text("status", 10), _text("part"), _text("reason"),
        _moment("answered_at"), _flag("is_sample"),
        _to("proposal_id", "proposals", "collaborations"), _to("unit_id", "units", "collaborations"),
        sa.UniqueConstraint("proposal_id", "unit_id", name="uq_collaborations_proposal_id_unit_id"),
    )  # fmt: skip
    op.create_index("ix_collaborations_unit_id", "collaborations", ["unit_id"])
    _table(
        "help_requests",
        _text("unit_id"), _text("title"), _text("text"), _text("status", 10), _moment("closed_at"), _flag("is_sample"),
        _to("unit_id", "units", "help_requests"),
    )  # fmt: skip
    op.create_index("ix_help_requests_status", "help_requests", ["status", "id"])
    op.create_index("ix_help_requests_unit_id", "help_requests", ["unit_id"])
    _table(
        "help_answers",
        _text("help_request_id"), _text("unit_id"), _text("innovation_id", nullable=True), _text("text"),
        _flag("is_helpful"), _flag("is_sample"),
        _to("help_request_id", "help_requests", "help_answers"), _to("unit_id", "units", "help_answers"),
        _to("innovation_id", "innovations", "help_answers"),
    )  # fmt: skip
    for name in ("help_request_id", "unit_id"):
        op.create_index(f"ix_help_answers_{name}", "help_answers", [name])
    _mentorships()


def _mentorships() -> None:
    _table(
        "mentorships",
        _text("mentor_unit_id"), _text("mentee_unit_id"), _text("proposed_by", 10),
        _text("help_request_id", nullable=True), _text("goal"), _text("status", 10),
        sa.Column("began_on", sa.Date(), nullable=True), sa.Column("ended_on", sa.Date(), nullable=True),
        _text("outcome"), _flag("is_sample"),
        _to("mentor_unit_id", "units", "mentorships"), _to("mentee_unit_id", "units", "mentorships"),
        _to("help_request_id", "help_requests", "mentorships"),
    )  # fmt: skip
    for side in ("mentor_unit_id", "mentee_unit_id"):
        op.create_index(f"ix_mentorships_{side}", "mentorships", [side])
    _table(
        "mentoring_sessions",
        _text("mentorship_id"), sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False), _flag("is_online"), _text("topics"), _text("agreed"),
        _to("mentorship_id", "mentorships", "mentoring_sessions"),
    )  # fmt: skip
    op.create_index("ix_mentoring_sessions_mentorship_id", "mentoring_sessions", ["mentorship_id"])


def downgrade() -> None:
    for name in ("mentoring_sessions", "mentorships", "help_answers", "help_requests", "collaborations"):
        op.drop_table(name)

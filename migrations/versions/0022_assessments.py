"""Assessments: instruments, rounds with owners of indicators, values in three steps, facts, evidence, follow-ups."""

import sqlalchemy as sa
from alembic import op

from app.models.base import JSONColumn, UTCDateTime

revision = "0022"
down_revision = "0021"
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


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=True)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def _to(name: str, table: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_{of}_{name}")


def _once(table: str, *names: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*names, name=f"uq_{table}_{'_'.join(names)}")


def upgrade() -> None:
    _table(
        "instruments",
        _text("name", 65), _text("instrument", 60), _number("year"), _text("title"), _text("text"), _text("seal", 19),
        _flag("is_shipped"), _once("instruments", "name"),
    )  # fmt: skip
    _rounds()
    _assessments()
    _table(
        "follow_ups",
        _text("assessment_id"), _text("item", 60, nullable=True), _text("recommendation"), _text("plan"),
        _text("owner"), _day("due_on"), _text("status", 10), _flag("is_sample"),
        _to("assessment_id", "assessments", "follow_ups"),
    )  # fmt: skip
    op.create_index("ix_follow_ups_assessment_id", "follow_ups", ["assessment_id"])


def _rounds() -> None:
    _table(
        "assessment_rounds",
        _text("instrument_id"), _text("title"), _number("year"), _text("status", 10), _day("assess_until"),
        _day("verify_until"), _day("decide_until"), _flag("is_public"), _flag("is_sample"),
        _to("instrument_id", "instruments", "assessment_rounds"),
    )  # fmt: skip
    op.create_index("ix_assessment_rounds_instrument_id", "assessment_rounds", ["instrument_id"])
    op.create_index("ix_assessment_rounds_year", "assessment_rounds", ["year", "id"])
    _table(
        "indicator_owners",
        _text("round_id"), _text("item", 60), _text("unit_id"),
        _to("round_id", "assessment_rounds", "indicator_owners"), _to("unit_id", "units", "indicator_owners"),
        _once("indicator_owners", "round_id", "item"),
    )  # fmt: skip
    op.create_index("ix_indicator_owners_unit_id", "indicator_owners", ["unit_id"])


def _assessments() -> None:
    _table(
        "assessments",
        _text("round_id"), _text("unit_id"), _text("status", 10), _moment("changed_at", nullable=False),
        _moment("submitted_at"), _moment("finalised_at"), _text("reopening_reason"),
        sa.Column("score", sa.Float(), nullable=True), _text("letter", nullable=True),
        _text("predicate", nullable=True), _number("asked_count"), _number("answered_count"),
        sa.Column("sources", JSONColumn, nullable=True), sa.Column("feeds", JSONColumn, nullable=True),
        _flag("is_sample"),
        _to("round_id", "assessment_rounds", "assessments"), _to("unit_id", "units", "assessments"),
        _once("assessments", "round_id", "unit_id"),
    )  # fmt: skip
    op.create_index("ix_assessments_unit_id", "assessments", ["unit_id"])
    _table(
        "assessment_values",
        _text("assessment_id"), _text("item", 60), _text("step", 12), _text("value", nullable=True),
        _text("target", nullable=True), _flag("is_absent"), _text("note"), _text("recommendation"),
        _to("assessment_id", "assessments", "assessment_values"),
        _once("assessment_values", "assessment_id", "item", "step"),
    )  # fmt: skip
    _table(
        "assessment_facts",
        _text("assessment_id"), _text("fact", 60), _text("value"),
        _to("assessment_id", "assessments", "assessment_facts"),
        _once("assessment_facts", "assessment_id", "fact"),
    )  # fmt: skip
    _table(
        "assessment_documents",
        _text("assessment_id"), _text("item", 60), _text("filename"), _text("media_type"), _number("size"),
        _text("sha256", 64), _to("assessment_id", "assessments", "assessment_documents"),
    )  # fmt: skip
    for name in ("assessment_id", "sha256"):
        op.create_index(f"ix_assessment_documents_{name}", "assessment_documents", [name])


def downgrade() -> None:
    for name in ("follow_ups", "assessment_documents", "assessment_facts", "assessment_values", "assessments",
                 "indicator_owners", "assessment_rounds", "instruments"):  # fmt: skip
        op.drop_table(name)

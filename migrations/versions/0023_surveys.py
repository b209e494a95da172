"""Satisfaction surveys with their answers, service records with what they come to by month."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
MARKS = tuple(f"u{number}" for number in range(1, 10))
MEASURES = ("working", "serving", "responding")


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def _of_the_house() -> list[sa.Column[object]]:
    return [sa.Column("id", sa.String(36), nullable=False), _moment("created_at", nullable=False),
            _moment("updated_at", nullable=False), sa.Column("version", sa.Integer(), nullable=False)]  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "surveys",
        *_of_the_house(), _text("salt", 32), _text("unit_id"), _text("title"), _text("service"),
        sa.Column("starts_on", sa.Date(), nullable=False), sa.Column("ends_on", sa.Date(), nullable=False),
        _text("status", 10), _text("code", 12), _number("population", nullable=True), _flag("is_public"),
        _moment("closed_at"), _flag("is_sample"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_surveys_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
        sa.UniqueConstraint("code", name="uq_surveys_code"),
    )  # fmt: skip
    op.create_index("ix_surveys_unit_id", "surveys", ["unit_id", "ends_on"])
    op.create_index("ix_surveys_ends_on", "surveys", ["ends_on", "id"])
    op.create_table(
        "survey_answers",
        *_of_the_house(), _text("survey_id"), *(sa.Column(name, sa.SmallInteger(), nullable=False) for name in MARKS),
        *(_text(name, 20, nullable=True) for name in ("age", "sex", "education", "occupation")), _text("comment"),
        _flag("is_paper"), _text("visit", 64, nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_survey_answers_survey_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_answers"),
        sa.UniqueConstraint("survey_id", "visit", name="uq_survey_answers_survey_id_visit"),
    )  # fmt: skip
    _service_records()


def _service_records() -> None:
    op.create_table(
        "service_records",
        _text("key", 32), _text("unit_id", 36), _text("service", 100), _moment("received_at", nullable=False),
        _moment("first_response_at"), _moment("completed_at"), _number("promised_minutes", nullable=True),
        _number("promised_response_minutes", nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_service_records_unit_id"),
        sa.PrimaryKeyConstraint("key", name="pk_service_records"),
    )  # fmt: skip
    op.create_index("ix_service_records_unit_id", "service_records", ["unit_id"])
    sums = [column for measure in MEASURES
            for column in (*(_number(f"{measure}_{what}") for what in ("n", "promised", "kept")),
                           sa.Column(f"{measure}_minutes", sa.LargeBinary(), nullable=False))]  # fmt: skip
    op.create_table(
        "service_months",
        _text("unit_id", 36), _text("service", 100), sa.Column("month", sa.Date(), nullable=False), _number("records"),
        *sums,
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_service_months_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", "service", "month", name="pk_service_months"),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("service_months", "service_records", "survey_answers", "surveys"):
        op.drop_table(table)

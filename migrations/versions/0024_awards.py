"""Awards, the ceremony that hands them out, their certificates and how far a batch of these is."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _table(name: str, *more: sa.schema.SchemaItem, is_recorded: bool = True) -> None:
    salt = [sa.Column("salt", sa.String(32), nullable=False)] if is_recorded else []
    op.create_table(
        name,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *salt,
        *more,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=True)


def _to(name: str, table: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_{of}_{name}")


def _once(of: str, name: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(name, name=f"uq_{of}_{name}")


def upgrade() -> None:
    _table(
        "awards",
        _text("edition_id"), _text("proposal_id", nullable=True), _text("unit_id"), _text("source", 10),
        _text("tier", 50, nullable=True), _text("title"), _text("category"), _text("result"),
        _number("rank", nullable=True), _text("reason"), _number("position"), _text("code", 14),
        _moment("given_at", nullable=False), _moment("revoked_at"), _text("revocation_reason", nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        _to("edition_id", "editions", "awards"), _to("proposal_id", "proposals", "awards"),
        _to("unit_id", "units", "awards"), _once("awards", "code"),
    )  # fmt: skip
    op.create_index("ix_awards_edition_id_position", "awards", ["edition_id", "position", "id"])
    for name in ("proposal_id", "unit_id"):
        op.create_index(f"ix_awards_{name}", "awards", [name])
    _table(
        "ceremonies",
        _text("edition_id"), _text("title"), _text("place"), _day("held_on"), _text("signatory_title"),
        _text("signatory_name"), _text("decree_number"), _day("decree_date"), _text("contact"),
        _moment("published_at"), _to("edition_id", "editions", "ceremonies"), _once("ceremonies", "edition_id"),
    )  # fmt: skip
    _certificates()


def _certificates() -> None:
    _table(
        "certificates",
        _text("edition_id"), _text("award_id"), _text("sha256", 64), _number("size"), _text("facts", 64),
        _text("signer", 20), _moment("made_at", nullable=False),
        _to("edition_id", "editions", "certificates"), _to("award_id", "awards", "certificates"),
        _once("certificates", "award_id"),
    )  # fmt: skip
    for name in ("edition_id", "sha256"):
        op.create_index(f"ix_certificates_{name}", "certificates", [name])
    _table(
        "certificate_batches",
        _text("edition_id"), _text("status", 10), _text("signer", 20), _number("total"), _number("done"),
        _text("error", 60), _text("base_url"), _text("sealed", nullable=True), _moment("started_at", nullable=False),
        _moment("finished_at"), _to("edition_id", "editions", "certificate_batches"),
        _once("certificate_batches", "edition_id"), is_recorded=False,
    )  # fmt: skip


def downgrade() -> None:
    for name in ("certificate_batches", "certificates", "ceremonies", "awards"):
        op.drop_table(name)

"""Replications: who took an innovation over, their steps and files, and requests from outside."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0015"
down_revision = "0014"
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


def upgrade() -> None:
    _table(
        "replications",
        _text("innovation_id"), _text("unit_id", nullable=True), _text("organisation_name"),
        _text("organisation_kind", 20), _text("organisation_province"), _text("region_code", 13, nullable=True),
        _text("contact_email"), _text("stage", 20), sa.Column("begun_on", sa.Date(), nullable=False),
        *(sa.Column(f"{stage}_on", sa.Date(), nullable=True)
          for stage in ("interest", "agreement", "implementation", "running", "stopped")),
        _text("adaptation_notes"), sa.Column("difficulty", sa.Integer(), nullable=True), _text("difficulty_notes"),
        sa.Column("cost", sa.BigInteger(), nullable=True), _text("cost_notes"), _text("stop_reason"),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True), _text("proposal_id", nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["innovation_id"], ["innovations.id"], name="fk_replications_innovation_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_replications_unit_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_replications_proposal_id"),
        sa.UniqueConstraint("innovation_id", "unit_id", name="uq_replications_innovation_id_unit_id"),
    )  # fmt: skip
    op.create_index("ix_replications_unit_id", "replications", ["unit_id"])
    op.create_index("ix_replications_begun_on", "replications", ["begun_on"])
    of_replication = ["replication_id"], ["replications.id"]
    _table(
        "replication_steps",
        _text("replication_id"), _text("action", 20), _text("stage", 20), sa.Column("on", sa.Date(), nullable=True),
        _text("reason"), _text("actor_id", nullable=True), _text("actor_name"),
        sa.ForeignKeyConstraint(*of_replication, name="fk_replication_steps_replication_id"),
    )  # fmt: skip
    op.create_index("ix_replication_steps_replication_id", "replication_steps", ["replication_id"])
    _table(
        "replication_documents",
        _text("replication_id"), _text("kind", 20), _text("filename"), _text("media_type"),
        sa.Column("size", sa.Integer(), nullable=False), _text("sha256", 64),
        sa.Column("is_public", sa.Boolean(), nullable=False), _text("uploaded_by", nullable=True),
        sa.ForeignKeyConstraint(*of_replication, name="fk_replication_documents_replication_id"),
    )  # fmt: skip
    op.create_index("ix_replication_documents_replication_id", "replication_documents", ["replication_id"])
    op.create_index("ix_replication_documents_sha256", "replication_documents", ["sha256"])
    _table(
        "replication_requests",
        _text("innovation_id"), _text("organisation_name"), _text("organisation_kind", 20),
        _text("organisation_province"), _text("region_code", 13, nullable=True), _text("contact_email"),
        _text("message"), _text("locale", 5), sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["innovation_id"], ["innovations.id"], name="fk_replication_requests_innovation_id"),
        is_recorded=False,
    )  # fmt: skip
    op.create_index("ix_replication_requests_innovation_id", "replication_requests", ["innovation_id"])
    op.create_index("ix_replication_requests_contact_email", "replication_requests", ["contact_email"])


def downgrade() -> None:
    for name in ("replication_requests", "replication_documents", "replication_steps", "replications"):
        op.drop_table(name)

"""Exhibitions: booths and what they show, the programme, visitors with what they visit, find useful and write."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
TABLES = (
    "exhibitions", "booths", "programme_items", "visitors", "exhibits",
    "guest_book_entries", "tickets", "visits", "usefulness_votes",
)  # fmt: skip


def _create(name: str, *columns: Any, recorded: bool) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *([sa.Column("salt", sa.String(32), nullable=False)] if recorded else []),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def upgrade() -> None:
    _create(
        "exhibitions",
        sa.Column("edition_id", sa.String(), nullable=True),
        sa.Column("stage", sa.String(50), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("votes_open_at", UTCDateTime(), nullable=True),
        sa.Column("votes_close_at", UTCDateTime(), nullable=True),
        sa.Column("votes_need_ticket", sa.Boolean(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_exhibitions_edition_id"),
        sa.UniqueConstraint("edition_id", "stage", name="uq_exhibitions_edition_id_stage"),
        recorded=True,
    )
    op.create_index("ix_exhibitions_starts_on_id", "exhibitions", ["starts_on", "id"])
    _create(
        "booths",
        sa.Column("exhibition_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["exhibition_id"], ["exhibitions.id"], name="fk_booths_exhibition_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_booths_unit_id"),
        sa.UniqueConstraint("code", name="uq_booths_code"),
        sa.UniqueConstraint("exhibition_id", "label", name="uq_booths_exhibition_id_label"),
        recorded=True,
    )
    _create(
        "programme_items",
        sa.Column("exhibition_id", sa.String(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["exhibition_id"], ["exhibitions.id"], name="fk_programme_items_exhibition_id"),
        recorded=True,
    )
    op.create_index("ix_programme_items_exhibition", "programme_items", ["exhibition_id", "starts_at"])
    _create(
        "visitors",
        sa.Column("exhibition_id", sa.String(), nullable=False),
        sa.Column("ballot", sa.String(64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("consented_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["exhibition_id"], ["exhibitions.id"], name="fk_visitors_exhibition_id"),
        sa.UniqueConstraint("exhibition_id", "ballot", name="uq_visitors_exhibition_id_ballot"),
        recorded=False,
    )
    _create(
        "exhibits",
        sa.Column("exhibition_id", sa.String(), nullable=False),
        sa.Column("booth_id", sa.String(), nullable=False),
        sa.Column("innovation_id", sa.String(), nullable=True),
        sa.Column("proposal_id", sa.String(), nullable=True),
        sa.CheckConstraint("(innovation_id IS NULL) <> (proposal_id IS NULL)", name="ck_exhibits_one_thing"),
        sa.ForeignKeyConstraint(["booth_id"], ["booths.id"], name="fk_exhibits_booth_id"),
        sa.ForeignKeyConstraint(["exhibition_id"], ["exhibitions.id"], name="fk_exhibits_exhibition_id"),
        sa.ForeignKeyConstraint(["innovation_id"], ["innovations.id"], name="fk_exhibits_innovation_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_exhibits_proposal_id"),
        sa.UniqueConstraint("exhibition_id", "innovation_id", name="uq_exhibits_exhibition_id_innovation_id"),
        sa.UniqueConstraint("exhibition_id", "proposal_id", name="uq_exhibits_exhibition_id_proposal_id"),
        recorded=True,
    )
    op.create_index("ix_exhibits_booth_id", "exhibits", ["booth_id"])
    _create(
        "guest_book_entries",
        sa.Column("exhibition_id", sa.String(), nullable=False),
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["exhibition_id"], ["exhibitions.id"], name="fk_guest_book_entries_exhibition_id"),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitors.id"], name="fk_guest_book_entries_visitor_id"),
        recorded=False,
    )
    op.create_index("ix_guest_book_entries_visitor_id", "guest_book_entries", ["visitor_id"])
    op.create_index("ix_guest_book_exhibition", "guest_book_entries", ["exhibition_id", "status", "id"])
    _create(
        "tickets",
        sa.Column("exhibition_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("visitor_id", sa.String(), nullable=True),
        sa.Column("redeemed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["exhibition_id"], ["exhibitions.id"], name="fk_tickets_exhibition_id"),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitors.id"], name="fk_tickets_visitor_id"),
        sa.UniqueConstraint("code_hash", name="uq_tickets_code_hash"),
        sa.UniqueConstraint("visitor_id", name="uq_tickets_visitor_id"),
        recorded=False,
    )
    op.create_index("ix_tickets_exhibition", "tickets", ["exhibition_id"])
    _create(
        "visits",
        sa.Column("exhibition_id", sa.String(), nullable=False),
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("booth_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["booth_id"], ["booths.id"], name="fk_visits_booth_id"),
        sa.ForeignKeyConstraint(["exhibition_id"], ["exhibitions.id"], name="fk_visits_exhibition_id"),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitors.id"], name="fk_visits_visitor_id"),
        sa.UniqueConstraint("visitor_id", "booth_id", name="uq_visits_visitor_id_booth_id"),
        recorded=False,
    )
    op.create_index("ix_visits_booth_id", "visits", ["booth_id"])
    op.create_index("ix_visits_exhibition", "visits", ["exhibition_id", "booth_id"])
    _create(
        "usefulness_votes",
        sa.Column("exhibit_id", sa.String(), nullable=False),
        sa.Column("ballot", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibits.id"], name="fk_usefulness_votes_exhibit_id"),
        sa.UniqueConstraint("exhibit_id", "ballot", name="uq_usefulness_votes_exhibit_id_ballot"),
        recorded=False,
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)

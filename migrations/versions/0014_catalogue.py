"""The catalogue as the public reads it: more of each innovation, the index that finds it, the feed of its changes."""

import sqlalchemy as sa
from alembic import op

from app.feed import words_table
from app.models.base import JSONColumn, UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Null in rows that are there: their digests stay as they are.
COLUMNS = {
    "unit_kind": sa.String(30), "latitude": sa.Float(), "longitude": sa.Float(), "group": sa.String(50),
    "group_title": sa.String(), "national_award": sa.String(), "english_abstract": sa.String(),
    "contact": sa.String(), "started_on": sa.Date(), "replication_count": sa.Integer(), "impact": JSONColumn,
    "evidence": JSONColumn,
}  # fmt: skip


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("innovations", sa.Column(name, kind, nullable=True))
    op.create_table(
        "feed_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(16), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("indexed", sa.BigInteger(), nullable=False),
        sa.Column("removed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_state"),
    )
    op.create_table(
        "feed_changes",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("entity_id", sa.String(36), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_feed_changes"),
    )
    op.create_index("ix_feed_changes_entity", "feed_changes", ["entity_id", "sequence"])
    _create_index()


def _create_index() -> None:
    op.create_table(
        "catalogue_entries",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("innovation_id", sa.String(36), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(50), nullable=True),
        sa.Column("category_title", sa.String(), nullable=False),
        sa.Column("group", sa.String(50), nullable=True),
        sa.Column("group_title", sa.String(), nullable=False),
        sa.Column("place", sa.String(13), nullable=True),
        sa.Column("region", sa.String(5), nullable=True),
        sa.Column("unit_kind", sa.String(30), nullable=True),
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("is_digital", sa.Boolean(), nullable=True),
        sa.Column("is_replicated", sa.Boolean(), nullable=False),
        sa.Column("sdgs", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("title_key", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_catalogue_entries"),
        sa.UniqueConstraint("innovation_id", name="uq_catalogue_entries_innovation_id"),
    )
    op.create_index("ix_catalogue_entries_sequence", "catalogue_entries", ["sequence"])
    op.create_index("ix_catalogue_entries_title", "catalogue_entries", ["title_key", "number"])
    op.create_table(
        "catalogue_terms",
        sa.Column("word", sa.String(60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_catalogue_terms"),
    )
    for statement in words_table.CREATE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute(words_table.DROP)
    for table in ("catalogue_terms", "catalogue_entries", "feed_changes", "feed_state"):
        op.drop_table(table)
    with op.batch_alter_table("innovations") as table:
        for name in COLUMNS:
            table.drop_column(name)

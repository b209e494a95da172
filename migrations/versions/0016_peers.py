"""Peers: catalogues of other networks beside our own."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Null in rows that are there: their digests stay as they are.
COLUMNS = {
    "peer_id": sa.String(), "peer_entity_id": sa.String(36), "peer_digest": sa.String(32), "peer_round": sa.Integer(),
    "origin_name": sa.String(), "origin_url": sa.String(),
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "peers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("error", sa.String(60), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.String(100), nullable=True),
        sa.Column("snapshot_cursor", sa.String(100), nullable=True),
        sa.Column("snapshot_after", sa.String(36), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("equal_at", UTCDateTime(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_peers"),
        sa.UniqueConstraint("url", name="uq_peers_url"),
    )
    op.create_index("ix_peers_due_at", "peers", ["due_at"])
    with op.batch_alter_table("innovations") as table:
        for name, kind in COLUMNS.items():
            table.add_column(sa.Column(name, kind, nullable=True))
        table.create_foreign_key("fk_innovations_peer_id", "peers", ["peer_id"], ["id"])
        table.create_index("ix_innovations_peer", ["peer_id", "peer_entity_id"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("innovations") as table:
        table.drop_index("ix_innovations_peer")
        table.drop_constraint("fk_innovations_peer_id", type_="foreignkey")
        for name in COLUMNS:
            table.drop_column(name)
    op.drop_table("peers")

"""The files of certificates that newer ones took the place of: whoever holds one holds a genuine one."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
TABLE = "replaced_certificates"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(), nullable=False),
        sa.Column("award_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("signer", sa.String(20), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("replaced_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=f"fk_{TABLE}_edition_id"),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=f"fk_{TABLE}_award_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
    )
    for name in ("edition_id", "award_id"):
        op.create_index(f"ix_{TABLE}_{name}", TABLE, [name])


def downgrade() -> None:
    op.drop_table(TABLE)

"""A published line keeps what calibration said of it: score, error, interval of its rank, chance of going on."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = {"calibrated": sa.Float, "standard_error": sa.Float, "rank_low": sa.Integer, "rank_high": sa.Integer,
           "probability_top": sa.Float}  # fmt: skip


def upgrade() -> None:
    # Null in rows that are there: their digests stay as they are.
    for name, kind in COLUMNS.items():
        op.add_column("results", sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("results") as table:
        for name in COLUMNS:
            table.drop_column(name)

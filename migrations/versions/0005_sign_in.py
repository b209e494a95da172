"""Second factors, passkeys, links to other providers, the counters of limits; sessions know more of themselves."""

import sqlalchemy as sa
from alembic import op

from app.models.base import JSONColumn, UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEW = ("rate_windows", "attempt_counts", "oidc_links", "passkeys", "recovery_codes", "totp_factors")


def upgrade() -> None:
    _factors()
    _counters()
    with op.batch_alter_table("user_sessions") as table:
        table.add_column(sa.Column("authenticated_at", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("last_used_at", UTCDateTime(), nullable=True))
        table.add_column(sa.Column("has_second_factor", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE user_sessions SET authenticated_at = created_at, last_used_at = updated_at")
    with op.batch_alter_table("user_sessions") as table:
        table.alter_column("authenticated_at", nullable=False)
        table.alter_column("last_used_at", nullable=False)
        table.alter_column("has_second_factor", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user_sessions") as table:
        for name in ("has_second_factor", "last_used_at", "authenticated_at"):
            table.drop_column(name)
    for name in NEW:
        op.drop_table(name)


def _own(*columns: sa.Column[object]) -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(36), primary_key=True), sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False), sa.Column("version", sa.Integer(), nullable=False),
        *columns,
    ]  # fmt: skip


def _salt() -> sa.Column[object]:
    return sa.Column("salt", sa.String(32), nullable=False)


def _person() -> sa.Column[object]:
    return sa.Column("user_id", sa.String(36), sa.ForeignKey("users.id"), nullable=False)


def _factors() -> None:
    op.create_table("totp_factors", *_own(
        _salt(), _person(), sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime()),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
    ), sa.UniqueConstraint("user_id"))  # fmt: skip
    op.create_table("recovery_codes", *_own(
        _person(), sa.Column("code_digest", sa.String(64), nullable=False), sa.Column("used_at", UTCDateTime()),
    ), sa.UniqueConstraint("code_digest"))  # fmt: skip
    op.create_table("passkeys", *_own(
        _salt(), _person(), sa.Column("name", sa.String(), nullable=False),
        sa.Column("credential_id", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False), sa.Column("transports", JSONColumn, nullable=False),
        sa.Column("last_used_at", UTCDateTime()),
    ), sa.UniqueConstraint("credential_id"))  # fmt: skip
    op.create_table("oidc_links", *_own(
        _salt(), _person(), sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
    ), sa.UniqueConstraint("issuer", "subject"), sa.UniqueConstraint("issuer", "user_id"))  # fmt: skip
    for table in ("recovery_codes", "passkeys", "oidc_links"):
        op.create_index(f"ix_{table}_user_id", table, ["user_id"])


def _counters() -> None:
    op.create_table(
        "rate_windows",
        sa.Column("bucket", sa.String(80), primary_key=True), sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False), sa.Column("ends_at", sa.Float(53), nullable=False),
    )  # fmt: skip
    op.create_table(
        "attempt_counts",
        sa.Column("bucket", sa.String(80), primary_key=True), sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Float(53), nullable=False), sa.Column("last_at", sa.Float(53), nullable=False),
    )  # fmt: skip
    op.create_index("ix_rate_windows_ends_at", "rate_windows", ["ends_at"])
    op.create_index("ix_attempt_counts_last_at", "attempt_counts", ["last_at"])
    if op.get_bind().dialect.name == "postgresql":  # what is counted may be lost in a crash, and costs less so
        op.execute("ALTER TABLE rate_windows SET UNLOGGED")
        op.execute("ALTER TABLE attempt_counts SET UNLOGGED")

"""The audit log: a salt in every row of record, entries and checkpoints that the database lets nobody change."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RECORDED = (
    "api_keys", "assignments", "documents", "editions", "evaluations", "innovations", "invitations", "jurors",
    "proposals", "publications", "quotas", "reopenings", "results", "revisions", "role_grants", "transitions", "units",
    "users",
)  # fmt: skip
"""Tables whose rows have entries, as of this version."""
APPEND_ONLY = {"audit_entries": "id = NEW.id OR (chain = NEW.chain AND sequence = NEW.sequence)",
               "checkpoint_leaves": "checkpoint_id = NEW.checkpoint_id AND position = NEW.position",
               "checkpoints": "id = NEW.id OR (edition_id = NEW.edition_id AND stage = NEW.stage)"}  # fmt: skip
"""Tables that only grow, and what finds a row that a new one would replace (SQLite's INSERT OR REPLACE)."""


def upgrade() -> None:
    for table in RECORDED:
        _salt(table)
    _make_tables()
    for table, replaced in APPEND_ONLY.items():
        _protect(table, replaced)


def _salt(table: str) -> None:
    """Every row there is gets a salt of its own; adding the column does not write the table anew."""
    op.add_column(table, sa.Column("salt", sa.String(32), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"UPDATE {table} SET salt = lower(hex(randomblob(16)))")
    else:
        op.execute(f"UPDATE {table} SET salt = replace(gen_random_uuid()::text, '-', '')")
        op.alter_column(table, "salt", server_default=None)


def _make_tables() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("chain", sa.String(36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.String(36), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
        sa.UniqueConstraint("chain", "sequence", name="uq_audit_entries_chain_sequence"),
    )
    op.create_index("ix_audit_entries_actor", "audit_entries", ["actor_id", "id"])
    op.create_table(
        "audit_chains",
        sa.Column("chain", sa.String(36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_audit_chains"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(36), nullable=False),
        sa.Column("stage", sa.String(50), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checkpoints"),
        sa.UniqueConstraint("edition_id", "stage", name="uq_checkpoints_edition_id_stage"),
    )
    op.create_table(
        "checkpoint_leaves",
        sa.Column("checkpoint_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["checkpoint_id"], ["checkpoints.id"], name="fk_checkpoint_leaves_checkpoint_id"),
        sa.PrimaryKeyConstraint("checkpoint_id", "position", name="pk_checkpoint_leaves"),
    )
    op.create_index("ix_checkpoint_leaves_proposal", "checkpoint_leaves", ["proposal_id", "checkpoint_id"])


def _protect(table: str, replaced: str) -> None:
    """The database refuses to change, delete or replace a row."""
    if op.get_bind().dialect.name != "sqlite":
        _protect_postgresql(table)
        return
    refusal = f"SELECT RAISE(ABORT, '{table} only grows')"
    for deed in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} BEGIN {refusal}; END")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {replaced}) BEGIN {refusal}; END"
    )


def _protect_postgresql(table: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION jipp_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION jipp_only_grows()"
    )
    # Row triggers are silent under session_replication_role = replica unless they are told to fire always.
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_only_grows")


def downgrade() -> None:
    for table in ("checkpoint_leaves", "checkpoints", "audit_chains", "audit_entries"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION jipp_only_grows()")
    for table in RECORDED:
        op.drop_column(table, "salt")

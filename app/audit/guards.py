"""The triggers by which a database refuses to change what only grows: whether they are still there, as they were made.

Migration 0003 made them. Who may alter a database can take them away; the chain would still tell of a change, and
this tells that the door stood open.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

APPEND_ONLY = {"audit_entries": "id = NEW.id OR (chain = NEW.chain AND sequence = NEW.sequence)",
               "checkpoint_leaves": "checkpoint_id = NEW.checkpoint_id AND position = NEW.position",
               "checkpoints": "id = NEW.id OR (edition_id = NEW.edition_id AND stage = NEW.stage)"}  # fmt: skip
"""Tables that only grow, and what finds a row that a new one would replace (SQLite's INSERT OR REPLACE)."""
_BODY = "BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END"
_UNCONDITIONAL = """
SELECT relname || '_only_grows' FROM pg_trigger
  JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
 WHERE tgname = relname || '_only_grows' AND tgenabled = 'A' AND tgqual IS NULL AND tgattr = ''
   AND tgtype = 2 + 8 + 16 + 32 AND trim(prosrc) = :body
"""
"""``tgtype``: BEFORE, DELETE, UPDATE, TRUNCATE, for the statement; ``A``: in every replication role."""


def missing(connection: Connection) -> list[str]:
    """Names of the triggers that are not there, do not always fire, or do something else than refuse."""
    return sorted(_sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection))


def _sqlite(connection: Connection) -> Iterable[str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    made = {(row.name, row.sql) for row in rows}
    wanted = (one for table, replaced in APPEND_ONLY.items() for one in _refusals(table, replaced))
    return (name for name, sql in wanted if (name, sql) not in made)


def _refusals(table: str, replaced: str) -> Iterable[tuple[str, str]]:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    for deed in ("UPDATE", "DELETE"):
        name = f"{table}_no_{deed.lower()}"
        yield name, f"CREATE TRIGGER {name} BEFORE {deed} ON {table} {refusal}"
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {replaced})"  # noqa: S608 - our own names  # nosec B608
    yield f"{table}_no_replace", f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {exists} {refusal}"


def _postgresql(connection: Connection) -> Iterable[str]:
    found = connection.execute(text(_UNCONDITIONAL), {"body": _BODY}).scalars().all()
    return {f"{table}_only_grows" for table in APPEND_ONLY} - set(found)

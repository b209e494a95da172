"""Runs the migrations with the engine of the application, so that both use the same settings."""

from typing import Any

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.models  # noqa: F401  # registers the tables
from app.database import is_sqlite, write_engine
from app.feed import words_table
from app.models.base import JSONColumn, UTCDateTime


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Writes our own column types by their names, so that a migration reads like the models."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "UTCDateTime()"
    if item is JSONColumn:
        return "JSONColumn"
    return "sa.String()" if isinstance(item, AutoString) and item.length is None else False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leaves out the words of the catalogue, which are none of SQLModel's tables."""
    return not (kind == "table" and words_table.is_part(name or ""))


engine = context.config.attributes.get("engine") or write_engine()
"""Another database than that of the settings: a backup is tried out in a new one."""

if context.is_offline_mode():
    context.configure(
        url=str(engine.url),
        target_metadata=SQLModel.metadata,
        dialect_name=engine.dialect.name,
        literal_binds=True,
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    with engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=is_sqlite(engine),
            render_item=render_item,
            include_name=include_name,
            transaction_per_migration=False,
        )
        context.run_migrations()

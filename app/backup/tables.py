"""The columns of a database as a backup names them: each of one kind, the same for SQLite and PostgreSQL."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, Table, types

from app.feed import words_table

KINDS: tuple[tuple[type[types.TypeEngine[Any]], str], ...] = (
    (types.Boolean, "bool"),
    (types.DateTime, "moment"),
    (types.Date, "date"),
    (types.JSON, "json"),
    (types.Integer, "integer"),
    (types.Float, "float"),
    (types.LargeBinary, "bytes"),
)
"""In this order: the first that fits. Everything else is text."""
LEFT_OUT = frozenset({"alembic_version", "catalogue_entries", "catalogue_terms", "similar_texts", "similar_marks"})
"""The first is in the manifest, the others are made again from innovations and proposals, like the words."""


@dataclass(frozen=True)
class Columns:
    """One table: its name, and its columns with their kinds."""

    table: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def heading(self) -> list[list[str]]:
        """The first line of its file."""
        return [list(pair) for pair in zip(self.names, self.kinds, strict=True)]


def reflected(connection: Connection) -> list[Columns]:
    """Every table that the database has, those first that others refer to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _metadata: not (name in LEFT_OUT or words_table.is_part(name)))
    return [_columns(table) for table in found.sorted_tables]


def _columns(table: Table) -> Columns:
    stored = [column for column in table.columns if column.computed is None]
    kinds = tuple(kind_of(column.type) for column in stored)
    key = tuple(column.name for column in table.primary_key) or tuple(column.name for column in stored)
    return Columns(table.name, tuple(column.name for column in stored), kinds, key)


def kind_of(type_: types.TypeEngine[Any]) -> str:
    """The kind of a column's type."""
    return next((kind for known, kind in KINDS if isinstance(type_, known)), "text")

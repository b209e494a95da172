"""Rows on their way to the database: gathered by table, sent in chunks, parents before children."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table as CoreTable
from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from app.clock import new_salt
from app.demo.ids import Ids
from app.models.base import Recorded

CHUNK = 10_000
"""Rows held before they are sent: bounds the memory at any scale."""


class Writer:
    """Takes rows one by one and gives their ids at once."""

    def __init__(self, session: Session, ids: Ids) -> None:
        self._connection, self._ids = session.connection(), ids
        self._order = [table.name for table in SQLModel.metadata.sorted_tables]
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._tables: dict[str, CoreTable] = {}
        self._held = 0
        self.written: dict[str, int] = {}
        """Rows by table, the waiting ones included."""

    def add(self, model: type[SQLModel], at: datetime, /, *, version: int = 1,
            changed: datetime | None = None, **values: Any) -> str:  # fmt: skip
        """A new row made *at* and last *changed* (default: never since); returns its id.

        Rows of one table must all name the same columns.
        """
        row = {
            "id": self._ids.next(),
            "created_at": at,
            "updated_at": changed or at,
            "version": version,
            **values,
        }
        if issubclass(model, Recorded):
            row["salt"] = new_salt()
        table: CoreTable = model.__table__  # type: ignore[attr-defined]
        self._tables[table.name] = table
        self._waiting.setdefault(table.name, []).append(row)
        self.written[table.name] = self.written.get(table.name, 0) + 1
        self._held += 1
        return str(row["id"])

    def pause(self) -> None:
        """A moment at which everything begun is complete: sends the rows when there are enough of them."""
        if self._held >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Sends all waiting rows, in the order that foreign keys ask for."""
        for name in self._order:
            rows = self._waiting.pop(name, [])
            if rows:
                self._connection.execute(insert(self._tables[name]), rows)
        self._held = 0

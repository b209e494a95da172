"""All rows of record with the chain that each belongs to: what is taken into a new log, and what is verified."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, inspect, literal, select, true
from sqlmodel import col

from app.audit.changes import columns, digest
from app.models import Assignment, Proposal, Publication
from app.models.audit import REGISTRY
from app.models.base import Recorded

CHUNK = 1_000
_LEADS: dict[str, Any] = {"proposal_id": Proposal, "assignment_id": Assignment, "publication_id": Publication}


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as it lies in the database."""

    table: str
    id: str
    chain: str
    digest: str | None
    """None where a column holds what its type cannot be read from."""


def stored_rows(connection: Connection, model: type[Recorded]) -> Iterator[StoredRow]:
    """Every row of the table that is a matter of record, by id, read in chunks."""
    table = inspect(model).local_table
    statement = select(*(table.c[name] for name in columns(model)), _chain(model).label("_chain"))
    last: str | None = None  # not "": a row whose id is empty is a row too
    while rows := _next(connection, statement, table, last):
        for id_, row in rows:
            if row is None:
                yield StoredRow(table.name, id_, "", None)
            elif model.is_recorded(row._mapping):
                yield StoredRow(table.name, id_, row._mapping["_chain"], digest(model, row._mapping))
        last = rows[-1][0]


def _next(connection: Connection, statement: Any, table: Any, last: str | None) -> list[tuple[str, Any]]:
    """The next rows by id; one at a time, and None for the unreadable, where they cannot be read together."""
    after = true() if last is None else table.c.id > last
    try:
        chunk = statement.where(after).order_by(table.c.id).limit(CHUNK)
        return [(row._mapping["id"], row) for row in connection.execute(chunk).all()]
    except (ValueError, TypeError):
        ids = connection.execute(select(table.c.id).where(after).order_by(table.c.id).limit(CHUNK))
        return [(id_, _alone(connection, statement.where(table.c.id == id_))) for id_ in ids.scalars().all()]


def _alone(connection: Connection, statement: Any) -> Any:
    try:
        return connection.execute(statement).first()
    except (ValueError, TypeError):
        return None


def _chain(model: type[Recorded]) -> Any:
    """The chain of a row, as app/audit/entries.py finds it for a change."""
    if not model.CHAIN:
        return literal(REGISTRY)
    own = inspect(model).local_table.c[model.CHAIN]
    parent = _LEADS.get(model.CHAIN)
    if parent is None:
        return func.coalesce(own, REGISTRY)
    edition = select(col(parent.edition_id)).where(col(parent.id) == own).scalar_subquery()
    return func.coalesce(edition, REGISTRY)

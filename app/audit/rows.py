"""All rows of record with the chain that each belongs to: what is taken into a new log, and what is verified."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, inspect, literal, select
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
    digest: str


def stored_rows(connection: Connection, model: type[Recorded]) -> Iterator[StoredRow]:
    """Every row of the table that is a matter of record, by id, read in chunks."""
    table = inspect(model).local_table
    names = (*columns(model),)
    statement = select(*(table.c[name] for name in names), _chain(model)).order_by(table.c.id).limit(CHUNK)
    last = ""
    while rows := connection.execute(statement.where(table.c.id > last)).all():
        for row in rows:
            state = dict(zip(names, row, strict=False))
            found = digest(model, state)
            if found is not None:
                yield StoredRow(table.name, state["id"], row[-1], found)
        last = rows[-1].id


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

"""Rows that were there before the log: taken into it as they are, once, so that every later change is seen."""

from itertools import chain, groupby
from typing import Any

from sqlalchemy import inspect
from sqlmodel import select

from app.audit.changes import CHANGES
from app.audit.entries import append_adopted
from app.audit.rows import stored_rows
from app.audit.tables import RECORDED
from app.database import WriteSession
from app.models import AuditEntry


def adopt(session: WriteSession) -> int:
    """Adds entries "adopted" for every row of record; returns how many rows. A log that has begun adopts nothing.

    So nobody can slip a row into a running log: what has no entry there is what ``jipp verify`` complains about.
    """
    session.flush()
    if session.exec(select(AuditEntry.id).limit(1)).first() is not None:
        return 0
    session.info.pop(CHANGES, None)  # each row is adopted as it is now
    there = set(inspect(session.held).get_table_names())  # a table whose migration is still being written is not
    models = [model for model in RECORDED if model.__tablename__ in there]
    found = list(chain.from_iterable(stored_rows(session.held, model) for model in models))
    found.sort(key=lambda row: row.chain)
    for name, rows in groupby(found, key=lambda row: row.chain):
        lines: list[list[Any]] = [[row.table, row.id, None, row.digest] for row in rows]
        append_adopted(session, name, lines)
    return len(found)

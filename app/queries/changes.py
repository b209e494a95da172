"""Reads of the change feed: pages, the digest, and everything at once."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import database
from app.errors import DomainError
from app.models import FeedChange, FeedState, Innovation
from app.models.feed import Action, CatalogueDigest, Change, ChangeQuery, Changes
from app.models.innovation import InnovationRead
from app.queries.paging import InvalidCursor
from app.queries.rows import read_all
from app.rules.feed import NOTHING

ROWS = 500
"""Innovations that a snapshot reads at a time."""
_CURSOR = re.compile(r"([0-9a-f]{16})\.(\d{1,18})")
_WHOLE = [col(getattr(Innovation, name)) for name in InnovationRead.model_fields]
_OURS = func.coalesce(Innovation.peer_id, "") == ""
"""What is mirrored from elsewhere is for others to fetch there. Said so that nobody looks it up by the index of peers:
nearly every row is ours, and ids find the few that are wanted."""
_EMPTY = FeedState(epoch="0" * 16, sequence=0, count=0, digest=NOTHING)
"""A catalogue into which nothing has come yet."""


class CursorGone(DomainError):
    """A cursor from before a restore: what it stood for may have been lost."""

    status = 410
    code = "cursor-gone"


def page(session: Session, query: ChangeQuery) -> Changes:
    """The changes after a cursor, in the order of commit, each with the innovation as it is now."""
    state = _state(session)
    after = _sequence(query.after, state) if query.after else 0
    of_then = col(FeedChange.sequence) <= state.sequence  # what is committed meanwhile goes with its own state's cursor
    wanted = select(FeedChange).where(col(FeedChange.sequence) > after, of_then).order_by(col(FeedChange.sequence))
    rows = session.exec(wanted.limit(query.limit + 1)).all()
    shown = rows[: query.limit]
    data = _documents(session, {row.entity_id for row in shown})
    last = shown[-1].sequence if shown else after
    return Changes(items=[_change(row, data.get(row.entity_id)) for row in shown], next=_cursor(state, last),
                   has_more=len(rows) > query.limit)  # fmt: skip


def _change(row: FeedChange, data: InnovationRead | None) -> Change:
    action: Action = "upsert" if data else "removal"
    return Change(sequence=row.sequence, kind="innovation", id=row.entity_id, action=action, at=row.at, data=data)


def digest(session: Session) -> CatalogueDigest:
    """Where the catalogue stands."""
    state = _state(session)
    return CatalogueDigest(
        sequence=state.sequence, next=_cursor(state, state.sequence), count=state.count, digest=state.digest
    )


def rows_after(after_id: str) -> Iterator[Sequence[InnovationRead]]:
    """All innovations after this id, some at a time, in order of id; between two no connection is held."""
    while True:
        with database.reading() as session:
            wanted = select(*_WHOLE).where(_OURS, col(Innovation.id) > after_id)
            rows = read_all(InnovationRead, session.execute(wanted.order_by(col(Innovation.id)).limit(ROWS)).all())
        if not rows:
            return
        yield rows
        after_id = rows[-1].id


def _state(session: Session) -> FeedState:
    return session.get(FeedState, 1) or _EMPTY


def _cursor(state: FeedState, sequence: int) -> str:
    return f"{state.epoch}.{sequence}"


def _sequence(cursor: str, state: FeedState) -> int:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise InvalidCursor
    if found[2] == "0":
        return 0  # the beginning is the same in every epoch
    if found[1] != state.epoch:
        raise CursorGone
    if int(found[2]) > state.sequence:
        raise InvalidCursor
    return int(found[2])


def _documents(session: Session, ids: set[str]) -> dict[str, InnovationRead]:
    rows: list[Any] = list(session.execute(select(*_WHOLE).where(_OURS, col(Innovation.id).in_(sorted(ids)))).all())
    return {row.id: row for row in read_all(InnovationRead, rows)}

"""Numbers what a transaction changed in the catalogue, moves the digest on, and indexes it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.audit.changes import noted
from app.clock import now
from app.database import is_sqlite
from app.feed import indexing, likeness
from app.models import CatalogueEntry, FeedChange, FeedState, Innovation
from app.models.innovation import InnovationRead
from app.rules.feed import NOTHING, digest_of, moved

INNOVATION = "innovation"
CHUNK = 500
"""Innovations taken at once."""


def record(session: Session) -> None:
    """Records the innovations that the transaction changed; listens to ``before_commit``."""
    session.flush()
    ids = [id_ for table, id_ in noted(session) if table == Innovation.__tablename__]
    if ids:
        record_innovations(session, ids)


def catch_up(session: Session) -> int:
    """Records every innovation that the index lacks; how many there were."""
    known = exists().where(col(CatalogueEntry.innovation_id) == col(Innovation.id))  # no NOT IN: read row by row
    ids = list(session.exec(select(Innovation.id).where(~known).order_by(col(Innovation.id))).all())
    record_innovations(session, ids)
    return len(ids)


def record_innovations(session: Session, ids: Sequence[str]) -> None:
    """Records these innovations as they are now: changed, new or gone.

    What is mirrored from elsewhere is indexed and no part of the feed. What looks the same as before gets no number.
    """
    if not ids:
        return
    state = _held(session)
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        _record_chunk(session, state, ordered[start : start + CHUNK])
    session.execute(update(FeedState).where(col(FeedState.id) == 1).values(vars(state)))


def begin_epoch(session: Session) -> None:
    """Makes every cursor given so far one of before: after a restore, numbers may be given a second time."""
    session.execute(update(FeedState).where(col(FeedState.id) == 1).values(epoch=_new_epoch()))


def _new_epoch() -> str:
    return secrets.token_hex(8)


@dataclass
class _State:
    """Where the feed and the index stand, while this transaction holds them."""

    sequence: int
    count: int
    digest: str
    indexed: int
    removed: int

    def next_indexed(self) -> int:
        """The number of one more change of the index."""
        self.indexed += 1
        return self.indexed


_STATE = [col(getattr(FeedState, name)) for name in _State.__dataclass_fields__]


def _held(session: Session) -> _State:
    """Where the feed stands; nobody else can number a change until this transaction ends."""
    row = session.execute(select(*_STATE).where(FeedState.id == 1).with_for_update()).first()
    if row is None:
        make = sqlite.insert if is_sqlite(session) else postgresql.insert
        first = make(FeedState).values(id=1, epoch=_new_epoch(), sequence=0, count=0, digest=NOTHING, indexed=0,
                                       removed=0)  # fmt: skip
        session.execute(first.on_conflict_do_nothing())
        row = session.execute(select(*_STATE).where(FeedState.id == 1).with_for_update()).one()
    return _State(*row)


def _record_chunk(session: Session, state: _State, ids: Sequence[str]) -> None:
    rows = {row.id: row for row in session.exec(select(Innovation).where(col(Innovation.id).in_(ids))).all()}
    _feed(session, state, ids, rows)
    indexing.index(session, list(rows.values()), state.next_indexed)
    for row in rows.values():
        likeness.keep_innovation(session, row)
    gone = [id_ for id_ in ids if id_ not in rows]
    if indexing.remove(session, gone):
        state.removed = state.next_indexed()
    for id_ in gone:
        likeness.forget_innovation(session, id_)


def _feed(session: Session, state: _State, ids: Sequence[str], rows: dict[str, Innovation]) -> None:
    before = _digests(session, ids)
    changes: list[dict[str, Any]] = []
    for id_ in ids:
        digest, known = _digest(rows.get(id_)), before.get(id_, NOTHING)
        if digest == known:
            continue  # nothing that anybody can see, or not ours
        state.sequence += 1
        state.count += (known == NOTHING) - (digest == NOTHING)
        state.digest = moved(state.digest, [known], [digest])
        action = "removal" if digest == NOTHING else "upsert"
        changes.append({"sequence": state.sequence, "kind": INNOVATION, "entity_id": id_, "action": action,
                        "at": now(), "digest": digest})  # fmt: skip
    if changes:
        session.execute(insert(FeedChange), changes)


def _digest(row: Innovation | None) -> str:
    if row is None or row.peer_id is not None:
        return NOTHING
    return digest_of(InnovationRead.model_validate(row).model_dump(mode="json"))


def _digests(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The last digest of each, where the feed knows it."""
    last = (
        select(func.max(FeedChange.sequence)).where(col(FeedChange.entity_id).in_(ids)).group_by(FeedChange.entity_id)
    )
    rows = session.execute(select(FeedChange.entity_id, FeedChange.digest).where(col(FeedChange.sequence).in_(last)))
    return dict(rows.all())

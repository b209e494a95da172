"""Numbers what a transaction changed in the catalogue, moves the digest on, and indexes it."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.audit.changes import noted
from app.clock import now
from app.database import is_sqlite
from app.feed import indexing
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
    known = select(CatalogueEntry.innovation_id)
    lacking = session.exec(select(Innovation.id).where(col(Innovation.id).not_in(known)).order_by(col(Innovation.id)))
    ids = list(lacking.all())
    record_innovations(session, ids)
    return len(ids)


def record_innovations(session: Session, ids: Sequence[str]) -> None:
    """Records these innovations as they are now: changed, new or gone. What is unchanged gets no number."""
    if not ids:
        return
    state = _held(session)
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        _record_chunk(session, state, ordered[start : start + CHUNK])
    session.execute(
        update(FeedState)
        .where(col(FeedState.id) == 1)
        .values(sequence=state.sequence, count=state.count, digest=state.digest)
    )


def begin_epoch(session: Session) -> None:
    """Makes every cursor given so far one of before: after a restore, numbers may be given a second time."""
    _held(session)
    session.execute(update(FeedState).where(col(FeedState.id) == 1).values(epoch=_new_epoch()))


def _new_epoch() -> str:
    return secrets.token_hex(8)


class _State:
    """Where the feed stands, while this transaction holds it."""

    def __init__(self, sequence: int, count: int, digest: str) -> None:
        self.sequence, self.count, self.digest = sequence, count, digest


def _held(session: Session) -> _State:
    """Where the feed stands; nobody else can number a change until this transaction ends."""
    columns = (col(FeedState.sequence), col(FeedState.count), col(FeedState.digest))
    row = session.execute(select(*columns).where(FeedState.id == 1).with_for_update()).first()
    if row is None:
        make = sqlite.insert if is_sqlite(session) else postgresql.insert
        first = make(FeedState).values(id=1, epoch=_new_epoch(), sequence=0, count=0, digest=NOTHING)
        session.execute(first.on_conflict_do_nothing())
        row = session.execute(select(*columns).where(FeedState.id == 1).with_for_update()).one()
    return _State(*row)


def _record_chunk(session: Session, state: _State, ids: Sequence[str]) -> None:
    rows = {row.id: row for row in session.exec(select(Innovation).where(col(Innovation.id).in_(ids))).all()}
    before = _digests(session, ids)
    changes: list[dict[str, Any]] = []
    sequences: dict[str, int] = {}
    for id_ in ids:
        digest = digest_of(InnovationRead.model_validate(rows[id_]).model_dump(mode="json")) if id_ in rows else NOTHING
        last, known = before.get(id_, (0, NOTHING))
        sequences[id_] = last
        if digest == known:
            continue  # nothing that anybody can see; a row that is only indexed again keeps its number
        state.sequence += 1
        sequences[id_] = state.sequence
        state.count += (known == NOTHING) - (digest == NOTHING)
        state.digest = moved(state.digest, [known], [digest])
        action = "removal" if digest == NOTHING else "upsert"
        changes.append({"sequence": state.sequence, "kind": INNOVATION, "entity_id": id_, "action": action,
                        "at": now(), "digest": digest})  # fmt: skip
    if changes:
        session.execute(insert(FeedChange), changes)
    indexing.index(session, list(rows.values()), sequences)
    indexing.remove(session, [id_ for id_ in ids if id_ not in rows])


def _digests(session: Session, ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The last sequence and digest of each, where the feed knows it."""
    last = (
        select(func.max(FeedChange.sequence)).where(col(FeedChange.entity_id).in_(ids)).group_by(FeedChange.entity_id)
    )
    rows = session.execute(
        select(FeedChange.entity_id, FeedChange.sequence, FeedChange.digest).where(col(FeedChange.sequence).in_(last))
    )
    return {entity_id: (sequence, digest) for entity_id, sequence, digest in rows}

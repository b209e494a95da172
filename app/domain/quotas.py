"""Slots: one counter row a participant and pool, with a CHECK that no race can pass.

The same SQL on both databases: make the row with its first slot used, or raise ``used`` where it is below ``limit``.
On PostgreSQL the row lock makes concurrent submissions queue; on SQLite every writer queues anyway.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.clock import now
from app.domain.permits import require
from app.domain.versions import check_version, load
from app.errors import Conflict, QuotaExceeded
from app.models import Edition, Quota, Unit
from app.models.edition import SHARED_POOL, QuotaRule
from app.models.quota import QuotaException
from app.prepared.rows import add, unless_there
from app.rules.permissions import Actor
from app.rules.quotas import Allowance


def take_slot(session: Session, edition_id: str, allowance: Allowance) -> None:
    """Takes one slot of the pool; ``QuotaExceeded`` when none is left, and then nothing has changed."""
    if allowance.limit > 0 and add(session, Quota, or_instead=_one_more, used=1, **_named(edition_id, allowance)):
        return
    row = session.exec(select(Quota.used, Quota.limit).where(*_row(edition_id, allowance))).first()
    used, limit = row or (0, allowance.limit)
    name = session.exec(select(Unit.name).where(Unit.id == allowance.participant_id)).one()
    raise QuotaExceeded(participant=name, used=used, limit=limit)


def _one_more(insert: Any) -> Any:
    more = {"used": Quota.used + 1, "version": Quota.version + 1, "updated_at": insert.excluded.updated_at}
    unique = ("edition_id", "unit_id", "group")
    return insert.on_conflict_do_update(index_elements=unique, set_=more, where=col(Quota.used) < col(Quota.limit))


def free_slot(session: Session, edition_id: str, participant_id: str, pool: str) -> None:
    """Gives a slot back."""
    session.connection().execute(
        update(Quota)
        .where(col(Quota.edition_id) == edition_id, col(Quota.unit_id) == participant_id, col(Quota.group) == pool)
        .values(used=Quota.used - 1, version=Quota.version + 1, updated_at=now())
    )


def _row(edition_id: str, allowance: Allowance):  # type: ignore[no-untyped-def]
    return (col(Quota.edition_id) == edition_id, col(Quota.unit_id) == allowance.participant_id,
            col(Quota.group) == allowance.pool)  # fmt: skip


def _ensure_row(session: Session, edition_id: str, allowance: Allowance) -> None:
    add(session, Quota, or_instead=unless_there, **_named(edition_id, allowance))


def _named(edition_id: str, allowance: Allowance) -> dict[str, Any]:
    return {"edition_id": edition_id, "unit_id": allowance.participant_id, "group": allowance.pool,
            "limit": allowance.limit}  # fmt: skip


def set_exception(
    session: Session, actor: Actor, edition_id: str, unit_id: str, body: QuotaException, expected: int | None
) -> str:
    """Gives one participant a limit of its own, with the reason; 409 below what is used. Returns the pool."""
    require(actor, "quotas:write")
    load(session, Edition, edition_id)
    load(session, Unit, unit_id)
    pool = body.group or SHARED_POOL
    _ensure_row(session, edition_id, Allowance(unit_id, pool, body.limit, "exception"))
    found = select(Quota).where(Quota.edition_id == edition_id, Quota.unit_id == unit_id, Quota.group == pool)
    row = session.exec(found.with_for_update()).one()
    check_version(row, expected)
    if row.used > body.limit:
        raise Conflict("limit-below-used", used=row.used)
    row.limit, row.reason = body.limit, body.reason
    session.flush()
    return pool


def apply_rules(session: Session, edition_id: str, quota_rules: Sequence[QuotaRule]) -> None:
    """Brings the counters without an exception to changed rules; 409 where more is already used."""
    for rule in quota_rules:
        same_kind = select(Unit.id).where(Unit.kind == rule.unit_kind)
        rows = (col(Quota.edition_id) == edition_id, col(Quota.group) == rule.group, col(Quota.reason).is_(None),
                col(Quota.unit_id).in_(same_kind))  # fmt: skip
        above = session.exec(select(Quota.used).where(*rows, col(Quota.used) > rule.limit)).first()
        if above is not None:
            raise Conflict("limit-below-used", used=above)
        session.connection().execute(
            update(Quota).where(*rows).values(limit=rule.limit, version=Quota.version + 1, updated_at=now())
        )

"""Slots: one counter row a participant and pool, with a CHECK that no race can pass.

The same SQL on both databases: raise ``used`` only where it is below ``limit``, after making the row if it is missing.
On PostgreSQL the row lock makes concurrent submissions queue; on SQLite every writer queues anyway.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from app.clock import now
from app.domain.permits import require
from app.domain.versions import check_version, load
from app.errors import Conflict, QuotaExceeded
from app.models import Edition, Quota, Unit
from app.models.edition import SHARED_POOL, QuotaRule
from app.models.quota import QuotaException
from app.queries.prepared import add, change
from app.rules.permissions import Actor
from app.rules.quotas import Allowance


def take_slot(session: Session, edition_id: str, allowance: Allowance) -> None:
    """Takes one slot of the pool; ``QuotaExceeded`` when none is left, and then nothing has changed."""
    if _raise_used(session, edition_id, allowance):
        return
    _ensure_row(session, edition_id, allowance)
    if not _raise_used(session, edition_id, allowance):
        row = session.exec(select(Quota.used, Quota.limit).where(*_row(edition_id, allowance))).one()
        name = session.exec(select(Unit.name).where(Unit.id == allowance.participant_id)).one()
        raise QuotaExceeded(participant=name, used=row[0], limit=row[1])


def _raise_used(session: Session, edition_id: str, allowance: Allowance) -> bool:
    values = {"of_edition": edition_id, "of_unit": allowance.participant_id, "of_pool": allowance.pool, "moment": now()}
    return change(session, "take slot", _one_more, values) == 1


def _one_more() -> Any:
    row = (col(Quota.edition_id) == bindparam("of_edition"), col(Quota.unit_id) == bindparam("of_unit"),
           col(Quota.group) == bindparam("of_pool"), col(Quota.used) < col(Quota.limit))  # fmt: skip
    more = update(Quota).where(*row)
    return more.values(used=Quota.used + 1, version=Quota.version + 1, updated_at=bindparam("moment"))


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
    add(session, Quota, edition_id=edition_id, unit_id=allowance.participant_id, group=allowance.pool,
        limit=allowance.limit, unless_there=True)  # fmt: skip


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

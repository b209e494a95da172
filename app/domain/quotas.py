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
from app.errors import Conflict, NotFound, QuotaExceeded, Stale, invalid
from app.models import Quota, Unit
from app.models.edition import SHARED_POOL, EditionRead, EditionStatus, QuotaRule
from app.models.quota import QuotaException
from app.prepared.rows import add, unless_there
from app.queries import editions
from app.rules.permissions import Actor
from app.rules.quotas import Allowance


def take_slot(session: Session, edition_id: str, allowance: Allowance) -> None:
    """Takes one slot of the pool; ``QuotaExceeded`` when none is left, and then nothing has changed."""
    if allowance.limit > 0 and add(session, Quota, or_instead=_one_more, used=1, **_named(edition_id, allowance)):
        return
    row = _row(session, edition_id, allowance.participant_id, allowance.pool)
    name = session.exec(select(Unit.name).where(Unit.id == allowance.participant_id)).one()
    used, limit = (row.used, row.limit) if row else (0, allowance.limit)
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


def _ensure_row(session: Session, edition_id: str, allowance: Allowance) -> None:
    add(session, Quota, or_instead=unless_there, **_named(edition_id, allowance))


def _named(edition_id: str, allowance: Allowance) -> dict[str, Any]:
    return {"edition_id": edition_id, "unit_id": allowance.participant_id, "group": allowance.pool,
            "limit": allowance.limit}  # fmt: skip


def set_exception(
    session: Session, actor: Actor, edition_id: str, unit_id: str, body: QuotaException, expected: int | None
) -> str:
    """Gives one participant a limit of its own in a pool that its rules have, with the reason. Returns the pool.

    409 below what is used or once judging has begun; 422 for a unit that is no participant or a group without a pool
    of its own: an exception there would be a second pool beside the first.
    """
    edition = _ready(session, actor, edition_id)
    pool = _rule_for(session, edition, unit_id, body.group).group
    row = _row(session, edition_id, unit_id, pool)
    if row is None:
        _check_new(expected)
        _ensure_row(session, edition_id, Allowance(unit_id, pool, body.limit, "exception"))
        row = _row(session, edition_id, unit_id, pool)
    elif expected is not None:
        check_version(row, expected)
    assert row is not None
    _limit(session, row, body.limit, body.reason)
    return pool


def lift_exception(
    session: Session, actor: Actor, edition_id: str, unit_id: str, group: str | None, expected: int | None
) -> None:
    """Puts a participant back under the rule; 404 where there is no exception, 409 where more than that is used."""
    edition = _ready(session, actor, edition_id)
    rule = _rule_for(session, edition, unit_id, group)
    row = _row(session, edition_id, unit_id, rule.group)
    if row is None or row.reason is None:
        raise NotFound
    check_version(row, expected)
    _limit(session, row, rule.limit, None)


def _ready(session: Session, actor: Actor, edition_id: str) -> EditionRead:
    require(actor, "quotas:write")
    edition = editions.configuration(session, edition_id)
    if edition.status not in {EditionStatus.draft, EditionStatus.open}:
        raise Conflict("wrong-phase", status=edition.status)
    return edition


def _rule_for(session: Session, edition: EditionRead, unit_id: str, group: str | None) -> QuotaRule:
    kind = load(session, Unit, unit_id).kind
    pools = {rule.group: rule for rule in edition.quota_rules if rule.unit_kind == kind}
    if not pools:
        raise invalid("unit_id", "not_a_participant")
    asked = group or (SHARED_POOL if len(pools) > 1 else next(iter(pools)))
    if asked not in pools:
        raise invalid("group", "no_pool", value=", ".join(sorted(pools)))
    return pools[asked]


def _row(session: Session, edition_id: str, unit_id: str, pool: str) -> Quota | None:
    found = select(Quota).where(Quota.edition_id == edition_id, Quota.unit_id == unit_id, Quota.group == pool)
    return session.exec(found.with_for_update()).first()


def _check_new(expected: int | None) -> None:
    """A counter that nothing was counted on yet is read as version 0."""
    if expected:
        raise Stale(current=0)


def _limit(session: Session, row: Quota, limit: int, reason: str | None) -> None:
    if row.used > limit:
        raise Conflict("limit-below-used", used=row.used)
    row.limit, row.reason = limit, reason
    session.flush()


def apply_rules(
    session: Session, edition_id: str, before: Sequence[QuotaRule], quota_rules: Sequence[QuotaRule]
) -> None:
    """Brings the counters without an exception to changed rules; 409 where more is already used."""
    _check_same_pools(session, edition_id, before, quota_rules)
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


def _check_same_pools(
    session: Session, edition_id: str, before: Sequence[QuotaRule], after: Sequence[QuotaRule]
) -> None:
    """Slots taken from one pool would not count in another: the pools of a kind of unit stay once one is taken."""
    was, will_be = _pools_by_kind(before), _pools_by_kind(after)
    changed = [kind for kind, pools in was.items() if will_be.get(kind) != pools]
    taken = (
        select(Quota.group).join(Unit, col(Unit.id) == Quota.unit_id)
        .where(Quota.edition_id == edition_id, Quota.used > 0, col(Unit.kind).in_(changed))
    )  # fmt: skip
    found = session.exec(taken).first()
    if found is not None:
        raise Conflict("edition-in-use", key=found)


def _pools_by_kind(quota_rules: Sequence[QuotaRule]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in quota_rules:
        found.setdefault(rule.unit_kind, set()).add(rule.group)
    return found

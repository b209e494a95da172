"""Reads of quotas: whose slots a unit uses, how many there are, how many are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Quota, Unit
from app.models.base import Id, Page
from app.models.edition import EditionRead
from app.models.form import Group
from app.models.listing import ListQuery
from app.models.quota import QuotaRead
from app.models.unit import UnitKind, UnitRef
from app.prepared.statements import run
from app.queries import units
from app.queries.paging import Order, page
from app.rules import quotas as rules
from app.rules.permissions import Actor, Grant, Scope, grants_for, may_everywhere


class QuotaFilters(ListQuery):
    """Quotas of one edition; with ``unit_id`` those of the participant that this unit belongs to."""

    edition_id: Id
    unit_id: Id | None = None


def participant(session: Session, edition: EditionRead, unit_id: str) -> UnitRef | None:
    """The unit whose quota a proposal of *unit_id* uses: the nearest of itself and its ancestors with a rule.

    None for a unit that no longer serves: what it holds already stays, and nothing comes to it.
    """
    lineage = units.lineage(session, unit_id)
    if not all(unit.is_active for unit in lineage[:1]):
        return None
    lineage = [unit for unit in lineage if unit.is_active]
    found = rules.participant_of([(unit.id, unit.kind) for unit in lineage], edition.quota_rules)
    return next((unit for unit in lineage if unit.id == found), None)


@dataclass(frozen=True)
class Standing:
    """The pool that a submission draws on, and how many of its slots are taken."""

    allowance: rules.Allowance
    used: int


def standing(session: Session, edition: EditionRead, owner: UnitRef, group: Group) -> Standing | None:
    """Where the participant stands for a submission in this group; None means that it has no quota there."""
    rows = run(session, "quotas of one", _of_one, {"edition_id": edition.id, "unit_id": owner.id})
    exceptions = {pool: limit for pool, limit, _used, reason in rows if reason is not None}
    found = rules.allowance(owner.id, owner.kind, group, edition.quota_rules, exceptions)
    if found is None:
        return None
    return Standing(found, next((used for pool, _limit, used, _reason in rows if pool == found.pool), 0))


def _of_one() -> Any:
    return select(Quota.group, Quota.limit, Quota.used, Quota.reason).where(
        Quota.edition_id == bindparam("edition_id"), Quota.unit_id == bindparam("unit_id")
    )


def list_(session: Session, actor: Actor, edition: EditionRead, query: QuotaFilters) -> Page[QuotaRead]:
    """Quotas by participant's name; participants that have not submitted yet show their rule's limit."""
    kinds = {rule.unit_kind for rule in edition.quota_rules}
    conditions = [or_(col(Unit.kind).in_(kinds), col(Unit.id).in_(_with_rows(edition.id))), col(Unit.is_active)]
    if query.unit_id is not None:
        owner = participant(session, edition, query.unit_id)
        if owner is None:
            return Page[QuotaRead](items=[], next=None, total=0)
        conditions.append(col(Unit.id) == owner.id)
    elif not may_everywhere(actor, "quotas:read"):
        conditions.append(col(Unit.id).in_(units.below(_own_units(actor))))
    statement = select(Unit.id, Unit.name, Unit.kind).where(*conditions)
    order = Order(((col(Unit.name), False), (col(Unit.id), False)))
    rows, following = page(session, statement, order, query, lambda row: (row.name, row.id))
    total = session.exec(select(func.count()).select_from(Unit).where(*conditions)).one()
    owners = [UnitRef(id=row.id, name=row.name, kind=row.kind) for row in rows]
    return Page[QuotaRead](items=_pools(session, edition, owners), next=following, total=total)


def _with_rows(edition_id: str):  # type: ignore[no-untyped-def]
    return select(Quota.unit_id).where(Quota.edition_id == edition_id)


def _own_units(actor: Actor) -> list[str]:
    held: list[tuple[Grant, Scope]] = grants_for(actor, "quotas:read")
    return [grant.unit_id for grant, _ in held if grant.unit_id]


def _pools(session: Session, edition: EditionRead, owners: Sequence[UnitRef]) -> list[QuotaRead]:
    """Every pool of these participants, from their rows where there are some, else from the rules."""
    rows = session.exec(
        select(Quota).where(Quota.edition_id == edition.id, col(Quota.unit_id).in_([owner.id for owner in owners]))
    ).all()
    kept = {(row.unit_id, row.group): row for row in rows}
    found = []
    for owner in owners:
        limits = {rule.group: rule.limit for rule in edition.quota_rules if rule.unit_kind == owner.kind}
        pools = sorted(limits.keys() | {row.group for row in rows if row.unit_id == owner.id})
        found += [_quota(edition.id, owner, pool, kept.get((owner.id, pool)), limits.get(pool)) for pool in pools]
    return found


def _quota(edition_id: str, owner: UnitRef, pool: str, row: Quota | None, rule_limit: int | None) -> QuotaRead:
    is_exception = row is not None and row.reason is not None
    limit = row.limit if row is not None else rule_limit or 0
    taken = row.used if row is not None else 0
    return QuotaRead(
        edition_id=edition_id, unit_id=owner.id, unit_name=owner.name, group=pool, limit=limit, used=taken,
        remaining=limit - taken, rule=f"exception:{pool}" if is_exception else f"rule:{owner.kind}:{pool}",
        reason=row.reason if row is not None else None, version=row.version if row is not None else 0,
    )  # fmt: skip


def one(session: Session, edition: EditionRead, unit_id: str, pool: str) -> QuotaRead:
    """One participant's quota in one pool, or ``NotFound``."""
    row = units.get(session, unit_id)
    owner = UnitRef(id=row.id, name=row.name, kind=UnitKind(row.kind))
    for quota in _pools(session, edition, [owner]):
        if quota.group == pool:
            return quota
    raise NotFound

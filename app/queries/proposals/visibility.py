"""Which proposals an actor sees. Every read of proposals goes through here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, false, or_, true
from sqlmodel import Session, col, select

from app.models import Assignment, Collaboration, Proposal
from app.models.collaboration import CollaborationStatus
from app.prepared.statements import run
from app.queries import units
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, Grant, Scope, grants_for, may_everywhere


def visible_to(actor: Actor, action: str = "proposals:read") -> ColumnElement[bool]:
    """The condition on ``proposals`` that keeps what the actor may see."""
    conditions: list[ColumnElement[bool]] = []
    for grant, scope in grants_for(actor, action):
        if scope is Scope.everywhere:
            return true()
        if scope is Scope.own:
            conditions.append(assigned_to(actor))
        elif scope is Scope.subtree and grant.unit_id:
            below = units.below([grant.unit_id])
            conditions += [col(Proposal.unit_id).in_(below), col(Proposal.participant_id) == grant.unit_id]
        elif grant.unit_id:
            conditions.append(col(Proposal.unit_id) == grant.unit_id)
    return or_(*conditions) if conditions else false()


def assigned_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``proposals`` that keeps what the actor reads as a juror."""
    return col(Proposal.id).in_(select(Assignment.proposal_id).where(Assignment.juror_id == actor.id))


@dataclass(frozen=True)
class Placed:
    """Whose a proposal is: what decides on who sees it."""

    id: str
    unit_id: str
    participant_id: str | None


NOWHERE = Placed("", "", None)
"""Stands in for a proposal that there is not: the same is asked of it, so that the time tells nothing."""


def is_visible(session: Session, actor: Actor, proposal: Placed | Proposal) -> bool:
    """``visible_to`` for one proposal at hand: looks up the tree from its unit, not down from the actor's.

    A unit that was invited to take part sees it too; its lists stay its own (``GET /collaborations`` leads here).
    ``Forbidden`` to who sees no proposal at all.
    """
    require_somewhere(actor, "proposals:read")
    return _is_seen(session, actor, proposal, grants_for(actor, "proposals:read"))


def is_within_reach(session: Session, actor: Actor, proposal: Placed) -> bool:
    """Whether the actor sees the proposal by the place of a role: not as a juror, nor because its unit takes part."""
    others = [(grant, scope) for grant, scope in grants_for(actor, "proposals:read") if scope is not Scope.own]
    return any(_reaches(session, grant, scope, actor, proposal) for grant, scope in others)


def _is_seen(
    session: Session, actor: Actor, proposal: Placed | Proposal, grants: Sequence[tuple[Grant, Scope]]
) -> bool:
    if any(_reaches(session, grant, scope, actor, proposal) for grant, scope in grants):
        return True
    return any(_reaches_unit(session, grant, scope, unit_id) for unit_id in _partners(session, proposal.id)
               for grant, scope in grants)  # fmt: skip


def _partners(session: Session, proposal_id: str) -> Sequence[str]:
    """The units that take part in the proposal, or were asked to."""
    partners = select(Collaboration.unit_id).where(Collaboration.proposal_id == proposal_id)
    return session.exec(partners.where(Collaboration.status != CollaborationStatus.declined)).all()


def _reaches_unit(session: Session, grant: Grant, scope: Scope, unit_id: str) -> bool:
    if scope is Scope.subtree:
        return grant.unit_id is not None and grant.unit_id in units.lineage_ids(session, unit_id)
    return scope is Scope.unit and grant.unit_id == unit_id


def _reaches(session: Session, grant: Grant, scope: Scope, actor: Actor, proposal: Placed | Proposal) -> bool:
    """Whether a grant of the actor shows the proposal."""
    if scope is Scope.everywhere:
        return True
    if scope is Scope.own:
        return _is_assigned(session, actor, proposal.id)
    if scope is Scope.subtree:
        above = (proposal.participant_id, *units.lineage_ids(session, proposal.unit_id))
        return grant.unit_id is not None and grant.unit_id in above
    return grant.unit_id == proposal.unit_id


def sees(session: Session, actor: Actor, proposal_id: str) -> bool:
    """Whether there is such a proposal and the actor sees it."""
    rows = run(session, "proposal placed", _placed, {"proposal_id": proposal_id})
    return is_visible(session, actor, Placed(*rows[0]) if rows else NOWHERE) and bool(rows)


def _placed() -> Any:
    columns = (col(Proposal.id), col(Proposal.unit_id), col(Proposal.participant_id))
    return select(*columns).where(Proposal.id == bindparam("proposal_id"))


def _is_assigned(session: Session, actor: Actor, proposal_id: str) -> bool:
    found = select(Assignment.id).where(Assignment.proposal_id == proposal_id, Assignment.juror_id == actor.id)
    return session.exec(found).first() is not None


def sees_everything(actor: Actor) -> bool:
    """Whether no filter by unit applies, so that totals may come from the tallies."""
    return may_everywhere(actor, "proposals:read")

"""Which proposals an actor sees. Every read of proposals goes through here."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, false, or_, true
from sqlmodel import Session, col, select

from app.models import Assignment, Proposal
from app.queries import units
from app.queries.prepared import run
from app.rules.permissions import Actor, Scope, grants_for


def visible_to(actor: Actor, action: str = "proposals:read") -> ColumnElement[bool]:
    """The condition on ``proposals`` that keeps what the actor may see."""
    conditions: list[ColumnElement[bool]] = []
    for grant, scope in grants_for(actor, action):
        if scope is Scope.everywhere:
            return true()
        if scope is Scope.own:
            conditions.append(_assigned_to(actor))
        elif scope is Scope.subtree and grant.unit_id:
            below = units.below([grant.unit_id])
            conditions += [col(Proposal.unit_id).in_(below), col(Proposal.participant_id) == grant.unit_id]
        elif grant.unit_id:
            conditions.append(col(Proposal.unit_id) == grant.unit_id)
    return or_(*conditions) if conditions else false()


def _assigned_to(actor: Actor) -> ColumnElement[bool]:
    return col(Proposal.id).in_(select(Assignment.proposal_id).where(Assignment.juror_id == actor.id))


def sees(session: Session, actor: Actor, proposal_id: str) -> bool:
    """Whether there is such a proposal and the actor sees it."""
    shape = ("proposal seen", actor.id, actor.grants, actor.scopes)
    return bool(run(session, shape, lambda: _seen(actor), {"proposal_id": proposal_id}))


def _seen(actor: Actor) -> Any:
    return select(Proposal.id).where(Proposal.id == bindparam("proposal_id"), visible_to(actor))


def sees_everything(actor: Actor) -> bool:
    """Whether no filter by unit applies, so that totals may come from the tallies."""
    return any(scope is Scope.everywhere for _, scope in grants_for(actor, "proposals:read"))

"""What a list of work needs beside its rows: counts by status, the place in a queue, the units to write for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from app.models import Proposal, Unit
from app.models.unit import UnitRef
from app.queries import units
from app.queries.proposals.lists import ProposalFilters, shown_to
from app.rules.permissions import Actor, Scope, grants_for


def by_status(session: Session, actor: Actor, query: ProposalFilters) -> dict[str, int]:
    """How many of the proposals that the actor sees are in each status, under all filters but that of the status."""
    every = query.model_copy(update={"status": None})
    rows = session.execute(
        select(Proposal.status, func.count()).where(*shown_to(actor, every)).group_by(col(Proposal.status))
    )
    return {status: count for status, count in rows}  # noqa: C416  (a Row is no tuple of two for the type checker)


@dataclass(frozen=True)
class Place:
    """Where a proposal stands in a queue: what comes before and after it, and how many there are in all."""

    previous: str | None
    next: str | None
    total: int
    position: int
    """From 1; where the proposal is not in the queue itself, the place it would have."""


def place_in_queue(session: Session, actor: Actor, query: ProposalFilters, proposal_id: str) -> Place:
    """The place of a numbered proposal in the queue that *query* describes, in order of the registration numbers."""
    own = select(func.coalesce(Proposal.sequence, 0)).where(Proposal.id == proposal_id)
    sequence = session.exec(own).first() or 0
    fits = shown_to(actor, query)
    number = col(Proposal.sequence)

    def neighbour(condition: Any, order: Any) -> str | None:
        found = select(Proposal.id).where(*fits, condition).order_by(order, col(Proposal.id)).limit(1)
        return session.exec(found).first()

    before = session.exec(select(func.count()).select_from(Proposal).where(*fits, number < sequence)).one()
    total = session.exec(select(func.count()).select_from(Proposal).where(*fits)).one()
    return Place(neighbour(number < sequence, number.desc()), neighbour(number > sequence, number), total, before + 1)


def units_to_write_for(session: Session, actor: Actor, words: str = "", limit: int = 200) -> list[UnitRef]:
    """The active units that the actor may write proposals for, by name; *words* narrows by name or code."""
    conditions_ = []
    for grant, scope in grants_for(actor, "proposals:write"):
        if grant.unit_id is not None:
            reach = units.below([grant.unit_id]) if scope is Scope.subtree else [grant.unit_id]
            conditions_.append(col(Unit.id).in_(reach))
    if not conditions_:
        return []
    found = select(Unit.id, Unit.name, Unit.kind).where(or_(*conditions_), col(Unit.is_active))
    for word in words.lower().split()[:6]:
        found = found.where(or_(func.lower(Unit.name).contains(word, autoescape=True),
                                func.lower(Unit.code).startswith(word, autoescape=True)))  # fmt: skip
    rows = session.execute(found.order_by(col(Unit.name), col(Unit.id)).limit(limit)).all()
    return [UnitRef(id=row.id, name=row.name, kind=row.kind) for row in rows]

"""Reads of collaborations: by whom a proposal is worked on beside the unit that writes it."""

from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.clock import now
from app.errors import NotFound
from app.models import Collaboration, Edition, Innovation, Proposal, Unit
from app.models.base import Page
from app.models.collaboration import (
    CollaborationFilters,
    CollaborationRead,
    CollaborationStatus,
    Collaborator,
)
from app.models.edition import EditionStatus
from app.models.proposal import ProposalStatus
from app.queries.paging import Order, page
from app.queries.proposals.blind import is_hidden
from app.queries.proposals.visibility import sees
from app.queries.reach import reached, require_somewhere
from app.queries.rows import page_of, read_all
from app.rules.permissions import Actor, may_everywhere

READ, WRITE = "proposals:read", "proposals:write"
_writer: Any = aliased(Unit)
_JOINED: dict[str, Any] = {
    "proposal_title": col(Proposal.title), "edition_id": col(Proposal.edition_id),
    "proposal_unit_id": col(Proposal.unit_id), "proposal_unit_name": _writer.name, "unit_name": col(Unit.name),
    "unit_kind": col(Unit.kind),
}  # fmt: skip
_SIDES: dict[str, Any] = {"invited": Collaboration.unit_id, "inviting": Proposal.unit_id}


def joined(*columns: Any) -> Any:
    """A select of these columns from the collaborations with their proposals and both units."""
    start = select(*columns).select_from(Collaboration).join(Proposal, col(Proposal.id) == Collaboration.proposal_id)
    start = start.join(Edition, col(Edition.id) == Proposal.edition_id)
    return start.join(Unit, col(Unit.id) == Collaboration.unit_id).join(_writer, _writer.id == col(Proposal.unit_id))


def _columns() -> list[Any]:
    """Those that are read, as of now."""
    known = _JOINED | {"is_open": _is_open()}
    return [(known[name] if name in known else col(getattr(Collaboration, name))).label(name)
            for name in CollaborationRead.model_fields]  # fmt: skip


def _is_open() -> Any:
    """Whether the text may still change (`check_editable` of the proposals, for many at once)."""
    until, status = col(Proposal.return_until), col(Proposal.status)
    is_written = col(Edition.status).in_({EditionStatus.draft, EditionStatus.open})
    return or_(and_(status == ProposalStatus.draft, is_written),
               and_(status == ProposalStatus.returned, or_(until.is_(None), until >= now())))  # fmt: skip


def _visible_to(actor: Actor) -> list[Any]:
    """Those of units on either side that the actor reads for; a juror learns of them by the proposal alone."""
    if may_everywhere(actor, READ):
        return []
    return [or_(reached(actor, READ, col(Proposal.unit_id)), reached(actor, READ, col(Collaboration.unit_id)))]


def list_(session: Session, actor: Actor, query: CollaborationFilters) -> Page[CollaborationRead]:
    """One page of the collaborations that concern the actor's units, newest first."""
    require_somewhere(actor, READ)
    conditions = _visible_to(actor) + _conditions(actor, query)
    order = Order(((col(Collaboration.id), True),))
    rows, following = page(session, joined(*_columns()).where(*conditions), order, query, lambda row: (row.id,))
    total = session.execute(joined(func.count()).where(*conditions)).scalar_one()
    return page_of(CollaborationRead, rows, following, total)


def of_proposal(session: Session, actor: Actor, proposal_id: str) -> list[CollaborationRead]:
    """Those of a proposal by the units' names, or ``NotFound`` where the actor does not see it; none to who reads it
    blind."""
    require_somewhere(actor, READ)
    if not sees(session, actor, proposal_id):
        raise NotFound
    if is_hidden(session, actor, proposal_id):
        return []
    found = joined(*_columns()).where(Collaboration.proposal_id == proposal_id)
    return read_all(CollaborationRead, session.execute(found.order_by(col(Unit.name), col(Unit.id))).all())


def _conditions(actor: Actor, query: CollaborationFilters) -> list[Any]:
    exact = {Collaboration.proposal_id: query.proposal_id, Collaboration.unit_id: query.unit_id,
             Collaboration.status: query.status}  # fmt: skip
    found = [col(column) == value for column, value in exact.items() if value is not None]
    return found + ([reached(actor, WRITE, col(_SIDES[query.side]))] if query.side else [])


def read(session: Session, actor: Actor, collaboration_id: str) -> CollaborationRead:
    """One of those, or ``NotFound``."""
    require_somewhere(actor, READ)
    found = joined(*_columns()).where(Collaboration.id == collaboration_id, *_visible_to(actor))
    rows = session.execute(found).all()
    if not rows:
        raise NotFound
    return read_all(CollaborationRead, rows)[0]


def of_innovation(session: Session, innovation_id: str) -> list[Collaborator]:
    """The units that took part in an innovation, by name; ``NotFound`` where there is none such."""
    columns = {"unit_id": col(Unit.id), "unit_name": col(Unit.name), "unit_kind": col(Unit.kind),
               "part": col(Collaboration.part)}  # fmt: skip
    took_part: Any = (
        select(*(column.label(name) for name, column in columns.items()))
        .join(Collaboration, col(Collaboration.unit_id) == Unit.id)
        .join(Innovation, col(Innovation.proposal_id) == Collaboration.proposal_id)
        .where(Innovation.id == innovation_id, Collaboration.status == CollaborationStatus.accepted)
    )
    found = read_all(Collaborator, session.execute(took_part.order_by(col(Unit.name), col(Unit.id))).all())
    if not found and session.exec(select(Innovation.id).where(Innovation.id == innovation_id)).first() is None:
        raise NotFound
    return found

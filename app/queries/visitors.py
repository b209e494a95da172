"""Reads of visitors: what one has done, and for the organiser those who said who they are; the guest book."""

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.models import Exhibit, Exhibition, GuestBookEntry, Ticket, UsefulnessVote, Visit, Visitor, Vote
from app.models.base import Page
from app.models.visitor import EntryStatus, GuestBookFilters, GuestBookRead, OwnVisit, VisitorFilters, VisitorRead
from app.queries.paging import Order, page
from app.queries.reach import require_somewhere
from app.queries.rows import page_of
from app.rules.permissions import Actor, may_everywhere

_VISITOR = tuple(col(getattr(Visitor, name)) for name in VisitorRead.model_fields)
_ENTRY = tuple(col(getattr(GuestBookEntry, name)) for name in GuestBookRead.model_fields)
NOBODY = OwnVisit(exhibition_id="", name="", email="", organisation="", is_registered=False, has_ticket=False,
                  booths=[], exhibits=[])  # fmt: skip


def own(session: Session, exhibition: Exhibition, ballot: str | None) -> OwnVisit:
    """What the visitor with this ballot has said and done; nothing where there is no such visitor."""
    nobody = NOBODY.model_copy(update={"exhibition_id": exhibition.id})
    if ballot is None:
        return nobody
    found = session.exec(select(Visitor).where(Visitor.exhibition_id == exhibition.id, Visitor.ballot == ballot))
    visitor = found.first()
    exhibits = useful(session, exhibition, ballot)
    if visitor is None:
        return nobody.model_copy(update={"exhibits": exhibits})
    ticket = session.exec(select(Ticket.id).where(Ticket.visitor_id == visitor.id)).first()
    booths = session.exec(select(Visit.booth_id).where(Visit.visitor_id == visitor.id)).all()
    return OwnVisit(
        exhibition_id=exhibition.id, name=visitor.name, email=visitor.email, organisation=visitor.organisation,
        is_registered=visitor.consented_at is not None, has_ticket=ticket is not None, booths=list(booths),
        exhibits=exhibits,
    )  # fmt: skip


def useful(session: Session, exhibition: Exhibition, ballot: str) -> list[str]:
    """The exhibits that the ballot is ticked for: here, and on the ballot of the exhibition's stage."""
    here = (
        select(col(Exhibit.id)).join(UsefulnessVote, col(UsefulnessVote.exhibit_id) == Exhibit.id)
        .where(Exhibit.exhibition_id == exhibition.id, UsefulnessVote.ballot == ballot)
    )  # fmt: skip
    of_stage = (
        select(col(Exhibit.id)).join(Vote, col(Vote.proposal_id) == Exhibit.proposal_id)
        .where(Exhibit.exhibition_id == exhibition.id, Vote.edition_id == exhibition.edition_id,
               Vote.stage == exhibition.stage, Vote.ballot == ballot)
    )  # fmt: skip
    return [row[0] for row in session.execute(here.union(of_stage)).all()]


def list_(session: Session, actor: Actor, exhibition_id: str, query: VisitorFilters) -> Page[VisitorRead]:
    """One page of the visitors who said who they are, newest first (organiser, secretariat)."""
    require_somewhere(actor, "visitors:read")
    conditions = [col(Visitor.exhibition_id) == exhibition_id, col(Visitor.consented_at).is_not(None)]
    order = Order(((col(Visitor.id), query.sort == "-id"),))
    statement = select(*_VISITOR).where(*conditions)
    rows, following = page(session, statement, order, query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(Visitor).where(*conditions)).one()
    return page_of(VisitorRead, rows, following, total)


def guest_book(session: Session, actor: Actor, exhibition_id: str, query: GuestBookFilters) -> Page[GuestBookRead]:
    """One page of the guest book, newest first: to the public what is shown."""
    conditions = [col(GuestBookEntry.exhibition_id) == exhibition_id, *_visible_to(actor)]
    if query.status is not None:
        conditions.append(col(GuestBookEntry.status) == query.status)
    order: Any = Order(((col(GuestBookEntry.id), True),))
    rows, following = page(session, select(*_ENTRY).where(*conditions), order, query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(GuestBookEntry).where(*conditions)).one()
    return page_of(GuestBookRead, rows, following, total)


def _visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    if may_everywhere(actor, "visitors:read"):
        return []
    return [col(GuestBookEntry.status) == EntryStatus.shown]

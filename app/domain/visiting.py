"""Deeds of visitors: to say who they are, to redeem a ticket, to visit a booth, to find something useful."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.clock import now
from app.domain.booths import new_code
from app.domain.judging import voting
from app.domain.permits import require
from app.domain.versions import load
from app.errors import Conflict, Forbidden, NotFound, invalid
from app.models import Booth, Exhibit, Exhibition, GuestBookEntry, Ticket, UsefulnessVote, Visit, Visitor
from app.models.exhibition import ExhibitionStatus
from app.models.visitor import Registration, TicketsCreate
from app.prepared.rows import add, unless_there
from app.queries import editions
from app.queries.exhibitions import window_of
from app.rules.permissions import Actor
from app.secrets_store import keyed_digest

TICKET_LENGTH = 10
"""Letters of a ticket's code: 8 × 10^14 of them, and few tries a minute."""


def running(session: Session, exhibition_id: str) -> Exhibition:
    """The exhibition, as long as visitors are welcome; 404 before it is public, 409 after its end."""
    exhibition = load(session, Exhibition, exhibition_id)
    if exhibition.status == ExhibitionStatus.draft:
        raise NotFound
    if exhibition.status != ExhibitionStatus.published:
        raise Conflict("exhibition-not-running")
    return exhibition


def visitor_id(session: Session, exhibition_id: str, ballot: str) -> str:
    """The visitor with this ballot, who may just have come."""
    known = select(Visitor.id).where(Visitor.exhibition_id == exhibition_id, Visitor.ballot == ballot)
    found = session.exec(known).first()
    if found is None:
        add(session, Visitor, or_instead=unless_there, exhibition_id=exhibition_id, ballot=ballot)
        found = session.exec(known).one()
    return found


def register(session: Session, exhibition_id: str, ballot: str, body: Registration) -> None:
    """Keeps what a visitor says of themselves, and redeems the ticket. 422 without consent, or for a used ticket."""
    running(session, exhibition_id)
    visitor = session.get_one(Visitor, visitor_id(session, exhibition_id, ballot), with_for_update=True)
    said = {"name": body.name, "email": body.email, "organisation": body.organisation}
    if any(said.values()):
        if not body.consent:
            raise invalid("consent", "consent_needed")
        visitor.sqlmodel_update(said | {"consented_at": now()})
    if body.ticket is not None:
        _redeem(session, visitor, body.ticket)
    session.flush()


def admit(session: Session, actor: Actor, exhibition_id: str, ballot: str, body: Registration) -> str:
    """Lets somebody in at the door who has no browser at hand; the visitor's id."""
    require(actor, "visitors:write")
    register(session, exhibition_id, ballot, body)
    return visitor_id(session, exhibition_id, ballot)


def forget(session: Session, exhibition_id: str, ballot: str) -> None:
    """Takes back what the visitor said of themselves and wrote; visits and votes stay, as nobody's."""
    mine = select(Visitor).where(Visitor.exhibition_id == exhibition_id, Visitor.ballot == ballot)
    visitor = session.exec(mine.with_for_update()).first()
    if visitor is None:
        return
    visitor.sqlmodel_update({"name": "", "email": "", "organisation": "", "consented_at": None})
    session.connection().execute(delete(GuestBookEntry).where(col(GuestBookEntry.visitor_id) == visitor.id))
    session.flush()


def _redeem(session: Session, visitor: Visitor, code: str) -> None:
    """Makes the ticket this visitor's; again by the same visitor changes nothing."""
    found = session.exec(
        select(Ticket.id, Ticket.visitor_id)
        .where(Ticket.exhibition_id == visitor.exhibition_id, Ticket.code_hash == ticket_hash(code))
    ).first()  # fmt: skip
    if found is None:
        raise invalid("ticket", "ticket_unknown")
    ticket_id, holder = found
    if holder == visitor.id or _has_ticket(session, visitor.id):
        return
    taken = session.connection().execute(
        update(Ticket).where(col(Ticket.id) == ticket_id, col(Ticket.visitor_id).is_(None))
        .values(visitor_id=visitor.id, redeemed_at=now())
    )  # fmt: skip
    if not taken.rowcount:
        raise invalid("ticket", "ticket_used")


def ticket_hash(code: str) -> str:
    """What is kept of a ticket: case, blanks and dashes do not count."""
    return keyed_digest("tickets", code.lower().replace("-", "").replace(" ", ""))


def _has_ticket(session: Session, visitor: str) -> bool:
    return session.exec(select(Ticket.id).where(Ticket.visitor_id == visitor)).first() is not None


def make_tickets(session: Session, actor: Actor, exhibition_id: str, body: TicketsCreate) -> list[str]:
    """New tickets of an exhibition that is not over; their codes, which are not kept."""
    require(actor, "visitors:write")
    exhibition = load(session, Exhibition, exhibition_id)
    if exhibition.status == ExhibitionStatus.ended:
        raise Conflict("exhibition-not-running")
    codes = [new_code(TICKET_LENGTH) for _ in range(body.count)]
    session.add_all(Ticket(exhibition_id=exhibition.id, code_hash=ticket_hash(code)) for code in codes)
    session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def visit(session: Session, exhibition_id: str, ballot: str, booth_id: str) -> bool:
    """Counts a visit of the booth, once a visitor; whether it is new. 422 for a booth of another exhibition."""
    running(session, exhibition_id)
    booth = session.get(Booth, booth_id)
    if booth is None or booth.exhibition_id != exhibition_id:
        raise invalid("booth_id", "not_found")
    return _visited(session, exhibition_id, visitor_id(session, exhibition_id, ballot), booth_id)


def _visited(session: Session, exhibition_id: str, visitor: str, booth_id: str) -> bool:
    return bool(add(session, Visit, or_instead=unless_there, exhibition_id=exhibition_id, visitor_id=visitor,
                    booth_id=booth_id))  # fmt: skip


def cast(session: Session, exhibition_id: str, ballot: str, exhibit_id: str, at: datetime) -> bool:
    """Counts the visitor's vote for what a booth shows; whether it is new. Whoever votes has been at the booth.

    409 outside the time of the vote, 403 without a ticket where one is needed, 422 for what is not shown here.
    """
    exhibition, exhibit = _votable(session, exhibition_id, exhibit_id, at)
    visitor = visitor_id(session, exhibition_id, ballot)
    if exhibition.votes_need_ticket and not _has_ticket(session, visitor):
        raise Forbidden("ticket-needed")
    _visited(session, exhibition_id, visitor, exhibit.booth_id)
    if exhibit.proposal_id is not None:
        return _of_stage(voting.add_vote, session, exhibition, exhibit.proposal_id, ballot, at)
    return bool(add(session, UsefulnessVote, or_instead=unless_there, exhibit_id=exhibit.id, ballot=ballot))


def take_back(session: Session, exhibition_id: str, ballot: str, exhibit_id: str, at: datetime) -> None:
    """Takes the visitor's vote back, as long as votes are taken; none there is none the less."""
    exhibition, exhibit = _votable(session, exhibition_id, exhibit_id, at)
    if exhibit.proposal_id is not None:
        _of_stage(voting.remove_vote, session, exhibition, exhibit.proposal_id, ballot, at)
        return
    mine = (col(UsefulnessVote.exhibit_id) == exhibit.id, col(UsefulnessVote.ballot) == ballot)
    session.connection().execute(delete(UsefulnessVote).where(*mine))


def _votable(session: Session, exhibition_id: str, exhibit_id: str, at: datetime) -> tuple[Exhibition, Exhibit]:
    exhibition = running(session, exhibition_id)
    exhibit = session.get(Exhibit, exhibit_id)
    if exhibit is None or exhibit.exhibition_id != exhibition.id:
        raise invalid("exhibit_id", "not_shown")
    opens_at, closes_at = window_of(session, exhibition)
    if not opens_at <= at < closes_at:
        raise Conflict("vote-closed")
    return exhibition, exhibit


def _of_stage(
    deed: Callable[..., bool], session: Session, exhibition: Exhibition, proposal_id: str, ballot: str, at: datetime
) -> bool:
    """A proposal's vote is its stage's: the same row as on the ballot, under the rules of the stage."""
    edition = editions.read_by_id(session, _known(exhibition.edition_id))
    stage = editions.stage_of(edition, _known(exhibition.stage))
    return deed(session, edition, stage, ballot, proposal_id, at)


def _known(value: Any) -> str:
    if value is None:
        raise Conflict("vote-closed")
    return str(value)

"""Deeds on collaborations: inviting a unit into a proposal, answering, taking it back. What was sent in stays so."""

from sqlmodel import Session, select

from app.clock import now
from app.domain.letters import tell_people_of
from app.domain.permits import permitted, require_for_unit
from app.domain.proposals.access import check_editable, edition_of, find_for, load_for
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, invalid
from app.models import Collaboration, Proposal, Unit
from app.models.collaboration import CollaborationAnswer, CollaborationCreate, CollaborationStatus
from app.queries import collaborations
from app.queries.collaborations import WRITE
from app.rules.permissions import Actor

MOST = 30
"""Units beside the one that writes: as many as partners can be named in words (app/models/proposal.py)."""
INVITED, ANSWERED = "collaboration-invited", "collaboration-answered"
"""Of the letters."""


def check_may_invite(session: Session, actor: Actor, proposal_id: str) -> None:
    """Whether the actor writes the proposal, for a look before the deed; 403 or 404 where not."""
    find_for(session, actor, WRITE, proposal_id)


def invite(session: Session, actor: Actor, proposal_id: str, body: CollaborationCreate) -> Collaboration:
    """Invites a unit; its people are told. Once more where it had declined.

    409 ``already-invited``, ``too-many-collaborators``; as for the text where the proposal cannot change.
    """
    proposal = load_for(session, actor, WRITE, proposal_id)
    check_editable(edition_of(session, proposal), proposal)
    unit = session.get(Unit, body.unit_id)
    if unit is None or not unit.is_active:
        raise invalid("unit_id", "not_found")
    if unit.id == proposal.unit_id:
        raise invalid("unit_id", "same_unit")
    row = _row(session, proposal, body)
    tell_people_of(session, row.unit_id, INVITED, {"collaboration_id": row.id})
    return row


def _row(session: Session, proposal: Proposal, body: CollaborationCreate) -> Collaboration:
    """A new invitation, or the declined one made open again."""
    rows = session.exec(select(Collaboration).where(Collaboration.proposal_id == proposal.id)).all()
    row = next((one for one in rows if one.unit_id == body.unit_id), None)
    if row is not None and row.status != CollaborationStatus.declined:
        raise Conflict("already-invited")
    if row is None and len(rows) >= MOST:
        raise Conflict("too-many-collaborators", limit=MOST)
    row = row or Collaboration(proposal_id=proposal.id, unit_id=body.unit_id, is_sample=proposal.is_sample)
    row.status, row.part, row.reason, row.answered_at = CollaborationStatus.invited, body.part, "", None
    session.add(row)
    session.flush()
    return row


def answer(
    session: Session, actor: Actor, collaboration_id: str, body: CollaborationAnswer, expected: int | None
) -> Collaboration:
    """Says for the invited unit whether it takes part; may be said anew until the proposal is sent in."""
    row, proposal = _load(session, actor, collaboration_id)
    require_for_unit(session, actor, WRITE, row.unit_id)
    _check(session, row, proposal, expected)
    row.status = CollaborationStatus.accepted if body.is_accepted else CollaborationStatus.declined
    row.reason, row.answered_at = "" if body.is_accepted else body.reason, now()
    session.flush()
    tell_people_of(session, proposal.unit_id, ANSWERED, {"collaboration_id": row.id})
    return row


def remove(session: Session, actor: Actor, collaboration_id: str, expected: int | None) -> None:
    """Takes a unit out of the proposal: by the unit that writes it, or by the one that takes part."""
    row, proposal = _load(session, actor, collaboration_id)
    if not permitted(session, actor, WRITE, row.unit_id):
        require_for_unit(session, actor, WRITE, proposal.unit_id)
    _check(session, row, proposal, expected)
    session.delete(row)
    session.flush()


def _load(session: Session, actor: Actor, collaboration_id: str) -> tuple[Collaboration, Proposal]:
    """Both locked; 404 where the actor may not know of it."""
    found = collaborations.read(session, actor, collaboration_id)
    proposal = session.get(Proposal, found.proposal_id, with_for_update=True, populate_existing=True)
    row = session.get(Collaboration, found.id, with_for_update=True, populate_existing=True)
    if proposal is None or row is None:
        raise NotFound
    return row, proposal


def _check(session: Session, row: Collaboration, proposal: Proposal, expected: int | None) -> None:
    check_version(row, expected)
    check_editable(edition_of(session, proposal), proposal)

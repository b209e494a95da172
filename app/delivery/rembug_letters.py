"""What letters about rembug tell, found out when they are sent: nobody is asked what was answered by then."""

from sqlmodel import Session

from app.delivery.judging_letters import Facts
from app.domain.collaborations import ANSWERED, INVITED
from app.domain.events import link
from app.domain.help_requests import ANSWERED as HELP_ANSWERED
from app.domain.help_requests import HELPED
from app.domain.mentorships import ACCEPTED, PROPOSED
from app.domain.outbox import Claimed
from app.models import Collaboration, HelpAnswer, HelpRequest, Mentorship, Proposal, Unit
from app.models.collaboration import CollaborationStatus
from app.models.mentorship import MentorshipStatus

TOPICS = frozenset({INVITED, ANSWERED, HELP_ANSWERED, HELPED, PROPOSED, ACCEPTED})


def facts(session: Session, message: Claimed) -> Facts | None:
    """What the letter says; None where it is of no use any more."""
    if message.topic in {INVITED, ANSWERED}:
        return _of_collaboration(session, message)
    if message.topic in {PROPOSED, ACCEPTED}:
        return _of_mentorship(session, message)
    return _of_answer(session, message)


def _of_collaboration(session: Session, message: Claimed) -> Facts | None:
    row = session.get(Collaboration, message.payload["collaboration_id"])
    if row is None or (row.status == CollaborationStatus.invited) != (message.topic == INVITED):
        return None
    proposal = session.get_one(Proposal, row.proposal_id)
    more = {"title": proposal.title, "unit": _name(session, proposal.unit_id), "partner": _name(session, row.unit_id)}
    return Facts(message.topic, link(f"/collaborations/{row.id}"), None, more)


def _of_answer(session: Session, message: Claimed) -> Facts | None:
    row = session.get(HelpAnswer, message.payload["help_answer_id"])
    if row is None or (message.topic == HELPED and not row.is_helpful):
        return None
    request = session.get_one(HelpRequest, row.help_request_id)
    more = {"title": request.title, "unit": _name(session, request.unit_id), "partner": _name(session, row.unit_id)}
    return Facts(message.topic, link(f"/help-requests/{request.id}#{row.id}"), None, more)


def _of_mentorship(session: Session, message: Claimed) -> Facts | None:
    row = session.get(Mentorship, message.payload["mentorship_id"])
    awaited = MentorshipStatus.proposed if message.topic == PROPOSED else MentorshipStatus.running
    if row is None or row.status != awaited:
        return None
    more = {"title": row.goal, "mentor": _name(session, row.mentor_unit_id),
            "mentee": _name(session, row.mentee_unit_id)}  # fmt: skip
    return Facts(message.topic, link(f"/mentorships/{row.id}"), None, more)


def _name(session: Session, unit_id: str) -> str:
    return session.get_one(Unit, unit_id).name

"""Administrative selection: the secretariat verifies, returns or rejects; the organiser may disqualify."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.clock import now
from app.domain.proposals.access import load_for
from app.domain.proposals.record import change_status
from app.errors import Conflict, invalid
from app.models import Proposal
from app.models.proposal import ProposalStatus
from app.rules.deadlines import is_being_mended
from app.rules.permissions import Actor
from app.rules.transitions import Action

LONGEST_RETURN = timedelta(days=90)


def verify(session: Session, actor: Actor, proposal_id: str, remark: str = "") -> Proposal:
    """The submission is complete and eligible."""
    return _decide(session, actor, "proposals:verify", proposal_id, Action.verified, remark)


def return_(session: Session, actor: Actor, proposal_id: str, reason: str, deadline: datetime | None) -> Proposal:
    """Sends a submission back for mending until *deadline* (at most 90 days from now), or gives more time for it."""
    _check_deadline(deadline)
    proposal = load_for(session, actor, "proposals:verify", proposal_id)
    again = proposal.status == ProposalStatus.returned
    if again and deadline is not None and proposal.return_until is not None and deadline <= proposal.return_until:
        raise invalid("deadline", "not_later", return_until=proposal.return_until)
    action = Action.extended if again else Action.returned
    change_status(session, actor, proposal, action, reason, deadline, return_until=deadline)
    return proposal


def _check_deadline(deadline: datetime | None) -> None:
    if deadline is None:
        raise invalid("deadline", "deadline_required")
    if deadline <= now():
        raise invalid("deadline", "in_the_past")
    if deadline > now() + LONGEST_RETURN:
        raise invalid("deadline", "too_far", days=LONGEST_RETURN.days)


def reject(session: Session, actor: Actor, proposal_id: str, reason: str) -> Proposal:
    """The submission does not pass; the slot stays used. 409 while the time given for mending runs."""
    proposal = load_for(session, actor, "proposals:verify", proposal_id)
    if is_being_mended(proposal.status, proposal.return_until, now()):
        raise Conflict("mending-under-way", return_until=proposal.return_until)
    change_status(session, actor, proposal, Action.rejected, reason)
    return proposal


def disqualify(session: Session, actor: Actor, proposal_id: str, reason: str) -> Proposal:
    """Takes a submission out of the competition, for instance after a false statement."""
    return _decide(session, actor, "proposals:disqualify", proposal_id, Action.disqualified, reason)


def _decide(session: Session, actor: Actor, permission: str, proposal_id: str, action: Action, reason: str) -> Proposal:
    proposal = load_for(session, actor, permission, proposal_id)
    change_status(session, actor, proposal, action, reason)
    return proposal

"""Loading a proposal for a deed: locked, permitted, at the version that the caller read."""

from sqlalchemy import bindparam
from sqlmodel import Session, select

from app.clock import now
from app.domain.permits import permitted
from app.domain.versions import check_version
from app.errors import Conflict, Forbidden, NotFound
from app.models import Proposal
from app.models.edition import EditionRead, EditionStatus
from app.models.proposal import ProposalStatus
from app.queries import editions
from app.queries.proposals.visibility import is_visible
from app.rules.permissions import Actor
from app.rules.transitions import EDITABLE

_LOCKED = select(Proposal).where(Proposal.id == bindparam("proposal_id")).with_for_update()


def load_for(session: Session, actor: Actor, action: str, proposal_id: str, expected: int | None = None) -> Proposal:
    """The proposal, locked until the transaction ends. 404 when the actor may not even see it, 403 when only that."""
    proposal: Proposal | None = session.execute(_LOCKED, {"proposal_id": proposal_id}).scalars().first()
    if proposal is None or not is_visible(session, actor, proposal):
        raise NotFound
    if not permitted(session, actor, action, proposal.unit_id) and not _of_participant(
        session, actor, action, proposal
    ):
        raise Forbidden
    check_version(proposal, expected)
    return proposal


def _of_participant(session: Session, actor: Actor, action: str, proposal: Proposal) -> bool:
    """A unit may have moved in the tree since: the participant that holds the slot still decides."""
    return proposal.participant_id is not None and permitted(session, actor, action, proposal.participant_id)


def edition_of(session: Session, proposal: Proposal) -> EditionRead:
    """The edition's configuration."""
    return editions.configuration(session, proposal.edition_id)


def check_editable(edition: EditionRead, proposal: Proposal) -> None:
    """The text may change while it is a draft of an edition not yet judged, or returned and within its deadline."""
    if proposal.status not in EDITABLE:
        raise Conflict("not-editable", status=proposal.status)
    if proposal.status == ProposalStatus.returned:
        if proposal.return_until is not None and now() > proposal.return_until:
            raise Conflict("return-deadline-passed", return_until=proposal.return_until)
    elif edition.status not in {EditionStatus.draft, EditionStatus.open}:
        raise Conflict("closed", closes_at=edition.closes_at)

"""Loading a proposal for a deed: locked, permitted, at the version that the caller read."""

from sqlmodel import Session

from app.clock import now
from app.domain.permits import permitted
from app.domain.versions import check_version
from app.errors import Conflict, Forbidden, NotFound
from app.models import Proposal
from app.models.edition import EditionRead, EditionStatus
from app.models.proposal import ProposalStatus
from app.prepared.rows import lock
from app.queries import editions
from app.queries.proposals.visibility import NOWHERE, Placed, is_visible
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor
from app.rules.transitions import EDITABLE


def load_for(session: Session, actor: Actor, action: str, proposal_id: str, expected: int | None = None) -> Proposal:
    """The proposal, locked until the transaction ends. 404 when the actor may not even see it, 403 when only that.

    Who may do a deed on a proposal may read it too (app/rules/permissions.py), but for a key without that scope: 403.
    """
    require_somewhere(actor, "proposals:read")
    proposal = _permitted(session, actor, action, lock(session, Proposal, proposal_id))
    check_version(proposal, expected)
    return proposal


def find_for(session: Session, actor: Actor, action: str, proposal_id: str) -> Proposal:
    """The same without a lock, for a look before the deed."""
    require_somewhere(actor, "proposals:read")
    return _permitted(session, actor, action, session.get(Proposal, proposal_id))


def _permitted(session: Session, actor: Actor, action: str, proposal: Proposal | None) -> Proposal:
    """What is not there takes the same way as what is not for this actor."""
    placed = proposal or NOWHERE
    if not _is_allowed(session, actor, action, placed):
        raise Forbidden if is_visible(session, actor, placed) else NotFound
    if proposal is None:
        raise NotFound
    return proposal


def _is_allowed(session: Session, actor: Actor, action: str, proposal: Placed | Proposal) -> bool:
    of_unit = permitted(session, actor, action, proposal.unit_id)
    return of_unit or _of_participant(session, actor, action, proposal)


def _of_participant(session: Session, actor: Actor, action: str, proposal: Placed | Proposal) -> bool:
    """A unit may have moved in the tree since: the participant that holds the slot still decides."""
    return permitted(session, actor, action, proposal.participant_id or "")


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

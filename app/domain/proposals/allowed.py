"""Which deeds an actor may do on a proposal now: the pages offer those and no others."""

from sqlmodel import Session

from app.clock import now
from app.domain.permits import permitted
from app.models.edition import EditionRead, EditionStatus
from app.models.proposal import ProposalRead, ProposalStatus
from app.rules.deadlines import is_being_mended, may_withdraw
from app.rules.permissions import Actor, may_everywhere
from app.rules.transitions import EDITABLE, Action, target

_PERMISSIONS: dict[str, tuple[Action, str]] = {
    "handover": (Action.handed_over, "proposals:write"),
    "takeback": (Action.taken_back, "proposals:write"),
    "submission": (Action.submitted, "proposals:submit"),
    "send-back": (Action.sent_back, "proposals:send-back"),
    "verification": (Action.verified, "proposals:verify"),
    "return": (Action.returned, "proposals:verify"),
    "extension": (Action.extended, "proposals:verify"),
    "rejection": (Action.rejected, "proposals:verify"),
    "withdrawal": (Action.withdrawn, "proposals:withdraw"),
    "revival": (Action.revived, "proposals:submit"),
    "disqualification": (Action.disqualified, "proposals:disqualify"),
}
"""Deed → what it does and the permission it takes. Its name is the last part of the endpoint's address, but
``send-back`` and ``extension`` go to ``return``, ``takeback`` is a DELETE of ``handover``."""


def is_permitted(session: Session, actor: Actor, proposal: ProposalRead, deed: str) -> bool:
    """Whether the actor's roles let it do the deed on this proposal, in whatever state that is."""
    return _permitted(session, actor, _PERMISSIONS[deed][1], proposal)


def allowed(session: Session, actor: Actor, proposal: ProposalRead, edition: EditionRead) -> set[str]:
    """The deeds of ``_PERMISSIONS`` and ``edit``, ``delete`` that the state and the actor's roles allow.

    It is an offer, not a check: each deed checks for itself when it is done.
    """
    held = {name for _, name in _PERMISSIONS.values()} | {"proposals:write"}
    held = {name for name in held if _permitted(session, actor, name, proposal)}
    found = {
        deed for deed, (action, permission) in _PERMISSIONS.items()
        if permission in held and target(action, proposal.status) is not None
    }  # fmt: skip
    if not may_withdraw(now(), edition.closes_at, edition.status):
        found.discard("withdrawal")
    if is_being_mended(proposal.status, proposal.return_until, now()):
        found.discard("rejection")
    found.discard("handover" if proposal.is_handed_over else "takeback")
    if "proposals:submit" in held:
        found -= {"handover", "takeback"}  # who may send it in needs nobody to hand it to
    return found | _writing(proposal, edition, held)


def _permitted(session: Session, actor: Actor, name: str, proposal: ProposalRead) -> bool:
    if may_everywhere(actor, name):
        return True
    places = [place for place in (proposal.unit_id, proposal.participant_id) if place is not None]
    return any(permitted(session, actor, name, place) for place in places)


def _writing(proposal: ProposalRead, edition: EditionRead, held: set[str]) -> set[str]:
    if "proposals:write" not in held or not _is_editable(proposal, edition):
        return set()
    is_new = proposal.status == ProposalStatus.draft and proposal.number is None
    return {"edit", "delete"} if is_new else {"edit"}


def _is_editable(proposal: ProposalRead, edition: EditionRead) -> bool:
    if proposal.status not in EDITABLE:
        return False
    if proposal.status == ProposalStatus.returned:
        return proposal.return_until is None or now() <= proposal.return_until
    return edition.status in {EditionStatus.draft, EditionStatus.open}

"""The live check before submission: gathers the facts, lets the rules judge them, words nothing."""

from sqlmodel import Session, col, select

from app.clock import now
from app.errors import NotFound
from app.models import Edition, Proposal
from app.models.edition import EditionRead, Group
from app.models.proposal import ProposalStatus
from app.models.unit import UnitRef
from app.queries import documents, editions, quotas
from app.queries.proposals.visibility import is_visible
from app.rules.deadlines import may_submit
from app.rules.permissions import Actor
from app.rules.quotas import needs_slot
from app.rules.readiness import Facts, Finding, check


def read(session: Session, actor: Actor, proposal_id: str) -> list[Finding]:
    """Every rule with whether it holds; ``NotFound`` where the actor may not see the proposal."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or not is_visible(session, actor, proposal):
        raise NotFound
    edition = session.get(Edition, proposal.edition_id)
    assert edition is not None
    return check(facts_of(session, editions.parsed(edition), proposal))


def facts_of(session: Session, edition: EditionRead, proposal: Proposal) -> Facts:
    """What the rules need to know about a proposal."""
    group = next((group for group in edition.groups if group.key == proposal.group), None)
    owner = _owner(session, edition, proposal)
    return Facts(
        edition=edition,
        proposal=proposal,
        document_kinds=frozenset(documents.kinds(session, proposal.id)),
        is_duplicate=_is_duplicate(session, proposal),
        is_invited=_is_invited(session, edition, group, owner),
        participant_id=owner.id if owner else None,
        remaining=_remaining(session, edition, proposal, group, owner),
        verdict=may_submit(
            now(), edition.opens_at, edition.closes_at, edition.status, proposal.return_until,
            is_resubmission=proposal.status == ProposalStatus.returned,
        ),
    )  # fmt: skip


def _owner(session: Session, edition: EditionRead, proposal: Proposal) -> UnitRef | None:
    holder = proposal.participant_id if proposal.quota_pool is not None else proposal.unit_id
    return quotas.participant(session, edition, holder or proposal.unit_id)


def _is_duplicate(session: Session, proposal: Proposal) -> bool:
    """Another proposal of the edition that was sent in has the same title."""
    gone = (ProposalStatus.draft, ProposalStatus.withdrawn, ProposalStatus.rejected)
    same = select(Proposal.id).where(
        Proposal.edition_id == proposal.edition_id, Proposal.title_key == proposal.title_key,
        Proposal.id != proposal.id, col(Proposal.status).not_in(gone),
    )  # fmt: skip
    return session.exec(same).first() is not None


def _is_invited(session: Session, edition: EditionRead, group: Group | None, owner: UnitRef | None) -> bool:
    if group is None or not group.by_invitation:
        return True
    return owner is not None and editions.is_invited(session, edition.id, group.key, owner.id)


def _remaining(
    session: Session, edition: EditionRead, proposal: Proposal, group: Group | None, owner: UnitRef | None
) -> int | None:
    """Slots left for this proposal, the one it holds included; None where its group needs no slot."""
    if group is None or not needs_slot(group):
        return None
    allowance = quotas.allowance(session, edition, owner, group) if owner else None
    if owner is None or allowance is None:
        return 0
    held = 1 if proposal.quota_pool == allowance.pool else 0
    return allowance.limit - quotas.used(session, edition.id, owner.id, allowance.pool) + held

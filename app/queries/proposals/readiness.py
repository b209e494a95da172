"""The live check before submission: gathers the facts, lets the rules judge them, words nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.clock import now
from app.errors import NotFound
from app.models import Proposal
from app.models.edition import EditionRead
from app.models.form import Group
from app.models.proposal import ProposalStatus
from app.models.unit import UnitRef
from app.prepared.statements import run
from app.queries import documents, editions, quotas
from app.queries.proposals.blind import is_hidden
from app.queries.proposals.visibility import NOWHERE, is_visible
from app.queries.quotas import Standing
from app.rules.deadlines import may_submit
from app.rules.permissions import Actor
from app.rules.quotas import needs_slot
from app.rules.readiness import SENDING, Facts, Finding, check

OF_THE_PARTICIPANT = SENDING | {"invited"}


@dataclass(frozen=True)
class Claim:
    """What sending a proposal in would lay claim to: a place in its group, on a participant's account."""

    group: Group | None
    owner: UnitRef | None
    """The participant that holds the proposal's slot already, else the one that its unit belongs to now."""
    standing: Standing | None
    """The slots it would draw on; None where the group needs none or the participant has none."""


def read(session: Session, actor: Actor, proposal_id: str) -> list[Finding]:
    """Every rule with whether it holds; ``NotFound`` where the actor may not see the proposal.

    In a blind stage without those that tell of the participant: how many slots it has left, whether it was invited.
    """
    proposal = session.get(Proposal, proposal_id)
    if not is_visible(session, actor, proposal or NOWHERE) or proposal is None:
        raise NotFound
    edition = editions.configuration(session, proposal.edition_id)
    found = check(facts_of(session, edition, proposal, claim_of(session, edition, proposal)))
    hidden = OF_THE_PARTICIPANT if is_hidden(session, actor, proposal_id) else frozenset()
    return [finding for finding in found if finding.rule not in hidden]


def claim_of(session: Session, edition: EditionRead, proposal: Proposal) -> Claim:
    """Whose slot of which pool the proposal needs."""
    group = next((group for group in edition.groups if group.key == proposal.group), None)
    holder = proposal.participant_id if proposal.quota_pool is not None else proposal.unit_id
    owner = quotas.participant(session, edition, holder or proposal.unit_id)
    if group is None or owner is None or not needs_slot(group):
        return Claim(group, owner, None)
    return Claim(group, owner, quotas.standing(session, edition, owner, group))


def facts_of(session: Session, edition: EditionRead, proposal: Proposal, claim: Claim) -> Facts:
    """What the rules need to know about a proposal."""
    kinds, supported = documents.attached(session, proposal.id)
    return Facts(
        edition=edition,
        proposal=proposal,
        document_kinds=kinds,
        supported=supported,
        is_duplicate=_is_duplicate(session, proposal),
        is_invited=_is_invited(session, edition, claim),
        participant_id=claim.owner.id if claim.owner else None,
        remaining=_remaining(proposal, claim),
        verdict=may_submit(
            now(), edition.opens_at, edition.closes_at, edition.status, proposal.return_until,
            is_resubmission=proposal.status == ProposalStatus.returned,
        ),
    )  # fmt: skip


def _is_duplicate(session: Session, proposal: Proposal) -> bool:
    """Another proposal of the edition that was sent in has the same title."""
    values = {"edition_id": proposal.edition_id, "title_key": proposal.title_key, "proposal_id": proposal.id}
    return bool(run(session, "same title", _same_title, values))


def _same_title() -> Any:
    gone = (ProposalStatus.draft, ProposalStatus.withdrawn, ProposalStatus.rejected)
    return select(Proposal.id).where(
        Proposal.edition_id == bindparam("edition_id"), Proposal.title_key == bindparam("title_key"),
        Proposal.id != bindparam("proposal_id"), col(Proposal.status).not_in(gone),
    ).limit(1)  # fmt: skip


def _is_invited(session: Session, edition: EditionRead, claim: Claim) -> bool:
    if claim.group is None or not claim.group.by_invitation:
        return True
    return claim.owner is not None and editions.is_invited(session, edition.id, claim.group.key, claim.owner.id)


def _remaining(proposal: Proposal, claim: Claim) -> int | None:
    """Slots left for this proposal, the one it holds included; None where its group needs no slot."""
    if claim.group is None or not needs_slot(claim.group):
        return None
    if claim.standing is None:
        return 0
    allowance = claim.standing.allowance
    held = 1 if proposal.quota_pool == allowance.pool else 0
    return allowance.limit - claim.standing.used + held

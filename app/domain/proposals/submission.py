"""Sending in, and taking back: the deeds that take, move and free a slot of the quota."""

from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col

from app.clock import now
from app.domain.proposals.access import edition_of, load_for
from app.domain.proposals.record import change_status, check_transition
from app.domain.proposals.revisions import keep_revision
from app.domain.quotas import free_slot, take_slot
from app.errors import Conflict, FieldError, Invalid
from app.feed import likeness
from app.models import EditionCounter, Proposal
from app.models.edition import EditionRead
from app.prepared.statements import run
from app.queries import editions
from app.queries.proposals.readiness import Claim, claim_of, facts_of
from app.rules.deadlines import DeadlineVerdict, may_withdraw
from app.rules.permissions import Actor
from app.rules.quotas import Allowance, needs_slot
from app.rules.readiness import Facts, check, open_points
from app.rules.transitions import Action


def submit(session: Session, actor: Actor, proposal_id: str, remark: str = "") -> Proposal:
    """Sends the proposal in: takes a slot and a registration number, or changes nothing.

    409 ``quota-exceeded``, ``closed``, ``not-allowed-now``; 422 ``not-ready`` with a field error for each open point.
    """
    proposal = load_for(session, actor, "proposals:submit", proposal_id)
    check_transition(Action.submitted, proposal)
    edition = editions.held(session, proposal.edition_id)  # its limit is that of the slot taken
    claim = claim_of(session, edition, proposal)
    facts = facts_of(session, edition, proposal, claim)
    _check_window(edition, proposal, facts.verdict)
    _check_ready(facts)
    keep_revision(session, actor, proposal, is_new=True)  # before ``submitted_at``: what is older is never overwritten
    taken = {
        "quota_pool": _settle_slot(session, edition, proposal, claim),
        "participant_id": claim.owner.id if claim.owner else None,
        **_numbered(session, edition, proposal),
    }
    change_status(session, actor, proposal, Action.submitted, remark, submitted_at=now(), return_until=None,
                  is_handed_over=False, **taken)  # fmt: skip
    likeness.keep_proposal(session, proposal)
    return proposal


def _check_window(edition: EditionRead, proposal: Proposal, verdict: DeadlineVerdict) -> None:
    if verdict is DeadlineVerdict.not_open_yet:
        raise Conflict("not-open-yet", opens_at=edition.opens_at)
    if verdict is DeadlineVerdict.closed:
        raise Conflict("closed", closes_at=edition.closes_at)
    if verdict is DeadlineVerdict.return_deadline_passed:
        raise Conflict("return-deadline-passed", return_until=proposal.return_until)


def _check_ready(facts: Facts) -> None:
    """What concerns the moment of sending in has errors of its own; all others are points to mend."""
    missing = open_points(check(facts))
    if missing:
        errors = [FieldError(f.field or f.rule, f"readiness.{f.rule}", dict(f.params)) for f in missing]
        raise Invalid("not-ready", errors=errors)


def _settle_slot(session: Session, edition: EditionRead, proposal: Proposal, claim: Claim) -> str | None:
    """Holds a slot of the right pool: takes one, or moves the one held when the group was changed meanwhile."""
    wanted = _allowance(claim)
    pool = wanted.pool if wanted else None
    if proposal.quota_pool == pool:
        return pool
    if wanted is not None:
        take_slot(session, edition.id, wanted)
    if proposal.quota_pool is not None and proposal.participant_id is not None:
        free_slot(session, edition.id, proposal.participant_id, proposal.quota_pool)
    return pool


def _allowance(claim: Claim) -> Allowance | None:
    """The slot that the proposal needs; None in a group outside the quota."""
    assert claim.group is not None  # it was ready
    if claim.owner is None or (needs_slot(claim.group) and claim.standing is None):
        raise Conflict("no-quota")
    return claim.standing.allowance if claim.standing else None


def _numbered(session: Session, edition: EditionRead, proposal: Proposal) -> dict[str, Any]:
    """The edition's next registration number; the counter's row is locked until this transaction ends."""
    if proposal.number is not None:
        return {}
    [[sequence]] = run(session, "next number", _next_number, {"of_edition": edition.id, "moment": now()})
    return {"sequence": sequence, "number": f"{edition.year}-{sequence:04d}"}


def _next_number() -> Any:
    return (
        update(EditionCounter)
        .where(col(EditionCounter.edition_id) == bindparam("of_edition"))
        .values(last_number=EditionCounter.last_number + 1, updated_at=bindparam("moment"))
        .returning(col(EditionCounter.last_number))
    )


def withdraw(session: Session, actor: Actor, proposal_id: str, reason: str) -> Proposal:
    """Takes a submission back before closing, and frees its slot."""
    proposal = load_for(session, actor, "proposals:withdraw", proposal_id)
    check_transition(Action.withdrawn, proposal)
    edition = edition_of(session, proposal)
    if not may_withdraw(now(), edition.closes_at, edition.status):
        raise Conflict("closed", closes_at=edition.closes_at)
    if proposal.quota_pool is not None and proposal.participant_id is not None:
        free_slot(session, proposal.edition_id, proposal.participant_id, proposal.quota_pool)
    change_status(session, actor, proposal, Action.withdrawn, reason, quota_pool=None)
    return proposal


def revive(session: Session, actor: Actor, proposal_id: str) -> Proposal:
    """Makes a withdrawn proposal a draft again; it keeps its number and needs a slot anew when sent in."""
    proposal = load_for(session, actor, "proposals:submit", proposal_id)
    change_status(session, actor, proposal, Action.revived)
    return proposal

"""Sending in, and taking back: the deeds that take, move and free a slot of the quota."""

from sqlalchemy import update
from sqlmodel import Session, col

from app.clock import now
from app.domain.proposals.access import edition_of, load_for
from app.domain.proposals.record import change_status, check_transition
from app.domain.proposals.revisions import keep_revision
from app.domain.quotas import free_slot, take_slot
from app.errors import Conflict, FieldError, Invalid
from app.models import EditionCounter, Proposal
from app.models.edition import EditionRead
from app.models.unit import UnitRef
from app.queries import quotas
from app.queries.proposals.readiness import facts_of
from app.rules.deadlines import DeadlineVerdict, may_withdraw
from app.rules.permissions import Actor
from app.rules.quotas import Allowance, needs_slot
from app.rules.readiness import Facts, check
from app.rules.transitions import Action


def submit(session: Session, actor: Actor, proposal_id: str, remark: str = "") -> Proposal:
    """Sends the proposal in: takes a slot and a registration number, or changes nothing.

    409 ``quota-exceeded``, ``closed``, ``not-allowed-now``; 422 ``not-ready`` with a field error for each open point.
    """
    proposal = load_for(session, actor, "proposals:submit", proposal_id)
    check_transition(Action.submitted, proposal)
    edition = edition_of(session, proposal)
    facts = facts_of(session, edition, proposal)
    _check_window(edition, proposal, facts.verdict)
    _check_ready(facts)
    keep_revision(
        session, actor, proposal, is_new=True
    )  # first: what is older than ``submitted_at`` is never overwritten
    _settle_slot(session, edition, proposal)
    if proposal.number is None:
        _give_number(session, edition, proposal)
    proposal.submitted_at, proposal.return_until, proposal.is_handed_over = now(), None, False
    change_status(session, actor, proposal, Action.submitted, remark)
    session.flush()
    return proposal


def _check_window(edition: EditionRead, proposal: Proposal, verdict: DeadlineVerdict) -> None:
    if verdict is DeadlineVerdict.not_open_yet:
        raise Conflict("not-open-yet", opens_at=edition.opens_at)
    if verdict is DeadlineVerdict.closed:
        raise Conflict("closed", closes_at=edition.closes_at)
    if verdict is DeadlineVerdict.return_deadline_passed:
        raise Conflict("return-deadline-passed", return_until=proposal.return_until)


_OWN_ANSWER = {"quota", "window", "participant"}
"""Rules with an error of their own; all others are points to mend in the text."""


def _check_ready(facts: Facts) -> None:
    open_points = [f for f in check(facts) if not f.ok and f.level == "error" and f.rule not in _OWN_ANSWER]
    if open_points:
        errors = [FieldError(f.field or f.rule, f"readiness.{f.rule}", dict(f.params)) for f in open_points]
        raise Invalid("not-ready", errors=errors)


def _settle_slot(session: Session, edition: EditionRead, proposal: Proposal) -> None:
    """Holds a slot of the right pool: takes one, or moves the one held when the group was changed meanwhile."""
    wanted = _allowance(session, edition, proposal)
    pool = wanted.pool if wanted else None
    if proposal.quota_pool == pool:
        return
    if wanted is not None:
        take_slot(session, edition.id, wanted)
    if proposal.quota_pool is not None and proposal.participant_id is not None:
        free_slot(session, edition.id, proposal.participant_id, proposal.quota_pool)
    proposal.quota_pool = pool


def _allowance(session: Session, edition: EditionRead, proposal: Proposal) -> Allowance | None:
    """The slot that this proposal needs; None in a group outside the quota."""
    owner = _participant(session, edition, proposal)
    group = next(group for group in edition.groups if group.key == proposal.group)
    if not needs_slot(group):
        return None
    allowance = quotas.allowance(session, edition, owner, group)
    if allowance is None:
        raise Conflict("no-quota")
    return allowance


def _participant(session: Session, edition: EditionRead, proposal: Proposal) -> UnitRef:
    """The participant that holds the slot already, else the one the unit belongs to now."""
    unit_id = proposal.participant_id if proposal.quota_pool is not None else proposal.unit_id
    owner = quotas.participant(session, edition, unit_id or proposal.unit_id)
    if owner is None:
        raise Conflict("no-quota")
    proposal.participant_id = owner.id
    return owner


def _give_number(session: Session, edition: EditionRead, proposal: Proposal) -> None:
    """The edition's next registration number; the counter's row is locked until this transaction ends."""
    counter = update(EditionCounter).where(col(EditionCounter.edition_id) == edition.id)
    raised = counter.values(last_number=EditionCounter.last_number + 1).returning(col(EditionCounter.last_number))
    sequence = session.connection().execute(raised).scalar_one()
    proposal.sequence, proposal.number = sequence, f"{edition.year}-{sequence:04d}"


def withdraw(session: Session, actor: Actor, proposal_id: str, reason: str) -> Proposal:
    """Takes a submission back before closing, and frees its slot."""
    proposal = load_for(session, actor, "proposals:withdraw", proposal_id)
    check_transition(Action.withdrawn, proposal)
    edition = edition_of(session, proposal)
    if not may_withdraw(now(), edition.closes_at, edition.status):
        raise Conflict("closed", closes_at=edition.closes_at)
    if proposal.quota_pool is not None and proposal.participant_id is not None:
        free_slot(session, proposal.edition_id, proposal.participant_id, proposal.quota_pool)
        proposal.quota_pool = None
    change_status(session, actor, proposal, Action.withdrawn, reason)
    session.flush()
    return proposal


def revive(session: Session, actor: Actor, proposal_id: str) -> Proposal:
    """Makes a withdrawn proposal a draft again; it keeps its number and needs a slot anew when sent in."""
    proposal = load_for(session, actor, "proposals:submit", proposal_id)
    change_status(session, actor, proposal, Action.revived)
    session.flush()
    return proposal

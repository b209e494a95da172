"""Declaring a conflict of interest, adding one, allowing what was found, and taking any of it back."""

from sqlmodel import Session, col, select

from app.domain.judging.panel import check_open
from app.domain.versions import check_version
from app.errors import Conflict, Forbidden, NotFound, Unauthenticated, invalid
from app.models import Assignment, ConflictOfInterest, Edition, Evaluation, Juror, Proposal, Unit
from app.models.conflict import ConflictCreate
from app.queries import units
from app.queries.proposals.visibility import sees
from app.rules.permissions import Actor, may_everywhere, may_somewhere


def create(session: Session, actor: Actor, body: ConflictCreate) -> ConflictOfInterest:
    """A new row. Of what is barred the juror's sheets that are not signed are taken back; 409 where one is signed."""
    is_organiser = _check(actor, body)
    juror_id = body.juror_id or actor.user_id or ""
    _check_about(session, body, juror_id)
    if not is_organiser:
        _check_own(session, actor, body)
    kind = body.kind if body.allowed else "organiser" if body.juror_id not in (None, actor.user_id) else "declared"
    row = ConflictOfInterest(
        edition_id=body.edition_id, juror_id=juror_id, proposal_id=body.proposal_id, unit_id=body.unit_id, kind=kind,
        allowed=body.allowed, reason=body.reason or "", actor_id=actor.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if not body.allowed:
        _take_back(session, row)
    return row


def remove(session: Session, actor: Actor, conflict_id: str, expected: int | None) -> None:
    """Takes a row away (organiser): sheets that were taken back stay so until they are handed out anew."""
    if not may_everywhere(actor, "conflicts:write"):
        raise Forbidden
    row = session.get(ConflictOfInterest, conflict_id)
    if row is None:
        raise NotFound
    check_version(row, expected)
    session.delete(row)
    session.flush()


def _check(actor: Actor, body: ConflictCreate) -> bool:
    """Whether an organiser asks; what the body lacks is named."""
    if not may_somewhere(actor, "conflicts:write"):
        raise Unauthenticated if actor.kind == "anonymous" else Forbidden
    is_organiser = may_everywhere(actor, "conflicts:write")
    is_own = body.juror_id in (None, actor.user_id) and actor.user_id is not None
    if not is_organiser and (body.allowed or not is_own):
        raise Forbidden
    if body.juror_id is None and actor.user_id is None:
        raise invalid("juror_id", "missing")
    if body.reason is None and (body.allowed or not is_own):
        raise invalid("reason", "missing")
    if body.allowed and body.unit_id is not None:
        raise invalid("unit_id", "not_used_here")
    if not body.allowed and (body.proposal_id is None) == (body.unit_id is None):
        raise invalid("proposal_id", "proposal_or_unit")
    if body.allowed and body.proposal_id is None and body.kind is None:
        raise invalid("kind", "proposal_or_kind")
    return is_organiser


def _check_about(session: Session, body: ConflictCreate, juror_id: str) -> None:
    if session.get(Edition, body.edition_id) is None:
        raise invalid("edition_id", "not_found")
    on_panel = select(Juror.id).where(Juror.edition_id == body.edition_id, Juror.user_id == juror_id)
    if session.exec(on_panel).first() is None:
        raise invalid("juror_id", "not_on_panel")
    if body.unit_id is not None and session.get(Unit, body.unit_id) is None:
        raise invalid("unit_id", "not_found")
    if body.proposal_id is not None:
        proposal = session.get(Proposal, body.proposal_id)
        if proposal is None or proposal.edition_id != body.edition_id:
            raise invalid("proposal_id", "not_found")


def _check_own(session: Session, actor: Actor, body: ConflictCreate) -> None:
    """A juror names what is on the own desk, or a unit: nothing else is known to them."""
    if body.proposal_id is not None and not sees(session, actor, body.proposal_id):
        raise invalid("proposal_id", "not_found")


def _take_back(session: Session, row: ConflictOfInterest) -> None:
    sheets = session.exec(
        select(Assignment, Evaluation, Proposal.unit_id)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Proposal, col(Proposal.id) == Assignment.proposal_id)
        .where(Assignment.edition_id == row.edition_id, Assignment.juror_id == row.juror_id)
    ).all()
    for assignment, evaluation, unit_id in sheets:
        is_meant = assignment.proposal_id == row.proposal_id or (
            row.unit_id is not None and row.unit_id in units.lineage_ids(session, unit_id)
        )
        if is_meant:
            check_open(session, assignment.edition_id, assignment.stage)
            if evaluation.signed_at is not None:
                raise Conflict("sheet-signed")
            session.delete(evaluation)
            session.flush()
            session.delete(assignment)
    session.flush()

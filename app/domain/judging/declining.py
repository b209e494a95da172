"""Giving a sheet back with a reason that is no conflict of interest, and letting the juror have it again."""

from sqlmodel import Session

from app.domain.judging.assigning import take_back
from app.domain.judging.scoring import own_sheet
from app.domain.permits import require
from app.domain.versions import check_version, load
from app.errors import invalid
from app.models import Declination
from app.models.desk import DeclinationCreate
from app.rules.permissions import Actor


def decline(session: Session, actor: Actor, assignment_id: str, body: DeclinationCreate) -> Declination:
    """The juror's own sheet goes, with what was filled in; 409 for a signed one, or once the stage is published."""
    assignment, evaluation, _stage = own_sheet(session, actor, assignment_id, None)
    if body.cause == "other" and body.reason is None:
        raise invalid("reason", "reason_required")
    take_back(session, assignment, evaluation)
    row = Declination(
        edition_id=assignment.edition_id, stage=assignment.stage, proposal_id=assignment.proposal_id,
        juror_id=assignment.juror_id, cause=body.cause, reason=body.reason or "",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def remove(session: Session, actor: Actor, declination_id: str, expected: int | None) -> None:
    """Takes a row away (organiser): from now on the juror may get the proposal again."""
    require(actor, "assignments:write")
    row = load(session, Declination, declination_id)
    check_version(row, expected)
    session.delete(row)
    session.flush()

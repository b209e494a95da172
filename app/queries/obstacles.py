"""What keeps each juror of a panel from one more proposal, for the page on which somebody chooses a reader."""

from collections.abc import Sequence

from sqlmodel import Session, select

from app.models import Assignment
from app.models.evaluation import JurorRead
from app.queries import conflicts, declinations

READS, LEFT, FULL, DECLINED = "reads", "left", "full", "declined"


def of_proposal(
    session: Session, edition_id: str, stage: str, proposal_id: str, panel: Sequence[JurorRead]
) -> dict[str, str]:
    """By juror id, of who cannot be given the proposal: ``reads`` it already, ``left``, the kind of conflict of
    interest, ``declined`` or ``full``; the first of them that holds."""
    sheets = select(Assignment.juror_id).where(
        Assignment.edition_id == edition_id, Assignment.stage == stage, Assignment.proposal_id == proposal_id
    )
    readers = set(session.exec(sheets))
    barred = conflicts.barred(session, edition_id, [one.user_id for one in panel], [proposal_id])
    gave_back = declinations.declined(session, edition_id, stage)
    found = {}
    for one in panel:
        reasons = [(READS, one.user_id in readers), (LEFT, one.left_at is not None),
                   (barred[one.user_id].get(proposal_id, ""), proposal_id in barred[one.user_id]),
                   (DECLINED, proposal_id in gave_back[one.user_id]),
                   (FULL, one.max_load is not None and one.assigned >= one.max_load)]  # fmt: skip
        if reason := next((code for code, holds in reasons if holds), None):
            found[one.user_id] = reason
    return found

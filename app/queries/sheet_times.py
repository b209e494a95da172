"""How long jurors worked on their sheets."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Assignment, Evaluation, SheetTime

SECONDS_SPENT = (
    select(func.coalesce(func.sum(SheetTime.seconds), 0))
    .where(SheetTime.assignment_id == Assignment.id)
    .correlate(Assignment)
    .scalar_subquery()
    .label("seconds_spent")
)
"""Of the sheet of the row of ``Assignment``, as a column."""


def of_sheet(session: Session, assignment_id: str) -> int:
    """Seconds of all views of a sheet together."""
    found = select(func.coalesce(func.sum(SheetTime.seconds), 0)).where(SheetTime.assignment_id == assignment_id)
    return int(session.exec(found).one())


@dataclass(frozen=True)
class Pace:
    """A juror's time in a stage, in seconds: of all sheets, and a sheet's mean of the signed ones that were timed."""

    total: int
    each: float | None


def by_juror(session: Session, edition_id: str, stage: str, only: str | None = None) -> dict[str, Pace]:
    """Everybody's pace in a stage, or that of *only* one, by juror id; who has no time has no entry."""
    per_sheet = (
        select(Assignment.juror_id, col(Evaluation.signed_at), func.sum(SheetTime.seconds).label("seconds"))
        .join(Assignment, col(Assignment.id) == SheetTime.assignment_id)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage)
        .where(*([] if only is None else [Assignment.juror_id == only]))
        .group_by(col(Assignment.id), col(Assignment.juror_id), col(Evaluation.signed_at))
        .subquery()
    )
    signed = per_sheet.c.signed_at.is_not(None)
    rows = session.execute(
        select(per_sheet.c.juror_id, func.sum(per_sheet.c.seconds), func.avg(per_sheet.c.seconds).filter(signed))
        .group_by(per_sheet.c.juror_id)
    ).all()  # fmt: skip
    return {juror_id: Pace(int(total), None if each is None else float(each)) for juror_id, total, each in rows}

"""How the units of each kind stand by an instrument, year by year."""

from typing import Any

from sqlalchemy import case, func, or_
from sqlmodel import Session, col

from app.models import Assessment, AssessmentRound, Instrument, Unit
from app.models.assessment import AssessmentStatus
from app.models.league import YearMean
from app.queries.assessments.lists import joined
from app.queries.assessments.visibility import visible_to
from app.queries.rows import read_all
from app.rules.permissions import Actor


def of_instrument(session: Session, actor: Actor, instrument: str) -> list[YearMean]:
    """The means of the totals that the actor may see, by kind of unit, the oldest year first; in one read. What is
    neither final nor wholly answered is in no mean."""
    made_final = col(Assessment.status) == AssessmentStatus.final
    is_final = case((made_final, 1), else_=0)
    columns: tuple[Any, ...] = (
        col(AssessmentRound.year), col(Unit.kind).label("unit_kind"), func.avg(Assessment.score).label("mean"),
        func.count().label("unit_count"), func.sum(is_final).label("final_count"),
    )  # fmt: skip
    found = joined(*columns).where(
        Instrument.instrument == instrument,
        col(Assessment.score).is_not(None),
        or_(made_final, col(Assessment.answered_count) >= col(Assessment.asked_count)),
        *visible_to(actor),
    )
    found = found.group_by(AssessmentRound.year, Unit.kind).order_by(Unit.kind, AssessmentRound.year)
    return read_all(YearMean, session.execute(found).all())

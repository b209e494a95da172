"""What waits for an owner of indicators: values that units gave, and nobody has verified as they are now."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.models import Assessment, AssessmentRound, AssessmentValue, IndicatorOwner, Instrument
from app.models.assessment import AssessmentStatus, Step
from app.models.assessment_round import RoundStatus
from app.queries.assessments import instruments
from app.queries.assessments.rounds import title_of
from app.queries.assessments.visibility import VERIFY
from app.queries.reach import reached, within_reach
from app.rules.permissions import Actor

MOST = 20
_OPEN = (RoundStatus.open, RoundStatus.verifying)


@dataclass(frozen=True)
class Waiting:
    """An indicator with how many units wait for its owner."""

    round_id: str
    round_title: str
    item: str
    title: str
    waiting: int


def of_owner(session: Session, actor: Actor) -> list[Waiting]:
    """The indicators of the actor's units with values to verify of units that sent theirs in, newest round first.

    Without those of the actor's own units: nobody verifies itself.
    """
    given, checked = aliased(AssessmentValue), aliased(AssessmentValue)
    same = and_(col(checked.assessment_id) == given.assessment_id, col(checked.item) == given.item,
                col(checked.step) == Step.verification)  # fmt: skip
    columns: tuple[Any, ...] = (AssessmentRound.id, AssessmentRound.title, IndicatorOwner.item, Instrument.text,
                                func.count())  # fmt: skip
    found = (
        select(*columns).select_from(IndicatorOwner)
        .join(AssessmentRound, col(AssessmentRound.id) == IndicatorOwner.round_id)
        .join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id)
        .join(Assessment, col(Assessment.round_id) == AssessmentRound.id)
        .join(given, and_(col(given.assessment_id) == Assessment.id, col(given.item) == IndicatorOwner.item,
                          col(given.step) == Step.answer))
        .outerjoin(checked, same)
        .where(reached(actor, VERIFY, col(IndicatorOwner.unit_id)), col(AssessmentRound.status).in_(_OPEN),
               col(Assessment.status) == AssessmentStatus.submitted,
               or_(col(checked.id).is_(None), col(checked.updated_at) < col(given.updated_at)))
        .where(*(~own for own in within_reach(actor, VERIFY, col(Assessment.unit_id))))
        .group_by(*columns[:-1]).order_by(col(AssessmentRound.id).desc(), IndicatorOwner.item).limit(MOST)
    )  # fmt: skip
    return [Waiting(round_id, round_title, item, title_of(instruments.parsed(text), item), waiting)
            for round_id, round_title, item, text, waiting in session.execute(found).all()]  # fmt: skip

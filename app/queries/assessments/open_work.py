"""What would become final as it stands: what nobody of a round has sent, answered or checked yet."""

from typing import Any

from sqlalchemy import and_, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.instruments.loading import Instrument as Loaded
from app.models import Assessment, AssessmentValue, Unit
from app.models.assessment import AssessmentStatus, Step
from app.models.assessment_round import OpenWork
from app.queries.assessments import feeds
from app.rules.assessing import applying


def of_round(session: Session, round_id: str, year: int, loaded: Loaded) -> OpenWork:
    """Of the assessments that are not final yet; in as many reads however many there are."""
    columns: tuple[Any, ...] = (
        func.count().filter(col(Assessment.status) == AssessmentStatus.assessing),
        func.coalesce(func.sum(col(Assessment.asked_count) - col(Assessment.answered_count)), 0),
    )
    unsent, unanswered = session.execute(select(*columns).where(*_unsettled(round_id))).one()
    return OpenWork(unsent=unsent, unanswered=unanswered, unverified=_unverified(session, round_id, year, loaded))


def _unsettled(round_id: str) -> tuple[Any, ...]:
    return (Assessment.round_id == round_id, col(Assessment.status) != AssessmentStatus.final)


def _unverified(session: Session, round_id: str, year: int, loaded: Loaded) -> int:
    """Own values that count: of an indicator that is asked of this kind of unit, and that no source fills in."""
    kinds: tuple[Any, ...] = (AssessmentValue.item, Unit.kind, func.count())
    counted = _unchecked(round_id, *kinds).group_by(AssessmentValue.item, Unit.kind)
    sources = {node.key: node.item.source.name for node in loaded.leaves if node.item.source}
    found, fillable = 0, set()
    for item, kind, number in session.execute(counted).all():
        if item not in applying(loaded, kind):
            continue
        if item in sources:
            fillable.add((item, kind))
        else:
            found += number
    return found + _unfilled(session, round_id, year, sources, fillable)


def _unfilled(
    session: Session, round_id: str, year: int, sources: dict[str, str], fillable: set[tuple[str, str]]
) -> int:
    """How many own values of indicators that a source may fill in (item, kind of unit) it does not fill in."""
    if not fillable:
        return 0
    items = {item for item, _kind in fillable}
    columns: tuple[Any, ...] = (AssessmentValue.item, Unit.kind, Assessment.unit_id)
    rows = session.execute(_unchecked(round_id, *columns).where(col(AssessmentValue.item).in_(items))).all()
    fed = feeds.fed(session, {unit_id for *_item, unit_id in rows}, year, {sources[item] for item in items})
    return sum((item, kind) in fillable and sources[item] not in fed[unit_id] for item, kind, unit_id in rows)


def _unchecked(round_id: str, *columns: Any) -> Any:
    """Values that units gave themselves and neither an owner nor the panel has looked at as they are now."""
    later: Any = aliased(AssessmentValue)
    is_checked = exists().where(
        later.assessment_id == AssessmentValue.assessment_id, later.item == AssessmentValue.item,
        or_(later.step == Step.panel,
            and_(later.step == Step.verification, later.updated_at >= AssessmentValue.updated_at)),
    )  # fmt: skip
    found = select(*columns).select_from(AssessmentValue)
    found = found.join(Assessment, col(Assessment.id) == AssessmentValue.assessment_id)
    found = found.join(Unit, col(Unit.id) == Assessment.unit_id)
    return found.where(*_unsettled(round_id), AssessmentValue.step == Step.answer, ~is_checked)

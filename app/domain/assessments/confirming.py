"""Confirming many units' values of one indicator at once: those that its owner has looked at and found right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.assessments.access import recount
from app.domain.assessments.values import write
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.models import Assessment, AssessmentRound, AssessmentValue, Instrument
from app.models.assessment import AssessmentStatus, Step
from app.queries.assessments import instruments
from app.queries.assessments.rounds import own_units, require_owner
from app.rules.assessing import is_writable
from app.rules.permissions import Actor


def confirm(
    session: Session, actor: Actor, round_id: str, item: str, assessment_ids: Sequence[str],
    seen_until: datetime,
) -> int:  # fmt: skip
    """Takes the units' own values of an indicator as right; how many.

    Only of units that sent theirs in, and where the owner has said nothing yet; not what changed after *seen_until*, so
    that what is confirmed is what was seen. That an indicator does not apply is never taken unread: it spreads the
    weight on what the unit does well. Nobody confirms values of a unit of its own. The others stay as they are. 409
    ``assessment-locked`` where the round takes no values of owners now.
    """
    require_owner(session, actor, round_id, item)
    of = session.get(AssessmentRound, round_id)
    if of is None or of.status == "draft":
        raise NotFound
    loaded = instruments.loaded(session.get_one(Instrument, of.instrument_id))
    instruments.indicator(loaded, item)
    if not is_writable(Step.verification, of.status, AssessmentStatus.submitted):
        raise Conflict("assessment-locked")
    own = own_units(session, actor, round_id)
    sent = [row for row in _sent(session, round_id, assessment_ids) if row.unit_id not in own]
    values = _values(session, sent, item)
    waiting = [(row, steps[Step.answer]) for row, steps in values
               if set(steps) == {Step.answer} and _is_seen(steps[Step.answer], seen_until)]  # fmt: skip
    for row, mine in waiting:
        write(session, row.id, item, Step.verification, (mine.value, mine.target, mine.is_absent), None, "")
        row.changed_at = now()
    recount(session, of, loaded, [row for row, _ in waiting])
    return len(waiting)


def _is_seen(mine: AssessmentValue, seen_until: datetime) -> bool:
    return not mine.is_absent and mine.updated_at <= seen_until


def _sent(session: Session, round_id: str, assessment_ids: Sequence[str]) -> list[Assessment]:
    """Those of the named assessments that were sent in, locked; 422 for one that the round has not."""
    found = select(Assessment).where(Assessment.round_id == round_id, col(Assessment.id).in_(set(assessment_ids)))
    rows = {row.id: row for row in session.exec(found.order_by(col(Assessment.id)).with_for_update()).all()}
    errors = [FieldError(f"assessment_ids.{n}", "not_found") for n, id_ in enumerate(assessment_ids) if id_ not in rows]
    if errors:
        raise Invalid(errors=errors)
    return [row for row in rows.values() if row.status == AssessmentStatus.submitted]


def _values(
    session: Session, rows: Sequence[Assessment], item: str
) -> list[tuple[Assessment, dict[str, AssessmentValue]]]:
    """Each assessment with its values of the indicator, by step."""
    held: Any = select(AssessmentValue).where(
        col(AssessmentValue.assessment_id).in_([row.id for row in rows]),
        AssessmentValue.item == item,
        col(AssessmentValue.step) != Step.panel,
    )
    steps: dict[str, dict[str, AssessmentValue]] = {row.id: {} for row in rows}
    for value in session.exec(held).all():
        steps[value.assessment_id][value.step] = value
    return [(row, steps[row.id]) for row in rows]

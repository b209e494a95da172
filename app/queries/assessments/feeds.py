"""What feeds an assessment: the results of other instruments, and whatever else registers itself here.

A feeder gives for some units the values of some sources (``sakip.total``, ``competition.kovablik``,
``records.melayani``), as they stand for the results of a year. It has to ask the database the same number of times
however many units there are.
"""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from app.models import Assessment, AssessmentRound, Instrument
from app.models.assessment import AssessmentStatus

Values = dict[str, dict[str, Fraction]]
"""Unit → source → value."""
Feeder = Callable[[Session, Collection[str], int, Collection[str]], Values]
"""(session, units, year, names of sources) → what there is of them."""


def of_results(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """Final results of the same unit by other instruments: those of the year, or the newest before it."""
    instruments = {name.partition(".")[0] for name in names}
    columns: tuple[Any, ...] = (Assessment.unit_id, Assessment.feeds)
    found = (
        select(*columns).join(AssessmentRound, col(AssessmentRound.id) == Assessment.round_id)
        .join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id)
        .where(col(Assessment.unit_id).in_(unit_ids), Assessment.status == AssessmentStatus.final,
               AssessmentRound.year <= year, col(Instrument.instrument).in_(instruments))
        .order_by(col(AssessmentRound.year), col(Assessment.finalised_at), col(Assessment.id))
    )  # fmt: skip
    values: Values = {}
    for unit_id, feeds in session.execute(found).all():
        mine = values.setdefault(unit_id, {})
        mine |= {name: Fraction(text) for name, text in (feeds or {}).items() if name in names}
    return values


FEEDERS: list[Feeder] = [of_results]
"""In order; a later one wins over an earlier one."""


def fed(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """What there is of the sources, of each unit."""
    found: Values = {unit_id: {} for unit_id in unit_ids}
    if not names:
        return found
    for feeder in FEEDERS:
        for unit_id, values in feeder(session, unit_ids, year, names).items():
            found[unit_id] |= values
    return found

"""What feeds an assessment: the results of other instruments, and whatever else registers itself here.

A feeder gives for some units the values of some sources (``sakip.total``, ``competition.kovablik``,
``records.melayani``), as they stand for the results of a year. It has to ask the database the same number of times
however many units there are.
"""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from app.models import Assessment, AssessmentRound, Edition, Instrument, Proposal, Publication, Result
from app.models.assessment import AssessmentStatus
from app.queries import service_records, surveys

SURVEYS, RECORDS, COMPETITION = "skm.total", "records.", "competition.kovablik"
"""Sources, the second by how they begin."""
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


def of_surveys(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """``skm.total``: the index of the year's closed surveys, 25 to 100."""
    if SURVEYS not in names:
        return {}
    found = surveys.indices_of(session, unit_ids, year)
    return {unit_id: {SURVEYS: Fraction(index)} for unit_id, index in found.items()}


def of_service_records(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """``records.bekerja`` …: percent of the year's services within the promised time."""
    wanted = {name.removeprefix(RECORDS): name for name in names if name.startswith(RECORDS)}
    found = service_records.speeds_of(session, unit_ids, year) if wanted else {}
    return {unit_id: {wanted[measure]: Fraction(share) for measure, share in shares.items() if measure in wanted}
            for unit_id, shares in found.items()}  # fmt: skip


def of_competition(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """``competition.kovablik``: the best published score of the participant's proposals in the year's edition, 0–100.

    Of each proposal that of the last stage it was read in. No regulation says how a result of the competition becomes
    points of an agency: this is a default (docs/instruments.md).
    """
    if COMPETITION not in names:
        return {}
    columns: tuple[Any, ...] = (Proposal.participant_id, Result.proposal_id, Result.score)
    rows = session.execute(
        select(*columns).join(Publication, col(Publication.id) == Result.publication_id)
        .join(Proposal, col(Proposal.id) == Result.proposal_id)
        .join(Edition, col(Edition.id) == Proposal.edition_id)
        .where(col(Proposal.participant_id).in_(unit_ids), Edition.year == year)
        .order_by(col(Publication.id))
    ).all()  # fmt: skip
    last = {proposal_id: (participant_id, score) for participant_id, proposal_id, score in rows}
    best: dict[str, float] = {}
    for participant_id, score in last.values():
        best[participant_id] = max(score, best.get(participant_id, 0.0))
    return {unit_id: {COMPETITION: Fraction(str(round(score, 2)))} for unit_id, score in best.items()}


FEEDERS: list[Feeder] = [of_surveys, of_service_records, of_competition, of_results]
"""In order; a later one wins over an earlier one: an assessment that is final over the survey that it was fed by."""


def fed(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """What there is of the sources, of each unit."""
    found: Values = {unit_id: {} for unit_id in unit_ids}
    if not names:
        return found
    for feeder in FEEDERS:
        for unit_id, values in feeder(session, unit_ids, year, names).items():
            found[unit_id] |= values
    return found

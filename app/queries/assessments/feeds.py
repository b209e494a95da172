"""What feeds an assessment: the results of other instruments, and whatever else registers itself here.

A feeder gives for some units the values of some sources (``sakip.total``, ``competition.kovablik``,
``records.melayani``), as they stand for the results of a year, and of which year each is. It has to ask the database
the same number of times however many units there are.
"""

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.instruments import sources
from app.models import (
    Assessment,
    AssessmentRound,
    Edition,
    Innovation,
    Instrument,
    Nomination,
    Proposal,
    Publication,
    Result,
)
from app.models.assessment import AssessmentStatus
from app.models.nomination import NationalResult, NominationStatus
from app.queries import service_records, surveys

SURVEYS, RECORDS = "skm.total", "records."
COMPETITION, NATIONAL = f"competition.{sources.PROVINCE}", f"competition.{sources.NATIONAL}"
"""Sources, the second by how they begin."""
STEPS = (NationalResult.not_selected, NationalResult.passed_administration, NationalResult.finalist, NationalResult.top)
"""What came of a nomination, from 0 to 100 in equal steps: no regulation says how it becomes points."""


class Fed(NamedTuple):
    """What a source gives, and the year that it is of; null where a result from before does not say."""

    value: Fraction
    year: int | None

    def __str__(self) -> str:
        """As a final assessment keeps it: the exact fraction, and the year."""
        return f"{self.value} {self.year or ''}".rstrip()

    @classmethod
    def of(cls, text: str) -> "Fed":
        """What was kept."""
        value, _, year = text.partition(" ")
        return cls(Fraction(value), int(year) if year else None)


Values = dict[str, dict[str, Fed]]
"""Unit → source → value and year."""
Feeder = Callable[[Session, Collection[str], int, Collection[str]], Values]
"""(session, units, year, names of sources) → what there is of them."""


def of_results(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """Final results of the same unit by other instruments: those of the year, or the newest before it."""
    instruments = {name.partition(".")[0] for name in names}
    columns: tuple[Any, ...] = (Assessment.unit_id, Assessment.feeds, AssessmentRound.year)
    found = (
        select(*columns).join(AssessmentRound, col(AssessmentRound.id) == Assessment.round_id)
        .join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id)
        .where(col(Assessment.unit_id).in_(unit_ids), Assessment.status == AssessmentStatus.final,
               AssessmentRound.year <= year, col(Instrument.instrument).in_(instruments))
        .order_by(col(AssessmentRound.year), col(Assessment.finalised_at), col(Assessment.id))
    )  # fmt: skip
    values: Values = {}
    for unit_id, feeds, of_year in session.execute(found).all():
        mine = values.setdefault(unit_id, {})
        mine |= {name: Fed(Fraction(text), of_year) for name, text in (feeds or {}).items() if name in names}
    return values


def of_surveys(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """``skm.total``: the index of the year's closed surveys, 25 to 100."""
    if SURVEYS not in names:
        return {}
    found = surveys.indices_of(session, unit_ids, year)
    return {unit_id: {SURVEYS: Fed(Fraction(index), year)} for unit_id, index in found.items()}


def of_service_records(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """``records.bekerja`` …: percent of the year's services within the promised time."""
    wanted = {name.removeprefix(RECORDS): name for name in names if name.startswith(RECORDS)}
    found = service_records.speeds_of(session, unit_ids, year) if wanted else {}
    return {unit_id: {wanted[measure]: Fed(Fraction(share), year)
                      for measure, share in shares.items() if measure in wanted}
            for unit_id, shares in found.items()}  # fmt: skip


def of_competition(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """``competition.kovablik``: the best published score of the participant's proposals in the year's edition, 0–100.

    Of each proposal that of the last stage it was read in; every edition here is one of the province, one a year. No
    regulation says how a result of the competition becomes points of an agency: this is a default
    (docs/instruments.md).
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
    return {unit_id: {COMPETITION: Fed(Fraction(str(round(score, 2))), year)} for unit_id, score in best.items()}


_OWNER = func.coalesce(Proposal.participant_id, Innovation.unit_id)
"""Whom a national result is credited to."""


def owner_of(session: Session, innovation_id: str) -> str | None:
    """The unit that a national result of the innovation is credited to."""
    columns: tuple[Any, ...] = (_OWNER,)
    joined = select(*columns).select_from(Innovation).outerjoin(Proposal, col(Proposal.id) == Innovation.proposal_id)
    found: str | None = session.execute(joined.where(Innovation.id == innovation_id)).scalar_one()
    return found


def of_nominations(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """``competition.kipp``: the best that came of the participant's nominations of the year, 0, 100/3, 200/3 or 100.

    An innovation that came from no proposal here counts for its own unit.
    """
    if NATIONAL not in names:
        return {}
    columns: tuple[Any, ...] = (_OWNER, Nomination.result)
    rows = session.execute(
        select(*columns).select_from(Nomination).join(Innovation, col(Innovation.id) == Nomination.innovation_id)
        .outerjoin(Proposal, col(Proposal.id) == Innovation.proposal_id)
        .where(Nomination.competition == NATIONAL.partition(".")[2], Nomination.year == year,
               Nomination.status == NominationStatus.decided, _OWNER.in_(unit_ids))
    ).all()  # fmt: skip
    best: dict[str, int] = {}
    for unit_id, result in rows:
        best[unit_id] = max(STEPS.index(NationalResult(result)), best.get(unit_id, 0))
    return {unit_id: {NATIONAL: Fed(Fraction(100 * step, len(STEPS) - 1), year)} for unit_id, step in best.items()}


FEEDERS: list[Feeder] = [of_surveys, of_service_records, of_competition, of_nominations, of_results]
"""In order; of one year a later one wins over an earlier one: an assessment that is final over the survey that it was
fed by. What is of an earlier year is taken only where nothing of the year itself is there."""


def fed(session: Session, unit_ids: Collection[str], year: int, names: Collection[str]) -> Values:
    """What there is of the sources, of each unit."""
    found: Values = {unit_id: {} for unit_id in unit_ids}
    if not names or not found:
        return found
    for feeder in FEEDERS:
        for unit_id, values in feeder(session, unit_ids, year, names).items():
            mine = found[unit_id]
            mine |= {name: one for name, one in values.items() if one.year == year or name not in mine}
    return found

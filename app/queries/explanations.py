"""Why a proposal has the result it has: the published line, the signed sheets behind it, and the field beside it.

The figures are those that were published; what was not kept (the steps of the calibration) is told only where it leads
to them.
"""

import hashlib
import statistics
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Assignment, Evaluation, NoteRelease, Proposal, Publication, Result, Unit
from app.models.edition import Criterion, EditionRead, Stage
from app.models.explanation import (
    Chance,
    ExplainedCriterion,
    ExplainedReading,
    ExplainedSteps,
    ExplanationRead,
    Quartiles,
    ReleasedNote,
)
from app.models.ranking import CALIBRATION
from app.queries import editions, stages
from app.queries.explained_fields import PLACES, Field, field_of, is_moved
from app.queries.proposals.visibility import visible_to
from app.queries.reach import require_somewhere
from app.rules import rubric
from app.rules.permissions import Actor, Scope, grants_for
from app.rules.ranking import Earlier
from app.rules.shortening import is_shortened

SAME = 1e-4
"""Points by which today's calculation may differ from what was published and still be the same."""
CHANCES: tuple[tuple[float, Chance], ...] = ((0.95, "certain"), (0.7, "likely"), (0.3, "open"), (0.05, "unlikely"))


@dataclass(frozen=True)
class _Sheet:
    """A signed sheet: marks by criterion, and the total that was fixed when it was signed."""

    id: str
    juror_id: str
    scores: dict[str, float]
    total: float


@dataclass(frozen=True)
class _Calibrated:
    """What the calibration made of a proposal: its steps, by how much one point more of every juror lifts the score,
    and of each juror what the total is worth and its share."""

    steps: ExplainedSteps
    worth: float
    readings: Mapping[str, tuple[float, float]]


def read(session: Session, actor: Actor, proposal_id: str, stage_key: str) -> ExplanationRead:
    """The explanation, for organiser, auditor and the proposal's own people; ``NotFound`` before the publication."""
    require_somewhere(actor, "scores:read")
    about = _visible(session, actor, proposal_id)
    edition = editions.read(session, actor, about.edition_id)
    stage = editions.stage_of(edition, stage_key)
    publication = stages.publication(session, edition.id, stage_key)
    if publication is None:
        raise NotFound
    of_it = select(Result).where(Result.publication_id == publication.id, Result.proposal_id == proposal_id)
    line = session.exec(of_it).first()
    if line is None:
        raise NotFound
    field = field_of(session, publication, stage)
    return _explained(session, about, edition, stage, publication, field, line)


def explained(session: Session, actor: Actor, proposal_ids: Collection[str]) -> set[str]:
    """Those of these proposals that the actor belongs to, whose results may be explained to them."""
    own = _beyond_judging(actor)
    of_these = select(Proposal.id).where(col(Proposal.id).in_(proposal_ids), visible_to(own, "scores:read"))
    return set(session.exec(of_these)) if own.grants else set()


def _beyond_judging(actor: Actor) -> Actor:
    """The actor without what a juror sees: a juror is told of the own sheets, not of the others'."""
    grants = grants_for(actor, "scores:read")
    return replace(actor, grants=tuple(grant for grant, scope in grants if scope is not Scope.own))


def _visible(session: Session, actor: Actor, proposal_id: str) -> Any:
    row = session.execute(
        select(Proposal.id, Proposal.edition_id, Proposal.number, Proposal.title, Proposal.is_sample,
               col(Unit.name).label("unit"))  # type: ignore[call-overload]
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(Proposal.id == proposal_id, visible_to(_beyond_judging(actor), "scores:read"))
    ).first()  # fmt: skip
    if row is None:
        raise NotFound
    return row


def _own_sheets(session: Session, publication: Publication, proposal_id: str) -> list[_Sheet]:
    """The proposal's sheets in an order that says nothing of who wrote them and stays the same."""
    rows = session.execute(
        select(Assignment.id, Assignment.juror_id, Evaluation.scores, Evaluation.total)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == publication.edition_id, Assignment.stage == publication.stage)
        .where(Assignment.proposal_id == proposal_id, col(Evaluation.signed_at).is_not(None))
    )
    own = [_Sheet(*row) for row in rows]
    return sorted(own, key=lambda sheet: hashlib.sha256(f"{publication.id}:{sheet.id}".encode()).digest())


def _explained(
    session: Session, about: Any, edition: EditionRead, stage: Stage, publication: Publication, field: Field,
    line: Result,
) -> ExplanationRead:  # fmt: skip
    own = _own_sheets(session, publication, line.proposal_id)
    is_calibrated = line.calibrated is not None
    found = _calibrated(line, field) if is_calibrated else None
    share = _share(stages.earlier(session, edition, stage).get(line.proposal_id), stage)
    worth = share * found.worth if found else None if is_calibrated else share
    last = field.cuts.get(stages.pools(session, stage, [line.proposal_id])[line.proposal_id])
    gap = None if last is None else round(line.score - last, PLACES)
    return ExplanationRead(
        proposal_id=about.id, number=about.number, title=about.title, unit=about.unit, is_sample=about.is_sample,
        edition_id=edition.id, edition_name=edition.name, year=edition.year, stage=stage.key, stage_name=stage.name,
        method=publication.method, published_at=publication.created_at, of=field.of, places=publication.places,
        rank=line.rank, advanced=line.advanced, plenary=line.plenary, moved_others=field.moved - is_moved(line),
        score=line.score, raw_mean=line.raw_mean,
        stage_score=line.score if line.stage_score is None else line.stage_score, is_combined=stage.cumulative,
        reviews=line.reviews, field=field.scores, chance=_chance(line.probability_top),
        **{name: getattr(line, name) for name in CALIBRATION}, last_score=last, gap=gap,
        needed=round(-gap / worth, PLACES) if own and gap is not None and worth and gap < 0 else None,
        steps=found.steps if found else None,
        criteria=_criteria(stage, own, field, worth),
        readings=_readings(session, stage, own, found),
    )  # fmt: skip


def _share(earlier: Earlier | None, stage: Stage) -> float:
    """By how much the official score rises for a point of this stage: less than 1 where others count too."""
    return 1.0 if earlier is None else stage.weight / (stage.weight + earlier.weight)


def _chance(probability: float | None) -> Chance | None:
    if probability is None:
        return None
    return next((word for least, word in CHANCES if probability >= least), "remote")


def _calibrated(line: Result, field: Field) -> _Calibrated | None:
    """None where the calculation of today does not give what was published."""
    from app.judging.explanation import account

    if field.calibration is None or line.calibrated is None:
        return None
    arrays, found = field.calibration
    if line.proposal_id not in arrays.proposals:
        return None
    told = account(arrays, found, arrays.proposals.index(line.proposal_id))
    if abs(told.score - line.calibrated) > SAME or abs(told.mean - line.raw_mean) > SAME:
        return None
    names = ExplainedSteps.model_fields
    return _Calibrated(
        ExplainedSteps(**{name: getattr(told, name) for name in names}), told.worth,
        {arrays.jurors[one.juror]: (one.adjusted, one.weight) for one in told.readings},
    )  # fmt: skip


def _criteria(stage: Stage, own: list[_Sheet], field: Field, worth: float | None) -> list[ExplainedCriterion]:
    leaves = rubric.leaves(stage.rubric)
    whole = sum(leaf.weight for leaf in leaves) or 1
    return [
        one for leaf in leaves
        if (one := _criterion(leaf, 100 * leaf.weight / whole, own, field.criteria.get(leaf.key), worth)) is not None
    ]  # fmt: skip


def _criterion(
    leaf: Criterion, weight: float, own: list[_Sheet], field: Quartiles | None, worth: float | None
) -> ExplainedCriterion | None:
    marks = [sheet.scores[leaf.key] for sheet in own if leaf.key in sheet.scores]
    if not marks:
        return None
    mean = statistics.fmean(marks)
    gain = weight / 100 * max(field.high - mean, 0) * worth if field and worth is not None else None
    return ExplainedCriterion(
        criterion=leaf.key, title=leaf.title, weight=weight, mean=mean, low=min(marks), high=max(marks), field=field,
        gain=gain,
    )  # fmt: skip


def _readings(session: Session, stage: Stage, own: list[_Sheet], found: _Calibrated | None) -> list[ExplainedReading]:
    titles = {leaf.key: leaf.title for leaf in rubric.leaves(stage.rubric)}
    released = _released(session, [sheet.id for sheet in own])
    nothing: tuple[dict[str, str], str] = ({}, "")
    readings = []
    for number, sheet in enumerate(own, start=1):
        adjusted, share = found.readings[sheet.juror_id] if found else (None, None)
        notes, recommendation = released.get(sheet.id, nothing)
        said = [ReleasedNote(criterion=key, title=title, text=notes[key])
                for key, title in titles.items() if key in notes]  # fmt: skip
        marks = {key: sheet.scores[key] for key in titles if key in sheet.scores}
        readings.append(ExplainedReading(juror=number, total=sheet.total, adjusted=adjusted, share=share,
                                         scores=marks, notes=said, recommendation=recommendation))  # fmt: skip
    return readings


def _released(session: Session, assignment_ids: list[str]) -> dict[str, tuple[dict[str, str], str]]:
    """The released notes and recommendation of each sheet, as far as its juror still stands by the words."""
    rows = session.exec(
        select(NoteRelease, Evaluation.notes, Evaluation.recommendation)
        .join(Evaluation, col(Evaluation.assignment_id) == NoteRelease.assignment_id)
        .where(col(NoteRelease.assignment_id).in_(assignment_ids))
    )
    return {
        row.assignment_id: (
            {key: text for key, text in row.notes.items() if is_shortened(notes.get(key, ""), text)},
            row.recommendation if is_shortened(recommendation, row.recommendation) else "",
        )
        for row, notes, recommendation in rows
    }

"""What assessments come to: their values, facts and sources, judged by the instrument; some at once, in four reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.instruments.loading import Instrument as Loaded
from app.models import Assessment, AssessmentFact, AssessmentRound, AssessmentValue, Unit
from app.queries.assessments import feeds
from app.queries.assessments.feeds import Fed
from app.rules.assessing import Judged, applying, judge


@dataclass(frozen=True)
class Figures:
    """What a result comes to in a row or a list: read from here, and written from here, it is the same everywhere."""

    score: float | None
    letter: str | None
    predicate: str | None
    asked_count: int
    answered_count: int


@dataclass(frozen=True)
class Whole:
    """An assessment with everything that its result hangs on, and the result."""

    row: Assessment
    kind: str
    values: Sequence[AssessmentValue]
    facts: Mapping[str, AssessmentFact]
    sources: Mapping[str, Fed]
    judged: Judged
    asked_count: int

    @property
    def figures(self) -> Figures:
        """Nothing but counts as long as no indicator has a value."""
        result = self.judged.result
        given = [item for item in result.items.values() if not item.is_component and item.state != "missing"]
        answered = len([item for item in given if item.key in self.judged.counts])
        if not answered:
            return Figures(None, None, None, self.asked_count, 0)
        predicate = result.predicate.title if result.predicate else None
        return Figures(round(float(result.final), 6), result.letter, predicate, self.asked_count, answered)


def sources_of(loaded: Loaded) -> set[str]:
    """The names of the sources that an instrument asks for."""
    return {node.item.source.name for node in loaded.leaves if node.item.source}


def wholes(session: Session, of: AssessmentRound, loaded: Loaded, rows: Sequence[Assessment]) -> list[Whole]:
    """Each of the assessments of one round. A final one keeps what its sources gave when it became so."""
    fed = feeds.fed(session, {row.unit_id for row in rows if row.sources is None}, of.year, sources_of(loaded))
    return _judged(session, [(row, loaded, fed[row.unit_id] if row.sources is None else _kept(row)) for row in rows])


def finals(session: Session, rows: Sequence[tuple[Assessment, Loaded]]) -> list[Whole]:
    """Final assessments of whatever rounds, by what they kept."""
    return _judged(session, [(row, loaded, _kept(row)) for row, loaded in rows])


def _kept(row: Assessment) -> dict[str, Fed]:
    return {name: Fed.of(text) for name, text in (row.sources or {}).items()}


def _judged(session: Session, given: Sequence[tuple[Assessment, Loaded, Mapping[str, Fed]]]) -> list[Whole]:
    ids = [row.id for row, _loaded, _sources in given]
    values: dict[str, list[AssessmentValue]] = {id_: [] for id_ in ids}
    for value in session.exec(select(AssessmentValue).where(col(AssessmentValue.assessment_id).in_(ids))).all():
        values[value.assessment_id].append(value)
    facts: dict[str, dict[str, AssessmentFact]] = {id_: {} for id_ in ids}
    for fact in session.exec(select(AssessmentFact).where(col(AssessmentFact.assessment_id).in_(ids))).all():
        facts[fact.assessment_id][fact.fact] = fact
    unit_ids = {row.unit_id for row, _loaded, _sources in given}
    kinds = dict(session.exec(select(Unit.id, Unit.kind).where(col(Unit.id).in_(unit_ids))).all())
    found = []
    for row, loaded, sources in given:
        kind = kinds[row.unit_id]
        judged = judge(loaded, kind, values[row.id], {name: one.value for name, one in facts[row.id].items()},
                       {name: one.value for name, one in sources.items()})  # fmt: skip
        asked = len(applying(loaded, kind))
        found.append(Whole(row, kind, values[row.id], facts[row.id], sources, judged, asked))
    return found

"""What assessments come to: their values, facts and sources, judged by the instrument; some at once, in four reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session, col, select

from app.instruments.loading import Instrument as Loaded
from app.models import Assessment, AssessmentFact, AssessmentRound, AssessmentValue, Unit
from app.queries.assessments import feeds
from app.rules.assessing import Judged, judge


@dataclass(frozen=True)
class Whole:
    """An assessment with everything that its result hangs on, and the result."""

    row: Assessment
    kind: str
    values: Sequence[AssessmentValue]
    facts: Mapping[str, AssessmentFact]
    sources: Mapping[str, Fraction]
    judged: Judged


def sources_of(loaded: Loaded) -> set[str]:
    """The names of the sources that an instrument asks for."""
    return {node.item.source.name for node in loaded.leaves if node.item.source}


def wholes(session: Session, of: AssessmentRound, loaded: Loaded, rows: Sequence[Assessment]) -> list[Whole]:
    """Each of the assessments of one round. A final one keeps what its sources gave when it became so."""
    ids = [row.id for row in rows]
    values: dict[str, list[AssessmentValue]] = {id_: [] for id_ in ids}
    for value in session.exec(select(AssessmentValue).where(col(AssessmentValue.assessment_id).in_(ids))).all():
        values[value.assessment_id].append(value)
    facts: dict[str, dict[str, AssessmentFact]] = {id_: {} for id_ in ids}
    for fact in session.exec(select(AssessmentFact).where(col(AssessmentFact.assessment_id).in_(ids))).all():
        facts[fact.assessment_id][fact.fact] = fact
    unit_ids = [row.unit_id for row in rows]
    kinds = dict(session.exec(select(Unit.id, Unit.kind).where(col(Unit.id).in_(unit_ids))).all())
    fed = feeds.fed(session, unit_ids, of.year, sources_of(loaded))
    found = []
    for row in rows:
        kept = {name: Fraction(text) for name, text in (row.sources or {}).items()}
        sources = fed[row.unit_id] if row.sources is None else kept
        judged = judge(loaded, kinds[row.unit_id], values[row.id],
                       {name: one.value for name, one in facts[row.id].items()}, sources)  # fmt: skip
        found.append(Whole(row, kinds[row.unit_id], values[row.id], facts[row.id], sources, judged))
    return found

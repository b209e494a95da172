"""One unit over the years: proposals, awards, innovations, replications, assessments, surveys.

Everything comes from what this reader may see anyway; the number of statements does not grow with what there is.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.models import (
    Assessment,
    AssessmentRound,
    Award,
    Ceremony,
    Edition,
    Innovation,
    Instrument,
    Proposal,
    Publication,
    Replication,
    Result,
)
from app.models.unit_record import RecordKind, RecordLine
from app.queries import replications, surveys, units
from app.queries.assessments import instruments, judging, lists
from app.queries.assessments.visibility import visible_to as assessments_visible_to
from app.rules.permissions import Actor

_NOTHING: dict[str, Any] = dict.fromkeys(RecordLine.model_fields) | {"levels_passed": [], "levels_missed": []}
MOST = 200
"""Lines of a kind, the newest: more belong to no page."""


def read(session: Session, actor: Actor, unit_id: str) -> list[RecordLine]:
    """The record, newest year first, by kind within a year; ``NotFound`` without such a unit."""
    units.get(session, unit_id)
    lines = [*_proposals(session, unit_id), *_awards(session, unit_id), *_innovations(session, unit_id),
             *_replications(session, actor, unit_id), *_assessments(session, actor, unit_id),
             *_surveys(session, actor, unit_id)]  # fmt: skip
    kinds = list(RecordKind)
    return sorted(lines, key=lambda line: (-line.year, kinds.index(line.kind), line.subject or "", line.title, line.id))


def _line(kind: RecordKind, **known: Any) -> RecordLine:
    return RecordLine(**{**_NOTHING, "kind": kind, **known})


def _rows(session: Session, statement: Any) -> Iterable[Any]:
    return session.execute(statement.limit(MOST)).all()


def _of(unit_id: str) -> Any:
    """A proposal of the unit, or one that it sent in as the participant."""
    return or_(col(Proposal.unit_id) == unit_id, col(Proposal.participant_id) == unit_id)


def _proposals(session: Session, unit_id: str) -> Iterator[RecordLine]:
    """Those of a published ranking; of each the last stage that it was read in."""
    columns: tuple[Any, ...] = (Edition.year, Proposal.id, Proposal.title, Proposal.status, Publication.stage,
                                Result.score, Result.rank)  # fmt: skip
    found = (
        select(*columns).join(Proposal, col(Proposal.edition_id) == Edition.id)
        .join(Result, col(Result.proposal_id) == Proposal.id)
        .join(Publication, col(Publication.id) == Result.publication_id)
        .where(_of(unit_id))
        .order_by(col(Publication.id).desc())
    )  # fmt: skip
    seen: set[str] = set()
    for year, id_, title, status, stage, score, rank in _rows(session, found):
        if id_ not in seen:
            seen.add(id_)
            yield _line(RecordKind.proposal, year=year, id=id_, title=title, status=status, subject=stage,
                        value=round(score, 2), rank=rank)  # fmt: skip


def _awards(session: Session, unit_id: str) -> Iterator[RecordLine]:
    """Those that are published, of the unit or of a proposal that it sent in; what was revoked says so."""
    columns: tuple[Any, ...] = (Edition.year, Award, Proposal.title)
    found = (
        select(*columns).join(Award, col(Award.edition_id) == Edition.id)
        .join(Ceremony, col(Ceremony.edition_id) == Edition.id)
        .outerjoin(Proposal, col(Proposal.id) == Award.proposal_id)
        .where(or_(col(Award.unit_id) == unit_id, _of(unit_id)), col(Ceremony.published_at).is_not(None))
        .order_by(col(Award.id).desc())
    )  # fmt: skip
    for year, award, title in _rows(session, found):
        yield _line(RecordKind.award, year=year, id=award.id, title=title or award.title, subject=award.tier,
                    other=award.title if title else award.result or None, rank=award.rank, code=award.code,
                    status="revoked" if award.revoked_at else None)  # fmt: skip


def _innovations(session: Session, unit_id: str) -> Iterator[RecordLine]:
    columns: tuple[Any, ...] = (Innovation.year, Innovation.id, Innovation.title, Innovation.award)
    found = select(*columns).outerjoin(Proposal, col(Proposal.id) == Innovation.proposal_id)
    found = found.where(or_(col(Innovation.unit_id) == unit_id, _of(unit_id))).order_by(col(Innovation.id).desc())
    for year, id_, title, award in _rows(session, found):
        yield _line(RecordKind.innovation, year=year, id=id_, title=title, other=award or None)


def _replications(session: Session, actor: Actor, unit_id: str) -> Iterator[RecordLine]:
    """On both ends: what the unit replicates, and who replicates from it."""
    columns = (Replication.id, Replication.begun_on, Replication.stage, Innovation.title, Replication.unit_id,
               Innovation.unit_name, replications.REPLICATOR)  # fmt: skip
    found = replications.joined(*columns).where(
        or_(col(Replication.unit_id) == unit_id, col(Innovation.unit_id) == unit_id), *replications.visible_to(actor)
    )
    for row in _rows(session, found.order_by(col(Replication.id).desc())):
        is_ours = row[4] == unit_id
        yield _line(RecordKind.replication if is_ours else RecordKind.replicated, year=row[1].year, id=row[0],
                    title=row[3], status=row[2], other=row[5] if is_ours else row[6])  # fmt: skip


def _assessments(session: Session, actor: Actor, unit_id: str) -> Iterator[RecordLine]:
    columns = (*lists.SUMMARY, col(Instrument.title).label("instrument_title"))
    found = lists.joined(*columns).where(Assessment.unit_id == unit_id, *assessments_visible_to(actor))
    rows = list(_rows(session, found.order_by(col(Assessment.id).desc())))
    levels = _levels(session, [row.id for row in rows if row.is_final])
    for row in rows:
        yield _line(RecordKind.assessment, year=row.year, id=row.id, title=row.round_title, subject=row.instrument,
                    other=row.instrument_title, value=row.score, letter=row.letter,
                    status="final" if row.is_final else "provisional", **levels.get(row.id, {}))  # fmt: skip


def _levels(session: Session, assessment_ids: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Of the final assessments by an instrument with distinctions: which were reached, and which not."""
    columns: Any = select(Assessment, Instrument).join(AssessmentRound, col(AssessmentRound.id) == Assessment.round_id)
    found = columns.join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id)
    pairs = session.exec(found.where(col(Assessment.id).in_(assessment_ids))).all()
    read = [(row, instruments.loaded(instrument)) for row, instrument in pairs]
    judged = judging.finals(session, [(row, loaded) for row, loaded in read if loaded.definition.levels])
    return {
        one.row.id: {
            "levels_passed": [level.title for level in one.judged.result.levels if level.verdict == "passed"],
            "levels_missed": [level.title for level in one.judged.result.levels if level.verdict != "passed"],
        }
        for one in judged
    }


def _surveys(session: Session, actor: Actor, unit_id: str) -> Iterator[RecordLine]:
    for row in surveys.closed_of(session, actor, unit_id, MOST):
        yield _line(RecordKind.survey, year=row.ends_on.year, id=row.id, title=row.title, subject=row.service or None,
                    value=row.index, letter=row.letter, status="final")  # fmt: skip

"""Reads of what a final assessment round proposes for an edition's awards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.errors import Conflict, NotFound, invalid
from app.instruments.loading import Instrument as Loaded
from app.models import Assessment, AssessmentRound, Award, Instrument
from app.models.assessment import AssessmentStatus
from app.models.assessment_round import RoundStatus
from app.models.round_award import AwardsFromRound, RoundAward
from app.queries.assessments import instruments
from app.queries.assessments.judging import Whole, wholes
from app.queries.assessments.lists import SUMMARY, joined
from app.queries.assessments.one import as_float, letters_of
from app.queries.assessments.rounds import visible
from app.queries.assessments.visibility import visible_to
from app.rules import round_awards
from app.rules.permissions import Actor
from app.rules.round_awards import Candidate, Winner


@dataclass(frozen=True)
class Finished:
    """A final round: its instrument, and every final result that the actor may see."""

    round: AssessmentRound
    loaded: Loaded
    found: Sequence[tuple[Candidate, Whole]]


def finished(session: Session, actor: Actor, round_id: str) -> Finished:
    """The round with its results; 422 for one that there is not, 409 ``round-status`` for one that is not
    final. The number of reads does not hang on that of units."""
    of, loaded = _final(session, actor, round_id)
    shown = joined(*SUMMARY).where(Assessment.round_id == of.id, Assessment.status == AssessmentStatus.final)
    of_id = {row.id: Candidate(row.id, row.unit_id, row.unit_name, row.unit_kind, row.score, row.letter)
             for row in session.execute(shown.where(*visible_to(actor))).all()}  # fmt: skip
    rows = session.exec(select(Assessment).where(Assessment.round_id == of.id).order_by(col(Assessment.id))).all()
    judged = wholes(session, of, loaded, [row for row in rows if row.id in of_id])
    return Finished(of, loaded, [(of_id[one.row.id], one) for one in judged])


def _final(session: Session, actor: Actor, round_id: str) -> tuple[AssessmentRound, Loaded]:
    try:
        of = visible(session, actor, round_id)
    except NotFound:
        raise invalid("round_id", "not_found") from None
    if of.status != RoundStatus.final:
        raise Conflict("round-status", status=of.status)
    return of, instruments.loaded(session.get_one(Instrument, of.instrument_id))


def winners(of: Finished, rule: AwardsFromRound, kinds: Mapping[str, str]) -> list[Winner]:
    """Who is to be given something by the rule, best first; 422 for a letter, level or aspect that there is not."""
    scored = [one for one, _whole in of.found if one.score is not None]
    if rule.letter is not None:
        letters = letters_of(of.loaded)
        if rule.letter not in letters:
            raise invalid("letter", "unknown", value=rule.letter)
        return round_awards.lettered(scored, letters, rule.letter)
    if rule.level is not None:
        return round_awards.passed(*_passed(of, rule.level))
    points = {one.assessment_id: one.score or 0 for one in scored}
    if rule.item is None:
        return round_awards.best(scored, points, rule.top or 0, kinds)
    title, points = _of_aspect(of, rule.item)
    return round_awards.best(scored, points, rule.top or 0, kinds, title)


def _passed(of: Finished, key: str) -> tuple[list[Candidate], str]:
    title = next((one.title for one in of.loaded.definition.levels if one.key == key), None)
    if title is None:
        raise invalid("level", "unknown", value=key)
    verdicts = {whole.row.id: {one.key: one.verdict for one in whole.judged.result.levels} for _one, whole in of.found}
    return [one for one, whole in of.found if verdicts[whole.row.id].get(key) == "passed"], title


def _of_aspect(of: Finished, key: str) -> tuple[str, dict[str, float]]:
    node, place = of.loaded.by_key.get(key), of.loaded.places.get(key)
    if node is None or place is None or place.depth:
        raise invalid("item", "unknown", value=key)
    items = {whole.row.id: whole.judged.result.items.get(key) for _one, whole in of.found}
    return node.item.title, {id_: as_float(one.points) for id_, one in items.items() if one and one.weight}


def lines(
    session: Session, edition_id: str, of: Finished, rule: AwardsFromRound, kinds: Mapping[str, str]
) -> list[RoundAward]:
    """What the rule proposes for the edition, best first, and what of it was given already."""
    rows = session.exec(select(Award).where(Award.edition_id == edition_id)).all()
    kept, lost = [row for row in rows if row.revoked_at is None], [row for row in rows if row.revoked_at is not None]
    found = [_line(of, rule, one, kinds) for one in winners(of, rule, kinds)]
    for one, is_given, is_revoked in zip(found, _known(found, kept), _known(found, lost), strict=True):
        one.is_given, one.is_revoked = is_given, is_revoked and not is_given
    return found


def _known(found: Sequence[RoundAward], rows: Sequence[Award]) -> list[bool]:
    """Whether each is among the awards: of the same title, or for the same result."""
    titles = {(row.unit_id, row.title) for row in rows}
    results = {(row.assessment_id, row.result) for row in rows if row.assessment_id}
    return [(one.unit_id, one.title) in titles or (one.assessment_id, one.result) in results for one in found]


def _line(of: Finished, rule: AwardsFromRound, one: Winner, kinds: Mapping[str, str]) -> RoundAward:
    who, name = one.candidate, rule.instrument or of.loaded.definition.title
    kind = kinds[who.unit_kind] if rule.top else ""
    return RoundAward(
        assessment_id=who.assessment_id, unit_id=who.unit_id, unit_name=who.unit_name, unit_kind=who.unit_kind,
        instrument=name, year=of.round.year, title=f"{name} {one.predicate}", predicate=one.predicate,
        category=" · ".join(filter(None, (name, kind))), letter=who.letter, score=who.score, points=one.points,
        result=" · ".join((one.predicate, round_awards.figure(one.points), str(of.round.year))),
        rank=one.rank, is_tied=one.is_tied, reason=one.reason, is_given=False,
        is_revoked=False,
    )  # fmt: skip

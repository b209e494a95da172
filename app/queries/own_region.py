"""Jurors who read proposals of their own unit, participant or region because that was allowed: do they lift them?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.models import Assignment, Evaluation, RoleGrant
from app.models.conflict import Kind
from app.models.ranking import Ranking
from app.queries import conflicts, standings
from app.queries.standings import Pair, Row

NEAR: frozenset[Kind] = frozenset({"unit", "participant", "region"})
"""Kinds of conflict that say where somebody belongs."""


def told(session: Session, ranking: Ranking) -> Ranking:
    """A ranking whose jurors are told about anew with what is near to them; unchanged where nothing is."""
    if not ranking.jurors or not _belong_somewhere(session, [one.juror_id for one in ranking.jurors]):
        return ranking
    rows = _rows(session, ranking)
    near = pairs(session, ranking.edition_id, rows)
    if not near:
        return ranking
    return ranking.model_copy(update={"jurors": list(standings.jurors(rows, near).values())})


def pairs(session: Session, edition_id: str, rows: Sequence[Row]) -> set[Pair]:
    """The readings among *rows* of a proposal from where the juror belongs."""
    read = {(proposal, juror) for proposal, juror, _ in rows}
    proposals, jurors = (sorted({one[place] for one in read}) for place in (0, 1))
    found = conflicts.found(session, edition_id, jurors, proposals)
    return {(one.proposal_id, one.juror_id) for one in found if one.kind in NEAR} & read


def _belong_somewhere(session: Session, juror_ids: Sequence[str]) -> bool:
    """Whether any of them holds a role in a unit: few do, and without one nothing can be near."""
    in_unit = select(RoleGrant.id).where(col(RoleGrant.user_id).in_(juror_ids), col(RoleGrant.unit_id).is_not(None))
    return session.exec(in_unit.limit(1)).first() is not None


def _rows(session: Session, ranking: Ranking) -> list[Row]:
    ranked = {item.proposal_id for item in ranking.items}
    signed = session.exec(
        select(Assignment.proposal_id, Assignment.juror_id, Evaluation.total)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == ranking.edition_id, Assignment.stage == ranking.stage)
        .where(col(Evaluation.signed_at).is_not(None))
    )
    return [(proposal, juror, total) for proposal, juror, total in signed if total is not None and proposal in ranked]

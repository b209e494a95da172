"""Giving awards by the results of a final assessment round."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app.domain import supplementary_awards
from app.domain.awards import MOST, FromResult, check_open, of_result
from app.domain.permits import require
from app.errors import Conflict
from app.models import Award
from app.models.edition import EditionRead
from app.models.round_award import AwardsFromRound, RoundAward
from app.queries import round_awards as queries
from app.queries.assessments.visibility import READ
from app.queries.awards import WRITE
from app.rules.permissions import Actor
from app.rules.round_awards import figure


def propose(
    session: Session, actor: Actor, edition: EditionRead, body: AwardsFromRound, kinds: Mapping[str, str]
) -> tuple[list[RoundAward], int]:
    """What the rule proposes, best first, and how many of it were given now. *kinds* has words for kinds of units.

    409 ``round-status`` for a round that is not final; giving also ``awards-published``, ``awards-unpublished`` and
    ``too-many-awards``; 422 for a round, letter, level or aspect that there is not.
    """
    require(actor, WRITE)
    require(actor, READ)
    of = queries.finished(session, actor, body.round_id)
    if body.dry_run:
        return queries.lines(session, edition.id, of, body, kinds), 0
    check_open(session, edition.id, body.supplementary_reason)
    found = queries.lines(session, edition.id, of, body, kinds)
    is_sample = edition.is_sample or of.round.is_sample
    left = [one for one in reversed(found) if not one.is_given and not one.is_revoked]
    new = [_award(edition, one, is_sample=is_sample) for one in left]
    _call(session, edition, new)
    if new and body.supplementary_reason is not None:
        supplementary_awards.settle(session, edition, new, body.supplementary_reason)
    return found, len(new)


def _award(edition: EditionRead, one: RoundAward, *, is_sample: bool) -> Award:
    result = FromResult(one.unit_id, one.instrument, one.predicate, one.year, figure(one.points), one.category,
                        one.assessment_id)  # fmt: skip
    award = of_result(edition, result, one.reason)
    award.rank, award.is_sample = one.rank, is_sample
    return award


def _call(session: Session, edition: EditionRead, new: Sequence[Award]) -> None:
    """Into the running order before the first tier of the edition, the best last; the others keep their order."""
    rows = list(session.exec(select(Award).where(Award.edition_id == edition.id)
                             .order_by(col(Award.position), col(Award.id))).all())  # fmt: skip
    if len(rows) + len(new) > MOST:
        raise Conflict("too-many-awards", limit=MOST)
    at = next((place for place, row in enumerate(rows) if row.tier), len(rows))
    rows[at:at] = new
    for position, row in enumerate(rows, start=1):
        row.position = position
    session.add_all(new)
    session.flush()

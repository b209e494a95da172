"""Ballots: what a visitor votes for in a stage that the public decides."""

from fastapi import APIRouter, Request, Response

from app.clock import now
from app.domain.judging import voting
from app.errors import NotFound
from app.http.actor import Visitor
from app.http.ballot import ballot_of, give_ballot
from app.http.csrf import FromOurSite
from app.http.rate_limits import ByAddress
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.edition import EditionRead, Stage
from app.models.vote import BallotRead, BallotUpdate
from app.queries import editions, votes
from app.queries.evaluations import edition_and_stage
from app.rules.stages import is_vote

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/ballot")
def read_ballot(edition_id: Id, stage: Key, session: Reading, actor: Visitor, request: Request) -> BallotRead:
    """The own ballot: what can be voted for, and what is ticked. Known by a cookie that names nobody."""
    edition = edition_and_stage(session, actor, edition_id, stage)
    return votes.ballot(session, edition, _voted(edition, stage), ballot_of(request), now())


@router.put("/editions/{edition_id}/stages/{stage}/ballot", dependencies=[FromOurSite, ByAddress])
def cast_ballot(
    edition_id: Id, stage: Key, body: BallotUpdate, session: Writing, actor: Visitor, request: Request,
    response: Response,
) -> BallotRead:  # fmt: skip
    """Makes the own ballot say just this; it can be changed until the vote ends, and each proposal counts once."""
    edition = edition_and_stage(session, actor, edition_id, stage)
    this, at = _voted(edition, stage), now()
    own = give_ballot(request, response)
    voting.cast(session, edition, this, own, body, at)
    return votes.ballot(session, edition, this, own, at)


def _voted(edition: EditionRead, stage: str) -> Stage:
    """The stage, where the public decides it; ``NotFound`` elsewhere."""
    this = editions.stage_of(edition, stage)
    if not is_vote(this):
        raise NotFound
    return this

"""What is like an innovation or a proposal: others that solved the same, and passages that two texts share."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.http.actor import Known
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import Id
from app.models.similar import ProposalLikeness, SimilarInnovations
from app.queries import similar as queries
from app.queries.proposals import one as proposals

router = APIRouter(prefix="/api/v1", route_class=ResourceRoute)
Most = Annotated[int, Query(ge=1, le=20, description="The most that are named.")]


@router.get("/innovations/{innovation_id}/similar", tags=["innovations"], dependencies=[Public])
def read_similar_innovations(innovation_id: Id, session: Reading, limit: Most = 5) -> SimilarInnovations:
    """Published innovations that are about the same, the most like first, with the words that both are about."""
    return queries.of_innovation(session, innovation_id, limit)


@router.get("/proposals/{proposal_id}/similar", tags=["proposals"])
def read_proposal_likeness(proposal_id: Id, session: Reading, actor: Known, limit: Most = 10) -> ProposalLikeness:
    """Published innovations that are about the same as the proposal, as it is written now.

    Secretariat and organiser also get other proposals of all years: with the same title, with passages in common
    (shown), or about the same. A juror who reads blind gets 404.
    """
    return queries.of_proposal(session, actor, proposals.read(session, actor, proposal_id), limit)

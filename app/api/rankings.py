"""The ranking of a stage and its publication."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.judging import publication as deeds
from app.domain.permits import require
from app.domain.versions import check_version
from app.errors import NotFound
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import rows_as_csv, wants_csv
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.ranking import PublicationRead, Ranking, RankingItem, WhatIf, WhatIfRead
from app.queries import editions, own_region, rankings, stages
from app.queries.evaluations import edition_and_stage

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/ranking", dependencies=[Public])
@router.get("/editions/{edition_id}/stages/{stage}/ranking.csv", dependencies=[Public], include_in_schema=False)
def read_ranking(edition_id: Id, stage: Key, session: Reading, actor: Visitor, request: Request) -> Ranking:
    """The ranking: public once published; before that as the signed sheets have it now (organiser, auditor)."""
    ranking = own_region.told(session, rankings.read(session, actor, edition_id, stage))
    if wants_csv(request):
        return rows_as_csv("ranking.csv", RankingItem, ranking.items)  # type: ignore[return-value]
    return ranking


@router.get("/editions/{edition_id}/stages/{stage}/what-if")
def read_what_if(
    edition_id: Id, stage: Key, query: Annotated[WhatIf, query_of(WhatIf)], session: Reading, actor: Known
) -> WhatIfRead:
    """The ranking as it would be without a juror, by the other method or with other places (organiser, auditor).

    Asking changes nothing; the official ranking stays what it is.
    """
    require(actor, "ranking:read")
    edition = edition_and_stage(session, actor, edition_id, stage)
    return rankings.what_if(session, actor, edition, editions.stage_of(edition, stage), query)


@router.get("/editions/{edition_id}/stages/{stage}/publication", dependencies=[Public])
def read_publication(
    edition_id: Id, stage: Key, session: Reading, actor: Visitor, response: Response
) -> PublicationRead:
    """When a stage was published and how many went on; 404 before."""
    edition_and_stage(session, actor, edition_id, stage)
    row = stages.publication(session, edition_id, stage)
    if row is None:
        raise NotFound
    tag(response, row.version)
    return stages.publication_read(session, row)


@router.put("/editions/{edition_id}/stages/{stage}/publication")
def publish(
    edition_id: Id, stage: Key, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> PublicationRead:
    """Freezes the ranking and moves the proposals on (organiser). `If-Match` is the edition's ETag."""
    require(actor, "publication:write")
    edition = edition_and_stage(session, actor, edition_id, stage)
    check_version(editions.get(session, actor, edition_id), expected)
    row = deeds.publish(session, actor, edition, editions.stage_of(edition, stage))
    tag(response, row.version)
    return stages.publication_read(session, row)

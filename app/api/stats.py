"""Statistics: figures of the network, public."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.http.actor import Visitor
from app.http.public import Public, body_etag
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import Schema
from app.models.stats import Funnel, Summary, Tallies
from app.queries import stats as queries
from app.queries.stats import EditionFilter

router = APIRouter(tags=["stats"], prefix="/api/v1", route_class=ResourceRoute, dependencies=[Public])
Filter = Annotated[EditionFilter, Query()]


def _tag(response: Response, answer: Schema) -> None:
    response.headers["ETag"] = body_etag(answer.model_dump_json().encode())


@router.get("/stats/summary")
def read_summary(session: Reading, response: Response) -> Summary:
    """The whole network in figures, and each edition."""
    summary = queries.summary(session)
    _tag(response, summary)
    return summary


@router.get("/stats/funnel")
def read_funnel(query: Filter, session: Reading, actor: Visitor, response: Response) -> Funnel:
    """How many proposals reach each step from `created` to `awarded`, in one edition or in all."""
    funnel = queries.funnel(session, actor, query.edition_id)
    _tag(response, funnel)
    return funnel


@router.get("/stats/regions")
def read_regions(query: Filter, session: Reading, actor: Visitor, response: Response) -> Tallies:
    """Proposals sent in and awarded by regency or city of the participant, largest first."""
    tallies = queries.regions(session, actor, query.edition_id)
    _tag(response, tallies)
    return tallies


@router.get("/stats/categories")
def read_categories(query: Filter, session: Reading, actor: Visitor, response: Response) -> Tallies:
    """Proposals sent in and awarded by category, largest first."""
    tallies = queries.categories(session, actor, query.edition_id)
    _tag(response, tallies)
    return tallies

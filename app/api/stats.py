"""Statistics: figures of the network, public."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.http.actor import Visitor
from app.http.listing import rows_as_csv, wants_csv
from app.http.public import Public, body_etag
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import Schema
from app.models.stats import Funnel, Summary, Tallies, Tally
from app.queries import stats as queries
from app.queries.stats import EditionFilter

router = APIRouter(tags=["stats"], prefix="/api/v1", route_class=ResourceRoute, dependencies=[Public])
Filter = Annotated[EditionFilter, Query()]


def _tag(response: Response, answer: Schema) -> None:
    response.headers["ETag"] = body_etag(answer.model_dump_json().encode())


def _listed(request: Request, response: Response, tallies: Tallies) -> Tallies | Response:
    if wants_csv(request):
        return rows_as_csv(request.url.path.rsplit("/", 1)[-1].removesuffix(".csv") + ".csv", Tally, tallies.items)
    _tag(response, tallies)
    return tallies


@router.get("/stats/summary")
def read_summary(session: Reading, response: Response) -> Summary:
    """The whole network in figures, and each edition."""
    summary = queries.summary(session)
    _tag(response, summary)
    return summary


@router.get("/stats/funnel")
def read_funnel(query: Filter, session: Reading, actor: Visitor, response: Response) -> Funnel:
    """How many proposals reach each step from `created` to `awarded`, in one edition or in all."""
    funnel = queries.funnel(session, actor, query)
    _tag(response, funnel)
    return funnel


@router.get("/stats/regions")
@router.get("/stats/regions.csv", include_in_schema=False)
def read_regions(query: Filter, session: Reading, actor: Visitor, request: Request, response: Response) -> Tallies:
    """Proposals sent in and awarded by regency or city of the participant, largest first."""
    tallies = queries.regions(session, actor, query)
    return _listed(request, response, tallies)  # type: ignore[return-value]


@router.get("/stats/categories")
@router.get("/stats/categories.csv", include_in_schema=False)
def read_categories(query: Filter, session: Reading, actor: Visitor, request: Request, response: Response) -> Tallies:
    """Proposals sent in and awarded by category, largest first."""
    tallies = queries.categories(session, actor, query)
    return _listed(request, response, tallies)  # type: ignore[return-value]

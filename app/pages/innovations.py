"""Pages of the public catalogue."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import editions as editions_api
from app.api import innovations as api
from app.api import units as units_api
from app.database import ReadSession
from app.http import labels
from app.http.actor import Visitor
from app.http.locale import _
from app.http.render import is_htmx, page
from app.http.sessions import Reading
from app.models.base import Page
from app.models.innovation import InnovationRead, InnovationSummary
from app.models.unit import UnitKind
from app.pages.current import all_editions, running
from app.pages.route import PageRoute, first_url, page_url
from app.queries.units import UnitFilters
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
REGIONS = (UnitKind.regency, UnitKind.city)


@router.get("/innovations")
def index(
    request: Request, innovations: Annotated[Page[InnovationSummary], Depends(api.list_innovations)],
    session: Reading, actor: Visitor,
) -> Response:  # fmt: skip
    """The catalogue with its filters; htmx gets the list alone."""
    query = request.query_params
    context = {
        "innovations": innovations, "query": query, "next_url": page_url(request, innovations.next),
        "first_url": first_url(request),
        "is_filtered": any(name in query for name in ("q", "year", "category", "region_code")),
    }  # fmt: skip
    if is_htmx(request):
        return page(request, "innovations/results.html", context)
    return page(request, "innovations/index.html", context | _choices(request, session, actor))


def _choices(request: Request, session: ReadSession, actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: years of the editions, categories of the running one, regencies and cities."""
    editions = all_editions(request, session, actor)
    now = running(editions)
    categories = (
        editions_api.read_edition(edition_id=now.id, session=session, actor=actor, response=Response()).categories
        if now else []
    )  # fmt: skip
    return {
        "years": [(str(edition.year), str(edition.year)) for edition in editions],
        "categories": [(category.key, category.title) for category in categories],
        "regions": regions(request, session),
    }


def regions(request: Request, session: ReadSession) -> list[tuple[str, str]]:
    """Codes and names of the regencies and cities, by name."""
    found = []
    for kind in REGIONS:
        query = UnitFilters(kind=kind, limit=200, sort="name")
        units = units_api.list_units(query=query, session=session, request=request, response=Response())
        found += [(unit.region_code, unit.name) for unit in units.items if unit.region_code]
    return found


@router.get("/innovations/{innovation_id}")
def show(request: Request, innovation: Annotated[InnovationRead, Depends(api.read_innovation)]) -> Response:
    """One innovation."""
    sdgs = [(number, _(labels.SDGS[number - 1])) for number in innovation.sdgs]
    return page(request, "innovations/show.html", {"innovation": innovation, "sdgs": sdgs})

"""Pages of the public catalogue: search, map, one innovation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import collaborations as collaborations_api
from app.api import innovations as api
from app.api import nominations as nominations_api
from app.api import similar as similar_api
from app.api import units as units_api
from app.database import ReadSession
from app.http import labels
from app.http.actor import Visitor
from app.http.locale import N_, _
from app.http.query import query_of
from app.http.render import is_htmx, page
from app.http.sessions import Reading
from app.models.collaboration import Collaborator
from app.models.innovation import Facets, Found, InnovationRead
from app.models.similar import SimilarInnovations
from app.models.unit import UnitKind
from app.pages import innovations_edit, questions_asking
from app.pages.catalogue_filters import address, chosen, groups
from app.pages.region_tiles import tiles
from app.pages.replications import of_innovation
from app.pages.route import PageRoute, choices, first_url, page_url
from app.queries.innovations import CatalogueFilters, InnovationFilters
from app.queries.units import UnitFilters
from app.rules.permissions import may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
router.include_router(innovations_edit.router)
REGIONS = (UnitKind.regency, UnitKind.city)
ORDER = {
    "relevance": N_("Paling cocok"), "-year": N_("Terbaru"), "year": N_("Terlama"), "title": N_("Judul A–Z"),
    "distance": N_("Terdekat"),
}  # fmt: skip
RADII = (10, 25, 50, 100)
"""Kilometres that "near" may reach."""


@router.get("/innovations")
def index(
    request: Request, query: Annotated[InnovationFilters, query_of(InnovationFilters)],
    innovations: Annotated[Found, Depends(api.list_innovations)], session: Reading, _actor: Visitor,
) -> Response:  # fmt: skip
    """The catalogue with its facets; htmx gets facets and list without the form."""
    facets = _facets(session, query)
    context = {
        "innovations": innovations, "query": request.query_params, "groups": groups(request, facets),
        "chosen": chosen(request, facets), "next_url": page_url(request, innovations.next),
        "first_url": first_url(request), "orders": _orders(query), "order": query.order,
        "is_filtered": bool(chosen(request, facets)) or query.q is not None or query.latitude is not None,
        "as_written": address(request, {"q": f'"{query.q}"'}), "radii": _radii(request, query),
        "csv_url": f"/api/v1/innovations.csv?{request.url.query}".rstrip("?"),
    }  # fmt: skip
    return page(request, "innovations/catalogue.html" if is_htmx(request) else "innovations/index.html", context)


def _facets(session: ReadSession, query: CatalogueFilters) -> Facets:
    asked = query.model_dump(include=set(CatalogueFilters.model_fields))
    return api.read_facets(query=CatalogueFilters(**asked), session=session)


def _orders(query: InnovationFilters) -> list[tuple[str, str]]:
    """The orders that mean something: by relevance needs a question, by distance a point."""
    without = {name for name, given in (("relevance", query.q), ("distance", query.latitude)) if given is None}
    return [(key, word) for key, word in choices(ORDER) if key not in without]


def _radii(request: Request, query: InnovationFilters) -> list[tuple[int, str | None]]:
    """How far "near" may reach, each with the address that makes it so; None for the one that holds."""
    if query.latitude is None:
        return []
    return [(km, None if km == query.radius_km else address(request, {"radius_km": str(km)})) for km in RADII]


@router.get("/innovations/map")
def map_(
    request: Request, query: Annotated[CatalogueFilters, query_of(CatalogueFilters)], session: Reading, _actor: Visitor
) -> Response:
    """The province as tiles, shaded by how many innovations each regency and city has under the filters."""
    facets = _facets(session, query.model_copy(update={"region_code": None}))
    shown = tiles(regions(request, session), facets)
    placed = [tile for tile in shown if tile.column]
    context = {
        "tiles": placed, "others": [tile for tile in shown if not tile.column], "query": request.query_params,
        "rows": sorted(shown, key=lambda tile: (-tile.count, tile.name)), "total": facets.total,
        "elsewhere": facets.total - sum(tile.count for tile in shown),
        "chosen": chosen(request, facets), "list_url": _list_url(request), "region_url": _region_url(request),
        "categories": [(one.value, one.label) for one in facets.category],
        "years": [(one.value, one.label) for one in facets.year],
    }  # fmt: skip
    return page(request, "innovations/map.html", context)


def _list_url(request: Request) -> str:
    """The list under the same filters."""
    return address(request, {"region_code": None}).replace("/map", "", 1)


def _region_url(request: Request) -> str:
    """The list of one region under the same filters, but for the code at its end."""
    url = _list_url(request)
    return f"{url}{'&' if '?' in url else '?'}region_code="


def regions(request: Request, session: ReadSession) -> list[tuple[str, str]]:
    """Codes and names of the regencies and cities, by name."""
    found = []
    for kind in REGIONS:
        query = UnitFilters(kind=kind, limit=200, sort="name")
        units = units_api.list_units(query=query, session=session, request=request, response=Response())
        found += [(unit.region_code, unit.name) for unit in units.items if unit.region_code]
    return found


@router.get("/innovations/{innovation_id}")
def show(
    request: Request, innovation: Annotated[InnovationRead, Depends(api.read_innovation)], session: Reading,
    actor: Visitor, similar: Annotated[SimilarInnovations, Depends(similar_api.read_similar_innovations)],
) -> Response:  # fmt: skip
    """One innovation, and where it was replicated."""
    sdgs = [(number, _(labels.SDGS[number - 1])) for number in innovation.sdgs]
    may_edit = innovations_edit.may_edit(session, actor, innovation)
    awards = nominations_api.list_national_awards(innovation_id=innovation.id, session=session, request=request)
    may_nominate = innovation.unit_id is not None and may_everywhere(actor, "nominations:write")
    context = {"innovation": innovation, "sdgs": sdgs, "may_edit": may_edit, "national_awards": awards.items,
               "may_nominate": may_nominate, "similar": similar,
               "collaborators": _collaborators(request, session, innovation)}  # fmt: skip
    context |= questions_asking.beside(request, session, innovation)
    context |= of_innovation(request, session, actor, innovation.id)
    return page(request, "innovations/show.html", context)


def _collaborators(request: Request, session: ReadSession, innovation: InnovationRead) -> list[Collaborator]:
    found = collaborations_api.list_collaborators_of_innovation(
        innovation_id=innovation.id, session=session, request=request
    )
    return found.items

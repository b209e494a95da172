"""What search engines are told: every public page there is, and where there is nothing for them."""

from collections.abc import Iterator
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse

from app.api import open_data as api
from app.errors import NotFound
from app.http.public import offered
from app.http.site import address as site_address
from app.models.base import Id
from app.pages.route import PageRoute
from app.queries import catalogue_files
from app.queries.assessments.addresses import PublishedRound, Raport
from app.queries.catalogue_files import Address, SitemapPart

router = APIRouter(include_in_schema=False, route_class=PageRoute)
PAGES = ("/", "/innovations", "/editions", "/units", "/assessment-rounds", "/open-data", "/api/docs", "/verify",
         "/certificates")  # fmt: skip
PRIVATE = ("/home", "/proposals", "/selection", "/assignments", "/evaluations", "/discussions", "/quotas", "/users",
           "/named-people", "/nominations", "/questions", "/api-keys", "/webhooks", "/audit", "/security", "/sign-in",
           "/sign-out", "/password", "/language/", "/help-requests", "/mentorships", "/collaborations",
           "/service-records", "/s/", "/awards")  # fmt: skip
"""Where people work: nothing there is for the public, and whoever asks is led to the sign-in."""
_XML = "application/xml; charset=utf-8"
_HEAD, _SCHEMA = '<?xml version="1.0" encoding="UTF-8"?>\n', 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """For robots that ask."""
    closed = "".join(f"Disallow: {path}\n" for path in PRIVATE)
    told = f"User-agent: *\n{closed}Sitemap: {site_address(request)}/sitemap.xml\n"
    return Response(told, 200, offered(request), "text/plain; charset=utf-8")


@router.get("/sitemap.xml")
def index(
    request: Request, parts: Annotated[list[SitemapPart], Depends(api.read_sitemap)],
    rounds: Annotated[list[PublishedRound], Depends(api.read_published_rounds)],
) -> Response:  # fmt: skip
    """The parts of the sitemap: one of the site's pages, those of innovations, and one of each published round."""
    site = _site(request)
    found = [
        (f"{site}/sitemaps/pages.xml", ""),
        *((f"{site}/sitemaps/innovations-{part.number}.xml", _changed(part)) for part in parts),
        *((f"{site}/sitemaps/assessments-{one.round_id}.xml", _changed(one)) for one in rounds),
    ]
    told = "".join(f"<sitemap><loc>{url}</loc>{changed}</sitemap>\n" for url, changed in found)
    body = f"{_HEAD}<sitemapindex {_SCHEMA}>\n{told}</sitemapindex>\n"
    return Response(body, 200, offered(request), _XML)


@router.get("/sitemaps/pages.xml")
def pages(request: Request) -> Response:
    """The pages that are always there."""
    return _set(request, [(path, "") for path in PAGES])


@router.get("/sitemaps/assessments-{round_id}.xml")
def raports(
    request: Request, round_id: Id, found: Annotated[list[Raport], Depends(api.read_published_raports)]
) -> Response:
    """A published round of assessments: its page, its recap, and the raport of each unit."""
    here = f"/assessment-rounds/{round_id}"
    told = [(f"/assessments/{one.assessment_id}", _changed(one)) for one in found]
    return _set(request, [(here, ""), (f"{here}/league", ""), *told])


def _set(request: Request, found: list[tuple[str, str]]) -> Response:
    """Addresses of this site, each with when it changed, or nothing of that."""
    site = _site(request)
    told = "".join(f"<url><loc>{site}{path}</loc>{changed}</url>\n" for path, changed in found)
    return Response(f"{_HEAD}<urlset {_SCHEMA}>\n{told}</urlset>\n", 200, offered(request), _XML)


@router.get("/sitemaps/innovations-{number}.xml")
def part(
    request: Request, number: Annotated[int, Path(ge=1, le=10**9)],
    parts: Annotated[list[SitemapPart], Depends(api.read_sitemap)],
) -> Response:  # fmt: skip
    """A part of the innovations, written as it is read."""
    if number not in {one.number for one in parts}:
        raise NotFound
    return StreamingResponse(_urls(_site(request), number), 200, offered(request), _XML)


def _urls(site: str, number: int) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_SCHEMA}>\n"
    for some in catalogue_files.addresses(number):
        yield "".join(f"<url><loc>{site}/innovations/{one.innovation_id}</loc>{_changed(one)}</url>\n" for one in some)
    yield "</urlset>\n"


def _site(request: Request) -> str:
    """Ids and moments need no escaping; the address may be what somebody sent as ``Host``."""
    return escape(site_address(request))


def _changed(one: Address | SitemapPart | PublishedRound | Raport) -> str:
    return f"<lastmod>{one.changed_at.isoformat(timespec='seconds')}</lastmod>"

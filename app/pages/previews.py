"""The picture that is shown where somebody shares an innovation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import innovations as api
from app.http.not_modified import has_already
from app.http.public import body_etag, offered
from app.models.innovation import InnovationRead
from app.pages.route import PageRoute
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
DESIGN = 1
"""Another number for another look: what others keep is then made anew."""


@router.get("/innovations/preview.png")
def of_catalogue(request: Request) -> Response:
    """The picture of the catalogue as a whole."""
    chosen = settings()
    body = _draw("Katalog inovasi pelayanan publik", chosen.organisation, "", None, is_sample=chosen.is_demo)
    return _answer(request, body, body_etag(body))


@router.get("/innovations/{innovation_id}/preview.png")
def of_innovation(request: Request, innovation: Annotated[InnovationRead, Depends(api.read_innovation)]) -> Response:
    """A PNG of 1200 × 630 with title, unit, award and year."""
    tag = f'"preview{DESIGN}-{innovation.version}"'
    if has_already(request, tag):
        return _answer(request, b"", tag)  # becomes a 304: app/http/not_modified.py
    award = innovation.award or innovation.national_award
    body = _draw(innovation.title, innovation.unit_name, award, innovation.year, is_sample=innovation.is_sample)
    return _answer(request, body, tag)


def _draw(title: str, unit: str, award: str, year: int | None, *, is_sample: bool) -> bytes:
    """The PNG. What draws can read pictures too, and the server reads none: it is loaded when somebody first asks."""
    from app.papers.preview import draw

    return draw(title, unit, award, year, is_sample=is_sample)


def _answer(request: Request, body: bytes, tag: str) -> Response:
    """Others show the picture on their own pages."""
    headers = offered(request) | {"ETag": tag, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(body, 200, headers, "image/png")

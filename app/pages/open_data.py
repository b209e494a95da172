"""The page of the open data, and the same for machines (DCAT)."""

from fastapi import APIRouter, Request, Response

from app.api.open_data import Described
from app.http import open_data_words as words
from app.http.dcat import dcat
from app.http.locale import current_language
from app.http.media_types import JSON_LD
from app.http.public import body_etag, offered
from app.http.render import page
from app.models.base import compact_json
from app.pages.route import PageRoute

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/open-data")
def show(request: Request, data: Described) -> Response:
    """What there is to take, what it means, and under which licence."""
    return page(request, "open_data/index.html", {"data": data, "types": words.TYPES, "often": words.FREQUENCIES})


@router.get("/open-data.jsonld")
def catalogue(request: Request, data: Described) -> Response:
    """DCAT as JSON-LD."""
    body = compact_json(dcat(data, current_language.get())).encode()
    return Response(body, 200, offered(request) | {"ETag": body_etag(body)}, JSON_LD)

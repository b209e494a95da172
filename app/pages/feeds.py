"""Feeds of the newest innovations, with the filters of the catalogue."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from app.api import open_data as api
from app.http import feeds
from app.http.feeds import Feed
from app.http.media_types import ATOM, JSON_FEED
from app.http.public import body_etag, offered
from app.http.site import address
from app.pages.route import PageRoute
from app.queries.catalogue_files import Told

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Newest = Annotated[list[Told], Depends(api.read_newest)]
_PLACE = frozenset({"sort", "cursor", "limit"})
"""What of a list's address says nothing of what passes its filters."""


@router.get("/innovations.atom")
def atom(request: Request, entries: Newest) -> Response:
    """Atom."""
    return _answer(request, feeds.atom(_feed(request, entries)), ATOM + "; charset=utf-8")


@router.get("/innovations/feed.json")
def json_feed(request: Request, entries: Newest) -> Response:
    """JSON Feed."""
    return _answer(request, feeds.json_feed(_feed(request, entries)).encode(), JSON_FEED)


def _feed(request: Request, entries: list[Told]) -> Feed:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in _PLACE]
    return Feed(entries, address(request), urlencode(sorted(kept)))


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    return Response(body, 200, offered(request) | {"ETag": body_etag(body)}, media_type)

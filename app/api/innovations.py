"""Innovations: the public catalogue."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.http.etag import tag
from app.http.listing import listing
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import Id, Page
from app.models.innovation import InnovationRead, InnovationSummary
from app.queries import innovations as queries
from app.queries.innovations import InnovationFilters

router = APIRouter(tags=["innovations"], prefix="/api/v1", route_class=ResourceRoute, dependencies=[Public])


@router.get("/innovations")
@router.get("/innovations.csv", include_in_schema=False)
def list_innovations(
    query: Annotated[InnovationFilters, Query()], session: Reading, request: Request, response: Response
) -> Page[InnovationSummary]:
    """Published innovations, newest first; a list shows the first 500 characters of each summary."""
    return listing(request, response, session, query, queries.list_)  # type: ignore[return-value]


@router.get("/innovations/{innovation_id}")
def read_innovation(innovation_id: Id, session: Reading, response: Response) -> InnovationRead:
    """An innovation with its released text."""
    innovation = queries.read(session, innovation_id)
    tag(response, innovation.version)
    return innovation

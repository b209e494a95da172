"""Innovations: the public catalogue."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.domain import innovations as deeds
from app.http import stored_files
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.facets import facets_of
from app.http.listing import listing
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.innovation import Facets, Found, InnovationRead, InnovationUpdate
from app.queries import innovations as queries
from app.queries.innovations import CatalogueFilters, InnovationFilters

router = APIRouter(tags=["innovations"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/innovations", dependencies=[Public])
@router.get("/innovations.csv", dependencies=[Public], include_in_schema=False)
def list_innovations(
    query: Annotated[InnovationFilters, query_of(InnovationFilters)],
    session: Reading,
    request: Request,
    response: Response,
) -> Found:
    """Published innovations: the best answers to a question first, else the nearest or the newest.

    A list shows the first 500 characters of each summary. Words are stemmed; mistyped ones are corrected
    (`corrected_q`). Where nothing has all the words, what has half of them is listed (`matched`).
    """
    return listing(request, response, session, query, queries.list_)  # type: ignore[return-value]


@router.get("/innovations/facets", dependencies=[Public])
def read_facets(query: Annotated[CatalogueFilters, query_of(CatalogueFilters)], session: Reading) -> Facets:
    """How the innovations that pass the filters divide; each facet is counted without its own filter."""
    return facets_of(queries.count(session, query))


@router.get("/innovations/{innovation_id}", dependencies=[Public])
def read_innovation(innovation_id: Id, session: Reading, response: Response) -> InnovationRead:
    """An innovation with its released text."""
    innovation = queries.read(session, innovation_id)
    tag(response, innovation.version)
    return innovation


@router.patch("/innovations/{innovation_id}")
def update_innovation(
    innovation_id: Id, body: InnovationUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> InnovationRead:
    """Adds what the public asks for: contact of the unit, impact, released evidence, an English abstract."""
    innovation = deeds.update(session, actor, innovation_id, body, expected)
    tag(response, innovation.version)
    return queries.read(session, innovation.id)


@router.get("/innovations/{innovation_id}/evidence/{document_id}", response_class=StreamingResponse)
def read_evidence(innovation_id: Id, document_id: Id, session: Reading, request: Request) -> Response:
    """A released document; range requests are answered. Its tag is its digest."""
    document = queries.evidence(session, innovation_id, document_id)
    return stored_files.answer(request, document.sha256, document.media_type, document.filename)

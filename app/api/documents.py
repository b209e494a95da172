"""Evidence files of proposals."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from app.domain import documents as deeds
from app.http import stored_files
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.http.uploads import Taken
from app.models.base import Id, Key, Page
from app.models.proposal import DocumentRead
from app.queries import documents as queries

router = APIRouter(tags=["documents"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/proposals/{proposal_id}/documents")
@router.get("/proposals/{proposal_id}/documents.csv", include_in_schema=False)
def list_documents(proposal_id: Id, session: Reading, actor: Known, request: Request) -> Page[DocumentRead]:
    """The files of a proposal."""
    return whole(request, DocumentRead, queries.list_(session, actor, proposal_id))  # type: ignore[return-value]


@router.post("/proposals/{proposal_id}/documents", status_code=201)
def attach_document(
    proposal_id: Id,
    received: Taken,
    session: Writing,
    actor: Known,
    response: Response,
    kind: Annotated[Key, Form(description="Key of a required document, or `evidence`")] = deeds.EVIDENCE,
    section: Annotated[Key | None, Form(description="The form section that it supports")] = None,
) -> DocumentRead:
    """Adds a file; its type is told by its content.

    Pictures are stored upright and without what their cameras added, so `size` and `sha256` are those of the new file.
    """
    document = deeds.attach(session, actor, proposal_id, received, kind, section)
    tag(response, document.version)
    response.headers["Location"] = f"/api/v1/documents/{document.id}"
    return DocumentRead.model_validate(document)


@router.get("/documents/{document_id}", response_model=DocumentRead)
def read_document(document_id: Id, session: Reading, actor: Known, response: Response) -> DocumentRead:
    """A file's description."""
    document = queries.get(session, actor, document_id)
    tag(response, document.version)
    return document


@router.get("/documents/{document_id}/content", response_class=StreamingResponse)
def read_content(document_id: Id, session: Reading, actor: Known, request: Request) -> Response:
    """The file itself; range requests are answered. Its tag is its digest."""
    document = queries.get(session, actor, document_id)
    return stored_files.answer(request, document.sha256, document.media_type, document.filename)


@router.delete("/documents/{document_id}", status_code=204)
def remove_document(document_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Removes a file from a proposal that may still be changed."""
    deeds.remove(session, actor, document_id, expected)

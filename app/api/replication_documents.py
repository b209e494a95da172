"""Files of replications: the agreement of both sides, and evidence."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from app.domain.replications import documents as deeds
from app.http import stored_files
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.http.uploads import TakenForReplication
from app.models.base import Id, Page
from app.models.replication import DocumentKind, ReplicationDocumentRead
from app.queries import replications as queries

router = APIRouter(tags=["replications"], prefix="/api/v1", route_class=ResourceRoute)
_ONE = "/replications/{replication_id}/documents/{document_id}"


@router.get("/replications/{replication_id}/documents")
@router.get("/replications/{replication_id}/documents.csv", include_in_schema=False)
def list_replication_documents(
    replication_id: Id, session: Reading, actor: Visitor, request: Request
) -> Page[ReplicationDocumentRead]:
    """The files; the public sees those that were released, once the replication is confirmed."""
    found = queries.documents(session, actor, replication_id)
    return whole(request, ReplicationDocumentRead, found)  # type: ignore[return-value]


@router.post("/replications/{replication_id}/documents", status_code=201)
def attach_replication_document(
    replication_id: Id,
    received: TakenForReplication,
    session: Writing,
    actor: Known,
    response: Response,
    kind: Annotated[DocumentKind, Form(description="`agreement` or `evidence`")] = "evidence",
    is_public: Annotated[bool, Form(description="Whether everybody may read it once confirmed")] = False,
) -> ReplicationDocumentRead:
    """Adds a file; its type is told by its content."""
    document = deeds.attach(session, actor, replication_id, received, kind, is_public=is_public)
    tag(response, document.version)
    response.headers["Location"] = f"/api/v1/replications/{replication_id}/documents/{document.id}"
    return ReplicationDocumentRead.model_validate(document)


@router.get(_ONE, response_model=ReplicationDocumentRead)
def read_replication_document(
    replication_id: Id, document_id: Id, session: Reading, actor: Visitor, response: Response
) -> ReplicationDocumentRead:
    """A file's description."""
    document = queries.document(session, actor, replication_id, document_id)
    tag(response, document.version)
    return document


@router.get(f"{_ONE}/content", response_class=StreamingResponse)
def read_replication_content(
    replication_id: Id, document_id: Id, session: Reading, actor: Visitor, request: Request
) -> Response:
    """The file itself; range requests are answered. Its tag is its digest."""
    document = queries.document(session, actor, replication_id, document_id)
    return stored_files.answer(request, document.sha256, document.media_type, document.filename)


@router.delete(_ONE, status_code=204)
def remove_replication_document(
    replication_id: Id, document_id: Id, expected: IfMatch, session: Writing, actor: Known
) -> None:
    """Removes a file of a replication that is not confirmed."""
    deeds.remove(session, actor, replication_id, document_id, expected)

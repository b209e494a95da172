"""Evidence of assessments: files for their indicators, private."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from app.domain.assessments import evidence as deeds
from app.http import stored_files
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.http.uploads import TakenForAssessment
from app.models.assessment import AssessmentDocumentRead
from app.models.base import Id, Key
from app.queries.assessments import evidence as queries

router = APIRouter(tags=["assessments"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/assessments/{assessment_id}/documents", status_code=201)
def attach_assessment_document(
    assessment_id: Id, received: TakenForAssessment, session: Writing, actor: Known, response: Response,
    item: Annotated[Key, Form(description="Key of the indicator that it supports")],
) -> AssessmentDocumentRead:  # fmt: skip
    """Adds a file; its type is told by its content."""
    row = deeds.attach(session, actor, assessment_id, item, received)
    tag(response, row.version)
    response.headers["Location"] = f"/api/v1/assessment-documents/{row.id}"
    return AssessmentDocumentRead.model_validate(row)


@router.get("/assessment-documents/{document_id}", response_model=AssessmentDocumentRead)
def read_assessment_document(
    document_id: Id, session: Reading, actor: Known, response: Response
) -> AssessmentDocumentRead:
    """A file's description; for the unit, the owner of the indicator and those who read all."""
    document = queries.get(session, actor, document_id)
    tag(response, document.version)
    return document


@router.get("/assessment-documents/{document_id}/content", response_class=StreamingResponse)
def read_assessment_content(document_id: Id, session: Reading, actor: Known, request: Request) -> Response:
    """The file itself; range requests are answered. Its tag is its digest."""
    document = queries.get(session, actor, document_id)
    return stored_files.answer(request, document.sha256, document.media_type, document.filename)


@router.delete("/assessment-documents/{document_id}", status_code=204)
def remove_assessment_document(document_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Removes a file while the unit may still write."""
    deeds.remove(session, actor, document_id, expected)

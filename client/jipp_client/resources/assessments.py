"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from pathlib import Path

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, pages
from jipp_client.uploads import Progress, Upload


class Assessments(Resource[R]):
    """A unit's values in three steps, evidence, result with thresholds, raport, follow-ups."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        round_id: str | None = None,
        unit_id: str | None = None,
        status: models.AssessmentStatus | None = None,
        year: int | None = None,
        instrument: str | None = None,
        is_own: bool | None = None,
    ) -> Call[Page[models.AssessmentSummary]]:
        """Assessments, newest year first."""
        return Call(
            "GET",
            "/assessments",
            {
                "limit": limit,
                "round_id": round_id,
                "unit_id": unit_id,
                "status": status,
                "year": year,
                "instrument": instrument,
                "is_own": is_own,
            },
            read=read_page,
        )

    @call
    def read(self, assessment_id: str) -> Call[models.AssessmentRead]:
        """One assessment."""
        return Call("GET", path("/assessments/{assessment_id}", assessment_id=assessment_id))

    @call
    def answer(
        self, assessment_id: str, item: str, given: models.ValuePut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """What the unit says of itself."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/answers/{item}", assessment_id=assessment_id, item=item),
            body=given,
            if_match=version,
        )

    @call
    def verify(
        self, assessment_id: str, item: str, given: models.VerificationPut, *, version: Version
    ) -> Call[models.VerificationRow]:
        """The owner of the indicator confirms what the unit says, or corrects it, with a note and a recommendation."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/verifications/{item}", assessment_id=assessment_id, item=item),
            body=given,
            if_match=version,
        )

    @call
    def decide(
        self, assessment_id: str, item: str, given: models.ValuePut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """What the panel decides, with its reason in `note`."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/panel/{item}", assessment_id=assessment_id, item=item),
            body=given,
            if_match=version,
        )

    @call
    def set_fact(
        self, assessment_id: str, fact: str, given: models.FactPut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """What is known of a gate, for instance the auditors' opinion."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/facts/{fact}", assessment_id=assessment_id, fact=fact),
            body=given,
            if_match=version,
        )

    @call
    def submit(self, assessment_id: str, *, version: Version) -> Call[models.AssessmentRead]:
        """Sends it in."""
        return Call(
            "PUT", path("/assessments/{assessment_id}/submission", assessment_id=assessment_id), if_match=version
        )

    @call
    def finalise(self, assessment_id: str, *, version: Version) -> Call[models.AssessmentRead]:
        """Makes the result final."""
        return Call(
            "PUT", path("/assessments/{assessment_id}/finalisation", assessment_id=assessment_id), if_match=version
        )

    @call
    def reopen(
        self, assessment_id: str, given: models.ReopeningPut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """Opens it again with a reason, for the panel or for the unit."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/reopening", assessment_id=assessment_id),
            body=given,
            if_match=version,
        )

    @call
    def lift(self, assessment_id: str, letter: str) -> Call[models.LiftRead]:
        """The fewest indicators that lift the result to this letter or a better one."""
        return Call(
            "GET", path("/assessments/{assessment_id}/lifts/{letter}", assessment_id=assessment_id, letter=letter)
        )

    @body
    def raport(self, assessment_id: str) -> Call[None]:
        """The raport as an accessible PDF."""
        return Call(
            "GET",
            path("/assessments/{assessment_id}/raport.pdf", assessment_id=assessment_id),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def attach(
        self,
        assessment_id: str,
        file: Path | str,
        *,
        item: str | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.AssessmentDocumentRead]:
        """Adds a file."""
        return Call(
            "POST",
            path("/assessments/{assessment_id}/documents", assessment_id=assessment_id),
            upload=Upload(Path(file), {"item": item}, progress),
            key=idempotency_key,
        )

    @call
    def document(self, document_id: str) -> Call[models.AssessmentDocumentRead]:
        """A file's description."""
        return Call("GET", path("/assessment-documents/{document_id}", document_id=document_id))

    @call
    def content(self, document_id: str) -> Call[None]:
        """The file itself."""
        return Call(
            "GET", path("/assessment-documents/{document_id}/content", document_id=document_id), read=read_nothing
        )

    @call
    def remove_document(self, document_id: str, *, version: Version) -> Call[None]:
        """Removes a file while the unit may still write."""
        return Call(
            "DELETE",
            path("/assessment-documents/{document_id}", document_id=document_id),
            if_match=version,
            read=read_nothing,
        )

    @pages
    def follow_ups(self, assessment_id: str) -> Call[Page[models.FollowUpRead]]:
        """The follow-up matrix of an assessment."""
        return Call("GET", path("/assessments/{assessment_id}/follow-ups", assessment_id=assessment_id), read=read_page)

    @call
    def add_follow_up(
        self, assessment_id: str, given: models.FollowUpCreate, *, idempotency_key: str | None = None
    ) -> Call[models.FollowUpRead]:
        """A new row."""
        return Call(
            "POST",
            path("/assessments/{assessment_id}/follow-ups", assessment_id=assessment_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def follow_up(self, follow_up_id: str) -> Call[models.FollowUpRead]:
        """One row."""
        return Call("GET", path("/follow-ups/{follow_up_id}", follow_up_id=follow_up_id))

    @call
    def update_follow_up(
        self, follow_up_id: str, given: models.FollowUpUpdate, *, version: Version
    ) -> Call[models.FollowUpRead]:
        """Changes a row."""
        return Call(
            "PATCH", path("/follow-ups/{follow_up_id}", follow_up_id=follow_up_id), body=given, if_match=version
        )

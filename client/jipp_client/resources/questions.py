"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_page
from jipp_client.resource import R, Resource, call, pages


class Questions(Resource[R]):
    """Questions and suggestions of the public, answers of units, and who follows an innovation by e-mail."""

    @pages
    def of_innovation(self, innovation_id: str, *, limit: int | None = None) -> Call[Page[models.PublicQuestion]]:
        """The published questions and suggestions about an innovation, newest first, with the answers of the unit."""
        return Call(
            "GET",
            path("/innovations/{innovation_id}/questions", innovation_id=innovation_id),
            {"limit": limit},
            read=read_page,
        )

    @call
    def ask(
        self, innovation_id: str, given: models.QuestionCreate, *, idempotency_key: str | None = None
    ) -> Call[models.Asked]:
        """Asks the unit of an innovation, or suggests something to it."""
        return Call(
            "POST",
            path("/innovations/{innovation_id}/questions", innovation_id=innovation_id),
            body=given,
            key=idempotency_key,
        )

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        status: models.QuestionStatus | None = None,
        is_answered: bool | None = None,
        is_overdue: bool | None = None,
        unit_id: str | None = None,
        innovation_id: str | None = None,
        kind: models.QuestionKind | None = None,
    ) -> Call[Page[models.QuestionSummary]]:
        """The queue, oldest first."""
        return Call(
            "GET",
            "/questions",
            {
                "limit": limit,
                "status": status,
                "is_answered": is_answered,
                "is_overdue": is_overdue,
                "unit_id": unit_id,
                "innovation_id": innovation_id,
                "kind": kind,
            },
            read=read_page,
        )

    @call
    def read(self, question_id: str) -> Call[models.QuestionRead]:
        """A question with its clock."""
        return Call("GET", path("/questions/{question_id}", question_id=question_id))

    @call
    def update(self, question_id: str, given: models.QuestionUpdate, *, version: Version) -> Call[models.QuestionRead]:
        """Notes the ticket number of SP4N-LAPOR! at a question, or takes it away."""
        return Call("PATCH", path("/questions/{question_id}", question_id=question_id), body=given, if_match=version)

    @call
    def publish(
        self, question_id: str, given: models.QuestionPublication, *, version: Version
    ) -> Call[models.QuestionRead]:
        """Shows a question to everybody."""
        return Call(
            "PUT", path("/questions/{question_id}/publication", question_id=question_id), body=given, if_match=version
        )

    @call
    def reject(
        self, question_id: str, given: models.QuestionRejection, *, version: Version
    ) -> Call[models.QuestionRead]:
        """Keeps a question back, or takes it down."""
        return Call(
            "PUT", path("/questions/{question_id}/rejection", question_id=question_id), body=given, if_match=version
        )

    @call
    def answer(self, question_id: str, given: models.QuestionAnswer, *, version: Version) -> Call[models.QuestionRead]:
        """Answers a published question in public, or mends the answer."""
        return Call(
            "PUT", path("/questions/{question_id}/answer", question_id=question_id), body=given, if_match=version
        )

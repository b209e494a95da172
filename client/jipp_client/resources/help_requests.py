"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, call, pages


class HelpRequests(Resource[R]):
    """Units ask each other who solved a problem; others answer with innovations or offers."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        status: models.HelpStatus | None = None,
        unit_id: str | None = None,
        q: str | None = None,
        is_own: bool | None = None,
    ) -> Call[Page[models.HelpRequestSummary]]:
        """What units look for, newest first."""
        return Call(
            "GET",
            "/help-requests",
            {"limit": limit, "status": status, "unit_id": unit_id, "q": q, "is_own": is_own},
            read=read_page,
        )

    @call
    def ask(
        self, given: models.HelpRequestCreate, *, idempotency_key: str | None = None
    ) -> Call[models.HelpRequestRead]:
        """A unit looks for who solved a problem."""
        return Call("POST", "/help-requests", body=given, key=idempotency_key)

    @call
    def read(self, help_request_id: str) -> Call[models.HelpRequestRead]:
        """One request."""
        return Call("GET", path("/help-requests/{help_request_id}", help_request_id=help_request_id))

    @call
    def update(
        self, help_request_id: str, given: models.HelpRequestUpdate, *, version: Version
    ) -> Call[models.HelpRequestRead]:
        """Mends a request, says that it is `solved` or `closed`, or opens it again."""
        return Call(
            "PATCH",
            path("/help-requests/{help_request_id}", help_request_id=help_request_id),
            body=given,
            if_match=version,
        )

    @pages
    def answers(self, help_request_id: str) -> Call[Page[models.HelpAnswerRead]]:
        """The answers to a request."""
        return Call(
            "GET", path("/help-requests/{help_request_id}/answers", help_request_id=help_request_id), read=read_page
        )

    @call
    def answer(
        self, help_request_id: str, given: models.HelpAnswerCreate, *, idempotency_key: str | None = None
    ) -> Call[models.HelpAnswerRead]:
        """A unit answers."""
        return Call(
            "POST",
            path("/help-requests/{help_request_id}/answers", help_request_id=help_request_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def read_answer(self, help_answer_id: str) -> Call[models.HelpAnswerRead]:
        """One answer."""
        return Call("GET", path("/help-answers/{help_answer_id}", help_answer_id=help_answer_id))

    @call
    def thank(self, help_answer_id: str, *, version: Version) -> Call[models.HelpAnswerRead]:
        """The unit that asked says that the answer helped."""
        return Call(
            "PUT", path("/help-answers/{help_answer_id}/helpful", help_answer_id=help_answer_id), if_match=version
        )

    @call
    def take_back_thanks(self, help_answer_id: str, *, version: Version) -> Call[models.HelpAnswerRead]:
        """Takes back that the answer helped."""
        return Call(
            "DELETE", path("/help-answers/{help_answer_id}/helpful", help_answer_id=help_answer_id), if_match=version
        )

    @call
    def remove_answer(self, help_answer_id: str, *, version: Version) -> Call[None]:
        """Takes an answer away."""
        return Call(
            "DELETE",
            path("/help-answers/{help_answer_id}", help_answer_id=help_answer_id),
            if_match=version,
            read=read_nothing,
        )

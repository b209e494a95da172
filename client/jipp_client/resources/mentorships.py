"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, call, pages


class Mentorships(Resource[R]):
    """One unit helps another over time (pendampingan), with a record of the meetings."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        status: models.MentorshipStatus | None = None,
        unit_id: str | None = None,
        side: models.MentorshipSide | None = None,
    ) -> Call[Page[models.MentorshipSummary]]:
        """The mentorships of one's own units, newest first."""
        return Call(
            "GET", "/mentorships", {"limit": limit, "status": status, "unit_id": unit_id, "side": side}, read=read_page
        )

    @call
    def propose(
        self, given: models.MentorshipCreate, *, idempotency_key: str | None = None
    ) -> Call[models.MentorshipRead]:
        """Proposes a mentorship for one of the two units."""
        return Call("POST", "/mentorships", body=given, key=idempotency_key)

    @call
    def read(self, mentorship_id: str) -> Call[models.MentorshipRead]:
        """One mentorship, for both units."""
        return Call("GET", path("/mentorships/{mentorship_id}", mentorship_id=mentorship_id))

    @call
    def update(
        self, mentorship_id: str, given: models.MentorshipUpdate, *, version: Version
    ) -> Call[models.MentorshipRead]:
        """Changes goal and outcome."""
        return Call(
            "PATCH", path("/mentorships/{mentorship_id}", mentorship_id=mentorship_id), body=given, if_match=version
        )

    @call
    def accept(self, mentorship_id: str, *, version: Version) -> Call[models.MentorshipRead]:
        """The side that did not propose it agrees."""
        return Call(
            "PUT", path("/mentorships/{mentorship_id}/acceptance", mentorship_id=mentorship_id), if_match=version
        )

    @pages
    def sessions(self, mentorship_id: str) -> Call[Page[models.MentoringSessionRead]]:
        """The meetings, newest first."""
        return Call("GET", path("/mentorships/{mentorship_id}/sessions", mentorship_id=mentorship_id), read=read_page)

    @call
    def record(
        self, mentorship_id: str, given: models.MentoringSessionCreate, *, idempotency_key: str | None = None
    ) -> Call[models.MentoringSessionRead]:
        """Records a meeting that took place."""
        return Call(
            "POST",
            path("/mentorships/{mentorship_id}/sessions", mentorship_id=mentorship_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def session(self, mentorship_id: str, session_id: str) -> Call[models.MentoringSessionRead]:
        """One meeting."""
        return Call(
            "GET",
            path(
                "/mentorships/{mentorship_id}/sessions/{session_id}", mentorship_id=mentorship_id, session_id=session_id
            ),
        )

    @call
    def remove_session(self, mentorship_id: str, session_id: str, *, version: Version) -> Call[None]:
        """Takes a meeting away that was recorded by mistake."""
        return Call(
            "DELETE",
            path(
                "/mentorships/{mentorship_id}/sessions/{session_id}", mentorship_id=mentorship_id, session_id=session_id
            ),
            if_match=version,
            read=read_nothing,
        )

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, pages


class Nominations(Resource[R]):
    """Innovations put up for a national competition (naik level): text, checklist, package, result."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        innovation_id: str | None = None,
        competition: str | None = None,
        year: int | None = None,
        status: models.NominationStatus | None = None,
        q: str | None = None,
        sort: Literal["year", "-year", "title", "-title", "id", "-id"] | None = None,
    ) -> Call[Page[models.NominationSummary]]:
        """The nominations, the newest year first."""
        return Call(
            "GET",
            "/nominations",
            {
                "limit": limit,
                "innovation_id": innovation_id,
                "competition": competition,
                "year": year,
                "status": status,
                "q": q,
                "sort": sort,
            },
            read=read_page,
        )

    @call
    def create(
        self, given: models.NominationCreate, *, idempotency_key: str | None = None
    ) -> Call[models.NominationRead]:
        """Puts an innovation up for a national competition."""
        return Call("POST", "/nominations", body=given, key=idempotency_key)

    @call
    def read(self, nomination_id: str) -> Call[models.NominationRead]:
        """A nomination with the form of the national competition."""
        return Call("GET", path("/nominations/{nomination_id}", nomination_id=nomination_id))

    @call
    def update(
        self, nomination_id: str, given: models.NominationUpdate, *, version: Version
    ) -> Call[models.NominationRead]:
        """Saves what was written while it is a draft."""
        return Call(
            "PATCH", path("/nominations/{nomination_id}", nomination_id=nomination_id), body=given, if_match=version
        )

    @call
    def delete(self, nomination_id: str, *, version: Version) -> Call[None]:
        """Takes a draft away."""
        return Call(
            "DELETE",
            path("/nominations/{nomination_id}", nomination_id=nomination_id),
            if_match=version,
            read=read_nothing,
        )

    @call
    def checklist(self, nomination_id: str) -> Call[models.Checklist]:
        """The rules of the national competition, one by one."""
        return Call("GET", path("/nominations/{nomination_id}/checklist", nomination_id=nomination_id))

    @call
    def package(self, nomination_id: str) -> Call[models.NominationPackage]:
        """All that goes to the national competition, in its sections with their words counted."""
        return Call("GET", path("/nominations/{nomination_id}/package.json", nomination_id=nomination_id))

    @body
    def package_paper(self, nomination_id: str) -> Call[None]:
        """The same as an accessible PDF."""
        return Call(
            "GET",
            path("/nominations/{nomination_id}/package.pdf", nomination_id=nomination_id),
            accept="*/*",
            read=read_nothing,
        )

    @body
    def package_bundle(self, nomination_id: str) -> Call[None]:
        """PDF and JSON with the documents that the unit released, in `lampiran/`."""
        return Call(
            "GET",
            path("/nominations/{nomination_id}/package.zip", nomination_id=nomination_id),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def send(self, nomination_id: str, given: models.Sending, *, version: Version) -> Call[models.NominationRead]:
        """Notes that it was sent to the national competition."""
        return Call(
            "PUT",
            path("/nominations/{nomination_id}/sending", nomination_id=nomination_id),
            body=given,
            if_match=version,
        )

    @call
    def take_back(self, nomination_id: str, *, version: Version) -> Call[models.NominationRead]:
        """It was not sent after all."""
        return Call(
            "DELETE", path("/nominations/{nomination_id}/sending", nomination_id=nomination_id), if_match=version
        )

    @call
    def enter_result(
        self, nomination_id: str, given: models.ResultEntry, *, version: Version
    ) -> Call[models.NominationRead]:
        """What the national competition decided."""
        return Call(
            "PUT",
            path("/nominations/{nomination_id}/result", nomination_id=nomination_id),
            body=given,
            if_match=version,
        )

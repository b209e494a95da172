"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, pages
from jipp_client.uploads import Progress, Upload


class Replications(Resource[R]):
    """Who took an innovation over, how far that has come; confirmed by the origin unit."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        innovation_id: str | None = None,
        unit_id: str | None = None,
        origin_unit_id: str | None = None,
        region_code: str | None = None,
        stage: models.ReplicationStage | None = None,
        year: int | None = None,
        confirmed: bool | None = None,
        side: Literal["replicating", "origin"] | None = None,
    ) -> Call[Page[models.ReplicationSummary]]:
        """The replications, newest first."""
        return Call(
            "GET",
            "/replications",
            {
                "limit": limit,
                "innovation_id": innovation_id,
                "unit_id": unit_id,
                "origin_unit_id": origin_unit_id,
                "region_code": region_code,
                "stage": stage,
                "year": year,
                "confirmed": confirmed,
                "side": side,
            },
            read=read_page,
        )

    @call
    def report(
        self, innovation_id: str, given: models.ReplicationCreate, *, idempotency_key: str | None = None
    ) -> Call[models.ReplicationRead]:
        """Reports that a unit takes the innovation over."""
        return Call(
            "POST",
            path("/innovations/{innovation_id}/replications", innovation_id=innovation_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def read(self, replication_id: str) -> Call[models.ReplicationRead]:
        """A replication with what was adapted, how hard it was and what it cost."""
        return Call("GET", path("/replications/{replication_id}", replication_id=replication_id))

    @call
    def update(
        self, replication_id: str, given: models.ReplicationUpdate, *, version: Version
    ) -> Call[models.ReplicationRead]:
        """Changes a report, and moves the replication on where `stage` is another one."""
        return Call(
            "PATCH", path("/replications/{replication_id}", replication_id=replication_id), body=given, if_match=version
        )

    @call
    def confirm(self, replication_id: str, *, version: Version) -> Call[models.ReplicationRead]:
        """The origin unit says that the replication is so."""
        return Call(
            "PUT", path("/replications/{replication_id}/confirmation", replication_id=replication_id), if_match=version
        )

    @call
    def take_back_confirmation(self, replication_id: str, *, version: Version) -> Call[models.ReplicationRead]:
        """Takes the confirmation back."""
        return Call(
            "DELETE",
            path("/replications/{replication_id}/confirmation", replication_id=replication_id),
            if_match=version,
        )

    @call
    def enter(
        self, replication_id: str, given: models.ReplicationEntry, *, idempotency_key: str | None = None
    ) -> Call[models.ProposalRead]:
        """Makes a draft proposal of a running replication, in the edition's group that names an origin."""
        return Call(
            "POST",
            path("/replications/{replication_id}/proposal", replication_id=replication_id),
            body=given,
            key=idempotency_key,
        )

    @pages
    def documents(self, replication_id: str) -> Call[Page[models.ReplicationDocumentRead]]:
        """The files."""
        return Call(
            "GET", path("/replications/{replication_id}/documents", replication_id=replication_id), read=read_page
        )

    @call
    def attach(
        self,
        replication_id: str,
        file: Path | str,
        *,
        kind: Literal["agreement", "evidence"] | None = None,
        is_public: bool | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.ReplicationDocumentRead]:
        """Adds a file."""
        return Call(
            "POST",
            path("/replications/{replication_id}/documents", replication_id=replication_id),
            upload=Upload(Path(file), {"kind": kind, "is_public": is_public}, progress),
            key=idempotency_key,
        )

    @call
    def document(self, replication_id: str, document_id: str) -> Call[models.ReplicationDocumentRead]:
        """A file's description."""
        return Call(
            "GET",
            path(
                "/replications/{replication_id}/documents/{document_id}",
                replication_id=replication_id,
                document_id=document_id,
            ),
        )

    @body
    def content(self, replication_id: str, document_id: str) -> Call[None]:
        """The file itself."""
        return Call(
            "GET",
            path(
                "/replications/{replication_id}/documents/{document_id}/content",
                replication_id=replication_id,
                document_id=document_id,
            ),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def remove_document(self, replication_id: str, document_id: str, *, version: Version) -> Call[None]:
        """Removes a file of a replication that is not confirmed."""
        return Call(
            "DELETE",
            path(
                "/replications/{replication_id}/documents/{document_id}",
                replication_id=replication_id,
                document_id=document_id,
            ),
            if_match=version,
            read=read_nothing,
        )

    @call
    def ask(
        self, innovation_id: str, given: models.ReplicationRequestCreate, *, idempotency_key: str | None = None
    ) -> Call[models.ReplicationRequestRead]:
        """Asks to take an innovation over."""
        return Call(
            "POST",
            path("/innovations/{innovation_id}/replication-requests", innovation_id=innovation_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def request(self, request_id: str, *, key: str) -> Call[models.PendingRequest]:
        """What a link is about."""
        return Call("GET", path("/replication-requests/{request_id}", request_id=request_id), {"key": key})

    @call
    def confirm_request(self, request_id: str, given: models.RequestKey) -> Call[None]:
        """Confirms the address."""
        return Call(
            "PUT",
            path("/replication-requests/{request_id}/confirmation", request_id=request_id),
            body=given,
            read=read_nothing,
        )

    @call
    def network(
        self,
        *,
        innovation_id: str | None = None,
        region_code: str | None = None,
        year: int | None = None,
        limit: int | None = None,
    ) -> Call[models.Network]:
        """Who learned from whom, by confirmed replications."""
        return Call(
            "GET",
            "/replications/network",
            {"innovation_id": innovation_id, "region_code": region_code, "year": year, "limit": limit},
        )

    @pages
    def league(self, *, year: int | None = None, limit: int | None = None) -> Call[Page[models.LeagueLine]]:
        """The most replicated innovations, by confirmed replications."""
        return Call("GET", "/replications/league", {"year": year, "limit": limit}, read=read_page)

    @pages
    def recap(self, *, region_code: str | None = None, year: int | None = None) -> Call[Page[models.RecapLine]]:
        """Replications by region and year in which they began, by the stage they are at now."""
        return Call("GET", "/replications/recap", {"region_code": region_code, "year": year}, read=read_page)

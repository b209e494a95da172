"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, read_page
from jipp_client.resource import R, Resource, call, pages
from jipp_client.uploads import Progress, Upload


class ServiceRecords(Resource[R]):
    """When cases came, were answered and done: how fast units work, serve and respond."""

    @call
    def record(
        self, given: models.ServiceRecordsCreate, *, idempotency_key: str | None = None
    ) -> Call[models.ServiceRecordsReport]:
        """Takes up to 1,000 records, all or none."""
        return Call("POST", "/service-records", body=given, key=idempotency_key)

    @call
    def import_file(
        self,
        file: Path | str,
        *,
        dry_run: bool | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.ServiceImportReport]:
        """Takes records as a file, all rows or none."""
        return Call(
            "POST",
            "/service-records/imports",
            upload=Upload(Path(file), {"dry_run": dry_run}, progress),
            key=idempotency_key,
        )

    @pages
    def summary(
        self,
        *,
        limit: int | None = None,
        unit_id: str | None = None,
        service: str | None = None,
        from_month: str | None = None,
        to_month: str | None = None,
        by: Literal["total", "unit", "service", "month"] | None = None,
    ) -> Call[Page[models.SpeedRead]]:
        """How fast."""
        return Call(
            "GET",
            "/service-records/summary",
            {
                "limit": limit,
                "unit_id": unit_id,
                "service": service,
                "from_month": from_month,
                "to_month": to_month,
                "by": by,
            },
            read=read_page,
        )

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_page
from jipp_client.resource import R, Resource, call, pages
from jipp_client.uploads import Progress, Upload


class Units(Resource[R]):
    """The registry of units (UPP) as a tree. Public to read."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        kind: models.UnitKind | None = None,
        parent_id: str | None = None,
        region_code: str | None = None,
        code: str | None = None,
        is_active: bool | None = None,
        q: str | None = None,
        sort: Literal["code", "-code", "name", "-name", "id", "-id"] | None = None,
    ) -> Call[Page[models.UnitRead]]:
        """The registry, by code."""
        return Call(
            "GET",
            "/units",
            {
                "limit": limit,
                "kind": kind,
                "parent_id": parent_id,
                "region_code": region_code,
                "code": code,
                "is_active": is_active,
                "q": q,
                "sort": sort,
            },
            read=read_page,
        )

    @pages
    def children(
        self,
        unit_id: str,
        *,
        limit: int | None = None,
        kind: models.UnitKind | None = None,
        parent_id: str | None = None,
        region_code: str | None = None,
        code: str | None = None,
        is_active: bool | None = None,
        q: str | None = None,
        sort: Literal["code", "-code", "name", "-name", "id", "-id"] | None = None,
    ) -> Call[Page[models.UnitRead]]:
        """The units directly below one."""
        return Call(
            "GET",
            path("/units/{unit_id}/children", unit_id=unit_id),
            {
                "limit": limit,
                "kind": kind,
                "parent_id": parent_id,
                "region_code": region_code,
                "code": code,
                "is_active": is_active,
                "q": q,
                "sort": sort,
            },
            read=read_page,
        )

    @pages
    def record(self, unit_id: str) -> Call[Page[models.RecordLine]]:
        """What is known of a unit over the years, newest first."""
        return Call("GET", path("/units/{unit_id}/record", unit_id=unit_id), read=read_page)

    @call
    def read(self, unit_id: str) -> Call[models.UnitDetail]:
        """A unit with its place in the tree."""
        return Call("GET", path("/units/{unit_id}", unit_id=unit_id))

    @call
    def create(self, given: models.UnitCreate, *, idempotency_key: str | None = None) -> Call[models.UnitDetail]:
        """Adds a unit."""
        return Call("POST", "/units", body=given, key=idempotency_key)

    @call
    def update(self, unit_id: str, given: models.UnitUpdate, *, version: Version) -> Call[models.UnitDetail]:
        """Changes a unit."""
        return Call("PATCH", path("/units/{unit_id}", unit_id=unit_id), body=given, if_match=version)

    @call
    def import_file(
        self,
        file: Path | str,
        *,
        dry_run: bool | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.UnitImportReport]:
        """Imports units by `code`, all rows or none."""
        return Call(
            "POST", "/units/imports", upload=Upload(Path(file), {"dry_run": dry_run}, progress), key=idempotency_key
        )

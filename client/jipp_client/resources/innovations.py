"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, pages


class Innovations(Resource[R]):
    """The public catalogue of published innovations."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        year: int | None = None,
        category: str | None = None,
        group: str | None = None,
        region_code: str | None = None,
        unit_kind: models.UnitKind | None = None,
        award: str | None = None,
        origin: str | None = None,
        sdg: int | None = None,
        is_digital: bool | None = None,
        is_replicated: bool | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
        radius_km: float | None = None,
        q: str | None = None,
        sort: Literal["relevance", "distance", "year", "-year", "title", "-title", "id", "-id"] | None = None,
    ) -> Call[Page[models.FoundInnovation]]:
        """Published innovations."""
        return Call(
            "GET",
            "/innovations",
            {
                "limit": limit,
                "year": year,
                "category": category,
                "group": group,
                "region_code": region_code,
                "unit_kind": unit_kind,
                "award": award,
                "origin": origin,
                "sdg": sdg,
                "is_digital": is_digital,
                "is_replicated": is_replicated,
                "latitude": latitude,
                "longitude": longitude,
                "radius_km": radius_km,
                "q": q,
                "sort": sort,
            },
            read=read_page,
        )

    @call
    def facets(
        self,
        *,
        year: int | None = None,
        category: str | None = None,
        group: str | None = None,
        region_code: str | None = None,
        unit_kind: models.UnitKind | None = None,
        award: str | None = None,
        origin: str | None = None,
        sdg: int | None = None,
        is_digital: bool | None = None,
        is_replicated: bool | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
        radius_km: float | None = None,
        q: str | None = None,
    ) -> Call[models.Facets]:
        """How the innovations that pass the filters divide."""
        return Call(
            "GET",
            "/innovations/facets",
            {
                "year": year,
                "category": category,
                "group": group,
                "region_code": region_code,
                "unit_kind": unit_kind,
                "award": award,
                "origin": origin,
                "sdg": sdg,
                "is_digital": is_digital,
                "is_replicated": is_replicated,
                "latitude": latitude,
                "longitude": longitude,
                "radius_km": radius_km,
                "q": q,
            },
        )

    @call
    def read(self, innovation_id: str) -> Call[models.InnovationRead]:
        """An innovation with its released text."""
        return Call("GET", path("/innovations/{innovation_id}", innovation_id=innovation_id))

    @call
    def update(
        self, innovation_id: str, given: models.InnovationUpdate, *, version: Version
    ) -> Call[models.InnovationRead]:
        """Adds what the public asks for."""
        return Call(
            "PATCH", path("/innovations/{innovation_id}", innovation_id=innovation_id), body=given, if_match=version
        )

    @body
    def evidence(self, innovation_id: str, document_id: str) -> Call[None]:
        """A released document."""
        return Call(
            "GET",
            path(
                "/innovations/{innovation_id}/evidence/{document_id}",
                innovation_id=innovation_id,
                document_id=document_id,
            ),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def similar(self, innovation_id: str, *, limit: int | None = None) -> Call[models.SimilarInnovations]:
        """Published innovations that are about the same, the most like first, with the words that both are about."""
        return Call("GET", path("/innovations/{innovation_id}/similar", innovation_id=innovation_id), {"limit": limit})

    @pages
    def national_awards(self, innovation_id: str) -> Call[Page[models.NationalAward]]:
        """What an innovation was given in national competitions, the newest first."""
        return Call(
            "GET", path("/innovations/{innovation_id}/national-awards", innovation_id=innovation_id), read=read_page
        )

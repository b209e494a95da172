"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from pathlib import Path

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_page
from jipp_client.resource import R, Resource, call, pages
from jipp_client.uploads import Progress, Upload


class AssessmentRounds(Resource[R]):
    """An instrument in one year: units, owners of indicators, status, imports, recap."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        year: int | None = None,
        status: models.RoundStatus | None = None,
        instrument: str | None = None,
    ) -> Call[Page[models.AssessmentRoundSummary]]:
        """The rounds, newest year first."""
        return Call(
            "GET",
            "/assessment-rounds",
            {"limit": limit, "year": year, "status": status, "instrument": instrument},
            read=read_page,
        )

    @call
    def create(
        self, given: models.AssessmentRoundCreate, *, idempotency_key: str | None = None
    ) -> Call[models.AssessmentRoundRead]:
        """Prepares a round."""
        return Call("POST", "/assessment-rounds", body=given, key=idempotency_key)

    @call
    def read(self, round_id: str) -> Call[models.AssessmentRoundRead]:
        """One round, with its indicators, who owns them, and how far they are."""
        return Call("GET", path("/assessment-rounds/{round_id}", round_id=round_id))

    @call
    def update(
        self, round_id: str, given: models.AssessmentRoundUpdate, *, version: Version
    ) -> Call[models.AssessmentRoundRead]:
        """Changes a round or leads it on."""
        return Call("PATCH", path("/assessment-rounds/{round_id}", round_id=round_id), body=given, if_match=version)

    @call
    def set_owner(self, round_id: str, item: str, given: models.IndicatorOwnerPut) -> Call[models.AssessmentRoundRead]:
        """Names the unit that verifies an indicator, for all units of the round."""
        return Call(
            "PUT", path("/assessment-rounds/{round_id}/owners/{item}", round_id=round_id, item=item), body=given
        )

    @pages
    def values_of_item(self, round_id: str, item: str) -> Call[Page[models.VerificationRow]]:
        """All units with their value of one indicator, by name."""
        return Call(
            "GET", path("/assessment-rounds/{round_id}/items/{item}", round_id=round_id, item=item), read=read_page
        )

    @call
    def confirm(
        self, round_id: str, item: str, given: models.ConfirmationCreate, *, idempotency_key: str | None = None
    ) -> Call[models.ConfirmationReport]:
        """Takes the own values of these units as right, all at once."""
        return Call(
            "POST",
            path("/assessment-rounds/{round_id}/items/{item}/confirmations", round_id=round_id, item=item),
            body=given,
            key=idempotency_key,
        )

    @pages
    def league(self, round_id: str) -> Call[Page[models.LeagueRow]]:
        """The recap."""
        return Call("GET", path("/assessment-rounds/{round_id}/league", round_id=round_id), read=read_page)

    @call
    def import_file(
        self,
        round_id: str,
        file: Path | str,
        *,
        dry_run: bool | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.ValueImportReport]:
        """Imports the values of indicators from their owners' own systems, all rows or none."""
        return Call(
            "POST",
            path("/assessment-rounds/{round_id}/imports", round_id=round_id),
            upload=Upload(Path(file), {"dry_run": dry_run}, progress),
            key=idempotency_key,
        )

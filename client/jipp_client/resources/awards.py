"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, pages


class Awards(Resource[R]):
    """Awards (penghargaan) of an edition, its ceremony, certificates and their verification."""

    @pages
    def list(self, edition_id: str) -> Call[Page[models.AwardRead]]:
        """The awards of an edition, the best first."""
        return Call("GET", path("/editions/{edition_id}/awards", edition_id=edition_id), read=read_page)

    @call
    def give(
        self, edition_id: str, given: models.AwardCreate, *, idempotency_key: str | None = None
    ) -> Call[models.AwardRead]:
        """Gives one award."""
        return Call(
            "POST", path("/editions/{edition_id}/awards", edition_id=edition_id), body=given, key=idempotency_key
        )

    @call
    def propose(
        self, edition_id: str, given: models.AwardsProposed, *, idempotency_key: str | None = None
    ) -> Call[models.ProposedAwards]:
        """What the published ranking proposes."""
        return Call(
            "POST",
            path("/editions/{edition_id}/awards/proposals", edition_id=edition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def propose_from_round(
        self, edition_id: str, given: models.AwardsFromRound, *, idempotency_key: str | None = None
    ) -> Call[models.AwardsOfRound]:
        """What the results of a final assessment round propose."""
        return Call(
            "POST",
            path("/editions/{edition_id}/awards/from-round", edition_id=edition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def publish(self, edition_id: str) -> Call[models.CeremonyRead]:
        """Publishes the awards of an edition."""
        return Call("PUT", path("/editions/{edition_id}/awards/publication", edition_id=edition_id))

    @call
    def read(self, award_id: str) -> Call[models.AwardRead]:
        """One award."""
        return Call("GET", path("/awards/{award_id}", award_id=award_id))

    @call
    def update(self, award_id: str, given: models.AwardUpdate, *, version: Version) -> Call[models.AwardRead]:
        """Changes an award before publication."""
        return Call("PATCH", path("/awards/{award_id}", award_id=award_id), body=given, if_match=version)

    @call
    def remove(self, award_id: str, *, version: Version) -> Call[None]:
        """Takes an award away before publication."""
        return Call("DELETE", path("/awards/{award_id}", award_id=award_id), if_match=version, read=read_nothing)

    @call
    def revoke(self, award_id: str, given: models.Revocation) -> Call[models.AwardRead]:
        """Revokes a published award."""
        return Call("PUT", path("/awards/{award_id}/revocation", award_id=award_id), body=given)

    @call
    def ceremony(self, edition_id: str) -> Call[models.CeremonyRead]:
        """The ceremony."""
        return Call("GET", path("/editions/{edition_id}/ceremony", edition_id=edition_id))

    @call
    def update_ceremony(
        self, edition_id: str, given: models.CeremonyUpdate, *, version: Version
    ) -> Call[models.CeremonyRead]:
        """Says when and where it is, who signs the certificates, and under which decree."""
        return Call(
            "PATCH", path("/editions/{edition_id}/ceremony", edition_id=edition_id), body=given, if_match=version
        )

    @pages
    def running_order(self, edition_id: str) -> Call[Page[models.Called]]:
        """The order of the evening, without what was revoked."""
        return Call("GET", path("/editions/{edition_id}/running-order", edition_id=edition_id), read=read_page)

    @pages
    def set_running_order(self, edition_id: str, given: models.RunningOrder) -> Call[Page[models.Called]]:
        """Puts the awards in order."""
        return Call(
            "PUT", path("/editions/{edition_id}/running-order", edition_id=edition_id), body=given, read=read_page
        )

    @body
    def annex_paper(self, edition_id: str) -> Call[None]:
        """The annex of the decree."""
        return Call(
            "GET",
            path("/editions/{edition_id}/decree-annex.pdf", edition_id=edition_id),
            accept="*/*",
            read=read_nothing,
        )

    @body
    def annex_document(self, edition_id: str) -> Call[None]:
        """The same as a DOCX document, to be put behind the decree."""
        return Call(
            "GET",
            path("/editions/{edition_id}/decree-annex.docx", edition_id=edition_id),
            accept="*/*",
            read=read_nothing,
        )

    @body
    def annex_workbook(self, edition_id: str) -> Call[None]:
        """The same as a workbook."""
        return Call(
            "GET",
            path("/editions/{edition_id}/decree-annex.xlsx", edition_id=edition_id),
            accept="*/*",
            read=read_nothing,
        )

    @body
    def certificate(self, award_id: str) -> Call[None]:
        """The certificate of an award."""
        return Call(
            "GET", path("/awards/{award_id}/certificate.pdf", award_id=award_id), accept="*/*", read=read_nothing
        )

    @call
    def certificates(self, edition_id: str) -> Call[models.BatchRead]:
        """How far the certificates of an edition are, and how many are out of date."""
        return Call("GET", path("/editions/{edition_id}/certificates", edition_id=edition_id))

    @call
    def make_certificates(
        self, edition_id: str, given: models.BatchStart, *, idempotency_key: str | None = None
    ) -> Call[models.BatchRead]:
        """Makes the certificates that are missing or out of date, in the background."""
        return Call(
            "POST", path("/editions/{edition_id}/certificates", edition_id=edition_id), body=given, key=idempotency_key
        )

    @body
    def certificates_bundle(self, edition_id: str) -> Call[None]:
        """The certificates that are made, in the running order, with a list."""
        return Call(
            "GET",
            path("/editions/{edition_id}/certificates.zip", edition_id=edition_id),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def verify(self, code: str) -> Call[models.Verification]:
        """What a certificate's code stands for, and whether it holds."""
        return Call("GET", path("/certificates/{code}", code=code))

"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, pages
from jipp_client.uploads import Progress, Upload


class Proposals(Resource[R]):
    """Proposals (usulan inovasi): writing, sending in, selection, earlier versions."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        edition_id: str | None = None,
        unit_id: str | None = None,
        participant_id: str | None = None,
        status: Sequence[models.ProposalStatus] | None = None,
        group: str | None = None,
        category: str | None = None,
        number: str | None = None,
        is_handed_over: bool | None = None,
        is_digital: bool | None = None,
        is_sample: bool | None = None,
        q: str | None = None,
        sort: Literal["id", "-id", "number", "-number", "title", "-title", "updated_at", "-updated_at"] | None = None,
    ) -> Call[Page[models.ProposalSummary]]:
        """The proposals that the caller may see, newest first."""
        return Call(
            "GET",
            "/proposals",
            {
                "limit": limit,
                "edition_id": edition_id,
                "unit_id": unit_id,
                "participant_id": participant_id,
                "status": status,
                "group": group,
                "category": category,
                "number": number,
                "is_handed_over": is_handed_over,
                "is_digital": is_digital,
                "is_sample": is_sample,
                "q": q,
                "sort": sort,
            },
            read=read_page,
        )

    @call
    def create(self, given: models.ProposalCreate, *, idempotency_key: str | None = None) -> Call[models.ProposalRead]:
        """A new draft."""
        return Call("POST", "/proposals", body=given, key=idempotency_key)

    @call
    def read(self, proposal_id: str) -> Call[models.ProposalRead]:
        """A proposal with its text and its history."""
        return Call("GET", path("/proposals/{proposal_id}", proposal_id=proposal_id))

    @call
    def update(self, proposal_id: str, given: models.ProposalUpdate, *, version: Version) -> Call[models.ProposalRead]:
        """Saves a draft."""
        return Call("PATCH", path("/proposals/{proposal_id}", proposal_id=proposal_id), body=given, if_match=version)

    @call
    def delete(self, proposal_id: str, *, version: Version) -> Call[None]:
        """Deletes a draft that was never sent in."""
        return Call(
            "DELETE", path("/proposals/{proposal_id}", proposal_id=proposal_id), if_match=version, read=read_nothing
        )

    @call
    def readiness(self, proposal_id: str) -> Call[models.Readiness]:
        """The live check before submission, rule by rule."""
        return Call("GET", path("/proposals/{proposal_id}/readiness", proposal_id=proposal_id))

    @call
    def submit(
        self, proposal_id: str, given: models.SubmissionCreate | None = None, *, idempotency_key: str | None = None
    ) -> Call[models.ProposalRead]:
        """Sends the proposal in."""
        return Call(
            "POST",
            path("/proposals/{proposal_id}/submission", proposal_id=proposal_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def withdraw(
        self, proposal_id: str, given: models.WithdrawalCreate, *, idempotency_key: str | None = None
    ) -> Call[models.ProposalRead]:
        """Takes a submission back before closing."""
        return Call(
            "POST",
            path("/proposals/{proposal_id}/withdrawal", proposal_id=proposal_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def revive(self, proposal_id: str, *, idempotency_key: str | None = None) -> Call[models.ProposalRead]:
        """Makes a withdrawn proposal a draft again."""
        return Call("POST", path("/proposals/{proposal_id}/revival", proposal_id=proposal_id), key=idempotency_key)

    @call
    def hand_over(self, proposal_id: str, *, idempotency_key: str | None = None) -> Call[models.ProposalRead]:
        """The author hands the draft to the coordinator."""
        return Call("POST", path("/proposals/{proposal_id}/handover", proposal_id=proposal_id), key=idempotency_key)

    @call
    def take_back(self, proposal_id: str, *, version: Version) -> Call[None]:
        """The author takes the draft back from the coordinator, who sees in the history that it was handed over."""
        return Call(
            "DELETE",
            path("/proposals/{proposal_id}/handover", proposal_id=proposal_id),
            if_match=version,
            read=read_nothing,
        )

    @pages
    def revisions(self, proposal_id: str) -> Call[Page[models.RevisionRead]]:
        """The versions of the text, newest first."""
        return Call("GET", path("/proposals/{proposal_id}/revisions", proposal_id=proposal_id), read=read_page)

    @call
    def revision(
        self, proposal_id: str, number: int, *, compare_with: int | None = None
    ) -> Call[models.RevisionDetail]:
        """One version, and how it differs from the one before it."""
        return Call(
            "GET",
            path("/proposals/{proposal_id}/revisions/{number}", proposal_id=proposal_id, number=number),
            {"compare_with": compare_with},
        )

    @pages
    def documents(self, proposal_id: str) -> Call[Page[models.DocumentRead]]:
        """The files of a proposal."""
        return Call("GET", path("/proposals/{proposal_id}/documents", proposal_id=proposal_id), read=read_page)

    @call
    def attach(
        self,
        proposal_id: str,
        file: Path | str,
        *,
        kind: str | None = None,
        section: str | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.DocumentRead]:
        """Adds a file."""
        return Call(
            "POST",
            path("/proposals/{proposal_id}/documents", proposal_id=proposal_id),
            upload=Upload(Path(file), {"kind": kind, "section": section}, progress),
            key=idempotency_key,
        )

    @call
    def explanation(self, proposal_id: str, stage: str) -> Call[models.ExplanationRead]:
        """Why the proposal has the result it has in a published stage."""
        return Call("GET", path("/proposals/{proposal_id}/explanations/{stage}", proposal_id=proposal_id, stage=stage))

    @body
    def explanation_paper(self, proposal_id: str, stage: str) -> Call[None]:
        """The same as an accessible PDF, in the language of the request."""
        return Call(
            "GET",
            path("/proposals/{proposal_id}/explanations/{stage}/pdf", proposal_id=proposal_id, stage=stage),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def similar(self, proposal_id: str, *, limit: int | None = None) -> Call[models.ProposalLikeness]:
        """Published innovations that are about the same as the proposal, as it is written now."""
        return Call("GET", path("/proposals/{proposal_id}/similar", proposal_id=proposal_id), {"limit": limit})

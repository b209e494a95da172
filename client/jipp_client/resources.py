"""The operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from jipp_client import models
from jipp_client.core import Call, Page, Version, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, lines, pages
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


class Editions(Resource[R]):
    """One year's competition and all that the year decides: groups, form, stages, quotas, dates."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        year: int | None = None,
        status: models.EditionStatus | None = None,
        sort: Literal["year", "-year"] | None = None,
    ) -> Call[Page[models.EditionSummary]]:
        """The editions, newest first."""
        return Call("GET", "/editions", {"limit": limit, "year": year, "status": status, "sort": sort}, read=read_page)

    @call
    def read(self, edition_id: str) -> Call[models.EditionRead]:
        """An edition with its whole configuration."""
        return Call("GET", path("/editions/{edition_id}", edition_id=edition_id))


class Quotas(Resource[R]):
    """How many proposals a participant may send in, and has."""

    @pages
    def list(
        self, *, edition_id: str, limit: int | None = None, unit_id: str | None = None
    ) -> Call[Page[models.QuotaRead]]:
        """Slots by participant."""
        return Call("GET", "/quotas", {"limit": limit, "edition_id": edition_id, "unit_id": unit_id}, read=read_page)

    @call
    def set_exception(
        self, edition_id: str, unit_id: str, given: models.QuotaException, *, version: Version
    ) -> Call[models.QuotaRead]:
        """A limit of its own for one participant, with the reason."""
        return Call(
            "PUT",
            path("/editions/{edition_id}/quotas/{unit_id}", edition_id=edition_id, unit_id=unit_id),
            body=given,
            if_match=version,
        )

    @call
    def lift_exception(
        self, edition_id: str, unit_id: str, *, group: str | None = None, version: Version
    ) -> Call[None]:
        """Ends a participant's exception."""
        return Call(
            "DELETE",
            path("/editions/{edition_id}/quotas/{unit_id}", edition_id=edition_id, unit_id=unit_id),
            {"group": group},
            if_match=version,
            read=read_nothing,
        )


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


class Documents(Resource[R]):
    """Evidence files of proposals."""

    @call
    def read(self, document_id: str) -> Call[models.DocumentRead]:
        """A file's description."""
        return Call("GET", path("/documents/{document_id}", document_id=document_id))

    @call
    def delete(self, document_id: str, *, version: Version) -> Call[None]:
        """Removes a file from a proposal that may still be changed."""
        return Call(
            "DELETE", path("/documents/{document_id}", document_id=document_id), if_match=version, read=read_nothing
        )

    @body
    def content(self, document_id: str) -> Call[None]:
        """The file itself."""
        return Call(
            "GET", path("/documents/{document_id}/content", document_id=document_id), accept="*/*", read=read_nothing
        )


class Evaluations(Resource[R]):
    """Jurors, who reads what, score sheets, the ranking and its publication."""

    @call
    def read(self, assignment_id: str) -> Call[models.EvaluationRead]:
        """A score sheet."""
        return Call("GET", path("/evaluations/{assignment_id}", assignment_id=assignment_id))

    @pages
    def assignments(
        self,
        *,
        limit: int | None = None,
        juror_id: str | None = None,
        proposal_id: str | None = None,
        status: Literal["untouched", "draft", "unsigned", "signed"] | None = None,
        sort: Literal["number", "status", "total", "-total"] | None = None,
        edition_id: str | None = None,
        stage: str | None = None,
    ) -> Call[Page[models.AssignmentRead]]:
        """The same over all editions and stages."""
        return Call(
            "GET",
            "/assignments",
            {
                "limit": limit,
                "juror_id": juror_id,
                "proposal_id": proposal_id,
                "status": status,
                "sort": sort,
                "edition_id": edition_id,
                "stage": stage,
            },
            read=read_page,
        )


class Scores(Resource[R]):
    """Jurors, who reads what, score sheets, the ranking and its publication."""

    @pages
    def list(
        self,
        *,
        edition_id: str,
        limit: int | None = None,
        stage: str | None = None,
        proposal_id: str | None = None,
        juror_id: str | None = None,
    ) -> Call[Page[models.ScoreRead]]:
        """The marks of signed sheets."""
        return Call(
            "GET",
            "/scores",
            {
                "limit": limit,
                "edition_id": edition_id,
                "stage": stage,
                "proposal_id": proposal_id,
                "juror_id": juror_id,
            },
            read=read_page,
        )


class Rankings(Resource[R]):
    """Jurors, who reads what, score sheets, the ranking and its publication."""

    @call
    def read(self, edition_id: str, stage: str) -> Call[models.Ranking]:
        """The ranking."""
        return Call("GET", path("/editions/{edition_id}/stages/{stage}/ranking", edition_id=edition_id, stage=stage))

    @call
    def publication(self, edition_id: str, stage: str) -> Call[models.PublicationRead]:
        """When a stage was published and how many went on."""
        return Call(
            "GET", path("/editions/{edition_id}/stages/{stage}/publication", edition_id=edition_id, stage=stage)
        )


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


class Questions(Resource[R]):
    """Questions and suggestions of the public, answers of units, and who follows an innovation by e-mail."""

    @pages
    def of_innovation(self, innovation_id: str, *, limit: int | None = None) -> Call[Page[models.PublicQuestion]]:
        """The published questions and suggestions about an innovation, newest first, with the answers of the unit."""
        return Call(
            "GET",
            path("/innovations/{innovation_id}/questions", innovation_id=innovation_id),
            {"limit": limit},
            read=read_page,
        )

    @call
    def ask(
        self, innovation_id: str, given: models.QuestionCreate, *, idempotency_key: str | None = None
    ) -> Call[models.Asked]:
        """Asks the unit of an innovation, or suggests something to it."""
        return Call(
            "POST",
            path("/innovations/{innovation_id}/questions", innovation_id=innovation_id),
            body=given,
            key=idempotency_key,
        )

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        status: models.QuestionStatus | None = None,
        is_answered: bool | None = None,
        is_overdue: bool | None = None,
        unit_id: str | None = None,
        innovation_id: str | None = None,
        kind: models.QuestionKind | None = None,
    ) -> Call[Page[models.QuestionSummary]]:
        """The queue, oldest first."""
        return Call(
            "GET",
            "/questions",
            {
                "limit": limit,
                "status": status,
                "is_answered": is_answered,
                "is_overdue": is_overdue,
                "unit_id": unit_id,
                "innovation_id": innovation_id,
                "kind": kind,
            },
            read=read_page,
        )

    @call
    def read(self, question_id: str) -> Call[models.QuestionRead]:
        """A question with its clock."""
        return Call("GET", path("/questions/{question_id}", question_id=question_id))

    @call
    def update(self, question_id: str, given: models.QuestionUpdate, *, version: Version) -> Call[models.QuestionRead]:
        """Notes the ticket number of SP4N-LAPOR! at a question, or takes it away."""
        return Call("PATCH", path("/questions/{question_id}", question_id=question_id), body=given, if_match=version)

    @call
    def publish(
        self, question_id: str, given: models.QuestionPublication, *, version: Version
    ) -> Call[models.QuestionRead]:
        """Shows a question to everybody."""
        return Call(
            "PUT", path("/questions/{question_id}/publication", question_id=question_id), body=given, if_match=version
        )

    @call
    def reject(
        self, question_id: str, given: models.QuestionRejection, *, version: Version
    ) -> Call[models.QuestionRead]:
        """Keeps a question back, or takes it down."""
        return Call(
            "PUT", path("/questions/{question_id}/rejection", question_id=question_id), body=given, if_match=version
        )

    @call
    def answer(self, question_id: str, given: models.QuestionAnswer, *, version: Version) -> Call[models.QuestionRead]:
        """Answers a published question in public, or mends the answer."""
        return Call(
            "PUT", path("/questions/{question_id}/answer", question_id=question_id), body=given, if_match=version
        )


class Followers(Resource[R]):
    """Questions and suggestions of the public, answers of units, and who follows an innovation by e-mail."""

    @call
    def follow(
        self, innovation_id: str, given: models.FollowerCreate, *, idempotency_key: str | None = None
    ) -> Call[models.FollowAsked]:
        """Asks to be told by e-mail of what is new about an innovation."""
        return Call(
            "POST",
            path("/innovations/{innovation_id}/followers", innovation_id=innovation_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def confirm(self, token: str) -> Call[models.FollowerRead]:
        """Makes somebody a follower, by the secret of the letter's link."""
        return Call("PUT", path("/followers/{token}/confirmation", token=token))

    @call
    def remove(self, token: str) -> Call[None]:
        """Takes a follower's address away for good, by the secret of the link in any letter."""
        return Call("DELETE", path("/followers/{token}", token=token), read=read_nothing)


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


class Collaborations(Resource[R]):
    """Units that take part in a proposal beside the one that writes it (rembug nyekrup)."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        proposal_id: str | None = None,
        unit_id: str | None = None,
        status: models.CollaborationStatus | None = None,
        side: Literal["invited", "inviting"] | None = None,
    ) -> Call[Page[models.CollaborationRead]]:
        """The collaborations that concern one's own units, newest first."""
        return Call(
            "GET",
            "/collaborations",
            {"limit": limit, "proposal_id": proposal_id, "unit_id": unit_id, "status": status, "side": side},
            read=read_page,
        )

    @pages
    def of_proposal(self, proposal_id: str) -> Call[Page[models.CollaborationRead]]:
        """The units that take part in a proposal, or were asked to."""
        return Call("GET", path("/proposals/{proposal_id}/collaborations", proposal_id=proposal_id), read=read_page)

    @pages
    def of_innovation(self, innovation_id: str) -> Call[Page[models.Collaborator]]:
        """The units that took part in an innovation beside its own, by name."""
        return Call(
            "GET", path("/innovations/{innovation_id}/collaborators", innovation_id=innovation_id), read=read_page
        )

    @call
    def invite(
        self, proposal_id: str, given: models.CollaborationCreate, *, idempotency_key: str | None = None
    ) -> Call[models.CollaborationRead]:
        """Invites another unit into a draft or a returned proposal."""
        return Call(
            "POST",
            path("/proposals/{proposal_id}/collaborations", proposal_id=proposal_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def read(self, collaboration_id: str) -> Call[models.CollaborationRead]:
        """One collaboration, for both units."""
        return Call("GET", path("/collaborations/{collaboration_id}", collaboration_id=collaboration_id))

    @call
    def answer(
        self, collaboration_id: str, given: models.CollaborationAnswer, *, version: Version
    ) -> Call[models.CollaborationRead]:
        """Says for the invited unit whether it takes part."""
        return Call(
            "PUT",
            path("/collaborations/{collaboration_id}/answer", collaboration_id=collaboration_id),
            body=given,
            if_match=version,
        )

    @call
    def remove(self, collaboration_id: str, *, version: Version) -> Call[None]:
        """Takes a unit out of a proposal that is not sent in."""
        return Call(
            "DELETE",
            path("/collaborations/{collaboration_id}", collaboration_id=collaboration_id),
            if_match=version,
            read=read_nothing,
        )


class Awards(Resource[R]):
    """Awards (penghargaan) of an edition, its ceremony, certificates and their verification."""

    @pages
    def list(self, edition_id: str) -> Call[Page[models.AwardRead]]:
        """The awards of an edition in their running order."""
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
        """How far the certificates of an edition are."""
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


class Instruments(Resource[R]):
    """Assessment instruments (CETTAR, SAKIP, ZI, RB …): what is asked, weighed and banded, by year."""

    @pages
    def list(self) -> Call[Page[models.InstrumentSummary]]:
        """The instruments, by name."""
        return Call("GET", "/instruments", read=read_page)

    @call
    def create(
        self, given: models.InstrumentCreate, *, idempotency_key: str | None = None
    ) -> Call[models.InstrumentRead]:
        """Stores an instrument of one year, sent as the text of its YAML file."""
        return Call("POST", "/instruments", body=given, key=idempotency_key)

    @call
    def read(self, instrument_id: str) -> Call[models.InstrumentRead]:
        """One instrument."""
        return Call("GET", path("/instruments/{instrument_id}", instrument_id=instrument_id))


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


class Assessments(Resource[R]):
    """A unit's values in three steps, evidence, result with thresholds, raport, follow-ups."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        round_id: str | None = None,
        unit_id: str | None = None,
        status: models.AssessmentStatus | None = None,
        year: int | None = None,
        instrument: str | None = None,
        is_own: bool | None = None,
    ) -> Call[Page[models.AssessmentSummary]]:
        """Assessments, newest year first."""
        return Call(
            "GET",
            "/assessments",
            {
                "limit": limit,
                "round_id": round_id,
                "unit_id": unit_id,
                "status": status,
                "year": year,
                "instrument": instrument,
                "is_own": is_own,
            },
            read=read_page,
        )

    @call
    def read(self, assessment_id: str) -> Call[models.AssessmentRead]:
        """One assessment."""
        return Call("GET", path("/assessments/{assessment_id}", assessment_id=assessment_id))

    @call
    def answer(
        self, assessment_id: str, item: str, given: models.ValuePut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """What the unit says of itself."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/answers/{item}", assessment_id=assessment_id, item=item),
            body=given,
            if_match=version,
        )

    @call
    def verify(
        self, assessment_id: str, item: str, given: models.VerificationPut, *, version: Version
    ) -> Call[models.VerificationRow]:
        """The owner of the indicator confirms what the unit says, or corrects it, with a note and a recommendation."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/verifications/{item}", assessment_id=assessment_id, item=item),
            body=given,
            if_match=version,
        )

    @call
    def decide(
        self, assessment_id: str, item: str, given: models.ValuePut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """What the panel decides, with its reason in `note`."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/panel/{item}", assessment_id=assessment_id, item=item),
            body=given,
            if_match=version,
        )

    @call
    def set_fact(
        self, assessment_id: str, fact: str, given: models.FactPut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """What is known of a gate, for instance the auditors' opinion."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/facts/{fact}", assessment_id=assessment_id, fact=fact),
            body=given,
            if_match=version,
        )

    @call
    def submit(self, assessment_id: str, *, version: Version) -> Call[models.AssessmentRead]:
        """Sends it in."""
        return Call(
            "PUT", path("/assessments/{assessment_id}/submission", assessment_id=assessment_id), if_match=version
        )

    @call
    def finalise(self, assessment_id: str, *, version: Version) -> Call[models.AssessmentRead]:
        """Makes the result final."""
        return Call(
            "PUT", path("/assessments/{assessment_id}/finalisation", assessment_id=assessment_id), if_match=version
        )

    @call
    def reopen(
        self, assessment_id: str, given: models.ReopeningPut, *, version: Version
    ) -> Call[models.AssessmentRead]:
        """Opens it again with a reason."""
        return Call(
            "PUT",
            path("/assessments/{assessment_id}/reopening", assessment_id=assessment_id),
            body=given,
            if_match=version,
        )

    @call
    def lift(self, assessment_id: str, letter: str) -> Call[models.LiftRead]:
        """The fewest indicators that lift the result to this letter or a better one."""
        return Call(
            "GET", path("/assessments/{assessment_id}/lifts/{letter}", assessment_id=assessment_id, letter=letter)
        )

    @body
    def raport(self, assessment_id: str) -> Call[None]:
        """The raport as an accessible PDF."""
        return Call(
            "GET",
            path("/assessments/{assessment_id}/raport.pdf", assessment_id=assessment_id),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def attach(
        self,
        assessment_id: str,
        file: Path | str,
        *,
        item: str | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.AssessmentDocumentRead]:
        """Adds a file."""
        return Call(
            "POST",
            path("/assessments/{assessment_id}/documents", assessment_id=assessment_id),
            upload=Upload(Path(file), {"item": item}, progress),
            key=idempotency_key,
        )

    @call
    def document(self, document_id: str) -> Call[models.AssessmentDocumentRead]:
        """A file's description."""
        return Call("GET", path("/assessment-documents/{document_id}", document_id=document_id))

    @call
    def content(self, document_id: str) -> Call[None]:
        """The file itself."""
        return Call(
            "GET", path("/assessment-documents/{document_id}/content", document_id=document_id), read=read_nothing
        )

    @call
    def remove_document(self, document_id: str, *, version: Version) -> Call[None]:
        """Removes a file while the unit may still write."""
        return Call(
            "DELETE",
            path("/assessment-documents/{document_id}", document_id=document_id),
            if_match=version,
            read=read_nothing,
        )

    @pages
    def follow_ups(self, assessment_id: str) -> Call[Page[models.FollowUpRead]]:
        """The follow-up matrix of an assessment."""
        return Call("GET", path("/assessments/{assessment_id}/follow-ups", assessment_id=assessment_id), read=read_page)

    @call
    def add_follow_up(
        self, assessment_id: str, given: models.FollowUpCreate, *, idempotency_key: str | None = None
    ) -> Call[models.FollowUpRead]:
        """A new row."""
        return Call(
            "POST",
            path("/assessments/{assessment_id}/follow-ups", assessment_id=assessment_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def follow_up(self, follow_up_id: str) -> Call[models.FollowUpRead]:
        """One row."""
        return Call("GET", path("/follow-ups/{follow_up_id}", follow_up_id=follow_up_id))

    @call
    def update_follow_up(
        self, follow_up_id: str, given: models.FollowUpUpdate, *, version: Version
    ) -> Call[models.FollowUpRead]:
        """Changes a row."""
        return Call(
            "PATCH", path("/follow-ups/{follow_up_id}", follow_up_id=follow_up_id), body=given, if_match=version
        )


class Surveys(Resource[R]):
    """Satisfaction surveys (SKM) by link and QR: anonymous answers, the index with its interval."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        unit_id: str | None = None,
        status: models.SurveyStatus | None = None,
        year: int | None = None,
        sort: Literal["ends_on", "-ends_on"] | None = None,
    ) -> Call[Page[models.SurveyRead]]:
        """The surveys, those that end last first."""
        return Call(
            "GET",
            "/surveys",
            {"limit": limit, "unit_id": unit_id, "status": status, "year": year, "sort": sort},
            read=read_page,
        )

    @call
    def create(self, given: models.SurveyCreate, *, idempotency_key: str | None = None) -> Call[models.SurveyDetail]:
        """A new survey of a unit, a draft at first."""
        return Call("POST", "/surveys", body=given, key=idempotency_key)

    @call
    def read(self, survey_id: str) -> Call[models.SurveyDetail]:
        """A survey."""
        return Call("GET", path("/surveys/{survey_id}", survey_id=survey_id))

    @call
    def update(self, survey_id: str, given: models.SurveyUpdate, *, version: Version) -> Call[models.SurveyDetail]:
        """Changes a survey."""
        return Call("PATCH", path("/surveys/{survey_id}", survey_id=survey_id), body=given, if_match=version)

    @call
    def open(self, survey_id: str, *, version: Version) -> Call[models.SurveyDetail]:
        """Takes answers from the survey's first day to its last."""
        return Call("PUT", path("/surveys/{survey_id}/opening", survey_id=survey_id), if_match=version)

    @call
    def close(self, survey_id: str, *, version: Version) -> Call[models.SurveyDetail]:
        """Takes no more answers, for good."""
        return Call("PUT", path("/surveys/{survey_id}/closing", survey_id=survey_id), if_match=version)

    @call
    def results(self, survey_id: str) -> Call[models.SurveyResults]:
        """The index."""
        return Call("GET", path("/surveys/{survey_id}/results", survey_id=survey_id))

    @pages
    def answers(self, survey_id: str) -> Call[Page[models.SurveyMarks]]:
        """The answers of one's own survey, anonymous and in no order."""
        return Call("GET", path("/surveys/{survey_id}/answers", survey_id=survey_id), read=read_page)

    @pages
    def comments(self, survey_id: str) -> Call[Page[models.SurveyComment]]:
        """What was written to one's own unit, without marks and profile, in no order."""
        return Call("GET", path("/surveys/{survey_id}/comments", survey_id=survey_id), read=read_page)

    @call
    def import_file(
        self,
        survey_id: str,
        file: Path | str,
        *,
        dry_run: bool | None = None,
        progress: Progress | None = None,
        idempotency_key: str | None = None,
    ) -> Call[models.SurveyImportReport]:
        """Enters answers that were given on paper, all rows or none, up to 20,000."""
        return Call(
            "POST",
            path("/surveys/{survey_id}/imports", survey_id=survey_id),
            upload=Upload(Path(file), {"dry_run": dry_run}, progress),
            key=idempotency_key,
        )

    @call
    def form(self, code: str, *, visit: str | None = None) -> Call[models.SurveyForm]:
        """What the link or QR with this code leads to."""
        return Call("GET", path("/survey-codes/{code}", code=code), {"visit": visit})

    @call
    def answer(
        self, code: str, given: models.SurveyAnswerCreate, *, idempotency_key: str | None = None
    ) -> Call[models.SurveyAnswerRead]:
        """Answers, without a name."""
        return Call("POST", path("/survey-codes/{code}/answers", code=code), body=given, key=idempotency_key)


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


class Exhibitions(Resource[R]):
    """Exhibitions (pameran): booths, programme, visitors, visits, votes on usefulness, live board."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        edition_id: str | None = None,
        status: models.ExhibitionStatus | None = None,
        on: str | None = None,
        sort: Literal["starts_on", "-starts_on", "id", "-id"] | None = None,
    ) -> Call[Page[models.ExhibitionSummary]]:
        """The exhibitions, newest first."""
        return Call(
            "GET",
            "/exhibitions",
            {"limit": limit, "edition_id": edition_id, "status": status, "on": on, "sort": sort},
            read=read_page,
        )

    @call
    def read(self, exhibition_id: str) -> Call[models.ExhibitionRead]:
        """An exhibition."""
        return Call("GET", path("/exhibitions/{exhibition_id}", exhibition_id=exhibition_id))

    @pages
    def booths(self, exhibition_id: str) -> Call[Page[models.BoothRead]]:
        """The booths by label, each with what it shows."""
        return Call("GET", path("/exhibitions/{exhibition_id}/booths", exhibition_id=exhibition_id), read=read_page)

    @call
    def booth(self, booth_id: str) -> Call[models.BoothRead]:
        """A booth."""
        return Call("GET", path("/booths/{booth_id}", booth_id=booth_id))

    @call
    def scanned_booth(self, code: str) -> Call[models.ScannedBooth]:
        """The booth whose QR was read, with its exhibition."""
        return Call("GET", path("/booth-codes/{code}", code=code))

    @pages
    def programme(self, exhibition_id: str) -> Call[Page[models.ProgrammeItemRead]]:
        """The programme in the order of time."""
        return Call("GET", path("/exhibitions/{exhibition_id}/programme", exhibition_id=exhibition_id), read=read_page)

    @call
    def programme_item(self, item_id: str) -> Call[models.ProgrammeItemRead]:
        """A point of the programme."""
        return Call("GET", path("/programme-items/{item_id}", item_id=item_id))

    @body
    def calendar(self, exhibition_id: str) -> Call[None]:
        """The same as a calendar."""
        return Call(
            "GET",
            path("/exhibitions/{exhibition_id}/programme.ics", exhibition_id=exhibition_id),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def board(self, exhibition_id: str) -> Call[models.BoardRead]:
        """The live board."""
        return Call("GET", path("/exhibitions/{exhibition_id}/board", exhibition_id=exhibition_id))

    @call
    def statistics(self, exhibition_id: str) -> Call[models.StatisticsRead]:
        """Visits and votes booth by booth and hour by hour."""
        return Call("GET", path("/exhibitions/{exhibition_id}/statistics", exhibition_id=exhibition_id))

    @pages
    def guest_book(
        self, exhibition_id: str, *, limit: int | None = None, status: models.EntryStatus | None = None
    ) -> Call[Page[models.GuestBookRead]]:
        """Ideas, newest first."""
        return Call(
            "GET",
            path("/exhibitions/{exhibition_id}/guest-book", exhibition_id=exhibition_id),
            {"limit": limit, "status": status},
            read=read_page,
        )

    @call
    def own_visit(self, exhibition_id: str) -> Call[models.OwnVisit]:
        """What the asking browser has said and done here."""
        return Call("GET", path("/exhibitions/{exhibition_id}/visitors/current", exhibition_id=exhibition_id))

    @call
    def register(self, exhibition_id: str, given: models.Registration) -> Call[models.OwnVisit]:
        """What a visitor says of themselves, if they want, and the ticket they were handed."""
        return Call(
            "PUT", path("/exhibitions/{exhibition_id}/visitors/current", exhibition_id=exhibition_id), body=given
        )

    @call
    def forget(self, exhibition_id: str) -> Call[None]:
        """Takes back what the asking browser's visitor said of themselves and wrote in the guest book."""
        return Call(
            "DELETE",
            path("/exhibitions/{exhibition_id}/visitors/current", exhibition_id=exhibition_id),
            read=read_nothing,
        )

    @call
    def visit(
        self, exhibition_id: str, given: models.VisitCreate, *, idempotency_key: str | None = None
    ) -> Call[models.VisitRead]:
        """Counts a visit of a booth, once a visitor."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/visits", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def vote(
        self, exhibition_id: str, given: models.VoteCreate, *, idempotency_key: str | None = None
    ) -> Call[models.VoteRead]:
        """One vote for what a booth shows."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/votes", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def take_back_vote(self, exhibition_id: str, exhibit_id: str) -> Call[None]:
        """Takes the own vote back, as long as votes are taken."""
        return Call(
            "DELETE",
            path("/exhibitions/{exhibition_id}/votes/{exhibit_id}", exhibition_id=exhibition_id, exhibit_id=exhibit_id),
            read=read_nothing,
        )

    @call
    def admit(
        self, exhibition_id: str, given: models.Registration, *, idempotency_key: str | None = None
    ) -> Call[models.Admission]:
        """Lets somebody in at the door who has no browser at hand, for instance by a tablet."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/visitors", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def tickets(
        self, exhibition_id: str, given: models.TicketsCreate, *, idempotency_key: str | None = None
    ) -> Call[models.Tickets]:
        """Tickets to hand out at the entrance."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/tickets", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def write_in_guest_book(
        self, exhibition_id: str, given: models.GuestBookCreate, *, idempotency_key: str | None = None
    ) -> Call[models.GuestBookRead]:
        """Adds an idea."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/guest-book", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )


class Changes(Resource[R]):
    """The change feed of the catalogue: what mirrors follow."""

    @call
    def list(self, *, after: str | None = None, limit: int | None = None) -> Call[models.Changes]:
        """Changes of the catalogue in the order of commit, numbered without a gap, each with the innovation as it
        is now."""
        return Call("GET", "/changes", {"after": after, "limit": limit})

    @call
    def digest(self) -> Call[models.CatalogueDigest]:
        """Where the catalogue stands."""
        return Call("GET", "/changes/digest")

    @lines
    def snapshot(self, *, after_id: str | None = None) -> Call[dict[str, Any]]:
        """All innovations as JSON Lines."""
        return Call("GET", "/changes/snapshot", {"after_id": after_id}, accept="application/x-ndjson")


class Peers(Resource[R]):
    """Networks of other provinces, whose catalogues are shown beside our own."""

    @pages
    def list(self) -> Call[Page[models.PeerRead]]:
        """The networks that are mirrored, and how each mirror stands."""
        return Call("GET", "/peers", read=read_page)

    @call
    def read(self, peer_id: str) -> Call[models.PeerRead]:
        """A network that is mirrored."""
        return Call("GET", path("/peers/{peer_id}", peer_id=peer_id))

    @call
    def create(self, given: models.PeerCreate, *, idempotency_key: str | None = None) -> Call[models.PeerRead]:
        """Adds a network to mirror."""
        return Call("POST", "/peers", body=given, key=idempotency_key)

    @call
    def update(self, peer_id: str, given: models.PeerUpdate, *, version: Version) -> Call[models.PeerRead]:
        """Changes a peer, or switches it off."""
        return Call("PATCH", path("/peers/{peer_id}", peer_id=peer_id), body=given, if_match=version)

    @call
    def remove(self, peer_id: str, *, version: Version) -> Call[None]:
        """Takes a peer away with everything that was fetched from it."""
        return Call("DELETE", path("/peers/{peer_id}", peer_id=peer_id), if_match=version, read=read_nothing)

    @call
    def look(self, peer_id: str, *, idempotency_key: str | None = None) -> Call[models.PeerRead]:
        """Has a peer looked at within seconds instead of at its next turn."""
        return Call("POST", path("/peers/{peer_id}/looks", peer_id=peer_id), key=idempotency_key)


class OpenData(Resource[R]):
    """What everybody may take, described: definition, unit, period, source, licence, columns. The catalogue
    whole, with the filters of its list, is at `/innovations.jsonl`, `.xlsx`, `.parquet` and `.csv`."""

    @call
    def read(self) -> Call[models.OpenData]:
        """The datasets that everybody may take."""
        return Call("GET", "/open-data")


class Webhooks(Resource[R]):
    """Addresses of a unit's own systems that are told what happens; signed after Standard Webhooks."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        unit_id: str | None = None,
        is_active: bool | None = None,
        sort: Literal["id", "-id"] | None = None,
    ) -> Call[Page[models.WebhookRead]]:
        """The webhooks, newest first."""
        return Call(
            "GET",
            "/webhooks",
            {"limit": limit, "unit_id": unit_id, "is_active": is_active, "sort": sort},
            read=read_page,
        )

    @call
    def create(self, given: models.WebhookCreate, *, idempotency_key: str | None = None) -> Call[models.WebhookCreated]:
        """A new webhook of a unit."""
        return Call("POST", "/webhooks", body=given, key=idempotency_key)

    @call
    def read(self, webhook_id: str) -> Call[models.WebhookRead]:
        """A webhook without its secret."""
        return Call("GET", path("/webhooks/{webhook_id}", webhook_id=webhook_id))

    @call
    def update(self, webhook_id: str, given: models.WebhookUpdate, *, version: Version) -> Call[models.WebhookRead]:
        """Changes a webhook."""
        return Call("PATCH", path("/webhooks/{webhook_id}", webhook_id=webhook_id), body=given, if_match=version)

    @call
    def delete(self, webhook_id: str, *, version: Version) -> Call[None]:
        """Takes a webhook away, with the log of its deliveries."""
        return Call(
            "DELETE", path("/webhooks/{webhook_id}", webhook_id=webhook_id), if_match=version, read=read_nothing
        )

    @call
    def rotate_secret(
        self, webhook_id: str, given: models.SecretRotation, *, idempotency_key: str | None = None
    ) -> Call[models.WebhookCreated]:
        """Another secret, shown this once."""
        return Call(
            "POST", path("/webhooks/{webhook_id}/secret", webhook_id=webhook_id), body=given, key=idempotency_key
        )

    @call
    def test(self, webhook_id: str, *, idempotency_key: str | None = None) -> Call[models.DeliveryRead]:
        """Sends a `webhook.test` event soon."""
        return Call("POST", path("/webhooks/{webhook_id}/test", webhook_id=webhook_id), key=idempotency_key)

    @pages
    def deliveries(
        self,
        webhook_id: str,
        *,
        limit: int | None = None,
        status: models.MessageStatus | None = None,
        sort: Literal["id", "-id"] | None = None,
    ) -> Call[Page[models.DeliveryRead]]:
        """What was sent to a webhook in the last 30 days and how the last attempt went, newest first."""
        return Call(
            "GET",
            path("/webhooks/{webhook_id}/deliveries", webhook_id=webhook_id),
            {"limit": limit, "status": status, "sort": sort},
            read=read_page,
        )

    @call
    def delivery(self, webhook_id: str, delivery_id: str) -> Call[models.DeliveryRead]:
        """One delivery."""
        return Call(
            "GET",
            path("/webhooks/{webhook_id}/deliveries/{delivery_id}", webhook_id=webhook_id, delivery_id=delivery_id),
        )

    @call
    def redeliver(
        self, webhook_id: str, delivery_id: str, *, idempotency_key: str | None = None
    ) -> Call[models.DeliveryRead]:
        """Sends an event again, under the same `webhook-id`."""
        return Call(
            "POST",
            path(
                "/webhooks/{webhook_id}/deliveries/{delivery_id}/redelivery",
                webhook_id=webhook_id,
                delivery_id=delivery_id,
            ),
            key=idempotency_key,
        )


class ApiKeys(Resource[R]):
    """Keys with which a unit's own systems sign in."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        unit_id: str | None = None,
        is_revoked: bool | None = None,
        sort: Literal["id", "-id"] | None = None,
    ) -> Call[Page[models.ApiKeyRead]]:
        """The keys, newest first."""
        return Call(
            "GET",
            "/api-keys",
            {"limit": limit, "unit_id": unit_id, "is_revoked": is_revoked, "sort": sort},
            read=read_page,
        )

    @call
    def create(self, given: models.ApiKeyCreate, *, idempotency_key: str | None = None) -> Call[models.ApiKeyCreated]:
        """A new key."""
        return Call("POST", "/api-keys", body=given, key=idempotency_key)

    @call
    def read(self, key_id: str) -> Call[models.ApiKeyRead]:
        """A key without its secret."""
        return Call("GET", path("/api-keys/{key_id}", key_id=key_id))

    @call
    def rotate(
        self, key_id: str, given: models.ApiKeyRotation, *, idempotency_key: str | None = None
    ) -> Call[models.ApiKeyCreated]:
        """A new key in place of this one, with the same name, unit, role, scopes and end."""
        return Call("POST", path("/api-keys/{key_id}/rotation", key_id=key_id), body=given, key=idempotency_key)

    @call
    def revoke(self, key_id: str, *, version: Version) -> Call[None]:
        """Revokes a key at once and for good, and every key that was made with it."""
        return Call("DELETE", path("/api-keys/{key_id}", key_id=key_id), if_match=version, read=read_nothing)


class Stats(Resource[R]):
    """Figures of the network, public."""

    @call
    def summary(self) -> Call[models.Summary]:
        """The whole network in figures, and each edition."""
        return Call("GET", "/stats/summary")

    @call
    def funnel(self, *, edition_id: str | None = None, year: int | None = None) -> Call[models.Funnel]:
        """How many proposals reach each step from `created` to `awarded`, in one edition or in all."""
        return Call("GET", "/stats/funnel", {"edition_id": edition_id, "year": year})

    @pages
    def regions(self, *, edition_id: str | None = None, year: int | None = None) -> Call[Page[models.Tally]]:
        """Proposals sent in and awarded by regency or city of the participant, largest first."""
        return Call("GET", "/stats/regions", {"edition_id": edition_id, "year": year}, read=read_page)

    @pages
    def categories(self, *, edition_id: str | None = None, year: int | None = None) -> Call[Page[models.Tally]]:
        """Proposals sent in and awarded by category, largest first."""
        return Call("GET", "/stats/categories", {"edition_id": edition_id, "year": year}, read=read_page)


class Audit(Resource[R]):
    """The log of every change, chained by hashes; signed checkpoints of published results and their proofs."""

    @pages
    def entries(
        self,
        *,
        limit: int | None = None,
        edition_id: str | None = None,
        chain: str | None = None,
        actor_id: str | None = None,
        row_id: str | None = None,
        action: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Call[Page[models.AuditEntryRead]]:
        """Who changed what, newest first."""
        return Call(
            "GET",
            "/audit",
            {
                "limit": limit,
                "edition_id": edition_id,
                "chain": chain,
                "actor_id": actor_id,
                "row_id": row_id,
                "action": action,
                "since": since,
                "until": until,
            },
            read=read_page,
        )

    @pages
    def checkpoints(
        self, *, limit: int | None = None, edition_id: str | None = None, stage: str | None = None
    ) -> Call[Page[models.CheckpointRead]]:
        """What the province signed at each publication."""
        return Call(
            "GET", "/audit/checkpoints", {"limit": limit, "edition_id": edition_id, "stage": stage}, read=read_page
        )

    @call
    def checkpoint(self, checkpoint_id: str) -> Call[models.CheckpointRead]:
        """One checkpoint."""
        return Call("GET", path("/audit/checkpoints/{checkpoint_id}", checkpoint_id=checkpoint_id))

    @call
    def proof(self, checkpoint_id: str, proposal_id: str) -> Call[models.ProofRead]:
        """That a proposal's result is what was signed."""
        return Call(
            "GET",
            path(
                "/audit/checkpoints/{checkpoint_id}/proofs/{proposal_id}",
                checkpoint_id=checkpoint_id,
                proposal_id=proposal_id,
            ),
        )


class Resources(Resource[R]):
    """Every resource of the API."""

    def __init__(self, runner: R) -> None:
        super().__init__(runner)
        self.units: Units[R] = Units(runner)
        self.editions: Editions[R] = Editions(runner)
        self.quotas: Quotas[R] = Quotas(runner)
        self.proposals: Proposals[R] = Proposals(runner)
        self.documents: Documents[R] = Documents(runner)
        self.evaluations: Evaluations[R] = Evaluations(runner)
        self.scores: Scores[R] = Scores(runner)
        self.rankings: Rankings[R] = Rankings(runner)
        self.innovations: Innovations[R] = Innovations(runner)
        self.questions: Questions[R] = Questions(runner)
        self.followers: Followers[R] = Followers(runner)
        self.replications: Replications[R] = Replications(runner)
        self.nominations: Nominations[R] = Nominations(runner)
        self.collaborations: Collaborations[R] = Collaborations(runner)
        self.awards: Awards[R] = Awards(runner)
        self.help_requests: HelpRequests[R] = HelpRequests(runner)
        self.mentorships: Mentorships[R] = Mentorships(runner)
        self.instruments: Instruments[R] = Instruments(runner)
        self.assessment_rounds: AssessmentRounds[R] = AssessmentRounds(runner)
        self.assessments: Assessments[R] = Assessments(runner)
        self.surveys: Surveys[R] = Surveys(runner)
        self.service_records: ServiceRecords[R] = ServiceRecords(runner)
        self.exhibitions: Exhibitions[R] = Exhibitions(runner)
        self.changes: Changes[R] = Changes(runner)
        self.peers: Peers[R] = Peers(runner)
        self.open_data: OpenData[R] = OpenData(runner)
        self.webhooks: Webhooks[R] = Webhooks(runner)
        self.api_keys: ApiKeys[R] = ApiKeys(runner)
        self.stats: Stats[R] = Stats(runner)
        self.audit: Audit[R] = Audit(runner)

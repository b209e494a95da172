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
        """The answers of one's own survey, ordered by their marks."""
        return Call("GET", path("/surveys/{survey_id}/answers", survey_id=survey_id), read=read_page)

    @pages
    def comments(self, survey_id: str) -> Call[Page[models.SurveyComment]]:
        """What was written to one's own unit, without marks and profile, in an order of its own."""
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

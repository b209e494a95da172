"""Answers to a satisfaction survey: by whoever has the link, and from paper by the unit."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Request, Response, UploadFile
from fastapi import Form as FormField

from app import database
from app.domain import survey_imports
from app.domain import surveys as deeds
from app.http.actor import Known, Visitor
from app.http.ballot import ballot_of, give_ballot
from app.http.csrf import FromOurSite
from app.http.query import query_of
from app.http.rate_limits import of_a_crowd
from app.http.routes import ResourceRoute
from app.http.row_errors import refusal, worded
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.survey import (
    SurveyAnswerCreate,
    SurveyAnswerRead,
    SurveyForm,
    SurveyImportError,
    SurveyImportReport,
    VisitQuery,
)
from app.queries import surveys as queries
from app.rules.typed_rows import TypedRows

router = APIRouter(tags=["surveys"], prefix="/api/v1", route_class=ResourceRoute)
Code = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{6,12}$")]


@router.get("/survey-codes/{code}")
def read_survey_form(
    code: Code, query: Annotated[VisitQuery, query_of(VisitQuery)], session: Reading, _actor: Visitor,
    request: Request, response: Response,
) -> SurveyForm:  # fmt: skip
    """What the link or QR with this code leads to: whose survey it is, and whether answers are taken today."""
    response.headers["Cache-Control"] = "private, no-store"
    return queries.form(session, code, ballot_of(request), query.visit)


@router.post(
    "/survey-codes/{code}/answers", status_code=201, dependencies=[FromOurSite],
    responses={200: {"model": SurveyAnswerRead, "description": "The same visit had answered"}},
)  # fmt: skip
@of_a_crowd
def answer_survey(
    code: Code, body: SurveyAnswerCreate, session: Writing, _actor: Visitor, request: Request, response: Response
) -> SurveyAnswerRead:
    """Answers, without a name: nine marks from 1 to 4, and what else one likes to say.

    Once a visit: that of a slip which the unit handed out, where `visit` is its code, else that of a device on a day. A
    `visit` that nobody handed out is as none. Sent again it is 200, and the first answer stands. The device is known by
    a cookie, of which a digest is kept until the survey closes.
    """
    is_new = deeds.answer(session, code, give_ballot(request, response), body)
    response.status_code = 201 if is_new else 200
    return SurveyAnswerRead(is_new=is_new)


def _rows(
    actor: Known,
    file: Annotated[UploadFile, File(description="CSV (UTF-8) or XLSX with the columns U1 to U9")],
) -> TypedRows:
    return survey_imports.read(actor, file.file.read())


Rows = Annotated[TypedRows, Depends(_rows)]
"""The file's rows, read and checked before the write session begins."""


@router.post("/surveys/{survey_id}/imports")
def import_survey_answers(
    survey_id: Id, rows: Rows, session: Writing, actor: Known,
    dry_run: Annotated[bool, FormField(description="Only says what the import would do")] = False,
) -> SurveyImportReport:  # fmt: skip
    """Enters answers that were given on paper, all rows or none, up to 20,000.

    The columns are `U1` to `U9` (1 to 4) and, if wanted, `age`, `sex`, `education`, `occupation`, `comment`. A dry run
    reports up to 1,000 row errors in a 200; otherwise they are a 422 whose fields are `rows.<number>.<column>`.
    """
    if dry_run:
        with database.reading() as reader:
            deeds.check_may_enter(reader, actor, survey_id)
        return SurveyImportReport(dry_run=True, rows=rows.count, created=0 if rows.errors else len(rows.rows),
                                  errors=worded(SurveyImportError, rows.errors))  # fmt: skip
    if rows.errors:
        deeds.check_may_enter(session, actor, survey_id)
        raise refusal(rows.errors)
    created = deeds.enter_paper(session, actor, survey_id, rows)
    return SurveyImportReport(dry_run=False, rows=rows.count, created=created, errors=[])

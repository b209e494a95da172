"""The page that enters answers given on paper: check first, then enter."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile

from app.api import survey_answers as api
from app.domain import survey_imports as deeds
from app.errors import invalid
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, refused_as, text_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Writing
from app.http.survey_words import PROFILE
from app.models.survey import SurveyDetail, SurveyImportReport
from app.pages.route import PageRoute
from app.pages.surveys import HOME, Editable
from app.pages.unit_imports import SHOWN_ERRORS, rows_of
from app.rules.typed_rows import TypedRows

router = APIRouter(include_in_schema=False, route_class=PageRoute)
_PATH = f"{HOME}/{{survey_id}}/import"


@router.get(_PATH)
def new(request: Request, survey: Editable) -> Response:
    """The form, with the columns that the file may have."""
    return _answer(request, survey, None, None)


def _rows(
    request: Request, survey: Editable, actor: Known, file: Annotated[UploadFile | None, File()] = None
) -> TypedRows:
    with refused_as(request, lambda problem: _answer(request, survey, None, problem)):
        content = file.file.read() if file is not None else b""
        if not content:
            raise invalid("file", "missing")
        return deeds.read(actor, content)


@router.post(_PATH)
def create(
    request: Request, survey: Editable, rows: Annotated[TypedRows, Depends(_rows)], form: Form, session: Writing,
    actor: Known,
) -> Response:  # fmt: skip
    """Says what the import would do, or does it."""
    is_check = text_of(form, "deed") != "import"
    with refused_as(request, lambda problem: _answer(request, survey, None, problem)):
        report = api.import_survey_answers(survey_id=survey.id, rows=rows, session=session, actor=actor,
                                           dry_run=is_check)  # fmt: skip
    if is_check:
        return _answer(request, survey, report, None)
    text = _("%(count)s jawaban dari kertas dimasukkan.") % {"count": report.created}
    return flash(see_other(request, f"{HOME}/{survey.id}"), "success", text)


def _answer(
    request: Request, survey: SurveyDetail, report: SurveyImportReport | None, problem: Problem | None
) -> Response:
    rows = [(row.row, row.field, row.message) for row in report.errors] if report else rows_of(problem)
    context: dict[str, Any] = {
        "survey": survey, "report": report, "problem": problem, "rows": rows[:SHOWN_ERRORS],
        "more": max(0, len(rows) - SHOWN_ERRORS), "profile": PROFILE,
    }  # fmt: skip
    return page(request, f"surveys/{'import_report' if is_htmx(request) else 'import'}.html", context)

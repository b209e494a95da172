"""What a phone shows that read the QR of a survey: nine questions on one page, and thanks."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import survey_answers as api
from app.http.actor import Visitor
from app.http.ballot import hand_on
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.form_stamp import TRAP, check_trap
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.rate_limits import of_a_crowd
from app.http.render import page, see_other
from app.http.sessions import Writing
from app.http.survey_words import PROFILE, QUESTIONS
from app.models.survey import SurveyAnswerCreate, SurveyForm
from app.pages.route import PageRoute
from app.rules.surveys import NUMBERS

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Scanned = Annotated[SurveyForm, Depends(api.read_survey_form)]
_PRIVATE = {"Cache-Control": "private, no-store"}


@router.get("/s/{code}")
def show(request: Request, survey: Scanned) -> Response:
    """The questions; a device that has answered is thanked instead."""
    return _form(request, survey, {"visit": request.query_params.get("visit", "")}, None)


def _form(request: Request, survey: SurveyForm, values: dict[str, Any], problem: Problem | None) -> Response:
    context = {"survey": survey, "questions": QUESTIONS, "profile": PROFILE, "values": values, "problem": problem,
               "errors": errors_by_field(problem)}  # fmt: skip
    return page(request, "surveys/answer.html", context, headers=_PRIVATE)


@router.post("/s/{code}", dependencies=[FromOurSite])
@of_a_crowd
def answer(request: Request, survey: Scanned, form: Form, session: Writing, actor: Visitor) -> Response:
    """Takes the answer; a second one of the same visit is told so, kindly."""
    values, given = _typed(form), Response()
    with refused_as(request, lambda problem: _form(request, survey, values, problem)):
        check_trap(form)
        body = parse(SurveyAnswerCreate, {name: value for name, value in values.items() if value and name != TRAP})
        made = api.answer_survey(code=survey.code, body=body, session=session, _actor=actor, request=request,
                                 response=given)  # fmt: skip
    answered = hand_on(given, see_other(request, f"/s/{survey.code}/thanks"))
    if made.is_new:
        return answered
    return flash(answered, "info", _("Anda sudah menjawab pada kunjungan ini. Jawaban pertama tetap tercatat."))


def _typed(form: FormData) -> dict[str, Any]:
    marks: dict[str, Any] = {name: _mark(text_of(form, name)) for name in NUMBERS}
    return marks | texts_of(form, *PROFILE, "comment", "visit", TRAP)


def _mark(text: str) -> int | str:
    return int(text) if text in ("1", "2", "3", "4") else text


@router.get("/s/{code}/thanks")
def thanks(request: Request, survey: Scanned) -> Response:
    """After answering."""
    return page(request, "surveys/thanks.html", {"survey": survey}, headers=_PRIVATE)

"""Pages of satisfaction surveys: the list, one survey with what came of it, asking, opening, closing, the poster."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import surveys as api
from app.database import ReadSession
from app.errors import Forbidden
from app.http import qr, slip_paper
from app.http.actor import Known, Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.poster_paper import draw
from app.http.problems import Problem
from app.http.query import query_of
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.http.survey_words import ELEMENTS, PROFILE, QUALITY, SURVEY_STATUS
from app.models.base import Id, Page
from app.models.survey import (
    MOST_SLIPS,
    SLIPS_AT_ONCE,
    SlipQuery,
    SurveyComment,
    SurveyCreate,
    SurveyDeed,
    SurveyDetail,
    SurveyRead,
    SurveyStatus,
    SurveyUpdate,
)
from app.models.survey_results import (
    SurveyResults,
)
from app.pages.route import PageRoute, choices, first_url, page_url
from app.pages.unit_codes import unit_id_of
from app.queries.reach import require_somewhere
from app.queries.surveys import READ, WRITE
from app.rules.permissions import Actor, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HOME = "/surveys"
One = Annotated[SurveyDetail, Depends(api.read_survey)]


def _own(survey_id: Id, session: Reading, actor: Known) -> SurveyDetail:
    """The survey, to whoever sees those of some unit."""
    require_somewhere(actor, READ)
    return api.read_survey(survey_id=survey_id, session=session, actor=actor, response=Response())


Own = Annotated[SurveyDetail, Depends(_own)]


def _editable(survey: Own) -> SurveyDetail:
    """The survey, to whoever may change it: before a form is read."""
    if SurveyDeed.change not in survey.allowed:
        raise Forbidden
    return survey


Editable = Annotated[SurveyDetail, Depends(_editable)]
_FIELDS = ("title", "service", "starts_on", "ends_on", "population")
MOST_COMMENTS = 50
"""On the page; the file has all."""


@router.get(HOME)
def index(request: Request, found: Annotated[Page[SurveyRead], Depends(api.list_surveys)], actor: Visitor) -> Response:
    """The surveys."""
    query = request.query_params
    context = {
        "surveys": found, "query": query, "statuses": choices(SURVEY_STATUS), "words": SURVEY_STATUS,
        "quality": QUALITY, "may_ask": may_somewhere(actor, WRITE), "may_read": may_somewhere(actor, READ),
        "may_read_speeds": may_somewhere(actor, "service-records:read"),
        "next_url": page_url(request, found.next), "first_url": first_url(request),
        "is_filtered": any(name in query for name in ("status", "year", "unit_id")),
    }  # fmt: skip
    return page(request, "surveys/index.html", context)


@router.get(f"{HOME}/new")
def new(request: Request, actor: Known) -> Response:
    """The form of a new survey."""
    require_somewhere(actor, WRITE)
    return _form(request, {"unit": actor.unit_name or "", "is_public": True}, None)


def _form(request: Request, values: dict[str, Any], problem: Problem | None) -> Response:
    context = {"values": values, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "surveys/new.html", context)


@router.post(HOME)
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Makes a draft, and goes to its page."""
    typed: dict[str, Any] = texts_of(form, "unit", *_FIELDS)
    typed["is_public"] = bool(text_of(form, "is_public"))
    with refused_as(request, lambda problem: _form(request, typed, problem)):
        require_somewhere(actor, WRITE)
        unit_id = unit_id_of(request, reading, typed["unit"], "unit_id")
        sent = typed | {"unit_id": unit_id, "population": _number(typed["population"])}
        body = parse(
            SurveyCreate, {name: value for name, value in sent.items() if value is not None and name != "unit"}
        )
        made = api.create_survey(body=body, session=session, actor=actor, response=Response())
    said = _("Survei disiapkan. Periksa, lalu buka supaya jawaban dapat masuk.")
    return flash(see_other(request, f"{HOME}/{made.id}"), "success", said)


def _number(text: str) -> int | str | None:
    """A number as people write it, 12.000 too; None for nothing, and the text itself where it is none."""
    digits = text.replace(".", "")
    if not text:
        return None
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else text


@router.get(f"{HOME}/{{survey_id}}")
def show(request: Request, survey: One, session: Reading, actor: Visitor) -> Response:
    """One survey: its link and QR for the unit, and what came of it."""
    return _show(request, session, actor, survey, {}, None)


def _show(
    request: Request, session: ReadSession, actor: Actor, survey: SurveyDetail, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    results = api.read_survey_results(survey_id=survey.id, session=session, actor=actor, request=request)
    url = qr.address(request, f"/s/{survey.code}")
    context = {
        "survey": survey, "results": results, "weakest": _weakest(results), "words": SURVEY_STATUS,
        "quality": QUALITY, "profile": PROFILE, "element_names": ELEMENTS, "url": url, "picture": qr.picture(url),
        "deeds": survey.allowed, "values": values, "problem": problem,
        "errors": errors_by_field(problem), "comments": _comments(request, session, actor, survey, results),
        "most": MOST_COMMENTS, "slips": SLIPS_AT_ONCE, "last_slip": MOST_SLIPS - SLIPS_AT_ONCE + 1,
    }  # fmt: skip
    return page(request, "surveys/show.html", context)


def _weakest(results: SurveyResults) -> str | None:
    """The key of the element with the lowest mean; None where all are alike or nothing is told."""
    means = sorted((one.mean, one.key) for one in results.elements if one.mean is not None)
    return means[0][1] if means and means[0][0] < means[-1][0] else None


def _comments(
    request: Request, session: ReadSession, actor: Actor, survey: SurveyDetail, results: SurveyResults
) -> list[SurveyComment]:
    """What was written, for the unit."""
    if SurveyDeed.answers not in survey.allowed or results.is_suppressed:
        return []
    return api.list_survey_comments(survey_id=survey.id, session=session, actor=actor, request=request).items


@router.post(f"{HOME}/{{survey_id}}")
def update(
    request: Request, survey: Editable, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Changes it."""
    typed: dict[str, Any] = texts_of(form, *_FIELDS)
    typed["is_public"] = bool(text_of(form, "is_public"))
    with refused_as(request, lambda problem: _show(request, reading, actor, survey, typed, problem)):
        names = ("is_public",) if survey.status == SurveyStatus.closed else ("is_public", *_FIELDS)
        body = parse(SurveyUpdate, {name: typed[name] for name in names} | {"population": _number(typed["population"])})
        api.update_survey(survey_id=survey.id, body=body, expected=version_of(form), session=session, actor=actor,
                          response=Response())  # fmt: skip
    return flash(see_other(request, f"{HOME}/{survey.id}"), "success", _("Perubahan disimpan."))


@router.post(f"{HOME}/{{survey_id}}/opening")
def open_(request: Request, survey: Editable, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Takes answers."""
    with refused_as(request, lambda problem: _show(request, reading, actor, survey, {}, problem)):
        api.open_survey(survey_id=survey.id, expected=version_of(form), session=session, actor=actor,
                        response=Response())  # fmt: skip
    said = _("Survei dibuka. Pasang posternya di loket, atau bagikan tautannya.")
    return flash(see_other(request, f"{HOME}/{survey.id}"), "success", said)


@router.post(f"{HOME}/{{survey_id}}/closing")
def close(request: Request, survey: Editable, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Takes no more answers."""
    with refused_as(request, lambda problem: _show(request, reading, actor, survey, {}, problem)):
        api.close_survey(survey_id=survey.id, expected=version_of(form), session=session, actor=actor,
                         response=Response())  # fmt: skip
    return flash(see_other(request, f"{HOME}/{survey.id}"), "success", _("Survei ditutup; hasilnya tetap."))


@router.get(f"{HOME}/{{survey_id}}/poster.pdf")
def poster(request: Request, survey: Own) -> Response:
    """The poster for the counter, A4."""
    headers = {"Content-Disposition": 'attachment; filename="survey-poster.pdf"', "Cache-Control": "private, no-store"}
    return Response(draw(request, survey), 200, headers, "application/pdf")


@router.get(f"{HOME}/{{survey_id}}/slips.pdf")
def slips(request: Request, survey: Editable, query: Annotated[SlipQuery, query_of(SlipQuery)]) -> Response:
    """Slips for visitors, to be cut apart: each is good for one answer."""
    headers = {"Content-Disposition": 'attachment; filename="survey-slips.pdf"', "Cache-Control": "private, no-store"}
    return Response(slip_paper.draw(request, survey, query.first), 200, headers, "application/pdf")

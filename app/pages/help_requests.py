"""Pages of requests for help: what units look for, one request with its answers, asking, answering, thanking."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import FormData

from app.api import help_requests as api
from app.database import ReadSession
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.help_request import (
    HelpAnswerCreate,
    HelpRequestCreate,
    HelpRequestRead,
    HelpRequestSummary,
    HelpRequestUpdate,
)
from app.pages.rembug import in_the_catalogue, innovation_id_of, tabs
from app.pages.route import PageRoute, choices, first_url, page_url
from app.pages.unit_codes import unit_id_of
from app.queries.help_requests import READ, WRITE
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HOME = "/help-requests"
One = Annotated[HelpRequestRead, Depends(api.read_help_request)]
_ANSWER = "/help-answers/{help_answer_id}"


@router.get(HOME)
def index(
    request: Request, found: Annotated[Page[HelpRequestSummary], Depends(api.list_help_requests)], actor: Known
) -> Response:
    """What units look for, newest first."""
    query = request.query_params
    context = {
        "requests": found, "query": query, "tabs_": tabs(HOME), "statuses": choices(labels.HELP_STATUS),
        "may_ask": may_somewhere(actor, WRITE), "next_url": page_url(request, found.next),
        "first_url": first_url(request), "is_filtered": any(name in query for name in ("q", "status", "is_own")),
    }  # fmt: skip
    return page(request, "help_requests/index.html", context)


@router.get(f"{HOME}/new")
def new(request: Request, session: Reading, actor: Known) -> Response:
    """The form that asks."""
    require_somewhere(actor, WRITE)
    return _form(request, session, {"unit": actor.unit_name or ""}, None)


@router.get(f"{HOME}/known")
def known(
    request: Request, session: Reading, actor: Known, title: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """What the catalogue has for a title that is being typed: perhaps nobody need be asked."""
    require_somewhere(actor, READ)
    context = {"innovations": in_the_catalogue(request, session, title)}
    return page(request, "help_requests/known.html", context)


def _form(request: Request, session: ReadSession, values: dict[str, Any], problem: Problem | None) -> Response:
    context = {"values": values, "problem": problem, "errors": errors_by_field(problem),
               "innovations": in_the_catalogue(request, session, values.get("title", ""))}  # fmt: skip
    return page(request, "help_requests/new.html", context)


@router.post(HOME)
def ask(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Asks, and goes to the page of the request."""
    typed = texts_of(form, "unit", "title", "text")
    with refused_as(request, lambda p: _form(request, reading, typed, p)):
        require_somewhere(actor, WRITE)
        unit_id = unit_id_of(request, reading, typed["unit"], "unit_id")
        sent = {"unit_id": unit_id, "title": typed["title"], "text": typed["text"]}
        body = parse(HelpRequestCreate, {name: value for name, value in sent.items() if value})
        made = api.ask_for_help(body=body, session=session, actor=actor, response=Response())
    said = _("Permintaan terkirim. Jawaban unit lain dikabarkan lewat surel.")
    return flash(see_other(request, f"{HOME}/{made.id}"), "success", said)


@router.get(f"{HOME}/{{help_request_id}}")
def show(request: Request, help_request: One, session: Reading, actor: Known) -> Response:
    """One request, its answers, and what this reader may do."""
    return _show(request, session, actor, help_request, {}, None)


def _show(
    request: Request, session: ReadSession, actor: Actor, help_request: HelpRequestRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    answers = api.list_help_answers(help_request_id=help_request.id, session=session, actor=actor, request=request)
    context = {
        "help_request": help_request, "answers": answers.items, "values": values, "problem": problem,
        "errors": errors_by_field(problem), "form": values.get("form", ""), "deeds": help_request.allowed,
        "innovations": in_the_catalogue(request, session, help_request.title),
    }  # fmt: skip
    return page(request, "help_requests/show.html", context)


@router.post(f"{HOME}/{{help_request_id}}")
def change(
    request: Request, help_request: One, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Mends the text."""
    typed = texts_of(form, "title", "text") | {"form": "change"}
    with refused_as(request, lambda p: _show(request, reading, actor, help_request, typed, p)):
        _update(help_request, {name: typed[name] for name in ("title", "text")}, form, session, actor)
    return flash(see_other(request, f"{HOME}/{help_request.id}"), "success", _("Perubahan disimpan."))


@router.post(f"{HOME}/{{help_request_id}}/status")
def settle(
    request: Request, help_request: One, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Says that it is solved or closed, or asks again."""
    with refused_as(request, lambda p: _show(request, reading, actor, help_request, {}, p)):
        changed = _update(help_request, {"status": text_of(form, "status")}, form, session, actor)
    said = {"solved": _("Dicatat sebagai terjawab."), "closed": _("Permintaan ditutup.")}
    return flash(see_other(request, f"{HOME}/{help_request.id}"), "success",
                 said.get(changed.status, _("Permintaan dibuka kembali.")))  # fmt: skip


def _update(
    help_request: HelpRequestRead, sent: dict[str, str], form: FormData, session: Writing, actor: Known
) -> HelpRequestRead:
    return api.update_help_request(help_request_id=help_request.id, body=parse(HelpRequestUpdate, sent),
                                   expected=version_of(form), session=session, actor=actor,
                                   response=Response())  # fmt: skip


@router.post(f"{HOME}/{{help_request_id}}/answers")
def answer(
    request: Request, help_request: One, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Answers in the name of a unit."""
    typed = texts_of(form, "unit", "text", "innovation") | {"form": "answer"}
    with refused_as(request, lambda p: _show(request, reading, actor, help_request, typed, p)):
        require_somewhere(actor, WRITE)
        sent = {"unit_id": unit_id_of(request, reading, typed["unit"], "unit_id"), "text": typed["text"],
                "innovation_id": innovation_id_of(request, reading, typed["innovation"])}  # fmt: skip
        body = parse(HelpAnswerCreate, {name: value for name, value in sent.items() if value})
        api.answer_help_request(help_request_id=help_request.id, body=body, session=session, actor=actor,
                                response=Response())  # fmt: skip
    said = _("Terima kasih. %(unit)s diberi tahu.") % {"unit": help_request.unit_name}
    return flash(see_other(request, f"{HOME}/{help_request.id}"), "success", said)


@router.post(f"{_ANSWER}/helpful")
def thank(request: Request, help_answer_id: Id, form: Form, session: Writing, actor: Known) -> Response:
    """Says that an answer helped."""
    found = api.thank_for_answer(help_answer_id=help_answer_id, expected=version_of(form), session=session, actor=actor,
                                 response=Response())  # fmt: skip
    said = _("Ditandai membantu; %(unit)s diberi tahu.") % {"unit": found.unit_name}
    return flash(see_other(request, f"{HOME}/{found.help_request_id}"), "success", said)


@router.post(f"{_ANSWER}/helpful/removal")
def take_back(request: Request, help_answer_id: Id, form: Form, session: Writing, actor: Known) -> Response:
    """Takes that back."""
    found = api.take_back_thanks(help_answer_id=help_answer_id, expected=version_of(form), session=session, actor=actor,
                                 response=Response())  # fmt: skip
    return flash(see_other(request, f"{HOME}/{found.help_request_id}"), "success", _("Tanda membantu dicabut."))


@router.post(f"{_ANSWER}/removal")
def remove(
    request: Request, help_answer_id: Id, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Takes an answer away."""
    found = api.read_help_answer(help_answer_id=help_answer_id, session=reading, actor=actor, response=Response())
    api.remove_help_answer(help_answer_id=help_answer_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, f"{HOME}/{found.help_request_id}"), "success", _("Jawaban dihapus."))

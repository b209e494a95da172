"""Pages of the people who are named in proposals: looked for, what is stored of them, erased."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from app.api import named_people as api
from app.database import ReadSession
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of
from app.http.locale import _
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.named_person import PersonErasure, PersonFound, PersonSought
from app.pages.route import PageRoute, permitted
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
ALLOWED = [permitted("users:write"), permitted("proposals:read")]


@router.get("/named-people", dependencies=ALLOWED)
def index(request: Request) -> Response:
    """The form to look for somebody."""
    return _page(request, "", None, None)


@router.post("/named-people", dependencies=ALLOWED)
def search(request: Request, form: Form, session: Reading, actor: Known) -> Response:
    """Who was looked for, by a form and not by an address: an address is kept in many places."""
    identifier = text_of(form, "identifier")
    with refused_as(request, lambda problem: _page(request, identifier, None, problem)):
        found = _found(form, session, actor)
    return _page(request, identifier, found, None)


@router.post("/named-people/export", dependencies=ALLOWED)
def export(request: Request, form: Form, session: Reading, actor: Known) -> Response:
    """What is stored, as a file to hand to the person."""
    with refused_as(request, lambda problem: _page(request, text_of(form, "identifier"), None, problem)):
        found = _found(form, session, actor)
    headers = {"Content-Disposition": 'attachment; filename="jipp-named-person.json"', "Cache-Control": "no-store"}
    return Response(found.model_dump_json(indent=2), 200, headers, "application/json")


@router.post("/named-people/erasure", dependencies=ALLOWED)
def erase(request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Erases the person from a proposal."""
    identifier = text_of(form, "identifier")
    with refused_as(request, lambda problem: _page(request, identifier, None, problem)):
        body = parse(PersonErasure, {"identifier": identifier, "proposal_ids": [text_of(form, "proposal_id")]})
        api.erase_named_person(body=body, session=session, actor=actor)
    return flash(see_other(request, "/named-people"), "success", _("Data pribadi dihapus."))


def _found(form: FormData, session: ReadSession, actor: Actor) -> PersonFound:
    body = parse(PersonSought, {"identifier": text_of(form, "identifier")})
    return api.find_named_person(body=body, session=session, actor=actor, response=Response())


def _page(request: Request, identifier: str, found: PersonFound | None, problem: Any) -> Response:
    context = {"identifier": identifier, "found": found, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "named_people/index.html", context)

"""Sheets that jurors give back: the juror's page with one button, and the organiser's list of who gave back what."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import declinations as api
from app.api import evaluations as evaluations_api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.errors import Forbidden
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.query import query_of
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.desk import DeclinationCreate
from app.models.evaluation import EvaluationRead
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, first_url, page_url, permitted
from app.pages.sessions import local_path
from app.queries.declinations import DeclinationFilters
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Sheet = Annotated[EvaluationRead, Depends(evaluations_api.read_evaluation)]
Reader = Annotated[Actor, permitted("assignments:read")]
Editor = Annotated[Actor, permitted("assignments:write")]


@router.get("/evaluations/{assignment_id}/declination")
def ask(request: Request, sheet: Sheet, session: Reading, actor: Known) -> Response:
    """What giving back means, why, and one button; a signed sheet shows itself."""
    _check_own(sheet, actor)
    if sheet.signed_at is not None:
        return see_other(request, f"/evaluations/{sheet.assignment_id}")
    return _form(request, session, actor, sheet, {}, None)


@router.post("/evaluations/{assignment_id}/declination")
def decline(request: Request, sheet: Sheet, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """The juror gives the sheet back; it goes from the desk."""
    _check_own(sheet, actor)
    typed: dict[str, Any] = {name: text_of(form, name).strip() or None for name in ("cause", "reason")}
    with refused_as(request, lambda problem: _form(request, reading, actor, sheet, typed, problem)):
        body = parse(DeclinationCreate, typed)
        api.decline(assignment_id=sheet.assignment_id, body=body, session=session, actor=actor, response=Response())
    url = f"/assignments?edition_id={sheet.edition_id}&stage={sheet.stage}"
    text = _("Dikembalikan. Penyelenggara membaca alasannya dan membagikan usulan itu kepada juri lain.")
    return flash(see_other(request, url), "success", text)


def _check_own(sheet: EvaluationRead, actor: Actor) -> None:
    if sheet.juror_id != actor.id:
        raise Forbidden


def _form(
    request: Request, session: ReadSession, actor: Actor, sheet: EvaluationRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    proposal = proposals_api.read_proposal(
        proposal_id=sheet.proposal_id, session=session, actor=actor, response=Response()
    )
    context = {
        "sheet": sheet, "proposal": proposal, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "causes": [(cause, labels.label(labels.DECLINED, cause)) for cause in labels.DECLINED],
    }  # fmt: skip
    return page(request, "evaluations/declination.html", context)


@router.get("/editions/{edition_id}/stages/{stage}/declinations")
def index(
    request: Request, edition: Edition, stage: Key, query: Annotated[DeclinationFilters, query_of(DeclinationFilters)],
    session: Reading, actor: Reader,
) -> Response:  # fmt: skip
    """Who gave back what, and why (organiser, auditor)."""
    found = api.list_declinations(edition_id=edition.id, stage=stage, query=query, session=session, actor=actor,
                                  request=request, response=Response())  # fmt: skip
    context = room_context(actor, edition, stage_of(edition, stage), "/assignments") | {
        "found": found, "next_url": page_url(request, found.next), "first_url": first_url(request),
    }  # fmt: skip
    return page(request, "assignments/declinations.html", context)


@router.post("/declinations/{declination_id}/removal")
def remove(declination_id: Id, request: Request, form: Form, session: Writing, actor: Editor) -> Response:
    """From now on the juror may be given the proposal again."""
    api.remove_declination(declination_id=declination_id, expected=version_of(form), session=session, actor=actor)
    text = _("Dicabut. Usulan itu dapat dibagikan lagi kepada juri tersebut.")
    return flash(see_other(request, local_path(text_of(form, "back"), "/editions")), "success", text)

"""Conflicts of interest: a juror declares one from the sheet; the organiser sees all of a stage and decides."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import conflicts as api
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
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.conflict import ConflictCreate
from app.models.edition import EditionRead
from app.models.evaluation import EvaluationRead
from app.models.listing import MAX_LIMIT
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, permitted
from app.pages.sessions import local_path
from app.queries.conflicts import ConflictFilters
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Sheet = Annotated[EvaluationRead, Depends(evaluations_api.read_evaluation)]
Reader = Annotated[Actor, permitted("conflicts:read")]
Editor = Annotated[Actor, permitted("conflicts:write")]


@router.get("/evaluations/{assignment_id}/conflict")
def ask(request: Request, sheet: Sheet, session: Reading, actor: Known) -> Response:
    """What declaring means, and one button."""
    _check_own(sheet, actor)
    return _declaration(request, session, actor, sheet, None)


@router.post("/evaluations/{assignment_id}/conflict")
def declare(request: Request, sheet: Sheet, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """The juror declares a conflict with the proposal; its sheet goes from the desk."""
    _check_own(sheet, actor)
    with refused_as(request, lambda problem: _declaration(request, reading, actor, sheet, problem)):
        body = parse(ConflictCreate, {"edition_id": sheet.edition_id, "proposal_id": sheet.proposal_id,
                                      "reason": text_of(form, "reason").strip() or None})  # fmt: skip
        api.create_conflict(body=body, session=session, actor=actor, response=Response())
    url = f"/assignments?edition_id={sheet.edition_id}&stage={sheet.stage}"
    return flash(see_other(request, url), "success", _("Terima kasih. Usulan itu tidak lagi di meja Anda."))


def _check_own(sheet: EvaluationRead, actor: Actor) -> None:
    if sheet.juror_id != actor.id:
        raise Forbidden


def _declaration(
    request: Request, session: ReadSession, actor: Actor, sheet: EvaluationRead, problem: Problem | None
) -> Response:
    proposal = proposals_api.read_proposal(
        proposal_id=sheet.proposal_id, session=session, actor=actor, response=Response()
    )
    context = {"sheet": sheet, "proposal": proposal, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "evaluations/conflict.html", context)


@router.get("/editions/{edition_id}/stages/{stage}/conflicts")
def index(request: Request, edition: Edition, stage: Key, session: Reading, actor: Reader) -> Response:
    """Who must not read what, and why; with what an organiser allowed."""
    return _list(request, session, actor, edition, stage, {}, None)


@router.post("/editions/{edition_id}/stages/{stage}/conflicts")
def allow(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Allows one of them, with a reason."""
    names = ("juror_id", "proposal_id", "kind", "reason")
    typed: dict[str, Any] = {name: text_of(form, name).strip() or None for name in names}
    with refused_as(request, lambda p: _list(request, reading, actor, edition, stage, typed, p)):
        body = parse(ConflictCreate, typed | {"edition_id": edition.id, "allowed": True})
        api.create_conflict(body=body, session=session, actor=actor, response=Response())
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}/conflicts"), "success", _("Diizinkan."))


@router.post("/conflicts/{conflict_id}/removal")
def remove(conflict_id: Id, request: Request, form: Form, session: Writing, actor: Editor) -> Response:
    """Takes back what was declared, added or allowed."""
    api.remove_conflict(conflict_id=conflict_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, local_path(text_of(form, "back"), "/editions")), "success", _("Dicabut."))


def _list(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: str, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    found = api.list_stage_conflicts(
        edition_id=edition.id, stage=stage, session=session, actor=actor, request=request
    ).items
    query = ConflictFilters(edition_id=edition.id, limit=MAX_LIMIT)
    stored = api.list_conflicts(query=query, session=session, actor=actor, request=request, response=Response()).items
    context = room_context(actor, edition, stage_of(edition, stage), "/jurors") | {
        "found": found, "stored": stored, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "kinds": labels.CONFLICT, "titles": {one.proposal_id: one.proposal_title for one in found},
    }  # fmt: skip
    return page(request, "assignments/conflicts.html", context)

"""The score sheet: the text beside the rubric, saved at each change, signed when complete."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import assignments as assignments_api
from app.api import documents as documents_api
from app.api import editions as editions_api
from app.api import evaluations as api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.errors import FieldError
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import MalformedInput, Problem, problem_of
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.edition import EditionRead, Stage
from app.models.evaluation import EvaluationRead
from app.models.proposal import ProposalRead
from app.pages import evaluations_comparison, evaluations_signature
from app.pages.evaluations_comparison import compared
from app.pages.evaluations_form import body_of, control_of, name_of, seconds_of, typed, values_of
from app.pages.proposals_show import text_context
from app.pages.route import PageRoute
from app.queries import progress, readings
from app.queries.editions import stage_of
from app.queries.evaluations import MyAssignmentFilters
from app.rules import rubric
from app.rules.permissions import Actor, Scope, grants_for, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
router.include_router(evaluations_signature.router)
router.include_router(evaluations_comparison.router)
Shown = Annotated[EvaluationRead, Depends(api.read_evaluation)]


def edition_of(session: ReadSession, actor: Actor, sheet: EvaluationRead) -> EditionRead:
    """The edition that the sheet belongs to."""
    return editions_api.read_edition(edition_id=sheet.edition_id, session=session, actor=actor, response=Response())


@router.get("/evaluations/{assignment_id}")
def show(request: Request, sheet: Shown, session: Reading, actor: Known, check: bool = False) -> Response:
    """The sheet; with *check* it opens with the list of what is missing."""
    return _page(request, session, actor, sheet, values_of(sheet), None, check=check)


@router.patch("/evaluations/{assignment_id}")
def autosave(
    request: Request, assignment_id: Id, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Saves what has been given so far; a mark that cannot be saved is named, the others are saved."""
    before = api.read_evaluation(assignment_id=assignment_id, session=reading, actor=actor, response=Response())
    edition = edition_of(reading, actor, before)
    stage = stage_of(edition, before.stage)
    saved, wrong = _save(form, stage, assignment_id, session, actor)
    problem = problem_of(MalformedInput(errors=wrong), request.url.path)
    beside = compared(reading, saved, stage)
    context = {"sheet": saved, "unsaved": _named(problem, stage), "beside": beside, **_rest(saved, stage)}
    return page(request, "evaluations/saved.html", context)


@router.post("/evaluations/{assignment_id}")
def save(request: Request, sheet: Shown, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Saves with a button (or without JavaScript), then goes where the button leads."""
    stage = stage_of(edition_of(reading, actor, sheet), sheet.stage)
    with refused_as(request, lambda p: _page(request, reading, actor, sheet, typed(form), p)):
        saved, wrong = _save(form, stage, sheet.assignment_id, session, actor)
        if wrong:
            raise MalformedInput(errors=wrong)
    url = f"/evaluations/{sheet.assignment_id}"
    if text_of(form, "deed") == "signature":
        return see_other(request, f"{url}?check=true#missing" if saved.missing else f"{url}/signature")
    return flash(see_other(request, url), "success", _("Nilai disimpan."))


def _save(
    form: FormData, stage: Stage, assignment_id: str, session: Writing, actor: Actor
) -> tuple[EvaluationRead, list[FieldError]]:
    body, wrong = body_of(typed(form), stage)
    editor = text_of(form, "editor")[:60] or None
    body.seconds_spent = seconds_of(form) if editor else None
    saved = api.save_evaluation(
        assignment_id=assignment_id, body=body, expected=version_of(form), session=session, actor=actor,
        response=Response(), editor=editor,
    )  # fmt: skip
    return saved, wrong


def _page(
    request: Request, session: ReadSession, actor: Actor, sheet: EvaluationRead, values: dict[str, str],
    problem: Problem | None, *, check: bool = False,
) -> Response:  # fmt: skip
    edition = edition_of(session, actor, sheet)
    stage = stage_of(edition, sheet.stage)
    proposal = proposals_api.read_proposal(
        proposal_id=sheet.proposal_id, session=session, actor=actor, response=Response()
    )
    files = documents_api.list_documents(proposal_id=proposal.id, session=session, actor=actor, request=request).items
    rest = _rest(sheet, stage)
    context = _judged(proposal, edition) | rest | rights(actor, sheet, edition) | {
        "sheet": sheet, "stage": stage, "documents": files, "values": values, "problem": problem,
        "named": _named(problem, stage), "errors": {one["field"]: one["message"] for one in _named(problem, stage)},
        "to_fill": rest["missing"] if check else [], "editor": secrets.token_urlsafe(12),
        "place": progress.place_on_desk(session, sheet.assignment_id),
        "juror_name": _juror_name(request, session, actor, sheet),
        "reopened": readings.reopenings(session, sheet.assignment_id), "unsaved": [],
        "by_section": _by_section(stage),
        "beside": compared(session, sheet, stage) if sheet.signed_at is None else None,
    }  # fmt: skip
    return page(request, "evaluations/show.html", context)


def _judged(proposal: ProposalRead, edition: EditionRead) -> dict[str, Any]:
    """The text without personal data: whoever looks at a sheet, judging needs nobody's number."""
    context = text_context(proposal, edition)
    return context | {"answers": [(asked, answer) for asked, answer in context["answers"] if not asked.is_private]}


def rights(actor: Actor, sheet: EvaluationRead, edition: EditionRead) -> dict[str, bool]:
    """What this reader may do with the sheet now: an offer, each deed checks for itself."""
    is_open = sheet.stage not in edition.published_stages
    may_score = any(scope is Scope.own for _grant, scope in grants_for(actor, "evaluations:write"))
    is_own = sheet.juror_id == actor.id and may_score
    return {
        "is_own": is_own, "is_published": not is_open,
        "is_editable": is_own and is_open and sheet.signed_at is None,
        "may_reopen": is_open and sheet.signed_at is not None and may_everywhere(actor, "evaluations:reopen"),
        "may_release": sheet.signed_at is not None and may_everywhere(actor, "publication:write"),
        "sees_room": may_everywhere(actor, "assignments:read"),
    }  # fmt: skip


def _rest(sheet: EvaluationRead, stage: Stage) -> dict[str, Any]:
    """What is still to do: leaves without a mark with the ids of their controls, and how many there are in all."""
    leaves = rubric.leaves(stage.rubric)
    missing = [{"field": f"score-{leaf.key}", "title": leaf.title} for leaf in leaves if leaf.key in sheet.missing]
    return {"missing": missing, "leaves": leaves}


def _named(problem: Problem | None, stage: Stage) -> list[dict[str, str]]:
    """The fields of a refusal, each with its criterion's name and the id of its control."""
    found = (problem.errors or []) if problem else []
    return [{"field": control_of(error.field), "title": name_of(error.field, stage) or _("Rekomendasi"),
             "message": error.message} for error in found]  # fmt: skip


def _juror_name(request: Request, session: ReadSession, actor: Actor, sheet: EvaluationRead) -> str:
    query = MyAssignmentFilters(edition_id=sheet.edition_id, stage=sheet.stage, juror_id=sheet.juror_id,
                                proposal_id=sheet.proposal_id, limit=1)  # fmt: skip
    found = assignments_api.list_my_assignments(query=query, session=session, actor=actor, request=request,
                                                response=Response())  # fmt: skip
    return found.items[0].juror_name if found.items else ""


def _by_section(stage: Stage) -> dict[str, list[tuple[str, str]]]:
    """The criteria that a section of the text is read for: id of the control, title."""
    found: dict[str, list[tuple[str, str]]] = {}
    for leaf in rubric.leaves(stage.rubric):
        if leaf.section:
            found.setdefault(leaf.section, []).append((f"score-{leaf.key}", leaf.title))
    return found

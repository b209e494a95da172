"""Signing a sheet, and opening a signed one again: a page each that says what it means, and one button."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import editions as editions_api
from app.api import evaluations as api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.errors import Forbidden
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _, ngettext
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.evaluation import EvaluationRead, SignatureUpdate
from app.pages.evaluations_comparison import compared
from app.pages.route import PageRoute
from app.queries import progress
from app.queries.editions import stage_of
from app.rules import rubric
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[EvaluationRead, Depends(api.read_evaluation)]


@router.get("/evaluations/{assignment_id}/signature")
def ask(request: Request, sheet: Shown, session: Reading, actor: Known) -> Response:
    """The whole sheet once more before signing; for the organiser the form that opens a signed one again."""
    url = f"/evaluations/{sheet.assignment_id}"
    if sheet.signed_at is not None:
        if may_everywhere(actor, "evaluations:reopen"):
            return _form(request, session, actor, sheet, {}, None)
        return see_other(request, url)
    if sheet.juror_id != actor.id:
        raise Forbidden
    if sheet.missing:
        return see_other(request, f"{url}?check=true#missing")
    return _form(request, session, actor, sheet, {}, None)


@router.post("/evaluations/{assignment_id}/signature")
def do(request: Request, sheet: Shown, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Signs, then goes to the next sheet that is not signed; or opens again with a reason."""
    is_reopening = text_of(form, "signed") == "false"
    typed = {"reason": text_of(form, "reason").strip()}
    with refused_as(request, lambda p: _form(request, reading, actor, sheet, typed, p)):
        body = parse(SignatureUpdate, {"signed": not is_reopening, "reason": typed["reason"] or None})
        api.sign_evaluation(assignment_id=sheet.assignment_id, body=body, expected=version_of(form), session=session,
                            actor=actor, response=Response())  # fmt: skip
    if is_reopening:
        text = _("Lembar dibuka kembali. Juri melihat alasannya pada lembar itu.")
        return flash(see_other(request, f"/evaluations/{sheet.assignment_id}"), "success", text)
    return _after_signing(request, reading, sheet)


def _after_signing(request: Request, session: ReadSession, sheet: EvaluationRead) -> Response:
    """On to the next sheet: nobody has to look for it on the last evening."""
    place = progress.place_on_desk(session, sheet.assignment_id)
    left = place.left - (sheet.signed_at is None)  # the signature is not committed yet, so it is not counted
    if place.next_unsigned is None:
        url = f"/assignments?edition_id={sheet.edition_id}&stage={sheet.stage}"
        return flash(see_other(request, url), "success", _("Ditandatangani. Itu lembar terakhir; terima kasih."))
    text = ngettext("Ditandatangani. %(num)s lembar lagi; ini berikutnya.",
                    "Ditandatangani. %(num)s lembar lagi; ini berikutnya.", left) % {"num": left}  # fmt: skip
    return flash(see_other(request, f"/evaluations/{place.next_unsigned}"), "success", text)


def _form(
    request: Request, session: ReadSession, actor: Actor, sheet: EvaluationRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    edition = editions_api.read_edition(edition_id=sheet.edition_id, session=session, actor=actor, response=Response())
    proposal = proposals_api.read_proposal(
        proposal_id=sheet.proposal_id, session=session, actor=actor, response=Response()
    )
    stage = stage_of(edition, sheet.stage)
    context = {
        "sheet": sheet, "edition": edition, "stage": stage, "proposal": proposal, "values": values, "problem": problem,
        "errors": errors_by_field(problem), "leaves": rubric.leaves(stage.rubric),
        "is_reopening": sheet.signed_at is not None,
        "beside": compared(session, sheet, stage) if sheet.signed_at is None else None,
    }  # fmt: skip
    return page(request, "evaluations/signature.html", context)

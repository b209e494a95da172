"""Releasing a juror's notes to the people of the proposal: which of them, and with what left out."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import editions as editions_api
from app.api import evaluations as evaluations_api
from app.api import note_releases as api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.edition import Stage
from app.models.evaluation import EvaluationRead
from app.models.explanation import NoteReleaseRead, NoteReleaseUpdate
from app.pages.route import PageRoute, permitted
from app.queries.editions import stage_of
from app.rules import rubric
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Sheet = Annotated[EvaluationRead, Depends(evaluations_api.read_evaluation)]
Releaser = Annotated[Actor, permitted("publication:write")]
RECOMMENDATION = "recommendation"


@router.get("/evaluations/{assignment_id}/released-notes")
def ask(request: Request, sheet: Sheet, session: Reading, actor: Releaser) -> Response:
    """Every note of the sheet with what of it is released."""
    released = api.read_released_notes(
        assignment_id=sheet.assignment_id, session=session, actor=actor, response=Response()
    )
    return _form(request, session, actor, sheet, texts_of(released), released.version)


@router.post("/evaluations/{assignment_id}/released-notes")
def release(
    request: Request, sheet: Sheet, form: Form, reading: Reading, session: Writing, actor: Releaser
) -> Response:
    """Releases what is ticked, and takes back what is not."""
    names = [f"notes.{key}" for key in sheet.notes] + [RECOMMENDATION]
    typed = {name: text_of(form, f"text-{name}").strip().replace("\r\n", "\n")
             for name in names if text_of(form, f"is-{name}")}  # fmt: skip
    version = version_of(form)
    with refused_as(request, lambda p: _form(request, reading, actor, sheet, typed, version, p)):
        notes = {name.removeprefix("notes."): text for name, text in typed.items() if name != RECOMMENDATION}
        body = parse(NoteReleaseUpdate, {"notes": notes, RECOMMENDATION: typed.get(RECOMMENDATION, "")})
        api.release_notes(assignment_id=sheet.assignment_id, body=body, expected=version, session=session,
                          actor=actor, response=Response())  # fmt: skip
    edition = editions_api.read_edition(edition_id=sheet.edition_id, session=reading, actor=actor, response=Response())
    text = saved_words(sheet.stage in edition.published_stages)
    return flash(see_other(request, f"/evaluations/{sheet.assignment_id}"), "success", text)


def saved_words(is_published: bool) -> str:
    """What is said once it is saved: whether participants read it now, or later."""
    if is_published:
        return _("Tersimpan. Peserta langsung membacanya dalam penjelasan hasil.")
    return _("Tersimpan. Peserta membacanya dalam penjelasan hasil setelah tahap ini diumumkan.")


def texts_of(released: NoteReleaseRead) -> dict[str, str]:
    """What is released of a sheet, by the names of the form."""
    texts = {f"notes.{key}": text for key, text in released.notes.items()} | {RECOMMENDATION: released.recommendation}
    return {name: text for name, text in texts.items() if text}


def written(stage: Stage, sheet: EvaluationRead) -> list[tuple[str, str, str]]:
    """Name in the form, title and words of everything that the juror wrote, in the order of the rubric."""
    said = [(f"notes.{leaf.key}", leaf.title, sheet.notes[leaf.key])
            for leaf in rubric.leaves(stage.rubric) if sheet.notes.get(leaf.key)]  # fmt: skip
    if sheet.recommendation:
        said.append((RECOMMENDATION, _("Rekomendasi"), sheet.recommendation))
    return said


def _form(
    request: Request, session: ReadSession, actor: Actor, sheet: EvaluationRead, released: dict[str, str],
    version: int | None, problem: Problem | None = None,
) -> Response:  # fmt: skip
    edition = editions_api.read_edition(edition_id=sheet.edition_id, session=session, actor=actor, response=Response())
    proposal = proposals_api.read_proposal(
        proposal_id=sheet.proposal_id, session=session, actor=actor, response=Response()
    )
    stage = stage_of(edition, sheet.stage)
    errors = errors_by_field(problem)
    rows: list[dict[str, Any]] = [
        {"name": name, "title": title, "note": note, "text": released.get(name, note), "is_released": name in released,
         "error": errors.get(name)}
        for name, title, note in written(stage, sheet)
    ]  # fmt: skip
    context = {"sheet": sheet, "stage": stage, "proposal": proposal, "rows": rows, "version": version,
               "problem": problem, "is_published": sheet.stage in edition.published_stages}  # fmt: skip
    return page(request, "evaluations/released_notes.html", context)

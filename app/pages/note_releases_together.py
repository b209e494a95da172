"""Releasing the notes of all sheets of a proposal at once."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import evaluations as evaluations_api
from app.api import note_releases as api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.errors import NotFound
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Key
from app.models.edition import EditionRead, Stage
from app.models.evaluation import EvaluationRead
from app.models.explanation import NoteReleaseRead, NoteReleaseUpdate
from app.models.proposal import ProposalRead
from app.pages.note_releases import RECOMMENDATION, Releaser, saved_words, texts_of, written
from app.pages.route import PageRoute
from app.queries import editions, evaluations
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[ProposalRead, Depends(proposals_api.read_proposal)]
PATH = "/proposals/{proposal_id}/explanations/{stage}/notes"
MOST = 100
"""Sheets of one proposal on a page; no stage asks for so many."""
Typed = dict[str, dict[str, str]]
"""By assignment id what is ticked, by name."""


@dataclass(frozen=True)
class Sheet:
    """A signed sheet with what of it is released."""

    juror: str
    sheet: EvaluationRead
    released: NoteReleaseRead


@router.get(PATH)
def ask(request: Request, proposal: Shown, stage: Key, session: Reading, actor: Releaser) -> Response:
    """Every note of every signed sheet, each with a box to tick."""
    edition, this = _stage(session, actor, proposal, stage)
    sheets = _sheets(session, actor, edition, this, proposal)
    return _form(request, edition, this, proposal, sheets, {one.sheet.assignment_id: texts_of(one.released)
                                                            for one in sheets})  # fmt: skip


@router.post(PATH)
def release(
    request: Request, proposal: Shown, stage: Key, form: Form, reading: Reading, session: Writing, actor: Releaser
) -> Response:
    """Releases what is ticked on all sheets and takes back what is not: all of it, or with a refusal nothing."""
    edition, this = _stage(reading, actor, proposal, stage)
    sheets = _sheets(reading, actor, edition, this, proposal)
    typed = {one.sheet.assignment_id: _ticked(form, one.sheet) for one in sheets}
    for one in sheets:
        id_, was = one.sheet.assignment_id, texts_of(one.released)
        if typed[id_] == was:
            continue
        with refused_as(request, lambda p, id_=id_: _form(  # type: ignore[misc]
            request, edition, this, proposal, sheets, typed, p, id_)):  # fmt: skip
            said = typed[id_]
            notes = {name.removeprefix("notes."): text for name, text in said.items() if name != RECOMMENDATION}
            body = parse(NoteReleaseUpdate, {"notes": notes, RECOMMENDATION: said.get(RECOMMENDATION, "")})
            version = text_of(form, f"version-{id_}")
            api.release_notes(assignment_id=id_, body=body, expected=int(version) if version.isdecimal() else -1,
                              session=session, actor=actor, response=Response())  # fmt: skip
    is_published = stage in edition.published_stages
    url = f"/proposals/{proposal.id}" + (f"/explanations/{stage}" if is_published else "")
    return flash(see_other(request, url), "success", saved_words(is_published))


def _stage(session: ReadSession, actor: Actor, proposal: ProposalRead, stage: str) -> tuple[EditionRead, Stage]:
    edition = editions.read(session, actor, proposal.edition_id)
    this = next((one for one in edition.stages if one.key == stage), None)
    if this is None:
        raise NotFound
    return edition, this


def _sheets(
    session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, proposal: ProposalRead
) -> list[Sheet]:
    query = evaluations.AssignmentFilters(proposal_id=proposal.id, status="signed", limit=MOST)
    found = evaluations.assignments(session, actor, edition.id, stage.key, query).items
    return [
        Sheet(
            one.juror_name,
            evaluations_api.read_evaluation(assignment_id=one.id, session=session, actor=actor, response=Response()),
            api.read_released_notes(assignment_id=one.id, session=session, actor=actor, response=Response()),
        )
        for one in found
    ]


def _ticked(form: Any, sheet: EvaluationRead) -> dict[str, str]:
    names = [f"notes.{key}" for key in sheet.notes] + [RECOMMENDATION]
    return {name: text_of(form, f"text-{sheet.assignment_id}-{name}").strip().replace("\r\n", "\n")
            for name in names if text_of(form, f"is-{sheet.assignment_id}-{name}")}  # fmt: skip


def _form(
    request: Request, edition: EditionRead, stage: Stage, proposal: ProposalRead, sheets: list[Sheet], ticked: Typed,
    problem: Problem | None = None, refused: str | None = None,
) -> Response:  # fmt: skip
    rows: list[dict[str, Any]] = []
    for one in sheets:
        id_, errors = one.sheet.assignment_id, errors_by_field(problem)
        said = [{"name": f"{id_}-{name}", "title": title, "note": note, "text": ticked[id_].get(name, note),
                 "is_released": name in ticked[id_], "error": errors.get(name) if id_ == refused else None}
                for name, title, note in written(stage, one.sheet)]  # fmt: skip
        rows.append({"id": id_, "juror": one.juror, "version": one.released.version, "said": said})
    context = {"edition": edition, "stage": stage, "proposal": proposal, "sheets": rows, "problem": problem,
               "url": f"/proposals/{proposal.id}/explanations/{stage.key}/notes",
               "is_published": stage.key in edition.published_stages}  # fmt: skip
    return page(request, "evaluations/released_together.html", context)

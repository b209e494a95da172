"""Conflicts of interest: a juror declares one from the sheet; the organiser sees all of a stage and decides."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import conflicts as api
from app.api import evaluations as evaluations_api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.errors import Forbidden, invalid
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
from app.models.conflict import ConflictCreate, StageConflict
from app.models.edition import EditionRead
from app.models.evaluation import EvaluationRead
from app.models.listing import MAX_LIMIT
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, permitted
from app.pages.sessions import local_path
from app.pages.unit_codes import unit_id_of
from app.queries import cutoffs, stages
from app.queries.conflicts import ConflictFilters
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Sheet = Annotated[EvaluationRead, Depends(evaluations_api.read_evaluation)]
Reader = Annotated[Actor, permitted("conflicts:read")]
Editor = Annotated[Actor, permitted("conflicts:write")]
NOTE = "note"
"""What the form says that notes a conflict; the others allow one."""


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
def index(
    request: Request, edition: Edition, stage: Key, query: Annotated[ConflictFilters, query_of(ConflictFilters)],
    session: Reading, actor: Reader,
) -> Response:  # fmt: skip
    """Who must not read what, and why; with what an organiser noted or allowed; of one juror where one is named."""
    return _list(request, session, actor, edition, stage, {}, None, query.juror_id)


@router.post("/editions/{edition_id}/stages/{stage}/conflicts")
def create(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Notes a conflict of interest (``deed`` is note), or allows a pair or everything of a kind, with a reason."""
    names = ("deed", "juror_id", "proposal_id", "kind", "reason", "proposal", "unit")
    typed: dict[str, Any] = {name: text_of(form, name).strip() or None for name in names}
    is_note = typed["deed"] == NOTE
    with refused_as(request, lambda p: _list(request, reading, actor, edition, stage, typed, p, None)):
        about = _noted(request, reading, edition, stage, typed) if is_note else {
            "proposal_id": typed["proposal_id"], "kind": typed["kind"], "allowed": True}  # fmt: skip
        if typed["juror_id"] is None:
            raise invalid("juror_id", "missing")
        body = parse(ConflictCreate, about | {"edition_id": edition.id, "juror_id": typed["juror_id"],
                                              "reason": typed["reason"]})  # fmt: skip
        api.create_conflict(body=body, session=session, actor=actor, response=Response())
    text = _("Benturan kepentingan dicatat.") if is_note else _("Diizinkan.")
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}/conflicts"), "success", text)


def _noted(
    request: Request, session: ReadSession, edition: EditionRead, stage: str, typed: dict[str, Any]
) -> dict[str, Any]:
    """The ids of what was typed: the number or title of a proposal of the stage, the code or name of a unit."""
    found = cutoffs.titles(session, stages.candidates(session, edition, stage)) if typed["proposal"] else {}
    fitting = [id_ for id_, names in found.items() if typed["proposal"] in names]
    if typed["proposal"] and len(fitting) != 1:
        raise invalid("proposal", "not_found")
    if bool(typed["proposal"]) == bool(typed["unit"]):
        raise invalid("proposal", "proposal_or_unit")
    return {"proposal_id": fitting[0] if fitting else None,
            "unit_id": unit_id_of(request, session, typed["unit"] or "", "unit")}  # fmt: skip


@router.post("/conflicts/{conflict_id}/removal")
def remove(conflict_id: Id, request: Request, form: Form, session: Writing, actor: Editor) -> Response:
    """Takes back what was declared, added or allowed."""
    api.remove_conflict(conflict_id=conflict_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, local_path(text_of(form, "back"), "/editions")), "success", _("Dicabut."))


@dataclass(frozen=True)
class Pair:
    """A juror and a proposal that do not go together, with every reason."""

    juror_id: str
    juror_name: str
    proposal_id: str
    proposal_title: str
    kinds: Sequence[tuple[str, bool]]
    """Each kind, and whether it was allowed."""

    @property
    def barring(self) -> list[str]:
        """The kinds that nobody allowed."""
        return [kind for kind, is_allowed in self.kinds if not is_allowed]


def _pairs(found: Sequence[StageConflict]) -> list[Pair]:
    """One for each juror and proposal, in the order given."""
    together: dict[tuple[str, str], list[StageConflict]] = defaultdict(list)
    for one in found:
        together[one.juror_id, one.proposal_id].append(one)
    return [
        Pair(all_[0].juror_id, all_[0].juror_name, all_[0].proposal_id, all_[0].proposal_title,
             [(one.kind, one.is_allowed) for one in all_])
        for all_ in together.values()
    ]  # fmt: skip


def _list(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: str, values: dict[str, Any],
    problem: Problem | None, juror_id: str | None,
) -> Response:  # fmt: skip
    found = api.list_stage_conflicts(
        edition_id=edition.id, stage=stage, session=session, actor=actor, request=request
    ).items
    query = ConflictFilters(edition_id=edition.id, juror_id=juror_id, limit=MAX_LIMIT)
    stored = api.list_conflicts(query=query, session=session, actor=actor, request=request, response=Response()).items
    context = room_context(actor, edition, stage_of(edition, stage), "/jurors") | {
        "pairs": _pairs([one for one in found if juror_id in (None, one.juror_id)]), "stored": stored,
        "panel": [(one.user_id, one.name) for one in stages.jurors(session, edition.id, stage)],
        "juror_id": juror_id, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "kinds": labels.CONFLICT, "titles": {one.proposal_id: one.proposal_title for one in found},
    }  # fmt: skip
    return page(request, "assignments/conflicts.html", context)

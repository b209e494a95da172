"""Pages of who checks: the owner's list of all units for an indicator, and the organiser's panel for one unit."""

import csv
import io
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import assessment_rounds as rounds_api
from app.api import assessments as api
from app.clock import now
from app.database import ReadSession
from app.domain.assessments import imports
from app.errors import NotFound
from app.http import labels
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.listing import cell
from app.http.locale import _
from app.http.problems import Problem
from app.http.raport_words import number_typed, value_shown
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.assessment import AssessmentRead, AssessmentStatus, FactPut, ReopeningPut, ValuePut, VerificationPut
from app.models.assessment_round import AssessmentRoundRead, RoundStatus
from app.models.assessment_work import ConfirmationCreate, VerificationRow
from app.models.base import Id, Key
from app.pages.assessments import WORDS
from app.pages.route import PageRoute, choices, permitted, permitted_somewhere
from app.queries.assessments.visibility import PANEL, VERIFY
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
_ONE = "/assessments/{assessment_id}"
OneRound = Annotated[AssessmentRoundRead, Depends(rounds_api.read_assessment_round)]
One = Annotated[AssessmentRead, Depends(api.read_assessment)]
Panel = Annotated[Actor, permitted(PANEL)]
Verifier = Annotated[Actor, permitted_somewhere(VERIFY)]
WAITING = "waiting"
LONGEST_SEARCH = 100
_TYPED = ("value", "target", "note", "recommendation")


@router.get("/assessment-rounds/{round_id}/items/{item}")
def list_of_item(request: Request, actor: Verifier, of: OneRound, item: Key, session: Reading) -> Response:
    """One list of all units for an indicator: what each says, its evidence, what the owner finds."""
    return _list(request, session, actor, of, item, {}, None)


@router.get("/assessment-rounds/{round_id}/items/{item}/template")
def import_template(request: Request, actor: Verifier, of: OneRound, item: Key, session: Reading) -> Response:
    """A CSV file to fill in and import: every unit with what the owner has said so far."""
    rows = rounds_api.list_values_of_item(round_id=of.id, item=item, session=session, actor=actor,
                                          request=request).items  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{item}.csv"', "Cache-Control": "no-store"}
    return Response(_template(item, rows), 200, headers, "text/csv; charset=utf-8; header=present")


def _template(item: str, rows: Sequence[VerificationRow]) -> str:
    """Separated by semicolons, so that numbers may have a decimal comma; with a mark by which Excel knows UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(imports.COLUMNS)
    for row in rows:
        kept = row.verification
        value, target, note = (kept.value or "", kept.target or "", kept.note) if kept else ("", "", "")
        lines.writerow([row.unit_code, item, number_typed(value), number_typed(target), cell(note)])
    return "\ufeff" + out.getvalue()


def _list(
    request: Request, session: ReadSession, actor: Actor, of: AssessmentRoundRead, item: str, values: dict[str, str],
    problem: Problem | None,
) -> Response:  # fmt: skip
    seen_until = now()  # before the rows are read: what changes after it was not seen
    every = rounds_api.list_values_of_item(round_id=of.id, item=item, session=session, actor=actor,
                                           request=request).items  # fmt: skip
    indicator = next((one for one in of.items if one.item == item), None)
    if indicator is None:
        raise NotFound
    is_waiting = (values.get("show") or request.query_params.get("show")) == WAITING
    q = " ".join((values.get("q") or request.query_params.get("q", "")).split())[:LONGEST_SEARCH]
    waiting = [row for row in every if _is_waiting(row)]
    found = _shown(every, waiting if is_waiting else every, q, values.get("row"))
    is_open = of.status in {RoundStatus.open, RoundStatus.verifying}
    to_check = [row for row in found if is_open and _is_waiting(row) and not row.verification]
    context = WORDS | {
        "of": of, "indicator": indicator, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "rows": found, "is_waiting": is_waiting, "waiting_count": len(waiting), "all_count": len(every), "q": q,
        "unsent_count": sum(row.status == AssessmentStatus.assessing for row in every),
        "value_shown": value_shown, "number_typed": number_typed, "is_open": is_open,
        "to_confirm": [row.assessment_id for row in to_check if row.answer and not row.answer.is_absent],
        "absent_count": sum(bool(row.answer and row.answer.is_absent) for row in to_check),
        "seen_until": seen_until.isoformat(),
        "is_unseen": problem is not None and problem.type == "/problems/answer-changed",
    }  # fmt: skip
    return page(request, "assessments/verification.html", context)


def _is_waiting(row: VerificationRow) -> bool:
    """Whether the unit has sent a value in that the owner has not looked at, or not since it changed."""
    is_checked = row.verification is not None and not row.is_answer_newer
    return row.may_verify and row.status == AssessmentStatus.submitted and row.answer is not None and not is_checked


def _shown(
    every: Sequence[VerificationRow], some: Sequence[VerificationRow], q: str, refused: str | None
) -> list[VerificationRow]:  # fmt: skip
    """What was looked for; and the row of a refused form, wherever it has gone meanwhile."""
    wanted = {row.assessment_id for row in _named(some, q)} | {refused}
    return [row for row in every if row.assessment_id in wanted]


def _named(rows: Sequence[VerificationRow], q: str) -> list[VerificationRow]:
    """The units whose name has every word of *q*."""
    words = q.casefold().split()
    return [row for row in rows if all(word in row.unit_name.casefold() for word in words)]


def _back(round_id: str, item: str, form: FormData) -> str:
    """The list as it was looked at."""
    query = {name: text for name in ("show", "q") if (text := text_of(form, name))}
    return f"/assessment-rounds/{round_id}/items/{item}" + (f"?{urlencode(query)}" if query else "")


@router.post(f"{_ONE}/verifications/{{item}}")
def verify(
    request: Request, actor: Verifier, assessment_id: Id, item: Key, form: Form, reading: Reading, session: Writing
) -> Response:
    """Confirms or corrects a unit's value, and goes back to the list."""
    round_id = text_of(form, "round_id")
    is_confirmed = text_of(form, "deed") == "confirm"
    typed = texts_of(form, "show", "q", *(() if is_confirmed else _TYPED)) | {"row": assessment_id}

    def again(problem: Problem) -> Response:
        of = rounds_api.read_assessment_round(round_id=round_id, session=reading, actor=actor, response=Response())
        return _list(request, reading, actor, of, item, typed, problem)

    with refused_as(request, again):
        body = {
            "value": typed.get("value") or None, "target": typed.get("target") or None, "note": typed.get("note", ""),
            "recommendation": typed.get("recommendation", ""), "is_confirmed": is_confirmed,
            "seen_until": text_of(form, "seen_until") or None,
        }  # fmt: skip
        row = api.verify_answer(assessment_id=assessment_id, item=item, body=parse(VerificationPut, body),
                                expected=version_of(form), session=session, actor=actor)  # fmt: skip
    said = _("%(unit)s: verifikasi disimpan.") % {"unit": row.unit_name}
    return flash(see_other(request, _back(round_id, item, form)), "success", said)


@router.post("/assessment-rounds/{round_id}/items/{item}/confirmations")
def confirm_all(
    request: Request, actor: Verifier, of: OneRound, item: Key, form: Form, reading: Reading, session: Writing
) -> Response:
    """Confirms what the list shows as waiting, and goes back to what still waits."""
    with refused_as(request, lambda p: _list(request, reading, actor, of, item, {}, p)):
        sent = {"assessment_ids": [str(one) for one in form.getlist("assessment_id")],
                "seen_until": text_of(form, "seen_until") or None}  # fmt: skip
        body = parse(ConfirmationCreate, sent)
        done = rounds_api.confirm_values(round_id=of.id, item=item, body=body, session=session, actor=actor)
    said = _("%(count)s nilai dikonfirmasi.") % {"count": done.confirmed}
    if done.left:
        said += " " + _("%(count)s berubah sejak dilihat atau tidak dapat dikonfirmasi.") % {"count": done.left}
    back = f"/assessment-rounds/{of.id}/items/{item}?show={WAITING}"
    return flash(see_other(request, back), "success", said)


@router.get(f"{_ONE}/panel")
def panel(request: Request, _actor: Panel, one: One) -> Response:
    """All values of a unit side by side, for the organiser to decide."""
    return _panel(request, one, {}, None)


def _panel(request: Request, one: AssessmentRead, values: dict[str, Any], problem: Problem | None) -> Response:
    context = WORDS | {
        "one": one, "values": values, "problem": problem, "errors": errors_by_field(problem), "deeds": one.allowed,
        "indicators": [item for item in one.items if not item.is_component and (item.state != "absent" or item.counts)],
        "value_shown": value_shown, "number_typed": number_typed, "form": values.get("form", ""),
        "holders": choices(labels.HOLDER),
    }  # fmt: skip
    return page(request, "assessments/panel.html", context)


@router.post(f"{_ONE}/panel/{{item}}")
def decide(request: Request, actor: Panel, one: One, item: Key, form: Form, session: Writing) -> Response:
    """Writes the panel's value with its reason, or takes it away."""
    typed = texts_of(form, "value", "target", "note") | {"form": item}
    with refused_as(request, lambda p: _panel(request, one, typed, p)):
        body = {"value": typed["value"] or None, "target": typed["target"] or None, "note": typed["note"]}
        api.decide_value(assessment_id=one.id, item=item, body=parse(ValuePut, body), expected=version_of(form),
                         session=session, actor=actor)  # fmt: skip
    return flash(see_other(request, f"/assessments/{one.id}/panel#{item}"), "success", _("Keputusan panel disimpan."))


@router.post(f"{_ONE}/facts/{{fact}}")
def know(request: Request, actor: Panel, one: One, fact: Key, form: Form, session: Writing) -> Response:
    """Writes what is known of a gate."""
    typed = texts_of(form, "value") | {"form": f"fact-{fact}"}
    with refused_as(request, lambda p: _panel(request, one, typed, p)):
        api.set_fact(assessment_id=one.id, fact=fact, body=parse(FactPut, {"value": typed["value"] or None}),
                     expected=version_of(form), session=session, actor=actor)  # fmt: skip
    return flash(see_other(request, f"/assessments/{one.id}/panel#facts"), "success", _("Prasyarat disimpan."))


@router.post(f"{_ONE}/finalisation")
def finalise(request: Request, actor: Panel, one: One, form: Form, session: Writing) -> Response:
    """Makes the result final."""
    with refused_as(request, lambda p: _panel(request, one, {}, p)):
        api.finalise_assessment(assessment_id=one.id, expected=version_of(form), session=session, actor=actor,
                                response=Response())  # fmt: skip
    return flash(see_other(request, f"/assessments/{one.id}"), "success", _("Nilai menjadi final."))


@router.post(f"{_ONE}/reopening")
def reopen(request: Request, actor: Panel, one: One, form: Form, session: Writing) -> Response:
    """Opens it again with a reason."""
    typed = texts_of(form, "reason", "to") | {"form": "reopening"}
    with refused_as(request, lambda p: _panel(request, one, typed, p)):
        body = parse(ReopeningPut, {"reason": typed["reason"], "to": typed["to"] or None})
        found = api.reopen_assessment(assessment_id=one.id, body=body, expected=version_of(form), session=session,
                                      actor=actor, response=Response())  # fmt: skip
    said = (
        _("Penilaian dikembalikan kepada unit, dan unit diberi tahu.")
        if found.status == AssessmentStatus.assessing
        else _("Penilaian kembali ke panel, dan unit diberi tahu.")
    )
    return flash(see_other(request, f"/assessments/{one.id}/panel"), "success", said)

"""A juror leaves the panel of a stage: what it means, one button, and the way back."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import jurors as api
from app.database import ReadSession
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.edition import EditionRead, Stage
from app.models.room import DepartureCreate
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, permitted
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("jurors:write")]


@router.get("/editions/{edition_id}/stages/{stage}/jurors/{user_id}/departure")
def ask(request: Request, edition: Edition, stage: Key, user_id: Id, session: Reading, actor: Editor) -> Response:
    """What happens with the juror's sheets, and the form."""
    return _form(request, session, actor, edition, stage_of(edition, stage), user_id, {}, None)


@router.post("/editions/{edition_id}/stages/{stage}/jurors/{user_id}/departure")
def leave(
    request: Request, edition: Edition, stage: Key, user_id: Id, form: Form, reading: Reading, session: Writing,
    actor: Editor,
) -> Response:  # fmt: skip
    """Takes the unsigned sheets back, then shows the gaps."""
    this = stage_of(edition, stage)
    typed = {"reason": text_of(form, "reason").strip()}
    with refused_as(request, lambda p: _form(request, reading, actor, edition, this, user_id, typed, p)):
        body = parse(DepartureCreate, {"reason": typed["reason"]})
        left = api.record_departure(edition_id=edition.id, stage=stage, user_id=user_id, body=body, session=session,
                                    expected=version_of(form), actor=actor, response=Response())  # fmt: skip
    text = _("Lembar yang ditarik: %(taken)s. Lembar bertanda tangan yang tetap berlaku: %(kept)s.")
    url = f"/editions/{edition.id}/stages/{stage}"
    return flash(see_other(request, url), "success", text % {"taken": left.taken_back, "kept": left.kept})


@router.post("/editions/{edition_id}/stages/{stage}/jurors/{user_id}/return")
def come_back(
    request: Request, edition: Edition, stage: Key, user_id: Id, form: Form, session: Writing, actor: Editor
) -> Response:
    """The juror may be given sheets again."""
    api.undo_departure(edition_id=edition.id, stage=stage, user_id=user_id, expected=version_of(form),
                       session=session, actor=actor)  # fmt: skip
    text = _("Juri kembali ke panel. Lembar yang sudah ditarik tidak kembali dengan sendirinya.")
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}/jurors"), "success", text)


def _form(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, user_id: str,
    values: dict[str, Any], problem: Problem | None,
) -> Response:  # fmt: skip
    juror = api.read_juror(edition_id=edition.id, stage=stage.key, user_id=user_id, session=session, actor=actor,
                           response=Response())  # fmt: skip
    context = room_context(actor, edition, stage, "/jurors") | {
        "juror": juror, "values": values, "problem": problem, "errors": errors_by_field(problem),
    }  # fmt: skip
    return page(request, "assignments/departure.html", context)

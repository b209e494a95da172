"""A member of a stage's panel: how many sheets at most, and what of."""

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
from app.models.evaluation import JurorUpdate
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, permitted
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("jurors:write")]


@router.get("/editions/{edition_id}/stages/{stage}/jurors/{user_id}/edit")
def edit(request: Request, edition: Edition, stage: Key, user_id: Id, session: Reading, actor: Editor) -> Response:
    """The form with what holds now."""
    return _form(request, session, actor, edition, stage_of(edition, stage), user_id, None, None)


@router.post("/editions/{edition_id}/stages/{stage}/jurors/{user_id}")
def save(
    request: Request, edition: Edition, stage: Key, user_id: Id, form: Form, reading: Reading, session: Writing,
    actor: Editor,
) -> Response:  # fmt: skip
    """Changes both; the sheets that are there stay."""
    this = stage_of(edition, stage)
    typed = {"max_load": text_of(form, "max_load").strip(), "expertise": form.getlist("expertise"),
             "version": text_of(form, "version")}  # fmt: skip
    with refused_as(request, lambda p: _form(request, reading, actor, edition, this, user_id, typed, p)):
        body = parse(JurorUpdate, {"max_load": typed["max_load"] or None, "expertise": typed["expertise"]})
        api.update_juror(edition_id=edition.id, stage=stage, user_id=user_id, body=body, expected=version_of(form),
                         session=session, actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}/jurors"), "success", _("Juri diubah."))


def _form(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage, user_id: str,
    values: dict[str, Any] | None, problem: Problem | None,
) -> Response:  # fmt: skip
    juror = api.read_juror(edition_id=edition.id, stage=stage.key, user_id=user_id, session=session, actor=actor,
                           response=Response())  # fmt: skip
    context = room_context(actor, edition, stage, "/jurors") | {
        "juror": juror, "problem": problem, "errors": errors_by_field(problem),
        "values": values or {"max_load": juror.max_load, "expertise": juror.expertise, "version": juror.version},
        "fields": [(category.key, category.title) for category in edition.categories],
    }  # fmt: skip
    return page(request, "assignments/member.html", context)

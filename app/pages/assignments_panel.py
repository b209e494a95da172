"""The panel of a stage: who is on it, putting people on it and taking them off."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import jurors as api
from app.api import users as users_api
from app.database import ReadSession
from app.errors import invalid
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of
from app.http.locale import _, ngettext
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key
from app.models.edition import EditionRead, Stage
from app.models.evaluation import JurorCreate
from app.models.listing import MAX_LIMIT
from app.models.user import Role, UserRead
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, permitted
from app.queries import sheet_times
from app.queries.editions import stage_of
from app.queries.users import UserFilters
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("jurors:write")]


@router.get("/editions/{edition_id}/stages/{stage}/jurors")
def index(
    request: Request, edition: Edition, stage: Key, session: Reading, actor: Annotated[Actor, permitted("jurors:read")]
) -> Response:
    """The panel, and for the organiser the form that puts people on it."""
    return _panel(request, session, actor, edition, stage_of(edition, stage), {}, None)


@router.post("/editions/{edition_id}/stages/{stage}/jurors")
def add(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Puts the ticked people on the panel: all of them, or none."""
    this = stage_of(edition, stage)
    picked = [value for value in form.getlist("user_id") if isinstance(value, str)]
    typed: dict[str, Any] = {
        "user_id": picked, "expertise": form.getlist("expertise"), "max_load": text_of(form, "max_load").strip(),
    }  # fmt: skip
    with refused_as(request, lambda p: _panel(request, reading, actor, edition, this, typed, p)):
        if not picked:
            raise invalid("user_id", "empty")
        for user_id in picked:
            body = parse(JurorCreate, typed | {"user_id": user_id, "max_load": typed["max_load"] or None})
            api.add_juror(edition_id=edition.id, stage=stage, body=body, session=session, actor=actor,
                          response=Response())  # fmt: skip
    text = ngettext("%(num)s juri ditambahkan.", "%(num)s juri ditambahkan.", len(picked)) % {"num": len(picked)}
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}/jurors"), "success", text)


@router.post("/editions/{edition_id}/stages/{stage}/jurors/{user_id}/removal")
def remove(
    request: Request, edition: Edition, stage: Key, user_id: Id, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Takes a person without sheets off the panel."""
    this = stage_of(edition, stage)
    with refused_as(request, lambda p: _panel(request, reading, actor, edition, this, {}, p)):
        api.remove_juror(
            edition_id=edition.id, stage=stage, user_id=user_id, expected=None, session=session, actor=actor
        )
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}/jurors"), "success", _("Juri dilepas."))


def _panel(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage,
    values: dict[str, Any], problem: Problem | None,
) -> Response:  # fmt: skip
    panel = api.list_jurors(edition_id=edition.id, stage=stage.key, session=session, actor=actor, request=request)
    context = room_context(actor, edition, stage, "/jurors") | {
        "jurors": panel.items, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "titles": {category.key: category.title for category in edition.categories}, "choices": [],
        "paces": sheet_times.by_juror(session, edition.id, stage.key)
        if may_everywhere(actor, "assignments:read") else None,
    }  # fmt: skip
    if may_everywhere(actor, "jurors:write") and not context["is_published"]:
        held = {juror.user_id for juror in panel.items}
        people = [user for user in _jurors(request, session, actor) if user.id not in held]
        context["choices"] = [(user.id, user.name, user.email) for user in people]
    return page(request, "assignments/jurors.html", context)


def _jurors(request: Request, session: ReadSession, actor: Actor) -> list[UserRead]:
    """Everybody active with the role of juror, by name."""
    query = UserFilters(role=Role.juror, is_active=True, limit=MAX_LIMIT)
    found: list[UserRead] = []
    while True:
        part = users_api.list_users(
            query=query, session=session, actor=actor, request=request, response=Response(), _noted=None
        )
        found += part.items
        if part.next is None:
            return found
        query = query.model_copy(update={"cursor": part.next})

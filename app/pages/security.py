"""“Keamanan akun”: what a person signs in with, and where the account is open."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from app import credentials, database
from app.api import sessions as sessions_api
from app.domain import own_password, throttle
from app.domain import sessions as deeds
from app.domain.passkeys import site_of
from app.http.actor import Confirmed, Known
from app.http.cookies import give_session
from app.http.device import known_device, remember_device
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.labels import device_name
from app.http.locale import _
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.sign_in import PasswordChange
from app.pages.route import PageRoute
from app.pages.sessions import PRIVATE, local_path
from app.queries import factors
from app.queries import sessions as queries
from app.queries.reach import require_person
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/security")
def index(request: Request, session: Reading, actor: Known) -> Response:
    """The overview."""
    context = {
        "factors": factors.own(session, actor), "sessions": queries.own(session, actor), "device_name": device_name,
        "has_passkeys": site_of(str(request.base_url)) is not None,
        "is_asked": factors.is_asked_of(session, require_person(actor)),
    }  # fmt: skip
    return page(request, "security/index.html", context)


@router.get("/security/password", dependencies=[Confirmed])
def password_form(request: Request, actor: Known) -> Response:
    """The form for another password."""
    require_person(actor)
    return _password_form(request, None)


@router.post("/security/password")
def change_password(request: Request, form: Form, session: Reading, actor: Known) -> Response:
    """Changes the password; the person stays signed in here, and nowhere else."""
    with refused_as(request, lambda problem: _password_form(request, problem)):
        body = parse(PasswordChange, {name: text_of(form, name) for name in ("current", "password")})
        own_password.confirm(session, actor, body.current, buckets(request, actor), "current")
        password_hash = own_password.new_hash(actor, body)
        with database.writing() as writer:
            own_password.change(writer, actor, password_hash)
            token = deeds.renew(writer, actor.session_id or "")
    answer = see_other(request, "/security")
    give_session(answer, token)
    return flash(answer, "success", _("Kata sandi diganti. Sesi di perangkat lain sudah diakhiri."))


def _password_form(request: Request, problem: Any) -> Response:
    return page(request, "security/password.html", {"problem": problem, "errors": errors_by_field(problem)})


@router.get("/security/confirmation")
def confirmation_form(request: Request, actor: Known, next: str = "") -> Response:
    """Asks once more who it is, before something delicate."""
    require_person(actor)
    return _confirmation(request, next, None)


@router.post("/security/confirmation")
def confirm(request: Request, form: Form, session: Reading, actor: Known) -> Response:
    """Takes the password, and goes on to where the person was."""
    target = text_of(form, "next")
    with refused_as(request, lambda problem: _confirmation(request, target, problem)):
        own_password.confirm(session, actor, text_of(form, "password"), buckets(request, actor))
        with database.writing() as writer:
            token = deeds.renew(writer, actor.session_id or "")
    answer = see_other(request, local_path(target, "/security"))
    give_session(answer, token)
    remember_device(request, answer, actor.email)
    return answer


def _confirmation(request: Request, target: str, problem: Any) -> Response:
    context = {"next": target, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "security/confirmation.html", context, headers=PRIVATE)


@router.post("/security/sessions/others/end")
def end_others(request: Request, session: Writing, actor: Known) -> Response:
    """Ends every session but this one."""
    sessions_api.end_other_sessions(session=session, actor=actor)
    return flash(see_other(request, "/security"), "success", _("Semua sesi lain sudah diakhiri."))


@router.post("/security/sessions/{session_id}/end")
def end_one(session_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Ends one session."""
    sessions_api.end_session(session_id=session_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, "/security"), "success", _("Sesi itu sudah diakhiri."))


@router.post("/users/{user_id}/sessions/end")
def end_sessions_of(user_id: Id, request: Request, session: Writing, actor: Known) -> Response:
    """Ends every session of somebody, by an organiser."""
    sessions_api.end_sessions_of_user(user_id=user_id, session=session, actor=actor)
    return flash(see_other(request, f"/users/{user_id}"), "success", _("Semua sesi orang ini sudah diakhiri."))


@router.post("/users/{user_id}/second-factors/removal")
def remove_factors_of(user_id: Id, request: Request, session: Writing, actor: Known) -> Response:
    """Takes the second factors of somebody away who has lost them, by an organiser."""
    sessions_api.remove_second_factors(user_id=user_id, session=session, actor=actor)
    text = _("Langkah kedua orang ini dicabut, dan semua sesinya diakhiri.")
    return flash(see_other(request, f"/users/{user_id}"), "success", text)


def buckets(request: Request, actor: Actor) -> throttle.Buckets:
    """How guesses at the own password count: by the session, so that nobody outside can make the person wait."""
    device = known_device(request, actor.email) or actor.session_id
    return {f"own:{device}": throttle.DEVICE}


def carry_on(request: Request, actor: Actor, token: str) -> None:
    """Lets the page that is shown now carry the token of the session as it is from now on."""
    is_new = {"csrf_token": credentials.csrf_token(token), "is_held": False}
    request.scope["jipp.actor"] = replace(actor, **is_new)  # type: ignore[arg-type]

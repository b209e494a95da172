"""Setting second factors up and taking them away: authenticator app, passkeys, recovery codes."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.domain import passkeys, second_factors
from app.domain import sessions as deeds
from app.domain.sessions import confirmed_until
from app.errors import NotFound
from app.http import qr
from app.http.actor import Confirmed, Known
from app.http.cookies import give_session
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.http.step_cookie import begin_step, end_step, use_step
from app.models.base import Id
from app.models.sign_in import Code, PasskeyCreate
from app.pages.route import PageRoute
from app.pages.security import carry_on
from app.pages.sessions import PRIVATE
from app.pages.sign_in_steps import JSON, our_site
from app.queries.reach import require_person
from app.rules.permissions import Actor
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.post("/security/totp")
def begin_totp(request: Request, session: Writing, actor: Known) -> Response:
    """Makes the secret for an authenticator app."""
    second_factors.begin_totp(session, actor)
    return see_other(request, "/security/totp")


@router.get("/security/totp", dependencies=[Confirmed])
def totp_form(request: Request, session: Reading, actor: Known) -> Response:
    """The secret as a picture and in letters, and the form for the first code."""
    try:
        return _totp_form(request, session, actor, None)
    except NotFound:
        return see_other(request, "/security")


@router.post("/security/totp/confirmation")
def confirm_totp(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Puts the authenticator app in force."""
    with refused_as(request, lambda problem: _totp_form(request, reading, actor, problem)):
        code = parse(Code, {"code": text_of(form, "code")}).code
        codes = second_factors.confirm_totp(session, actor, code)
    return _in_force(request, session, actor, codes, _("Aplikasi autentikator terpasang."))


@router.post("/security/totp/removal")
def remove_totp(request: Request, session: Writing, actor: Known) -> Response:
    """Takes the authenticator app away."""
    second_factors.remove_totp(session, actor)
    return flash(see_other(request, "/security"), "success", _("Aplikasi autentikator dicabut."))


@router.post("/security/recovery-codes")
def renew_codes(request: Request, session: Writing, actor: Known) -> Response:
    """New recovery codes, shown this once."""
    return _codes_page(request, second_factors.renew_codes(session, actor), _("Kode pemulihan baru."))


@router.get("/security/passkeys/new", dependencies=[Confirmed])
def passkey_form(request: Request, actor: Known) -> Response:
    """The form for a new passkey."""
    require_person(actor)
    our_site(request)
    return _passkey_form(request, "", None)


@router.post("/security/passkeys/options")
def passkey_options(request: Request, session: Reading, actor: Known) -> Response:
    """What the browser needs to make a passkey, for app/static/passkeys.js."""
    options, challenge = passkeys.registration_options(session, actor, our_site(request))
    answer = Response(options, 200, PRIVATE, JSON)
    begin_step(answer, "passkey-new", challenge=challenge, session=str(actor.session_id))
    return answer


@router.post("/security/passkeys")
def add_passkey(request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Keeps the passkey that the browser made."""
    scratch = Response()
    with refused_as(request, lambda problem: _passkey_form(request, text_of(form, "name"), problem)):
        body = parse(PasskeyCreate, {name: text_of(form, name) for name in ("name", "credential")})
        step = use_step(request, scratch, "passkey-new")
        if step["session"] != actor.session_id:
            raise NotFound
        codes = passkeys.add(session, actor, our_site(request), step["challenge"], body)
    return _in_force(request, session, actor, codes, _("Kunci sandi terpasang."))


@router.post("/security/passkeys/{passkey_id}/removal")
def remove_passkey(passkey_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Takes a passkey away."""
    passkeys.remove(session, actor, passkey_id, version_of(form))
    return flash(see_other(request, "/security"), "success", _("Kunci sandi dicabut."))


def _in_force(request: Request, session: Writing, actor: Actor, codes: list[str], text: str) -> Response:
    """The session goes on with another token, as one with a second factor; first codes are shown this once."""
    token = deeds.renew(session, actor.session_id or "", has_second_factor=True)
    carry_on(request, actor, token)
    answer = _codes_page(request, codes, text) if codes else flash(see_other(request, "/security"), "success", text)
    give_session(answer, token)
    end_step(answer)
    return answer


def _codes_page(request: Request, codes: list[str], text: str) -> Response:
    return page(request, "security/codes.html", {"codes": codes, "text": text}, headers=PRIVATE)


def _passkey_form(request: Request, name: str, problem: Any) -> Response:
    context = {"name": name, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "security/passkey.html", context, headers=PRIVATE)


def _totp_form(request: Request, session: Reading, actor: Actor, problem: Any) -> Response:
    secret = second_factors.secret_to_show(session, actor)
    context = {
        "problem": problem, "errors": errors_by_field(problem), "picture": qr.picture(_address(actor, secret)),
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)), "address": _address(actor, secret),
        "until": confirmed_until(session, actor),
    }  # fmt: skip
    return page(request, "security/totp.html", context, headers=PRIVATE)


def _address(actor: Actor, secret: str) -> str:
    import pyotp  # few requests need it

    return pyotp.TOTP(secret).provisioning_uri(name=actor.email, issuer_name=f"JIPP {settings().organisation}")

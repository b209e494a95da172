"""Signing in beyond the password: the second step, and passkeys, which need no password."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app import database
from app.api import sessions as api
from app.domain import passkeys
from app.domain import sessions as deeds
from app.domain.passkeys import Site, site_of
from app.errors import Conflict, DomainError, Forbidden
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.forms import Form, parse, refused_as, text_of
from app.http.locale import _
from app.http.problems import problem_of
from app.http.rate_limits import ByAddress
from app.http.render import page
from app.http.sessions import Reading
from app.http.step_cookie import begin_step, end_step, read_step, use_step
from app.models.sign_in import Code
from app.pages.route import PageRoute
from app.pages.sessions import PRIVATE, local_path, sign_in_page
from app.queries import factors

router = APIRouter(include_in_schema=False, route_class=PageRoute)
JSON = "application/json"


@router.get("/sign-in/second-factor")
def second_factor_form(request: Request, session: Reading) -> Response:
    """The form for the code; whoever has not given a password begins there."""
    try:
        step = read_step(request, "second-factor")
    except Forbidden:
        return RedirectResponse("/sign-in", 303, headers=PRIVATE)
    return _code_form(request, session, step["user"], None)


@router.post("/sign-in/second-factor", dependencies=[FromOurSite])
def second_factor(request: Request, form: Form, session: Reading) -> Response:
    """Takes the code, opens the session and goes on."""
    try:
        step = read_step(request, "second-factor")
    except Forbidden:
        return flash(RedirectResponse("/sign-in", 303), "warning", _("Waktu untuk langkah kedua habis. Masuk lagi."))
    answer = RedirectResponse(local_path(step["next"], "/home"), 303)
    with refused_as(request, lambda problem: _code_form(request, session, step["user"], problem)):
        code = parse(Code, {"code": text_of(form, "code")}).code
        api.sign_in_with_code(request, answer, step["user"], code)
        use_step(request, answer, "second-factor")
    return answer


def _code_form(request: Request, session: Reading, user_id: str, problem: Any) -> Response:
    context = {
        "problem": problem, "has_totp": factors.has_totp(session, user_id),
        "has_passkeys": factors.has_passkey(session, user_id) and site_of(str(request.base_url)) is not None,
    }  # fmt: skip
    return page(request, "sessions/second_factor.html", context, headers=PRIVATE)


def our_site(request: Request) -> Site:
    """The site that passkeys are bound to; 409 where the operator has not said its address."""
    site = site_of(str(request.base_url))
    if site is None:
        raise Conflict("passkeys-off")
    return site


@router.post("/sign-in/passkey/options", dependencies=[FromOurSite, ByAddress])
def passkey_options(request: Request) -> Response:
    """What the browser needs to use a passkey, for app/static/passkeys.js."""
    options, challenge = passkeys.sign_in_options(our_site(request))
    answer = Response(options, 200, PRIVATE, JSON)
    begin_step(answer, "passkey", challenge=challenge)
    return answer


@router.post("/sign-in/passkey", dependencies=[FromOurSite])
def use_passkey(request: Request, form: Form) -> Response:
    """Opens a session for whoever the passkey belongs to."""
    target = local_path(text_of(form, "next"), "/home")
    answer = RedirectResponse(target, 303)
    with refused_as(request, lambda problem: _over(sign_in_page(request, target, "", problem))):
        challenge = use_step(request, answer, "passkey")["challenge"]
        with database.writing() as writer:
            user_id = passkeys.use(writer, our_site(request), challenge, text_of(form, "credential"))
            email = deeds.email_of(writer, user_id)
        api.open_session(request, answer, user_id, email, has_second_factor=True)
    return answer


def _over(answer: Response) -> Response:
    end_step(answer)
    return answer


def refused_page(request: Request, error: DomainError, target: str = "") -> Response:
    """The sign-in page, saying why another way did not work."""
    answer = sign_in_page(request, target, "", problem_of(error, request.url.path))
    answer.status_code = error.status
    end_step(answer)
    return answer

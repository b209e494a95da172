"""Choosing a password by a one-time link, and asking for such a link.

The secret comes in the address that was mailed and goes at once into a cookie, so that neither the address of the form
nor what links from it hold it. Opening the link changes nothing: mail scanners open links too.
"""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.api import passwords as api
from app.errors import DomainError
from app.http.cookies import drop_cookie, host_only, set_cookie
from app.http.csrf import FromOurSite
from app.http.device import remember_device
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of
from app.http.locale import _
from app.http.problems import Problem, problem_of
from app.http.rate_limits import ByAddress
from app.http.render import page
from app.http.sessions import Reading, Writing
from app.models.password import PasswordChoice, PasswordRequest
from app.pages.route import PageRoute
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
PATH = "/password"
COOKIE_SECONDS = 3600
LONGEST_TOKEN = 100
PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}


@router.get(PATH)
def choose_form(request: Request, session: Reading, link: str = "") -> Response:
    """Takes the secret out of the address; then the form for whoever holds a link."""
    if link:
        answer = RedirectResponse(PATH, 303, headers=PRIVATE)
        is_plain = link.isascii() and link.isprintable()
        set_cookie(answer, _cookie(), link[:LONGEST_TOKEN] if is_plain else "-", COOKIE_SECONDS)
        return answer
    return _form(request, session, None)


@router.post(PATH, dependencies=[FromOurSite, ByAddress])
def choose(request: Request, form: Form, session: Reading) -> Response:
    """Sets the password and leads to the sign-in page; it opens no session."""
    with refused_as(request, lambda problem: _form(request, session, problem)):
        body = parse(PasswordChoice, {"token": _token(request), "password": text_of(form, "password")})
        email = api.read_link(session, body.token).email
        api.choose_password(body=body, session=session)
    answer = RedirectResponse("/sign-in", 303, headers=PRIVATE)
    # Whoever had the mail is no guesser: a flood of wrong passwords from elsewhere does not hold this browser up.
    remember_device(request, answer, email)
    drop_cookie(answer, _cookie())
    return flash(answer, "success", _("Kata sandi tersimpan. Silakan masuk."))


@router.get(f"{PATH}/forgotten")
def forgotten_form(request: Request) -> Response:
    """Which account?"""
    return _ask(request, "", None)


@router.post(f"{PATH}/forgotten", dependencies=[FromOurSite, ByAddress])
def forgotten(request: Request, form: Form, session: Writing) -> Response:
    """Asks for a link; says the same whether there is such an account or not."""
    email = text_of(form, "email")
    with refused_as(request, lambda problem: _ask(request, email, problem)):
        api.request_password(body=parse(PasswordRequest, {"email": email}), session=session)
    return page(request, "passwords/asked.html", _by_mail(), headers=PRIVATE)


def _by_mail() -> dict[str, Any]:
    return {"by_mail": bool(settings().smtp_host)}


def _cookie() -> str:
    return host_only("jipp_link")


def _token(request: Request) -> str:
    return request.cookies.get(_cookie(), "")[:LONGEST_TOKEN]


def _form(request: Request, session: Reading, problem: Problem | None) -> Response:
    try:
        person = api.read_link(session, _token(request))
    except DomainError as error:
        return _unusable(request, error)
    context: dict[str, Any] = {"person": person, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "passwords/choose.html", context, headers=PRIVATE)


def _unusable(request: Request, error: DomainError) -> Response:
    context = {"problem": problem_of(error, request.url.path)}
    return page(request, "passwords/unusable.html", context, status=error.status, headers=PRIVATE)


def _ask(request: Request, email: str, problem: Problem | None) -> Response:
    return page(request, "passwords/forgotten.html", _by_mail() | {"email": email, "problem": problem}, headers=PRIVATE)

"""Signing in and out, and the choice of the language."""

from typing import Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.api import sessions as api
from app.domain.oidc import is_offered
from app.domain.passkeys import site_of
from app.domain.sessions import SecondFactorRequired
from app.http.actor import Known, Visitor
from app.http.cookies import set_cookie
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.forms import Form, parse, refused_as, text_of
from app.http.locale import _, language_cookie
from app.http.render import page
from app.http.sessions import Reading, Writing
from app.http.step_cookie import begin_step
from app.models.user import SessionCreate
from app.pages.route import PageRoute
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
YEAR = 365 * 24 * 3600
PRIVATE = {"Cache-Control": "private, no-store"}


def local_path(target: str, otherwise: str) -> str:
    """*target* when it is a path of this site, else *otherwise*: no link may lead a person away after signing in."""
    parts = urlsplit(target.replace("\\", "/"))
    is_local = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if is_local and target.isprintable() and len(target) < 2000 else otherwise


@router.get("/sign-in")
def sign_in_form(request: Request, actor: Visitor, next: str = "") -> Response:
    """The form; whoever is signed in already goes on."""
    if actor.kind != "anonymous":
        return RedirectResponse(local_path(next, "/home"), 303)
    return sign_in_page(request, next, "", None)


@router.post("/sign-in", dependencies=[FromOurSite])
def sign_in(request: Request, form: Form, session: Reading) -> Response:
    """Opens a session and goes on to where the person wanted to be."""
    target, email = text_of(form, "next"), text_of(form, "email")
    answer = RedirectResponse(local_path(target, "/home"), 303)
    with refused_as(request, lambda problem: sign_in_page(request, target, email, problem)):
        body = parse(SessionCreate, {"email": email, "password": text_of(form, "password")})
        try:
            api.sign_in(body=body, session=session, request=request, response=answer)
        except SecondFactorRequired as more:
            return ask_for_second_factor(more.user_id, local_path(target, "/home"))
    return answer


def ask_for_second_factor(user_id: str, target: str) -> Response:
    """On to the second step, for somebody whose password was right."""
    answer = RedirectResponse("/sign-in/second-factor", 303, headers=PRIVATE)
    begin_step(answer, "second-factor", user=user_id, next=target)
    return answer


@router.post("/sign-out")
def sign_out(session: Writing, actor: Known) -> Response:
    """Ends the session."""
    answer = RedirectResponse("/", 303)
    api.sign_out(session=session, actor=actor, response=answer)
    return flash(answer, "success", _("Anda sudah keluar."))


@router.get("/language/{code}")
def choose_language(code: Literal["id", "en"], next: str = "") -> Response:
    """Remembers the language for a year."""
    answer = RedirectResponse(local_path(next, "/"), 303, headers=PRIVATE)
    set_cookie(answer, language_cookie(), code, YEAR)
    return answer


def sign_in_page(request: Request, target: str, email: str, problem: Any) -> Response:
    """The page with the form, and what went wrong before."""
    context: dict[str, Any] = {"next": target, "email": email, "problem": problem, "logins": [], "demo_password": "",
                               "has_passkeys": site_of(str(request.base_url)) is not None,
                               "provider": settings().oidc_name if is_offered() else None}  # fmt: skip
    if settings().is_demo:
        from app import demo
        from app.demo import PASSWORD

        context |= {"logins": demo.LOGINS, "demo_password": PASSWORD}
    return page(request, "sessions/sign_in.html", context, headers=PRIVATE)

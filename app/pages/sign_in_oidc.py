"""Signing in with the operator's OpenID Connect provider: there and back."""

import hmac

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app import database
from app.api import sessions as api
from app.domain import oidc
from app.domain import sessions as deeds
from app.errors import DomainError, NotFound
from app.http.rate_limits import ByAddress
from app.http.step_cookie import begin_step, end_step, use_step
from app.pages.route import PageRoute
from app.pages.sessions import PRIVATE, ask_for_second_factor, local_path
from app.pages.sign_in_steps import refused_page
from app.queries import factors
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
CALLBACK = "/sign-in/oidc/callback"


@router.get("/sign-in/oidc", dependencies=[ByAddress])
def depart(request: Request, next: str = "") -> Response:
    """Sends the browser to the provider."""
    if not oidc.is_offered():
        raise NotFound
    try:
        way = oidc.depart(_callback(request))
    except oidc.ProviderFailed as error:
        return refused_page(request, error, next)
    answer = RedirectResponse(way.url, 303, headers=PRIVATE)
    begin_step(answer, "oidc", state=way.state, nonce=way.nonce, verifier=way.verifier, next=local_path(next, "/home"))
    return answer


@router.get(CALLBACK, dependencies=[ByAddress])
def arrive(request: Request, code: str = "", state: str = "") -> Response:
    """Takes what the provider sends back: a session where it vouches for somebody who has an account."""
    if not oidc.is_offered():
        raise NotFound
    answer = RedirectResponse("/home", 303, headers=PRIVATE)
    try:
        step = use_step(request, answer, "oidc")
        if not code or not hmac.compare_digest(step["state"].encode(), state.encode()):
            raise oidc.ProviderFailed
        arrival = oidc.arrive(_callback(request), code, step["verifier"], step["nonce"])
        return _go_on(request, arrival, local_path(step["next"], "/home"))
    except DomainError as error:
        return refused_page(request, error)


def _go_on(request: Request, arrival: oidc.Arrival, target: str) -> Response:
    with database.writing() as writer:
        user_id = oidc.account_of(writer, arrival)
        email, has_factor = deeds.email_of(writer, user_id), factors.has_any(writer, user_id)
    if has_factor and not arrival.has_second_factor:
        return ask_for_second_factor(user_id, target)
    answer = RedirectResponse(target, 303)
    end_step(answer)
    api.open_session(request, answer, user_id, email, has_second_factor=arrival.has_second_factor)
    return answer


def _callback(request: Request) -> str:
    return (settings().public_url or str(request.base_url)).rstrip("/") + CALLBACK

"""One way for an error: domain, validation, HTTP and unforeseen errors are answered as problem+json or as a page."""

import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import room
from app.clock import new_id
from app.errors import DomainError, StorageFull
from app.http.actor import recognise
from app.http.forms import Refused
from app.http.idempotency import Replay, replayed
from app.http.locale import current_language
from app.http.observing import route_of
from app.http.problems import from_database, from_http, from_validation, problem_of
from app.http.render import problem_page
from app.logs import current_request
from app.models.base import compact_json

MEDIA_TYPE = "application/problem+json"
WAIT_SECONDS = {503: "1", 507: "60"}
log = logging.getLogger("jipp")


def wants_page(request: Request) -> bool:
    """People get pages; everything under /api gets problem+json."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "text/html")


async def answer(request: Request, error: DomainError, headers: dict[str, str] | None = None) -> Response:
    """The response to an error, in the form and language the caller reads."""
    problem = problem_of(error, request.url.path)
    headers = dict(headers or {}) | {"Content-Language": current_language.get(), "Cache-Control": "no-store"}
    if error.status == 401 and request.url.path.startswith("/api/"):
        headers["WWW-Authenticate"] = "Bearer"
    if error.status == 429:
        headers["Retry-After"] = str(error.params.get("seconds", 60))
    if error.status in WAIT_SECONDS:
        headers["Retry-After"] = WAIT_SECONDS[error.status]
    if wants_page(request):
        await recognise(request)
        return problem_page(request, problem, error, headers)
    body = problem.model_dump(exclude_none=True)
    return Response(compact_json(body), problem.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Registers the handlers."""

    @app.exception_handler(DomainError)
    async def domain(request: Request, error: DomainError) -> Response:
        return await answer(request, error)

    @app.exception_handler(Replay)
    async def replay(_request: Request, error: Replay) -> Response:
        return replayed(error.kept)

    @app.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> Response:
        return error.response

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        return await answer(request, from_validation(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == 404 and (path := _without_slash(request)):
            return RedirectResponse(path, 307)
        if error.status_code == 405:
            headers["Allow"] = ", ".join(_allowed(request))
        return await answer(request, from_http(error), headers)

    @app.exception_handler(IntegrityError)
    @app.exception_handler(OperationalError)
    @app.exception_handler(NoConnection)
    @app.exception_handler(StaleDataError)
    async def database(request: Request, error: Any) -> Response:
        log.warning("database refused: %s", type(error).__name__, exc_info=error)
        return await answer(request, from_database(error))

    @app.exception_handler(OSError)
    async def system(request: Request, error: OSError) -> Response:
        if not room.is_want_of_room(error):
            raise error
        room.note_refused()
        return await answer(request, StorageFull())

    app.add_middleware(Unforeseen)


def _without_slash(request: Request) -> str | None:
    """The address without the slash at its end, where there is such a page: a path, whatever host was asked for."""
    path = request.url.path.removesuffix("/")
    if not path or path == request.url.path or not _methods(request, path):
        return None
    return path + (f"?{request.url.query}" if request.url.query else "")


def _methods(request: Request, path: str) -> set[str]:
    found: set[str] = set()
    for route in request.app.router.routes:
        if isinstance(route, Route) and route.matches({**request.scope, "path": path})[0] is not Match.NONE:
            found |= route.methods or set()
    return found


def _allowed(request: Request) -> list[str]:
    """What the address takes: routes stand one for each method, and Starlette names only the first."""
    found = _methods(request, request.scope["path"])
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


class Unforeseen:
    """ASGI middleware, the innermost: what nobody foresaw is logged once, under a number that the person is told."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 500 in the form the caller reads; an answer that has begun cannot be mended and is cut off."""
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if has_begun or scope["type"] != "http":
                raise
            failed = await _unforeseen(Request(scope), error)
            await failed(scope, receive, send)


async def _unforeseen(request: Request, error: Exception) -> Response:
    reference = (current_request.get() or new_id())[-12:]
    log.error("unforeseen error %s at %s", reference, route_of(request.scope), exc_info=error)
    failure = DomainError("server-error", reference=reference)
    failure.status = 500  # type: ignore[misc]
    return await answer(request, failure)

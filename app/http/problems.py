"""One way for an error: domain, validation, HTTP and unforeseen errors become problem+json, or a page for people."""

import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.clock import new_id
from app.errors import DomainError, FieldError
from app.http.idempotency import Replay, replayed
from app.http.locale import current_language
from app.http.messages import detail_of, field_message, title_of
from app.models.base import compact_json

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("jipp")

STATUS_CODES = {400: "bad-request", 401: "unauthenticated", 403: "forbidden", 404: "not-found",
                405: "method-not-allowed", 406: "not-acceptable", 409: "conflict", 412: "stale", 413: "too-large",
                415: "unsupported-media-type", 422: "invalid", 428: "precondition-required",
                429: "too-many-requests"}  # fmt: skip


class ProblemField(BaseModel):
    """One field that needs mending."""

    field: str
    message: str
    code: str


class Problem(BaseModel):
    """RFC 9457 problem details, in the language of ``Accept-Language``."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemField] | None = None


def problem_of(error: DomainError, instance: str) -> Problem:
    """The problem details of a domain error."""
    fields = [ProblemField(field=e.field, message=field_message(e.code, _shown(e.params)), code=e.code)
              for e in error.errors]  # fmt: skip
    return Problem(
        type=f"/problems/{error.code}",
        title=title_of(error.code),
        status=error.status,
        detail=detail_of(error.code, _shown(error.params)),
        instance=instance,
        errors=fields or None,
    )


def _shown(params: dict[str, Any]) -> dict[str, Any]:
    """Values as people read them: times in WIB, statuses by their name."""
    from app.http.labels import shown_value

    return {name: shown_value(name, value) for name, value in params.items()}


def validation_errors(error: RequestValidationError | ValidationError) -> list[FieldError]:
    """Pydantic's findings as field errors; a location is dotted without the leading body/query."""
    found = []
    for item in error.errors():
        location = [str(part) for part in item["loc"]]
        if location and location[0] in {"body", "query", "path", "header"} and len(location) > 1:
            location = location[1:]
        code, params = item["type"], dict(item.get("ctx") or {})
        if code == "value_error":
            code, params = _own_code(str(params.get("error", "")), is_email="reason" in params)
        found.append(FieldError(".".join(location), code, params))
    return found


def _own_code(text: str, *, is_email: bool) -> tuple[str, dict[str, Any]]:
    """Our validators raise ``ValueError("code detail")``; pydantic's e-mail check gives a reason instead."""
    code, _space, detail = text.partition(" ")
    if code in {"forbidden_character", "top_n_needs_n", "one_source"}:
        return code, {"character": detail}
    return ("invalid_email" if is_email else "value_error"), {}


class MalformedInput(DomainError):
    """Input that does not fit its schema."""

    status = 422
    code = "invalid"


def from_validation(error: RequestValidationError | ValidationError) -> MalformedInput:
    """A domain error for input that does not fit its schema."""
    return MalformedInput(errors=validation_errors(error))


def from_database(error: IntegrityError | OperationalError | NoConnection | StaleDataError) -> DomainError:
    """What the database refused: a concurrent change, a broken uniqueness, a lock that was not to be had."""
    failure = DomainError("busy")
    if isinstance(error, StaleDataError):
        failure = DomainError("stale", current="?")
    elif isinstance(error, IntegrityError):
        failure = DomainError("conflict")
    failure.status = {"busy": 503, "stale": 412, "conflict": 409}[failure.code]  # type: ignore[misc]
    return failure


def from_http(error: HTTPException) -> DomainError:
    """Starlette's own errors (unknown path, wrong method, unreadable body) with our codes."""
    code = STATUS_CODES.get(error.status_code, "server-error" if error.status_code >= 500 else "bad-request")
    failure = DomainError(code, limit="12 MB", expected="application/json", seconds=60, reference="–")
    failure.status = error.status_code  # type: ignore[misc]
    return failure


def wants_page(request: Request) -> bool:
    """People get pages; everything under /api gets problem+json."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "text/html")


def answer(request: Request, error: DomainError, headers: dict[str, str] | None = None) -> Response:
    """The response to an error, in the form and language the caller reads."""
    problem = problem_of(error, request.url.path)
    headers = dict(headers or {}) | {"Content-Language": current_language.get(), "Cache-Control": "no-store"}
    if error.status == 401 and request.url.path.startswith("/api/"):
        headers["WWW-Authenticate"] = "Bearer"
    if error.status == 503:
        headers["Retry-After"] = "1"
    if wants_page(request):
        from app.http.render import problem_page

        return problem_page(request, problem, error, headers)
    body = problem.model_dump(exclude_none=True)
    return Response(compact_json(body), problem.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Registers the handlers."""
    from app.http.forms import Refused

    @app.exception_handler(DomainError)
    async def domain(request: Request, error: DomainError) -> Response:
        return answer(request, error)

    @app.exception_handler(Replay)
    async def replay(_request: Request, error: Replay) -> Response:
        return replayed(error.kept)

    @app.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> Response:
        return error.response

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        return answer(request, from_validation(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return answer(request, from_http(error), dict(error.headers or {}))

    @app.exception_handler(IntegrityError)
    @app.exception_handler(OperationalError)
    @app.exception_handler(NoConnection)
    @app.exception_handler(StaleDataError)
    async def database(request: Request, error: Any) -> Response:
        log.warning("database refused: %s", type(error).__name__, exc_info=error)
        return answer(request, from_database(error))

    app.add_middleware(Unforeseen)


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
            await _unforeseen(Request(scope), error)(scope, receive, send)


def _unforeseen(request: Request, error: Exception) -> Response:
    reference = new_id()[-12:]
    log.error("unforeseen error %s at %s", reference, request.url.path, exc_info=error)
    failure = DomainError("server-error", reference=reference)
    failure.status = 500  # type: ignore[misc]
    return answer(request, failure)

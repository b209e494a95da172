"""What is told of an error: every kind of it becomes problem details, in the language of the request."""

from collections.abc import Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from app import room
from app.errors import DomainError, FieldError, StorageFull
from app.http.labels import shown_value
from app.http.locale import _
from app.http.messages import detail_of, field_message, title_of

STATUS_CODES = {400: "bad-request", 401: "unauthenticated", 403: "forbidden", 404: "not-found",
                405: "method-not-allowed",
                408: "request-timeout", 406: "not-acceptable", 409: "conflict", 412: "stale", 413: "too-large",
                415: "unsupported-media-type", 422: "invalid", 428: "precondition-required",
                429: "too-many-requests"}  # fmt: skip


MOST_ERRORS = 100
"""Wrong fields that are named: an answer is not much longer than what it answers."""


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
    return {name: shown_value(name, value) for name, value in params.items()}


def validation_errors(error: RequestValidationError | ValidationError) -> list[FieldError]:
    """Pydantic's findings as field errors; a location is dotted without the leading body/query.

    Of a value that may be one thing or another, only what keeps it from being the first is told.
    """
    found: dict[str, FieldError] = {}
    for item in error.errors():
        code, params = item["type"], dict(item.get("ctx") or {})
        if code == "json_invalid":
            item["loc"] = ("body",)  # Pydantic says at which character
        if "expected" in params:
            params["expected"] = str(params["expected"]).replace(" or ", " " + _("atau") + " ")
        if code == "value_error" and "reason" in params:  # only Pydantic's check of an e-mail address gives a reason
            code, params = "invalid_email", {}
        place = _place(item["loc"])
        found.setdefault(place, FieldError(place, code, params))
        if len(found) == MOST_ERRORS:
            break
    return list(found.values())


def _place(location: Sequence[str | int]) -> str:
    """Without what Pydantic names inside a value, such as ``function-wrap[…]`` or ``literal['']``."""
    parts = [str(part) for part in location if not str(part).endswith("]")]
    if parts and parts[0] in {"body", "query", "path", "header"} and len(parts) > 1:
        parts = parts[1:]
    return ".".join(parts)


class MalformedInput(DomainError):
    """Input that does not fit its schema."""

    status = 422
    code = "invalid"


def from_validation(error: RequestValidationError | ValidationError) -> DomainError:
    """A domain error for input that does not fit its schema, or is not in the form it has to come in."""
    if any(item["type"] == "model_attributes_type" and isinstance(item["input"], bytes) for item in error.errors()):
        return from_http(HTTPException(415))
    return MalformedInput(errors=validation_errors(error))


def from_database(error: IntegrityError | OperationalError | NoConnection | StaleDataError) -> DomainError:
    """What the database refused: a concurrent change, a broken uniqueness, a lock that was not to be had."""
    if room.is_want_of_room(error):
        room.note_refused()
        return StorageFull()
    failure = DomainError("busy")
    if isinstance(error, StaleDataError):
        failure = DomainError("stale", current="?")
    elif isinstance(error, IntegrityError):
        failure = DomainError("conflict")
    failure.status = {"busy": 503, "stale": 412, "conflict": 409}[failure.code]  # type: ignore[misc]
    return failure


def from_http(error: HTTPException) -> DomainError:
    """Starlette's own errors (unknown path, wrong method, unreadable body) with our codes."""
    is_large_field = error.status_code == 400 and _LARGE_FIELD in str(error.detail)
    status, limit = (413, "1 MB") if is_large_field else (error.status_code, "12 MB")
    code = STATUS_CODES.get(status, "server-error" if status >= 500 else "bad-request")
    failure = DomainError(code, limit=limit, expected="application/json", seconds=60, reference="–")
    failure.status = status  # type: ignore[misc]
    return failure


_LARGE_FIELD = "exceeded maximum size"
"""How Starlette says that one field of a form has more than 1 MB."""

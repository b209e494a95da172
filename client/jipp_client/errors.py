"""What can go wrong, as exceptions: what the server says (RFC 9457), what the line does, what is no answer at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx


class JippError(Exception):
    """The base of all."""


class NoAnswer(JippError):
    """The server could not be reached, or the line broke.

    ``may_be_done`` says whether the request may have been carried out all the same.
    """

    def __init__(self, message: str, *, may_be_done: bool) -> None:
        super().__init__(message)
        self.may_be_done = may_be_done


class TimedOut(NoAnswer):
    """The server took longer than the client waits."""


class UnexpectedAnswer(JippError):
    """Something answered, but not as JIPP does: a proxy's page, a redirect, half a document."""


class NotEqual(JippError):
    """A mirror differs from what it mirrors."""


@dataclass(frozen=True)
class FieldError:
    """One field that needs mending: its dotted name, the message to people, the code for programs."""

    field: str
    message: str
    code: str


class Problem(JippError):
    """The server refused: ``status``, ``code`` (the end of ``type``), ``title``, ``detail`` in the client's language.

    ``errors`` names fields to be mended; ``retry_after`` is the seconds the server asks to wait, or None;
    ``may_be_done`` is true where an earlier attempt at the same request lost its answer, so that what the server
    refuses now may be what it did then.
    """

    def __init__(self, status: int, body: dict[str, Any], *, retry_after: float | None = None) -> None:
        self.status = status
        self.code = str(body.get("type", "")).rpartition("/")[2]
        self.title = str(body.get("title", ""))
        self.detail = str(body.get("detail", ""))
        self.instance = str(body.get("instance", ""))
        self.errors = [FieldError(**{name: str(e.get(name, "")) for name in ("field", "message", "code")})
                       for e in body.get("errors") or []]  # fmt: skip
        self.body = body
        self.retry_after = retry_after
        self.may_be_done = False
        super().__init__(self.title)

    def __str__(self) -> str:
        fields = "; ".join(f"{error.field}: {error.message}" for error in self.errors)
        words = f"{self.title}. {self.detail}" if self.detail else self.title
        return f"{words} [{self.status} {self.code}]" + (f" ({fields})" if fields else "")


class BadRequest(Problem):
    """400: the request cannot be read."""


class Unauthenticated(Problem):
    """401: no key, or one that is wrong, expired or revoked."""


class Forbidden(Problem):
    """403: the key's role or scopes do not reach this."""


class NotFound(Problem):
    """404: there is no such thing, or you may not know of it."""


class Conflict(Problem):
    """409: the state of the thing does not allow it now."""


class QuotaExceeded(Conflict):
    """409: the participant has no slot left."""


class Closed(Conflict):
    """409: the edition takes nothing any more."""


class Gone(Problem):
    """410: it was there once."""


class CursorGone(Gone):
    """410: the feed began anew (a restore from a backup): take the snapshot again."""


class Stale(Problem):
    """412: somebody else changed it since it was read. Read again, merge, send again."""


class TooLarge(Problem):
    """413: more bytes than allowed."""


class UnsupportedType(Problem):
    """415: a kind of file that is not taken."""


class Invalid(Problem):
    """422: the input breaks a rule; ``errors`` says which field and why."""


class NotReady(Invalid):
    """422: the proposal lacks something that the edition requires."""


class TooManyRequests(Problem):
    """429: too often; ``retry_after`` says when the next one is taken."""


class ServerProblem(Problem):
    """5xx: the server cannot, for now."""


_BY_CODE: dict[str, type[Problem]] = {
    "quota-exceeded": QuotaExceeded, "closed": Closed, "cursor-gone": CursorGone, "not-ready": NotReady,
}  # fmt: skip
_BY_STATUS: dict[int, type[Problem]] = {
    400: BadRequest, 401: Unauthenticated, 403: Forbidden, 404: NotFound, 409: Conflict, 410: Gone, 412: Stale,
    413: TooLarge, 415: UnsupportedType, 422: Invalid, 429: TooManyRequests,
}  # fmt: skip


def problem_of(response: httpx.Response, retry_after: float | None = None) -> Problem:
    """The exception for an answer of 400 and above; a page of some proxy becomes one without a ``code``."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        body = {"title": f"{response.status_code} {response.reason_phrase}"}
    status = response.status_code
    code = str(body.get("type", "")).rpartition("/")[2]
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status) or (ServerProblem if status >= 500 else Problem)
    return kind(status, body, retry_after=retry_after)

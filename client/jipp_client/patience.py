"""When a request is sent again, and after how long: a conversation without a line.

`talk` says what to do next (``Send``, ``Wait``) and is told what came of it; who carries it out it does not know.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from jipp_client.core import Call
from jipp_client.errors import JippError, NoAnswer, NotFound, Problem, TimedOut, UnexpectedAnswer, problem_of

WAITS = frozenset({429, 502, 503, 504})
"""Answers that may be another in a while."""
NOT_DONE = frozenset({429, 503})
"""Those that say that nothing was done; behind the others the server may have worked."""
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
Heard = httpx.Response | httpx.RequestError


@dataclass(frozen=True)
class Send:
    """Send the request."""


@dataclass(frozen=True)
class Wait:
    """Wait so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Patience:
    """How often a request is sent again, and how long it is waited in between, in seconds.

    The pause doubles from ``first`` up to ``longest``, and each is drawn anew between nothing and that, so that
    clients that failed together do not come back together. ``Retry-After`` is kept; where it asks for more than
    ``longest_asked``, the refusal is handed on at once.
    """

    retries: int = 4
    first: float = 0.5
    longest: float = 20
    longest_asked: float = 120

    def pause(self, attempt: int, asked: float | None) -> float | None:
        """The pause after an attempt (0 is the first), or None where it is not worth waiting."""
        if attempt >= self.retries or (asked is not None and asked > self.longest_asked):
            return None
        drawn = random.uniform(0, min(self.longest, self.first * 2**attempt))  # noqa: S311 - no secret hangs on it
        return drawn if asked is None else asked + drawn / 4


def talk(call: Call[Any], patience: Patience) -> Generator[Send | Wait, Heard | None, httpx.Response]:
    """Sends until there is an answer or no hope; returns the answer, or raises what it came to."""
    may_be_done, attempt = False, 0
    while True:
        heard = yield Send()
        assert heard is not None
        if isinstance(heard, httpx.Response) and heard.is_success:
            return heard
        error = _error(call, heard)
        if may_be_done and call.method == "DELETE" and isinstance(error, NotFound):
            return httpx.Response(204)  # the attempt whose answer was lost has done it
        asked = error.retry_after if isinstance(error, Problem) else None
        pause = patience.pause(attempt, asked) if _may_repeat(call, heard) else None
        if pause is None:
            if isinstance(error, Problem):
                error.may_be_done = may_be_done
            raise error
        may_be_done |= _may_be_done(heard)
        attempt += 1
        yield Wait(pause)


def _may_repeat(call: Call[Any], heard: Heard) -> bool:
    if isinstance(heard, httpx.Response) and heard.status_code not in WAITS:
        return False
    if isinstance(heard, httpx.UnsupportedProtocol):
        return False
    return call.is_repeatable or not _may_be_done(heard)


def _may_be_done(heard: Heard) -> bool:
    if isinstance(heard, httpx.Response):
        return heard.status_code not in NOT_DONE
    return not isinstance(heard, _NEVER_SENT)


def _error(call: Call[Any], heard: Heard) -> JippError:
    if isinstance(heard, httpx.Response):
        if not heard.is_error:
            return UnexpectedAnswer(f"{heard.status_code} → {heard.headers.get('location', '')}")
        return problem_of(heard, retry_after(heard))
    kind = TimedOut if isinstance(heard, httpx.TimeoutException) else NoAnswer
    error = kind(f"{call.method} {call.path}: {heard or type(heard).__name__}", may_be_done=_may_be_done(heard))
    error.__cause__ = heard
    return error


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that ``Retry-After`` asks for; a date is measured by the server's own clock, where it tells it."""
    asked = response.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    moment = _moment(asked)
    if moment is None:
        return None
    now = _moment(response.headers.get("date", "")) or datetime.now(timezone.utc)
    return max(0.0, (moment - now).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)

"""How often one address may write to a unit or ask for letters: counted beside what every anonymous write is.

The verdict comes as an argument and is checked inside the deed's form, so that a page can show again what was typed.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from app.errors import TooManyRequests
from app.http.actor import Visitor
from app.http.rate_limits import address_digest, fetched
from app.limiter import Quota
from app.settings import settings

HOUR = 3600


@dataclass(frozen=True)
class Pace:
    """Whether this address may, and otherwise in how many seconds."""

    wait: int = 0

    def check(self) -> None:
        """429 past the limit."""
        if self.wait:
            raise TooManyRequests(seconds=self.wait)


def _pace_of(what: str) -> Callable[[Request, Visitor], Coroutine[Any, Any, Pace]]:
    async def pace(request: Request, actor: Visitor) -> Pace:
        quota = Quota(what, settings().citizen_requests_per_hour, HOUR)
        if quota.limit <= 0 or actor.kind == "key":
            return Pace()
        verdict = await fetched(f"{what}:{address_digest(request)}", quota)
        return Pace() if verdict is None or verdict.is_allowed else Pace(verdict.resets_in)

    return pace


Asking = Annotated[Pace, Depends(_pace_of("questions"))]
Following = Annotated[Pace, Depends(_pace_of("followers"))]

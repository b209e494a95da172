"""Which edition a page shows when the address names none."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from fastapi import Request, Response

from app.api import editions as api
from app.clock import now
from app.database import ReadSession
from app.errors import NotFound
from app.http.locale import ngettext
from app.models.edition import EditionStatus, EditionSummary
from app.queries.editions import EditionFilters
from app.rules.deadlines import is_awaited
from app.rules.permissions import Actor

_ORDER = (EditionStatus.open, EditionStatus.judging, EditionStatus.concluded, EditionStatus.draft)
_ANNOUNCED = 1.5
"""Where an edition stands in that order whose registration has still to begin: after those at work."""


def all_editions(request: Request, session: ReadSession, actor: Actor) -> list[EditionSummary]:
    """The editions that the actor sees, newest first."""
    query = EditionFilters(limit=200)
    return api.list_editions(query=query, session=session, actor=actor, request=request, response=Response()).items


def running(editions: list[EditionSummary]) -> EditionSummary | None:
    """The edition that matters now: the open one, else the one being judged, else one announced, the last, the next."""

    def place(edition: EditionSummary) -> tuple[float, int]:
        return (_ANNOUNCED if awaits(edition) else _ORDER.index(edition.status)), -edition.year

    return min(editions, key=place, default=None)


def awaits(edition: EditionSummary) -> bool:
    """Whether its registration is announced for a moment still to come."""
    return is_awaited(now(), edition.opens_at, edition.status)


def lasting(editions: Sequence[EditionSummary]) -> dict[str, str] | None:
    """Headers of a page that shows *editions*: one that will open by itself lets nobody keep the page."""
    return {"Cache-Control": "private, no-store"} if any(map(awaits, editions)) else None


def edition_to_show(
    request: Request, session: ReadSession, actor: Actor, edition_id: str | None
) -> tuple[EditionSummary | None, list[EditionSummary]]:
    """The edition named, else the running one (None where there is none), and all of them; 404 for an unknown one."""
    editions = all_editions(request, session, actor)
    if edition_id is None:
        return running(editions), editions
    for edition in editions:
        if edition.id == edition_id:
            return edition, editions
    raise NotFound


def time_left(until: datetime | None) -> str | None:
    """How long there still is, in days or on the last two days in hours; None when it is over or has no end."""
    if until is None or until <= now():
        return None
    rest = until - now()
    if rest > timedelta(days=2):
        return ngettext("%(num)s hari lagi", "%(num)s hari lagi", rest.days) % {"num": rest.days}
    hours = max(1, ceil(rest / timedelta(hours=1)))
    return ngettext("kurang dari %(num)s jam lagi", "kurang dari %(num)s jam lagi", hours) % {"num": hours}

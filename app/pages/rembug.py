"""What the pages of rembug share: the tabs, and how an innovation is named in a form."""

import re

from fastapi import Request, Response

from app.api import innovations as api
from app.database import ReadSession
from app.errors import invalid
from app.http.locale import N_, _
from app.models.innovation import FoundInnovation
from app.queries.innovations import InnovationFilters

TABS = {
    "/help-requests": N_("Permintaan bantuan"), "/mentorships": N_("Pendampingan"),
    "/collaborations": N_("Kerja sama usulan"),
}  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def tabs(current: str) -> list[dict[str, object]]:
    """The three parts of rembug, for the tabs of the page at *current*."""
    return [{"label": _(word), "url": url, "is_current": url == current} for url, word in TABS.items()]


def in_the_catalogue(request: Request, session: ReadSession, words: str, limit: int = 5) -> list[FoundInnovation]:
    """What the catalogue has for these words, best first."""
    if not words.strip():
        return []
    query = InnovationFilters(q=words.strip()[:300], limit=limit)
    return list(api.list_innovations(query=query, session=session, request=request, response=Response()).items)


def innovation_id_of(request: Request, session: ReadSession, text: str) -> str | None:
    """The id in an innovation's address, or of the only one with this very title; None for an empty text.

    Raises ``Invalid`` on ``innovation_id`` where it is neither.
    """
    if not text.strip():
        return None
    if found := _ID.search(text):
        return found.group()
    title = " ".join(text.lower().split())
    fitting = [one.id for one in in_the_catalogue(request, session, text, 50) if one.title.lower() == title]
    if len(fitting) == 1:
        return fitting[0]
    raise invalid("innovation_id", "not_found")

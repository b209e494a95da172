"""What the pages of rembug share: the tabs, and how an innovation is named in a form."""

import re
from dataclasses import dataclass

from fastapi import Request, Response

from app.api import collaborations as collaborations_api
from app.api import innovations as api
from app.api import mentorships as mentorships_api
from app.database import ReadSession
from app.errors import invalid
from app.http.locale import N_, _
from app.models.collaboration import CollaborationFilters, CollaborationStatus
from app.models.innovation import FoundInnovation
from app.models.mentorship import MentorshipFilters, MentorshipSide, MentorshipStatus
from app.queries.innovations import InnovationFilters
from app.rules.permissions import Actor, may_somewhere

TABS = {
    "/help-requests": N_("Permintaan bantuan"), "/mentorships": N_("Pendampingan"),
    "/collaborations": N_("Kerja sama usulan"),
}  # fmt: skip
MOST = 5
"""Of each kind that the home speaks of; the lists have all."""
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


@dataclass(frozen=True)
class Awaited:
    """Something that a unit of the reader's is asked: by whom, for what, and where to answer."""

    who: str
    what: str
    url: str
    is_mentorship: bool


def awaited(request: Request, session: ReadSession, actor: Actor) -> list[Awaited]:
    """What waits for an answer of one's own units: invitations into proposals, and proposed mentorships."""
    if not may_somewhere(actor, "mentorships:write"):
        return []
    invited = collaborations_api.list_collaborations(
        query=CollaborationFilters(side="invited", status=CollaborationStatus.invited, limit=MOST), session=session,
        actor=actor, request=request, response=Response(),
    )  # fmt: skip
    found = [Awaited(one.proposal_unit_name, one.proposal_title, f"/collaborations/{one.id}", False)
             for one in invited.items if one.is_open]  # fmt: skip
    return found + [one for side in MentorshipSide for one in _proposed(request, session, actor, side)]


def _proposed(request: Request, session: ReadSession, actor: Actor, side: MentorshipSide) -> list[Awaited]:
    """The mentorships that the other side proposed to this one."""
    query = MentorshipFilters(side=side, status=MentorshipStatus.proposed, limit=MOST)
    found = mentorships_api.list_mentorships(query=query, session=session, actor=actor, request=request,
                                             response=Response())  # fmt: skip
    other = {MentorshipSide.mentor: "mentee_unit_name", MentorshipSide.mentee: "mentor_unit_name"}[side]
    return [Awaited(getattr(one, other), one.goal, f"/mentorships/{one.id}", True)
            for one in found.items if one.proposed_by != side]  # fmt: skip


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

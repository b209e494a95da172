"""Followers: being told by e-mail of what is new about an innovation."""

from fastapi import APIRouter

from app.database import ReadSession
from app.domain import followers as deeds
from app.domain.citizen_tokens import CONFIRM, LEAVE
from app.http.citizen_pace import Following
from app.http.csrf import FromOurSite
from app.http.locale import current_language
from app.http.rate_limits import ByAddress
from app.http.routes import ResourceRoute
from app.http.sessions import Writing
from app.models.base import Id
from app.models.follower import FollowAsked, FollowerCreate, FollowerRead, Token

router = APIRouter(tags=["questions"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/innovations/{innovation_id}/followers", status_code=202, dependencies=[FromOurSite, ByAddress])
def follow_innovation(innovation_id: Id, body: FollowerCreate, session: Writing, pace: Following) -> FollowAsked:
    """Asks to be told by e-mail of what is new about an innovation: a letter comes, whose link confirms it.

    The answer is the same whether the address follows already or not, and however many letters it was sent.
    """
    pace.check()
    deeds.ask(session, innovation_id, body, current_language.get())
    return FollowAsked(innovation_id=innovation_id)


@router.put("/followers/{token}/confirmation", dependencies=[ByAddress])
def confirm_follower(token: Token, session: Writing) -> FollowerRead:
    """Makes somebody a follower, by the secret of the letter's link; doing so again changes nothing."""
    return deeds.confirm(session, token)


@router.delete("/followers/{token}", status_code=204, dependencies=[ByAddress])
def remove_follower(token: Token, session: Writing) -> None:
    """Takes a follower's address away for good, by the secret of the link in any letter."""
    deeds.leave(session, token)


def of_link(session: ReadSession, token: str, *, leaves: bool) -> FollowerRead:
    """What a link would do: for the page that asks before it is done. Looking changes nothing."""
    return deeds.by_link(session, LEAVE if leaves else CONFIRM, token)

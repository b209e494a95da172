"""Visitors of an exhibition: known by a cookie that names nobody, or let in at the door; their visits and votes."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.clock import now
from app.domain import visiting as deeds
from app.errors import invalid
from app.http.actor import Known, Visitor
from app.http.ballot import ballot_of, digest_of, give_ballot, new_ballot
from app.http.csrf import FromOurSite
from app.http.listing import listing
from app.http.personal_access import VisitorsRead
from app.http.query import query_of
from app.http.rate_limits import of_a_crowd
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.visitor import (
    Admission,
    OwnVisit,
    Registration,
    Tickets,
    TicketsCreate,
    VisitCreate,
    VisitorFilters,
    VisitorRead,
    VisitRead,
    VoteCreate,
    VoteRead,
)
from app.queries import exhibitions
from app.queries import visitors as queries
from app.queries.reach import require_somewhere

router = APIRouter(tags=["exhibitions"], prefix="/api/v1", route_class=ResourceRoute)
_VISITORS = "/exhibitions/{exhibition_id}/visitors"


@router.get(_VISITORS)
@router.get(_VISITORS + ".csv", include_in_schema=False)
def list_visitors(
    exhibition_id: Id, query: Annotated[VisitorFilters, query_of(VisitorFilters)], session: Reading, actor: Known,
    request: Request, response: Response, _noted: VisitorsRead,
) -> Page[VisitorRead]:  # fmt: skip
    """Those who said who they are and agreed that it is kept, newest first (organiser, secretariat)."""
    require_somewhere(actor, "visitors:read")
    exhibitions.get(session, actor, exhibition_id)
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, exhibition_id, q))  # type: ignore[return-value]


@router.post(_VISITORS, status_code=201)
def admit_visitor(
    exhibition_id: Id, body: Registration, session: Writing, actor: Known, response: Response
) -> Admission:
    """Lets somebody in at the door who has no browser at hand, for instance by a tablet (organiser, secretariat).

    `token` is shown this once: the device sends it along with the visits and votes of this visitor.
    """
    token = new_ballot()
    ballot = digest_of(token)
    response.headers["Cache-Control"] = "no-store"
    visitor = deeds.admit(session, actor, exhibition_id, str(ballot), body)
    return Admission(id=visitor, token=token)


@router.get(_VISITORS + "/current")
def read_own_visit(exhibition_id: Id, session: Reading, actor: Visitor, request: Request) -> OwnVisit:
    """What the asking browser has said and done here. Known by a cookie that names nobody."""
    return queries.own(session, exhibitions.get(session, actor, exhibition_id), ballot_of(request))


@router.put(_VISITORS + "/current", dependencies=[FromOurSite])
@of_a_crowd
def register_visitor(
    exhibition_id: Id, body: Registration, session: Writing, actor: Visitor, request: Request, response: Response
) -> OwnVisit:
    """What a visitor says of themselves, if they want, and the ticket they were handed.

    Nothing that names somebody is kept without `consent`, nor longer than 90 days after the last day.
    """
    ballot = give_ballot(request, response)
    deeds.register(session, exhibition_id, ballot, body)
    return queries.own(session, exhibitions.get(session, actor, exhibition_id), ballot)


@router.delete(_VISITORS + "/current", status_code=204, dependencies=[FromOurSite])
@of_a_crowd
def forget_visitor(exhibition_id: Id, session: Writing, actor: Visitor, request: Request) -> None:
    """Takes back what the asking browser's visitor said of themselves and wrote in the guest book."""
    exhibitions.get(session, actor, exhibition_id)
    ballot = ballot_of(request)
    if ballot is not None:
        deeds.forget(session, exhibition_id, ballot)


@router.post(
    "/exhibitions/{exhibition_id}/visits", status_code=201, dependencies=[FromOurSite],
    responses={200: {"model": VisitRead, "description": "The visit was counted before"}},
)  # fmt: skip
@of_a_crowd
def record_visit(
    exhibition_id: Id, body: VisitCreate, session: Writing, _actor: Visitor, request: Request, response: Response
) -> VisitRead:
    """Counts a visit of a booth, once a visitor: 200 and `is_new` false where it was counted before."""
    ballot = _whose(body.token, request, response)
    is_new = deeds.visit(session, exhibition_id, ballot, body.booth_id)
    response.status_code = 201 if is_new else 200
    return VisitRead(booth_id=body.booth_id, is_new=is_new)


@router.post(
    "/exhibitions/{exhibition_id}/votes", status_code=201, dependencies=[FromOurSite],
    responses={200: {"model": VoteRead, "description": "The vote was given before"}},
)  # fmt: skip
@of_a_crowd
def give_vote(
    exhibition_id: Id, body: VoteCreate, session: Writing, _actor: Visitor, request: Request, response: Response
) -> VoteRead:
    """One vote for what a booth shows: it is useful. A second one of the same visitor is 200, and counts no more.

    A vote for a proposal is a vote of its stage, as on the stage's ballot.
    """
    ballot = _whose(body.token, request, response)
    is_new = deeds.cast(session, exhibition_id, ballot, body.exhibit_id, now())
    response.status_code = 201 if is_new else 200
    return VoteRead(exhibit_id=body.exhibit_id, is_new=is_new)


@router.delete("/exhibitions/{exhibition_id}/votes/{exhibit_id}", status_code=204, dependencies=[FromOurSite])
@of_a_crowd
def take_back_vote(exhibition_id: Id, exhibit_id: Id, session: Writing, _actor: Visitor, request: Request) -> None:
    """Takes the own vote back, as long as votes are taken."""
    ballot = ballot_of(request)
    deeds.take_back(session, exhibition_id, ballot or "", exhibit_id, now())


@router.post("/exhibitions/{exhibition_id}/tickets", status_code=201)
def make_tickets(exhibition_id: Id, body: TicketsCreate, session: Writing, actor: Known, response: Response) -> Tickets:
    """Tickets to hand out at the entrance: each is one visitor, whatever happens to cookies (organiser, secretariat).

    The codes are shown this once.
    """
    response.headers["Cache-Control"] = "no-store"
    return Tickets(codes=deeds.make_tickets(session, actor, exhibition_id, body))


def _whose(token: str | None, request: Request, response: Response) -> str:
    """The ballot of the visitor: by the token of the door, else by the cookie, which is given where there is none."""
    if token is None:
        return give_ballot(request, response)
    ballot = digest_of(token)
    if ballot is None:
        raise invalid("token", "not_found")
    return ballot

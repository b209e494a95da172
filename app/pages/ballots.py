"""The ballot of a stage that the public decides: tick what is useful, send, change it until the vote ends."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import ballots as api
from app.clock import now
from app.http.actor import Visitor
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.forms import Form, parse, refused_as
from app.http.locale import ngettext
from app.http.problems import Problem
from app.http.rate_limits import ByAddress
from app.http.render import page, see_other
from app.http.sessions import Writing
from app.models.base import Key
from app.models.edition import EditionRead
from app.models.vote import BallotRead, BallotUpdate
from app.pages.assignments_room import Edition
from app.pages.route import PageRoute
from app.queries.editions import stage_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Ballot = Annotated[BallotRead, Depends(api.read_ballot)]


@router.get("/editions/{edition_id}/stages/{stage}/ballot")
def show(request: Request, edition: Edition, ballot: Ballot, stage: Key) -> Response:
    """The own ballot."""
    ticked = {choice.proposal_id for choice in ballot.choices if choice.is_chosen}
    return _page(request, edition, stage, ballot, ticked, None)


@router.post("/editions/{edition_id}/stages/{stage}/ballot", dependencies=[FromOurSite, ByAddress])
def cast(
    request: Request, edition: Edition, ballot: Ballot, stage: Key, form: Form, session: Writing, actor: Visitor
) -> Response:
    """Stores the ballot as it was ticked."""
    ticked = [str(one) for one in form.getlist("proposal_ids")]
    url = f"/editions/{edition.id}/stages/{stage}/ballot"
    answer = see_other(request, url)
    with refused_as(request, lambda problem: _page(request, edition, stage, ballot, set(ticked), problem)):
        body = parse(BallotUpdate, {"proposal_ids": ticked})
        api.cast_ballot(edition_id=edition.id, stage=stage, body=body, session=session, actor=actor, request=request,
                        response=answer)  # fmt: skip
    text = ngettext("%(num)s suara Anda tersimpan.", "%(num)s suara Anda tersimpan.", len(set(ticked)))
    return flash(answer, "success", text % {"num": len(set(ticked))})


def _page(
    request: Request, edition: EditionRead, stage: str, ballot: BallotRead, ticked: set[str], problem: Problem | None
) -> Response:
    context = {"edition": edition, "stage": stage_of(edition, stage), "ballot": ballot, "ticked": ticked,
               "problem": problem, "at": now(), "is_published": stage in edition.published_stages}  # fmt: skip
    return page(request, "ballots/show.html", context, headers={"Cache-Control": "private, no-store"})

"""Pages of the replications: the overview for everybody, the own list, one replication with what may be done next."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import replication_documents as documents_api
from app.api import replication_figures as figures_api
from app.api import replications as api
from app.api.replication_figures import RecapFilters
from app.clock import today
from app.database import ReadSession
from app.http import labels
from app.http.actor import Known, Visitor
from app.http.forms import errors_by_field
from app.http.locale import _
from app.http.problems import Problem
from app.http.query import query_of
from app.http.render import page
from app.http.sessions import Reading
from app.models.base import Id, Page
from app.models.replication import (
    ReplicationFilters,
    ReplicationRead,
    ReplicationStage,
    ReplicationSummary,
)
from app.models.replication_figures import LeagueFilters, NetworkFilters
from app.pages.current import all_editions
from app.pages.replications_network import draw
from app.pages.route import PageRoute, choices, first_url, page_url
from app.queries.reach import require_somewhere
from app.queries.replications import READ
from app.rules.permissions import Actor, may_everywhere
from app.rules.replications import FORWARD, days_of
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
EDGES = 40
"""Of the picture; the table under it has them too, the list all."""
SHOWN = 10
"""On the page of an innovation."""
Filters = Annotated[RecapFilters, query_of(RecapFilters)]
One = Annotated[ReplicationRead, Depends(api.read_replication)]


@dataclass(frozen=True)
class StageMark:
    """A stage as the stepper shows it."""

    name: str
    state: str
    starts_at: Any
    ends_at: Any = None


@router.get("/replications")
def index(request: Request, session: Reading, actor: Visitor, query: Filters) -> Response:
    """Who learned from whom, the most replicated, and how it stands by region and year."""
    network = figures_api.read_network(query=NetworkFilters(limit=EDGES, year=query.year), session=session)
    league = figures_api.list_league(query=LeagueFilters(year=query.year, limit=10), session=session, request=request)
    every = RecapFilters(region_code=query.region_code)
    recap = figures_api.list_recap(query=every, session=session, actor=actor, request=request).items
    context = {
        "network": network, "wide": draw(network), "narrow": draw(network, is_narrow=True), "league": league.items,
        "names": {node.id: node for node in network.nodes}, "year": query.year,
        "recap": [line for line in recap if query.year in (None, line.year)],
        "years": sorted({line.year for line in recap}, reverse=True),
        "is_concerned": actor.kind != "anonymous" and bool(actor.grants),
    }  # fmt: skip
    return page(request, "replications/index.html", context)


@router.get("/replications/mine")
def mine(request: Request, session: Reading, actor: Known) -> Response:
    """What one's own units replicate, and who replicates from them: what waits for a deed comes first."""
    require_somewhere(actor, READ)
    is_everywhere = may_everywhere(actor, READ)  # whose own is nothing in particular: the list has all
    sides = {side: _list(request, session, actor, side=side, limit=50)
             for side in ("replicating", "origin") if not is_everywhere}  # fmt: skip
    waiting = _list(request, session, actor, side="origin", confirmed=False, limit=50).items
    return page(request, "replications/mine.html", {"sides": sides, "waiting": waiting})


@router.get("/replications/list")
def every(
    request: Request, replications: Annotated[Page[ReplicationSummary], Depends(api.list_replications)]
) -> Response:
    """All replications that the reader may see, with filters."""
    query = request.query_params
    context = {
        "replications": replications, "query": query, "next_url": page_url(request, replications.next),
        "first_url": first_url(request), "stages": choices(labels.REPLICATION_STAGE),
        "is_filtered": any(name in query for name in ("stage", "year", "region_code", "confirmed")),
    }  # fmt: skip
    return page(request, "replications/list.html", context)


def _list(request: Request, session: ReadSession, actor: Actor, **filters: Any) -> Page[ReplicationSummary]:
    query = ReplicationFilters(**filters)
    return api.list_replications(query=query, session=session, actor=actor, request=request, response=Response())


@router.get("/replications/{replication_id}")
def show(request: Request, replication: One, session: Reading, actor: Visitor) -> Response:
    """One replication: what everybody reads, and below it what this reader may do."""
    return one_page(request, session, actor, replication, {}, None)


@router.get("/replications/{replication_id}/confirmation")
def ask(request: Request, actor: Known, replication: One, session: Reading) -> Response:
    """What the origin unit confirms, before it does."""
    return confirmation_page(request, session, actor, replication, None)


def confirmation_page(
    request: Request, session: ReadSession, actor: Actor, replication: ReplicationRead, problem: Problem | None
) -> Response:
    """The replication as the public will read it, with the button; shown again with what stood in the way."""
    context = _told(request, session, actor, replication) | {"problem": problem}
    return page(request, "replications/confirmation.html", context)


def _told(request: Request, session: ReadSession, actor: Actor, replication: ReplicationRead) -> dict[str, Any]:
    documents = documents_api.list_replication_documents(
        replication_id=replication.id, session=session, actor=actor, request=request
    )
    return {"replication": replication, "documents": documents.items, "stages": _steps(replication),
            "url": f"/replications/{replication.id}"}  # fmt: skip


def one_page(
    request: Request, session: ReadSession, actor: Actor, replication: ReplicationRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    """The page of a replication, with what was typed where a form was refused."""
    may_enter = "enter" in replication.allowed
    forward = [stage for stage in replication.next_stages if stage != ReplicationStage.stopped]
    context = _told(request, session, actor, replication) | {
        "values": values, "problem": problem, "errors": errors_by_field(problem), "form": values.get("form", ""),
        "forward": [(stage.value, labels.label(labels.REPLICATION_STAGE, stage)) for stage in forward],
        "may_stop": ReplicationStage.stopped in replication.next_stages,
        "difficulties": choices(labels.DIFFICULTY), "today": today(), "max_bytes": settings().max_document_bytes,
        "editions": [(edition.id, edition.name) for edition in all_editions(request, session, actor)
                     if edition.status in {"draft", "open"}] if may_enter else [],
    }  # fmt: skip
    return page(request, "replications/show.html", context)


def _steps(replication: ReplicationRead) -> list[StageMark]:
    """The four stages with their days; after a stop none is under way."""
    days, at = days_of(replication), replication.stage
    here = FORWARD.index(at) if at in FORWARD else len(FORWARD)
    return [
        StageMark(_(labels.REPLICATION_STAGE[stage]), _state(place, here, bool(days[stage])), days[stage])
        for place, stage in enumerate(FORWARD)
    ]


def _state(place: int, here: int, is_reached: bool) -> str:
    if place == here:
        return "current"
    return "done" if is_reached or place < here < len(FORWARD) else "upcoming"


def of_innovation(request: Request, session: ReadSession, actor: Actor, innovation_id: Id) -> dict[str, Any]:
    """For the page of an innovation: where it was replicated."""
    query = ReplicationFilters(innovation_id=innovation_id, limit=SHOWN, confirmed=True)
    found = api.list_replications(query=query, session=session, actor=actor, request=request, response=Response())
    return {"replications": found, "may_report": actor.kind != "anonymous" and bool(actor.grants)}

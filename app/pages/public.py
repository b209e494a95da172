"""The landing page: what this is, what is open now, what came of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import innovations as innovations_api
from app.api import stats as stats_api
from app.http.actor import Visitor
from app.http.render import page
from app.http.sessions import Reading
from app.models.edition import EditionStatus
from app.models.stats import Summary
from app.pages.current import all_editions, awaits, lasting, running
from app.pages.route import PageRoute
from app.queries.innovations import InnovationFilters
from app.rules.permissions import may_somewhere
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 6


@router.get("/")
def landing(
    request: Request, summary: Annotated[Summary, Depends(stats_api.read_summary)], session: Reading, actor: Visitor
) -> Response:
    """For everybody who comes by."""
    editions = [edition for edition in all_editions(request, session, actor) if edition.status != EditionStatus.draft]
    edition = running(editions)
    query = InnovationFilters(limit=SHOWN)
    latest = innovations_api.list_innovations(query=query, session=session, request=request, response=Response())
    context = {
        "summary": summary, "edition": edition, "latest": latest,
        "judging": [item for item in editions if item.status == EditionStatus.judging and item is not edition],
        "awaited": [item for item in editions if item is not edition and awaits(item)],
        "may_propose": may_somewhere(actor, "proposals:write"), "organisation": settings().organisation,
        "figures": next((item for item in summary.editions if edition and item.edition_id == edition.id), None),
        "has_samples": any(item.is_sample for item in editions),
    }  # fmt: skip
    return page(request, "public/landing.html", context, headers=lasting(editions))

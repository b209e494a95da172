"""The last look before registration opens: the dates in words, what is missing, and the button."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import editions as api
from app.clock import now
from app.http.field_messages import GAPS
from app.http.locale import _
from app.http.render import page
from app.models.edition import EditionRead
from app.pages.edition_columns import PAGES
from app.pages.edition_setup import tab_items
from app.pages.route import PageRoute, permitted
from app.rules.opening import gaps

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/editions/{edition_id}/opening", dependencies=[permitted("editions:write")])
def check(request: Request, edition: Annotated[EditionRead, Depends(api.read_edition)]) -> Response:
    """What will be public, and what is still missing."""
    base = f"/editions/{edition.id}/edit"
    missing = [
        (_(GAPS[gap.code]) % {"name": gap.name}, base if gap.tab == "basics" else f"{base}/{gap.tab}")
        for gap in gaps(edition, now())
    ]
    counted = [(_(title), sum(len(getattr(edition, name)) for name in lists)) for title, lists in PAGES.values()]
    context = {"edition": edition, "missing": missing, "counted": counted, "part": "opening",
               "tabs": tab_items(edition, "opening")}  # fmt: skip
    return page(request, "editions/opening.html", context)

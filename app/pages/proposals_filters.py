"""Filters of the lists of proposals when the edition beside them changes: its groups and categories are its own."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import Request, Response

from app.http.render import is_htmx
from app.models.edition import EditionRead
from app.queries.proposals.lists import ProposalFilters


def fitting(query: ProposalFilters, edition: EditionRead) -> ProposalFilters:
    """The filters without a group or category that this edition does not have."""
    groups, categories = {part.key for part in edition.groups}, {part.key for part in edition.categories}
    return query.model_copy(update={
        "group": query.group if query.group in groups else None,
        "category": query.category if query.category in categories else None,
    })  # fmt: skip


def whole_page_of(request: Request, query: ProposalFilters, usual: Callable[[], str | None]) -> Response | None:
    """For htmx, once the person picks another edition: the whole page anew, since its filters change too.

    *usual* says which edition the page shows whose address names none.
    """
    if not is_htmx(request):
        return None
    named = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query).get("edition_id")
    if query.edition_id == (named[0] if named else usual()):
        return None
    kept = {name: value for name, value in request.query_params.items() if value}
    return Response(status_code=204, headers={"HX-Redirect": f"{request.url.path}?{urlencode(kept)}"})

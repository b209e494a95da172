"""Filters of the lists of proposals when the edition beside them changes: its groups and categories are its own."""

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


def whole_page_of(request: Request, query: ProposalFilters) -> Response | None:
    """For htmx, once the person picks another edition: the whole page anew, since its filters change too."""
    picked = request.query_params.get("edition_id")
    shown = parse_qs(urlsplit(request.headers.get("hx-current-url", "")).query).get("edition_id", [picked])[0]
    if not is_htmx(request) or picked == shown:
        return None
    kept = {"edition_id": picked, **({"q": query.q} if query.q else {})}
    return Response(status_code=204, headers={"HX-Redirect": f"{request.url.path}?{urlencode(kept)}"})

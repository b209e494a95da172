"""Pages of the proposals: one list for everybody, and the beginning of a new draft."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import editions as editions_api
from app.api import proposals as api
from app.api import quotas as quotas_api
from app.database import ReadSession
from app.errors import Forbidden
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of
from app.http.locale import _
from app.http.query import query_of
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, ShortText
from app.models.edition import EditionRead, EditionStatus, EditionSummary
from app.models.listing import MAX_LIMIT
from app.models.proposal import ProposalCreate, ProposalStatus, ProposalSummary
from app.models.quota import QuotaRead
from app.pages import proposals_deeds, proposals_documents, proposals_edit, proposals_show, proposals_submissions
from app.pages.current import all_editions, edition_to_show, running
from app.pages.proposals_edit import titles_of
from app.pages.proposals_filters import fitting, whole_page_of
from app.pages.proposals_groups import closed_groups
from app.pages.proposals_steps import by_readiness, by_urgency, steps_of, who_is
from app.pages.route import PageRoute, first_url, page_url
from app.pages.unit_codes import unit_id_of
from app.queries.proposals import glances, queues
from app.queries.proposals.lists import ProposalFilters
from app.queries.quotas import QuotaFilters
from app.rules.permissions import Actor, grants_for, may_everywhere, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
FEW_UNITS = 40
"""Up to this many units are a plain list to choose from; more are looked up by typing."""
TAKES_DRAFTS = {EditionStatus.draft, EditionStatus.open}
WRITABLE = {ProposalStatus.draft, ProposalStatus.returned}


@router.get("/proposals")
def index(
    request: Request, query: Annotated[ProposalFilters, query_of(ProposalFilters)], session: Reading, actor: Known
) -> Response:
    """The list with its filters; htmx gets the rows alone. Without a choice it shows the running edition."""
    shown, editions = edition_to_show(request, session, actor, query.edition_id)
    if shown is None:
        return page(request, "proposals/index.html", {"edition": None, "editions": [], "may_write": False})
    edition = _edition(shown.id, session, actor)
    query = fitting(query.model_copy(update={"edition_id": shown.id}), edition)
    if anew := whole_page_of(request, query, lambda: usual.id if (usual := running(editions)) else None):
        return anew
    is_comparing = _is_comparing(query, actor)
    found = _listed(request, query.model_copy(update={"limit": MAX_LIMIT}) if is_comparing else query, session, actor)
    context = _rows(request, query, session, actor, edition, found.items) | {
        "edition": edition, "editions": editions, "query": query, "is_comparing": is_comparing,
        "total": found.total, "counts": queues.by_status(session, actor, query),
        "next_url": page_url(request, found.next), "first_url": first_url(request),
        "may_write": may_somewhere(actor, "proposals:write") and edition.status in TAKES_DRAFTS,
        "may_submit": may_somewhere(actor, "proposals:submit"),
        "titles": titles_of(edition),
        "is_filtered": any((query.q, query.group, query.category)),
    }  # fmt: skip
    if is_htmx(request):
        return page(request, "proposals/results.html", context)
    return page(request, "proposals/index.html", context | {"slots": _slots(request, shown, session, actor)})


def _listed(request: Request, query: ProposalFilters, session: ReadSession, actor: Actor) -> Any:
    return api.list_proposals(query=query, session=session, actor=actor, request=request, response=Response())


def _edition(edition_id: str, session: ReadSession, actor: Actor) -> EditionRead:
    return editions_api.read_edition(edition_id=edition_id, session=session, actor=actor, response=Response())


def _is_comparing(query: ProposalFilters, actor: Actor) -> bool:
    """Who decides which drafts get the slots compares them: what is missing in each, the ready ones first."""
    return who_is(actor) == "coordinator" and query.status == [ProposalStatus.draft]


def _rows(
    request: Request, query: ProposalFilters, session: ReadSession, actor: Actor, edition: EditionRead,
    items: list[ProposalSummary],
) -> dict[str, Any]:  # fmt: skip
    """The rows in the order of the one who looks, with what is said of each."""
    who = who_is(actor)
    if who == "coordinator" and not _is_comparing(query, actor):
        items = _handed_over_first(request, query, session, actor, items)
    found = glances.of(session, actor, edition, items) if who in {"author", "coordinator"} else {}
    if who == "author":
        items = by_urgency(items, found)
    elif _is_comparing(query, actor):
        items = by_readiness(items, found)
    steps = steps_of(items, found, who, is_open=edition.status in TAKES_DRAFTS)
    return {"proposals": items, "glances": found, "steps": steps, "who": who}


def _handed_over_first(
    request: Request, query: ProposalFilters, session: ReadSession, actor: Actor, items: list[ProposalSummary]
) -> list[ProposalSummary]:
    """For who sends in: what the authors handed over leads the first page, and does not come again further down."""
    if query.is_handed_over is not None:
        return items
    rest = [item for item in items if not _waits(item)]
    if query.cursor is not None:
        return rest
    waiting = query.model_copy(update={"is_handed_over": True, "limit": 200})
    return [item for item in _listed(request, waiting, session, actor).items if _waits(item)] + rest


def _waits(item: ProposalSummary) -> bool:
    return item.is_handed_over and item.status in WRITABLE


def _slots(request: Request, edition: EditionSummary, session: ReadSession, actor: Actor) -> list[QuotaRead]:
    """The slots of the actor's own participants, a few at most; who sees all has a page for them."""
    if may_everywhere(actor, "quotas:read") or not may_somewhere(actor, "quotas:read"):
        return []
    found: dict[tuple[str, str], QuotaRead] = {}
    for grant, _scope in grants_for(actor, "quotas:read"):
        query = QuotaFilters(edition_id=edition.id, unit_id=grant.unit_id, limit=10)
        slots = quotas_api.list_quotas(query=query, session=session, actor=actor, request=request, response=Response())
        found |= {(slot.unit_id, slot.group): slot for slot in slots.items}
    return list(found.values())[:4]


@router.get("/proposals/writers")
def writers(request: Request, session: Reading, actor: Known, unit: ShortText = "") -> Response:
    """Options for the unit field: those that the actor may write for and that fit what has been typed."""
    units = queues.units_to_write_for(session, actor, unit[:100], 12)
    return page(request, "proposals/unit_options.html", {"units": units})


@router.get("/proposals/new")
def new(
    request: Request, session: Reading, actor: Known, edition_id: Id | None = None, unit_id: Id | None = None
) -> Response:
    """The form for a new draft in the edition named, else in the one that is open."""
    if not may_somewhere(actor, "proposals:write"):
        raise Forbidden
    editions = [one for one in all_editions(request, session, actor) if one.status == EditionStatus.open]
    chosen = next((one for one in editions if one.id == edition_id), editions[0] if editions else None)
    values = {"edition_id": chosen.id if chosen else "", "unit_id": unit_id or ""}
    return _form(request, session, actor, values, None)


@router.post("/proposals")
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Makes the draft and opens the editor."""
    names = ("edition_id", "unit_id", "unit", "group", "category", "title")
    values = texts_of(form, *names)
    with refused_as(request, lambda problem: _form(request, reading, actor, values, problem)):
        unit_id = values["unit_id"] or unit_id_of(request, reading, values["unit"], "unit_id") or ""
        typed = {name: values[name] for name in names if name not in {"unit", "unit_id"} and values[name]}
        body = parse(ProposalCreate, typed | ({"unit_id": unit_id} if unit_id else {}))
        proposal = api.create_proposal(body=body, session=session, actor=actor, response=Response())
    return flash(
        see_other(request, f"/proposals/{proposal.id}/edit"),
        "success",
        _("Draf dibuat. Isi bagian demi bagian; semuanya masih dapat diubah."),
    )


def _form(request: Request, session: ReadSession, actor: Actor, values: dict[str, Any], problem: Any) -> Response:
    edition = _edition(values["edition_id"], session, actor) if values["edition_id"] else None
    units = queues.units_to_write_for(session, actor, limit=FEW_UNITS + 1)
    if len(units) == 1:
        values["unit_id"] = units[0].id
    context = {
        "edition": edition, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "closed": closed_groups(request, session, actor, edition, values["unit_id"]) if edition else set(),
        "units": units, "has_many_units": len(units) > FEW_UNITS, "kinds": labels.UNIT_KIND,
    }  # fmt: skip
    return page(request, "proposals/new.html", context)


for part in (proposals_submissions, proposals_edit, proposals_documents, proposals_show, proposals_deeds):
    router.include_router(part.router)

"""Pages of the quotas: slots by participant, and the form for an exception."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import editions as editions_api
from app.api import quotas as api
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.edition import SHARED_POOL, EditionRead
from app.models.quota import QuotaException
from app.pages.current import edition_to_show
from app.pages.route import PageRoute, first_url, page_url, permitted
from app.pages.unit_codes import unit_id_of
from app.queries.quotas import QuotaFilters
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("quotas:write")]


@router.get("/quotas")
def index(
    request: Request, session: Reading, actor: Known, edition_id: Id | None = None, cursor: str | None = None
) -> Response:
    """Slots by participant of an edition: the one named, else the one that is running."""
    shown, editions = edition_to_show(request, session, actor, edition_id)
    quotas = None
    if shown is not None:
        query = QuotaFilters(edition_id=shown.id, cursor=cursor)
        quotas = api.list_quotas(query=query, session=session, actor=actor, request=request, response=Response())
    context = {
        "edition": shown, "editions": editions, "quotas": quotas, "may_write": may_everywhere(actor, "quotas:write"),
        "next_url": page_url(request, quotas.next) if quotas else None, "first_url": first_url(request),
        "group_titles": _titles(shown, session, actor) if shown else {},
    }  # fmt: skip
    return page(request, "quotas/results.html" if is_htmx(request) else "quotas/index.html", context)


def _titles(shown: Any, session: Reading, actor: Actor) -> dict[str, str]:
    """Names of the pools: a group's title, or the shared one."""
    edition = editions_api.read_edition(edition_id=shown.id, session=session, actor=actor, response=Response())
    return {group.key: group.title for group in edition.groups} | {SHARED_POOL: _("Semua kelompok")}


@router.get("/editions/{edition_id}/quotas")
def edit(
    request: Request, edition: Annotated[EditionRead, Depends(editions_api.read_edition)], session: Reading,
    actor: Editor, unit_id: Id | None = None, group: str | None = None,
) -> Response:  # fmt: skip
    """The form for an exception; with *unit_id* that participant's slots (of the pool *group*) are filled in."""
    found = _slots(request, session, actor, edition.id, unit_id) if unit_id else []
    found = [slot for slot in found if group in {None, slot.group}]
    values = {"unit": found[0].unit_name, "group": found[0].group, "limit": found[0].limit,
              "reason": found[0].reason or ""} if found else {"group": SHARED_POOL}  # fmt: skip
    return _form(request, edition, values, found, None)


@router.post("/editions/{edition_id}/quotas")
def create(
    request: Request, edition: Annotated[EditionRead, Depends(editions_api.read_edition)], form: Form,
    reading: Reading, session: Writing, actor: Editor,
) -> Response:  # fmt: skip
    """Sets the exception."""
    typed = texts_of(form, "unit", "group", "limit", "reason")
    with refused_as(request, lambda problem: _form(request, edition, typed, [], problem)):
        unit_id = text_of(form, "unit_id") or unit_id_of(request, reading, typed["unit"], "unit_id")
        body = parse(QuotaException, {name: typed[name] for name in ("group", "limit", "reason")})
        api.set_exception(edition_id=edition.id, unit_id=unit_id or "", body=body, expected=version_of(form),
                          session=session, actor=actor, response=Response())  # fmt: skip
    url = f"/quotas?edition_id={edition.id}"
    return flash(see_other(request, url), "success", _("Pengecualian kuota disimpan."))


@router.post("/editions/{edition_id}/quotas/{unit_id}/removal")
def delete(edition_id: Id, unit_id: Id, request: Request, form: Form, session: Writing, actor: Editor) -> Response:
    """Ends the exception."""
    url = f"/quotas?edition_id={edition_id}"
    api.lift_exception(edition_id=edition_id, unit_id=unit_id, group=text_of(form, "group"), expected=version_of(form),
                       session=session, actor=actor)  # fmt: skip
    return flash(see_other(request, url), "success", _("Peserta kembali mengikuti aturan kuota edisi."))


def _slots(request: Request, session: Reading, actor: Actor, edition_id: str, unit_id: str) -> list[Any]:
    query = QuotaFilters(edition_id=edition_id, unit_id=unit_id)
    page_ = api.list_quotas(query=query, session=session, actor=actor, request=request, response=Response())
    return page_.items


def _form(request: Request, edition: EditionRead, values: dict[str, Any], slots: list[Any], problem: Any) -> Response:
    groups = [(SHARED_POOL, _("Semua kelompok yang dihitung")), *((g.key, g.title) for g in edition.groups if g.counts)]
    context = {"edition": edition, "values": values, "slots": slots, "problem": problem, "groups": groups,
               "errors": errors_by_field(problem)}  # fmt: skip
    return page(request, "quotas/form.html", context)

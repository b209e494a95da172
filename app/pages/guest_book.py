"""The guest book of an exhibition: ideas to read and to write, and for the organiser to show or hide."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.api import guest_book as api
from app.database import ReadSession
from app.http.actor import Known, Visitor
from app.http.ballot import hand_on
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.query import query_of
from app.http.rate_limits import of_a_crowd
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.exhibition import ExhibitionRead
from app.models.visitor import EntryStatus, GuestBookCreate, GuestBookFilters, Moderation
from app.pages.exhibitions import Shown
from app.pages.route import PageRoute, first_url, page_url
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Asked = Annotated[GuestBookFilters, query_of(GuestBookFilters)]


@router.get("/exhibitions/{exhibition_id}/guest-book")
def show(request: Request, exhibition: Shown, query: Asked, session: Reading, actor: Visitor) -> Response:
    """The guest book."""
    return _book(request, session, actor, exhibition, query, {}, None)


@router.post("/exhibitions/{exhibition_id}/guest-book", dependencies=[FromOurSite])
@of_a_crowd
def write(
    request: Request, exhibition: Shown, form: Form, reading: Reading, session: Writing, actor: Visitor
) -> Response:
    """Adds an idea."""
    typed = texts_of(form, "text", "name")
    given = Response()
    with refused_as(
        request, lambda problem: _book(request, reading, actor, exhibition, GuestBookFilters(), typed, problem)
    ):
        api.write_in_guest_book(exhibition_id=exhibition.id, body=parse(GuestBookCreate, typed), session=session,
                                _actor=actor, request=request, response=given)  # fmt: skip
    answer = hand_on(given, see_other(request, f"/exhibitions/{exhibition.id}/guest-book"))
    return flash(answer, "success", _("Terima kasih! Pesan Anda tampil setelah dibaca penyelenggara."))


@router.post("/guest-book/{entry_id}/moderation")
def moderate(entry_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Shows an idea, or hides it."""
    body = parse(Moderation, {"status": text_of(form, "status")})
    entry = api.moderate_guest_book(entry_id=entry_id, body=body, expected=version_of(form), session=session,
                                    actor=actor, response=Response())  # fmt: skip
    said = _("Pesan ditampilkan.") if entry.status == EntryStatus.shown else _("Pesan disembunyikan.")
    tab = text_of(form, "tab")
    shown = f"?status={tab}" if tab in list(EntryStatus) else ""
    return flash(see_other(request, f"/exhibitions/{entry.exhibition_id}/guest-book{shown}"), "success", said)


def _book(
    request: Request, session: ReadSession, actor: Actor, exhibition: ExhibitionRead, query: GuestBookFilters,
    values: dict[str, str], problem: Problem | None,
) -> Response:  # fmt: skip
    entries = api.list_guest_book(exhibition_id=exhibition.id, query=query, session=session, actor=actor,
                                  request=request, response=Response())  # fmt: skip
    context = {
        "exhibition": exhibition, "entries": entries, "values": values, "problem": problem,
        "errors": errors_by_field(problem), "may_moderate": may_everywhere(actor, "visitors:write"),
        "sees_all": may_everywhere(actor, "visitors:read"), "next_url": page_url(request, entries.next),
        "first_url": first_url(request), "status": query.status or "",
    }  # fmt: skip
    return page(request, "guest_book/show.html", context, headers={"Cache-Control": "private, no-store"})

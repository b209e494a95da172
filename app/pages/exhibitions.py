"""Pages of exhibitions: the list, one with its booths, its form, and the way to the public and to the end."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import booths as booths_api
from app.api import editions as editions_api
from app.api import exhibitions as api
from app.api import guest_book as guest_book_api
from app.api import programme as programme_api
from app.clock import WIB, now
from app.database import ReadSession
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Page
from app.models.exhibition import (
    BoothRead,
    ExhibitionCreate,
    ExhibitionRead,
    ExhibitionStatus,
    ExhibitionSummary,
    ExhibitionUpdate,
    ProgrammeItemRead,
)
from app.models.visitor import EntryStatus, GuestBookFilters
from app.pages.current import all_editions
from app.pages.route import PageRoute, first_url, page_url, permitted
from app.rules.permissions import Actor, may_everywhere
from app.rules.stages import is_vote

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[ExhibitionRead, Depends(api.read_exhibition)]
Editor = Annotated[Actor, permitted("exhibitions:write")]
TEXTS = ("name", "place", "address", "about", "hours", "starts_on", "ends_on", "latitude", "longitude",
         "votes_open_at", "votes_close_at", "vote", "votes_need_ticket")  # fmt: skip
MAY_BE_EMPTY = ("latitude", "longitude", "votes_open_at", "votes_close_at")
MOMENTS = ("votes_open_at", "votes_close_at")
IDEAS = 3
"""Newest ideas of the guest book on the exhibition's page."""


@router.get("/exhibitions")
def index(
    request: Request, exhibitions: Annotated[Page[ExhibitionSummary], Depends(api.list_exhibitions)], actor: Visitor
) -> Response:
    """The exhibitions, newest first."""
    context = {"exhibitions": exhibitions, "may_write": may_everywhere(actor, "exhibitions:write"),
               "next_url": page_url(request, exhibitions.next), "first_url": first_url(request)}  # fmt: skip
    return page(request, "exhibitions/index.html", context)


@router.get("/exhibitions/new", dependencies=[permitted("exhibitions:write")])
def new(request: Request, session: Reading, actor: Visitor) -> Response:
    """The form for a new exhibition."""
    return _form(request, session, actor, None, {}, None)


@router.post("/exhibitions")
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Sets an exhibition up; it is not public yet."""
    typed = _typed(form)
    with refused_as(request, lambda problem: _form(request, reading, actor, None, typed, problem)):
        made = api.create_exhibition(body=parse(ExhibitionCreate, _body(typed)), session=session, actor=actor,
                                     response=Response())  # fmt: skip
    said = _("Pameran dibuat. Tambahkan stan dan acaranya, lalu buka untuk umum.")
    return flash(see_other(request, f"/exhibitions/{made.id}"), "success", said)


@router.get("/exhibitions/{exhibition_id}")
def show(
    request: Request, exhibition: Shown, booths: Annotated[Page[BoothRead], Depends(booths_api.list_booths)],
    programme: Annotated[Page[ProgrammeItemRead], Depends(programme_api.list_programme)], session: Reading,
    actor: Visitor,
) -> Response:  # fmt: skip
    """An exhibition: where and when, what is shown, what is on, ideas of visitors."""
    query = GuestBookFilters(status=EntryStatus.shown, limit=IDEAS)
    ideas = guest_book_api.list_guest_book(exhibition_id=exhibition.id, query=query, session=session, actor=actor,
                                           request=request, response=Response())  # fmt: skip
    context = {
        "exhibition": exhibition, "booths": booths.items, "programme": programme.items, "ideas": ideas.items,
        "stage": _stage(session, actor, exhibition), "may_write": may_everywhere(actor, "exhibitions:write"),
        "may_prepare": may_everywhere(actor, "exhibitions:read"),
        "may_admit": may_everywhere(actor, "visitors:write"),
        "may_meet": may_everywhere(actor, "visitors:read"),
    }  # fmt: skip
    return page(request, "exhibitions/show.html", context)


def _stage(session: ReadSession, actor: Actor, exhibition: ExhibitionRead) -> Any:
    """The edition and the stage whose vote this is."""
    if exhibition.edition_id is None or exhibition.stage is None:
        return None
    edition = editions_api.read_edition(edition_id=exhibition.edition_id, session=session, actor=actor,
                                        response=Response())  # fmt: skip
    return edition, next(stage for stage in edition.stages if stage.key == exhibition.stage)


@router.get("/exhibitions/{exhibition_id}/edit", dependencies=[permitted("exhibitions:write")])
def edit(request: Request, exhibition: Shown, session: Reading, actor: Visitor) -> Response:
    """The form of an exhibition."""
    values: dict[str, Any] = {name: getattr(exhibition, name, None) for name in TEXTS}
    for name in MOMENTS:
        values[name] = values[name] and values[name].astimezone(WIB).strftime("%Y-%m-%dT%H:%M")
    if exhibition.stage:
        values["vote"] = f"{exhibition.edition_id}/{exhibition.stage}"
    return _form(request, session, actor, exhibition, values, None)


@router.post("/exhibitions/{exhibition_id}")
def update(
    request: Request, exhibition: Shown, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Saves an exhibition."""
    typed = _typed(form)
    with refused_as(request, lambda problem: _form(request, reading, actor, exhibition, typed, problem)):
        api.update_exhibition(exhibition_id=exhibition.id, body=parse(ExhibitionUpdate, _body(typed)),
                              expected=version_of(form), session=session, actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/exhibitions/{exhibition.id}"), "success", _("Perubahan disimpan."))


@router.post("/exhibitions/{exhibition_id}/publication")
def publish(request: Request, exhibition: Shown, form: Form, session: Writing, actor: Editor) -> Response:
    """Opens it to the public, again where it was ended."""
    api.publish_exhibition(exhibition_id=exhibition.id, expected=version_of(form), session=session, actor=actor,
                           response=Response())  # fmt: skip
    said = _("Pameran terbuka untuk umum.")
    return flash(see_other(request, f"/exhibitions/{exhibition.id}"), "success", said)


@router.post("/exhibitions/{exhibition_id}/ending")
def end(request: Request, exhibition: Shown, form: Form, session: Writing, actor: Editor) -> Response:
    """Ends it."""
    api.end_exhibition(exhibition_id=exhibition.id, expected=version_of(form), session=session, actor=actor,
                       response=Response())  # fmt: skip
    said = _("Pameran diakhiri. Halamannya tetap dapat dibaca.")
    return flash(see_other(request, f"/exhibitions/{exhibition.id}"), "success", said)


def takes_votes(exhibition: ExhibitionRead) -> bool:
    """Whether votes are taken now."""
    window = exhibition.vote_window
    return exhibition.status == ExhibitionStatus.published and window.opens_at <= now() < window.closes_at


def _typed(form: FormData) -> dict[str, str]:
    return texts_of(form, *TEXTS, "version")


def _body(typed: dict[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {name: typed[name] for name in TEXTS if name not in ("vote", "votes_need_ticket")}
    for name in MAY_BE_EMPTY:
        body[name] = body[name] or None
    for name in ("latitude", "longitude"):
        body[name] = body[name] and body[name].replace(",", ".")
    for name in MOMENTS:
        body[name] = body[name] and f"{body[name]}+07:00"
    edition_id, _slash, stage = typed["vote"].partition("/")
    return body | {"edition_id": edition_id or None, "stage": stage or None,
                   "votes_need_ticket": typed["votes_need_ticket"] == "true"}  # fmt: skip


def _form(
    request: Request, session: ReadSession, actor: Actor, exhibition: ExhibitionRead | None, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    context = {"exhibition": exhibition, "values": values, "problem": problem, "errors": errors_by_field(problem),
               "votes": _votes(request, session, actor)}  # fmt: skip
    return page(request, "exhibitions/form.html", context)


def _votes(request: Request, session: ReadSession, actor: Actor) -> list[tuple[str, str]]:
    """The stages that the public decides, of editions that are not over."""
    found = []
    for summary in all_editions(request, session, actor):
        if summary.status == "concluded":
            continue
        edition = editions_api.read_edition(edition_id=summary.id, session=session, actor=actor, response=Response())
        found += [(f"{edition.id}/{stage.key}", f"{edition.name}: {stage.name}")
                  for stage in edition.stages if is_vote(stage)]  # fmt: skip
    return found

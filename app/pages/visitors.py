"""Pages of visitors: to say who they are if they want, to redeem a ticket; for the door the tickets and the list."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import visitors as api
from app.database import ReadSession
from app.http import qr
from app.http.actor import Visitor
from app.http.ballot import hand_on
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.rate_limits import of_a_crowd
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Page
from app.models.exhibition import ExhibitionRead
from app.models.visitor import KEPT_DAYS, Registration, TicketsCreate, VisitorRead
from app.pages.exhibitions import Shown
from app.pages.route import PageRoute, first_url, page_url, permitted
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
TEXTS = ("name", "email", "organisation", "ticket", "booth")
_CODE = re.compile(r"[0-9a-z]{4,8}")


@router.get("/exhibitions/{exhibition_id}/registration")
def registration(
    request: Request, exhibition: Shown, session: Reading, actor: Visitor, ticket: str = "", booth: str = ""
) -> Response:
    """What a visitor may say of themselves; a ticket's QR leads here with its code filled in."""
    own = _own(request, session, actor, exhibition)
    values: dict[str, Any] = {"name": own.name, "email": own.email, "organisation": own.organisation,
                              "consent": own.is_registered, "ticket": ticket[:20], "booth": booth[:8]}  # fmt: skip
    return _registration(request, session, actor, exhibition, values, None)


@router.post("/exhibitions/{exhibition_id}/registration", dependencies=[FromOurSite])
@of_a_crowd
def register(
    request: Request, exhibition: Shown, form: Form, reading: Reading, session: Writing, actor: Visitor
) -> Response:
    """Keeps it, and redeems the ticket."""
    typed: dict[str, Any] = texts_of(form, *TEXTS)
    typed["consent"] = text_of(form, "consent") == "true"
    given = Response()
    with refused_as(request, lambda problem: _registration(request, reading, actor, exhibition, typed, problem)):
        said = {name: typed[name] for name in ("name", "email", "organisation", "consent")}
        body = parse(Registration, said | {"ticket": typed["ticket"] or None})
        api.register_visitor(exhibition_id=exhibition.id, body=body, session=session, actor=actor, request=request,
                             response=given)  # fmt: skip
    booth = typed["booth"].lower()
    url = f"/e/{booth}" if _CODE.fullmatch(booth) else f"/exhibitions/{exhibition.id}"
    words = _("Tiket diterima. Selamat memilih!") if typed["ticket"] else _("Terima kasih, Anda tercatat.")
    return flash(hand_on(given, see_other(request, url)), "success", words)


@router.post("/exhibitions/{exhibition_id}/registration/removal", dependencies=[FromOurSite])
@of_a_crowd
def forget(request: Request, exhibition: Shown, form: Form, session: Writing, actor: Visitor) -> Response:  # noqa: ARG001
    """Takes it back."""
    api.forget_visitor(exhibition_id=exhibition.id, session=session, actor=actor, request=request)
    said = _("Nama, surel, instansi, dan pesan Anda dihapus. Kunjungan dan suara tetap terhitung tanpa nama.")
    return flash(see_other(request, f"/exhibitions/{exhibition.id}"), "success", said)


def _own(request: Request, session: ReadSession, actor: Actor, exhibition: ExhibitionRead) -> Any:
    return api.read_own_visit(exhibition_id=exhibition.id, session=session, actor=actor, request=request)


def _registration(
    request: Request, session: ReadSession, actor: Actor, exhibition: ExhibitionRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    context = {"exhibition": exhibition, "own": _own(request, session, actor, exhibition), "values": values,
               "problem": problem, "errors": errors_by_field(problem), "kept_days": KEPT_DAYS}  # fmt: skip
    return page(request, "visitors/registration.html", context, headers={"Cache-Control": "private, no-store"})


@router.get("/exhibitions/{exhibition_id}/visitors")
def index(
    request: Request, exhibition: Shown, visitors: Annotated[Page[VisitorRead], Depends(api.list_visitors)]
) -> Response:
    """Those who said who they are."""
    context = {"exhibition": exhibition, "visitors": visitors, "next_url": page_url(request, visitors.next),
               "first_url": first_url(request), "kept_days": KEPT_DAYS}  # fmt: skip
    return page(request, "visitors/index.html", context)


@router.get("/exhibitions/{exhibition_id}/tickets", dependencies=[permitted("visitors:write")])
def tickets(request: Request, exhibition: Shown) -> Response:
    """The form that makes tickets."""
    return _tickets(request, exhibition, "", None)


@router.post("/exhibitions/{exhibition_id}/tickets")
def make(
    request: Request, exhibition: Shown, form: Form, session: Writing,
    actor: Annotated[Actor, permitted("visitors:write")],
) -> Response:  # fmt: skip
    """Makes tickets and shows them, this once, to be printed and cut."""
    typed = text_of(form, "count").strip()
    with refused_as(request, lambda problem: _tickets(request, exhibition, typed, problem)):
        body = parse(TicketsCreate, {"count": typed})
        made = api.make_tickets(exhibition_id=exhibition.id, body=body, session=session, actor=actor,
                                response=Response())  # fmt: skip
    path = f"/exhibitions/{exhibition.id}/registration?ticket="
    shown = [(code, qr.picture(qr.address(request, path + code))) for code in made.codes]
    return page(request, "visitors/tickets_made.html", {"exhibition": exhibition, "tickets": shown}, status=201)


def _tickets(request: Request, exhibition: ExhibitionRead, count: str, problem: Problem | None) -> Response:
    context = {"exhibition": exhibition, "count": count, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "visitors/tickets.html", context)

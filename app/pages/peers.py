"""Pages of peers: which other networks are mirrored and how each mirror stands; the organiser adds and removes."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import peers as api
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import N_, _
from app.http.peer_words import fault_shown
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Writing
from app.models.base import Id, Page
from app.models.peer import PeerCreate, PeerRead, PeerUpdate
from app.pages.route import PageRoute, permitted
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Keeper = Annotated[Actor, permitted("peers:write")]
STATES = {"waiting": N_("Menunggu pengambilan pertama"), "fetching": N_("Sedang diambil"), "current": N_("Terkini"),
          "failing": N_("Pengambilan terakhir gagal")}  # fmt: skip


@router.get("/peers")
def index(request: Request, peers: Annotated[Page[PeerRead], Depends(api.list_peers)], actor: Visitor) -> Response:
    """The networks that are mirrored."""
    context = {"peers": peers.items, "states": STATES, "fault_shown": fault_shown,
               "may_write": may_everywhere(actor, "peers:write")}  # fmt: skip
    return page(request, "peers/index.html", context)


@router.get("/peers/new", dependencies=[permitted("peers:write")])
def new(request: Request) -> Response:
    """The form for another network."""
    return _form(request, {"name": "", "url": "https://"}, None)


@router.post("/peers")
def create(request: Request, form: Form, session: Writing, actor: Keeper) -> Response:
    """Adds it."""
    with refused_as(request, lambda problem: _form(request, _typed(form), problem)):
        api.create_peer(body=parse(PeerCreate, _typed(form)), session=session, actor=actor, response=Response())
    return flash(see_other(request, "/peers"), "success", _("Jaringan ditambahkan. Katalognya segera diambil."))


@router.post("/peers/{peer_id}")
def switch(request: Request, peer_id: Id, form: Form, session: Writing, actor: Keeper) -> Response:
    """Switches the mirror on or off."""
    body = PeerUpdate(is_active=text_of(form, "is_active") == "true")
    api.update_peer(peer_id=peer_id, body=body, expected=version_of(form), session=session, actor=actor,
                    response=Response())  # fmt: skip
    said = _("Pengambilan dilanjutkan.") if body.is_active else _("Pengambilan dihentikan; isinya tetap ada.")
    return flash(see_other(request, "/peers"), "success", said)


@router.post("/peers/{peer_id}/look")
def look(request: Request, peer_id: Id, form: Form, session: Writing, actor: Keeper) -> Response:  # noqa: ARG001
    """Looks now."""
    api.look_at_peer(peer_id=peer_id, session=session, actor=actor)
    return flash(see_other(request, "/peers"), "success", _("Diambil dalam beberapa detik."))


@router.post("/peers/{peer_id}/removal")
def remove(request: Request, peer_id: Id, form: Form, session: Writing, actor: Keeper) -> Response:
    """Takes it away with what was fetched."""
    api.remove_peer(peer_id=peer_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, "/peers"), "success", _("Jaringan dan inovasinya dihapus dari katalog ini."))


def _typed(form: FormData) -> dict[str, Any]:
    return {"name": text_of(form, "name"), "url": text_of(form, "url").strip()}


def _form(request: Request, values: dict[str, Any], problem: Problem | None) -> Response:
    return page(request, "peers/new.html", {"values": values, "problem": problem, "errors": errors_by_field(problem)})

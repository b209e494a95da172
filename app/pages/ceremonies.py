"""The evening: who signs and where, the running order, the board for the big screen, the page for the press."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import awards as awards_api
from app.api import ceremonies as api
from app.api import certificates as certificates_api
from app.database import ReadSession
from app.errors import NotFound
from app.http.actor import Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Page
from app.models.ceremony import Called, CeremonyRead, CeremonyUpdate, RunningOrder
from app.models.edition import EditionRead
from app.pages.awards import Edition, Editor, Reader, room
from app.pages.route import PageRoute
from app.rules.award_order import by_heading
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Ceremony = Annotated[CeremonyRead, Depends(api.read_ceremony)]
_TEXTS = ("title", "place", "signatory_title", "signatory_name", "decree_number", "decree_title", "contact")
_DAYS = ("held_on", "decree_date")


@router.get("/editions/{edition_id}/ceremony")
def ceremony(request: Request, edition: Edition, session: Reading, found: Ceremony, actor: Reader) -> Response:
    """What certificates and decree say: place, day, who signs; and how many certificates a change makes stale."""
    return _ceremony(request, session, actor, edition, found, {}, None)


def _ceremony(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, found: CeremonyRead,
    values: dict[str, Any], problem: Problem | None,
) -> Response:  # fmt: skip
    context = room(edition, "/ceremony", actor) | {
        "ceremony": found, "values": found.model_dump(mode="json") | values, "problem": problem,
        "errors": errors_by_field(problem),
        "batch": certificates_api.read_certificates(edition_id=edition.id, session=session, actor=actor),
    }  # fmt: skip
    return page(request, "awards/ceremony.html", context)


@router.post("/editions/{edition_id}/ceremony")
def change(
    request: Request, edition: Edition, found: Ceremony, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Changes it."""
    typed = texts_of(form, *_TEXTS, *_DAYS)
    with refused_as(request, lambda p: _ceremony(request, reading, actor, edition, found, typed, p)):
        sent = typed | {name: typed[name] or None for name in _DAYS}
        api.update_ceremony(edition_id=edition.id, body=parse(CeremonyUpdate, sent), expected=version_of(form),
                            session=session, actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/editions/{edition.id}/ceremony"), "success", _("Perubahan disimpan."))


@router.get("/editions/{edition_id}/running-order")
def order(request: Request, edition: Edition, session: Reading, found: Ceremony, actor: Reader) -> Response:
    """The order of the evening; on paper it is what the presenter holds."""
    called = _called(request, session, actor, edition)
    context = room(edition, "/running-order", actor) | {"called": called, "ceremony": found}
    return page(request, "awards/running_order.html", context)


def _called(request: Request, session: ReadSession, actor: Actor, edition: EditionRead) -> list[Called]:
    found: Page[Called] = api.read_running_order(edition_id=edition.id, session=session, actor=actor, request=request)
    return found.items


@router.post("/editions/{edition_id}/running-order")
def move(request: Request, edition: Edition, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Moves one award up, down, or to a number; the others keep their order."""
    ids = [one.award_id for one in _called(request, reading, actor, edition)]
    award_id = text_of(form, "award_id")
    if award_id not in ids:
        raise NotFound
    at = _place(text_of(form, "to"), ids.index(award_id), len(ids))
    ids.remove(award_id)
    ids.insert(at, award_id)
    api.set_running_order(edition_id=edition.id, body=RunningOrder(award_ids=ids), session=session, actor=actor)
    return see_other(request, f"/editions/{edition.id}/running-order#award-{award_id}")


def _place(to: str, here: int, count: int) -> int:
    """Where it goes, from 0: ``up``, ``down`` or a number from 1; anything else leaves it."""
    steps = {"up": here - 1, "down": here + 1}
    wanted = steps.get(to, int(to) - 1 if to.isascii() and to.isdigit() and len(to) < 6 else here)
    return max(0, min(count - 1, wanted))


@router.get("/editions/{edition_id}/board")
def board(request: Request, edition: Edition, session: Reading, found: Ceremony, actor: Visitor) -> Response:
    """The big screen: one award after the other by key or touch; without scripts all of them below each other."""
    context = {"edition": edition, "ceremony": found, "called": _called(request, session, actor, edition)}
    return page(request, "awards/board.html", context, headers={"Cache-Control": "private, no-cache"})


@router.get("/editions/{edition_id}/results")
def results(request: Request, edition: Edition, session: Reading, found: Ceremony, actor: Visitor) -> Response:
    """The page for the press: who got what, as data too, whom to ask, and how to check it."""
    awards = awards_api.list_awards(edition_id=edition.id, session=session, actor=actor, request=request).items
    kept = [one for one in awards if one.revoked_at is None]
    last = edition.stages[-1].key if edition.stages else ""
    context = {
        "edition": edition, "ceremony": found, "by_title": by_heading(kept), "count": len(kept),
        "units": len({one.unit_id for one in kept}), "revoked": [one for one in awards if one.revoked_at],
        "late": sum(one.supplementary_reason is not None for one in kept),
        "last": last if last in edition.published_stages else None, "base": f"/editions/{edition.id}",
    }  # fmt: skip
    return page(request, "awards/results.html", context)

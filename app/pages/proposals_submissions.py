"""Several drafts sent in together: a look at what is ready and how many slots are left, then all or none."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.api import proposals as api
from app.database import ReadSession
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, refused_as
from app.http.locale import ngettext
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.pages.proposals_deeds import slots_of
from app.pages.route import PageRoute
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MOST = 25
"""As many as one look takes in; a participant has three slots in most years."""


@router.get("/proposals/submissions")
def review(
    request: Request, session: Reading, actor: Known, pick: Annotated[list[Id] | None, Query()] = None
) -> Response:
    """What is chosen, side by side: ready or not, and the slots left."""
    return _review(request, session, actor, (pick or [])[:MOST], None)


@router.post("/proposals/submissions")
def submit(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Sends them all in; if one is refused none is sent, and the page says which and why."""
    picked = [str(one) for one in form.getlist("pick")][:MOST]
    at: list[str] = []
    sent: Any = None
    with refused_as(request, lambda problem: _review(request, reading, actor, picked, problem, at[-1] if at else None)):
        for proposal_id in picked:
            at.append(proposal_id)
            sent = api.submit_proposal(proposal_id=proposal_id, session=session, actor=actor, response=Response())
    if sent is None:
        return see_other(request, "/proposals")
    text = ngettext("%(num)s usulan dikirim.", "%(num)s usulan dikirim.", len(picked)) % {"num": len(picked)}
    return flash(see_other(request, f"/proposals?edition_id={sent.edition_id}"), "success", text)


def _review(
    request: Request, session: ReadSession, actor: Actor, picked: list[str], problem: Problem | None,
    refused: str | None = None,
) -> Response:  # fmt: skip
    rows: list[dict[str, Any]] = []
    slots: dict[tuple[str, str], Any] = {}
    for proposal_id in dict.fromkeys(picked):
        proposal = api.read_proposal(proposal_id=proposal_id, session=session, actor=actor, response=Response())
        ready = api.read_readiness(proposal_id=proposal_id, session=session, actor=actor)
        missing = [rule.message for rule in ready.rules if not rule.ok and rule.level == "error"]
        rows.append({"proposal": proposal, "missing": missing})
        slots |= {(slot.unit_id, slot.group): slot for slot in slots_of(request, session, actor, proposal)}
    context = {
        "rows": rows, "slots": list(slots.values()), "problem": problem, "refused": refused,
        "ready": sum(1 for row in rows if not row["missing"]),
    }  # fmt: skip
    return page(request, "proposals/submissions.html", context)

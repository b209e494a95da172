"""Several drafts sent in together: a look at what is ready and how many slots are left, then all or none."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.api import proposals as api
from app.database import ReadSession
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, refused_as
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.proposal import ProposalRead, ProposalStatus
from app.models.quota import QuotaRead
from app.pages.proposals_deeds import slots_of
from app.pages.proposals_edit import edition_of, inside
from app.pages.proposals_sent import sent_words
from app.pages.route import PageRoute
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor
from app.rules.quotas import drawn_on, that_fit

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MOST = 25
"""As many as one look takes in; a participant has three slots in most years."""
Pool = tuple[str, str]
"""A participant's id and the key of its pool."""


@dataclass(frozen=True)
class Row:
    """A proposal to be sent in: what it lacks, and whose slots it draws on (None where it needs none)."""

    proposal: ProposalRead
    missing: list[str]
    pool: Pool | None


@router.get("/proposals/submissions")
def review(
    request: Request, session: Reading, actor: Known, pick: Annotated[list[Id] | None, Query()] = None
) -> Response:
    """What is chosen, side by side: ready or not, and the slots left. What is ready is ticked, as far as slots go."""
    require_somewhere(actor, "proposals:submit")
    return _review(request, session, actor, (pick or [])[:MOST], None, None)


@router.post("/proposals/submissions")
def submit(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Sends them all in; if one is refused none is sent, and the page says which and why."""
    require_somewhere(actor, "proposals:submit")
    picked = list(dict.fromkeys(str(one) for one in form.getlist("pick")))[:MOST]
    shown = [str(one) for one in form.getlist("row")][:MOST] or picked
    sent: list[ProposalRead] = []
    at: list[str] = []
    with refused_as(request, lambda p: _review(request, reading, actor, shown, picked, p, at[-1] if at else None)):
        for proposal_id in picked:
            at.append(proposal_id)
            sent.append(api.submit_proposal(proposal_id=proposal_id, session=session, actor=actor, response=Response()))
    if not sent:
        return see_other(request, "/proposals")
    slots = slots_of(request, inside(session), actor, sent[-1])
    url = f"/proposals?edition_id={sent[-1].edition_id}"
    return flash(
        see_other(request, url), "success", sent_words(sent, edition_of(inside(session), actor, sent[-1]), slots)
    )


def _review(
    request: Request, session: ReadSession, actor: Actor, shown: list[str], ticked: list[str] | None,
    problem: Problem | None, refused: str | None = None,
) -> Response:  # fmt: skip
    slots: dict[Pool, QuotaRead] = {}
    rows = [_row(request, session, actor, proposal_id, slots) for proposal_id in dict.fromkeys(shown)]
    if ticked is None:
        ready = [(row.proposal.id, row.pool) for row in rows if not row.missing]
        ticked = that_fit(ready, {pool: slot.remaining for pool, slot in slots.items()})
    counted = Counter(row.pool for row in rows if row.proposal.id in ticked)
    pools = [{"key": ":".join(pool), "slot": slot, "ticked": counted[pool], "more": counted[pool] - slot.remaining}
             for pool, slot in slots.items()]  # fmt: skip
    context = {
        "rows": rows, "pools": pools, "ticked": ticked, "refused": refused, "problem": _told(problem, pools),
    }  # fmt: skip
    return page(request, "proposals/submissions.html", context)


def _row(request: Request, session: ReadSession, actor: Actor, proposal_id: str, slots: dict[Pool, QuotaRead]) -> Row:
    """The row; the slots of its participant join *slots*."""
    proposal = api.read_proposal(proposal_id=proposal_id, session=session, actor=actor, response=Response())
    ready = api.read_readiness(proposal_id=proposal_id, session=session, actor=actor)
    own = {slot.group: slot for slot in slots_of(request, session, actor, proposal)}
    slots |= {(slot.unit_id, slot.group): slot for slot in own.values()}
    missing = [rule.message for rule in ready.rules if not rule.ok and rule.level == "error"]
    groups = edition_of(session, actor, proposal).groups
    group = next((group for group in groups if group.key == proposal.group), None)
    pool = None if proposal.status == ProposalStatus.returned else drawn_on(group, own)  # a returned one holds its slot
    return Row(proposal, missing, (own[pool].unit_id, pool) if pool else None)


def _told(problem: Problem | None, pools: Collection[dict[str, Any]]) -> Problem | None:
    """The refusal by what was ticked: the slots counted while sending say less to who sees none of it sent."""
    over = next((pool for pool in pools if pool["more"] > 0), None)
    if problem is None or problem.type != "/problems/quota-exceeded" or over is None:
        return problem
    text = _("Anda menandai %(ticked)s, sisa kuota %(free)s. Tidak ada yang dikirim.")
    return problem.model_copy(update={"detail": text % {"ticked": over["ticked"], "free": over["slot"].remaining}})

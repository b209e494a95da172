"""What may be done with a proposal: each deed has a small page that says what it means, and one button."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import proposals as api
from app.api import quotas as quotas_api
from app.database import ReadSession
from app.domain.proposals.allowed import allowed, is_permitted
from app.errors import Conflict, Forbidden, NotFound, invalid
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.proposal import ProposalRead
from app.pages import reasons
from app.pages.proposals_edit import edition_of, inside
from app.pages.proposals_offer import ACTIONS, DEEDS
from app.pages.proposals_rules import rules_of
from app.pages.proposals_sent import sent_words
from app.pages.route import PageRoute
from app.queries.quotas import QuotaFilters
from app.rules.permissions import Actor
from app.rules.readiness import open_points

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[ProposalRead, Depends(api.read_proposal)]


@router.post("/proposals/{proposal_id}/deletion")
def delete(request: Request, proposal: Shown, form: Form, session: Writing, actor: Known) -> Response:
    """Deletes a draft that was never sent in."""
    api.delete_proposal(proposal_id=proposal.id, expected=version_of(form), session=session, actor=actor)
    url = f"/proposals?edition_id={proposal.edition_id}"
    return flash(see_other(request, url), "success", _("Draf “%(title)s” dihapus.") % {"title": proposal.title[:80]})


@router.get("/proposals/{proposal_id}/{deed}")
def ask(request: Request, proposal: Shown, deed: str, session: Reading, actor: Known) -> Response:
    """What the deed means, with its form."""
    deed = _known(deed, proposal, session, actor)
    return _form(request, session, actor, proposal, deed, {"deadline": reasons.usual_deadline()}, None)


def _known(deed: str, proposal: ProposalRead, session: ReadSession, actor: Actor) -> str:
    """The deed by its address; the coordinator's return is a deed of its own. Refuses what is not allowed now."""
    if deed not in DEEDS:
        raise NotFound
    if deed == "return" and not is_permitted(session, actor, proposal, "return"):
        deed = "send-back"
    if not is_permitted(session, actor, proposal, deed):
        raise Forbidden
    if deed not in allowed(session, actor, proposal, edition_of(session, actor, proposal)):
        raise Conflict("not-allowed-now", status=proposal.status)
    return deed


@router.post("/proposals/{proposal_id}/{deed}")
def do(
    request: Request, proposal_id: Id, deed: str, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Does it, and shows the proposal as it is then. A second click finds it done and says so."""
    proposal = api.read_proposal(proposal_id=proposal_id, session=inside(session), actor=actor, response=Response())
    if is_done(deed, proposal, actor):
        return flash(see_other(request, f"/proposals/{proposal.id}"), "success", _(DEEDS[deed].done))
    values = {name: text_of(form, name) for name in ("reason", "remark", "deadline")} | {"picks": form.getlist("picks")}
    with refused_as(request, lambda p: _form(request, reading, actor, proposal, deed, values, p)):
        deed = _known(deed, proposal, reading, actor)
        done = perform(deed, proposal.id, form, session, actor)
    words = _(DEEDS[deed].done)
    if deed == "submission":
        seen = inside(session)
        words = sent_words([done], edition_of(seen, actor, done), slots_of(request, seen, actor, done))
    return flash(see_other(request, f"/proposals/{done.id}"), "success", words)


def is_done(deed: str, proposal: ProposalRead, actor: Actor) -> bool:
    """Whether the last thing that happened is this deed, done by this person: then the form was sent twice."""
    last = proposal.history[-1] if proposal.history else None
    return last is not None and last.action in ACTIONS.get(deed, ()) and last.actor_name == actor.name


def perform(deed: str, proposal_id: str, form: Any, session: Writing, actor: Actor) -> ProposalRead:
    """Calls the deed's endpoint with what the form says."""
    this = DEEDS[deed]
    more: dict[str, Any] = {}
    if this.schema is not None:
        text = reasons.reason_of(form, this.words or {}) if this.field == "reason" else text_of(form, "remark").strip()
        if this.field == "reason" and not text:
            raise invalid("reason", "reason_required")
        sent: dict[str, Any] = {this.field: text}
        if this.has_deadline:
            sent["deadline"] = reasons.deadline_of(text_of(form, "deadline"))
        more["body"] = parse(this.schema, sent)
    return this.endpoint(proposal_id=proposal_id, session=session, actor=actor, response=Response(), **more)


def _form(
    request: Request, session: ReadSession, actor: Actor, proposal: ProposalRead, deed: str,
    values: dict[str, Any], problem: Problem | None,
) -> Response:  # fmt: skip
    this = DEEDS.get(deed)
    if this is None:
        raise NotFound
    context: dict[str, Any] = {
        "proposal": proposal, "deed": this, "name": "return" if deed == "send-back" else deed, "values": values,
        "problem": problem, "errors": errors_by_field(problem), "picks": reasons.picks(this.words or {}),
        "rules": [], "slots": [], "is_ready": True, "open_count": 0,
    }  # fmt: skip
    if deed in {"submission", "handover"}:
        ready = api.read_readiness(proposal_id=proposal.id, session=session, actor=actor)
        context |= {"rules": rules_of(ready, f"/proposals/{proposal.id}/edit"),
                    "open_count": len(open_points(ready.rules)), "is_ready": ready.ready}  # fmt: skip
    if deed == "submission":
        context["slots"] = slots_of(request, session, actor, proposal)
    return page(request, "proposals/deed.html", context)


def slots_of(request: Request, session: ReadSession, actor: Actor, proposal: ProposalRead) -> list[Any]:
    """The slots of the participant that the proposal belongs to."""
    if proposal.unit_id is None:
        return []
    query = QuotaFilters(edition_id=proposal.edition_id, unit_id=proposal.unit_id)
    return quotas_api.list_quotas(query=query, session=session, actor=actor, request=request, response=Response()).items

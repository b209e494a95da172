"""Administrative selection: the secretariat's queue, and each submission beside the decision on it."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import documents as documents_api
from app.api import editions as editions_api
from app.api import proposals as api
from app.database import ReadSession
from app.errors import FieldError, Invalid, NotFound
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, refused_as, text_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.query import query_of
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.edition import EditionRead, EditionStatus, EditionSummary
from app.models.proposal import ProposalRead, ProposalStatus, ProposalSummary, RevisionRead
from app.pages import reasons, similar
from app.pages.current import edition_to_show
from app.pages.proposals_deeds import is_done, perform
from app.pages.proposals_edit import edition_of, inside, titles_of
from app.pages.proposals_filters import fitting, whole_page_of
from app.pages.proposals_offer import DEEDS
from app.pages.proposals_rules import rules_of
from app.pages.proposals_show import text_context
from app.pages.route import PageRoute, first_url, page_url, permitted
from app.queries.proposals import queues
from app.queries.proposals.lists import ProposalFilters
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[permitted("proposals:verify")])
Shown = Annotated[ProposalRead, Depends(api.read_proposal)]
Filters = Annotated[ProposalFilters, query_of(ProposalFilters)]
STATUSES = (ProposalStatus.submitted, ProposalStatus.returned, ProposalStatus.verified, ProposalStatus.rejected)
"""What the queue shows, in the order of its tabs: waiting, being mended, passed, refused."""
DECISIONS = ("verification", "return", "extension", "rejection")
NOT_OF_THE_TEXT = {"quota", "window", "participant"}
"""Rules about sending in; the submission in hand is past them."""


@router.get("/selection")
def index(request: Request, query: Filters, session: Reading, actor: Known) -> Response:
    """The queue of an edition, first come first; htmx gets the rows alone."""
    shown, editions = _edition_with_work(request, session, actor, query.edition_id)
    if shown is None:
        return page(request, "selection/index.html", {"edition": None})
    edition = editions_api.read_edition(edition_id=shown.id, session=session, actor=actor, response=Response())
    query = fitting(_queue(query, shown.id), edition)
    if anew := whole_page_of(request, query, lambda: _usual(request, session, actor)):
        return anew
    found = api.list_proposals(query=query, session=session, actor=actor, request=request, response=Response())
    context = {
        "edition": edition, "editions": editions, "query": query, "proposals": found.items, "total": found.total,
        "counts": queues.by_status(session, actor, query), "statuses": STATUSES, "titles": titles_of(edition),
        "next_url": page_url(request, found.next), "first_url": first_url(request), "way": _way(query),
        "is_filtered": any((query.q, query.group, query.category)),
    }  # fmt: skip
    return page(request, "selection/results.html" if is_htmx(request) else "selection/index.html", context)


def _edition_with_work(
    request: Request, session: ReadSession, actor: Actor, edition_id: str | None
) -> tuple[EditionSummary | None, list[EditionSummary]]:
    """The edition named; else the running one, or where nothing waits in it another in which something does."""
    shown, editions = edition_to_show(request, session, actor, edition_id)
    if edition_id is not None or shown is None:
        return shown, editions
    under_way = [shown, *(one for one in editions if one.status == EditionStatus.judging and one.id != shown.id)]
    with_work = (one for one in under_way if _first_two(request, session, actor, _queue(ProposalFilters(), one.id)))
    return next(with_work, shown), editions


def _usual(request: Request, session: ReadSession, actor: Actor) -> str | None:
    shown, _editions = _edition_with_work(request, session, actor, None)
    return shown.id if shown else None


def _first_two(request: Request, session: ReadSession, actor: Actor, queue: ProposalFilters) -> list[ProposalSummary]:
    short = queue.model_copy(update={"limit": 2, "cursor": None})
    return api.list_proposals(query=short, session=session, actor=actor, request=request, response=Response()).items


def _queue(query: ProposalFilters, edition_id: str) -> ProposalFilters:
    """The filters as a queue: what waits, where no state is chosen, in the order of registration."""
    return query.model_copy(
        update={"edition_id": edition_id, "status": query.status or [ProposalStatus.submitted], "sort": "number"}
    )


def _way(query: ProposalFilters) -> str:
    """The queue's filters as the query of an address, so that the next one comes from the same queue."""
    chosen: dict[str, Any] = {"group": query.group, "category": query.category, "q": query.q}
    status = [str(one) for one in query.status or []]
    chosen["status"] = status if status != [ProposalStatus.submitted] else None
    return urlencode({name: value for name, value in chosen.items() if value}, doseq=True)


@router.get("/selection/{proposal_id}")
def case(request: Request, proposal: Shown, query: Filters, session: Reading, actor: Known) -> Response:
    """A submission beside its decision."""
    return _case(request, session, actor, Case(proposal, query))


@dataclass(frozen=True)
class Case:
    """What the page of one submission shows: where it stands in the queue, and what was typed when it was refused."""

    proposal: ProposalRead
    query: ProposalFilters
    decision: str = "verification"
    """The form that is open."""
    values: dict[str, Any] | None = None
    problem: Problem | None = None


def _case(request: Request, session: ReadSession, actor: Actor, this: Case) -> Response:
    proposal, edition = this.proposal, edition_of(session, actor, this.proposal)
    if proposal.submitted_at is None:
        raise NotFound  # a draft is none of the selection's business
    queue = _queue(this.query, edition.id)
    ready = api.read_readiness(proposal_id=proposal.id, session=session, actor=actor)
    files = documents_api.list_documents(proposal_id=proposal.id, session=session, actor=actor, request=request).items
    versions = api.list_revisions(proposal_id=proposal.id, session=session, actor=actor, request=request).items
    context = text_context(proposal, edition) | {
        "documents": files, "rules": [rule for rule in rules_of(ready) if rule["rule"] not in NOT_OF_THE_TEXT],
        "place": queues.place_in_queue(session, actor, queue, proposal.id), "way": _way(queue),
        "last": proposal.history[-1], "mended": _mended(proposal, versions), "decision": this.decision,
        "values": {"deadline": reasons.usual_deadline()} | (this.values or {}), "problem": this.problem,
        "errors": errors_by_field(this.problem), "deeds": DEEDS, "checks": _checks(edition, proposal.group),
        "likeness": similar.of_case(session, actor, proposal, edition),
        "picks": {deed: reasons.picks(DEEDS[deed].words or {}) for deed in DECISIONS},
    }  # fmt: skip
    return page(request, "selection/case.html", context)


def _checks(edition: EditionRead, group: str) -> list[tuple[str, str]]:
    """What has to be looked at before a submission passes: each paper asked of its group, then what they say."""
    papers = [paper for paper in edition.required_documents if not paper.groups or group in paper.groups]
    shown = _("“%(title)s” terbaca dan ditandatangani")
    return [(f"paper-{paper.key}", shown % {"title": paper.title}) for paper in papers] + reasons.picks(reasons.CHECKS)


def _mended(proposal: ProposalRead, versions: list[RevisionRead]) -> tuple[int, int] | None:
    """After a return: the version sent in now and the one it was returned at; None where the text is the same."""
    returned_at = max((entry.at for entry in proposal.history if entry.action == "returned"), default=None)
    if returned_at is None or not versions:
        return None
    before = max((version.number for version in versions if version.saved_at <= returned_at), default=None)
    newest = versions[0].number
    return (newest, before) if before is not None and newest != before else None


@router.post("/selection/{proposal_id}/{deed}")
def decide(
    request: Request, proposal_id: Id, deed: str, query: Filters, form: Form, reading: Reading, session: Writing,
    actor: Known,
) -> Response:  # fmt: skip
    """Decides, and opens the next one of the queue; so does a second click."""
    if deed not in DECISIONS:
        raise NotFound
    proposal = api.read_proposal(proposal_id=proposal_id, session=inside(session), actor=actor, response=Response())
    values: dict[str, Any] = {name: form.getlist(name) for name in ("picks", "checks")}
    values |= {name: text_of(form, name) for name in ("reason", "remark", "deadline") if name in form}
    with refused_as(request, lambda p: _case(request, reading, actor, Case(proposal, query, deed, values, p))):
        if not is_done(deed, proposal, actor):
            _check(deed, proposal, form, edition_of(reading, actor, proposal))
            perform(deed, proposal.id, form, session, actor)
    url = _following(request, reading, actor, query, proposal)
    return flash(see_other(request, url), "success", f"{proposal.number}: {_(DEEDS[deed].done)}")


def _check(deed: str, proposal: ProposalRead, form: FormData, edition: EditionRead) -> None:
    """Nothing passes unread, whatever the browser asked for, and nothing is refused without a word."""
    words = DEEDS[deed].words
    if words and not reasons.reason_of(form, words):
        raise Invalid(errors=[FieldError("picks", "reason_or_pick_required")])
    looked_at = set(form.getlist("checks"))
    missing = [key for key, _text in _checks(edition, proposal.group) if key not in looked_at]
    if deed == "verification" and missing:
        raise Invalid(errors=[FieldError(f"check-{key}", "unchecked") for key in missing])


def _following(
    request: Request, session: ReadSession, actor: Actor, query: ProposalFilters, proposal: ProposalRead
) -> str:
    """The next in the queue, after its end the first that was passed over, then the queue itself; from its top."""
    queue = _queue(query, proposal.edition_id)
    following, way = queues.place_in_queue(session, actor, queue, proposal.id).next, _way(queue)
    if following is None:  # the one just decided still stands there: this session does not see the decision yet
        left = (one.id for one in _first_two(request, session, actor, queue) if one.id != proposal.id)
        following = next(left, None)
    if following is None:
        return f"/selection?edition_id={proposal.edition_id}#main"
    return f"/selection/{following}" + (f"?{way}" if way else "") + "#main"

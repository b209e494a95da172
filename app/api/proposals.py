"""Proposals: writing, sending in, selection, earlier versions."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.domain.proposals import drafts, selection, submission
from app.errors import invalid
from app.http.actor import Known
from app.http.at_once import at_once
from app.http.etag import Editor, IfMatch, tag
from app.http.listing import listing, whole
from app.http.personal_access import AnswersRead
from app.http.query import query_of
from app.http.readiness import in_words
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models import Proposal
from app.models.base import Id, Page
from app.models.proposal import (
    ProposalCreate,
    ProposalRead,
    ProposalSummary,
    ProposalUpdate,
    Readiness,
    RejectionCreate,
    ReturnCreate,
    RevisionDetail,
    RevisionRead,
    SubmissionCreate,
    VerificationCreate,
    WithdrawalCreate,
)
from app.queries.paging import LARGEST
from app.queries.proposals import lists, one, readiness
from app.queries.proposals.lists import ProposalFilters
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(tags=["proposals"], prefix="/api/v1", route_class=ResourceRoute)


def _answer(session: Writing, actor: Actor, proposal: Proposal, response: Response) -> ProposalRead:
    tag(response, proposal.version)
    return one.read_changed(session, actor, proposal.id)


@router.get("/proposals")
@router.get("/proposals.csv", include_in_schema=False)
@at_once
def list_proposals(
    query: Annotated[ProposalFilters, query_of(ProposalFilters)],
    session: Reading,
    actor: Known,
    request: Request,
    response: Response,
) -> Page[ProposalSummary]:
    """The proposals that the caller may see, newest first."""
    require_somewhere(actor, "proposals:read")
    return listing(request, response, session, query, lambda s, q: lists.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/proposals", status_code=201)
def create_proposal(body: ProposalCreate, session: Writing, actor: Known, response: Response) -> ProposalRead:
    """A new draft."""
    proposal = drafts.create(session, actor, body)
    response.headers["Location"] = f"/api/v1/proposals/{proposal.id}"
    return _answer(session, actor, proposal, response)


@router.get("/proposals/{proposal_id}")
@at_once
def read_proposal(
    proposal_id: Id, session: Reading, actor: Known, response: Response, _noted: AnswersRead = None
) -> ProposalRead:
    """A proposal with its text and its history."""
    proposal = one.read(session, actor, proposal_id)
    tag(response, proposal.version)
    return proposal


@router.patch("/proposals/{proposal_id}")
def update_proposal(
    proposal_id: Id, body: ProposalUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response,
    editor: Editor = None,
) -> ProposalRead:  # fmt: skip
    """Saves a draft; sections and answers are merged by key.

    Incomplete text is welcome: readiness tells what is missing.
    """
    return _answer(session, actor, drafts.update(session, actor, proposal_id, body, expected, editor), response)


@router.delete("/proposals/{proposal_id}", status_code=204)
def delete_proposal(proposal_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Deletes a draft that was never sent in."""
    drafts.delete_draft(session, actor, proposal_id, expected)


@router.get("/proposals/{proposal_id}/readiness")
def read_readiness(proposal_id: Id, session: Reading, actor: Known) -> Readiness:
    """The live check before submission, rule by rule."""
    return in_words(readiness.read(session, actor, proposal_id))


@router.get("/proposals/{proposal_id}/revisions")
@router.get("/proposals/{proposal_id}/revisions.csv", include_in_schema=False)
def list_revisions(proposal_id: Id, session: Reading, actor: Known, request: Request) -> Page[RevisionRead]:
    """The versions of the text, newest first."""
    one.read(session, actor, proposal_id)
    return whole(request, RevisionRead, one.revisions(session, actor, proposal_id))  # type: ignore[return-value]


@router.get("/proposals/{proposal_id}/revisions/{number}")
def read_revision(
    proposal_id: Id,
    number: Annotated[int, Path(ge=1, le=LARGEST)],
    session: Reading,
    actor: Known,
    response: Response,
    compare_with: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
    _noted: AnswersRead = None,
) -> RevisionDetail:
    """One version, and how it differs from the one before it (or from `compare_with`)."""
    proposal = one.read(session, actor, proposal_id)
    found = one.revision(session, actor, proposal, number, compare_with)
    tag(response, found.version)
    return found


@router.post("/proposals/{proposal_id}/handover", status_code=201)
def hand_over_proposal(proposal_id: Id, session: Writing, actor: Known, response: Response) -> ProposalRead:
    """The author hands the draft to the coordinator."""
    return _answer(session, actor, drafts.hand_over(session, actor, proposal_id), response)


@router.delete("/proposals/{proposal_id}/handover", status_code=204)
def take_back_proposal(proposal_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """The author takes the draft back from the coordinator, who sees in the history that it was handed over."""
    drafts.take_back(session, actor, proposal_id, expected)


@router.post("/proposals/{proposal_id}/submission", status_code=201)
def submit_proposal(
    proposal_id: Id, session: Writing, actor: Known, response: Response, body: SubmissionCreate | None = None
) -> ProposalRead:
    """Sends the proposal in (coordinator): takes a quota slot, or answers 409 `quota-exceeded` and changes nothing."""
    remark = body.remark if body else ""
    return _answer(session, actor, submission.submit(session, actor, proposal_id, remark), response)


@router.post("/proposals/{proposal_id}/withdrawal", status_code=201)
def withdraw_proposal(
    proposal_id: Id, body: WithdrawalCreate, session: Writing, actor: Known, response: Response
) -> ProposalRead:
    """Takes a submission back before closing; the slot is free again (coordinator)."""
    return _answer(session, actor, submission.withdraw(session, actor, proposal_id, body.reason), response)


@router.post("/proposals/{proposal_id}/revival", status_code=201)
def revive_proposal(proposal_id: Id, session: Writing, actor: Known, response: Response) -> ProposalRead:
    """Makes a withdrawn proposal a draft again (coordinator)."""
    return _answer(session, actor, submission.revive(session, actor, proposal_id), response)


@router.post("/proposals/{proposal_id}/return", status_code=201)
def return_proposal(
    proposal_id: Id, body: ReturnCreate, session: Writing, actor: Known, response: Response
) -> ProposalRead:
    """Sends it back: a submission with a deadline (secretariat), or a draft to its author (coordinator)."""
    if may_everywhere(actor, "proposals:verify"):
        proposal = selection.return_(session, actor, proposal_id, body.reason, body.deadline)
    else:
        proposal = drafts.send_back(session, actor, proposal_id, body.reason)
        if body.deadline is not None:
            raise invalid("deadline", "extra_forbidden")
    return _answer(session, actor, proposal, response)


@router.post("/proposals/{proposal_id}/verification", status_code=201)
def verify_proposal(
    proposal_id: Id, session: Writing, actor: Known, response: Response, body: VerificationCreate | None = None
) -> ProposalRead:
    """The submission passes administrative selection (secretariat)."""
    remark = body.remark if body else ""
    return _answer(session, actor, selection.verify(session, actor, proposal_id, remark), response)


@router.post("/proposals/{proposal_id}/rejection", status_code=201)
def reject_proposal(
    proposal_id: Id, body: RejectionCreate, session: Writing, actor: Known, response: Response
) -> ProposalRead:
    """The submission does not pass administrative selection (secretariat)."""
    return _answer(session, actor, selection.reject(session, actor, proposal_id, body.reason), response)


@router.post("/proposals/{proposal_id}/disqualification", status_code=201)
def disqualify_proposal(
    proposal_id: Id, body: RejectionCreate, session: Writing, actor: Known, response: Response
) -> ProposalRead:
    """Takes a submission out of the competition (organiser)."""
    return _answer(session, actor, selection.disqualify(session, actor, proposal_id, body.reason), response)

"""A proposal to read: its text, papers, history, earlier versions, and after publication its scores."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import documents as documents_api
from app.api import evaluations as evaluations_api
from app.api import proposals as api
from app.api import rankings as rankings_api
from app.database import ReadSession
from app.domain.proposals.allowed import allowed
from app.http import labels
from app.http.actor import Known
from app.http.locale import _
from app.http.render import page
from app.http.sessions import Reading
from app.models.base import Page
from app.models.edition import Criterion, EditionRead, Stage
from app.models.evaluation import ScoreRead
from app.models.listing import MAX_LIMIT
from app.models.proposal import DocumentRead, ProposalRead, ProposalStatus, RevisionDetail, RevisionRead
from app.models.ranking import RankingItem
from app.pages import collaborations
from app.pages.proposals_edit import edition_of, remark_of, titles_of
from app.pages.proposals_rules import rules_of
from app.pages.route import PageRoute
from app.queries.evaluations import ScoreFilters
from app.rules import rubric
from app.rules.permissions import Actor, Scope, grants_for, may_everywhere
from app.rules.readiness import open_points
from app.rules.stages import is_vote
from app.rules.transitions import EDITABLE
from app.rules.words import count_words

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[ProposalRead, Depends(api.read_proposal)]
JUDGED = {ProposalStatus.judging, ProposalStatus.advanced, ProposalStatus.eliminated, ProposalStatus.awarded}
"""Proposals that jurors have read, or do."""
_KINDS = {"kept": "keep", "inserted": "insert", "deleted": "delete"}


@router.get("/proposals/{proposal_id}")
def show(
    request: Request, proposal: Shown, files: Annotated[Page[DocumentRead], Depends(documents_api.list_documents)],
    session: Reading, actor: Known,
) -> Response:  # fmt: skip
    """The proposal with what may be done with it now."""
    edition = edition_of(session, actor, proposal)
    deeds = allowed(session, actor, proposal, edition)
    ready = None
    if proposal.status in EDITABLE and deeds & {"edit", "submission"}:
        ready = api.read_readiness(proposal_id=proposal.id, session=session, actor=actor)
    edit_url = f"/proposals/{proposal.id}/edit" if "edit" in deeds else ""
    context = text_context(proposal, edition) | {
        "remark": remark_of(proposal),
        "documents": files.items, "deeds": deeds, "is_ready": ready.ready if ready else False,
        "rules": rules_of(ready, edit_url) if ready else [],
        "open_count": len(open_points(ready.rules)) if ready else 0,
        **collaborations.beside(request, session, actor, proposal),
        "results": _results(request, session, actor, proposal, edition),
        "noted": _noted(edition, proposal) if may_everywhere(actor, "publication:write") else [],
    }  # fmt: skip
    return page(request, "proposals/show.html", context)


def text_context(proposal: ProposalRead, edition: EditionRead) -> dict[str, Any]:
    """What the templates of the text need: sections with their words, short answers, names."""
    sections = [(part, text, count_words(text)) for part in edition.form
                for text in [proposal.sections.get(part.key, "")]]  # fmt: skip
    return {
        "proposal": proposal, "edition": edition, "sections": sections,
        "answers": [(asked, proposal.answers.get(asked.key, "")) for asked in edition.fields],
        "titles": titles_of(edition),
        "paper_titles": {paper.key: paper.title for paper in edition.required_documents},
        "section_titles": {part.key: part.title for part in edition.form},
        "sdgs": [(number, _(labels.SDGS[number - 1])) for number in proposal.sdgs],
    }  # fmt: skip


def _noted(edition: EditionRead, proposal: ProposalRead) -> list[Stage]:
    """The stages whose jurors' notes may be released: those published, and the one that is open."""
    if proposal.status not in JUDGED:
        return []
    begun = len(edition.published_stages) + 1
    return [stage for stage in edition.stages[:begun] if not is_vote(stage)]


def _results(
    request: Request, session: ReadSession, actor: Actor, proposal: ProposalRead, edition: EditionRead
) -> list[dict[str, Any]]:
    """The outcome of each published stage: place, mean by criterion. Never who scored."""
    if {scope for _, scope in grants_for(actor, "scores:read")} <= {Scope.own}:
        return []
    published = [stage for stage in edition.stages if stage.key in edition.published_stages]
    if not published:
        return []
    marks = _marks(request, session, actor, proposal)
    results = (_result(request, session, actor, proposal, edition, stage, marks) for stage in published)
    return [result for result in results if result]


def _marks(request: Request, session: ReadSession, actor: Actor, proposal: ProposalRead) -> list[ScoreRead]:
    """All marks of the proposal: a page of them is enough for seven jurors, so it mostly asks once."""
    found: list[ScoreRead] = []
    query = ScoreFilters(edition_id=proposal.edition_id, proposal_id=proposal.id, limit=MAX_LIMIT)
    while True:
        marks = evaluations_api.list_scores(query=query, session=session, actor=actor, request=request,
                                            response=Response())  # fmt: skip
        found += marks.items
        if marks.next is None:
            return found
        query = query.model_copy(update={"cursor": marks.next})


def _result(
    request: Request, session: ReadSession, actor: Actor, proposal: ProposalRead, edition: EditionRead,
    stage: Stage, marks: list[ScoreRead],
) -> dict[str, Any] | None:  # fmt: skip
    ranking = rankings_api.read_ranking(
        edition_id=edition.id, stage=stage.key, session=session, actor=actor, request=request
    )
    line: RankingItem | None = next((one for one in ranking.items if one.proposal_id == proposal.id), None)
    if line is None:
        return None
    given: dict[str, list[float]] = {}
    for mark in marks:
        if mark.stage == stage.key:
            given.setdefault(mark.criterion, []).append(mark.score)
    rows = [_criterion(leaf, given.get(leaf.key, [])) for leaf in rubric.leaves(stage.rubric)]
    return {"stage": stage, "line": line, "of": len(ranking.items), "places": ranking.places, "rows": rows,
            "method": ranking.method}  # fmt: skip


def _criterion(leaf: Criterion, marks: list[float]) -> dict[str, Any]:
    mean = sum(marks) / len(marks) if marks else None
    return {"title": leaf.title, "weight": leaf.weight, "mean": mean, "marks": len(marks),
            "low": min(marks, default=None), "high": max(marks, default=None)}  # fmt: skip


@router.get("/proposals/{proposal_id}/revisions")
def revisions(
    request: Request, proposal: Shown, versions: Annotated[Page[RevisionRead], Depends(api.list_revisions)]
) -> Response:
    """The versions of the text, newest first."""
    return page(request, "proposals/revisions.html", {"proposal": proposal, "versions": versions.items})


@router.get("/proposals/{proposal_id}/revisions/{number}")
def revision(
    request: Request, proposal: Shown, version: Annotated[RevisionDetail, Depends(api.read_revision)],
    versions: Annotated[Page[RevisionRead], Depends(api.list_revisions)], session: Reading, actor: Known,
) -> Response:  # fmt: skip
    """One version, and how it differs from another."""
    edition = edition_of(session, actor, proposal)
    titles = {part.key: part.title for part in edition.form} | {"english_abstract": _("Abstrak bahasa Inggris")}
    titles |= {f"answers.{asked.key}": asked.title for asked in edition.fields}
    differences = [
        {"title": titles.get(key, key), "text": "".join(piece.text for piece in pieces if piece.kind != "deleted"),
         "pieces": [{"kind": _KINDS[piece.kind], "text": piece.text} for piece in pieces],
         "is_changed": any(piece.kind != "kept" for piece in pieces)}
        for key, pieces in version.differences.items()
    ]  # fmt: skip
    context = {"proposal": proposal, "version": version, "versions": versions.items, "differences": differences,
               "newest": versions.items[0].number if versions.items else version.number}  # fmt: skip
    return page(request, "proposals/revision.html", context)

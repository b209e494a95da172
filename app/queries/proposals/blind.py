"""Blind stages: who reads a proposal there as a juror does not learn whose it is, whatever other role they hold.

Published, the ranking names the unit, and nothing is left to hide.
"""

from typing import TypeVar

from sqlmodel import Session, col, select

from app.models import Assignment, Edition, Publication
from app.models.proposal import ProposalSummary
from app.queries.editions import parsed
from app.queries.json_rows import JsonPage
from app.rules.permissions import Actor, Scope, grants_for

P = TypeVar("P", bound=ProposalSummary)
_HIDDEN: dict[str, object] = {"unit_id": None, "unit_name": None, "participant_id": None, "participant_name": None,
           "history": [], "origin": "", "collaborators": [], "latitude": None, "longitude": None,
           "answers": {}, "video_url": ""}  # fmt: skip


def blinded(session: Session, actor: Actor, page: JsonPage[P]) -> JsonPage[P]:
    """The page as the actor may see it."""
    if not is_juror(actor):
        return page
    hidden = _hidden_from(session, actor, [item.id for item in page.items])
    rows = [(mask(item) if item.id in hidden else item).model_dump_json() for item in page.items]
    return JsonPage(page.item, rows, page.next, page.total)


def blinded_one(session: Session, actor: Actor, proposal: P) -> P:
    """The proposal as the actor may see it."""
    return mask(proposal) if _hidden_from(session, actor, [proposal.id]) else proposal


def is_hidden(session: Session, actor: Actor, proposal_id: str) -> bool:
    """Whether the actor must not learn whose proposal this is."""
    return bool(_hidden_from(session, actor, [proposal_id]))


def hidden_among(session: Session, actor: Actor, proposal_ids: list[str]) -> set[str]:
    """Those of the proposals of which the actor must not learn whose they are."""
    return _hidden_from(session, actor, proposal_ids)


def mask(proposal: P) -> P:
    """The proposal without what names its unit."""
    fields = {name: value for name, value in _HIDDEN.items() if name in type(proposal).model_fields}
    return proposal.model_copy(update=fields)


def _hidden_from(session: Session, actor: Actor, proposal_ids: list[str]) -> set[str]:
    if not is_juror(actor) or not proposal_ids:
        return set()
    is_published = (col(Publication.edition_id) == Assignment.edition_id) & (Publication.stage == Assignment.stage)
    rows = session.exec(
        select(Assignment.proposal_id, Assignment.stage, Edition, Publication.id)
        .join(Edition, col(Edition.id) == Assignment.edition_id)
        .outerjoin(Publication, is_published)
        .where(Assignment.juror_id == actor.id, col(Assignment.proposal_id).in_(proposal_ids))
    ).all()
    open_eyed = {proposal for proposal, stage, edition, published in rows if published or not _is_blind(edition, stage)}
    return {proposal for proposal, *_ in rows} - open_eyed


def is_juror(actor: Actor) -> bool:
    """Whether the actor reads some proposals because they were assigned."""
    return any(scope is Scope.own for _, scope in grants_for(actor, "proposals:read"))


def _is_blind(edition: Edition, key: str) -> bool:
    return any(stage.blind for stage in parsed(edition).stages if stage.key == key)

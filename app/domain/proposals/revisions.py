"""Earlier versions: saves of one person within a quarter of an hour are one revision, unless it changed hands."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.clock import now
from app.models import Proposal, Revision, Transition
from app.prepared.statements import run
from app.queries.json_rows import JsonRow
from app.rules.permissions import Actor

SESSION = timedelta(minutes=15)
_TEXT = ("title", "sections", "answers", "english_abstract")
"""What a revision keeps of a proposal."""


def keep_revision(session: Session, actor: Actor, proposal: Proposal, *, is_new: bool = False) -> None:
    """Keeps the text as it is now; with *is_new* always as a revision of its own (each submission is one)."""
    text = {name: getattr(proposal, name) for name in _TEXT}
    if _is_kept(session, proposal, text):
        return
    latest = session.exec(
        select(Revision).where(Revision.proposal_id == proposal.id).order_by(col(Revision.number).desc()).limit(1)
    ).first()
    if latest is None or is_new or not _same_sitting(latest, actor) or _changed_hands(session, latest):
        number = latest.number + 1 if latest else 1
        session.add(Revision(proposal_id=proposal.id, number=number, saved_by=actor.user_id, saved_by_name=actor.name,
                             **text))  # fmt: skip
    else:
        latest.sqlmodel_update(text)


def _is_kept(session: Session, proposal: Proposal, text: dict[str, Any]) -> bool:
    """Whether the latest revision holds the text as it is."""
    rows = run(session, "latest text", _latest_text, {"proposal_id": proposal.id})
    return bool(rows) and json.loads(rows[0][0]) == text


def _latest_text() -> Any:
    latest = select(JsonRow({name: col(getattr(Revision, name)) for name in _TEXT}))
    of_proposal = latest.where(Revision.proposal_id == bindparam("proposal_id"))
    return of_proposal.order_by(col(Revision.number).desc()).limit(1)


def _same_sitting(latest: Revision, actor: Actor) -> bool:
    return latest.saved_by == actor.user_id and now() - latest.created_at < SESSION


def _changed_hands(session: Session, latest: Revision) -> bool:
    """Handed over, sent back or sent in since: somebody else has read that text, so it stays as it was."""
    since = select(Transition.id).where(
        Transition.proposal_id == latest.proposal_id, Transition.created_at >= latest.updated_at
    )
    return session.exec(since.limit(1)).first() is not None

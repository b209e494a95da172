"""Earlier versions: saves of one person within a quarter of an hour are one revision."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.clock import now
from app.models import Proposal, Revision
from app.prepared.statements import run
from app.queries.json_rows import JsonRow
from app.rules.permissions import Actor

SESSION = timedelta(minutes=15)


def keep_revision(session: Session, actor: Actor, proposal: Proposal, *, is_new: bool = False) -> None:
    """Keeps the text as it is now; with *is_new* always as a revision of its own (each submission is one)."""
    if _is_kept(session, proposal):
        return
    latest = session.exec(
        select(Revision).where(Revision.proposal_id == proposal.id).order_by(col(Revision.number).desc()).limit(1)
    ).first()
    if latest is None or is_new or _is_sent_in(latest, proposal) or not _same_sitting(latest, actor):
        number = latest.number + 1 if latest else 1
        latest = Revision(proposal_id=proposal.id, number=number, saved_by=actor.user_id, saved_by_name=actor.name,
                          title=proposal.title, sections=proposal.sections)  # fmt: skip
        session.add(latest)
    latest.title, latest.sections = proposal.title, dict(proposal.sections)


def _is_kept(session: Session, proposal: Proposal) -> bool:
    """Whether the latest revision holds the text as it is."""
    rows = run(session, "latest text", _latest_text, {"proposal_id": proposal.id})
    return bool(rows) and json.loads(rows[0][0]) == {"title": proposal.title, "sections": proposal.sections}


def _latest_text() -> Any:
    latest = select(JsonRow({"title": col(Revision.title), "sections": col(Revision.sections)}))
    of_proposal = latest.where(Revision.proposal_id == bindparam("proposal_id"))
    return of_proposal.order_by(col(Revision.number).desc()).limit(1)


def _is_sent_in(latest: Revision, proposal: Proposal) -> bool:
    """The text that was sent in stays as it was, whoever mends it and however soon."""
    return proposal.submitted_at is not None and latest.updated_at <= proposal.submitted_at


def _same_sitting(latest: Revision, actor: Actor) -> bool:
    return latest.saved_by == actor.user_id and now() - latest.created_at < SESSION

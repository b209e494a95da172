"""What every change of state leaves behind: the history entry, the tally, and the public's new view."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.clock import new_id, now
from app.database import is_sqlite
from app.domain.public import public_changed
from app.errors import Conflict
from app.models import EditionTally, Proposal, Transition
from app.models.proposal import ProposalStatus
from app.rules.permissions import Actor
from app.rules.transitions import Action, target


def check_transition(action: Action, proposal: Proposal) -> ProposalStatus:
    """Where *action* leads from the proposal's status; ``Conflict`` where it leads nowhere."""
    to_status = target(action, ProposalStatus(proposal.status))
    if to_status is None:
        raise Conflict("not-allowed-now", status=proposal.status)
    return to_status


def change_status(
    session: Session, actor: Actor, proposal: Proposal, action: Action, reason: str = "",
    deadline: datetime | None = None,
) -> None:  # fmt: skip
    """Moves the proposal by *action* and records who, when, why."""
    before, after = proposal.status, check_transition(action, proposal)
    proposal.status = after
    add_history(session, actor, proposal, action, before, reason, deadline)
    if before != after:
        count(session, proposal.edition_id, {before: -1, after: 1})
        public_changed(session)


def add_history(
    session: Session, actor: Actor, proposal: Proposal, action: Action, before: str | None, reason: str = "",
    deadline: datetime | None = None,
) -> None:  # fmt: skip
    """One more line of the history."""
    session.add(Transition(
        proposal_id=proposal.id, action=action, from_status=before, to_status=proposal.status, actor_id=actor.id,
        actor_name=actor.name, reason=reason, deadline=deadline,
    ))  # fmt: skip


def count(session: Session, edition_id: str, changes: dict[str, int]) -> None:
    """Brings the tally of an edition in step; always in the same order, so that two changes never lock crosswise."""
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    for status, difference in sorted(changes.items()):
        values = {"id": new_id(), "created_at": now(), "updated_at": now(), "version": 1,
                  "edition_id": edition_id, "status": str(status), "count": 0}  # fmt: skip
        session.connection().execute(insert(EditionTally).values(values).on_conflict_do_nothing())
        session.connection().execute(
            update(EditionTally)
            .where(col(EditionTally.edition_id) == edition_id, col(EditionTally.status) == str(status))
            .values(count=EditionTally.count + difference, updated_at=now())
        )

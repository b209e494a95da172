"""What every change of state leaves behind: the history entry, the tally, and the public's new view."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col

from app.clock import now
from app.domain.events import tell_of_proposal
from app.domain.public import public_changed
from app.errors import Conflict
from app.models import EditionTally, Proposal, Transition
from app.models.proposal import ProposalStatus
from app.prepared.rows import add, store, unless_there
from app.prepared.statements import change
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
    deadline: datetime | None = None, **also: Any,
) -> None:  # fmt: skip
    """Moves the proposal by *action*, with the columns that change *also*, and records who, when, why."""
    before, after = proposal.status, check_transition(action, proposal)
    store(session, proposal, status=str(after), **also)
    add_history(session, actor, proposal, action, before, reason, deadline)
    if before != after:
        count(session, proposal.edition_id, {before: -1, after: 1})
        public_changed(session)
    tell_of_proposal(session, proposal, action)


def add_history(
    session: Session, actor: Actor, proposal: Proposal, action: Action, before: str | None, reason: str = "",
    deadline: datetime | None = None,
) -> None:  # fmt: skip
    """One more line of the history."""
    add(session, Transition, proposal_id=proposal.id, action=str(action), from_status=before,
        to_status=str(proposal.status), actor_id=actor.id, actor_name=actor.name, reason=reason,
        deadline=deadline)  # fmt: skip


def count(session: Session, edition_id: str, changes: dict[str, int]) -> None:
    """Brings the tally of an edition in step; always in the same order, so that two changes never lock crosswise."""
    for status, difference in sorted(changes.items()):
        values = {"of_edition": edition_id, "of_status": str(status), "difference": difference, "moment": now()}
        if not change(session, "count proposals", _raise_tally, values):
            add(session, EditionTally, edition_id=edition_id, status=str(status), or_instead=unless_there)
            change(session, "count proposals", _raise_tally, values)


def _raise_tally() -> Any:
    of = (col(EditionTally.edition_id) == bindparam("of_edition"), col(EditionTally.status) == bindparam("of_status"))
    raised: Any = EditionTally.count + bindparam("difference")
    return update(EditionTally).where(*of).values(count=raised, updated_at=bindparam("moment"))

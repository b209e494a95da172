"""The origin unit confirms what another reports: two sides vouch for what the public reads."""

from dataclasses import replace

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.followers import tell_followers
from app.domain.replications.access import load_for, writes_for_it
from app.domain.replications.record import add_step, tell_replicator
from app.errors import Conflict
from app.models import Replication, ReplicationStep
from app.models.replication import StepAction
from app.queries.replications import CONFIRM
from app.rules.permissions import Actor, may_everywhere
from app.rules.replications import is_confirmable


def confirm(session: Session, actor: Actor, replication_id: str, expected: int | None) -> Replication:
    """Says for the origin unit that the replication is so; from now on everybody sees it. Twice changes nothing.

    409 ``nothing-to-confirm`` while there is only interest, ``confirmed-by-another`` to who reports for the
    replicating unit or did report it; the organiser may.
    """
    row, innovation = load_for(session, actor, CONFIRM, replication_id, expected)
    if row.confirmed_at is not None:
        return row
    if not is_confirmable(row):
        raise Conflict("nothing-to-confirm")
    if not may_everywhere(actor, CONFIRM) and _vouched_already(session, actor, row):
        raise Conflict("confirmed-by-another")
    row.confirmed_at = now()
    session.flush()
    add_step(session, actor, row, innovation, StepAction.confirmed)
    tell_replicator(session, row)
    tell_followers(session, innovation.id, "replication")
    return row


def _vouched_already(session: Session, actor: Actor, row: Replication) -> bool:
    """Whether the actor stands on the other side too, whatever a key is limited to, or has reported it before."""
    own = select(ReplicationStep.id).where(
        ReplicationStep.replication_id == row.id, ReplicationStep.actor_id == actor.id,
        col(ReplicationStep.action).in_((StepAction.reported, StepAction.moved)),
    )  # fmt: skip
    return writes_for_it(session, replace(actor, scopes=None), row) or session.exec(own).first() is not None


def take_back(session: Session, actor: Actor, replication_id: str, expected: int | None) -> Replication:
    """Takes a confirmation back: the public sees the replication no more. Twice changes nothing."""
    row, innovation = load_for(session, actor, CONFIRM, replication_id, expected)
    if row.confirmed_at is not None:
        row.confirmed_at = None
        session.flush()
        add_step(session, actor, row, innovation, StepAction.unconfirmed)
    return row

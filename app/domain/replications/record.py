"""What every change of a replication leaves behind: a step of its history, letters, events, the public's new view."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.domain import outbox
from app.domain.events import tell_of_replication
from app.domain.letters import tell_people_of
from app.domain.public import public_changed
from app.models import Innovation, Replication, ReplicationStep
from app.models.outbox import Kind
from app.models.replication import ReplicationStage, StepAction
from app.models.webhook import Event
from app.queries import units, users
from app.rules.permissions import Actor
from app.rules.replications import is_confirmable

INTEREST, WAITING, CONFIRMED = "replication-interest", "replication-waiting", "replication-confirmed"
"""Of the letters."""
_EVENTS = {StepAction.reported: Event.replication_reported, StepAction.moved: Event.replication_moved,
           StepAction.confirmed: Event.replication_confirmed}  # fmt: skip


def add_step(
    session: Session, actor: Actor, row: Replication, innovation: Innovation, action: StepAction,
    on: date | None = None, reason: str = "",
) -> None:  # fmt: skip
    """One more step, told to the webhooks of both sides; what the public sees is made anew."""
    session.add(ReplicationStep(replication_id=row.id, action=action, stage=row.stage, on=on, reason=reason,
                                actor_id=actor.id, actor_name=actor.name))  # fmt: skip
    if row.confirmed_at is not None or action is StepAction.unconfirmed:
        public_changed(session)
        _count(session, innovation)
    session.flush()
    if action in _EVENTS:
        tell_of_replication(session, row, innovation.unit_id, _EVENTS[action])


def _count(session: Session, innovation: Innovation) -> None:
    """Brings the innovation's number of running confirmed replications in step, under its lock: of two that change at
    once the second counts the first. By the row itself, so that the change feed hears of it."""
    session.flush()
    session.refresh(innovation, with_for_update=True)
    running = select(func.count()).where(
        Replication.innovation_id == innovation.id, Replication.stage == ReplicationStage.running,
        col(Replication.confirmed_at).is_not(None),
    )  # fmt: skip
    found = session.exec(running).one()
    if found != (innovation.replication_count or 0):
        innovation.replication_count = found


def tell_origin(session: Session, row: Replication, innovation: Innovation) -> None:
    """A letter to the people of the origin unit: of interest, or that there is something to confirm.

    Of an organisation outside the registry the organisers hear too.
    """
    topic = WAITING if is_confirmable(row) else INTEREST
    lineage = units.lineage_ids(session, innovation.unit_id or "")
    people = set(users.people_of(session, lineage))
    if row.unit_id is None or not people:
        people |= set(users.organisers(session))
    for user_id in sorted(people):
        outbox.add(session, Kind.mail, topic, {"replication_id": row.id}, user_id=user_id)


def tell_replicator(session: Session, row: Replication) -> None:
    """A letter that the origin unit confirmed: to the people of the unit, or to the contact of the organisation."""
    payload = {"replication_id": row.id}
    if row.unit_id is None:
        if row.contact_email:
            outbox.add(session, Kind.mail, CONFIRMED, payload)
        return
    tell_people_of(session, row.unit_id, CONFIRMED, payload)

"""Letters to the people of a unit: put in the outbox in the transaction of what there is to tell."""

from sqlmodel import Session

from app.domain import outbox
from app.models.outbox import Kind
from app.queries import units, users


def tell_people_of(session: Session, unit_id: str, topic: str, payload: dict[str, str]) -> None:
    """A letter to everybody who answers for the unit: its authors, the coordinators of it and of those above."""
    for user_id in users.people_of(session, units.lineage_ids(session, unit_id)):
        outbox.add(session, Kind.mail, topic, payload, user_id=user_id)

"""Letters to the people of a unit: put in the outbox in the transaction of what there is to tell."""

from sqlmodel import Session

from app.domain import outbox
from app.models.outbox import Kind
from app.queries import units, users


def tell_people_of(
    session: Session, unit_id: str, topic: str, payload: dict[str, str], *, is_said_once: bool = False
) -> None:
    """A letter to everybody who answers for the unit: its authors, the coordinators of it and of those above.

    With *is_said_once* to those who have not got this letter yet, as far back as the outbox remembers
    (``outbox.KEPT``): what can be switched on and off is told when it is switched on first.
    """
    people = users.people_of(session, units.lineage_ids(session, unit_id))
    told = outbox.told(session, people, topic, payload) if is_said_once else set()
    for user_id in people:
        if user_id not in told:
            outbox.add(session, Kind.mail, topic, payload, user_id=user_id)

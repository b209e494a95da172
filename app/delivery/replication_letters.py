"""What letters about replications tell, found out when they are sent: to people of either side, and to the contact of
an organisation that has no account."""

from dataclasses import dataclass

from sqlmodel import Session

from app.delivery.judging_letters import Facts
from app.domain.events import link
from app.domain.outbox import Claimed
from app.domain.replications import requests
from app.domain.replications.record import CONFIRMED, INTEREST, WAITING
from app.http.locale import LANGUAGES
from app.models import Innovation, Replication, ReplicationRequest, Unit

TOPICS = frozenset({INTEREST, WAITING, CONFIRMED, requests.TOPIC})


@dataclass(frozen=True)
class Contact:
    """Somebody of an organisation without an account."""

    email: str
    name: str
    locale: str


def facts(session: Session, message: Claimed) -> Facts | None:
    """What the letter says; None where it is of no use any more: what waited was confirmed, or taken back."""
    row = session.get(Replication, message.payload.get("replication_id", ""))
    if row is None or (row.confirmed_at is None) != (message.topic != CONFIRMED):
        return None
    innovation = session.get_one(Innovation, row.innovation_id)
    unit = session.get(Unit, row.unit_id) if row.unit_id else None
    more = {"title": innovation.title, "origin": innovation.unit_name,
            "replicator": unit.name if unit else row.organisation_name}  # fmt: skip
    url = f"/replications/{row.id}" + ("/confirmation" if message.topic == WAITING else "")
    return Facts(message.topic, link(url), None, more)


def addressed(session: Session, message: Claimed) -> tuple[Contact, Facts] | None:
    """To whom, and what the letter says; None where it is of no use any more."""
    if message.topic == requests.TOPIC:
        return _to_confirm(session, message)
    found, row = facts(session, message), session.get(Replication, message.payload["replication_id"])
    if found is None or row is None or not row.contact_email:
        return None
    return Contact(row.contact_email, row.organisation_name, LANGUAGES[0]), found


def _to_confirm(session: Session, message: Claimed) -> tuple[Contact, Facts] | None:
    """The name that somebody typed is not repeated to an address that nobody has confirmed."""
    request = session.get(ReplicationRequest, message.payload["request_id"])
    if request is None:
        return None
    innovation = session.get_one(Innovation, request.innovation_id)
    url = link(requests.LINK.format(id=request.id, key=requests.key_of(request.id)))
    more = {"title": innovation.title, "origin": innovation.unit_name}
    return Contact(request.contact_email, "", request.locale), Facts(message.topic, url, request.expires_at, more)

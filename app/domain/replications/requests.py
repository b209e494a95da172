"""Requests from outside, without an account: "Kami ingin meniru ini". The address is confirmed by a link in a mail.

The secret of the link is made from the request's id when it is needed, so that neither outbox nor table holds one.
"""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.clock import now, today
from app.domain import outbox
from app.domain.innovations import ours
from app.domain.passwords import LinkUnusable
from app.domain.replications.record import add_step, tell_origin
from app.domain.versions import load
from app.errors import TooManyRequests
from app.models import Innovation, Replication, ReplicationRequest
from app.models.outbox import Kind
from app.models.replication import ReplicationStage, StepAction
from app.models.replication_request import PendingRequest, ReplicationRequestCreate
from app.rules.permissions import ANONYMOUS
from app.secrets_store import keyed_digest

TOPIC = "replication-request"
LASTS = timedelta(days=3)
LINK = "/replication-requests/{id}?key={key}"
MOST_OF_ADDRESS, MOST_OF_INNOVATION = 3, 30
"""Requests that wait to be confirmed at once: of one address, so that nobody is flooded with letters; of one
innovation, so that nobody floods its unit."""


def ask(session: Session, innovation_id: str, body: ReplicationRequestCreate, locale: str) -> datetime:
    """Keeps the request and sends its letter; until when its link works. 429 where too many wait already."""
    ours(load(session, Innovation, innovation_id))
    expires_at = now() + LASTS
    if body.website:
        return expires_at
    email = body.contact_email.lower()
    _check_waiting(session, MOST_OF_ADDRESS, col(ReplicationRequest.contact_email) == email)
    _check_waiting(session, MOST_OF_INNOVATION, col(ReplicationRequest.innovation_id) == innovation_id)
    values = body.model_dump(exclude={"website", "contact_email"})
    request = ReplicationRequest(innovation_id=innovation_id, contact_email=email, locale=locale,
                                 expires_at=expires_at, **values)  # fmt: skip
    session.add(request)
    session.flush()
    outbox.add(session, Kind.mail, TOPIC, {"request_id": request.id})
    return expires_at


def _check_waiting(session: Session, most: int, of: ColumnElement[bool]) -> None:
    waiting = select(func.count()).select_from(ReplicationRequest).where(of, col(ReplicationRequest.expires_at) > now())
    if session.exec(waiting).one() >= most:
        raise TooManyRequests(seconds=3600)


def key_of(request_id: str) -> str:
    """The secret of a request's link."""
    return keyed_digest("replication requests", request_id)


def _found(session: Session, request_id: str, key: str, *, lock: bool = False) -> ReplicationRequest:
    request = session.get(ReplicationRequest, request_id, with_for_update=lock or None)
    is_right = hmac.compare_digest(key_of(request_id).encode(), key.encode())
    if request is None or not is_right or request.expires_at <= now():
        raise LinkUnusable
    return request


def pending(session: Session, request_id: str, key: str) -> PendingRequest:
    """What the link is about; looking does not use it up. ``LinkUnusable`` where it opens nothing (any more)."""
    request = _found(session, request_id, key)
    title = load(session, Innovation, request.innovation_id).title
    return PendingRequest(innovation_title=title, **request.model_dump(include=set(PendingRequest.model_fields)))


def confirm(session: Session, request_id: str, key: str) -> Replication:
    """The address is confirmed: the request becomes a replication at its first stage, and the origin unit is told."""
    request = _found(session, request_id, key, lock=True)
    innovation = load(session, Innovation, request.innovation_id)
    on = today()
    names = ("organisation_name", "organisation_kind", "organisation_province", "region_code", "contact_email")
    row = Replication(innovation_id=innovation.id, stage=ReplicationStage.interest, interest_on=on, begun_on=on,
                      is_sample=innovation.is_sample, **{name: getattr(request, name) for name in names})  # fmt: skip
    session.add(row)
    session.flush()
    add_step(session, ANONYMOUS, row, innovation, StepAction.reported, on, request.message)
    session.delete(request)
    session.flush()
    tell_origin(session, row, innovation)
    return row

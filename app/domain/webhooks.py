"""Deeds on webhooks: make, change, give another secret, try out, send again, take away."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.clock import new_id, now
from app.credentials import new_webhook_secret
from app.domain import outbox
from app.domain.events import envelope, link
from app.domain.permits import require_for_unit
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, invalid
from app.models import OutboxMessage, Unit, User, Webhook
from app.models.outbox import Kind
from app.models.webhook import TEST_EVENT, SecretRotation, WebhookCreate, WebhookUpdate
from app.queries.reach import require_somewhere
from app.rules.addresses import url_fault
from app.rules.permissions import Actor
from app.settings import settings

MOST_OF_A_UNIT = 20
DISABLED = "disabled"
"""Letter to whoever made a webhook that was switched off."""


def create(session: Session, actor: Actor, body: WebhookCreate) -> Webhook:
    """A new webhook with a new secret; 422 where its address may not be called, 409 where the unit has too many."""
    require_for_unit(session, actor, "webhooks:write", body.unit_id)
    if session.get(Unit, body.unit_id) is None:
        raise invalid("unit_id", "not_found")
    _check_url(body.url)
    held = session.exec(select(Webhook.id).where(Webhook.unit_id == body.unit_id)).all()
    if len(held) >= MOST_OF_A_UNIT:
        raise Conflict("too-many-webhooks", limit=MOST_OF_A_UNIT)
    webhook = Webhook(name=body.name, unit_id=body.unit_id, url=body.url, events=_in_order(body.events),
                      secret=new_webhook_secret(), created_by=actor.user_id)  # fmt: skip
    session.add(webhook)
    session.flush()
    return webhook


def _in_order(events: Sequence[str]) -> list[str]:
    return sorted({str(event) for event in events})


def _check_url(url: str) -> None:
    chosen = settings()
    fault = url_fault(url, allow_http=chosen.webhook_allow_http, allowed=chosen.networks)
    if fault is not None:
        raise invalid("url", fault)


def own(session: Session, actor: Actor, webhook_id: str) -> Webhook:
    """The webhook, if the actor may change it; ``NotFound`` otherwise, by the same way whether it is there or not."""
    require_somewhere(actor, "webhooks:write")
    webhook = session.get(Webhook, webhook_id)
    require_for_unit(session, actor, "webhooks:write", webhook.unit_id if webhook else "", hidden=True)
    if webhook is None:
        raise NotFound
    return webhook


def update(session: Session, actor: Actor, webhook_id: str, body: WebhookUpdate, expected: int | None) -> Webhook:
    """Changes a webhook. Switched off, what waits for it is given up; switched on, it begins with the next event."""
    webhook = own(session, actor, webhook_id)
    check_version(webhook, expected)
    changes = body.model_dump(exclude_unset=True)
    if body.url is not None:
        _check_url(body.url)
    if body.events is not None:
        changes["events"] = _in_order(body.events)
    webhook.sqlmodel_update(changes)
    if body.is_active is not None:
        webhook.disabled_reason = ""
    if not webhook.is_active:
        _give_up(session, webhook.id)
    session.flush()
    return webhook


def _give_up(session: Session, webhook_id: str) -> None:
    outbox.cancel(session, col(OutboxMessage.webhook_id) == webhook_id, error="switched_off")


def remove(session: Session, actor: Actor, webhook_id: str, expected: int | None) -> None:
    """Takes a webhook away with the log of its deliveries."""
    webhook = own(session, actor, webhook_id)
    check_version(webhook, expected)
    session.connection().execute(delete(OutboxMessage).where(col(OutboxMessage.webhook_id) == webhook_id))
    session.delete(webhook)
    session.flush()


def rotate(session: Session, actor: Actor, webhook_id: str, body: SecretRotation) -> Webhook:
    """Another secret; for some hours everything is signed with both, so that the receiver can change over."""
    webhook = own(session, actor, webhook_id)
    overlaps = body.overlap_hours > 0
    webhook.previous_secret = webhook.secret if overlaps else None
    webhook.previous_until = now() + timedelta(hours=body.overlap_hours) if overlaps else None
    webhook.secret = new_webhook_secret()
    session.flush()
    return webhook


def test(session: Session, actor: Actor, webhook_id: str) -> str:
    """Has a test event sent; the id of the delivery. 409 where the webhook is switched off."""
    webhook = own(session, actor, webhook_id)
    _check_active(webhook)
    payload = envelope(TEST_EVENT, {"webhook_id": webhook.id, "url": link(f"/webhooks/{webhook.id}")})
    return outbox.add(session, Kind.webhook, TEST_EVENT, payload, webhook_id=webhook.id, event_id=new_id())


def redeliver(session: Session, actor: Actor, webhook_id: str, delivery_id: str) -> str:
    """Has an event sent again under the same id, whatever became of it. 409 where the webhook is switched off."""
    webhook = own(session, actor, webhook_id)
    message = session.get(OutboxMessage, delivery_id)
    if message is None or message.webhook_id != webhook_id:
        raise NotFound
    _check_active(webhook)
    outbox.requeue(session, delivery_id)
    session.expire(message)
    return delivery_id


def _check_active(webhook: Webhook) -> None:
    if not webhook.is_active:
        raise Conflict("webhook-off")


def secrets_of(webhook: Webhook) -> list[str]:
    """The secrets that sign now, the new one first."""
    old = webhook.previous_secret
    is_live = old is not None and webhook.previous_until is not None and webhook.previous_until > now()
    return [webhook.secret, old] if is_live and old else [webhook.secret]


def settle(session: Session, message: outbox.Claimed, outcome: outbox.Outcome, again_in: timedelta | None) -> None:
    """Writes how an attempt went, and switches the webhook off where nothing has come through for three days."""
    if not outbox.settle(session, message, outcome, again_in) or message.webhook_id is None:
        return
    webhook = session.get(Webhook, message.webhook_id, with_for_update=True)
    if webhook is None:
        return
    if not outcome.error:
        webhook.last_success_at = now()
    elif again_in is None and webhook.is_active and _is_dead(webhook, message, outcome):
        _switch_off(session, webhook, "gone" if outcome.error == "gone" else "failing")
    session.flush()


def _is_dead(webhook: Webhook, message: outbox.Claimed, outcome: outbox.Outcome) -> bool:
    """Whether it said so itself, or has taken nothing since this event."""
    last = webhook.last_success_at
    return outcome.error == "gone" or last is None or last < message.created_at


def _switch_off(session: Session, webhook: Webhook, reason: str) -> None:
    webhook.is_active, webhook.disabled_reason = False, reason
    _give_up(session, webhook.id)
    maker = session.get(User, webhook.created_by) if webhook.created_by else None
    if maker is not None and maker.is_active:
        outbox.add(session, Kind.mail, DISABLED, {"webhook_id": webhook.id, "name": webhook.name}, user_id=maker.id)

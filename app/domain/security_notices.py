"""Tells a person that something about signing in to the account has changed."""

from typing import Literal

from sqlmodel import Session

from app.audit.entries import note
from app.domain import outbox
from app.models.outbox import Kind

Event = Literal["totp-added", "totp-removed", "passkey-added", "passkey-removed", "codes-renewed", "code-used",
                "password-changed", "provider-linked", "factors-removed-by-organiser"]  # fmt: skip

TOPIC = "security"
"""Of the letter."""


def tell_person(session: Session, user_id: str, event: Event) -> None:
    """Sends the person a letter, in the transaction of the change, and notes it in the audit log."""
    note(session, event, {"user": user_id})
    outbox.add(session, Kind.mail, TOPIC, {"event": event}, user_id=user_id)

"""Somebody forgot a password: looked up here, beside the request, so that its answer tells nothing."""

from sqlmodel import Session

from app.domain import outbox, passwords
from app.domain.outbox import Claimed


def prepare(session: Session, message: Claimed) -> None:
    """Puts the mail in the outbox where there is such an account; the address that was typed goes either way."""
    passwords.answer_request(session, str(message.payload.get("email", "")))
    outbox.remove(session, message.id)

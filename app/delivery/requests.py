"""What is found out beside a request, so that its answer, and the time that it takes, tell nothing.

Somebody forgot a password; somebody wants to follow an innovation; there is something to tell to all who follow one.
"""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from app.domain import followers, outbox, passwords
from app.domain.outbox import Claimed


def _answer_password(session: Session, payload: dict[str, Any]) -> None:
    passwords.answer_request(session, str(payload.get("email", "")))


_DEEDS: dict[str, Callable[[Session, dict[str, Any]], None]] = {
    passwords.RESET: _answer_password, followers.ASKED: followers.take_up, followers.NEWS: followers.spread,
}  # fmt: skip
"""Topic → what is done."""


def prepare(session: Session, message: Claimed) -> None:
    """Does it, which may put mail in the outbox; what was typed goes either way."""
    _DEEDS[message.topic](session, message.payload)
    outbox.remove(session, message.id)

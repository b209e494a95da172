"""Secrets of links in letters to people without an account: made from a row's id, so that none is stored.

The same row always has the same secret, so that the link of every letter works; it ends with the row.
"""

import hmac

from app.models.base import is_id
from app.secrets_store import keyed_digest

ASKER, CONFIRM, LEAVE = "asker-link", "follow-link", "unfollow-link"
"""What a link is for; the secret of one opens nothing of another."""
_DIGITS = 43


def token_of(purpose: str, id_: str) -> str:
    """The secret of the link for this row."""
    return f"{id_}.{keyed_digest(purpose, id_)[:_DIGITS]}"


def id_in(purpose: str, token: str) -> str | None:
    """The row that a link is about; None where we never gave such a link."""
    id_ = token.partition(".")[0]
    if not is_id(id_) or not token.isascii() or not hmac.compare_digest(token, token_of(purpose, id_)):
        return None
    return id_

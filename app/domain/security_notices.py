"""Tells a person that something about signing in to the account has changed."""

import logging
from typing import Literal

from sqlmodel import Session

Event = Literal["totp-added", "totp-removed", "passkey-added", "passkey-removed", "codes-renewed", "code-used",
                "password-changed", "provider-linked", "factors-removed-by-organiser"]  # fmt: skip
log = logging.getLogger("jipp")


def tell_person(session: Session, user_id: str, event: Event) -> None:  # noqa: ARG001  # the outbox writes with it
    """The one place that every such change passes, in its transaction: where a notice to the person is put out.

    So far it is a line in the log, by the account's id.
    """
    log.info("security of account %s: %s", user_id, event)

"""What is handed from the database to the network: a message made ready to send, which needs no session any more."""

from collections.abc import Callable

from app.domain.outbox import Outcome

Parcel = Callable[[], Outcome]
"""Sends the message and says how it went; it raises nothing that is foreseeable."""

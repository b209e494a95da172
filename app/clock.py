"""Time and identifiers: the only place that asks the machine for either."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import uuid_utils

WIB = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """The current moment in UTC, with time zone. The server's clock decides deadlines."""
    return datetime.now(UTC)


def new_id() -> str:
    """A UUIDv7 as text: unique, and sorted by the moment of its making."""
    return str(uuid_utils.uuid7())

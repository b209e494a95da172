"""Time, identifiers and salts: the only place that asks the machine for them."""

import secrets
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import uuid_utils

WIB = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """The current moment in UTC, with time zone. The server's clock decides deadlines."""
    return datetime.now(UTC)


def today() -> date:
    """The day that it is in WIB."""
    return now().astimezone(WIB).date()


def new_id() -> str:
    """A UUIDv7 as text: unique, and sorted by the moment of its making."""
    return str(uuid_utils.uuid7())


def random_id() -> str:
    """A UUIDv4 as text: unique, and silent about the moment of its making."""
    return str(uuid_utils.uuid4())


def new_salt() -> str:
    """128 random bits as 32 hexadecimal digits: makes a digest say nothing about what it is of."""
    return secrets.token_hex(16)

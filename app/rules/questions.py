"""What the public may write to a unit, and when the unit is reminded of it."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime

from app.rules.working_days import left

MOST_LINKS = 2
"""Addresses in one text: a source or two, no advertisement."""
MOST_ALIKE = 3
"""Innovations about which the very same text may be sent in ``ALIKE_DAYS``."""
ALIKE_DAYS = 7
SOON, LATE, VERY_LATE = 1, 2, 3
"""Reminders: a working day before the deadline, after it, and five working days after it (moderators hear it too)."""
SOON_DAYS, VERY_LATE_DAYS = 1, 5
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[a-z0-9-]{1,63}\.(?:com|net|org|info|biz|xyz|top|site|online|shop|store|link|club"
    r"|live|vip|win|bet|icu|cc|me|io|co|id|ru|cn)(?![a-z0-9])\S*"
)


def links_in(text: str) -> int:
    """How many web addresses a text names, with or without ``https://``."""
    return sum(1 for _found in _LINK.finditer(text.lower()))


def gist(text: str) -> str:
    """The text as two copies of it are the same: letters and digits alone, whatever their case, width or accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def reminder_owed(due_at: datetime, at: datetime, holidays: Collection[date] = ()) -> int:
    """The reminder that a question without an answer has earned by now: 0, ``SOON``, ``LATE`` or ``VERY_LATE``."""
    found = left(due_at, at, holidays)
    if found.is_over:
        return VERY_LATE if found.days >= VERY_LATE_DAYS else LATE
    return SOON if found.days <= SOON_DAYS else 0

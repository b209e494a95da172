"""When jurors are reminded of sheets that they have not signed."""

from datetime import datetime, timedelta

NOT_AGAIN_FOR = timedelta(hours=12)
"""How long after a reminder an organiser cannot send the same juror another one of the stage."""
BEFORE_THE_END = timedelta(days=3)
"""How long before a stage ends jurors are reminded by themselves, once."""


def is_time_to_remind(ends_at: datetime | None, moment: datetime) -> datetime | None:
    """Since when jurors should have been reminded by themselves; None before that, and once the stage has ended."""
    if ends_at is None or not ends_at - BEFORE_THE_END <= moment < ends_at:
        return None
    return ends_at - BEFORE_THE_END

"""Exhibitions: between which moments votes are taken, and which way an exhibition may go."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.clock import WIB
from app.models.edition import Stage
from app.models.exhibition import ExhibitionStatus
from app.rules.problem import Problem

LONGEST_DAYS = 92
"""An exhibition lasts no longer."""


def window(
    starts_on: date, ends_on: date, opens_at: datetime | None, closes_at: datetime | None, stage: Stage | None
) -> tuple[datetime, datetime]:
    """From when until when votes are taken; the end is no part of it.

    A moment that is not given is that of the *stage* whose vote this is, else the beginning of the first or the end
    of the last day in WIB.
    """
    begins = opens_at or (stage.starts_at if stage else None) or _midnight(starts_on)
    ends = closes_at or (stage.ends_at if stage else None) or _midnight(ends_on + timedelta(days=1))
    return begins, ends


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), WIB)


def problems(
    starts_on: date, ends_on: date, opens_at: datetime | None, closes_at: datetime | None, stage: Stage | None
) -> Iterator[Problem]:
    """What is wrong with its dates: ``ends_before_start``, ``lasts_too_long``, ``dates_reversed``."""
    if ends_on < starts_on:
        yield Problem("ends_on", "ends_before_start", {})
        return
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        yield Problem("ends_on", "lasts_too_long", {"days": LONGEST_DAYS})
    begins, ends = window(starts_on, ends_on, opens_at, closes_at, stage)
    if ends <= begins:
        yield Problem("votes_close_at", "dates_reversed", {})


FROM = {
    ExhibitionStatus.published: (ExhibitionStatus.draft, ExhibitionStatus.ended),
    ExhibitionStatus.ended: (ExhibitionStatus.published,),
}
"""State → those it is entered from. One that was ended by mistake is published again."""

"""Dates that decide: the window of registration, the deadline of a return, the age of an innovation."""

from datetime import date, datetime
from enum import StrEnum

from app.clock import WIB
from app.models.edition import EditionStatus


class DeadlineVerdict(StrEnum):
    """Whether a submission comes in time."""

    ok = "ok"
    not_open_yet = "not_open_yet"
    closed = "closed"
    return_deadline_passed = "return_deadline_passed"


def may_submit(
    now: datetime, opens_at: datetime, closes_at: datetime, edition_status: str, return_until: datetime | None = None,
    *, is_resubmission: bool = False,
) -> DeadlineVerdict:  # fmt: skip
    """Whether a proposal may be sent in at *now*; the last moment of ``closes_at`` still counts.

    A returned proposal has a deadline of its own, which may lie after the closing of registration.
    """
    if is_resubmission and return_until is not None:
        return DeadlineVerdict.ok if now <= return_until else DeadlineVerdict.return_deadline_passed
    if edition_status == EditionStatus.draft or (edition_status == EditionStatus.open and now < opens_at):
        return DeadlineVerdict.not_open_yet
    if edition_status != EditionStatus.open or now > closes_at:
        return DeadlineVerdict.closed
    return DeadlineVerdict.ok


def may_withdraw(now: datetime, closes_at: datetime, edition_status: str) -> bool:
    """A submission may be taken back until registration closes."""
    return edition_status == EditionStatus.open and now <= closes_at


def implementation_age_ok(started_on: date, closes_at: datetime, minimum_months: int) -> bool:
    """Whether the innovation was at work for *minimum_months* calendar months on the closing date in WIB."""
    closing = closes_at.astimezone(WIB).date()
    months = (closing.year - started_on.year) * 12 + closing.month - started_on.month
    if closing.day < started_on.day and not _is_last_day(closing):
        months -= 1
    return months >= minimum_months


def _is_last_day(day: date) -> bool:
    """The last day of a short month completes a month that began on its 31st."""
    return (date.fromordinal(day.toordinal() + 1)).month != day.month

"""Deadlines: when a proposal may be sent in, taken back, and how old an innovation must be."""

from calendar import monthrange
from datetime import date, datetime
from enum import Enum

from app.clock import WIB
from app.models.edition import EditionStatus
from app.models.proposal import ProposalStatus


class DeadlineVerdict(Enum):
    """Whether the moment is right, and if not, why."""

    ok = "ok"
    not_open_yet = "not_open_yet"
    closed = "closed"
    return_deadline_passed = "return_deadline_passed"


def may_submit(
    now: datetime,
    opens_at: datetime,
    closes_at: datetime,
    edition_status: EditionStatus,
    return_until: datetime | None = None,
    is_resubmission: bool = False,
) -> DeadlineVerdict:
    """Whether a proposal may be sent in at *now*; moments carry a time zone, both ends belong to the window.

    A returned proposal (*is_resubmission*) has a deadline of its own, before or after closing, until the
    edition is concluded; without one it keeps to the edition's window.
    """
    if is_resubmission and return_until is not None and edition_status != EditionStatus.concluded:
        return DeadlineVerdict.ok if now <= return_until else DeadlineVerdict.return_deadline_passed
    if edition_status == EditionStatus.draft:
        return DeadlineVerdict.not_open_yet
    if edition_status != EditionStatus.open or now > closes_at:
        return DeadlineVerdict.closed
    return DeadlineVerdict.not_open_yet if now < opens_at else DeadlineVerdict.ok


def is_awaited(now: datetime, opens_at: datetime, edition_status: EditionStatus) -> bool:
    """Whether registration is announced but has not begun; it begins with the moment *opens_at* itself."""
    return edition_status == EditionStatus.open and now < opens_at


def may_withdraw(now: datetime, closes_at: datetime, edition_status: EditionStatus) -> bool:
    """Whether a submission may be taken back: in an open edition, up to and with its closing moment."""
    return edition_status == EditionStatus.open and now <= closes_at


def is_being_mended(status: str, return_until: datetime | None, now: datetime) -> bool:
    """Whether a returned proposal still has the time that was promised for mending it."""
    return status == ProposalStatus.returned and return_until is not None and now <= return_until


def implementation_age_ok(started_on: date, closes_at: datetime, minimum_months: int) -> bool:
    """Whether what is in use since *started_on* is old enough on the closing day, in calendar months, WIB."""
    latest = _months_before(closes_at.astimezone(WIB).date(), minimum_months)
    return latest is not None and started_on <= latest


def _months_before(day: date, months: int) -> date | None:
    """The same day so many months earlier, or that month's last day; None before the year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

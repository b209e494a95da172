"""Service records: when something was asked for, first answered and done, and what was promised; summed by month."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints, model_validator
from pydantic import Field as Limit
from pydantic_core import PydanticCustomError
from sqlalchemy import Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel

from app.clock import WIB
from app.instruments import sources
from app.models.base import Id, Input, Schema, UTCDateTime, clean_line, in_utc
from app.models.listing import ListQuery

MOST_AT_ONCE = 1_000
"""Records in one JSON request."""
LONGEST_PROMISE = 2_000_000
"""Minutes: almost four years."""
EARLIEST = datetime(2000, 1, 1, tzinfo=WIB)
"""No case of a unit's system is older: what says so is an empty date of some program (0001, 1899, 1970)."""
_MONTH = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"

Service = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(clean_line)
]
"""The name of a service, 1–100 characters; the same service is always written the same way."""
ExternalId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
"""The number of the record in the unit's own system. Of it only a keyed digest is kept."""
_BEGINS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ]|$)")


def check_is_a_time(value: object) -> object:
    """Refuses what is no date in words: a number would be read as seconds since 1970, ``20250131`` as a day."""
    if isinstance(value, datetime) or (isinstance(value, str) and _BEGINS.match(value)):
        return value
    raise PydanticCustomError("datetime_parsing", "no time")


def check_not_long_ago(moment: datetime) -> datetime:
    """Refuses what lies before 2000."""
    if moment < EARLIEST:
        raise PydanticCustomError("too_long_ago", "too long ago", {"earliest": EARLIEST.date().isoformat()})
    return moment


RecordMoment = Annotated[
    AwareDatetime, BeforeValidator(check_is_a_time), AfterValidator(check_not_long_ago), AfterValidator(in_utc)
]
"""A point in time as RFC 3339 writes it, with a zone, from 2000 on; goes on in UTC."""
Promise = Annotated[int, Limit(strict=True, ge=1, le=LONGEST_PROMISE)]
MonthText = Annotated[str, StringConstraints(pattern=_MONTH)]
"""A month, such as ``2025-01``."""

_IS_OPEN = text("completed_at IS NULL")
"""Few of millions are: they have an index of their own, with all that says what is overdue (app/queries/overdue.py)."""


class Measure(StrEnum):
    """The three speeds, named as the instrument ``kecepatan`` names its sources."""

    working = sources.WORKING
    """From received to completed."""
    serving = sources.SERVING
    """From the first response to completed."""
    responding = sources.RESPONDING
    """From received to the first response."""


class ServiceRecord(SQLModel, table=True):
    """One case. Made for millions: no columns of the house but its own; nothing here says whose case it was."""

    __tablename__ = "service_records"
    __table_args__ = (
        Index("ix_service_records_unit_id", "unit_id"),
        Index("ix_service_records_open", "unit_id", "received_at", "service", "first_response_at", "promised_minutes",
              "promised_response_minutes", "completed_at", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )  # fmt: skip

    key: str = Field(primary_key=True, sa_type=String(32))
    """A keyed digest of the unit and the record's number in its own system: sent again, it is the same record."""
    unit_id: str = Field(foreign_key="units.id", sa_type=String(36))
    service: str = Field(sa_type=String(100))
    received_at: datetime = Field(sa_type=UTCDateTime)
    first_response_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    completed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    promised_minutes: int | None = None
    """For the whole: from received (working) or from the first response (serving) to completed."""
    promised_response_minutes: int | None = None
    """From received to the first response."""


class ServiceMonth(SQLModel, table=True):
    """What the records of a unit, a service and a month (of receiving, WIB) come to; changed with each record.

    Of each measure: how many records have it, how many of them a promise, how many kept it, and a histogram of minutes
    (app/rules/durations.py).
    """

    __tablename__ = "service_months"

    unit_id: str = Field(foreign_key="units.id", primary_key=True, sa_type=String(36))
    service: str = Field(primary_key=True, sa_type=String(100))
    month: date = Field(primary_key=True)
    """Its first day."""
    records: int = 0
    working_n: int = 0
    working_promised: int = 0
    working_kept: int = 0
    working_minutes: bytes = Field(default=b"", sa_type=LargeBinary)
    serving_n: int = 0
    serving_promised: int = 0
    serving_kept: int = 0
    serving_minutes: bytes = Field(default=b"", sa_type=LargeBinary)
    responding_n: int = 0
    responding_promised: int = 0
    responding_kept: int = 0
    responding_minutes: bytes = Field(default=b"", sa_type=LargeBinary)


class ServiceRecordCreate(Input):
    """A record as a unit's system sends it; sent again with other values, it is changed."""

    unit_id: Id
    external_id: ExternalId
    service: Service
    received_at: RecordMoment
    first_response_at: RecordMoment | None = None
    completed_at: RecordMoment | None = None
    promised_minutes: Promise | None = None
    promised_response_minutes: Promise | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        before = self.received_at
        for moment in (self.first_response_at, self.completed_at):
            if moment is not None and moment < before:
                raise PydanticCustomError("times_reversed", "received, first response, completed")
            before = moment or before
        return self


class ServiceRecordsCreate(Input):
    """Records, up to 1,000."""

    records: Annotated[list[ServiceRecordCreate], Limit(min_length=1, max_length=MOST_AT_ONCE)]


class ServiceRecordsReport(Schema):
    """What became of the records that were sent."""

    created: int
    updated: int
    unchanged: int


class ServiceImportError(Schema):
    """What is wrong with a row of the file."""

    row: int
    field: str | None
    code: str
    message: str


class ServiceImportReport(ServiceRecordsReport):
    """What an import did, or would do."""

    dry_run: bool
    rows: int
    errors: list[ServiceImportError]


class SpeedQuery(ListQuery):
    """What to sum up, and by what."""

    unit_id: Id | None = None
    """This unit and every unit below it."""
    service: Service | None = None
    from_month: MonthText | None = None
    """The first month in which the records were received."""
    to_month: MonthText | None = None
    by: Literal["total", "unit", "service", "month"] = "total"


class SpeedRead(Schema):
    """One measure of one group. Times are minutes; shares are percent."""

    key: str
    """The unit's id, the service, the month (``2025-01``), or ``total``."""
    label: str
    measure: Measure
    n: int
    """Records that have both moments."""
    is_small: bool
    """Fewer than 30: read the intervals."""
    median: float | None
    """Exact below 128 minutes, else within 0.8 %."""
    median_low: float | None
    median_high: float | None
    """The interval of the median by order statistics, 95 % at least; null below six records."""
    p90: float | None
    """Nine of ten took no longer; as exact as the median."""
    promised: int
    """Records with a promise."""
    kept: int
    """Of these, kept; exact."""
    share: float | None
    """Percent kept; null without a promise."""
    share_low: float | None
    share_high: float | None
    """The 95 % interval of Wilson."""
    unfinished: int
    """Records of the group that lack one of the two moments."""
    overdue: int
    """Of these the ones not completed whose promise is over by now."""
    share_due: float | None
    """Percent kept of those with a promise that are done or overdue: what feeds the instrument. Null without any."""
    is_sample: bool
    """Whether made-up units are among them."""

"""Service records as a spreadsheet: one row a case. A time without a zone is Western Indonesian time (WIB)."""

from datetime import datetime
from typing import Annotated, Any, NotRequired

from pydantic import AfterValidator, BeforeValidator, TypeAdapter
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from app.clock import WIB
from app.models.base import in_utc
from app.models.service_record import ExternalId, Promise, Service, check_is_a_time, check_not_long_ago
from app.models.unit import UnitCode
from app.rules.typed_rows import Kind, TypedRows, plain_whole

COLUMNS = ("unit_code", "service", "external_id", "received_at", "first_response_at", "completed_at",
           "promised_minutes", "promised_response_minutes")  # fmt: skip
REQUIRED = ("unit_code", "service", "external_id", "received_at")


def _moment(text: object) -> object:
    """A time as a spreadsheet writes it: 2025-01-31 08:05, with or without seconds and a zone; from 2000 on."""
    try:
        check_is_a_time(text)
        found = datetime.fromisoformat(str(text))
    except ValueError:
        raise PydanticCustomError("service_time", "no time") from None
    return in_utc(check_not_long_ago(found if found.tzinfo else found.replace(tzinfo=WIB)))


def _minutes(text: object) -> object:
    if isinstance(text, str) and text.endswith("%"):
        raise PydanticCustomError("minutes_percent", "percent", {"number": text})
    return plain_whole(text)


Time = Annotated[datetime, BeforeValidator(_moment)]
Minutes = Annotated[Promise, BeforeValidator(_minutes)]


class _Values(TypedDict):
    unit_code: UnitCode
    service: Service
    external_id: ExternalId
    received_at: Time
    first_response_at: NotRequired[Time]
    completed_at: NotRequired[Time]
    promised_minutes: NotRequired[Minutes]
    promised_response_minutes: NotRequired[Minutes]


def _in_order(row: dict[str, Any]) -> dict[str, Any]:
    known = [row[name] for name in COLUMNS[3:6] if name in row]
    if known != sorted(known):
        raise PydanticCustomError("times_reversed", "received, first response, completed")
    return row


ALIASES = {
    "unit": "unit_code", "kode": "unit_code", "kode unit": "unit_code", "layanan": "service",
    "nomor": "external_id", "nomor permohonan": "external_id", "diterima": "received_at",
    "tanggapan pertama": "first_response_at", "ditanggapi": "first_response_at", "selesai": "completed_at",
    "janji layanan": "promised_minutes", "janji tanggapan": "promised_response_minutes",
}  # fmt: skip
KIND = Kind(
    columns=COLUMNS,
    required=REQUIRED,
    aliases=ALIASES,
    adapter=TypeAdapter(Annotated[_Values, AfterValidator(_in_order)]),
)
BLANK: dict[str, Any] = dict.fromkeys(COLUMNS[4:])
"""What a row has that its file does not name."""


def check_twice(found: TypedRows) -> None:
    """No number of a unit twice in one file: nobody could say which of the two is true."""
    seen: dict[tuple[str, str], int] = {}
    for number, row in found.rows:
        first = seen.setdefault((row["unit_code"], row["external_id"]), number)
        if first != number:
            found.refuse(number, "external_id", "duplicate_row", row=first)

"""What the tables and their schemas share: identifiers, UTC times, JSON columns, checked text."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, TypeGuard, TypeVar, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic import Field as Limit
from pydantic_core import PydanticCustomError
from sqlalchemy import DateTime, Dialect, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import JSON, TypeDecorator
from sqlmodel import Field, SQLModel

from app.clock import new_id, new_salt, now

T = TypeVar("T")

_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
Id = Annotated[str, StringConstraints(pattern=_ID)]
"""A UUIDv7 in its canonical text form."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
"""A short name inside an edition's configuration: lower case, digits, underscore."""

Year = Annotated[int, Limit(ge=1900, le=2200)]
"""A year in a filter; what is asked beyond it fits no column."""

_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"  # control characters, halves of a pair
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # marks that turn the direction of text
    r"|\ufffd"  # what stands for a byte that was no text: something was lost on the way
)


_WIDTHLESS = re.compile(r"[\u200b\u2060\ufeff]")


def is_id(text: object) -> TypeGuard[str]:
    """Whether it has the form of an ``Id``."""
    return isinstance(text, str) and re.fullmatch(_ID, text) is not None


def clean_text(value: str) -> str:
    """Refuses control characters, lone surrogates and marks that reorder text; trims the ends."""
    found = _FORBIDDEN.search(value)
    if found:
        near = _FORBIDDEN.sub("", value[max(0, found.start() - 15) : found.end() + 15])
        raise PydanticCustomError("forbidden_character", "forbidden",
                                  {"character": f"U+{ord(found.group()):04X}", "near": near})  # fmt: skip
    return value.strip()


def without_forbidden(text: str) -> str:
    """A text from elsewhere without what may not stand in one of ours."""
    return _FORBIDDEN.sub("", text)


def clean_line(value: str) -> str:
    """``clean_text`` of one line: what broke it is a space; something has to be left to see.

    Characters without width that only say where a line may break come along with copied text: they are left out.
    """
    line = " ".join(_WIDTHLESS.sub("", clean_text(value)).split())
    if not line:
        raise PydanticCustomError("string_too_short", "empty", {"min_length": 1})
    return line


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(clean_line)
]
"""One line of text, 1–300 characters."""
ShortText = Annotated[str, StringConstraints(max_length=300), AfterValidator(clean_text)]
"""Up to 300 characters, may be empty."""
Prose = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(clean_text)]
"""Running text, up to 20,000 characters; word limits are the edition's."""
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2_000), AfterValidator(clean_text)
]
"""Why somebody did something: 3–2,000 characters."""


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; an error where it lies beyond the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("datetime_parsing", "beyond the calendar") from None


Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""A point in time: comes with a time zone, goes on in UTC."""


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: stored in UTC, always read back with its time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JSONColumn = JSON().with_variant(JSONB(), "postgresql")


def compact_json(value: Any) -> str:
    """JSON without spaces, non-ASCII kept: how every JSON column is written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """What every table row has: an id, its times, and a version that grows with each change (the ETag)."""

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=String(36))
    created_at: datetime = Field(default_factory=now, sa_type=UTCDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UTCDateTime, sa_column_kwargs={"onupdate": now})
    version: int = Field(default=1, sa_type=Integer)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """A concurrent change of the same row fails instead of overwriting."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Recorded(Table):
    """A row whose every change the audit log names, with a digest of the row before and after (app/audit).

    A table that is not of this kind is either counted from such rows or of the moment only; app/audit/tables.py says
    which and why.
    """

    CHAIN: ClassVar[str] = ""
    """The column that leads to the edition whose chain names the change; empty for the chain of the registry."""
    UNRECORDED: ClassVar[frozenset[str]] = frozenset()
    """Columns that come and go without an entry: counters and notes of use."""

    salt: str = Field(default_factory=new_salt, sa_type=String(32))
    """Part of the row's digest. Renewed when personal data is erased: older digests can then be tied to nobody."""

    @classmethod
    def is_recorded(cls, _state: Mapping[str, Any]) -> bool:
        """Whether a row in this state is a matter of record; what is not counts as not there."""
        return True


class Schema(BaseModel):
    """What goes out. Read schemas are never table objects: they hold only what may be shown."""

    model_config = ConfigDict(from_attributes=True)


@cache
def _types_in(annotation: Any) -> frozenset[Any]:
    """The types that an annotation is made of."""
    return frozenset({annotation}).union(*map(_types_in, get_args(annotation)))


def not_yes_or_no(value: Any) -> Any:
    """Refuses ``true`` and ``false`` where a number is asked; Pydantic would read 1 and 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("float_type", "number")
    return value


class Input(BaseModel):
    """What comes in: unknown fields are errors, so that a misspelt name is never lost in silence."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _numbers_are_numbers(cls, value: Any, info: ValidationInfo) -> Any:
        annotation: Any = cls.model_fields[str(info.field_name)].annotation
        types = _types_in(annotation)
        return value if bool in types or not types & {int, float} else not_yes_or_no(value)


class Changes(Input):
    """What a PATCH changes: a field left out stays; null empties what may be empty and is an error anywhere else."""

    CLEARABLE: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*", mode="before")
    @classmethod
    def _null_empties(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None and info.field_name not in cls.CLEARABLE:
            raise PydanticCustomError("null", "null")
        return value


class Page(Schema, Generic[T]):
    """One page of a list: the rows, the cursor of the next page (null at the end), and how many rows there are."""

    items: list[T]
    next: str | None = None
    total: int

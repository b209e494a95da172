"""Units (UPP, unit pelayanan publik): the registry as a tree."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field as Limit
from pydantic import StringConstraints
from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Changes, Id, Input, Line, Recorded, Schema


class UnitKind(StrEnum):
    """What a unit is; quota rules are given by kind."""

    province = "province"
    agency = "agency"
    bureau = "bureau"
    hospital = "hospital"
    technical_unit = "technical_unit"
    regency = "regency"
    city = "city"
    regional_agency = "regional_agency"
    regional_technical_unit = "regional_technical_unit"
    enterprise = "enterprise"
    district = "district"
    village = "village"


UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""The registry's own stable code: letters, digits, dot, dash, underscore; 1–40 characters."""
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")]
"""Code of the Ministry of Home Affairs: 35 (province), 35.07 (regency), 35.07.01 (district)."""
Latitude = Annotated[float, Limit(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Limit(ge=-180, le=180, allow_inf_nan=False)]


class Unit(Recorded, table=True):
    """A row of the registry."""

    __tablename__ = "units"
    __table_args__ = (Index("ix_units_kind_id", "kind", "id"), Index("ix_units_region_id", "region_code", "id"))

    code: str = Field(sa_type=String(40), unique=True)
    name: str
    kind: str = Field(sa_type=String(30))
    parent_id: str | None = Field(default=None, foreign_key="units.id", index=True)
    region_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_active: bool = True
    is_sample: bool = False
    """Made up for a demonstration; shown with the mark "contoh"."""


class UnitCreate(Input):
    """A new unit."""

    code: UnitCode
    name: Line
    kind: UnitKind
    parent_id: Id | None = None
    region_code: RegionCode | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    is_active: bool = True


class UnitUpdate(Changes):
    """Changes to a unit; what is left out stays."""

    CLEARABLE = frozenset({"parent_id", "region_code", "latitude", "longitude"})

    code: UnitCode | None = None
    name: Line | None = None
    kind: UnitKind | None = None
    parent_id: Id | None = None
    region_code: RegionCode | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    is_active: bool | None = None


class UnitRead(Schema):
    """A unit as everyone may see it."""

    id: str
    code: str
    name: str
    kind: UnitKind
    parent_id: str | None
    region_code: str | None
    latitude: float | None
    longitude: float | None
    is_active: bool
    is_sample: bool
    version: int


class UnitDetail(UnitRead):
    """A unit with the names of the units above it, from the top down, and how many lie directly below."""

    ancestors: list["UnitRef"]
    children_count: int


class UnitRef(Schema):
    """Enough of a unit to name it and link to it."""

    id: str
    name: str
    kind: UnitKind
    is_active: bool = True


class UnitImportError(Schema):
    """What is wrong in one row of an import: row number as the spreadsheet shows it (the heading is row 1)."""

    row: int
    field: str | None
    message: str
    code: str


class UnitImportReport(Schema):
    """What an import did, or with ``dry_run`` would do."""

    dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    errors: list[UnitImportError]

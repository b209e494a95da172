"""Open data (Satu Data Indonesia): which datasets there are, and what one has to know to use them."""

from datetime import datetime
from typing import Literal

from app.models.base import Schema

ColumnType = Literal["text", "integer", "number", "boolean", "date", "datetime", "list", "object"]
Frequency = Literal["continuous"]


class OpenColumn(Schema):
    """A column: its name in every file, what it holds, and in which unit it is measured."""

    name: str
    type: ColumnType
    description: str
    unit: str | None


class Distribution(Schema):
    """One form in which a dataset can be had."""

    format: str
    media_type: str
    url: str
    description: str
    is_download: bool
    """A file with all rows; otherwise something to be asked page by page or followed."""


class Dataset(Schema):
    """A dataset with its metadata: concept and definition, what a row is, period, source, and how often it changes."""

    key: str
    title: str
    definition: str
    row: str
    """What one row stands for: the unit that is counted."""
    period: str
    start_year: int | None
    end_year: int | None
    source: str
    update_frequency: Frequency
    changed_at: datetime | None
    keywords: list[str]
    count: int | None
    """Rows that there are now; null where nobody has counted them."""
    columns: list[OpenColumn]
    distributions: list[Distribution]


class OpenData(Schema):
    """All datasets, who gives them, and under which licence."""

    title: str
    description: str
    publisher: str
    url: str
    licence_url: str
    licence_name: str
    is_licence_confirmed: bool
    """Whether somebody has chosen the licence; otherwise it is the one that this software comes with."""
    region_code: str | None
    """The region that all of it is about; null where the registry has no province."""
    region_codes: str
    """Which list the codes of regions are of."""
    datasets: list[Dataset]

"""The data files of the demo, read once and checked by their types."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

PROVINCE = "35"
_KINDS = {"biro": "bureau", "uobk": "hospital"}
"""Kinds of the source list; all others are agencies."""


@dataclass(frozen=True)
class Region:
    """The province, a regency or a city; the coordinates are its centre to about 0.1 degree."""

    code: str
    name: str
    kind: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Office:
    """An agency, bureau or hospital, its field of service, and the technical units to make below, by kind."""

    name: str
    kind: str
    code: str
    sector: str
    region: str = PROVINCE
    units: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """All of it."""

    province: Region
    regions: tuple[Region, ...]
    provincial: tuple[Office, ...]
    regional: tuple[Office, ...]
    enterprises: tuple[tuple[str, str], ...]
    """(name, field of service)."""


@lru_cache
def load() -> Source:
    """The registry's data."""
    units = read_yaml("units.yaml")
    regions = tuple(_regions())
    kinds = {row["name"]: row["kind"] for row in read_csv("provincial_units.csv")}
    return Source(
        province=regions[0], regions=regions[1:],
        provincial=tuple(
            _office(name, _KINDS.get(kind, "agency"), units["provincial"]) for name, kind in kinds.items()
        ),
        regional=tuple(_office(name, "regional_agency", units["regional"]) for name in units["regional"]),
        enterprises=tuple((name, sector) for sector, names in units["enterprises"].items() for name in names),
    )  # fmt: skip


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    yield from csv.DictReader(files(__package__).joinpath("data", name).read_text(encoding="utf-8").splitlines())


def read_yaml(name: str) -> Any:
    """The content of a YAML file."""
    return yaml.safe_load(files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


def _regions() -> Iterator[Region]:
    centres = {row["region_code"]: row for row in read_csv("centres.csv")}
    for row in read_csv("regions.csv"):
        centre = centres[row["region_code"]]
        yield Region(
            row["region_code"],
            row["name"],
            row["kind"],
            float(centre["latitude"]),
            float(centre["longitude"]),
        )


def _office(name: str, kind: str, details: dict[str, Any]) -> Office:
    return Office(name=name, kind=kind, **details[name])

"""The map of a province as tiles: each regency and city a square about where it lies, all of one size."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from app.models.innovation import Facets

_LAYOUTS = Path(__file__).with_suffix(".yaml")
SHADES = 5


@dataclass(frozen=True)
class Tile:
    """A regency or city; ``shade`` 0 (none) to 5 (most)."""

    code: str
    name: str
    short: str
    count: int
    shade: int
    column: int | None
    row: int | None


@lru_cache
def _layouts() -> dict[str, list[int]]:
    """Region code → column and row, counted from 1 at the upper left."""
    found: dict[str, list[int]] = yaml.safe_load(_LAYOUTS.read_text("utf-8"))
    return found


def tiles(regions: list[tuple[str, str]], facets: Facets) -> list[Tile]:
    """A tile for each region, those without a place in the layout last; by name."""
    counts = {value.value: value.count for value in facets.region_code}
    most = max((counts.get(code, 0) for code, _name in regions), default=0)
    return [_tile(code, name, counts.get(code, 0), most) for code, name in regions]


def _tile(code: str, name: str, count: int, most: int) -> Tile:
    place = _layouts().get(code)
    shade = -(-count * SHADES // most) if most else 0
    column, row = place or (None, None)
    return Tile(code, name, _short(name), count, shade, column, row)


def _short(name: str) -> str:
    """The name without what kind of region it is; a city keeps a sign of it, because a regency may bear its name."""
    return name.removeprefix("Kabupaten ") if name.startswith("Kabupaten ") else name

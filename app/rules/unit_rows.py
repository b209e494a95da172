"""A table of units, row by row: which rows fit, and what is wrong with the others."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from app.models.base import Line
from app.models.unit import Latitude, Longitude, RegionCode, UnitCode, UnitKind

COLUMNS = ("code", "name", "kind", "parent_code", "region_code", "latitude", "longitude", "is_active")
REQUIRED = ("code", "name", "kind")
MAX_ERRORS = 1_000
REPORT_EVERY = 5_000
_YES_NO = {"ya": True, "tidak": False, "": True}


@dataclass(frozen=True)
class RowError:
    """What is wrong: the row as the spreadsheet shows it (the heading is row 1), the column, a code, its values."""

    row: int
    field: str | None
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class CheckedRow:
    """A row that fits by itself: its values, only for the columns that the file has."""

    row: int
    values: dict[str, Any]


@dataclass
class CheckedTable:
    """The rows that fit and the errors of the others; ``count`` rows were read."""

    rows: list[CheckedRow] = dataclasses.field(default_factory=list)
    errors: list[RowError] = dataclasses.field(default_factory=list)
    count: int = 0
    codes: dict[str, int] = dataclasses.field(default_factory=dict)
    """Every code of the file, with the row it is first in."""


def _point(value: object) -> object:
    """A decimal comma becomes a point, as long as it can only be that."""
    return value.replace(",", ".") if isinstance(value, str) and value.count(",") == 1 and "." not in value else value


def _yes_no(value: object) -> object:
    return _YES_NO.get(value.lower(), value) if isinstance(value, str) else value


def _or_none(value: object) -> object:
    return None if value == "" else value


_Empty = BeforeValidator(_or_none)


class _Values(TypedDict, total=False):
    code: UnitCode
    name: Line
    kind: UnitKind
    parent_code: Annotated[UnitCode | None, _Empty]
    region_code: Annotated[RegionCode | None, _Empty]
    latitude: Annotated[Latitude | None, _Empty, BeforeValidator(_point)]
    longitude: Annotated[Longitude | None, _Empty, BeforeValidator(_point)]
    is_active: Annotated[bool, BeforeValidator(_yes_no)]


_adapter = TypeAdapter(_Values)


def check_heading(cells: Sequence[str], row: int) -> tuple[list[str], list[RowError]]:
    """The columns that the heading names, and what is wrong with it: unknown, doubled or missing ones."""
    names = [cell.strip().lower() for cell in cells]
    errors = [RowError(row, None, "unknown_column", {"column": cell})
              for cell, name in zip(cells, names, strict=True) if name not in COLUMNS]  # fmt: skip
    errors += [RowError(row, None, "duplicate_key", {"key": name}) for name, n in Counter(names).items() if n > 1]
    errors += [RowError(row, None, "missing_column", {"column": name}) for name in REQUIRED if name not in names]
    return names, errors


def check_rows(
    names: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    progress: Callable[[int], None] = lambda _done: None,
) -> CheckedTable:
    """Each row by itself, and no code twice; stops once there are 1,000 errors. ``progress`` gets the rows done."""
    table = CheckedTable(count=len(rows))
    for done, (number, cells) in enumerate(rows, start=1):
        errors = _check_row(table, names, number, cells)
        table.errors += errors
        if done % REPORT_EVERY == 0 or done == len(rows):
            progress(done)
        if len(table.errors) >= MAX_ERRORS:
            break
    del table.errors[MAX_ERRORS:]
    return table


def _check_row(table: CheckedTable, names: Sequence[str], number: int, cells: list[str]) -> list[RowError]:
    if len(cells) > len(names):
        return [RowError(number, None, "too_long", {"max_length": len(names)})]
    texts = dict(zip(names, [*cells, *[""] * (len(names) - len(cells))], strict=True))
    first = table.codes.setdefault(texts["code"], number)
    if first != number and texts["code"]:
        return [RowError(number, "code", "duplicate_row", {"row": first})]
    try:
        values = _adapter.validate_python(texts)
    except ValidationError as error:
        return list(_findings(number, texts, error))
    table.rows.append(CheckedRow(number, dict(values)))
    return []


def _findings(number: int, texts: Mapping[str, str], error: ValidationError) -> Iterator[RowError]:
    for item in error.errors(include_url=False, include_input=False):
        code, params = item["type"], dict(item.get("ctx") or {})
        name = str(item["loc"][0])
        yield RowError(number, name, code, params) if texts[name] else RowError(number, name, "missing")


def check_parents(
    rows: Iterable[CheckedRow], in_file: Mapping[str, object], known: Mapping[str, object]
) -> list[RowError]:
    """The rows whose parent is neither in the file nor in the registry."""
    errors = []
    for row in rows:
        parent = row.values.get("parent_code")
        if parent is None:
            continue
        if row.values["kind"] == UnitKind.province:
            errors.append(RowError(row.row, "parent_code", "is_the_top"))
        elif parent not in in_file and parent not in known:
            errors.append(RowError(row.row, "parent_code", "not_found"))
    return errors[:MAX_ERRORS]


def check_cycles(rows: Iterable[CheckedRow], parents: Mapping[str, str | None]) -> list[RowError]:
    """The rows that would lie below themselves; *parents* is the whole tree as it would be, code to parent's code."""
    circles = on_circles(parents)
    return [RowError(row.row, "parent_code", "cycle") for row in rows if row.values["code"] in circles][:MAX_ERRORS]


def on_circles(parents: Mapping[str, str | None]) -> set[str]:
    """The codes from which the way up comes back to the same code. Linear in the number of units."""
    ended: set[str] = set()
    circles: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        code: str | None = start
        while code is not None and code not in ended and code not in way:
            way[code] = None
            code = parents.get(code)
        if code in way:
            steps = list(way)
            circles.update(steps[steps.index(code) :])
        ended.update(way)
    return circles


def from_the_top(codes: Iterable[str], parents: Mapping[str, str | None]) -> list[str]:
    """These codes in an order in which no unit comes before its parent; *parents* must be free of circles."""
    wanted, placed = dict.fromkeys(codes), dict[str, None]()
    for start in wanted:
        way = []
        code: str | None = start
        while code is not None and code in wanted and code not in placed:
            way.append(code)
            code = parents.get(code)
        placed.update(dict.fromkeys(reversed(way)))
    return list(placed)

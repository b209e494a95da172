"""Rows of a spreadsheet by a type: which fit, and what is wrong with the others. Knows no table of ours."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from app.rules.unit_rows import MAX_ERRORS, RowError


@dataclass(frozen=True)
class Kind:
    """What a file has to hold: the columns it may have, those that it must, and the type of a row's values."""

    columns: Sequence[str]
    required: Sequence[str]
    adapter: TypeAdapter[Any]
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What a heading may also call a column, in small letters with spaces."""


@dataclass
class TypedRows:
    """The rows that fit, each with its number in the spreadsheet, and the errors of the others."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    count: int = 0
    sha256: str = ""
    """Of the file, where the audit log names it."""

    def refuse(self, number: int, column: str | None, code: str, /, **params: Any) -> None:
        """Adds an error, up to 1,000."""
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(RowError(number, column, code, params))


def plain_whole(value: object) -> object:
    """A whole number as a cell writes it: digits alone, so that "1.000" is no 1 and "+3" no 3."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    raise PydanticCustomError("digits_only", "digits alone")


def check(kind: Kind, table: Sequence[tuple[int, list[str]]]) -> TypedRows:
    """The rows below the heading, each by itself; stops once there are 1,000 errors."""
    if not table:
        return TypedRows(errors=[RowError(1, None, "empty_file")])
    names = column_names(table[0][1], kind.aliases)
    found = TypedRows(errors=heading_errors(kind.columns, kind.required, names, table[0][0]), count=len(table) - 1)
    if found.errors:
        return found
    for number, cells in table[1:]:
        _take(kind, found, names, number, cells)
        if len(found.errors) >= MAX_ERRORS:
            break
    return found


def column_names(cells: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """The columns that a heading names, in whatever case, with spaces or underscores, by name or alias."""
    plain = [cell.strip().lower() for cell in cells]
    return [aliases.get(name) or aliases.get(name.replace("_", " "), name.replace(" ", "_")) for name in plain]


def heading_errors(columns: Sequence[str], required: Sequence[str], names: Sequence[str], row: int) -> list[RowError]:
    """What is wrong with a heading: columns that are not known, that stand there twice, or that are missing; of a
    title or another sheet, that it is no heading."""
    if not set(columns) & set(names):
        return [RowError(row, None, "no_heading", {"columns": ", ".join(required)})]
    errors = [RowError(row, None, "unknown_column", {"column": name}) for name in names if name not in columns]
    errors += [RowError(row, None, "duplicate_key", {"key": name}) for name, n in Counter(names).items() if n > 1]
    return errors + [RowError(row, None, "missing_column", {"column": name})
                     for name in required if name not in names]  # fmt: skip


def _take(kind: Kind, found: TypedRows, names: Sequence[str], number: int, cells: list[str]) -> None:
    if len(cells) > len(names):
        found.refuse(number, None, "too_long", max_length=len(names))
        return
    texts = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
    try:
        found.rows.append((number, kind.adapter.validate_python(texts)))
    except ValidationError as error:
        for column, code, params in _findings(error):
            found.refuse(number, column, code, **params)


def _findings(error: ValidationError) -> Iterator[tuple[str | None, str, dict[str, Any]]]:
    for item in error.errors(include_url=False, include_input=False):
        yield str(item["loc"][0]) if item["loc"] else None, item["type"], dict(item.get("ctx") or {})

"""Spreadsheets that come in: a CSV or XLSX file as rows of text. Size and shape are checked before anything is opened.

A packed XLSX says itself how large it is unpacked, and may lie; a single cell in the far corner makes a reader lay
out the whole sheet. So every part is unpacked once, counted, and its cells measured, a block at a time.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from app.errors import TooLarge, invalid
from app.instruments.numbers import Figure

MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELLS = 5_000_000
"""Cells of the rectangle around everything in a sheet, which is what a reader lays out."""
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked bytes for each byte of the file."""
_BLOCK = 1024 * 1024
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})(\d{1,9})["']""")
"""Where a row or cell says that it lies: ``r="7"``, ``r="AB7"``."""
_CELL = re.compile(rb"[<:]c[\s/>]")
_LONGEST_REFERENCE = 64

_BARE = re.compile(r"[-−]?\d", re.ASCII)
"""How begins what a number with a decimal comma leaves before and after the comma: ``80``, ``5`` or ``5 persen``."""
_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.I)
"""What Excel reads, and does not count as a row."""
_FIELD = re.compile(r'("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r?\n|\r|$)')
"""A field of a record of a file separated by commas."""

Row = tuple[int, list[str]]
"""The row's number as the spreadsheet shows it, from 1, and its cells, trimmed."""


class Bare(str):
    """What begins with a digit and stood without quotes in a file separated by commas: perhaps one side of a decimal
    comma."""

    __slots__ = ()


def read(data: bytes) -> list[Row]:
    """The rows of the first visible sheet that are not empty; 422 for what is no table, 413 for one too large."""
    if not data:
        raise invalid("file", "empty_file")
    rows = _xlsx(data) if data.startswith(b"PK\x03\x04") else _csv(data)
    found: list[Row] = []
    for number, cells in rows:
        if len(found) >= MAX_ROWS:
            raise invalid("file", "too_many_rows", limit=MAX_ROWS)
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise invalid("file", "too_many_columns", limit=MAX_COLUMNS)
        if cells:
            found.append((number, cells))
    return found


def _csv(data: bytes) -> Iterator[Row]:
    text = _decoded(data)
    said = _SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    heading = text[: text.find("\n") if "\n" in text else len(text)]
    separator = said[1] if said else max(",;\t", key=heading.count)
    lines = _Lines(text)
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1):
            record = lines.taken()
            plain = [cell.strip() for cell in cells]
            yield number, _marked(plain, record) if separator == "," else plain
    except csv.Error:
        raise invalid("file", "unreadable_file") from None


class _Lines:
    """The lines of a text, which also says those that a reader took for its last record."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            yield line

    def taken(self) -> str:
        """The record as it is written."""
        record = "".join(self._taken)
        self._taken.clear()
        return record


def _marked(cells: list[str], record: str) -> list[str]:
    """The cells of a record, those that begin with a digit and have no quotes around them as ``Bare``."""
    quoted = {n for n, one in enumerate(_FIELD.finditer(record)) if one[1][:1] == '"'} if '"' in record else ()
    return [Bare(cell) if _BARE.match(cell) and n not in quoted else cell for n, cell in enumerate(cells)]


def _decoded(data: bytes) -> str:
    """UTF-8 only: any byte is some letter in Windows-1252 and its kind, so a guess would garble names in silence."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise invalid("file", "wrong_encoding", line=data.count(b"\n", 0, error.start) + 1) from None
    if "\x00" in text:
        raise invalid("file", "no_text", line=text.count("\n", 0, text.index("\x00")) + 1)
    return text


def _xlsx(data: bytes) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook

    from app.percents import percent_cells

    _check_unpacked(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        place = _first_shown(book.sheets_metadata)
        percents = percent_cells(data, lambda part: _unpacked(data, part), place)
        sheet = book.get_sheet_by_index(place)
        _top, left = sheet.start or (0, 0)
        for number, cells in enumerate(sheet.iter_rows(), start=1):  # from the first row, but the first used column
            shown = percents.get(number, 0) >> left
            yield number, [_percent(value) if shown >> at & 1 else _text(value) for at, value in enumerate(cells)]
    except (CalamineError, OSError, ValueError):
        raise invalid("file", "unreadable_file") from None


def _first_shown(sheets: Sequence[Any]) -> int:
    """The place of the first sheet that a person sees: what lies hidden before it is nobody's answer."""
    from python_calamine import SheetVisibleEnum

    return next((place for place, one in enumerate(sheets) if one.visible == SheetVisibleEnum.Visible), 0)


def _percent(value: Any) -> str:
    """A number shown as percent as it would be typed: 0.805 is "80.5%", so it is nowhere taken for 0.805."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(value)
    hundredfold = Decimal(repr(value)) * 100
    return f"{hundredfold.normalize() if hundredfold % 1 else hundredfold.quantize(Decimal(1)):f}%"


def _text(value: Any) -> str:
    """A cell as it would be typed: whole numbers without ".0", dates by ISO 8601, other numbers as ``Figure``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return Figure(int(value))
    if isinstance(value, int | float):
        return Figure(format(Decimal(repr(value)), "f"))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def _check_unpacked(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise invalid("file", "unreadable_file") from None
    limit = min(MAX_UNPACKED, MAX_RATIO * len(data))
    if sum(part.file_size for part in parts) > limit:
        raise TooLarge(limit=f"{limit // 1_048_576} MB")
    unpacked = 0
    for part in parts:
        for size in _searched(data, part):
            unpacked += size
            if unpacked > limit:
                raise TooLarge(limit=f"{limit // 1_048_576} MB")


def _searched(data: bytes, part: zipfile.ZipInfo) -> Iterator[int]:
    """The sizes of the blocks of a part, after a look at how far the cells of a sheet reach."""
    extent = _Extent() if "worksheets/" in part.filename.lower() else None
    tail = b""
    for block in _unpacked(data, part):
        if extent is not None:
            extent.add(tail + block)
            tail = block[-_LONGEST_REFERENCE:]
        yield len(block)


@dataclass
class _Extent:
    """How far the cells seen so far reach, and how many they are."""

    columns: int = 1
    rows: int = 1
    cells: int = 0

    def add(self, xml: bytes) -> None:
        """Looks at one more block; 422 once the sheet is too wide, too long, or too much."""
        found = _REFERENCE.findall(xml)
        self.columns = max(self.columns, *(_column(name) for name in {name for name, _ in found}), 1)
        self.rows = max(self.rows, *{int(row) for _, row in found}, 1)
        self.cells += len(_CELL.findall(xml))
        if self.columns > MAX_COLUMNS:
            raise invalid("file", "too_many_columns", limit=MAX_COLUMNS)
        most = min(MAX_ROWS, MAX_CELLS // self.columns)
        if self.rows > most or self.cells > MAX_CELLS:
            raise invalid("file", "too_many_rows", limit=most)


def _column(letters: bytes) -> int:
    """A column's number by its letters: A is 1, AA is 27."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters.upper(), 0)


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What the part holds, block by block, whatever it says of its size."""
    at = part.header_offset
    names = int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
    packed = data[at + 30 + names : at + 30 + names + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (packed[start : start + _BLOCK] for start in range(0, len(packed), _BLOCK))
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflated(packed)
    else:
        raise invalid("file", "unreadable_file")


def _inflated(packed: bytes) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not inflater.eof:
            yield inflater.decompress(packed, _BLOCK)
            packed = inflater.unconsumed_tail
    except zlib.error:
        raise invalid("file", "unreadable_file") from None

"""Spreadsheets that come in: a CSV or XLSX file as rows of text. Size and shape are checked before anything is opened.

A packed XLSX says itself how large it is unpacked, and may lie; a single cell in the far corner makes a reader lay
out the whole sheet. So every part is unpacked once, counted, and searched for such cells, a block at a time.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from app.errors import TooLarge, invalid

MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked bytes for each byte of the file."""
_BLOCK = 1024 * 1024
_FAR_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(?:[2-9]\d{5}|[1-9]\d{6,})["']""")
"""A row or cell from row 200,000 on."""
_FAR_COLUMN = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{3,}|[D-Zd-z][A-Za-z]|[Cc][W-Zw-z])\d+["']""")
"""A cell right of column CV, the hundredth."""
_LONGEST_REFERENCE = 64

Row = tuple[int, list[str]]
"""The row's number as the spreadsheet shows it, from 1, and its cells, trimmed."""


def read(data: bytes) -> list[Row]:
    """The rows of the first sheet that are not empty; 422 for what is no table, 413 for one that is too large."""
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
            raise invalid("file", "too_long", max_length=MAX_COLUMNS)
        if cells:
            found.append((number, cells))
    return found


def _csv(data: bytes) -> Iterator[Row]:
    text = _decoded(data)
    heading = text[: text.find("\n") if "\n" in text else len(text)]
    separator = max(",;\t", key=heading.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for number, cells in enumerate(rows, start=1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise invalid("file", "unreadable_file") from None


def _decoded(data: bytes) -> str:
    """UTF-8, or Windows-1252 as older Excel writes it; a file in neither is refused rather than garbled."""
    if b"\x00" in data:
        raise invalid("file", "wrong_encoding")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise invalid("file", "wrong_encoding")


def _xlsx(data: bytes) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook

    _check_unpacked(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        first = sheet.start[0] if sheet.start else 0
        for number, cells in enumerate(sheet.iter_rows(), start=first + 1):
            yield number, [_text(value) for value in cells]
    except (CalamineError, OSError, ValueError):
        raise invalid("file", "unreadable_file") from None


def _text(value: Any) -> str:
    """A cell as it would be typed: whole numbers without ".0", dates by ISO 8601."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
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
    """The sizes of the blocks of a part, after a search of sheets for cells that lie too far out."""
    is_sheet = "worksheets/" in part.filename.lower()
    tail = b""
    for block in _unpacked(data, part):
        if is_sheet:
            seen = tail + block
            if _FAR_COLUMN.search(seen):
                raise invalid("file", "too_long", max_length=MAX_COLUMNS)
            if _FAR_ROW.search(seen):
                raise invalid("file", "too_many_rows", limit=MAX_ROWS)
            tail = block[-_LONGEST_REFERENCE:]
        yield len(block)


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

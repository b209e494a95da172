"""Which cells of a sheet of an XLSX are shown as percent: 0,805 that a person reads as 80,50%.

The reader of sheets (calamine) gives values without their formats. So the few parts that say the formats are looked
through here, as it finds them: by the same names and in the same order.
"""

import io
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self

from lxml import etree

_BUILT_IN = {"9", "10"}
"""0% and 0.00%."""
_SAID = re.compile(r'"[^"]*"|[\\_*].')
"""What a format only writes: a percent sign there multiplies nothing."""
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
Unpack = Callable[[zipfile.ZipInfo], Iterable[bytes]]


class Unreadable(ValueError):
    """The parts do not say what they should."""


def percent_cells(data: bytes, unpack: Unpack, sheet: int = 0) -> Mapping[int, int]:
    """Row from 1 → the columns whose numbers are shown as percent, column n from 0 as the bit ``1 << n``.

    *sheet* is the place of the sheet in the workbook, from 0; *unpack* gives the blocks of a part
    within the caller's limits. ``Unreadable`` for XML that is none.
    """
    parts = {part.filename.lower(): part for part in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    if "xl/workbook.xml" not in parts:  # a sheet of another kind, whose formats lie elsewhere
        raise Unreadable
    if "xl/styles.xml" not in parts:
        return {}
    styles = _Styles()
    _look(unpack(parts["xl/styles.xml"]), styles)
    if not styles.percent:
        return {}
    cells = _Sheet(styles.percent)
    _look(unpack(_part_of(sheet, parts, unpack)), cells)
    return cells.found


class _Seen(ABC):
    """Looks at the elements of a part as they begin, and keeps no tree of them."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.begins(tag.rpartition("}")[2], attributes)

    @abstractmethod
    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element, by its name without its namespace."""

    def close(self) -> Self:
        """The part's end; the parser asks for it."""
        return self


def _look(blocks: Iterable[bytes], seen: _Seen) -> None:
    parser: Any = etree.XMLParser(target=seen, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for block in blocks:
            parser.feed(block)
        parser.close()
    except etree.LxmlError:
        raise Unreadable from None


class _Styles(_Seen):
    """The numbers of the cell formats that show a percent."""

    def __init__(self) -> None:
        self.percent: set[str] = set()
        self._formats = set(_BUILT_IN)
        self._count = -1
        """Of cell formats so far; -1 before their list."""
        self._is_list = False

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and not self._is_list:
            is_percent = "%" in _SAID.sub("", attributes.get("formatCode", ""))
            (self._formats.add if is_percent else self._formats.discard)(attributes.get("numFmtId", ""))
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._is_list = name == "cellXfs"
        elif name == "xf" and self._is_list:
            self._count += 1
            if attributes.get("numFmtId") in self._formats:
                self.percent.add(str(self._count))


class _Sheet(_Seen):
    """The cells with one of these formats; a cell that does not say where it lies follows the one before it."""

    def __init__(self, percent: set[str]) -> None:
        self.found: dict[int, int] = {}
        self._percent = percent
        self._row, self._column = 0, -1

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", "").upper())
            self._column = _column(place[1]) if place else self._column + 1
            if attributes.get("s", "0") in self._percent:
                row = int(place[2]) if place else self._row
                self.found[row] = self.found.get(row, 0) | 1 << self._column


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:3]:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Named(_Seen):
    """The attributes of each element of one name, in order."""

    def __init__(self, name: str) -> None:
        self.found: list[Mapping[str, str]] = []
        self._name = name

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self._name:
            self.found.append({key.rpartition("}")[2]: value for key, value in attributes.items()})


def _part_of(sheet: int, parts: Mapping[str, zipfile.ZipInfo], unpack: Unpack) -> zipfile.ZipInfo:
    sheets, links = _Named("sheet"), _Named("Relationship")
    try:
        _look(unpack(parts["xl/workbook.xml"]), sheets)
        _look(unpack(parts["xl/_rels/workbook.xml.rels"]), links)
        target = next(_targets(links.found, sheets.found[sheet]["id"]))
        return parts[target.lower()]
    except (KeyError, IndexError, StopIteration):
        raise Unreadable from None


def _targets(links: Iterable[Mapping[str, str]], sheet: str) -> Iterator[str]:
    for one in links:
        if one.get("Id") == sheet:
            target = one["Target"].removeprefix("/")
            yield target if target.startswith("xl/") else f"xl/{target}"

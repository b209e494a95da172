"""The catalogue as a workbook (XLSX). What people wrote stays text: no cell is ever a formula or a link."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

import xlsxwriter
from pydantic import BaseModel

from app.http.locale import _
from app.models.open_data import Dataset, OpenColumn, OpenData

Rows = Iterable[Sequence[BaseModel]]
LONGEST_CELL = 32_767
"""Characters that a cell of XLSX holds."""
MOST_ROWS = 1_048_575
"""Rows that a sheet of XLSX holds below its heading."""
NOT_SHOWN = frozenset({"sections", "impact", "evidence"})
"""Columns that no cell can show."""
_PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
          "remove_timezone": True}  # fmt: skip
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTHS = {"title": 45, "unit_name": 35, "summary": 60, "english_abstract": 40, "award": 25, "id": 38}


def workbook(rows: Rows, data: OpenData, dataset: Dataset, made_at: datetime | None) -> BinaryIO:
    """An XLSX with the rows on its first sheet and what they mean on its second, in a file that is gone once closed.

    Takes seconds for tens of thousands of rows, and little memory for any number: the rows go to the disk.
    """
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    with xlsxwriter.Workbook(file, _PLAIN) as book:
        book.set_properties({"title": dataset.title, "author": data.publisher, "comments": data.licence_name,
                             "created": made_at or _NEVER})  # fmt: skip
        bold = book.add_format({"bold": True, "bottom": 1})
        columns = [column for column in dataset.columns if column.name not in NOT_SHOWN]
        _write_rows(book.add_worksheet(_("Data")), bold, _by_type(book), columns, rows)
        _write_about(book.add_worksheet(_("Keterangan")), bold, data, dataset, columns)
    file.seek(0)
    return file  # type: ignore[no-any-return]


def _by_type(book: Any) -> dict[str, Any]:
    return {"date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})}  # fmt: skip


def _write_rows(sheet: Any, bold: Any, formats: dict[str, Any], columns: Sequence[OpenColumn], rows: Rows) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.name, 15))
        sheet.write_string(0, place, column.name, bold)
    sheet.freeze_panes(1, 0)
    at = 0
    for some in rows:
        for row in some:
            at += 1
            if at > MOST_ROWS:
                return
            for place, column in enumerate(columns):
                _write(sheet, at, place, getattr(row, column.name), formats)
    sheet.autofilter(0, 0, at, len(columns) - 1)


def _write(sheet: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value, formats["datetime"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["date"])
    else:
        text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        sheet.write_string(row, place, text[:LONGEST_CELL])


def _write_about(sheet: Any, bold: Any, data: OpenData, dataset: Dataset, columns: Sequence[OpenColumn]) -> None:
    facts = [(_("Dataset"), dataset.title), (_("Definisi"), dataset.definition), (_("Satuan"), dataset.row),
             (_("Periode"), dataset.period), (_("Sumber"), dataset.source), (_("Produsen data"), data.publisher),
             (_("Lisensi"), f"{data.licence_name} {data.licence_url}"), (_("Kode wilayah"), data.region_codes),
             (_("Alamat"), data.url)]  # fmt: skip
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    for at, (name, value) in enumerate(facts):
        sheet.write_string(at, 0, name, bold)
        sheet.write_string(at, 1, value)
    for at, column in enumerate(columns, len(facts) + 1):
        sheet.write_string(at, 0, column.name, bold)
        sheet.write_string(at, 1, column.description + (f" ({column.unit})" if column.unit else ""))

"""Sheets as rows of text: where cells lie, and what is shown as percent, however a program writes it down."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from app import tables
from app.errors import Invalid

HEADING = ["unit", "value"]


def book(*cells: tuple[int, int, object, str]) -> bytes:
    """A workbook with a heading in A1, and (row, column, value, format) from 0."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as out:
        sheet = out.add_worksheet("Nilai")
        sheet.write_row(0, 0, HEADING)
        for row, column, value, form in cells:
            sheet.write(row, column, value, out.add_format({"num_format": form}))
        out.add_worksheet("Lain").write(1, 1, 0.5, out.add_format({"num_format": "0%"}))
    return made.getvalue()


def changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one part rewritten."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in source.namelist():
            text = source.read(one).decode()
            archive.writestr(one, change(text) if one == name else text)
    return out.getvalue()


@pytest.mark.parametrize(("value", "form", "text"), [
    (0.805, "0.00%", "80.5%"), (0.8, "0%", "80%"), (1, "0%", "100%"), (1.2345, "0.0%", "123.45%"), (0, "0%", "0%"),
    (-0.05, "0%;[Red]-0%", "-5%"), (0.5, '0.0 %;"–"', "50%"), (80, '0"%"', "80"), (80, "0\\%", "80"),
    (80.5, "0.00", "80.5"), (0.805, "General", "0.805"), (0.805, "0.00", "0.805"),
])  # fmt: skip
def test_a_number_shown_as_percent_says_so(value: float, form: str, text: str) -> None:
    assert tables.read(book((1, 0, "D1", "@"), (1, 1, value, form)))[1] == (2, ["D1", text])


def test_words_in_a_percent_cell_stay_words() -> None:
    assert tables.read(book((1, 0, "D1", "0%"), (1, 1, True, "0%")))[1] == (2, ["D1", "true"])


def test_only_the_first_sheet_counts_by_its_order_not_its_name() -> None:
    plain = book((1, 1, 0.5, "0.00"))
    assert tables.read(plain)[1] == (2, ["", "0.5"])
    swapped = changed(plain, "xl/_rels/workbook.xml.rels",
                      lambda text: text.replace("sheet1.xml", "x").replace("sheet2.xml", "sheet1.xml").replace(
                          "worksheets/x", "/xl/worksheets/sheet2.xml".removeprefix("/xl/")))  # fmt: skip
    assert tables.read(swapped) == [(2, ["50%"])]


def test_a_hidden_sheet_before_it_is_passed_over() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as out:
        hidden, shown = out.add_worksheet("Lama"), out.add_worksheet("Nilai")
        hidden.write_row(0, 0, ["unit", 11])
        hidden.hide()
        shown.write_row(0, 0, HEADING)
        shown.write(1, 1, 0.99, out.add_format({"num_format": "0%"}))
        shown.activate()
    assert tables.read(made.getvalue()) == [(1, HEADING), (2, ["", "99%"])]


def test_cells_that_do_not_say_where_they_lie_are_followed() -> None:
    nameless = changed(book((1, 0, "D1", "@"), (1, 1, 0.805, "0.00%")), "xl/worksheets/sheet1.xml",
                       lambda text: re.sub(r'(<c|<row) r="[A-Z0-9]+"', r"\1", text))  # fmt: skip
    assert tables.read(nameless)[1] == (2, ["D1", "80.5%"])


def test_a_table_that_begins_elsewhere_keeps_its_numbers_and_formats() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as out:
        sheet = out.add_worksheet()
        sheet.write_row(3, 2, HEADING)
        sheet.write_row(4, 2, ["D1"])
        sheet.write(4, 3, 0.805, out.add_format({"num_format": "0%"}))
    assert tables.read(made.getvalue()) == [(4, HEADING), (5, ["D1", "80.5%"])]


@pytest.mark.parametrize(("part", "change"), [
    ("xl/styles.xml", lambda _text: "<styleSheet><cellXfs>"),
    ("xl/workbook.xml", lambda text: text.replace("r:id", "r:no")),
])  # fmt: skip
def test_a_workbook_whose_formats_cannot_be_read_is_refused(part: str, change: Callable[[str], str]) -> None:
    with pytest.raises(Invalid) as refused:
        tables.read(changed(book((1, 1, 0.5, "0%")), part, change))
    assert refused.value.errors[0].code == "unreadable_file"


def test_a_sheet_of_another_kind_is_refused() -> None:
    """Its formats lie elsewhere: a percent there would be a hundredth in silence."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(Invalid):
        tables.read(made.getvalue())


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_line_that_tells_excel_the_separator_is_no_row(mark: str) -> None:
    text = f"sep={mark}\r\nunit{mark}value\r\nD1{mark}5\r\n"
    assert tables.read(text.encode()) == [(1, ["unit", "value"]), (2, ["D1", "5"])]
    assert tables.read(b"SEP=;\nunit;note\nD1;a,b,c,d\n")[1] == (2, ["D1", "a,b,c,d"])

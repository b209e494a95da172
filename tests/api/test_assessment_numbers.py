"""Numbers of assessments as they are typed and imported: kept right, or refused with what to do about it."""

import io
from typing import Any

import pytest
import xlsxwriter

from app.instruments import loading
from app.instruments.seals import unsealed
from tests.api.answers import Json, told
from tests.api.test_assessments import ROUNDS, Province, item, put
from tests.factories import Factory

INSTRUMENT = (
    unsealed(loading.text_of("sakip_2021")).partition("\nitems:")[0].replace("year: 2021", "year: 2041")
    + """
items:
  - {key: share, title: Capaian, weight: 50, scale: percentage}
  - {key: count, title: Banyaknya, weight: 50, scale: number, minimum: 0, maximum: 5000,
     convert: {kind: part, of: 5000}}
"""
)


class Owned(Province):
    """A round whose indicators a bureau owns."""

    def __init__(self, make: Factory, instrument: str = "cettar_opd_2024", *items: str) -> None:
        super().__init__(make)
        self.running = self.round(instrument)
        for one in items or ("monev",):
            self.own(self.running, one)

    def send(self, file: str | bytes, status: int = 200, *, is_dry: bool = False) -> Json:
        path = f"{ROUNDS}/{self.running['id']}/imports"
        sent = self.verifies.post(path, files={"file": file}, data={"dry_run": "true"} if is_dry else {})
        return told(sent, status)

    def codes(self, file: str | bytes) -> list[tuple[int, str | None, str]]:
        report = self.send(file, is_dry=True)
        return [(error["row"], error["field"], error["code"]) for error in report["errors"]]

    def kept(self, key: str = "monev") -> tuple[str | None, str | None, str] | None:
        values = item(self.of(self.running), key)["values"]
        return next(((one["value"], one["target"], one["note"]) for one in values), None)


@pytest.fixture
def owned(make: Factory) -> Owned:
    return Owned(make)


def percentages(make: Factory) -> Owned:
    organiser = make.key("organiser")
    told(organiser.post("/api/v1/instruments", json={"text": INSTRUMENT}), 201)
    return Owned(make, "sakip_2041", "share", "count")


@pytest.mark.parametrize("file", [
    "unit,item,value\nD1,monev,80,5\n", "unit,item,value,note\nD1,monev,72,25,Catatan\n",
    "value,unit,item\n80,5,D1,monev\n",
])  # fmt: skip
def test_a_row_with_more_cells_than_the_heading_is_refused(owned: Owned, file: str) -> None:
    assert owned.codes(file) == [(2, None, "too_many_cells")]
    refused = owned.send(file, 422)
    assert "tanda kutip" in refused["errors"][0]["message"]
    assert owned.kept() is None


@pytest.mark.parametrize("file", [
    "unit,item,value,note\nD1,monev,72,25\n", "unit,item,value,note\nD1,monev,72,25,\n",
    '"unit","item","value","note"\n"D1","monev",72,25\n', "unit,item,value,target\nD1,monev,80,5\n",
    "unit,item,value,note\nD1,monev,1.072,25\n",
    "unit,item,target,value\nD1,monev,80,5\n",
    "unit,item,value,note\nD1,monev,80,5%\n", "unit,item,value,note\nD1,monev,80,5 persen\n",
    "unit,item,value,note\nD1,monev,1,234.5\n", "unit,item,value,note\nD1,monev,72,25 berkas\n",
])  # fmt: skip
def test_what_may_be_a_cut_decimal_comma_is_refused(owned: Owned, file: str) -> None:
    [(row, _column, code)] = owned.codes(file)
    assert (row, code) == (2, "cut_number")
    assert owned.send(file, 422)["errors"][0]["message"].startswith("Mungkin ")
    assert owned.kept() is None


@pytest.mark.parametrize(("file", "value", "note"), [
    ('unit,item,value,note\nD1,monev,"72,25"\n', "72.25", ""),
    ('unit,item,value,note\nD1,monev,"72","25"\n', "72", "25"),
    ("unit;item;value;note\nD1;monev;72,25\n", "72.25", ""), ("unit;item;value;note\nD1;monev;72;25\n", "72", "25"),
    ("unit\titem\tvalue\tnote\nD1\tmonev\t72,25\t\n", "72.25", ""),
    ('unit,item,value,note\nD1,monev,72,"25 berkas"\n', "72", "25 berkas"),
    ("unit,item,value,note\nD1,monev,72,Ada 25 berkas\n", "72", "Ada 25 berkas"),
    ("unit,item,value,note\nD1,monev,72.5,2024\n", "72.5", "2024"), ("unit,item,value,note\nD1,monev,72\n", "72", ""),
    ('unit,item,note,value\nD1,monev,"dua\nbaris, dan ""kutip""",72\n', "72", 'dua\nbaris, dan "kutip"'),
])  # fmt: skip
def test_what_can_be_meant_in_one_way_is_taken(owned: Owned, file: str, value: str, note: str) -> None:
    owned.send(file)
    assert owned.kept() == (value, None, note)


def test_a_percentage_is_not_cut_into_value_and_target(make: Factory) -> None:
    owned = percentages(make)
    heading = "unit,item,value,target,note\n"
    assert owned.codes(f"{heading}D1,share,80,5\n") == [(2, "value", "cut_number")]
    assert owned.codes(f"{heading}D1,share,80,5,100\n") == [(2, "value", "cut_number")]
    assert owned.codes(f"{heading}D1,share,80.5,100,5\n") == [(2, "target", "cut_number")]
    owned.send(f'{heading}D1,share,"80,5","100"\n')
    assert owned.kept("share") == ("80.5", "100", "")
    owned.send(f"{heading}D1,share,80,100,Dari e-monev\n")
    assert owned.kept("share") == ("80", "100", "Dari e-monev")


def sheet(*rows: tuple[Any, ...]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return made.getvalue()


def test_numbers_of_a_spreadsheet_are_what_they_are(make: Factory) -> None:
    owned = percentages(make)
    heading = ("unit", "item", "value", "target")
    owned.send(sheet(heading, ("D1", "count", 3.541), ("D1", "share", 82.125, 1000)))
    assert (owned.kept("count"), owned.kept("share")) == (("3.541", None, ""), ("82.125", "1000", ""))
    assert owned.codes(sheet(heading, ("D1", "count", "3.541"))) == [(2, "value", "instrument_two_readings")]


def percent(column: str, value: float, *row: object) -> bytes:
    """A sheet with one cell that a person reads as percent."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page, heading = book.add_worksheet(), ("unit", "item", "value", "target")
        page.write_row(0, 0, heading)
        page.write_row(1, 0, row)
        page.write(1, heading.index(column), value, book.add_format({"num_format": "0.00%"}))
    return made.getvalue()


def test_a_cell_shown_as_percent_is_not_stored_as_its_hundredth(make: Factory) -> None:
    owned = percentages(make)
    assert owned.codes(percent("value", 0.805, "D1", "count")) == [(2, "value", "instrument_percent_sign")]
    assert owned.codes(percent("target", 1, "D1", "share", 80)) == [(2, "value", "instrument_percent_sign")]
    refused = owned.send(percent("value", 0.805, "D1", "count"), 422)["errors"][0]
    assert refused["field"] == "rows.2.value"
    assert refused["message"].startswith("80.5% ditulis sebagai persen")
    assert owned.kept("count") is None
    assert owned.codes("unit;item;value\nD1;count;80,5%\n") == [(2, "value", "instrument_percent_sign")]


def test_a_check_shows_the_values_as_they_were_read(make: Factory) -> None:
    owned = Owned(make, "zi_2021", "spak", "spkp")
    owned.send("unit;item;value\nD1;spak;3,5\n")
    heading, unit = "unit;item;value\n", {"unit": "D1", "target": None, "replaced_target": None, "was_absent": False}
    report = owned.send(heading + "D1;spkp;4\nD1;spak;1.234\n", is_dry=True)
    assert report["values"] == [
        unit | {"row": 3, "item": "spak", "written": "1.234", "value": "1.234", "replaced": "3.5"},
        unit | {"row": 2, "item": "spkp", "written": "4", "value": "4", "replaced": None},
    ]
    done = owned.send(heading + "D1;spkp;4\nD1;spak;3,5\n")
    assert [(one["item"], one["replaced"]) for one in done["values"]] == [("spkp", None), ("spak", "3.5")]
    wrong = owned.send(heading + "D1;spkp;4\nD1;spak;9\n", is_dry=True)
    assert (len(wrong["errors"]), wrong["values"]) == (1, [])


def test_a_check_shows_no_more_than_fifty_values(make: Factory) -> None:
    owned = Owned(make)
    units = [make.unit(kind="agency", code=f"X{n}").id for n in range(60)]
    owned.running = owned.round(unit_ids=units, year=2031)
    owned.own(owned.running, "monev")
    rows = "".join(f"X{n};monev;{n}\n" for n in range(60))
    report = owned.send("unit;item;value\n" + rows, is_dry=True)
    assert (report["created"], len(report["values"])) == (60, 50)


def test_rows_without_a_value_are_skipped_and_counted(owned: Owned) -> None:
    file = "unit;item;value;target;note\nD1;monev;7;;\nD2;monev;;;\nTIDAK ADA;monev;;;\n"
    report = owned.send(file, is_dry=True)
    assert (report["rows"], report["created"], report["skipped"], report["errors"]) == (3, 1, 2, [])
    assert owned.send(file)["skipped"] == 2
    assert owned.kept() == ("7", None, "")
    assert owned.codes("unit;item;value;note\nD1;monev;;Catatan\n") == [(2, "value", "missing")]


@pytest.mark.parametrize("heading", [
    "unit_code;item;value;note", "Kode Unit;Indikator;Nilai;Catatan", "kode_unit;kunci;capaian;keterangan",
    "sep=;\nunit;item;value;note",
])  # fmt: skip
def test_a_heading_may_be_indonesian(owned: Owned, heading: str) -> None:
    owned.send(f"{heading}\nD1;monev;72,5;Dari e-monev\n")
    assert owned.kept() == ("72.5", None, "Dari e-monev")


def test_a_title_above_the_heading_is_told_what_to_do(owned: Owned) -> None:
    assert owned.codes("Rekap nilai 2026\nunit;item;value\nD1;monev;5\n") == [(1, None, "no_heading")]
    refused = owned.send("Rekap nilai 2026\nunit;item;value\nD1;monev;5\n", 422)["errors"][0]["message"]
    assert refused == "Nama kolom harus berdiri di baris pertama lembar pertama: unit, item, value."


def test_the_scale_decides_between_two_readings(make: Factory) -> None:
    province = Province(make)
    one = province.of(province.round("zi_2021"))
    assert item(put(province.writes, one, "answers/spak", value="3,541"), "spak")["values"][0]["value"] == "3.541"
    outside = put(province.writes, one, "answers/spak", 422, value="5.000")["errors"][0]
    assert outside["message"] == "Nilai di luar skala 1 sampai 4."
    facts = {fact["fact"]: fact["value"] for fact in put(province.organiser, one, "facts/nilai_sakip",
                                                         value="68,125")["facts"]}  # fmt: skip
    assert facts["nilai_sakip"] == "68.125"


def test_the_advice_on_two_readings_works(make: Factory) -> None:
    owned = percentages(make)
    one = owned.of(owned.running)
    refused = put(owned.writes, one, "answers/count", 422, value="3,541")["errors"][0]["message"]
    assert "Tulis 3,5410 atau 3541" in refused
    for advised, kept in (("3,5410", "3.541"), ("3541", "3541")):
        put(owned.writes, one, "answers/count", value=advised)
        assert owned.kept("count") == (kept, None, "")

"""Importing the registry of units from a spreadsheet."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
import xlsxwriter
from sqlmodel import Session, select

from app.models import Unit
from tests.conftest import Server
from tests.factories import Factory

PATH = "/api/v1/units/imports"
HEADING = "code,name,kind,parent_code,region_code,latitude,longitude,is_active\n"


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    """A client with the organiser's key."""
    return make.key("organiser", make.unit(code="JATIM", kind="province"))


def send(client: httpx.Client, content: str | bytes, *, dry_run: bool = False, **headers: str) -> httpx.Response:
    """Uploads a table."""
    data = content.encode() if isinstance(content, str) else content
    return client.post(PATH, files={"file": ("unit", data)}, data={"dry_run": str(dry_run)}, headers=headers)


def errors(answer: httpx.Response) -> list[tuple[str, str]]:
    """The field errors of a 422."""
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def units(server: Server) -> dict[str, Unit]:
    """The registry by code."""
    with Session(server.engine) as session:
        return {unit.code: unit for unit in session.exec(select(Unit))}


def workbook(rows: Sequence[Sequence[Any]], **options: Any) -> bytes:
    """An XLSX file with these rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True} | options)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_creates_updates_and_leaves_alone(organiser: httpx.Client, server: Server) -> None:
    first = send(organiser, HEADING + "D1,Dinas Satu,agency,JATIM,35,-7.25,112.75,ya\nD2,Dinas Dua,agency,JATIM,,,,\n")
    assert first.json() == {"dry_run": False, "rows": 2, "created": 2, "updated": 0, "unchanged": 0, "errors": []}
    second = send(organiser, HEADING + "D1,Dinas Satu,agency,JATIM,35,-7.25,112.75,\nD2,Dinas 2,agency,,,,,tidak\n")
    assert second.json() == {"dry_run": False, "rows": 2, "created": 0, "updated": 1, "unchanged": 1, "errors": []}
    found = units(server)
    assert (found["D1"].version, found["D1"].latitude, found["D1"].parent_id) == (1, -7.25, found["JATIM"].id)
    changed = found["D2"]
    assert (changed.version, changed.name, changed.parent_id, changed.is_active) == (2, "Dinas 2", None, False)
    assert changed.updated_at > changed.created_at


def test_a_column_left_out_stays_as_it_is(organiser: httpx.Client, server: Server) -> None:
    send(organiser, HEADING + "D1,Satu,agency,JATIM,35,-7.25,112.75,tidak\n")
    send(organiser, "kind,code,name\nbureau,D1,Satu\n")
    unit = units(server)["D1"]
    assert (unit.kind, unit.latitude, unit.is_active) == ("bureau", -7.25, False)
    assert unit.parent_id == units(server)["JATIM"].id


def test_parents_may_come_later_and_from_the_registry(organiser: httpx.Client, server: Server) -> None:
    send(organiser, HEADING + "C,Cucu,technical_unit,B,,,,\nB,Anak,agency,A,,,,\nA,Induk,agency,JATIM,,,,\n")
    found = units(server)
    assert [found[code].parent_id for code in "CBA"] == [found["B"].id, found["A"].id, found["JATIM"].id]


def test_a_dry_run_says_it_and_changes_nothing(organiser: httpx.Client, server: Server) -> None:
    good = send(organiser, HEADING + "D1,Satu,agency,,,,,\n", dry_run=True)
    assert (good.status_code, good.json()["created"], good.json()["dry_run"]) == (200, 1, True)
    bad = send(organiser, HEADING + "D1,Satu,agency,,,,,\nD 2,,toko,,,,,\n", dry_run=True)
    assert bad.status_code == 200
    assert bad.json()["created"] == 0
    assert [(e["row"], e["field"], e["code"]) for e in bad.json()["errors"]] == [
        (3, "code", "string_pattern_mismatch"), (3, "name", "missing"), (3, "kind", "enum"),
    ]  # fmt: skip
    assert bad.json()["errors"][1]["message"] == "Wajib diisi."
    assert set(units(server)) == {"JATIM"}


@pytest.mark.parametrize(("rows", "expected"), [
    ("D1,Satu,agency,,,,,\n\nD1,Dua,agency,,,,,\n", ("rows.4.code", "duplicate_row")),
    ("D1,Satu,agency,TIADA,,,,\n", ("rows.2.parent_code", "not_found")),
    ("D1,Satu,agency,D1,,,,\n", ("rows.2.parent_code", "cycle")),
    ("D1,Satu,agency,,7,,,\n", ("rows.2.region_code", "string_pattern_mismatch")),
    ("D1,Satu,agency,,,-91,,\n", ("rows.2.latitude", "greater_than_equal")),
    ("D1,Satu,agency,,,utara,,\n", ("rows.2.latitude", "float_parsing")),
    ("D1,Satu,agency,,,nan,,\n", ("rows.2.latitude", "finite_number")),
    ("D1,Satu,agency,,,,,mungkin\n", ("rows.2.is_active", "bool_parsing")),
    ("D1,Sa\u202etu,agency,,,,,\n", ("rows.2.name", "forbidden_character")),
    (f"D1,{'x' * 301},agency,,,,,\n", ("rows.2.name", "string_too_long")),
    ("D1,Satu,agency,,,,,,lebih\n", ("rows.2", "too_long")),
    (",Satu,agency,,,,,\n", ("rows.2.code", "missing")),
    ("D1,Satu\n", ("rows.2.kind", "missing")),
])  # fmt: skip
def test_each_wrong_row_is_named(organiser: httpx.Client, server: Server, rows: str, expected: tuple[str, str]) -> None:
    good = "".join(f"G{n},Baik,agency,JATIM,,,,\n" for n in range(3))
    found = errors(send(organiser, HEADING + rows + good))
    assert expected in found
    assert set(units(server)) == {"JATIM"}, "all rows or none"


def test_circles_through_the_registry_are_seen(make: Factory, organiser: httpx.Client, server: Server) -> None:
    top = make.unit(code="A")
    make.unit(code="C", parent=make.unit(code="B", parent=top))
    found = errors(send(organiser, HEADING + "A,Induk,agency,D,,,,\nD,Baru,agency,C,,,,\nE,Lain,agency,D,,,,\n"))
    assert found == [("rows.2.parent_code", "cycle"), ("rows.3.parent_code", "cycle")]
    assert units(server)["A"].parent_id is None


@pytest.mark.parametrize(("heading", "expected"), [
    ("code,name,kind,colour\n", [("rows.1", "unknown_column")]),
    ("code,name\n", [("rows.1", "missing_column")]),
    ("code,name,kind,Name\n", [("rows.1", "duplicate_key")]),
])  # fmt: skip
def test_the_heading_is_checked(organiser: httpx.Client, heading: str, expected: list[tuple[str, str]]) -> None:
    assert errors(send(organiser, heading + "D1,Satu,agency\n")) == expected


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_as_spreadsheets_write_it(organiser: httpx.Client, server: Server, separator: str, encoding: str) -> None:
    text = 'Code,NAME,kind,latitude\r\nD1,"Café, é",agency,"-7,25"\r\n'
    rows = text.replace(",", separator).replace(f"Café{separator}", "Café,").replace(f"-7{separator}", "-7,")
    assert send(organiser, rows.encode(encoding)).status_code == 200
    assert (units(server)["D1"].name, units(server)["D1"].latitude) == ("Café, é", -7.25)


@pytest.mark.parametrize(("content", "expected"), [
    ("code,name,kind\nD1,Satu,agency\n".encode("utf-16"), "wrong_encoding"),
    (b"code,name,kind\nD1,\x81\x8d,agency\n", "wrong_encoding"),
    ("code,name,kind\nD1,Café,agency\n".encode("cp1252"), "wrong_encoding"),
    ("code,name,kind\nD1,Café,agency\nD2,".encode() + b"\xe9,agency\n", "wrong_encoding"),
    (b'code,name,kind\nD1,"Satu,agency\nD2,Dua,agency\n', "unreadable_file"),
    (b"PK\x03\x04 broken", "unreadable_file"),
    (b"", "empty_file"),
    (b"\n\n", "empty_file"),
    (b",".join(b"k%d" % n for n in range(101)), "too_many_columns"),
    (b"code,name,kind\nD1,Sa\x00tu,agency\n", "no_text"),
])  # fmt: skip
def test_what_is_no_table(organiser: httpx.Client, content: bytes, expected: str) -> None:
    assert [code for _, code in errors(send(organiser, content))] == [expected]


def test_xlsx(organiser: httpx.Client, server: Server) -> None:
    heading = ["code", "name", "kind", "region_code", "latitude", "is_active"]
    rows = [heading, [101, "Satu", "agency", 35.07, -7.25, True], [], ["D2", "Dua", "toko", "", "", False]]
    assert errors(send(organiser, workbook(rows))) == [("rows.4.kind", "enum")]
    rows[3][2] = "agency"
    assert send(organiser, workbook(rows)).json()["created"] == 2
    unit = units(server)["101"]
    assert (unit.region_code, unit.latitude, unit.is_active) == ("35.07", -7.25, True)
    assert units(server)["D2"].is_active is False


def test_xlsx_bombs_are_refused_before_they_burst(organiser: httpx.Client) -> None:
    sparse = workbook([["code"], *[[]] * 150_000, [""] * 99 + ["x"]])
    bombs = [_zeros(300), _zeros(300, says=10), *map(_far_cell, ("XFD1048576", "A1048576", "XFD1")), sparse]
    for bomb in bombs:
        answer = send(organiser, bomb)
        assert answer.status_code in {413, 422}, answer.text


def _zeros(megabytes: int, says: int | None = None) -> bytes:
    """A sheet of nothing but spaces; with *says* its entry claims so many bytes instead."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(megabytes):
            part.write(b" " * 1_048_576)
    data = out.getvalue()
    real = (megabytes * 1_048_576).to_bytes(4, "little")
    return data.replace(real, says.to_bytes(4, "little")) if says is not None else data


def _far_cell(reference: str) -> bytes:
    """A small workbook whose one cell lies far out, so that a reader would lay out the whole sheet."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook([["code"]]))), io.BytesIO()
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name).replace(b'r="A1"', b'r="%s"' % reference.encode())
            archive.writestr(name, content.replace(b'<row r="1"', b'<row r="%s"' % row))
    return out.getvalue()


def test_at_most_a_thousand_errors(organiser: httpx.Client) -> None:
    answer = send(organiser, HEADING + "".join(f"D{n},,agency,,,,,\n" for n in range(1500)))
    assert len(errors(answer)) == 1000


@pytest.mark.parametrize("role", ["coordinator", "secretariat", "auditor"])
def test_only_the_organiser_imports(make: Factory, role: str) -> None:
    assert send(make.key(role), HEADING).status_code == 403
    assert send(make.key(role), HEADING, dry_run=True).status_code == 403


def test_the_public_does_not_import(client: httpx.Client) -> None:
    assert send(client, HEADING).status_code == 401


def test_the_same_upload_twice_with_a_key_acts_once(organiser: httpx.Client) -> None:
    headers = {"Idempotency-Key": "abc"}  # httpx chooses another boundary each time, as every client does
    file, other = (("a.csv", f"code,name,kind\nD1,{name},agency\n".encode()) for name in ("A", "B"))
    first, again, changed = (
        organiser.post(PATH, files={"file": sent}, headers=headers) for sent in (file, file, other)
    )
    assert first.json() == again.json()
    assert (first.json()["created"], again.headers["Idempotent-Replayed"]) == (1, "true")
    assert changed.json()["type"] == "/problems/idempotency-mismatch"


def test_a_whole_province_is_imported_at_once(organiser: httpx.Client, server: Server) -> None:
    lines = [f"P{n},Perangkat {n},regional_agency,JATIM,35.{n % 38 + 1:02},,,\n" for n in range(200)]
    lines += [f"U{n},Unit layanan {n},regional_technical_unit,P{n % 200},,-7.5,112.5,ya\n" for n in range(19_800)]
    assert send(organiser, HEADING + "".join(reversed(lines))).json()["created"] == 20_000
    assert len(units(server)) == 20_001

"""Open data: the catalogue whole in four formats, what its columns mean, and the same for machines (DCAT)."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import httpx
import pytest
from pyarrow import parquet as pq
from pydantic import ValidationError
from python_calamine import CalamineWorkbook
from sqlmodel import Session, select

from app.api import open_data as api
from app.database import ReadSession
from app.http import open_data as words
from app.http import parquet
from app.http.problems import problem_of
from app.http.workbook import NOT_SHOWN
from app.models import Innovation
from app.models.innovation import InnovationRead, InnovationSummary
from app.models.stats import EditionFigures, FunnelStep, Tally
from app.models.unit import UnitRead
from app.queries.innovations import InnovationFilters
from app.queries.open_data import facts
from app.settings import Settings, settings
from tests.factories import Factory

PATH = "/api/v1/innovations"
FORMULAS = ['=HYPERLINK("http://jahat.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "</script><b>", "]]>", "0012"]
"""Titles that a spreadsheet, a page or a feed must take for text."""


@pytest.fixture
def catalogue(make: Factory) -> list[Innovation]:
    """Some entries with titles that are out for mischief, one with all there is to say."""
    make.unit("Jawa Timur", "province", region_code="35")
    entries = [Innovation(title=title, unit_name="Dinas Uji", year=2020 + n, summary="Ringkas.")
               for n, title in enumerate(FORMULAS)]  # fmt: skip
    whole = Innovation(
        title="Antar Obat", unit_name="RSUD Mawar", unit_kind="hospital", region_code="35.07", latitude=-7.98,
        longitude=112.63, year=2023, group="umum", group_title="Umum", category="kesehatan", award="Top 45",
        category_title="Kesehatan", summary="x" * 900, started_on=date(2020, 1, 2), is_digital=True, sdgs=[3, 10],
        impact=[{"measure": "Antrean", "before": "3 jam", "after": "20 menit"}], english_abstract="Home delivery.",
        sections=[{"title": "Ide", "text": "y" * 40_000}], replication_count=2,
    )  # fmt: skip
    make.save(*entries, whole)
    return [*entries, whole]


def sheets(content: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of the first sheet by the names of their columns, and the second one."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    about = book.get_sheet_by_index(1).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows], {row[0]: row[1] for row in about if row}


def test_every_format_holds_every_innovation(catalogue: list[Innovation], client: httpx.Client) -> None:
    titles = sorted(one.title for one in catalogue)
    lines = [json.loads(line) for line in client.get(f"{PATH}.jsonl").text.splitlines()]
    table = pq.read_table(io.BytesIO(client.get(f"{PATH}.parquet").content))
    rows, _about = sheets(client.get(f"{PATH}.xlsx").content)
    assert sorted(line["title"] for line in lines) == titles
    assert sorted(table["title"].to_pylist()) == titles
    assert sorted(row["title"] for row in rows) == titles
    assert len(list(csv.DictReader(io.StringIO(client.get(f"{PATH}.csv").text)))) == len(titles)


def test_a_line_is_what_the_api_says_of_it(catalogue: list[Innovation], client: httpx.Client) -> None:
    for line in client.get(f"{PATH}.jsonl").text.splitlines():
        assert json.loads(line) == client.get(f"{PATH}/{json.loads(line)['id']}").json()


def test_parquet_has_types_and_whole_texts(catalogue: list[Innovation], client: httpx.Client) -> None:
    table = pq.read_table(io.BytesIO(client.get(f"{PATH}.parquet").content))
    row = next(row for row in table.to_pylist() if row["title"] == "Antar Obat")
    whole = catalogue[-1]
    assert (row["started_on"], row["latitude"], row["is_digital"]) == (date(2020, 1, 2), -7.98, True)
    assert row["sdgs"] == [3, 10]
    assert (row["summary"], row["sections"], row["impact"]) == (whole.summary, whole.sections, whole.impact)
    assert row["created_at"].tzinfo is not None
    assert table.column_names == list(InnovationRead.model_fields)
    assert table.schema.metadata[b"licence"] == b"https://creativecommons.org/licenses/by/4.0/"
    assert table.schema.field("latitude").metadata[b"description"]


def test_in_a_workbook_text_is_text(catalogue: list[Innovation], client: httpx.Client) -> None:
    answer = client.get(f"{PATH}.xlsx", headers={"Accept-Language": "id"})
    rows, about = sheets(answer.content)
    assert {row["title"] for row in rows} >= set(FORMULAS)
    row = next(row for row in rows if row["title"] == "Antar Obat")
    assert (row["latitude"], row["year"], row["is_digital"], row["sdgs"]) == (-7.98, 2023.0, True, "3; 10")
    assert row["started_on"] == date(2020, 1, 2)
    assert row["summary"] == "x" * 900
    assert set(row) == InnovationRead.model_fields.keys() - NOT_SHOWN
    assert about["Lisensi"].startswith("Creative Commons Attribution 4.0")
    assert about["latitude"].endswith("(derajat desimal, WGS 84)")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="innovations.xlsx"'


def test_no_cell_is_a_formula_or_a_link(catalogue: list[Innovation], client: httpx.Client) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"{PATH}.xlsx").content)) as book:
        cells = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(cells) == 2
    assert not [part for part in cells if b"<f>" in part or b"<hyperlink" in part or b"Target=" in part]


@pytest.mark.parametrize("form", ["jsonl", "xlsx", "parquet"])
def test_files_take_the_filters_of_the_list(catalogue: list[Innovation], client: httpx.Client, form: str) -> None:
    answer = client.get(f"{PATH}.{form}", params={"region_code": "35", "q": "obat", "sort": "title"})
    rows = {"jsonl": lambda body: [json.loads(line) for line in body.splitlines()],
            "xlsx": lambda body: sheets(body)[0],
            "parquet": lambda body: pq.read_table(io.BytesIO(body)).to_pylist()}[form](answer.content)  # fmt: skip
    assert [row["title"] for row in rows] == ["Antar Obat"]
    assert client.get(f"{PATH}.{form}?tahun=2023").status_code == 422
    assert client.get(f"{PATH}.{form}?year=1999").status_code == 200, "none is an answer too"


@pytest.mark.parametrize("form", ["jsonl", "xlsx", "parquet"])
def test_who_has_the_file_gets_it_once(
    catalogue: list[Innovation], client: httpx.Client, make: Factory, form: str
) -> None:
    first = client.get(f"{PATH}.{form}")
    assert first.headers["Cache-Control"].startswith("public")
    held = {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{PATH}.{form}", headers=held)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{PATH}.{form}?year=2023", headers=held).status_code == 200, "another file"
    make.save(Innovation(title="Baru", unit_name="Dinas Uji", year=2024))
    assert client.get(f"{PATH}.{form}", headers=held).status_code == 200, "the catalogue has changed"


def test_the_order_is_that_of_the_list(catalogue: list[Innovation], client: httpx.Client) -> None:
    listed = client.get(PATH, params={"sort": "-title", "limit": 200}).json()["items"]
    lines = client.get(f"{PATH}.jsonl?sort=-title").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [item["id"] for item in listed]


def test_more_rows_than_are_read_at_a_time(make: Factory, client: httpx.Client) -> None:
    make.save(*(Innovation(title=f"Inovasi {n}", unit_name="Dinas", year=2020) for n in range(1_203)))
    ids = [json.loads(line)["id"] for line in client.get(f"{PATH}.jsonl").text.splitlines()]
    assert (len(ids), len(set(ids))) == (1_203, 1_203)
    assert pq.read_table(io.BytesIO(client.get(f"{PATH}.parquet").content)).num_rows == 1_203
    assert len(sheets(client.get(f"{PATH}.xlsx").content)[0]) == 1_203


def test_an_empty_catalogue_is_an_empty_file(make: Factory) -> None:
    client = make.key("auditor", scopes=[])  # who is known gets no ready-made answer
    assert client.get(f"{PATH}.jsonl").text == ""
    assert pq.read_table(io.BytesIO(client.get(f"{PATH}.parquet").content)).num_rows == 0
    assert sheets(client.get(f"{PATH}.xlsx").content)[0] == []


def test_without_the_package_parquet_is_501_with_words(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda _name: None)
    with ReadSession(make.engine) as session:
        with pytest.raises(parquet.FormatNotInstalled) as refused:
            api.read_parquet(InnovationFilters(), session, None, None)  # type: ignore[arg-type]
        described = words.open_data(facts(session), "https://jipp.example", parquet.is_installed())
    assert "Parquet" not in [form.format for form in described.datasets[0].distributions]
    problem = problem_of(refused.value, "/api/v1/innovations.parquet")
    assert (problem.status, problem.title) == (501, "Format ini belum dipasang")


def test_workbooks_are_made_one_at_a_time(make: Factory) -> None:
    with api._one_workbook, ReadSession(make.engine) as session:
        described = words.open_data(facts(session), "https://jipp.example", True)
        with pytest.raises(api.WorkbookUnderWay) as refused:
            api.read_workbook(InnovationFilters(), session, _request(), described)
    assert problem_of(refused.value, "/").status == 503


def _request() -> Any:
    from starlette.requests import Request

    return Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""})


SCHEMAS = {
    "innovations": InnovationRead, "units": UnitRead, "proposals-by-region": Tally, "proposals-by-category": Tally,
    "proposals-by-edition": EditionFigures, "proposals-by-step": FunnelStep,
}  # fmt: skip


def test_every_column_is_described(catalogue: list[Innovation], client: httpx.Client) -> None:
    described = client.get("/api/v1/open-data").json()
    for dataset in described["datasets"]:
        names = [column["name"] for column in dataset["columns"]]
        assert names == list(SCHEMAS[dataset["key"]].model_fields), dataset["key"]
        assert [column["name"] for column in dataset["columns"] if not column["description"]] == []
    assert {one["key"] for one in described["datasets"]} == set(SCHEMAS)
    assert set(InnovationSummary.model_fields) <= set(InnovationRead.model_fields), "the CSV has no column of its own"


def test_what_satu_data_asks_for_is_there(catalogue: list[Innovation], client: httpx.Client) -> None:
    described = client.get("/api/v1/open-data", headers={"Accept-Language": "id"}).json()
    first = described["datasets"][0]
    assert (described["publisher"], described["region_code"]) == ("Provinsi Jawa Timur", "35")
    assert (first["count"], first["start_year"], first["end_year"]) == (len(catalogue), 2020, 2027)
    assert first["period"] == "2020–2027"
    assert first["row"] == "Satu baris adalah satu inovasi."
    assert all(first[name] for name in ("definition", "source", "update_frequency", "changed_at", "keywords"))
    assert (described["licence_url"], described["is_licence_confirmed"]) == (settings().data_licence, False)


def test_every_address_answers_with_what_it_says(catalogue: list[Innovation], client: httpx.Client) -> None:
    for dataset in client.get("/api/v1/open-data").json()["datasets"]:
        for form in dataset["distributions"]:
            answer = client.get(form["url"], headers={"Accept": "*/*"})
            kind = answer.headers["Content-Type"].partition(";")[0]
            assert (answer.status_code, kind) == (200, form["media_type"]), form["url"]


def test_dcat_has_the_terms_that_are_required(catalogue: list[Innovation], client: httpx.Client) -> None:
    answer = client.get("/open-data.jsonld", headers={"Accept-Language": "id"})
    assert answer.headers["Content-Type"] == "application/ld+json"
    told = answer.json()
    assert told["@type"] == "dcat:Catalog"
    assert {"dct:title", "dct:description", "dct:publisher", "dct:license", "dct:spatial", "dcat:dataset"} <= set(told)
    assert len(told["dcat:dataset"]) == len(SCHEMAS)
    for dataset in told["dcat:dataset"]:
        assert {"dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:keyword", "dcat:theme",
                "dct:accrualPeriodicity", "dct:license", "dcat:distribution"} <= set(dataset)  # fmt: skip
        for form in dataset["dcat:distribution"]:
            assert {"dcat:accessURL", "dct:format", "dcat:mediaType", "dct:license"} <= set(form)
    prefixes = {name.partition(":")[0] for name in _names(told) if not name.startswith("@")}
    assert prefixes == set(told["@context"]) - {"xsd"}, "every name is of a vocabulary of the context"
    assert client.get("/open-data.jsonld", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def _names(told: Any) -> set[str]:
    if isinstance(told, list):
        return set().union(*map(_names, told))
    if not isinstance(told, dict):
        return set()
    inner = [_names(value) for name, value in told.items() if name != "@context"]
    return set(told).union(*inner)


def test_the_licence_is_the_operators_choice(monkeypatch: pytest.MonkeyPatch, make: Factory) -> None:
    chosen = Settings(data_licence="https://contoh.example/lisensi")
    monkeypatch.setattr(words, "settings", lambda: chosen)
    with Session(make.engine) as session:
        described = words.open_data(facts(session), "https://jipp.example", True)
    assert (described.licence_url, described.licence_name) == (chosen.data_licence, chosen.data_licence)
    assert described.is_licence_confirmed
    with pytest.raises(ValidationError):
        Settings(data_licence="javascript:alert(1)")


def test_nothing_of_a_person_is_open(catalogue: list[Innovation], make: Factory, client: httpx.Client) -> None:
    """Names, mail and identity numbers are in no column of any dataset."""
    names = {column["name"] for dataset in client.get("/api/v1/open-data").json()["datasets"]
             for column in dataset["columns"]}  # fmt: skip
    assert not names & {"email", "nip", "author_name", "submitted_by", "answers", "user_id", "phone"}
    with Session(make.engine) as session:
        assert session.exec(select(Innovation.contact)).first() is None

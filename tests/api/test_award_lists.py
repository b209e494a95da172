"""Awards on paper and in lists: the best first, each thing once; the evening keeps its own order."""

import csv
import io

import pypdfium2
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from app.models import AssessmentRound
from tests.api.answers import told
from tests.assessed import CLEAN, final_round
from tests.awarding import Awarding, awarding
from tests.factories import Factory

WBK = "Wilayah Bebas dari Korupsi (WBK)"
ON_PAPER = ["Top 2", "Top 2", "Top 5", "SAKIP Predikat AA", "SAKIP Predikat A", f"ZI Layak Berpredikat {WBK}",
            "CETTAR Terbaik I", "CETTAR Terbaik II", "Pilihan Publik"]  # fmt: skip


@pytest.fixture
def sakip(make: Factory) -> AssessmentRound:
    held = {name: (make.unit(name, "agency"), share) for name, share in (("Dinas A", 0.95), ("Dinas B", 0.85))}
    return final_round(make, "sakip_2021", held, is_sample=True)


@pytest.fixture
def found(make: Factory, sakip: AssessmentRound) -> Awarding:
    """Three of the ranking, then the others given in no order at all."""
    of = awarding(make, 3, is_sample=True)
    told(of.organiser.post(f"{of.path}/awards", json={"title": "Pilihan Publik", "unit_id": of.unit.id}), 201)
    held = {name: (make.unit(name, "agency"), share) for name, share in (("Dinas C", 0.9), ("Dinas D", 0.8))}
    cettar = final_round(make, "cettar_opd_2024", held)
    zi = final_round(make, "zi_2021", {"K": (make.unit("Klinik A", "technical_unit"), 0.95)}, facts=CLEAN)
    for rule in ({"round_id": cettar.id, "top": 2, "instrument": "CETTAR"},
                 {"round_id": zi.id, "level": "wbk", "instrument": "ZI"},
                 {"round_id": sakip.id, "letter": "A", "instrument": "SAKIP"}):  # fmt: skip
        told(of.organiser.post(f"{of.path}/awards/from-round", json=rule | {"dry_run": False}), 200)
    of.given()
    return of


def test_lists_put_the_best_first_family_by_family(found: Awarding) -> None:
    listed = told(found.organiser.get(f"{found.path}/awards"), 200)["items"]
    assert [one["title"] for one in listed] == ON_PAPER
    assert [one["rank"] for one in listed[:3]] == [1, 2, 3]
    rows = csv.DictReader(io.StringIO(found.organiser.get(f"{found.path}/awards.csv").text))
    assert [row["title"] for row in rows] == ON_PAPER


def test_the_evening_still_ends_with_the_best(found: Awarding) -> None:
    called = told(found.organiser.get(f"{found.path}/running-order"), 200)["items"]
    assert [one["position"] for one in called] == list(range(1, len(ON_PAPER) + 1))
    assert [one["rank"] for one in called[-3:]] == [3, 2, 1]
    assert [one["result"].split(" ")[1] for one in called if one["title"].startswith("SAKIP")] == ["A", "AA"]


def test_the_annex_is_in_that_order_and_says_each_thing_once(found: Awarding) -> None:
    files = {end: found.organiser.get(f"{found.path}/decree-annex.{end}").content for end in ("pdf", "docx", "xlsx")}
    document = Document(io.BytesIO(files["docx"]))
    tables = [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in document.tables]
    headings = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 2"]
    assert headings == ["Top 2", "Top 5", "SAKIP", "ZI", "CETTAR · Perangkat daerah", "Pilihan Publik"]
    assert tables[2] == [["1", "Predikat AA · nilai 95,00 · tahun 2021", "Dinas A", "–", "–"],
                         ["2", "Predikat A · nilai 85,00 · tahun 2021", "Dinas B", "–", "–"]]  # fmt: skip
    assert [row[1].split(" · ")[0] for row in tables[4]] == ["Terbaik I", "Terbaik II"]
    assert tables[3][0][1].count(WBK) == 1
    assert tables[5] == [["1", "Pilihan Publik", "Dinas Contoh", "–", "–"]]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[-len(ON_PAPER):]] == [
        "Top 2", "Top 2", "Top 5", "SAKIP", "SAKIP", "ZI", "CETTAR · Perangkat daerah", "CETTAR · Perangkat daerah",
        "Pilihan Publik"]  # fmt: skip
    paper = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files["pdf"]))
    for text in (paper, " ".join(one.text for one in document.paragraphs)):
        assert "Contoh, bukan lampiran keputusan sebenarnya" in text
        assert "bukan piagam" not in text


def marked(found: Awarding) -> set[str]:
    return {one["id"] for one in found.listed() if one["is_reopened"]}


def test_what_was_opened_again_is_marked(make: Factory, found: Awarding, sakip: AssessmentRound) -> None:
    assert marked(found) == set()
    of_sakip = {one["id"] for one in found.listed() if one["title"].startswith("SAKIP")}
    sakip.status = "panel"
    make.save(sakip)
    assert marked(found) == of_sakip
    rows = csv.DictReader(io.StringIO(found.organiser.get(f"{found.path}/awards.csv").text))
    assert {row["id"] for row in rows if row["is_reopened"] == "true"} == of_sakip
    one = min(of_sakip)
    found.organiser.put(f"{found.path}/awards/publication")
    told(found.organiser.put(f"/api/v1/awards/{one}/revocation", json={"reason": "Hasil berubah."}), 200)
    assert marked(found) == of_sakip - {one}
    assert marked(awarding(make, 1)) == set()


def test_that_a_result_was_opened_again_is_told_to_who_gives_awards(
    make: Factory, found: Awarding, sakip: AssessmentRound
) -> None:
    sakip.status = "panel"
    make.save(sakip)
    [one, *_] = marked(found)
    found.organiser.put(f"{found.path}/awards/publication")
    assert told(found.organiser.get(f"/api/v1/awards/{one}"), 200)["is_reopened"] is True
    for client in (make.client(), make.key("auditor")):
        assert told(client.get(f"/api/v1/awards/{one}"), 200)["is_reopened"] is None
        assert {row["is_reopened"] for row in told(client.get(f"{found.path}/awards"), 200)["items"]} == {None}

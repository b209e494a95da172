"""The decree's annex after its publication: nothing goes, everything is marked, and numbers can be sorted."""

import io
from typing import Any

import pypdfium2
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.api.answers import told
from tests.api.test_awards import annexes
from tests.awarding import Awarding, awarding
from tests.factories import Factory

GONE, LATE = "Datanya tidak benar", "Terlewat waktu daftar disusun"


@pytest.fixture
def found(make: Factory) -> Awarding:
    of = awarding(make)
    of.set_up(decree_date="2026-11-20")
    of.published()
    return of


def revoke(found: Awarding, rank: int, title: str) -> dict[str, Any]:
    one = next(award for award in found.listed() if (award["rank"], award["title"]) == (rank, title))
    told(found.organiser.put(f"/api/v1/awards/{one['id']}/revocation", json={"reason": GONE}), 200)
    return one


def texts(files: dict[str, bytes]) -> dict[str, str]:
    """All that each form says, blanks as one."""
    document = Document(io.BytesIO(files["docx"]))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [one.text for section in document.sections for one in section.footer.paragraphs]
    said = {
        "pdf": [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files["pdf"])],
        "docx": [*(one.text for one in document.paragraphs), *tables, *foot],
        "xlsx": [str(cell) for row in sheet(files) for cell in row],
    }
    return {end: " ".join(" ".join(parts).split()) for end, parts in said.items()}


def sheet(files: dict[str, bytes]) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0).to_python()


def lines(files: dict[str, bytes], kind: str) -> list[list[Any]]:
    """The rows of a kind: number, what, unit, category, rank, note."""
    return [row[1:] for row in sheet(files) if row[0] == kind]


def test_a_revoked_award_keeps_its_row_and_number(found: Awarding) -> None:
    before = annexes(found)
    assert "Keadaan per" not in " ".join(texts(before).values())
    numbers = [row[:2] for row in lines(before, "Top 5")]
    revoke(found, 3, "Top 5")
    after = annexes(found)
    assert [row[:2] for row in lines(after, "Top 5")] == numbers, "as it was signed"
    for end, text in texts(after).items():
        assert found.proposals[2].title in text, end
        assert text.count("Dicabut tanggal") == 1, end
        assert f"(alasan: {GONE})" in text, end
        assert "1 penghargaan dicabut, 0 susulan" in text, end
        assert "Keadaan per" in text, end


def test_a_kind_whose_only_award_is_revoked_stays(found: Awarding) -> None:
    revoke(found, 5, "Replikasi Terbaik")
    assert [row[0] for row in lines(annexes(found), "Replikasi Terbaik")] == [1]


def test_a_supplementary_award_ends_its_tier_and_is_marked(found: Awarding) -> None:
    lost = revoke(found, 3, "Top 5")
    body = {"tier": "top_5", "proposal_id": found.out.id, "supplementary_reason": LATE, "replaces_id": lost["id"]}
    told(found.organiser.post(f"{found.path}/awards", json=body), 201)
    better = {"tier": "top_5", "proposal_id": found.proposals[0].id, "supplementary_reason": LATE}
    told(found.organiser.post(f"{found.path}/awards", json=better), 201)
    files = annexes(found)
    assert [(row[0], row[4]) for row in lines(files, "Top 5")] == [(1, 3), (2, 4), (3, 5), (4, 1), (5, 6)]
    assert [row[5].split(" ")[0] for row in lines(files, "Top 5")] == ["Dicabut", "", "", "Susulan", "Susulan"]
    for end, text in texts(files).items():
        assert text.count(f"(alasan: {LATE})") == 2, end
        assert "1 penghargaan dicabut, 2 susulan" in text, end


def test_numbers_of_the_workbook_are_numbers(found: Awarding) -> None:
    told(found.organiser.post(f"{found.path}/awards", json={
        "title": "Pilihan Publik", "unit_id": found.unit.id, "supplementary_reason": LATE}), 201)  # fmt: skip
    files = annexes(found)
    rows = [row for kind in ("Top 2", "Top 5", "Replikasi Terbaik") for row in lines(files, kind)]
    assert {type(row[0]) for row in rows} == {float}
    assert {type(row[4]) for row in rows} == {float}
    assert lines(files, "Pilihan Publik")[0][4] == "", "no rank is an empty cell, not a dash among numbers"


def test_the_decree_has_a_title_of_its_own(found: Awarding) -> None:
    name = found.edition.name.upper()
    assert f"TENTANG {name}" in texts(annexes(found))["pdf"]
    found.set_up(decree_title="Penetapan penerima penghargaan inovasi pelayanan publik")
    for end, text in texts(annexes(found)).items():
        assert "TENTANG PENETAPAN PENERIMA PENGHARGAAN INOVASI PELAYANAN PUBLIK" in text, end
        assert f"TENTANG {name}" not in text, end

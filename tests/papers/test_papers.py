"""Papers: accessible PDFs whose words are data, never markup."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app import papers
from app.http import qr
from app.papers import signs

WHEN = datetime(2026, 11, 27, tzinfo=UTC)
HOSTILE = '#panic("x") $a$ *tebal* [b] <c> @d \\ // e /* f */ "g" #import "/etc/passwd"'


def data(**more: Any) -> dict[str, Any]:
    """The least that the explanation's template takes."""
    return {
        "language": "id", "title": "Loket Malam", "kind": "Penjelasan hasil", "author": "KOVABLIK", "mark": None,
        "description": "d", "subtitle": "Dinas", "facts": [["Nilai", "76,42"]], "parts": [], "foot": "f",
        "page": "Halaman",
        "check": {"picture": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>', "title": "Periksa",
                  "url": "https://contoh.example/x", "alternative": "Kode QR", "text": "t"},
    } | more  # fmt: skip


def words(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def part(text: str, **more: Any) -> dict[str, Any]:
    return {"title": "Bagian", "text": text, "table": None, "note": None, "quotes": []} | more


def test_it_is_tagged_with_title_language_and_fonts() -> None:
    with pikepdf.open(io.BytesIO(papers.draw("explanation", data(), WHEN))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot is not None
        assert str(pdf.Root.Lang) == "id-ID"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Loket Malam"
            assert about["pdfuaid:part"] == "1"
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        described = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert fonts
        assert all("/FontFile2" in one or "/FontFile3" in one for one in described)
        assert any("PlusJakartaSans" in str(one.FontName) for one in described)


def test_what_people_wrote_is_shown_as_it_is() -> None:
    said = [{"title": "Juri 1", "said": [{"about": None, "text": HOSTILE}]}]
    drawn = papers.draw("explanation", data(title=HOSTILE, parts=[part(HOSTILE, quotes=said)]), WHEN)
    text = " ".join(words(drawn).split())
    assert text.count("#panic") == 3
    assert "root:" not in text


@pytest.mark.parametrize("sign", ["Ş", "ł", "–", "…", "é", "Ω"])
def test_letters_of_names_are_there(sign: str) -> None:
    assert sign in words(papers.draw("explanation", data(subtitle=f"Nama {sign}"), WHEN))


@pytest.mark.parametrize(
    "text",
    ["Loket 😀👩🏽‍💻🇮🇩", "ꦗꦮ ꦱꦼꦫꦠ꧀", "公共服务", "a\x07\x1b[0m\x00b", "\ufeffawal", "\u202eterbalik\u202c", "ﷺ",
     "\ue000\U000f0000", "z\u0334\u0335\u0336\u0337\u0338\u0301\u0302", "\u0301tanpa huruf", "ตัวอย่าง", "नमस्ते",
     "𝔘𝔫𝔦", "\u2028\x85\r\n", "\uffff"],
)  # fmt: skip
def test_a_sign_that_the_fonts_lack_is_shown_as_missing(text: str) -> None:
    """PDF/UA-1 refuses it otherwise, and the paper would be a 500."""
    said = [{"title": text, "said": [{"about": text, "text": f"Catatan {text} akhir."}]}]
    table = {"head": [text], "rows": [[text]], "widths": [1], "right": [False]}
    drawn = words(papers.draw("explanation", data(title=f"Judul {text}", subtitle=text, parts=[
        part(text, table=table, quotes=said)]), WHEN))  # fmt: skip
    assert "Catatan" in drawn
    assert "akhir." in drawn


def test_what_is_missing_is_seen_and_the_rest_stays() -> None:
    drawn = words(papers.draw("explanation", data(subtitle="Muda 😀 x\x07y café Łódź e\u0301"), WHEN))
    assert "Muda □ x□y café Łódź é" in drawn
    assert "שלום" in words(papers.draw("explanation", data(subtitle="שלום"), WHEN))


@given(st.text(max_size=30))
@example("\u200d")
@example("\ufe0f\ufe0f")
@example("\n")
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_set(text: str) -> None:
    assert papers.draw("explanation", data(title=text or "-", subtitle=text), WHEN).startswith(b"%PDF")


def test_many_different_signs_are_not_asked_without_end() -> None:
    asked: list[str] = []
    found = signs.shown(["".join(map(chr, range(0x4E00, 0x5E00)))], lambda sign: asked.append(sign) is None)
    assert len(asked) == signs.MOST_ASKED
    assert found[0].count(signs.MISSING) == 0x1000 - signs.MOST_ASKED


def test_the_same_gives_the_same() -> None:
    assert papers.draw("explanation", data(), WHEN) == papers.draw("explanation", data(), WHEN)


@pytest.mark.parametrize("length", [1, 120, 121, 300])
def test_each_booth_has_one_sheet_however_long_its_name(length: int) -> None:
    url = "https://jipp.contoh.example/e/abcdefgh"
    sheet = {"label": "A-12", "title": ("Dinas Pemberdayaan Desa " * 20)[:length], "url": url,
             "picture": qr.drawing(url), "alternative": url}  # fmt: skip
    given = data(foot="-", page="-", ask="Pindai.", sheets=[sheet, sheet])
    assert len(pypdfium2.PdfDocument(papers.draw("signs", given, WHEN))) == 2


def test_a_long_table_goes_on_with_its_head() -> None:
    table = {"head": ["Kriteria", "Nilai"], "rows": [[f"k{n}", "1"] for n in range(120)], "widths": [1, "auto"],
             "right": [False, True]}  # fmt: skip
    pages = pypdfium2.PdfDocument(papers.draw("explanation", data(parts=[part("", table=table)]), WHEN))
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert len(texts) > 1
    assert all("Kriteria" in text for text in texts[:2])


@pytest.mark.parametrize("name", ["nothing", "../__init__", "fonts/x", "house.typ"])
def test_only_templates_of_the_house(name: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        papers.draw(name, data(), WHEN)


def test_a_server_that_draws_none_does_not_load_it() -> None:
    code = "import sys, app.main; app.main.create_app(); print('typst' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.split()[-1] == "False"

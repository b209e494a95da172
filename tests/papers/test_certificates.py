"""The certificate as a paper: accessible, its own fonts, one page, Indonesian, the same each time."""

import io

import pikepdf
import pypdfium2
import pytest

from app.http import certificate_paper
from app.http.locale import current_language
from tests.papers.drawing import SITE, WHEN, award, ceremony, certificate, edition


def words(pdf: bytes) -> str:
    """The text of its pages, in one line."""
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_it_is_accessible_and_brings_its_fonts() -> None:
    with pikepdf.open(io.BytesIO(certificate())) as pdf:
        assert len(pdf.pages) == 1
        assert float(pdf.pages[0].mediabox[2]) > float(pdf.pages[0].mediabox[3]), "across"
        assert str(pdf.Root.Lang) == "id-ID"
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "PIAGAM PENGHARGAAN: Top 45 Inovasi"
        fonts = pdf.pages[0].Resources.Font.values()
        assert all("/FontFile2" in one.DescendantFonts[0].FontDescriptor or
                   "/FontFile3" in one.DescendantFonts[0].FontDescriptor for one in fonts)  # fmt: skip


def test_it_says_who_got_what_from_whom_and_where_to_check() -> None:
    said = words(certificate())
    for text in ("PIAGAM PENGHARGAAN", "Puskesmas Contoh", "Loket Malam", "Top 45 Inovasi", "Kesehatan",
                 "Kota Batu, 23 November 2026", "Gubernur Contoh", "Nama Pejabat Contoh", "188/CONTOH/2026",
                 "ABCD-EFGH-JKMN", f"{SITE}/verify/ABCD-EFGH-JKMN", "Contoh, bukan piagam sebenarnya"):  # fmt: skip
        assert text in said, text


def test_the_same_facts_give_the_same_bytes_in_whichever_language_somebody_asks() -> None:
    first = certificate()
    token = current_language.set("en")
    try:
        assert certificate() == first
    finally:
        current_language.reset(token)
    assert certificate(title="Top 30") != first


def test_its_digest_changes_with_what_it_says_alone() -> None:
    facts = certificate_paper.facts(award(), edition(), ceremony())
    one = certificate_paper.digest(facts)
    assert certificate_paper.digest(certificate_paper.facts(award(position=9), edition(), ceremony())) == one
    for changed in (certificate_paper.facts(award(unit_name="Lain"), edition(), ceremony()),
                    certificate_paper.facts(award(), edition(), ceremony(signatory_name="Lain"))):  # fmt: skip
        assert certificate_paper.digest(changed) != one


@pytest.mark.parametrize("length", [1, 60, 150, 300])
def test_however_long_the_names_are_it_has_one_page(length: int) -> None:
    name = ("Dinas Pemberdayaan " * 20)[:length]
    drawn = certificate(unit_name=name, innovation_title=name, title=name, category=name)
    assert len(pypdfium2.PdfDocument(drawn)) == 1


def test_what_people_wrote_is_text() -> None:
    assert '#panic("x") $a$ *b*' in words(certificate(unit_name='#panic("x") $a$ *b*'))


def test_an_instrument_and_an_unwritten_ceremony_have_their_certificate_too() -> None:
    one = award(source="instrument", tier=None, title="SAKIP Predikat A", innovation_title=None, is_sample=False,
                result="Predikat A · 2025", rank=None)  # fmt: skip
    blank = ceremony(place="", signatory_name="", signatory_title="", decree_number="", held_on=None, title="")
    said = words(certificate_paper.draw(certificate_paper.facts(one, edition(), blank), one, SITE))
    assert "sebagai penerima penghargaan" in said
    assert "atas inovasi" not in said
    assert "23 November 2026" in said
    assert WHEN.year == 2026


WBK = "Layak Berpredikat Wilayah Bebas dari Korupsi (WBK)"


def test_what_the_title_says_is_not_said_again() -> None:
    one = award(source="instrument", tier=None, title=f"Zona Integritas {WBK}", innovation_title=None, rank=None,
                category="Zona Integritas", result=f"{WBK} · 93,09 · 2021")  # fmt: skip
    facts = certificate_paper.facts(one, edition(), ceremony())
    assert facts["details"] == "nilai 93,09 · tahun 2021 · Malam Penghargaan"
    said = words(certificate_paper.draw(facts, one, SITE))
    assert said.count("Zona Integritas") == said.count("(WBK)") == 1


def test_no_word_stands_alone_on_its_line() -> None:
    drawn = certificate(source="instrument", tier=None, innovation_title=None, title=f"Zona Integritas (contoh) {WBK}")
    page = pypdfium2.PdfDocument(drawn)[0].get_textpage()
    lines = page.get_text_range().splitlines()
    [first] = [at for at, line in enumerate(lines) if line.startswith("Zona Integritas")]
    assert lines[first + 1].rstrip().endswith("(WBK)")
    assert len(lines[first + 1].split()) > 3

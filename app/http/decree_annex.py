"""The annex of the decree (lampiran keputusan): the awards by kind, as PDF, DOCX and XLSX. It is Indonesian."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from app import papers
from app.clock import now
from app.http.certificate_paper import in_indonesian
from app.http.locale import show_date
from app.models.award import AwardRead
from app.models.base import without_forbidden
from app.models.ceremony import CeremonyRead
from app.models.edition import EditionRead
from app.papers.official import ANNEX, UNKNOWN
from app.rules.award_order import best_first, by_heading
from app.rules.award_words import beneath, further
from app.settings import settings

TITLE, COLUMNS, SAMPLE = str(ANNEX["title"]), tuple(ANNEX["columns"]), str(ANNEX["sample"])
_WIDTHS_CM = (1.2, 6.5, 5.0, 3.2, 1.6)


@dataclass(frozen=True)
class Part:
    """The awards of one kind, numbered from 1 within it."""

    title: str
    rows: list[tuple[str, ...]]
    """As many cells as there are ``COLUMNS``."""


@dataclass(frozen=True)
class Annex:
    """What all three files hold."""

    year: int
    head: list[str]
    """The lines above the title: of which decree it is the annex."""
    parts: list[Part]
    place_and_date: str
    signatory_title: str
    signatory_name: str
    is_sample: bool
    made_at: datetime


def annex(edition: EditionRead, ceremony: CeremonyRead, awards: Sequence[AwardRead]) -> Annex:
    """The awards that hold, family by family, in each the best first."""
    order = best_first([one for one in awards if one.revoked_at is None], edition.award_tiers)
    with in_indonesian():
        day = show_date(ceremony.decree_date) or UNKNOWN
    return Annex(
        year=edition.year, parts=[Part(title, _rows(title, of)) for title, of in by_heading(order)],
        head=[line.format(said) for line, said in zip(ANNEX["head"], _head(edition, ceremony, day), strict=True)],
        place_and_date=", ".join((ceremony.place or UNKNOWN, day)),
        signatory_title=ceremony.signatory_title or UNKNOWN, signatory_name=ceremony.signatory_name or UNKNOWN,
        is_sample=edition.is_sample, made_at=ceremony.published_at or now(),
    )  # fmt: skip


def _head(edition: EditionRead, ceremony: CeremonyRead, day: str) -> tuple[str, ...]:
    by = (ceremony.signatory_title or settings().organisation).upper()
    return "", by, ceremony.decree_number or UNKNOWN, day, edition.name.upper()


def _rows(title: str, of: Sequence[AwardRead]) -> list[tuple[str, ...]]:
    return [
        (str(number), one.innovation_title or _outcome(title, one), one.unit_name, further(title, one.category) or "–",
         str(one.rank) if one.rank else "–")
        for number, one in enumerate(of, start=1)
    ]  # fmt: skip


def _outcome(title: str, one: AwardRead) -> str:
    """What a unit got, without what stands above the table: "Predikat A · nilai 88,25 · tahun 2021"."""
    return further(title, beneath(title, one.title), one.result) or one.title


def pdf(one: Annex) -> bytes:
    """An accessible PDF."""
    tables = [{"title": part.title, "table": {"head": list(COLUMNS), "rows": part.rows,
               "widths": ["auto", 4, 3, 2, "auto"], "right": [True, False, False, False, True]}}
              for part in one.parts]  # fmt: skip
    return papers.draw("annex", {
        "language": "id", "title": TITLE, "author": settings().organisation, "description": " ".join(one.head),
        "head": one.head, "parts": tables, "mark": SAMPLE if one.is_sample else None, "page": ANNEX["page"],
        "foot": " · ".join(one.head[:3]), "place_and_date": one.place_and_date,
        "signatory_title": one.signatory_title, "signatory_name": one.signatory_name,
    }, one.made_at)  # fmt: skip


def docx(one: Annex) -> bytes:
    """A DOCX document: headings, one table for each part with a head that repeats on every page."""
    import docx as writer  # few requests need it
    from docx.shared import Cm

    document: Any = writer.Document()
    document.core_properties.title, document.core_properties.author = TITLE, settings().organisation
    document.core_properties.language = "id-ID"
    document.core_properties.created = document.core_properties.modified = one.made_at
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.75)
    document.add_paragraph("\n".join(map(without_forbidden, one.head)))
    document.add_heading(TITLE, level=1)
    if one.is_sample:
        document.add_paragraph(SAMPLE)
    for part in one.parts:
        document.add_heading(without_forbidden(part.title), level=2)
        _table(document, part)
    for line in ("", one.place_and_date, one.signatory_title, "", "", one.signatory_name):
        document.add_paragraph(without_forbidden(line)).alignment = 2  # right
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _table(document: Any, part: Part) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    repeats = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeats)
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = without_forbidden(text)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)


def xlsx(one: Annex) -> bytes:
    """A workbook: all awards on one sheet, each with its kind; no cell is a formula."""
    import xlsxwriter

    made = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, plain) as book:
        book.set_properties({"title": TITLE, "author": settings().organisation,
                             "created": one.made_at.replace(tzinfo=None)})  # fmt: skip
        bold, sheet = book.add_format({"bold": True, "bottom": 1}), book.add_worksheet(str(ANNEX["sheet"]))
        for at, line in enumerate(one.head):
            sheet.write_string(at, 0, line)
        top = len(one.head) + 1
        for place, (name, width) in enumerate(
            zip((str(ANNEX["kind"]), *COLUMNS), (30, 6, 55, 40, 28, 10), strict=True)
        ):
            sheet.set_column(place, place, width)
            sheet.write_string(top, place, name, bold)
        lines = [(part.title, *row) for part in one.parts for row in part.rows]
        for at, cells in enumerate(lines, start=top + 1):
            for place, text in enumerate(cells):
                sheet.write_string(at, place, text)
        sheet.freeze_panes(top + 1, 0)
    return made.getvalue()

"""The annex of the decree (lampiran keputusan): the awards by kind, as PDF, DOCX and XLSX. It is Indonesian.

What was published keeps its row and its number for good, or the file would say something else than what was signed:
a revoked award is marked as such, a supplementary one comes at the end of its kind.
"""

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
NOTE, REVOKED, LATE, STATE = (str(ANNEX[name]) for name in ("note", "revoked", "late", "state"))
_WHAT = 1
"""The column that a note belongs to."""
_WIDTHS_CM = (1.2, 6.5, 5.0, 3.2, 1.6)


@dataclass(frozen=True)
class Row:
    """One award."""

    number: int
    """Within its kind, from 1."""
    what: str
    unit: str
    category: str
    rank: int | None
    note: str
    """When and why it was revoked or given later; mostly empty."""

    def cells(self) -> tuple[str, ...]:
        """Its texts without the note, as many as there are ``COLUMNS``."""
        return str(self.number), self.what, self.unit, self.category, str(self.rank) if self.rank else "–"

    def noted(self) -> list[str | dict[str, str]]:
        """The same for the PDF: the note stands under what it is about."""
        number, what, *more = self.cells()
        return [number, {"text": what, "note": self.note} if self.note else what, *more]


@dataclass(frozen=True)
class Part:
    """The awards of one kind."""

    title: str
    rows: list[Row]


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
    state: str
    """As of when it is, and how many awards are other than published; empty where none is."""


def annex(edition: EditionRead, ceremony: CeremonyRead, awards: Sequence[AwardRead]) -> Annex:
    """All awards, family by family, in each the best first, and at its end what was given after publication."""
    with in_indonesian():
        day = show_date(ceremony.decree_date) or UNKNOWN
        parts = [Part(title, _rows(title, of)) for title, of in by_heading(best_first(awards, edition.award_tiers))]
        state = _state(awards)
    return Annex(
        year=edition.year, parts=parts, state=state,
        head=[line.format(said) for line, said in zip(ANNEX["head"], _head(edition, ceremony, day), strict=True)],
        place_and_date=", ".join((ceremony.place or UNKNOWN, day)),
        signatory_title=ceremony.signatory_title or UNKNOWN, signatory_name=ceremony.signatory_name or UNKNOWN,
        is_sample=edition.is_sample, made_at=now() if state else ceremony.published_at or now(),
    )  # fmt: skip


def _head(edition: EditionRead, ceremony: CeremonyRead, day: str) -> tuple[str, ...]:
    by = (ceremony.signatory_title or settings().organisation).upper()
    return "", by, ceremony.decree_number or UNKNOWN, day, (ceremony.decree_title or edition.name).upper()


def _state(awards: Sequence[AwardRead]) -> str:
    revoked = sum(one.revoked_at is not None for one in awards)
    late = sum(one.supplementary_reason is not None for one in awards)
    return STATE.format(show_date(now()), revoked, late) if revoked or late else ""


def _rows(title: str, of: Sequence[AwardRead]) -> list[Row]:
    order = sorted(of, key=lambda one: one.supplementary_reason is not None)
    return [
        Row(number, one.innovation_title or _outcome(title, one), one.unit_name, further(title, one.category) or "–",
            one.rank, _note(one))
        for number, one in enumerate(order, start=1)
    ]  # fmt: skip


def _note(one: AwardRead) -> str:
    """Its further history in order: given later, then revoked."""
    late = _dated(LATE, one.given_at, one.supplementary_reason)
    gone = _dated(REVOKED, one.revoked_at, one.revocation_reason)
    return "; ".join(filter(None, (late, gone)))


def _dated(words: str, moment: datetime | None, reason: str | None) -> str:
    return words.format(show_date(moment), reason.rstrip(".")) if reason else ""


def _outcome(title: str, one: AwardRead) -> str:
    """What a unit got, without what stands above the table: "Predikat A · nilai 88,25 · tahun 2021"."""
    return further(title, beneath(title, one.title), one.result) or one.title


def pdf(one: Annex) -> bytes:
    """An accessible PDF."""
    tables = [{"title": part.title, "table": {"head": list(COLUMNS), "rows": [row.noted() for row in part.rows],
               "widths": ["auto", 4, 3, 2, "auto"], "right": [True, False, False, False, True]}}
              for part in one.parts]  # fmt: skip
    return papers.draw("annex", {
        "language": "id", "title": TITLE, "author": settings().organisation, "description": " ".join(one.head),
        "head": one.head, "parts": tables, "mark": SAMPLE if one.is_sample else None, "page": ANNEX["page"],
        "foot": " · ".join(filter(None, (*one.head[:3], one.state))), "state": one.state or None,
        "place_and_date": one.place_and_date,
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
    if one.state:
        document.add_paragraph(one.state)
        section.footer.paragraphs[0].text = one.state
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
        cells = table.add_row().cells
        for cell, text in zip(cells, row.cells(), strict=True):
            cell.text = without_forbidden(text)
        if row.note:
            cells[_WHAT].add_paragraph().add_run(without_forbidden(row.note)).bold = True
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
        names = (str(ANNEX["kind"]), *COLUMNS, NOTE)
        for place, (name, width) in enumerate(zip(names, (30, 6, 55, 40, 28, 10, 60), strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(top, place, name, bold)
        lines = [(part.title, row) for part in one.parts for row in part.rows]
        for at, (title, row) in enumerate(lines, start=top + 1):
            _line(sheet, at, title, row)
        if one.state:
            sheet.write_string(top + len(lines) + 2, 0, one.state)
        sheet.freeze_panes(top + 1, 0)
    return made.getvalue()


def _line(sheet: Any, at: int, title: str, row: Row) -> None:
    """Numbers are numbers, so that 2 is sorted before 10."""
    for place, said in enumerate((title, row.number, row.what, row.unit, row.category, row.rank, row.note)):
        if isinstance(said, int):
            sheet.write_number(at, place, said)
        elif said:
            sheet.write_string(at, place, said)

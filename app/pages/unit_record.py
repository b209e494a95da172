"""The record of a unit as a person reads it: a row for each year, a column for each thing that there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.http.instrument_titles import family, family_title
from app.http.locale import N_, _
from app.models.unit_record import RecordKind, RecordLine

_K = RecordKind
URL = {
    _K.award: "/awards/{}", _K.innovation: "/innovations/{}", _K.replication: "/replications/{}",
    _K.replicated: "/replications/{}", _K.assessment: "/assessments/{}", _K.survey: "/surveys/{}",
}  # fmt: skip
TITLE = {
    _K.proposal: N_("Usulan yang dinilai"), _K.award: N_("Penghargaan"), _K.innovation: N_("Inovasi di katalog"),
    _K.replication: N_("Mereplikasi"), _K.replicated: N_("Direplikasi unit lain"), _K.assessment: N_("Penilaian"),
    _K.survey: N_("Survei kepuasan"),
}  # fmt: skip
COUNTED = (_K.proposal, _K.award, _K.innovation, _K.replication, _K.replicated)
"""Of these the table says how many; of the others what they came to."""


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, and what belongs to it."""

    title: str
    kind: RecordKind
    instrument: str | None = None

    def lines_of(self, lines: Sequence[RecordLine]) -> list[RecordLine]:
        """Those that belong to it."""
        return [line for line in lines if line.kind == self.kind and _instrument(line) == self.instrument]


@dataclass(frozen=True)
class Record:
    """What the page shows: the columns, the lines of each year by column, and all lines by kind."""

    columns: list[Column]
    years: list[tuple[int, list[list[RecordLine]]]]
    kinds: list[tuple[RecordKind, str, list[RecordLine]]]


def record_of(lines: Sequence[RecordLine]) -> Record:
    """The lines in the order of the table; columns without anything are left out."""
    columns = _columns(lines)
    years = dict.fromkeys(line.year for line in lines)
    by_year = {year: [line for line in lines if line.year == year] for year in years}
    kinds = {kind: [line for line in lines if line.kind == kind] for kind in TITLE}
    return Record(
        columns, [(year, [column.lines_of(some) for column in columns]) for year, some in by_year.items()],
        [(kind, _(TITLE[kind]), some) for kind, some in kinds.items() if some],
    )  # fmt: skip


def _columns(lines: Sequence[RecordLine]) -> list[Column]:
    held = {line.kind for line in lines}
    counted = [Column(_(TITLE[kind]), kind) for kind in COUNTED if kind in held]
    judged = sorted(_judged(lines), key=lambda column: column.title)
    return counted + judged + [Column(_("SKM"), _K.survey) for _kind in held & {_K.survey}]


def _instrument(line: RecordLine) -> str | None:
    """``cettar`` of ``cettar_opd``: a known family whichever kind of unit it is for, or else the instrument's key."""
    key = line.subject or ""
    return (family(key) or key) if line.kind == _K.assessment else None


def _judged(lines: Sequence[RecordLine]) -> list[Column]:
    """A column for each family or instrument; one that nobody knows by a shorter name has its newest title."""
    newest = {_instrument(line): line for line in reversed(lines) if line.kind == _K.assessment}
    return [Column(family_title(line.subject or "") or line.other or line.title, _K.assessment, key)
            for key, line in newest.items()]  # fmt: skip

"""Importing values of indicators from an owner's own system: CSV or XLSX, all rows or none."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app import tables
from app.clock import now
from app.domain.assessments.access import recount
from app.domain.assessments.instruments import CODE
from app.domain.assessments.values import Kept, write
from app.errors import Conflict, NotFound
from app.instruments.loading import Instrument as Loaded
from app.instruments.numbers import Figure
from app.instruments.shares import Unfit
from app.models import Assessment, AssessmentRound, AssessmentValue, Instrument, Unit
from app.models.assessment import AssessmentStatus, Step
from app.models.assessment_work import ValueImportRow
from app.models.base import clean_text
from app.queries.assessments import instruments
from app.queries.assessments.rounds import own_units, owned
from app.queries.assessments.visibility import VERIFY
from app.queries.reach import require_somewhere
from app.rules.assessing import applying, is_writable, taken
from app.rules.permissions import Actor, may_everywhere
from app.rules.typed_rows import column_names, heading_errors
from app.rules.unit_rows import MAX_ERRORS, RowError

COLUMNS = ("unit", "item", "value", "target", "note")
REQUIRED = COLUMNS[:3]
FREE = ("value", "target", "note")
"""Columns in which the right side of a cut decimal comma would not be noticed."""
ALIASES = {
    "unit code": "unit", "kode": "unit", "kode unit": "unit", "indikator": "item", "kunci": "item",
    "kunci indikator": "item", "nilai": "value", "capaian": "value", "catatan": "note", "keterangan": "note",
}  # fmt: skip
WHOLE = re.compile(r"[-−]?(\d+|\d{1,3}(\.\d{3})+)")
LONGEST_NOTE = 300


MOST_SHOWN = 50
"""Values of a file that are shown as they were read."""


@dataclass
class Outcome:
    """What an import did or would do; with errors, nothing."""

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    """Rows that say nothing: a sample file with all units, filled in where there is something to say."""
    errors: list[RowError] = field(default_factory=list)
    values: list[ValueImportRow] = field(default_factory=list)
    """The first 50: those that change, then new ones, then the others."""


@dataclass(frozen=True)
class _Round:
    """What every row is looked up in."""

    row: AssessmentRound
    loaded: Loaded
    of_unit: Mapping[str, tuple[Assessment, str]]
    """Unit's code → its assessment, and its kind."""
    mine: Collection[str]
    """The indicators that the actor verifies."""
    own: Collection[str]
    """The units whose values it does not, being its own."""
    held: Mapping[tuple[str, str], AssessmentValue]


@dataclass(frozen=True)
class _Planned:
    assessment: Assessment
    item: str
    kept: Kept
    note: str
    row: AssessmentValue | None
    read: ValueImportRow

    @property
    def is_same(self) -> bool:
        """Whether the value is there already."""
        one = self.row
        return one is not None and (one.value, one.target, one.is_absent, one.note) == (*self.kept, self.note)


def read(actor: Actor, data: bytes) -> list[tables.Row]:
    """The rows of the file; touches no database, so no writer waits for it."""
    require_somewhere(actor, VERIFY)
    return tables.read(data)


def load(session: Session, actor: Actor, round_id: str, rows: list[tables.Row], *, dry_run: bool) -> Outcome:
    """Writes the values as those of the owner; nothing with ``dry_run``, or when one row is wrong.

    409 ``assessment-locked`` where the round takes no values of owners now.
    """
    require_somewhere(actor, VERIFY)
    of = _round(session, actor, round_id, is_writing=not dry_run)
    outcome, planned = _planned(of, rows)
    if outcome.errors or dry_run:
        return outcome
    touched: dict[str, Assessment] = {}
    for one in planned:
        if not one.is_same:
            write(session, one.assessment.id, one.item, Step.verification, one.kept, one.row, one.note,
                  one.row.recommendation if one.row else "")  # fmt: skip
            one.assessment.changed_at = now()
            touched[one.assessment.id] = one.assessment
    recount(session, of.row, of.loaded, list(touched.values()))
    return outcome


def _round(session: Session, actor: Actor, round_id: str, *, is_writing: bool) -> _Round:
    row = session.get(AssessmentRound, round_id)
    if row is None or row.status == "draft":
        raise NotFound
    if not is_writable(Step.verification, row.status, AssessmentStatus.assessing):
        raise Conflict("assessment-locked")
    loaded = instruments.loaded(session.get_one(Instrument, row.instrument_id))
    every = [node.key for node in loaded.leaves]
    mine = every if may_everywhere(actor, VERIFY) else owned(session, actor, round_id)
    found: Any = select(Assessment, Unit.code, Unit.kind).join(Unit, col(Unit.id) == Assessment.unit_id)
    found = found.where(Assessment.round_id == round_id)
    units = session.exec(found.with_for_update(of=Assessment) if is_writing else found).all()
    held = select(AssessmentValue).join(Assessment, col(Assessment.id) == AssessmentValue.assessment_id)
    held = held.where(Assessment.round_id == round_id, AssessmentValue.step == Step.verification)
    values = {(one.assessment_id, one.item): one for one in session.exec(held).all()}
    return _Round(
        row, loaded, {code: (one, kind) for one, code, kind in units}, mine, own_units(session, actor, round_id), values
    )


def _planned(of: _Round, rows: list[tables.Row]) -> tuple[Outcome, list[_Planned]]:
    if not rows:
        return Outcome(0, errors=[RowError(1, None, "empty_file")]), []
    number, cells = rows[0]
    names = column_names(cells, ALIASES)
    outcome = Outcome(len(rows) - 1, errors=heading_errors(COLUMNS, REQUIRED, names, number))
    planned: list[_Planned] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in [] if outcome.errors else rows[1:]:
        row = dict(zip(names, cells, strict=False))
        if len(cells) <= len(names) and not any(row.get(name) for name in FREE):
            outcome.skipped += 1
            continue
        found = _misshapen(names, cells, number) or _row(of, row, number, seen)
        if isinstance(found, RowError):
            outcome.errors.append(found)
            if len(outcome.errors) >= MAX_ERRORS:
                break
        else:
            planned.append(found)
    if not outcome.errors:
        outcome.created = sum(one.row is None for one in planned)
        outcome.unchanged = sum(one.is_same for one in planned)
        outcome.updated = len(planned) - outcome.created - outcome.unchanged
        ordered = sorted(planned, key=lambda one: (one.is_same, one.row is None))
        outcome.values = [one.read for one in ordered[:MOST_SHOWN]]
    return outcome, planned


def _misshapen(names: list[str], cells: list[str], number: int) -> RowError | None:
    """What is wrong with the cells as such: more than the heading has, or perhaps a number cut at its decimal comma.

    ``80,5`` without quotes is two cells in a file separated by commas. Where the next column takes digits as well, that
    would be kept as 80 in silence, and so would ``80,5 persen`` before a column of notes; but with a last cell of other
    words the row had as many cells as it should.
    """
    if len(cells) > len(names):
        return RowError(number, None, "too_many_cells", {"cells": len(cells), "columns": len(names)})
    for at in range(len(cells) - 1):
        is_free = names[at] in FREE[:2] and names[at + 1] in FREE
        is_followed = is_free and WHOLE.fullmatch(cells[at]) and "0" <= cells[at + 1][:1] <= "9"
        if is_followed and all(isinstance(cell, tables.Bare) or not cell for cell in cells[at:]):
            return RowError(number, names[at], "cut_number", {"number": f"{cells[at]},{cells[at + 1]}"})
    return None


def _row(of: _Round, cells: Mapping[str, str], number: int, seen: dict[tuple[str, str], int]) -> _Planned | RowError:
    code, item, value = (cells.get(name, "") for name in REQUIRED)
    first = seen.setdefault((code, item), number)
    if first != number:
        return RowError(number, "item", "duplicate_row", {"row": first})
    if code not in of.of_unit:
        return RowError(number, "unit", "not_in_round")
    assessment, kind = of.of_unit[code]
    node = of.loaded.by_key.get(item)
    if node is None or node.parts:
        return RowError(number, "item", CODE + "item_unknown", {"name": item})
    if item not in of.mine:
        return RowError(number, "item", "not_your_indicator")
    if assessment.unit_id in of.own:
        return RowError(number, "unit", "of_own_unit")
    if item not in applying(of.loaded, kind):
        return RowError(number, "item", CODE + "answer_not_asked")
    if assessment.status == AssessmentStatus.final:
        return RowError(number, "unit", "assessment_final")
    return _value(of, assessment, item, value, cells, number)


def _value(
    of: _Round, assessment: Assessment, item: str, value: str, cells: Mapping[str, str], number: int
) -> _Planned | RowError:
    if not value:
        return RowError(number, "value", "missing")
    try:
        note = clean_text(cells.get("note", ""))
        target = cells.get("target") or None
        kept = taken(of.loaded.by_key[item].item, _clean(value), _clean(target) if target else None)
    except Unfit as unfit:
        return RowError(number, "value", CODE + unfit.code, dict(unfit.params))
    except ValueError:  # of clean_text
        return RowError(number, None, "value_error")
    if len(note) > LONGEST_NOTE:
        return RowError(number, "note", "string_too_long", {"max_length": LONGEST_NOTE})
    row = of.held.get((assessment.id, item))
    read = ValueImportRow(
        row=number, unit=cells.get("unit", ""), item=item, written=value, value=kept[0], target=kept[1],
        replaced=row.value if row else None, replaced_target=row.target if row else None,
        was_absent=bool(row and row.is_absent),
    )  # fmt: skip
    return _Planned(assessment, item, (*kept, False), note, row, read)


def _clean(text: str) -> str:
    return text if isinstance(text, Figure) else clean_text(text)

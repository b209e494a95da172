"""Read schemas of work on assessments: what lifts a result, an owner's list, what an import did."""

from datetime import datetime
from typing import Annotated

from pydantic import Field as Limit

from app.models.assessment import AssessmentDocumentRead, AssessmentStatus, ValueRead
from app.models.assessment_round import MOST_UNITS
from app.models.base import Id, Input, Moment, Schema


class LiftStep(Schema):
    """An indicator to be made full: what it adds, and the total afterwards."""

    item: str
    title: str
    gain: float
    total: float
    raw: str | None
    """The value now."""
    raw_needed: str | None
    """The least value that makes it full; null where none can be named."""


class LiftRead(Schema):
    """The fewest indicators that lift the result to the letter or a better one."""

    letter: str
    needed: float
    is_enough: bool
    steps: list[LiftStep]


class VerificationRow(Schema):
    """One unit's value of one indicator, for its owner."""

    assessment_id: str
    unit_id: str
    unit_code: str
    unit_name: str
    status: AssessmentStatus
    changed_at: datetime
    answer: ValueRead | None
    verification: ValueRead | None
    is_answer_newer: bool
    """The unit changed its value after it was verified; the verified one counts until its owner looks again."""
    documents: list[AssessmentDocumentRead]
    is_of_owner: bool
    """The unit is the indicator's owner or below it, so that only the organiser verifies it."""
    may_verify: bool
    """False for a unit of the reader's own: nobody verifies itself."""


class ConfirmationCreate(Input):
    """The assessments whose own values of an indicator its owner finds right, as they were at ``seen_until``.

    That is when they were read: what changed after it stays as it is."""

    assessment_ids: Annotated[list[Id], Limit(min_length=1, max_length=MOST_UNITS)]
    seen_until: Moment


class ConfirmationReport(Schema):
    """How many values were confirmed; the others were not sent in, say nothing or that the indicator does not apply,
    are verified already, changed after they were read, or are of a unit of the owner's own."""

    confirmed: int
    left: int


class ValueImportError(Schema):
    """What is wrong in one row of an import: its number as the spreadsheet shows it (the heading is row 1)."""

    row: int
    field: str | None
    code: str
    message: str


class ValueImportRow(Schema):
    """A value as it was read: numbers with a decimal point, whatever mark the file has."""

    row: int
    unit: str
    """Its code."""
    item: str
    written: str
    """The cell's own text."""
    value: str
    target: str | None
    replaced: str | None
    """What the value replaces; null where the owner has none so far."""
    replaced_target: str | None
    was_absent: bool
    """Whether it replaces that the indicator does not apply."""


class ValueImportReport(Schema):
    """What an import did, or with ``dry_run`` would do."""

    dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    skipped: int = 0
    """Rows without value, target or note."""
    errors: list[ValueImportError]
    values: list[ValueImportRow] = []
    """The first 50 as they were read: those that change first, then new ones; none where a row is wrong."""

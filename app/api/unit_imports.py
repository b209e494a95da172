"""Importing the registry of units from a spreadsheet."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile

from app import database
from app.domain import unit_imports as deeds
from app.domain.permits import require
from app.domain.unit_imports import Outcome
from app.http.actor import Known
from app.http.routes import ResourceRoute
from app.http.row_errors import refusal, worded
from app.http.sessions import Writing
from app.models.unit import UnitImportError, UnitImportReport
from app.rules.unit_rows import CheckedTable

router = APIRouter(tags=["units"], prefix="/api/v1", route_class=ResourceRoute)


def _table(
    actor: Known,
    file: Annotated[UploadFile, File(description="CSV (UTF-8) or XLSX, up to 12 MB")],
) -> CheckedTable:
    require(actor, "units:write")
    return deeds.read(actor, file.file.read())


Table = Annotated[CheckedTable, Depends(_table)]
"""The file's rows, read and checked before the write session begins, so that no other writer waits for that."""


@router.post("/units/imports")
def import_units(
    table: Table, session: Writing, actor: Known,
    dry_run: Annotated[bool, Form(description="Only says what the import would do")] = False,
) -> UnitImportReport:  # fmt: skip
    """Imports units by `code`, all rows or none (organiser).

    The heading names the columns: `code`, `name`, `kind` and, if wanted, `parent_code`, `region_code`, `latitude`,
    `longitude`, `is_active`. A column that is left out stays as it is; an empty cell empties the value (of
    `is_active`: yes). A dry run reports up to 1,000 row errors in a 200; otherwise they are a 422 whose fields are
    `rows.<number>.<column>`, numbered as the spreadsheet does, and nothing is changed.
    """
    if dry_run:
        with database.reading() as reader:
            return _report(deeds.preview(reader, actor, table), dry_run=True)
    outcome = deeds.write(session, actor, table)
    if outcome.errors:
        raise refusal(outcome.errors)
    return _report(outcome, dry_run=False)


def _report(outcome: Outcome, *, dry_run: bool) -> UnitImportReport:
    errors = worded(UnitImportError, outcome.errors)
    return UnitImportReport(
        dry_run=dry_run, rows=outcome.rows, created=outcome.created, updated=outcome.updated,
        unchanged=outcome.unchanged, errors=errors,
    )  # fmt: skip

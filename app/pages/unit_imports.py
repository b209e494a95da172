"""The page that imports units from a spreadsheet: check first, then import."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile

from app.api import unit_imports as api
from app.domain import unit_imports as deeds
from app.errors import invalid
from app.http import labels
from app.http.flash import flash
from app.http.forms import Form, refused_as, text_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Writing
from app.models.unit import UnitImportReport
from app.pages.route import PageRoute, choices, permitted
from app.rules.permissions import Actor
from app.rules.unit_rows import CheckedTable

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("units:write")]
SHOWN_ERRORS = 100


@router.get("/units/import", dependencies=[permitted("units:write")])
def new(request: Request) -> Response:
    """The form, with the columns that the file may have."""
    return _answer(request, None, None)


def _table(request: Request, actor: Editor, file: Annotated[UploadFile | None, File()] = None) -> CheckedTable:
    with refused_as(request, lambda problem: _answer(request, None, problem)):
        content = file.file.read() if file is not None else b""
        if not content:
            raise invalid("file", "missing")
        return deeds.read(actor, content)


@router.post("/units/import")
def create(
    request: Request, table: Annotated[CheckedTable, Depends(_table)], form: Form, session: Writing, actor: Editor
) -> Response:
    """Says what the import would do, or does it."""
    is_check = text_of(form, "deed") != "import"
    with refused_as(request, lambda problem: _answer(request, None, problem)):
        report = api.import_units(table=table, session=session, actor=actor, dry_run=is_check)
    if is_check:
        return _answer(request, report, None)
    text = _("Impor selesai: %(created)s unit baru, %(updated)s diperbarui.")
    counts = {"created": report.created, "updated": report.updated}
    return flash(see_other(request, "/units"), "success", text % counts)


def _answer(request: Request, report: UnitImportReport | None, problem: Problem | None) -> Response:
    rows = [(row.row, row.field, row.message) for row in report.errors] if report else rows_of(problem)
    context: dict[str, Any] = {
        "report": report, "problem": problem, "rows": rows[:SHOWN_ERRORS], "more": max(0, len(rows) - SHOWN_ERRORS),
        "kinds": choices(labels.UNIT_KIND),
    }  # fmt: skip
    return page(request, "units/import_report.html" if is_htmx(request) else "units/import.html", context)


def rows_of(problem: Problem | None) -> list[tuple[int, str | None, str]]:
    """The row errors of a refused import, whose fields are ``rows.<number>.<column>``."""
    found = []
    for error in (problem.errors or []) if problem else []:
        kind, _dot, place = error.field.partition(".")
        number, _dot, column = place.partition(".")
        if kind == "rows" and number.isdigit():
            found.append((int(number), column or None, error.message))
    return found

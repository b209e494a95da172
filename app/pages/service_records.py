"""Pages of service records: how fast units work, serve and respond, and records as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile

from app.api import service_records as api
from app.database import ReadSession
from app.domain import service_imports as deeds
from app.errors import Invalid, invalid
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, refused_as, text_of
from app.http.locale import _, show_month
from app.http.problems import Problem
from app.http.query import query_of
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.http.speed_words import GROUPED_BY, MEANING, MEASURE, span
from app.models.base import Page, ShortText
from app.models.listing import ListQuery
from app.models.service_record import MonthText, Service, ServiceImportReport, SpeedQuery, SpeedRead
from app.pages.route import PageRoute, choices, first_url, page_url
from app.pages.unit_codes import unit_id_of
from app.pages.unit_imports import SHOWN_ERRORS, rows_of
from app.queries import service_records as queries
from app.queries.reach import require_somewhere
from app.queries.service_records import READ, WRITE
from app.rules.permissions import Actor, may_somewhere
from app.rules.service_rows import COLUMNS
from app.rules.typed_rows import TypedRows

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HOME = "/service-records"
GROUPS = 20
"""On a page; each has three rows."""


class SpeedPageQuery(ListQuery):
    """What of the speeds is shown; the unit is typed by code or name."""

    unit: ShortText = ""
    service: Service | None = None
    from_month: MonthText | None = None
    to_month: MonthText | None = None
    by: Literal["month", "service", "unit"] = "month"


@router.get(HOME)
def index(
    request: Request, query: Annotated[SpeedPageQuery, query_of(SpeedPageQuery)], session: Reading, actor: Known
) -> Response:
    """How fast, in all and by month, service or unit."""
    require_somewhere(actor, READ)
    problem = ""
    try:
        unit_id = unit_id_of(request, session, query.unit, "unit")
    except Invalid:
        unit_id, problem = None, _("Tidak ada unit dengan kode atau nama ini.")
    asked = query.model_dump(include={"service", "from_month", "to_month"}) | {"unit_id": unit_id}
    whole, groups = (_summed(request, session, actor, SpeedQuery(**asked, **more)) for more in (
        {"by": "total"}, {"by": query.by, "cursor": query.cursor, "limit": 3 * GROUPS}))  # fmt: skip
    context = {
        "query": query, "whole": whole.items, "groups": _by_group(groups.items, query.by), "problem": problem,
        "measures": MEASURE, "meanings": MEANING, "grouped_by": GROUPED_BY, "by_choices": choices(GROUPED_BY),
        "span": span, "services": queries.services(session, actor), "may_write": may_somewhere(actor, WRITE),
        "next_url": page_url(request, groups.next), "first_url": first_url(request), "shown": len(groups.items) // 3,
        "total": groups.total // 3, "csv_url": _csv_url(asked | {"by": query.by}), "columns": COLUMNS,
        "is_filtered": any(name in request.query_params for name in ("unit", "service", "from_month", "to_month")),
    }  # fmt: skip
    return page(request, "service_records/index.html", context)


def _summed(request: Request, session: ReadSession, actor: Actor, query: SpeedQuery) -> Page[SpeedRead]:
    return api.summarise_services(query=query, session=session, actor=actor, request=request,
                                  response=Response())  # fmt: skip


def _by_group(rows: Sequence[SpeedRead], by: str) -> list[tuple[str, list[SpeedRead]]]:
    """The rows, three a group, under the group's name."""
    groups = [list(rows[start : start + 3]) for start in range(0, len(rows), 3)]
    return [(_name(some[0].label, by), some) for some in groups]


def _name(label: str, by: str) -> str:
    return show_month(date.fromisoformat(f"{label}-01")) if by == "month" else label


def _csv_url(asked: dict[str, Any]) -> str:
    return "/api/v1/service-records/summary.csv?" + urlencode({k: v for k, v in asked.items() if v})


@router.get(f"{HOME}/import")
def new(request: Request, actor: Known) -> Response:
    """The form, with the columns that the file may have."""
    require_somewhere(actor, WRITE)
    return _answer(request, None, None)


def _rows(request: Request, actor: Known, file: Annotated[UploadFile | None, File()] = None) -> TypedRows:
    with refused_as(request, lambda problem: _answer(request, None, problem)):
        require_somewhere(actor, WRITE)
        content = file.file.read() if file is not None else b""
        if not content:
            raise invalid("file", "missing")
        return deeds.read(actor, content)


@router.post(f"{HOME}/import")
def create(
    request: Request, rows: Annotated[TypedRows, Depends(_rows)], form: Form, session: Writing, actor: Known
) -> Response:
    """Says what the import would do, or does it."""
    is_check = text_of(form, "deed") != "import"
    with refused_as(request, lambda problem: _answer(request, None, problem)):
        report = api.import_service_records(rows=rows, session=session, actor=actor, dry_run=is_check)
    if is_check:
        return _answer(request, report, None)
    text = _("Impor selesai: %(created)s catatan baru, %(updated)s diperbarui.")
    counts = {"created": report.created, "updated": report.updated}
    return flash(see_other(request, HOME), "success", text % counts)


def _answer(request: Request, report: ServiceImportReport | None, problem: Problem | None) -> Response:
    rows = [(row.row, row.field, row.message) for row in report.errors] if report else rows_of(problem)
    context: dict[str, Any] = {"report": report, "problem": problem, "rows": rows[:SHOWN_ERRORS],
                               "more": max(0, len(rows) - SHOWN_ERRORS)}  # fmt: skip
    name = "import_report" if is_htmx(request) else "import"
    return page(request, f"service_records/{name}.html", context)

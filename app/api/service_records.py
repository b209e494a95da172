"""Service records: units send when a case came, was first answered and was done; how fast they are is summed up."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile

from app import database
from app.domain import service_imports
from app.domain import service_records as deeds
from app.domain.service_records import Outcome
from app.http.actor import Known
from app.http.listing import listing, rows_as_csv, wants_csv
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.row_errors import refusal, worded
from app.http.sessions import Reading, Writing
from app.models.base import Page
from app.models.service_record import (
    ServiceImportError,
    ServiceImportReport,
    ServiceRecordsCreate,
    ServiceRecordsReport,
    SpeedQuery,
    SpeedRead,
)
from app.queries import service_records as queries
from app.rules.typed_rows import TypedRows

router = APIRouter(tags=["service-records"], prefix="/api/v1", route_class=ResourceRoute)


@router.post("/service-records")
def record_services(body: ServiceRecordsCreate, session: Writing, actor: Known) -> ServiceRecordsReport:
    """Takes up to 1,000 records, all or none.

    A record is known by `external_id`, its number in the unit's own system: sent again it changes nothing, or what has
    changed since. So a case may be sent when it comes and again when it is done. Of the number only a digest is kept.
    """
    made = deeds.record(session, actor, body.records)
    return ServiceRecordsReport(created=made.created, updated=made.updated, unchanged=made.unchanged)


def _rows(
    actor: Known,
    file: Annotated[UploadFile, File(description="CSV (UTF-8) or XLSX, up to 200,000 rows and 12 MB")],
) -> TypedRows:
    return service_imports.read(actor, file.file.read())


Rows = Annotated[TypedRows, Depends(_rows)]
"""The file's rows, read and checked before the write session begins, so that no other writer waits for that."""


@router.post("/service-records/imports")
def import_service_records(
    rows: Rows, session: Writing, actor: Known,
    dry_run: Annotated[bool, Form(description="Only says what the import would do")] = False,
) -> ServiceImportReport:  # fmt: skip
    """Takes records as a file, all rows or none.

    The columns are `unit_code`, `service`, `external_id`, `received_at` and, if wanted, `first_response_at`,
    `completed_at`, `promised_minutes`, `promised_response_minutes`. A time without a zone is WIB. A dry run reports up
    to 1,000 row errors in a 200; otherwise they are a 422 whose fields are `rows.<number>.<column>`.
    """
    if dry_run:
        with database.reading() as reader:
            return _report(rows, service_imports.preview(reader, actor, rows), dry_run=True)
    outcome = service_imports.import_(session, actor, rows)
    if rows.errors:
        raise refusal(rows.errors)
    return _report(rows, outcome, dry_run=False)


def _report(rows: TypedRows, outcome: Outcome, *, dry_run: bool) -> ServiceImportReport:
    return ServiceImportReport(
        dry_run=dry_run, rows=rows.count, created=outcome.created, updated=outcome.updated,
        unchanged=outcome.unchanged, errors=worded(ServiceImportError, rows.errors),
    )  # fmt: skip


@router.get("/service-records/summary")
@router.get("/service-records/summary.csv", include_in_schema=False)
def summarise_services(
    query: Annotated[SpeedQuery, query_of(SpeedQuery)], session: Reading, actor: Known, request: Request,
    response: Response,
) -> Page[SpeedRead]:  # fmt: skip
    """How fast: median, 90th percentile and the share within the promise, three rows for each group.

    `bekerja` is from received to completed, `melayani` from the first response to completed, `merespon` from received
    to the first response. Shares are exact; times are exact below 128 minutes, above within 0.8 %.
    """
    if wants_csv(request):
        return rows_as_csv("summary.csv", SpeedRead, queries.every(session, actor, query))  # type: ignore[return-value]
    return listing(request, response, session, query, lambda s, q: queries.summary(s, actor, q))  # type: ignore[return-value]

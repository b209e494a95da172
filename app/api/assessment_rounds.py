"""Assessment rounds: an instrument, a year, the units that take part, the owners of its indicators."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Request, Response, UploadFile

from app import database
from app.domain.assessments import confirming, imports
from app.domain.assessments import rounds as deeds
from app.domain.assessments.imports import Outcome
from app.errors import FieldError, Invalid
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import listing, whole
from app.http.messages import field_message
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.assessment_round import (
    AssessmentRoundCreate,
    AssessmentRoundFilters,
    AssessmentRoundRead,
    AssessmentRoundSummary,
    AssessmentRoundUpdate,
    IndicatorOwnerPut,
)
from app.models.assessment_work import (
    ConfirmationCreate,
    ConfirmationReport,
    ValueImportError,
    ValueImportReport,
    VerificationRow,
)
from app.models.base import Id, Key, Page
from app.models.league import LeagueRow
from app.queries.assessments import league
from app.queries.assessments import rounds as queries
from app.tables import Row

router = APIRouter(tags=["assessment-rounds"], prefix="/api/v1", route_class=ResourceRoute)
_ONE = "/assessment-rounds/{round_id}"
Item = Annotated[Key, Path(description="Key of an indicator of the instrument")]


@router.get("/assessment-rounds", dependencies=[Public])
@router.get("/assessment-rounds.csv", dependencies=[Public], include_in_schema=False)
def list_assessment_rounds(
    query: Annotated[AssessmentRoundFilters, query_of(AssessmentRoundFilters)], session: Reading, actor: Visitor,
    request: Request, response: Response,
) -> Page[AssessmentRoundSummary]:  # fmt: skip
    """The rounds, newest year first; the public sees those that were published."""
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/assessment-rounds", status_code=201)
def create_assessment_round(
    body: AssessmentRoundCreate, session: Writing, actor: Known, response: Response
) -> AssessmentRoundRead:
    """Prepares a round (organiser): all active units of the instrument's kinds take part, or those that are named."""
    row = deeds.create(session, actor, body)
    response.headers["Location"] = f"/api/v1/assessment-rounds/{row.id}"
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.get(_ONE, dependencies=[Public])
def read_assessment_round(round_id: Id, session: Reading, actor: Visitor, response: Response) -> AssessmentRoundRead:
    """One round, with its indicators, who owns them, and how far they are."""
    found = queries.read(session, actor, round_id)
    tag(response, found.version)
    return found


@router.patch(_ONE)
def update_assessment_round(
    round_id: Id, body: AssessmentRoundUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> AssessmentRoundRead:
    """Changes a round or leads it on: `draft`, `open`, `verifying`, `panel`, `final`, or one step back (organiser).

    With `final` every result becomes final; with `is_public` everybody then reads them.
    """
    row = deeds.update(session, actor, round_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.put(f"{_ONE}/owners/{{item}}")
def set_indicator_owner(
    round_id: Id, item: Item, body: IndicatorOwnerPut, session: Writing, actor: Known
) -> AssessmentRoundRead:
    """Names the unit that verifies an indicator, for all units of the round (organiser)."""
    deeds.set_owner(session, actor, round_id, item, body.unit_id)
    return queries.read(session, actor, round_id)


@router.get(f"{_ONE}/items/{{item}}")
@router.get(f"{_ONE}/items/{{item}}.csv", include_in_schema=False)
def list_values_of_item(
    round_id: Id, item: Item, session: Reading, actor: Known, request: Request
) -> Page[VerificationRow]:
    """All units with their value of one indicator, by name; for its owner."""
    return whole(request, VerificationRow, queries.values_of_item(session, actor, round_id, item))  # type: ignore[return-value]


@router.post(f"{_ONE}/items/{{item}}/confirmations")
def confirm_values(
    round_id: Id, item: Item, body: ConfirmationCreate, session: Writing, actor: Known
) -> ConfirmationReport:
    """Takes the own values of these units as right, all at once; for the owner of the indicator.

    Confirmed is what was sent in and not verified yet; what the owner has corrected before stays. Left is also what
    changed after `seen_until`, and every value that says that the indicator does not apply: verify those one by one.
    """
    confirmed = confirming.confirm(session, actor, round_id, item, body.assessment_ids, body.seen_until)
    return ConfirmationReport(confirmed=confirmed, left=len(set(body.assessment_ids)) - confirmed)


@router.get(f"{_ONE}/league", dependencies=[Public])
@router.get(f"{_ONE}/league.csv", dependencies=[Public], include_in_schema=False)
def read_league_of_round(round_id: Id, session: Reading, actor: Visitor, request: Request) -> Page[LeagueRow]:
    """The recap: units ranked within their kind, with the points of each aspect; those that one may see."""
    return whole(request, LeagueRow, league.read(session, actor, round_id))  # type: ignore[return-value]


def _rows(actor: Known, file: Annotated[UploadFile, File(description="CSV (UTF-8) or XLSX, up to 12 MB")]) -> list[Row]:
    return imports.read(actor, file.file.read())


Rows = Annotated[list[Row], Depends(_rows)]
"""The file's rows, read before the write session begins, so that no other writer waits for that."""


@router.post(f"{_ONE}/imports")
def import_values(
    round_id: Id, rows: Rows, session: Writing, actor: Known,
    dry_run: Annotated[bool, Form(description="Only says what the import would do")] = False,
) -> ValueImportReport:  # fmt: skip
    """Imports the values of indicators from their owners' own systems, all rows or none.

    The heading names the columns: `unit` (code), `item` (key), `value` and, if wanted, `target`, `note`; Indonesian
    names are known too. Rows without value, target and note are skipped and counted. Numbers may have a decimal comma
    or point; of "1.234", which could be two numbers, the one within the scale is taken, and it is refused where both
    are; so is a percent. An owner imports only indicators of its own. A dry run reports up to 1,000 row errors in a
    200; otherwise they are a 422 whose fields are `rows.<number>.<column>`, and nothing is changed. The first values
    are told as they were read, beside those that they replace.
    """
    if dry_run:
        with database.reading() as reader:
            return _report(imports.load(reader, actor, round_id, rows, dry_run=True), dry_run=True)
    outcome = imports.load(session, actor, round_id, rows, dry_run=False)
    if outcome.errors:
        raise Invalid(errors=[FieldError(f"rows.{one.row}.{one.field}" if one.field else f"rows.{one.row}", one.code,
                                         one.params) for one in outcome.errors])  # fmt: skip
    return _report(outcome, dry_run=False)


def _report(outcome: Outcome, *, dry_run: bool) -> ValueImportReport:
    errors = [ValueImportError(row=one.row, field=one.field, code=one.code,
                               message=field_message(one.code, one.params)) for one in outcome.errors]  # fmt: skip
    return ValueImportReport(dry_run=dry_run, rows=outcome.rows, created=outcome.created, updated=outcome.updated,
                             unchanged=outcome.unchanged, skipped=outcome.skipped, errors=errors,
                             values=outcome.values)  # fmt: skip

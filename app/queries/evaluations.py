"""Reads of assignments, score sheets and scores."""

from collections.abc import Callable
from typing import Any, Literal

from sqlalchemy import ColumnElement, Float, String, case, cast, column, false, func, or_, true
from sqlmodel import Session, col, select

from app.database import is_sqlite
from app.errors import NotFound
from app.models import Assignment, Evaluation, Proposal, Publication, User
from app.models.base import Id, Key, Page
from app.models.edition import EditionRead, Stage
from app.models.evaluation import AssignmentRead, EvaluationRead, ScoreRead
from app.models.listing import ListQuery
from app.queries import editions
from app.queries.paging import Order, page
from app.queries.proposals.visibility import visible_to
from app.queries.reach import require_somewhere
from app.queries.rows import page_of
from app.queries.sheet_times import SECONDS_SPENT
from app.rules import rubric
from app.rules.permissions import Actor, Scope, grants_for, may_everywhere

SHEET_STATUS = case(
    (col(Evaluation.signed_at).is_not(None), "signed"),
    (col(Evaluation.version) > 1, "draft"),
    else_="untouched",
).label("status")
"""How far a sheet is: a new one has version 1, signing gives it a time."""
_PLACE = {"draft": 0, "untouched": 1, "signed": 2}
_URGENCY = case(_PLACE, value=SHEET_STATUS.element)


class AssignmentFilters(ListQuery):
    """Filters of the list of assignments."""

    juror_id: Id | None = None
    proposal_id: Id | None = None
    status: Literal["untouched", "draft", "unsigned", "signed"] | None = None
    """``unsigned`` is untouched or draft."""
    sort: Literal["number", "status", "total", "-total"] = "number"
    """By ``status`` drafts come first, then untouched, then signed. By the signed total the sheets without one come
    last."""


class MyAssignmentFilters(AssignmentFilters):
    """A juror's own desk: over all stages, or one."""

    edition_id: Id | None = None
    stage: Key | None = None


def assignments(
    session: Session, actor: Actor, edition_id: str | None, stage: str | None, query: AssignmentFilters
) -> Page[AssignmentRead]:
    """Who reads what and how far, by registration number; a juror sees only the own."""
    exact = {Assignment.edition_id: edition_id, Assignment.stage: stage, Assignment.juror_id: query.juror_id,
             Assignment.proposal_id: query.proposal_id}  # fmt: skip
    conditions = [col(column) == value for column, value in exact.items() if value is not None]
    if not may_everywhere(actor, "assignments:read"):
        conditions.append(col(Assignment.juror_id) == (actor.id or ""))
    if query.status == "unsigned":
        conditions.append(col(Evaluation.signed_at).is_(None))
    elif query.status is not None:
        conditions.append(SHEET_STATUS.element == query.status)
    joined = (
        select(
            Assignment.id, Assignment.edition_id, Assignment.stage, Assignment.proposal_id, Assignment.juror_id,
            col(Proposal.number).label("proposal_number"), col(Proposal.title).label("proposal_title"),
            col(Proposal.sequence).label("sequence"), col(User.name).label("juror_name"), SHEET_STATUS,
            Evaluation.total, SECONDS_SPENT, Evaluation.updated_at, Evaluation.version,
        )  # type: ignore[call-overload]
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .join(User, User.id == Assignment.juror_id)
        .join(Evaluation, Evaluation.assignment_id == Assignment.id)
        .where(*conditions)
    )  # fmt: skip
    order, values = _order(query.sort)
    rows, following = page(session, joined, order, query, values)
    total = session.exec(select(func.count()).select_from(joined.subquery())).one()
    return page_of(AssignmentRead, rows, following, total)


def _order(sort: str) -> tuple[Order, Callable[[Any], tuple[Any, ...]]]:
    """The order of a list of sheets, and a row's values of its columns."""
    last = ((col(Proposal.sequence), False), (col(Assignment.id), False))
    if sort == "number":
        return Order(last), lambda row: (row.sequence, row.id)
    if sort == "status":
        return Order(((_URGENCY, False), *last)), lambda row: (_PLACE[row.status], row.sequence, row.id)
    descending = sort.startswith("-")
    unsigned = -1.0 if descending else 101.0  # outside 0–100, so after every mark
    key = func.coalesce(Evaluation.total, unsigned)
    return Order(((key, descending), *last)), lambda row: (
        unsigned if row.total is None else row.total, row.sequence, row.id
    )  # fmt: skip


def sheet(session: Session, actor: Actor, assignment_id: str) -> EvaluationRead:
    """A score sheet; a juror's own, or any for those who may read all."""
    require_somewhere(actor, "evaluations:read")
    found = session.exec(
        select(Assignment, Evaluation, SECONDS_SPENT)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.id == assignment_id)
    ).first()
    if found is None or not _reads(actor, found[0]):
        raise NotFound
    assignment, evaluation, seconds = found
    return as_read(assignment, evaluation, stage_of(session, assignment), seconds)


def stage_of(session: Session, assignment: Assignment) -> Stage:
    """The stage that the sheet belongs to."""
    return editions.stage_of(editions.configuration(session, assignment.edition_id), assignment.stage)


def _reads(actor: Actor, assignment: Assignment) -> bool:
    scopes = {scope for _, scope in grants_for(actor, "evaluations:read")}
    return Scope.everywhere in scopes or (Scope.own in scopes and assignment.juror_id == actor.id)


def as_read(assignment: Assignment, evaluation: Evaluation, stage: Stage, seconds: int) -> EvaluationRead:
    """A sheet as its read schema, with what is still missing."""
    criteria = stage.rubric
    return EvaluationRead(
        assignment_id=assignment.id, edition_id=assignment.edition_id, stage=assignment.stage,
        proposal_id=assignment.proposal_id, juror_id=assignment.juror_id, scores=evaluation.scores,
        notes=evaluation.notes, recommendation=evaluation.recommendation,
        total=rubric.total(criteria, evaluation.scores), missing=rubric.missing(criteria, evaluation.scores),
        seconds_spent=seconds, signed_at=evaluation.signed_at,
        updated_at=evaluation.updated_at, version=evaluation.version,
    )  # fmt: skip


class ScoreFilters(ListQuery):
    """Evaluation scores: of an edition, a stage, a proposal, a juror."""

    edition_id: Id
    stage: Key | None = None
    proposal_id: Id | None = None
    juror_id: Id | None = None


def scores(session: Session, actor: Actor, query: ScoreFilters) -> Page[ScoreRead]:
    """The marks of signed sheets, a row a criterion.

    Organiser and auditor see all; a juror the own; a participant those of its proposals once the stage is published,
    without the jurors' names.
    """
    conditions = [col(Assignment.edition_id) == query.edition_id, col(Evaluation.signed_at).is_not(None)]
    exact = {Assignment.stage: query.stage, Assignment.proposal_id: query.proposal_id,
             Assignment.juror_id: query.juror_id}  # fmt: skip
    conditions += [col(column) == value for column, value in exact.items() if value is not None]
    everything = may_everywhere(actor, "scores:read")
    conditions += readable_sheets(actor)
    if not everything and query.juror_id is not None and query.juror_id != actor.id:
        conditions.append(false())
    each = func.json_each if is_sqlite(session) else func.jsonb_each
    mark = each(Evaluation.scores).table_valued(column("key", String), column("value", Float), name="mark")
    statement = (
        select(Assignment.id, Assignment.edition_id, Assignment.stage, Assignment.proposal_id, Assignment.juror_id,
               Proposal.number, mark.c.key, cast(mark.c.value, Float).label("score"), Evaluation.notes)  # type: ignore[call-overload]
        .select_from(Assignment)
        .join(Evaluation, Evaluation.assignment_id == Assignment.id)
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .join(mark, true())
        .where(*conditions)
    )  # fmt: skip
    order = Order(((col(Assignment.id), False), (mark.c.key, False)))
    rows, following = page(session, statement, order, query, lambda row: (row.id, row.key))
    total = session.exec(select(func.count()).select_from(statement.subquery())).one()
    items = [_mark(row, show_juror=everything or row.juror_id == actor.id) for row in rows]
    return Page[ScoreRead](items=items, next=following, total=total)


def readable_sheets(actor: Actor) -> list[ColumnElement[bool]]:
    """Which signed sheets the actor may read, as conditions on ``Assignment``; none where it is all of them."""
    return [] if may_everywhere(actor, "scores:read") else [_readable(actor)]


def _readable(actor: Actor) -> ColumnElement[bool]:
    own = col(Assignment.juror_id) == (actor.id or "")
    units_see = [scope for _, scope in grants_for(actor, "scores:read") if scope is not Scope.own]
    if not units_see:
        return own
    published = select(Publication.id).where(
        Publication.edition_id == Assignment.edition_id, Publication.stage == Assignment.stage
    )
    of_own_units = col(Assignment.proposal_id).in_(select(Proposal.id).where(visible_to(actor, "scores:read")))
    return or_(own, published.exists() & of_own_units)


def _mark(row: Any, *, show_juror: bool) -> ScoreRead:
    return ScoreRead(
        edition_id=row.edition_id, stage=row.stage, proposal_id=row.proposal_id, proposal_number=row.number,
        juror_id=row.juror_id if show_juror else None, criterion=row.key, score=row.score,
        note=row.notes.get(row.key, "") if show_juror else "",
    )  # fmt: skip


def edition_and_stage(session: Session, actor: Actor, edition_id: str, stage: str) -> EditionRead:
    """The edition, after checking that it has the stage; ``NotFound`` otherwise."""
    edition = editions.read(session, actor, edition_id)
    editions.stage_of(edition, stage)
    return edition

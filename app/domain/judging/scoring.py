"""The score sheet: saved at each change, signed when complete, opened again only with a reason."""

from sqlmodel import Session, select

from app.clock import now
from app.domain.judging import sheet_times
from app.domain.judging.panel import check_open
from app.domain.permits import require
from app.domain.versions import check_change, check_version
from app.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, invalid
from app.models import Assignment, Evaluation, Reopening
from app.models.edition import Stage
from app.models.evaluation import EvaluationRead, EvaluationUpdate, SignatureUpdate
from app.queries.evaluations import as_read, stage_of
from app.queries.reach import require_somewhere
from app.queries.sheet_times import of_sheet as seconds_of
from app.rules import rubric
from app.rules.permissions import Actor, Scope, grants_for


def save(
    session: Session, actor: Actor, assignment_id: str, body: EvaluationUpdate, expected: int | None,
    editor: str | None = None,
) -> EvaluationRead:  # fmt: skip
    """Saves marks and notes; what is not named stays, a null mark is cleared. 409 once signed."""
    assignment, evaluation, stage = own_sheet(session, actor, assignment_id, None)
    if evaluation.signed_at is not None:
        raise Conflict("sheet-signed")
    _check_keys(stage, body)
    merged = evaluation.scores | body.scores
    evaluation.scores = {key: value for key, value in merged.items() if value is not None}
    evaluation.notes = {key: note for key, note in (evaluation.notes | body.notes).items() if note}
    if body.recommendation is not None:
        evaluation.recommendation = body.recommendation
    check_change(session, evaluation, expected, editor)
    session.flush()
    if body.seconds_spent is not None:
        sheet_times.add(session, assignment, editor, body.seconds_spent)
    return as_read(assignment, evaluation, stage, seconds_of(session, assignment_id))


def sign(
    session: Session, actor: Actor, assignment_id: str, body: SignatureUpdate, expected: int | None
) -> EvaluationRead:
    """Signs a complete sheet, or opens a signed one again (organiser, with a reason)."""
    if not body.signed:
        return _reopen(session, actor, assignment_id, body.reason, expected)
    assignment, evaluation, stage = own_sheet(session, actor, assignment_id, expected)
    missing = rubric.missing(stage.rubric, evaluation.scores)
    if missing:
        errors = [FieldError(f"scores.{key}", "missing") for key in missing]
        raise Invalid("sheet-incomplete", errors=errors, count=len(missing))
    if evaluation.signed_at is None:
        evaluation.total = rubric.total(stage.rubric, evaluation.scores)
        evaluation.signed_at = now()
        session.flush()
    return as_read(assignment, evaluation, stage, seconds_of(session, assignment_id))


def _reopen(
    session: Session, actor: Actor, assignment_id: str, reason: str | None, expected: int | None
) -> EvaluationRead:
    require(actor, "evaluations:reopen")
    if not reason:
        raise invalid("reason", "reason_required")
    assignment, evaluation, stage = _load(session, assignment_id, expected)
    check_open(session, assignment.edition_id, assignment.stage)
    if evaluation.signed_at is not None:
        evaluation.signed_at, evaluation.total = None, None
        session.add(Reopening(assignment_id=assignment_id, actor_id=actor.id, actor_name=actor.name, reason=reason))
        session.flush()
    return as_read(assignment, evaluation, stage, seconds_of(session, assignment_id))


_Sheet = tuple[Assignment, Evaluation, Stage]


def own_sheet(session: Session, actor: Actor, assignment_id: str, expected: int | None) -> _Sheet:
    """The juror's own sheet, locked; 404 for everybody else's, 403 for those who may read but not score."""
    require_somewhere(actor, "evaluations:read")
    sheet = _load(session, assignment_id, expected, actor)
    check_open(session, sheet[0].edition_id, sheet[0].stage)
    return sheet


def _load(session: Session, assignment_id: str, expected: int | None, juror: Actor | None = None) -> _Sheet:
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    if juror is not None:
        _check_own(juror, assignment)
    found = select(Evaluation).where(Evaluation.assignment_id == assignment_id).with_for_update()
    evaluation = session.exec(found).one()
    check_version(evaluation, expected)
    return assignment, evaluation, stage_of(session, assignment)


def _check_own(actor: Actor, assignment: Assignment) -> None:
    may_write = any(scope is Scope.own for _, scope in grants_for(actor, "evaluations:write"))
    if assignment.juror_id != actor.id or not may_write:
        sees = any(scope is Scope.everywhere for _, scope in grants_for(actor, "evaluations:read"))
        raise Forbidden if sees else NotFound


def _check_keys(stage: Stage, body: EvaluationUpdate) -> None:
    known = {leaf.key for leaf in rubric.leaves(stage.rubric)}
    errors = [
        FieldError(f"{name}.{key}", "unknown", {"value": key})
        for name, sent in (("scores", body.scores), ("notes", body.notes))
        for key in sent
        if key not in known
    ]
    if errors:
        raise Invalid(errors=errors)

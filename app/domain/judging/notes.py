"""Releasing jurors' notes to the people of the proposal: nothing is released unless an organiser does."""

from sqlmodel import Session, select

from app.domain.permits import require
from app.domain.versions import check_version
from app.errors import Conflict, FieldError, Invalid, NotFound, Stale
from app.models import Assignment, Evaluation, NoteRelease
from app.models.edition import Stage
from app.models.explanation import NoteReleaseUpdate
from app.queries.evaluations import stage_of
from app.rules import rubric
from app.rules.permissions import Actor
from app.rules.shortening import is_shortened


def release(
    session: Session, actor: Actor, assignment_id: str, body: NoteReleaseUpdate, expected: int | None
) -> NoteRelease:
    """Releases these notes of a signed sheet and no others (organiser), before or after the publication.

    409 while the sheet is not signed; 422 where a text is not the juror's own with passages left out.
    """
    require(actor, "publication:write")
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    sheet = session.exec(select(Evaluation).where(Evaluation.assignment_id == assignment_id).with_for_update()).one()
    if sheet.signed_at is None:
        raise Conflict("sheet-unsigned")
    _check_words(stage_of(session, assignment), sheet, body)
    row = _row(session, assignment_id, expected)
    row.notes = {key: text for key, text in body.notes.items() if text}
    row.recommendation, row.actor_id = body.recommendation, actor.id
    session.add(row)
    session.flush()
    return row


def _row(session: Session, assignment_id: str, expected: int | None) -> NoteRelease:
    """The sheet's row, or a new one; version 0 is what was read before there was any."""
    row = session.exec(select(NoteRelease).where(NoteRelease.assignment_id == assignment_id)).first()
    if row is not None:
        check_version(row, expected)
        return row
    if expected not in (None, 0):
        raise Stale(current=0)
    return NoteRelease(assignment_id=assignment_id)


def _check_words(stage: Stage, sheet: Evaluation, body: NoteReleaseUpdate) -> None:
    known = {leaf.key for leaf in rubric.leaves(stage.rubric)}
    errors = [FieldError(f"notes.{key}", "unknown", {"value": key}) for key in body.notes if key not in known]
    said = [(f"notes.{key}", text, sheet.notes.get(key, "")) for key, text in body.notes.items() if key in known]
    said.append(("recommendation", body.recommendation, sheet.recommendation))
    errors += [FieldError(field, "not_the_note") for field, text, note in said if text and not is_shortened(note, text)]
    if errors:
        raise Invalid(errors=errors)

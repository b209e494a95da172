"""Reads of what is released of jurors' notes."""

from sqlmodel import Session, select

from app.models import NoteRelease
from app.models.explanation import NoteReleaseRead
from app.queries.evaluations import sheet
from app.rules.permissions import Actor


def read(session: Session, actor: Actor, assignment_id: str) -> NoteReleaseRead:
    """What of a sheet's notes is released, for whoever may read the sheet; ``NotFound`` for others."""
    sheet(session, actor, assignment_id)
    row = session.exec(select(NoteRelease).where(NoteRelease.assignment_id == assignment_id)).first()
    return as_read(row or NoteRelease(assignment_id=assignment_id, version=0))


def as_read(row: NoteRelease) -> NoteReleaseRead:
    """A row as its read schema."""
    return NoteReleaseRead.model_validate(row)

"""How long a sheet took, as its open page counts it: added up so that nothing counts twice or backwards."""

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app.clock import now
from app.errors import invalid
from app.models import Assignment, SheetTime


def add(session: Session, assignment: Assignment, view: str | None, seconds: int) -> None:
    """Takes *seconds* as those of this *view* so far; fewer than it had are an old report, and change nothing.

    All views together never exceed the time since the sheet was handed out. The caller has locked the sheet.
    """
    if view is None:
        raise invalid("seconds_spent", "needs_editor")
    rows = select(SheetTime).where(SheetTime.assignment_id == assignment.id)
    row = session.exec(rows.where(SheetTime.view == view)).first()
    others = select(func.coalesce(func.sum(SheetTime.seconds), 0)).where(
        SheetTime.assignment_id == assignment.id, SheetTime.view != view
    )
    room = int((now() - assignment.created_at).total_seconds()) - int(session.exec(others).one())
    believed = max(0, min(seconds, room))
    if row is None and believed:
        session.add(SheetTime(assignment_id=assignment.id, juror_id=assignment.juror_id, view=view, seconds=believed))
    elif row is not None:
        row.seconds = max(row.seconds, believed)
    session.flush()


def forget(session: Session, assignment_id: str) -> None:
    """Deletes the time of a sheet that goes."""
    session.connection().execute(delete(SheetTime).where(col(SheetTime.assignment_id) == assignment_id))

"""Who was reminded of unsigned sheets, and who could be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Assignment, Edition, Evaluation, Juror, Proposal, Reminder, User
from app.models.base import Page
from app.models.edition import EditionRead, EditionStatus
from app.models.listing import ListQuery
from app.models.proposal import ProposalStatus
from app.models.reminder import ReminderRead
from app.queries import editions
from app.queries.paging import Order, page
from app.queries.rows import page_of

GONE = (ProposalStatus.withdrawn, ProposalStatus.disqualified)
"""Nobody waits for the sheets of these."""


def list_(session: Session, edition_id: str, stage: str, query: ListQuery) -> Page[ReminderRead]:
    """The reminders of a stage, newest first."""
    conditions = (Reminder.edition_id == edition_id, Reminder.stage == stage)
    names = [name for name in ReminderRead.model_fields if name != "juror_name"]
    columns = [col(getattr(Reminder, name)) for name in names]
    statement: Any = select(*columns, col(User.name).label("juror_name"))  # type: ignore[call-overload]
    statement = statement.join(User, col(User.id) == Reminder.juror_id).where(*conditions)
    rows, following = page(session, statement, Order(((col(Reminder.id), True),)), query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(Reminder).where(*conditions)).one()
    return page_of(ReminderRead, rows, following, total)


def newest(session: Session, edition_id: str, stage: str) -> dict[str, datetime]:
    """When each juror of a stage was reminded last, by juror id."""
    rows = session.exec(
        select(Reminder.juror_id, func.max(Reminder.created_at))
        .where(Reminder.edition_id == edition_id, Reminder.stage == stage)
        .group_by(col(Reminder.juror_id))
    ).all()
    return dict(rows)


def unsigned(session: Session, edition_id: str, stage: str, juror_ids: Sequence[str] | None = None) -> dict[str, int]:
    """How many sheets each juror of a stage has still to sign, by juror id; those with none are left out."""
    statement = (
        select(Assignment.juror_id, func.count())
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Proposal, col(Proposal.id) == Assignment.proposal_id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage, col(Evaluation.signed_at).is_(None))
        .where(col(Proposal.status).not_in(GONE))
        .group_by(col(Assignment.juror_id))
    )
    if juror_ids is not None:
        statement = statement.where(col(Assignment.juror_id).in_(juror_ids))
    return dict(session.exec(statement).all())


def on_panel(session: Session, edition_id: str, stage: str, *, hold: bool = False) -> list[str]:
    """The jurors of a stage who did not leave; with *hold* kept from whoever else reminds them now."""
    panel = select(Juror).where(Juror.edition_id == edition_id, Juror.stage == stage, col(Juror.left_at).is_(None))
    ordered = panel.order_by(col(Juror.user_id))
    return [juror.user_id for juror in session.exec(ordered.with_for_update() if hold else ordered).all()]


def in_judging(session: Session) -> list[EditionRead]:
    """The editions whose jurors are at work."""
    found = select(Edition).where(Edition.status == EditionStatus.judging).order_by(col(Edition.id))
    return [editions.as_read(session, edition) for edition in session.exec(found).all()]

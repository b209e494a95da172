"""Reminders: mail to jurors who still have sheets to sign."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.judging import reminding
from app.domain.permits import require
from app.http.actor import Known
from app.http.listing import listing
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.listing import ListQuery
from app.models.reminder import ReminderCreate, ReminderRead, RemindersSent
from app.queries import editions, reminders
from app.queries.evaluations import edition_and_stage

router = APIRouter(tags=["judging"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/stages/{stage}/reminders")
@router.get("/editions/{edition_id}/stages/{stage}/reminders.csv", include_in_schema=False)
def list_reminders(
    edition_id: Id, stage: Key, query: Annotated[ListQuery, query_of(ListQuery)], session: Reading, actor: Known,
    request: Request, response: Response,
) -> Page[ReminderRead]:  # fmt: skip
    """Who was reminded when, newest first (organiser, secretariat, auditor)."""
    require(actor, "jurors:read")
    edition_and_stage(session, actor, edition_id, stage)
    return listing(request, response, session, query,
                   lambda s, q: reminders.list_(s, edition_id, stage, q))  # type: ignore[return-value]  # fmt: skip


@router.post("/editions/{edition_id}/stages/{stage}/reminders", status_code=201)
def send_reminders(edition_id: Id, stage: Key, body: ReminderCreate, session: Writing, actor: Known) -> RemindersSent:
    """Reminds jurors of their unsigned sheets by mail, all or those named (organiser).

    Nobody is reminded twice within twelve hours; whoever has signed everything meanwhile gets no mail.
    """
    edition = edition_and_stage(session, actor, edition_id, stage)
    return reminding.remind(session, actor, edition, editions.stage_of(edition, stage), body)

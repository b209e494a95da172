"""Reminders: one button for one juror or for all, and who was reminded when."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import reminders as api
from app.http.flash import flash
from app.http.forms import Form, parse
from app.http.locale import _, ngettext
from app.http.render import page, see_other
from app.http.sessions import Writing
from app.models.base import Key, Page
from app.models.reminder import ReminderCreate, ReminderRead, RemindersSent
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, first_url, page_url, permitted
from app.queries.editions import stage_of
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/editions/{edition_id}/stages/{stage}/reminders")
def index(
    request: Request, edition: Edition, stage: Key, found: Annotated[Page[ReminderRead], Depends(api.list_reminders)],
    actor: Annotated[Actor, permitted("jurors:read")],
) -> Response:  # fmt: skip
    """Who was reminded when."""
    context = room_context(actor, edition, stage_of(edition, stage), "") | {
        "found": found, "next_url": page_url(request, found.next), "first_url": first_url(request),
    }  # fmt: skip
    return page(request, "assignments/reminders.html", context)


@router.post("/editions/{edition_id}/stages/{stage}/reminders")
def send(
    request: Request, edition: Edition, stage: Key, form: Form, session: Writing,
    actor: Annotated[Actor, permitted("jurors:write")],
) -> Response:  # fmt: skip
    """Reminds the juror named, or everybody with sheets left."""
    body = parse(ReminderCreate, {"juror_ids": [one for one in form.getlist("juror_id") if isinstance(one, str)]})
    sent = api.send_reminders(edition_id=edition.id, stage=stage, body=body, session=session, actor=actor)
    kind = "success" if sent.reminded else "info"
    return flash(see_other(request, f"/editions/{edition.id}/stages/{stage}"), kind, _said(sent))


def _said(sent: RemindersSent) -> str:
    told, waiting = len(sent.reminded), len(sent.not_yet)
    lines = [ngettext("%(num)s juri diingatkan.", "%(num)s juri diingatkan.", told) % {"num": told}] if told else []
    if waiting:
        text = ngettext("%(num)s juri sudah diingatkan dalam 12 jam terakhir.",
                        "%(num)s juri sudah diingatkan dalam 12 jam terakhir.", waiting)  # fmt: skip
        lines.append(text % {"num": waiting})
    return " ".join(lines) or _("Tidak ada lembar yang menunggu tanda tangan.")

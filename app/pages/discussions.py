"""Discussions: the disputed proposals of a stage, and a thread between those who signed a sheet and the organiser."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import discussions as api
from app.api import editions as editions_api
from app.database import ReadSession
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Key
from app.models.discussion import Conclusion, DiscussionCreate, DiscussionRead, MessageCreate
from app.models.edition import EditionRead
from app.pages.assignments_room import Edition, room_context
from app.pages.route import PageRoute, permitted
from app.queries.editions import stage_of
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[DiscussionRead, Depends(api.read_discussion)]
MOST = 100
"""Disputed proposals that are listed; the others are in the CSV."""


@router.get("/editions/{edition_id}/stages/{stage}/discussions")
def index(
    request: Request, edition: Edition, stage: Key, session: Reading, actor: Annotated[Actor, permitted("scores:read")]
) -> Response:
    """The proposals of the stage, those whose jurors disagree most first."""
    return _list(request, session, actor, edition, stage, {}, None)


@router.post("/editions/{edition_id}/stages/{stage}/discussions")
def open_(
    request: Request, edition: Edition, stage: Key, form: Form, reading: Reading, session: Writing,
    actor: Annotated[Actor, permitted("discussions:write")],
) -> Response:  # fmt: skip
    """Opens a discussion, and goes there."""
    typed: dict[str, Any] = texts_of(form, "proposal_id", "question")
    typed["shows_scores"] = text_of(form, "shows_scores") == "true"
    with refused_as(request, lambda p: _list(request, reading, actor, edition, stage, typed, p)):
        body = parse(DiscussionCreate, typed)
        made = api.open_discussion(edition_id=edition.id, stage=stage, body=body, session=session, actor=actor,
                                   response=Response())  # fmt: skip
    return flash(see_other(request, f"/discussions/{made.id}"), "success", _("Diskusi dibuka; jurinya diberi tahu."))


@router.get("/discussions/{discussion_id}")
def show(request: Request, discussion: Shown, session: Reading, actor: Known) -> Response:
    """The thread, and for who may write the form."""
    return _thread(request, session, actor, discussion, {}, None)


@router.post("/discussions/{discussion_id}/messages")
def write(
    request: Request, discussion: Shown, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Adds a message."""
    typed = {"text": text_of(form, "text").strip(), "asks_to_reopen": text_of(form, "asks_to_reopen") == "true"}
    with refused_as(request, lambda p: _thread(request, reading, actor, discussion, typed, p)):
        body = parse(MessageCreate, typed)
        api.write_message(discussion_id=discussion.id, body=body, session=session, actor=actor, response=Response())
    return flash(see_other(request, f"/discussions/{discussion.id}"), "success", _("Terkirim."))


@router.post("/discussions/{discussion_id}/conclusion")
def conclude(
    request: Request, discussion: Shown, form: Form, reading: Reading, session: Writing,
    actor: Annotated[Actor, permitted("discussions:write")],
) -> Response:  # fmt: skip
    """Ends the discussion."""
    typed = {"conclusion": text_of(form, "conclusion").strip()}
    with refused_as(request, lambda p: _thread(request, reading, actor, discussion, typed, p)):
        body = parse(Conclusion, typed)
        api.conclude_discussion(discussion_id=discussion.id, body=body, expected=version_of(form), session=session,
                                actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/discussions/{discussion.id}"), "success", _("Diskusi ditutup."))


def _list(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: str, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    found = api.list_disputed(edition_id=edition.id, stage=stage, session=session, actor=actor, request=request).items
    context = room_context(actor, edition, stage_of(edition, stage), "/discussions") | {
        "found": found[:MOST], "total": len(found), "values": values, "problem": problem,
        "errors": errors_by_field(problem), "may_open": may_everywhere(actor, "discussions:write"),
        "widest": max((line.highest - line.lowest for line in found), default=0),
    }  # fmt: skip
    return page(request, "discussions/index.html", context)


def _thread(
    request: Request, session: ReadSession, actor: Actor, discussion: DiscussionRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    edition = editions_api.read_edition(edition_id=discussion.edition_id, session=session, actor=actor,
                                        response=Response())  # fmt: skip
    me = next((one for one in discussion.participants if one.is_me), None)
    leads = may_everywhere(actor, "discussions:write")
    is_open = discussion.closed_at is None and discussion.stage not in edition.published_stages
    context = {
        "discussion": discussion, "edition": edition, "stage": stage_of(edition, discussion.stage), "me": me,
        "leads": leads, "sees_room": may_everywhere(actor, "discussions:read"), "is_open": is_open,
        "may_write": is_open and (leads or me is not None), "values": values, "problem": problem,
        "errors": errors_by_field(problem), "sheets": {one.number: one for one in discussion.participants},
    }  # fmt: skip
    return page(request, "discussions/show.html", context)

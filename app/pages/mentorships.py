"""Pages of mentorships: those of one's own units, proposing one, its meetings, its end."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import mentorships as api
from app.api import units as units_api
from app.clock import today
from app.database import ReadSession
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.query import query_of
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Input, Page
from app.models.mentorship import (
    MentoringSessionCreate,
    MentorshipCreate,
    MentorshipRead,
    MentorshipSummary,
    MentorshipUpdate,
)
from app.pages.rembug import tabs
from app.pages.route import PageRoute, choices, first_url, page_url
from app.pages.unit_codes import unit_id_of
from app.queries.mentorships import READ, WRITE
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HOME = "/mentorships"
One = Annotated[MentorshipRead, Depends(api.read_mentorship)]


class Beginning(Input):
    """What a link that leads to the form knows already."""

    mentor_unit_id: Id | None = None
    mentee_unit_id: Id | None = None
    help_request_id: Id | None = None


@router.get(HOME)
def index(
    request: Request, found: Annotated[Page[MentorshipSummary], Depends(api.list_mentorships)], actor: Known
) -> Response:
    """The mentorships, newest first."""
    query = request.query_params
    context = {
        "mentorships": found, "query": query, "tabs_": tabs(HOME), "statuses": choices(labels.MENTORSHIP_STATUS),
        "may_propose": may_somewhere(actor, WRITE), "next_url": page_url(request, found.next),
        "first_url": first_url(request), "is_filtered": any(name in query for name in ("status", "side")),
    }  # fmt: skip
    return page(request, "mentorships/index.html", context)


@router.get(f"{HOME}/new")
def new(request: Request, session: Reading, actor: Known, query: Annotated[Beginning, query_of(Beginning)]) -> Response:
    """The form that proposes one."""
    require_somewhere(actor, WRITE)
    values = {"mentor": _name(session, query.mentor_unit_id), "help_request_id": query.help_request_id or "",
              "mentee": _name(session, query.mentee_unit_id) or actor.unit_name or ""}  # fmt: skip
    return _form(request, values, None)


def _name(session: ReadSession, unit_id: str | None) -> str:
    return units_api.read_unit(unit_id=unit_id, session=session, response=Response()).name if unit_id else ""


def _form(request: Request, values: dict[str, str], problem: Problem | None) -> Response:
    context = {"values": values, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "mentorships/new.html", context)


@router.post(HOME)
def propose(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Proposes it, and goes to its page."""
    typed = texts_of(form, "mentor", "mentee", "goal", "help_request_id")
    with refused_as(request, lambda p: _form(request, typed, p)):
        require_somewhere(actor, WRITE)
        sent = {"mentor_unit_id": unit_id_of(request, reading, typed["mentor"], "mentor_unit_id"),
                "mentee_unit_id": unit_id_of(request, reading, typed["mentee"], "mentee_unit_id"),
                "goal": typed["goal"], "help_request_id": typed["help_request_id"]}  # fmt: skip
        body = parse(MentorshipCreate, {name: value for name, value in sent.items() if value})
        made = api.propose_mentorship(body=body, session=session, actor=actor, response=Response())
    said = _("Pendampingan dimulai.") if made.status == "running" else _("Usulan terkirim; unit lainnya diberi tahu.")
    return flash(see_other(request, f"{HOME}/{made.id}"), "success", said)


@router.get(f"{HOME}/{{mentorship_id}}")
def show(request: Request, mentorship: One, session: Reading, actor: Known) -> Response:
    """One mentorship with its meetings."""
    return _show(request, session, actor, mentorship, {}, None)


def _show(
    request: Request, session: ReadSession, actor: Actor, mentorship: MentorshipRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    sessions = api.list_mentoring_sessions(mentorship_id=mentorship.id, session=session, actor=actor, request=request)
    context = {
        "mentorship": mentorship, "sessions": sessions.items, "values": values, "problem": problem,
        "errors": errors_by_field(problem), "form": values.get("form", ""), "deeds": mentorship.allowed,
        "today": today().isoformat(),
    }  # fmt: skip
    return page(request, "mentorships/show.html", context)


@router.post(f"{HOME}/{{mentorship_id}}/acceptance")
def accept(request: Request, mentorship: One, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """The other side agrees."""
    with refused_as(request, lambda p: _show(request, reading, actor, mentorship, {}, p)):
        api.accept_mentorship(mentorship_id=mentorship.id, expected=version_of(form), session=session, actor=actor,
                              response=Response())  # fmt: skip
    return flash(see_other(request, f"{HOME}/{mentorship.id}"), "success", _("Disepakati. Pendampingan dimulai."))


@router.post(f"{HOME}/{{mentorship_id}}/end")
def end(request: Request, mentorship: One, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Finishes it with what came of it, or stops it."""
    typed = texts_of(form, "status", "outcome") | {"form": "end"}
    with refused_as(request, lambda p: _show(request, reading, actor, mentorship, typed, p)):
        body = parse(MentorshipUpdate, {name: typed[name] for name in ("status", "outcome") if typed[name]})
        changed = api.update_mentorship(mentorship_id=mentorship.id, body=body, expected=version_of(form),
                                        session=session, actor=actor, response=Response())  # fmt: skip
    said = _("Pendampingan selesai; hasilnya tercatat.") if changed.status == "finished" else _("Dihentikan.")
    return flash(see_other(request, f"{HOME}/{mentorship.id}"), "success", said)


@router.post(f"{HOME}/{{mentorship_id}}/sessions")
def record(request: Request, mentorship: One, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Records a meeting."""
    names = ("held_on", "minutes", "topics", "agreed", "is_online")
    typed = texts_of(form, *names) | {"form": "session"}
    with refused_as(request, lambda p: _show(request, reading, actor, mentorship, typed, p)):
        require_somewhere(actor, WRITE)
        body = parse(MentoringSessionCreate, {name: typed[name] for name in names if typed[name]})
        api.record_mentoring_session(mentorship_id=mentorship.id, body=body, session=session, actor=actor,
                                     response=Response())  # fmt: skip
    return flash(see_other(request, f"{HOME}/{mentorship.id}"), "success", _("Pertemuan dicatat."))


@router.post(f"{HOME}/{{mentorship_id}}/sessions/{{session_id}}/removal")
def remove(request: Request, mentorship_id: Id, session_id: Id, form: Form, session: Writing, actor: Known) -> Response:
    """Takes a meeting away."""
    require_somewhere(actor, READ)
    api.remove_mentoring_session(mentorship_id=mentorship_id, session_id=session_id, expected=version_of(form),
                                 session=session, actor=actor)  # fmt: skip
    return flash(see_other(request, f"{HOME}/{mentorship_id}"), "success", _("Pertemuan dihapus."))

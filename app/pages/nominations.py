"""Pages of the nominations: the list, a new one, one with its checklist and package, sending and result."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app import national
from app.api import documents as documents_api
from app.api import innovations as innovations_api
from app.api import nominations as api
from app.clock import WIB, now
from app.database import ReadSession
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page, is_id
from app.models.innovation import InnovationRead
from app.models.nomination import NominationCreate, NominationRead, NominationSummary, ResultEntry, Sending
from app.models.proposal import DocumentRead
from app.pages.route import PageRoute, choices, first_url, page_url, permitted
from app.queries.innovations import InnovationFilters
from app.rules.permissions import Actor, may_everywhere, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
One = Annotated[NominationRead, Depends(api.read_nomination)]
Organiser = Annotated[Actor, permitted("nominations:write")]
WRITE = "nominations:write"


@router.get("/nominations")
def index(
    request: Request, nominations: Annotated[Page[NominationSummary], Depends(api.list_nominations)], actor: Known
) -> Response:
    """The nominations, the newest year first."""
    query = request.query_params
    context = {
        "nominations": nominations, "query": query, "may_nominate": may_everywhere(actor, WRITE),
        "shorts": dict(national.competitions()), "statuses": choices(labels.NOMINATION),
        "next_url": page_url(request, nominations.next), "first_url": first_url(request),
        "is_filtered": any(name in query for name in ("q", "year", "status")),
    }  # fmt: skip
    return page(request, "nominations/index.html", context)


@router.get("/nominations/new")
def new(request: Request, session: Reading, _actor: Organiser) -> Response:
    """Which innovation, and then for which competition."""
    innovation_id = request.query_params.get("innovation_id", "")
    if is_id(innovation_id):
        innovation = _innovation(session, innovation_id)
        next_year = (now().astimezone(WIB) + timedelta(days=90)).year
        return _new_form(request, innovation, {"year": str(next_year), "competition": "kipp", "group": "umum"}, None)
    q = request.query_params.get("q", "").strip()[:300]
    query = InnovationFilters(q=q or None, limit=20)
    found = innovations_api.list_innovations(query=query, session=session, request=request, response=Response())
    return page(request, "nominations/choose.html", {"found": found, "q": q})


def _innovation(session: ReadSession, innovation_id: str) -> InnovationRead:
    return innovations_api.read_innovation(innovation_id=innovation_id, session=session, response=Response())


@router.post("/nominations")
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Puts the innovation up, and goes on to writing."""
    typed = texts_of(form, "competition", "year", "group", "closes_on")
    innovation_id = text_of(form, "innovation_id")

    def again(problem: Problem) -> Response:
        return _new_form(request, _innovation(reading, innovation_id), typed, problem)

    with refused_as(request, again):
        body = parse(NominationCreate, {"innovation_id": innovation_id} | {k: v for k, v in typed.items() if v})
        made = api.create_nomination(body=body, session=session, actor=actor, response=Response())
    said = _("Nominasi dibuat. Naskah dan dokumennya diambil dari inovasinya; lengkapi yang masih kosong.")
    return flash(see_other(request, f"/nominations/{made.id}/edit"), "success", said)


def _new_form(
    request: Request, innovation: InnovationRead, values: dict[str, str], problem: Problem | None
) -> Response:
    name = national.name_for("kipp", now().year)
    groups = national.load(name).groups if name else []
    context = {
        "innovation": innovation, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "competitions": national.competitions(), "groups": [(group.key, group.title) for group in groups],
    }  # fmt: skip
    return page(request, "nominations/new.html", context)


@router.get("/nominations/{nomination_id}")
def show(request: Request, nomination: One, session: Reading, actor: Known) -> Response:
    """A nomination: its text, what is still open, the package, sending and result."""
    return _show(request, session, actor, nomination, {}, None, "")


def _show(
    request: Request, session: ReadSession, actor: Actor, nomination: NominationRead, values: dict[str, Any],
    problem: Problem | None, failed: str,
) -> Response:  # fmt: skip
    """*failed* is the form that *problem* is about."""
    checklist = api.read_checklist(nomination_id=nomination.id, session=session, actor=actor)
    package = api.read_package(nomination_id=nomination.id, session=session, actor=actor)
    context = {
        "nomination": nomination, "package": package, "rules": checklist.rules, "complete": checklist.complete,
        "leads": may_everywhere(actor, WRITE), "may_write": may_somewhere(actor, WRITE),
        "group": next((one for one in nomination.form.groups if one.key == nomination.group), None),
        "results": choices(labels.NATIONAL_RESULT), "today": now().astimezone(WIB).date().isoformat(),
        "values": values, "problem": problem, "failed": failed, "errors": errors_by_field(problem),
    }  # fmt: skip
    return page(request, "nominations/show.html", context)


@router.post("/nominations/{nomination_id}/removal")
def remove(nomination_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Takes a draft away."""
    api.delete_nomination(nomination_id=nomination_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, "/nominations"), "success", _("Nominasi dihapus."))


@router.post("/nominations/{nomination_id}/sending")
def send(request: Request, nomination: One, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Notes that it was sent."""
    typed = texts_of(form, "sent_on", "reference")
    with refused_as(request, lambda p: _show(request, reading, actor, nomination, typed, p, "sending")):
        api.send_nomination(nomination_id=nomination.id, body=parse(Sending, typed), expected=version_of(form),
                            session=session, actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/nominations/{nomination.id}"), "success", _("Pengiriman dicatat."))


@router.post("/nominations/{nomination_id}/sending/removal")
def take_back(nomination_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """A draft again."""
    api.take_back_nomination(nomination_id=nomination_id, expected=version_of(form), session=session, actor=actor,
                             response=Response())  # fmt: skip
    said = _("Pengiriman dibatalkan; naskahnya dapat diubah lagi.")
    return flash(see_other(request, f"/nominations/{nomination_id}"), "success", said)


@router.post("/nominations/{nomination_id}/result")
def decide(request: Request, nomination: One, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Enters the result."""
    typed = texts_of(form, "result", "label", "decided_on", "url")
    with refused_as(request, lambda p: _show(request, reading, actor, nomination, typed, p, "result")):
        api.enter_result(nomination_id=nomination.id, body=parse(ResultEntry, typed), expected=version_of(form),
                         session=session, actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/nominations/{nomination.id}"), "success", _("Hasil nasional dicatat."))


def papers_of(request: Request, session: ReadSession, actor: Actor, nomination: NominationRead) -> list[DocumentRead]:
    """The files of the proposal that may be released."""
    if nomination.proposal_id is None:
        return []
    return documents_api.list_documents(proposal_id=nomination.proposal_id, session=session, actor=actor,
                                        request=request).items  # fmt: skip

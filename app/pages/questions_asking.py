"""What the public does on an innovation: reads questions and answers, asks, suggests, is led to SP4N-LAPOR!.

The form is a page of its own: the innovation's page is kept ready-made for everybody, and a form that was made for
everybody could not tell how long somebody took to fill it in.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api import innovations as innovations_api
from app.api import questions as api
from app.database import ReadSession
from app.errors import Conflict
from app.http.citizen_pace import Asking
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.form_stamp import check_stamp, check_trap, new_stamp, stamp_again
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.question_words import LAPOR
from app.http.rate_limits import ByAddress
from app.http.render import page, see_other
from app.http.sessions import Writing
from app.models.base import Page
from app.models.innovation import InnovationRead
from app.models.question import LONGEST, SHORTEST, PublicQuestion, PublicQuestionFilters, QuestionCreate
from app.pages.route import PageRoute, first_url, page_url
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[InnovationRead, Depends(innovations_api.read_innovation)]
PRIVATE = {"Cache-Control": "private, no-store"}
FIELDS = ("kind", "text", "name", "email", "lapor_ticket")
KINDS = ("question", "suggestion", "complaint")
FIRST = 5
"""Questions that the innovation's own page shows."""


def beside(request: Request, session: ReadSession, innovation: InnovationRead) -> dict[str, Any]:
    """What the page of an innovation says of its questions; nothing of it changes with the day."""
    return {
        "questions": api.list_questions_of_innovation(
            innovation_id=innovation.id, query=PublicQuestionFilters(limit=FIRST), session=session, request=request,
            response=Response(),
        ),
        "may_ask": _is_ours(innovation), "may_follow": _is_ours(innovation) and _has_mail(),
        "lapor": LAPOR,
    }  # fmt: skip


def _has_mail() -> bool:
    """Whether letters go out; the demo shows how it would be."""
    return bool(settings().smtp_host) or settings().is_demo


@router.get("/innovations/{innovation_id}/questions")
def index(
    request: Request, innovation: Shown,
    questions: Annotated[Page[PublicQuestion], Depends(api.list_questions_of_innovation)],
) -> Response:  # fmt: skip
    """All published questions about an innovation."""
    context = {
        "innovation": innovation, "questions": questions, "may_ask": _is_ours(innovation), "lapor": LAPOR,
        "next_url": page_url(request, questions.next), "first_url": first_url(request),
    }  # fmt: skip
    return page(request, "questions/index.html", context)


@router.get("/innovations/{innovation_id}/questions/new")
def new(request: Request, innovation: Shown, kind: Annotated[str, Query(max_length=20)] = "question") -> Response:
    """The form of a question or a suggestion; a complaint is led to where it belongs."""
    check_ours(innovation)
    return _form(request, innovation, {"kind": kind}, None, new_stamp(_purpose(innovation)))


@router.post("/innovations/{innovation_id}/questions", dependencies=[FromOurSite, ByAddress])
def ask(request: Request, innovation: Shown, form: Form, session: Writing, pace: Asking) -> Response:
    """Takes it in; what stands in the way is said at its place, with everything typed still there."""
    typed = texts_of(form, *FIELDS)
    purpose = _purpose(innovation)
    with refused_as(request, lambda p: _form(request, innovation, typed, p, stamp_again(purpose, form))):
        check_trap(form)
        check_stamp(purpose, form)
        body = parse(QuestionCreate, {name: value for name, value in typed.items() if value or name == "text"})
        api.ask_question(innovation_id=innovation.id, body=body, session=session, pace=pace)
    told = " " + _("Hasilnya kami kabarkan lewat surel.") if body.email else ""
    text = _("Terima kasih, tulisan Anda terkirim. Moderator membacanya dahulu sebelum tampil di sini.")
    return flash(see_other(request, f"/innovations/{innovation.id}"), "success", text + told)


def _is_ours(innovation: InnovationRead) -> bool:
    """Whether the deeds would take a question about it (app/domain/innovations.py)."""
    return innovation.unit_id is not None


def check_ours(innovation: InnovationRead) -> None:
    """Instead of a form that would be refused: 409 where nobody here answers for the innovation."""
    if not _is_ours(innovation):
        raise Conflict("not-ours")


def _purpose(innovation: InnovationRead) -> str:
    return f"question {innovation.id}"


def _form(
    request: Request, innovation: InnovationRead, values: dict[str, str], problem: Problem | None, stamp: str
) -> Response:
    kind = values.get("kind")
    context = {"innovation": innovation, "values": values, "problem": problem, "errors": errors_by_field(problem),
               "kind": kind if kind in KINDS else "question", "stamp": stamp, "shortest": SHORTEST, "longest": LONGEST,
               "days": settings().answer_working_days, "lapor": LAPOR}  # fmt: skip
    return page(request, "questions/new.html", context, headers=PRIVATE)

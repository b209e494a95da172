"""The queue of those who moderate and answer, and a question with all that can be done about it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response

from app.api import questions as api
from app.database import ReadSession
from app.domain.passwords import LinkUnusable
from app.domain.questions import contacts
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem, problem_of
from app.http.query import query_of
from app.http.question_words import CAUSE, KIND, LAPOR, TAB, clock
from app.http.rate_limits import ByAddress
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.listing import ListQuery
from app.models.question import (
    LONGEST_ANSWER,
    QuestionAnswer,
    QuestionFilters,
    QuestionPublication,
    QuestionRead,
    QuestionRejection,
    QuestionUpdate,
)
from app.pages.route import PageRoute, choices, first_url, page_url
from app.queries import questions as queries
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_everywhere, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[QuestionRead, Depends(api.read_question)]
PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
_FILTERS: dict[str, dict[str, Any]] = {
    "pending": {"status": "pending"}, "waiting": {"status": "published", "is_answered": False},
    "overdue": {"is_overdue": True}, "answered": {"status": "published", "is_answered": True},
    "rejected": {"status": "rejected"},
}  # fmt: skip
_OF_MODERATORS = frozenset({"pending", "rejected"})


class QueueQuery(ListQuery):
    """What of the queue is shown."""

    tab: Literal["pending", "waiting", "overdue", "answered", "rejected"] | None = None
    unit_id: Id | None = None


@router.get("/questions")
def index(
    request: Request, query: Annotated[QueueQuery, query_of(QueueQuery)], session: Reading, actor: Known
) -> Response:
    """The queue, oldest first, one tab for each place where a question can stand."""
    require_somewhere(actor, "questions:read")
    sees_all = may_everywhere(actor, "questions:read")
    tab = query.tab or ("pending" if sees_all else "waiting")
    filters = QuestionFilters(**_FILTERS[tab], unit_id=query.unit_id, cursor=query.cursor, limit=20)
    found = api.list_questions(query=filters, session=session, actor=actor, request=request, response=Response())
    counts = queries.counts(session, actor)
    context = {
        "questions": found, "tab": tab, "unit_id": query.unit_id, "clock": clock, "lapor": LAPOR,
        "tabs_": [{"label": _(word), "url": f"/questions?tab={key}", "is_current": key == tab, "count": counts[key]}
                 for key, word in TAB.items() if sees_all or key not in _OF_MODERATORS],
        "causes": choices(CAUSE), "kinds": KIND, "may_moderate": may_everywhere(actor, "questions:moderate"),
        "may_answer": may_somewhere(actor, "questions:answer"), "next_url": page_url(request, found.next),
        "first_url": first_url(request),
    }  # fmt: skip
    return page(request, "questions/queue.html", context)


@router.get("/questions/asker")
def asker_form(request: Request, session: Reading, link: str = "") -> Response:
    """Asks before name and address are erased: mail scanners open links too."""
    return _asker(request, session, link)


@router.post("/questions/asker", dependencies=[ByAddress])
def forget_asker(request: Request, form: Form, reading: Reading, session: Writing, link: str = "") -> Response:
    """Erases name and address of who asked. The link is enough, so that a mail program can do it with one click."""
    token = text_of(form, "link") or link
    with refused_as(request, lambda _problem: _asker(request, reading, "")):
        api.forget_asker(token=token, session=session)
    return page(request, "followers/done.html", {"is_asker": True, "follower": None}, headers=PRIVATE)


def _asker(request: Request, session: ReadSession, link: str) -> Response:
    is_known = contacts.is_known(session, link)
    context = {"link": link, "problem": None if is_known else problem_of(LinkUnusable(), request.url.path)}
    return page(request, "questions/asker.html", context, status=200 if is_known else LinkUnusable.status,
                headers=PRIVATE)  # fmt: skip


@router.get("/questions/{question_id}")
def show(request: Request, question: Shown, actor: Known) -> Response:
    """A question, and what this person may do about it."""
    return _page(request, actor, question, {}, None)


@router.post("/questions/{question_id}/publication")
def publish(request: Request, question: Shown, form: Form, session: Writing, actor: Known) -> Response:
    """Publishes it, whole or with passages left out."""
    typed = {"text": text_of(form, "text").strip()}
    with refused_as(request, lambda p: _page(request, actor, question, typed, p)):
        body = parse(QuestionPublication, typed if typed["text"] else {})
        api.publish_question(question_id=question.id, body=body, expected=version_of(form), session=session,
                             actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, _back(form, question)), "success", _("Diterbitkan; unitnya diberi tahu."))


@router.post("/questions/{question_id}/rejection")
def reject(request: Request, question: Shown, form: Form, session: Writing, actor: Known) -> Response:
    """Keeps it back, with a reason."""
    typed = texts_of(form, "cause", "reason")
    with refused_as(request, lambda p: _page(request, actor, question, typed, p)):
        body = parse(QuestionRejection, typed if typed["cause"] else {"reason": typed["reason"]})
        api.reject_question(question_id=question.id, body=body, expected=version_of(form), session=session,
                            actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, _back(form, question)), "success", _("Ditolak."))


@router.post("/questions/{question_id}/ticket")
def note_ticket(request: Request, question: Shown, form: Form, session: Writing, actor: Known) -> Response:
    """Notes the number of the report at SP4N-LAPOR!."""
    typed = {"lapor_ticket": text_of(form, "lapor_ticket").strip()}
    with refused_as(request, lambda p: _page(request, actor, question, typed, p)):
        body = parse(QuestionUpdate, {"lapor_ticket": typed["lapor_ticket"] or None})
        api.update_question(question_id=question.id, body=body, expected=version_of(form), session=session,
                            actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/questions/{question.id}"), "success", _("Nomor laporan tersimpan."))


@router.post("/questions/{question_id}/answer")
def answer(request: Request, question: Shown, form: Form, session: Writing, actor: Known) -> Response:
    """Answers it in public."""
    typed = {"answer": text_of(form, "answer").strip()}
    with refused_as(request, lambda p: _page(request, actor, question, typed, p)):
        body = parse(QuestionAnswer, typed)
        api.answer_question(question_id=question.id, body=body, expected=version_of(form), session=session,
                            actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/questions/{question.id}"), "success", _("Jawaban diterbitkan."))


def _back(form: Form, question: QuestionRead) -> str:
    """To the queue where the deed was done there, else to the question."""
    tab = text_of(form, "tab")
    return f"/questions?tab={tab}" if tab in _FILTERS else f"/questions/{question.id}"


def _page(
    request: Request, actor: Actor, question: QuestionRead, values: dict[str, str], problem: Problem | None
) -> Response:
    context = {
        "question": question, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "clock": clock(question), "kinds": KIND, "causes": choices(CAUSE), "cause_words": CAUSE, "lapor": LAPOR,
        "may_moderate": may_everywhere(actor, "questions:moderate"), "longest": LONGEST_ANSWER,
        "may_answer": may_somewhere(actor, "questions:answer") and question.status == "published",
        "back": f"/questions?tab={_tab_of(question)}",
    }  # fmt: skip
    return page(request, "questions/show.html", context)


def _tab_of(question: QuestionRead) -> str:
    if question.status != "published":
        return question.status
    return "answered" if question.answered_at else "waiting"

"""Questions and suggestions of the public, and the answers of units."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.domain.questions import answering, asking, contacts, moderating
from app.http.actor import Known
from app.http.citizen_pace import Asking
from app.http.csrf import FromOurSite
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.locale import current_language
from app.http.public import Public
from app.http.query import query_of
from app.http.rate_limits import ByAddress
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.follower import Token
from app.models.question import (
    Asked,
    PublicQuestion,
    PublicQuestionFilters,
    QuestionAnswer,
    QuestionCreate,
    QuestionFilters,
    QuestionPublication,
    QuestionRead,
    QuestionRejection,
    QuestionSummary,
    QuestionUpdate,
)
from app.queries import questions as queries
from app.queries.reach import require_somewhere

router = APIRouter(tags=["questions"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/innovations/{innovation_id}/questions", dependencies=[Public])
@router.get("/innovations/{innovation_id}/questions.csv", dependencies=[Public], include_in_schema=False)
def list_questions_of_innovation(
    innovation_id: Id, query: Annotated[PublicQuestionFilters, query_of(PublicQuestionFilters)], session: Reading,
    request: Request, response: Response,
) -> Page[PublicQuestion]:  # fmt: skip
    """The published questions and suggestions about an innovation, newest first, with the answers of the unit."""
    return listing(request, response, session, query, lambda s, q: queries.of_innovation(s, innovation_id, q))  # type: ignore[return-value]


@router.post("/innovations/{innovation_id}/questions", status_code=201, dependencies=[FromOurSite, ByAddress])
def ask_question(innovation_id: Id, body: QuestionCreate, session: Writing, pace: Asking) -> Asked:
    """Asks the unit of an innovation, or suggests something to it. Nobody needs an account.

    A moderator looks at it before anybody else sees it. Who leaves an address is told what becomes of it. Complaints
    belong to SP4N-LAPOR! (https://www.lapor.go.id/); its ticket number can be noted here.
    """
    pace.check()
    question = asking.ask(session, innovation_id, body, current_language.get())
    return Asked.model_validate(question)


@router.get("/questions")
@router.get("/questions.csv", include_in_schema=False)
def list_questions(
    query: Annotated[QuestionFilters, query_of(QuestionFilters)], session: Reading, actor: Known, request: Request,
    response: Response,
) -> Page[QuestionSummary]:  # fmt: skip
    """The queue, oldest first: all questions for who moderates, the published ones of its units for everybody else."""
    require_somewhere(actor, "questions:read")
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.get("/questions/{question_id}")
def read_question(question_id: Id, session: Reading, actor: Known, response: Response) -> QuestionRead:
    """A question with its clock: until when the unit should have answered, in working days."""
    found = queries.read(session, actor, question_id)
    tag(response, found.version)
    return found


@router.patch("/questions/{question_id}")
def update_question(
    question_id: Id, body: QuestionUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> QuestionRead:
    """Notes the ticket number of SP4N-LAPOR! at a question, or takes it away (moderators)."""
    row = moderating.update(session, actor, question_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.put("/questions/{question_id}/publication")
def publish_question(
    question_id: Id, body: QuestionPublication, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> QuestionRead:
    """Shows a question to everybody (moderators): the unit is told, and its clock of working days begins.

    With `text` passages are left out of what was written, each marked `[…]`; they are then stored nowhere.
    """
    row = moderating.publish(session, actor, question_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.put("/questions/{question_id}/rejection")
def reject_question(
    question_id: Id, body: QuestionRejection, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> QuestionRead:
    """Keeps a question back, or takes it down (moderators). Who asked is told why, except of `spam`."""
    row = moderating.reject(session, actor, question_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.put("/questions/{question_id}/answer")
def answer_question(
    question_id: Id, body: QuestionAnswer, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> QuestionRead:
    """Answers a published question in public, or mends the answer (the innovation's unit, units above, organiser)."""
    row = answering.answer(session, actor, question_id, body, expected)
    tag(response, row.version)
    return queries.read(session, actor, row.id)


@router.delete("/askers/{token}", status_code=204, dependencies=[ByAddress])
def forget_asker(token: Token, session: Writing) -> None:
    """Erases name and address of who asked, by the link of a letter; the question stays."""
    contacts.forget_asker(session, token)

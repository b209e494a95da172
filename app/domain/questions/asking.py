"""Somebody asks or suggests: what the public writes is taken in, and waits for a moderator."""

from datetime import timedelta

from sqlmodel import Session, col, func, select

from app.clock import now
from app.domain.innovations import ours
from app.domain.versions import load
from app.errors import invalid
from app.models import Asker, Innovation, Question
from app.models.question import QuestionCreate
from app.rules.questions import ALIKE_DAYS, MOST_ALIKE, MOST_LINKS, gist, links_in
from app.secrets_store import keyed_digest


def ask(session: Session, innovation_id: str, body: QuestionCreate, locale: str) -> Question:
    """Takes a question or suggestion in; nobody but those who moderate sees it yet.

    409 ``not-ours`` where nobody here could answer; 422 for too many links, or a text that was sent before.
    """
    innovation = load(session, Innovation, innovation_id)
    ours(innovation)
    if links_in(body.text) > MOST_LINKS:
        raise invalid("text", "too_many_links", limit=MOST_LINKS)
    key = text_key(body.text)
    _check_new(session, innovation_id, key)
    question = Question(innovation_id=innovation_id, kind=body.kind, text=body.text, text_key=key,
                        lapor_ticket=body.lapor_ticket, is_sample=innovation.is_sample)  # fmt: skip
    session.add(question)
    session.flush()
    if body.name or body.email:
        session.add(Asker(question_id=question.id, name=body.name, email=body.email, locale=locale))
        session.flush()
    return question


def text_key(text: str) -> str:
    """By which the same text is known again; without the installation's secret it says nothing of the text."""
    return keyed_digest("questions", gist(text) or text)


def _check_new(session: Session, innovation_id: str, key: str) -> None:
    """Once about an innovation, and about a few innovations in a week."""
    since = now() - timedelta(days=ALIKE_DAYS)
    here = select(Question.id).where(Question.innovation_id == innovation_id, Question.text_key == key)
    if session.exec(here).first() is not None:
        raise invalid("text", "asked_before")
    alike = select(func.count()).where(Question.text_key == key, col(Question.created_at) > since)
    if session.exec(alike).one() >= MOST_ALIKE:
        raise invalid("text", "asked_elsewhere", limit=MOST_ALIKE, days=ALIKE_DAYS)

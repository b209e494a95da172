"""Name and address of who asked: taken away by the person's own link, or when they are over their time."""

from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from app.clock import now
from app.domain.citizen_tokens import ASKER, id_in
from app.domain.passwords import LinkUnusable
from app.models import Asker, Question
from app.models.question import QuestionStatus

KEPT_AFTER = timedelta(days=30)
"""After the answer or the rejection."""
KEPT_AT_MOST = timedelta(days=365)
REJECTED_KEPT = timedelta(days=90)
"""How long a rejected text is kept, so that somebody can still ask why."""


def forget_asker(session: Session, token: str) -> None:
    """Erases name and address by the link of a letter; ``LinkUnusable`` where they are not there any more."""
    asker = _asker(session, token)
    if asker is None:
        raise LinkUnusable
    session.delete(asker)
    session.flush()


def is_known(session: Session, token: str) -> bool:
    """Whether a link still leads to a name or an address."""
    return _asker(session, token) is not None


def _asker(session: Session, token: str) -> Asker | None:
    id_ = id_in(ASKER, token)
    return session.get(Asker, id_) if id_ else None


def forget_old_askers(session: Session) -> int:
    """Erases names and addresses that are over their time; how many."""
    done = now() - KEPT_AFTER
    over = select(Question.id).where(
        or_(col(Question.answered_at) < done, col(Question.rejected_at) < done,
            col(Question.created_at) < now() - KEPT_AT_MOST)
    )  # fmt: skip
    gone = session.connection().execute(delete(Asker).where(col(Asker.question_id).in_(over)))
    return int(gone.rowcount)


def remove_old_rejected(session: Session) -> int:
    """Deletes rejected questions that are over their time; how many."""
    over = select(Question).where(Question.status == QuestionStatus.rejected,
                                  col(Question.rejected_at) < now() - REJECTED_KEPT)  # fmt: skip
    rows = session.exec(over.with_for_update()).all()
    session.connection().execute(delete(Asker).where(col(Asker.question_id).in_([row.id for row in rows])))
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)

"""Letters to people without an account: who asked a question, and who follows an innovation.

The outbox names the row; the address is looked up when the letter is sent, so that nothing is sent to who has left.
"""

from dataclasses import dataclass
from urllib.parse import quote

from sqlmodel import Session, select

from app.delivery.judging_letters import Facts
from app.delivery.question_letters import about
from app.delivery.question_words import COMPLAINT, FOLLOWING
from app.domain import followers
from app.domain.citizen_tokens import ASKER, CONFIRM, LEAVE, token_of
from app.domain.events import link
from app.domain.outbox import Claimed
from app.domain.questions.letters import ANSWERED, PUBLISHED, REJECTED
from app.models import Asker, Follower
from app.models.question import RejectionCause
from app.queries import followers as queries

TOPICS = frozenset({PUBLISHED, ANSWERED, REJECTED, followers.ASKED, followers.NEWS})
LAPOR = "https://www.lapor.go.id/"
"""SP4N-LAPOR!, where complaints belong."""


@dataclass(frozen=True)
class Citizen:
    """Who a letter goes to. What somebody typed as a name is not repeated in a letter to an address that nobody has
    confirmed."""

    email: str
    locale: str
    name: str = ""


def addressed(session: Session, message: Claimed) -> tuple[Citizen, Facts] | None:
    """To whom, and what the letter says; None where it is of no use any more."""
    if "follower_id" in message.payload:
        return _to_follower(session, message)
    return _to_asker(session, message)


def _to_follower(session: Session, message: Claimed) -> tuple[Citizen, Facts] | None:
    follower = session.get(Follower, message.payload["follower_id"])
    if follower is None or (message.topic == followers.NEWS and follower.confirmed_at is None):
        return None
    is_asked = message.topic == followers.ASKED and follower.confirmed_at is None
    letter = message.topic if is_asked or message.topic == followers.NEWS else FOLLOWING
    page = link(f"/innovations/{follower.innovation_id}")
    url = _link("/followers/confirmation", CONFIRM, follower.id) if is_asked else page
    more = {"title": queries.read(session, follower.id).innovation_title}
    return Citizen(follower.email, follower.locale), Facts(letter, url, None, more,
                                                           _link("/followers/removal", LEAVE, follower.id))  # fmt: skip


def _to_asker(session: Session, message: Claimed) -> tuple[Citizen, Facts] | None:
    found = about(session, message.payload["question_id"])
    asker = session.exec(select(Asker).where(Asker.question_id == message.payload["question_id"])).first()
    if found is None or asker is None or asker.email is None:
        return None
    question, more = found
    is_complaint = message.topic == REJECTED and question.cause == RejectionCause.complaint
    more |= {"cause": question.cause, "reason": question.reason} if message.topic == REJECTED and question.cause else {}
    letter = COMPLAINT if is_complaint else message.topic
    anchor = f"#question-{question.id}" if message.topic != REJECTED else ""
    url = LAPOR if is_complaint else link(f"/innovations/{question.innovation_id}{anchor}")
    return Citizen(asker.email, asker.locale), Facts(letter, url, question.due_at, more,
                                                     _link("/questions/asker", ASKER, asker.id))  # fmt: skip


def _link(path: str, purpose: str, id_: str) -> str:
    return link(f"{path}?link={quote(token_of(purpose, id_))}")

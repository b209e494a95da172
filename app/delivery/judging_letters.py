"""What letters about judging tell, found out when they are sent: nobody is reminded of what is done by then."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from app.domain.events import link
from app.domain.judging.discussing import ASKED, CLOSED, OPENED
from app.domain.judging.reminding import TOPIC as REMINDER
from app.domain.outbox import Claimed
from app.models import Discussion, Proposal
from app.queries import discussions, editions, reminders, stages

TOPICS = frozenset({REMINDER, OPENED, CLOSED, ASKED})


@dataclass(frozen=True)
class Facts:
    """Which letter it is, where its button leads, until when that holds, and the values of its words."""

    letter: str
    url: str
    until: datetime | None = None
    more: dict[str, str] = field(default_factory=dict)
    leave_url: str | None = None
    """Where the receiver ends letters of this kind (RFC 8058); None where they end by themselves."""


def facts(session: Session, message: Claimed) -> Facts | None:
    """What the letter says; None where it is of no use any more, or not of judging."""
    if message.topic == REMINDER:
        return _of_reminder(session, message)
    return _of_discussion(session, message) if message.topic in TOPICS else None


def _of_reminder(session: Session, message: Claimed) -> Facts | None:
    edition_id, key, juror_id = message.payload["edition_id"], message.payload["stage"], message.user_id or ""
    left = reminders.unsigned(session, edition_id, key, [juror_id]).get(juror_id, 0)
    if not left or stages.publication(session, edition_id, key) is not None:
        return None
    edition = editions.configuration(session, edition_id)
    stage = editions.stage_of(edition, key)
    more = {"unsigned": str(left), "stage": stage.name, "edition": edition.name}
    letter = REMINDER if stage.ends_at else "reminder-without-end"
    return Facts(letter, link(f"/assignments?edition_id={edition_id}&stage={key}"), stage.ends_at, more)


def _of_discussion(session: Session, message: Claimed) -> Facts | None:
    """A juror who takes part no more is told nothing."""
    discussion = session.get(Discussion, message.payload["discussion_id"])
    if discussion is None:
        return None
    its = discussions.circle(session, discussion)
    if message.topic != ASKED and its.of(message.user_id) is None:
        return None
    title = session.exec(select(Proposal.title).where(Proposal.id == discussion.proposal_id)).one()
    return Facts(message.topic, link(f"/discussions/{discussion.id}"), None, {"title": title, "stage": its.stage.name})

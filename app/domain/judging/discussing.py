"""Discussions of disputed proposals: opened and closed by the organiser, written in by those who signed a sheet."""

from sqlmodel import Session, col, select

from app.clock import now
from app.domain import outbox
from app.domain.judging.panel import check_open
from app.domain.permits import require
from app.domain.versions import check_version
from app.errors import Conflict, Forbidden, invalid
from app.models import Discussion, DiscussionMessage, Proposal
from app.models.discussion import Conclusion, DiscussionCreate, MessageCreate
from app.models.edition import EditionRead, Stage
from app.models.outbox import Kind
from app.queries import discussions, users
from app.queries.discussions import Circle
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_everywhere

OPENED, CLOSED, ASKED = "discussion-opened", "discussion-closed", "reopening-asked"
"""Of the letters."""
ENOUGH = 2
"""Signed sheets that there is something to discuss between."""


def open_(session: Session, actor: Actor, edition: EditionRead, stage: Stage, body: DiscussionCreate) -> Discussion:
    """Opens a discussion between the jurors who signed a sheet of the proposal; they are told by mail.

    409 while one is open, or with fewer than two signed sheets; scores are shown only once every sheet is signed.
    """
    require(actor, "discussions:write")
    check_open(session, edition.id, stage.key)
    locked = select(Proposal).where(Proposal.id == body.proposal_id, Proposal.edition_id == edition.id)
    if session.exec(locked.with_for_update()).first() is None:
        raise invalid("proposal_id", "not_found")
    _check_new(session, edition.id, stage.key, body)
    discussion = Discussion(edition_id=edition.id, stage=stage.key, **body.model_dump(), actor_id=actor.id,
                            actor_name=actor.name)  # fmt: skip
    session.add(discussion)
    session.flush()
    _tell_jurors(session, discussions.circle(session, discussion), OPENED)
    return discussion


def _check_new(session: Session, edition_id: str, stage: str, body: DiscussionCreate) -> None:
    is_open = select(Discussion.id).where(
        Discussion.edition_id == edition_id, Discussion.stage == stage,
        Discussion.proposal_id == body.proposal_id, col(Discussion.closed_at).is_(None),
    )  # fmt: skip
    if session.exec(is_open).first() is not None:
        raise Conflict("discussion-open")
    sheets = discussions.sheets_of(session, edition_id, stage, body.proposal_id)
    if sum(sheet.signed for sheet in sheets) < ENOUGH:
        raise Conflict("nothing-to-discuss")
    if body.shows_scores and not all(sheet.signed for sheet in sheets):
        raise invalid("shows_scores", "sheets_unsigned")


def write(session: Session, actor: Actor, discussion_id: str, body: MessageCreate) -> DiscussionMessage:
    """Adds a message: the organiser's, or that of a juror who takes part. 409 once it is closed."""
    require_somewhere(actor, "discussions:write")
    its = discussions.found(session, actor, discussion_id)
    me = its.of(actor.user_id)
    is_organiser = may_everywhere(actor, "discussions:write")
    if me is None and not is_organiser:
        raise Forbidden
    if me is None and body.asks_to_reopen:
        raise invalid("asks_to_reopen", "not_used_here")
    _check_going_on(session, its.discussion)
    place = discussions.circle(session, its.discussion).of(actor.user_id)  # under the lock: a number is given once
    message = DiscussionMessage(discussion_id=discussion_id, actor_id=actor.id, actor_name=actor.name,
                                number=place.number if place else None, **body.model_dump())  # fmt: skip
    session.add(message)
    session.flush()
    if body.asks_to_reopen:
        for organiser_id in users.organisers(session):
            _tell(session, its.discussion, ASKED, organiser_id)
    return message


def close(session: Session, actor: Actor, discussion_id: str, body: Conclusion, expected: int | None) -> Discussion:
    """Ends a discussion with what came of it; its jurors are told by mail. 409 once it is closed."""
    require(actor, "discussions:write")
    its = discussions.found(session, actor, discussion_id)
    check_version(its.discussion, expected)
    _check_not_closed(session, its.discussion)  # after publication too: else it would stay open for good
    its.discussion.closed_at, its.discussion.conclusion = now(), body.conclusion
    session.flush()
    _tell_jurors(session, its, CLOSED)
    return its.discussion


def _check_going_on(session: Session, discussion: Discussion) -> None:
    """``Conflict`` once it is closed; and nobody else writes in it or closes it before this transaction ends."""
    check_open(session, discussion.edition_id, discussion.stage)
    _check_not_closed(session, discussion)


def _check_not_closed(session: Session, discussion: Discussion) -> None:
    session.refresh(discussion, with_for_update=True)
    if discussion.closed_at is not None:
        raise Conflict("discussion-closed")


def _tell_jurors(session: Session, its: Circle, topic: str) -> None:
    for reader in its.readers:
        _tell(session, its.discussion, topic, reader.juror_id)


def _tell(session: Session, discussion: Discussion, topic: str, user_id: str | None) -> None:
    """A letter; an API key has no letterbox, and what is for nobody is called off when it is sent."""
    if user_id is not None:
        outbox.add(session, Kind.mail, topic, {"discussion_id": discussion.id}, user_id=user_id)

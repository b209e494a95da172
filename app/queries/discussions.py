"""Discussions of disputed proposals: who takes part, what each may know of the others, which proposals are disputed."""

import hashlib
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Assignment, Discussion, DiscussionMessage, Evaluation, Juror, Proposal, User
from app.models.base import Page
from app.models.discussion import (
    DiscussionFilters,
    DiscussionRead,
    DiscussionSummary,
    MessageRead,
    Participant,
)
from app.models.edition import Stage
from app.queries import conflicts, editions
from app.queries.paging import Order, page
from app.queries.reach import require_somewhere
from app.queries.rows import page_of
from app.rules.permissions import Actor, may_everywhere

_WRITTEN = (
    select(DiscussionMessage.discussion_id, func.count().label("messages"),
           func.sum(case((col(DiscussionMessage.asks_to_reopen), 1), else_=0)).label("requests"))
    .group_by(col(DiscussionMessage.discussion_id)).subquery()
)  # fmt: skip


def list_(session: Session, actor: Actor, query: DiscussionFilters) -> Page[DiscussionSummary]:
    """The discussions, newest first; a juror sees those of proposals that the juror signed a sheet of."""
    require_somewhere(actor, "discussions:read")
    exact = {Discussion.edition_id: query.edition_id, Discussion.stage: query.stage,
             Discussion.proposal_id: query.proposal_id}  # fmt: skip
    conditions: list[ColumnElement[bool]] = [col(c) == value for c, value in exact.items() if value is not None]
    if query.is_open is not None:
        conditions.append(col(Discussion.closed_at).is_(None) == query.is_open)
    if not may_everywhere(actor, "discussions:read"):
        conditions.append(col(Discussion.id).in_(_of_juror(session, actor)))
    statement = _summaries().where(*conditions)
    rows, following = page(session, statement, Order(((col(Discussion.id), True),)), query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(Discussion).where(*conditions)).one()
    return page_of(DiscussionSummary, rows, following, total)


def _summaries() -> Any:
    own = ("id", "edition_id", "stage", "proposal_id", "question", "shows_scores", "created_at", "closed_at", "version")
    columns = [col(getattr(Discussion, name)) for name in own]
    return (
        select(*columns, col(Proposal.number).label("proposal_number"), col(Proposal.title).label("proposal_title"),  # type: ignore[call-overload]
               func.coalesce(_WRITTEN.c.messages, 0).label("messages"),
               func.coalesce(_WRITTEN.c.requests, 0).label("requests"))
        .select_from(Discussion)
        .join(Proposal, col(Proposal.id) == Discussion.proposal_id)
        .outerjoin(_WRITTEN, _WRITTEN.c.discussion_id == Discussion.id)
    )  # fmt: skip


def _of_juror(session: Session, actor: Actor) -> list[str]:
    """The discussions that a juror takes part in: few, so each is looked at for conflicts of interest."""
    signed = (
        select(Discussion.id, Discussion.edition_id, Discussion.proposal_id)
        .join(Assignment, (col(Assignment.proposal_id) == Discussion.proposal_id)
              & (col(Assignment.edition_id) == Discussion.edition_id) & (col(Assignment.stage) == Discussion.stage))
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Juror, (col(Juror.user_id) == Assignment.juror_id) & (col(Juror.edition_id) == Assignment.edition_id)
              & (col(Juror.stage) == Assignment.stage))
        .where(Assignment.juror_id == (actor.user_id or ""), col(Evaluation.signed_at).is_not(None))
        .where(col(Juror.left_at).is_(None))
    )  # fmt: skip
    rows = session.exec(signed).all()
    barred: set[tuple[str, str]] = set()
    for edition_id in {row[1] for row in rows}:
        proposals = [row[2] for row in rows if row[1] == edition_id]
        found = conflicts.barred(session, edition_id, [actor.user_id or ""], proposals)
        barred |= {(edition_id, proposal) for proposal in found.get(actor.user_id or "", {})}
    return [id_ for id_, edition_id, proposal_id in rows if (edition_id, proposal_id) not in barred]


class Reader(NamedTuple):
    """A juror with a signed sheet of the proposal, and the number that the others know them by."""

    juror_id: str
    name: str
    assignment_id: str
    total: float | None
    number: int


@dataclass(frozen=True)
class Circle:
    """Who may write in a discussion, and what is between them."""

    discussion: Discussion
    stage: Stage
    readers: list[Reader]
    are_all_signed: bool

    def of(self, juror_id: str | None) -> Reader | None:
        """The juror's place in it."""
        return next((one for one in self.readers if one.juror_id == juror_id), None)

    @property
    def are_scores_shown(self) -> bool:
        """Whether its jurors see each other's totals now."""
        return self.discussion.shows_scores and self.are_all_signed


def circle(session: Session, discussion: Discussion) -> Circle:
    """The jurors of a discussion: those with a signed sheet, on the panel, without a conflict of interest."""
    sheets = sheets_of(session, discussion.edition_id, discussion.stage, discussion.proposal_id)
    barred = conflicts.barred(session, discussion.edition_id, [one.juror_id for one in sheets],
                              [discussion.proposal_id])  # fmt: skip
    taking_part = [one for one in sheets if one.signed and not one.has_left and not barred.get(one.juror_id)]
    numbers = _numbers(session, discussion, taking_part)
    readers = [Reader(one.juror_id, one.name, one.assignment_id, one.total, numbers[one.juror_id])
               for one in taking_part]  # fmt: skip
    stage = editions.stage_of(editions.configuration(session, discussion.edition_id), discussion.stage)
    return Circle(discussion, stage, sorted(readers, key=lambda one: one.number), all(one.signed for one in sheets))


@dataclass(frozen=True)
class Sheet:
    """A sheet of a proposal."""

    assignment_id: str
    juror_id: str
    name: str
    total: float | None
    signed: bool
    has_left: bool
    handed_out: Any


def sheets_of(session: Session, edition_id: str, stage: str, proposal_id: str) -> list[Sheet]:
    """Every sheet of a proposal in a stage."""
    rows = session.execute(
        select(Assignment.id, Assignment.juror_id, User.name, Evaluation.total,  # type: ignore[call-overload]
               col(Evaluation.signed_at).is_not(None), col(Juror.left_at).is_not(None), Assignment.created_at)
        .join(Evaluation, Evaluation.assignment_id == Assignment.id)
        .join(User, User.id == Assignment.juror_id)
        .outerjoin(Juror, (col(Juror.user_id) == Assignment.juror_id)
                   & (col(Juror.edition_id) == Assignment.edition_id) & (col(Juror.stage) == Assignment.stage))
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage, Assignment.proposal_id == proposal_id)
        .order_by(Assignment.id)
    ).all()  # fmt: skip
    return [Sheet(*row) for row in rows]


def _numbers(session: Session, discussion: Discussion, jurors: list[Sheet]) -> dict[str, int]:
    """The number of each juror. Whoever wrote keeps theirs; the others follow in an order that tells nothing of them:
    by the hour their sheet was handed out, then by a digest."""
    written = session.exec(
        select(DiscussionMessage.actor_id, DiscussionMessage.number).where(
            DiscussionMessage.discussion_id == discussion.id, col(DiscussionMessage.number).is_not(None)
        )
    ).all()
    numbers: dict[str, int] = {actor_id: number for actor_id, number in written if actor_id and number}
    free = (n for n in range(1, len(numbers) + len(jurors) + 1) if n not in set(numbers.values()))
    for one in sorted(jurors, key=lambda one: (one.handed_out.replace(minute=0, second=0, microsecond=0),
                                               _digest(discussion, one.juror_id))):  # fmt: skip
        if one.juror_id not in numbers:
            numbers[one.juror_id] = next(free)
    return numbers


def _digest(discussion: Discussion, juror_id: str) -> str:
    return hashlib.sha256(f"{discussion.salt}{juror_id}".encode()).hexdigest()


def found(session: Session, actor: Actor, discussion_id: str) -> Circle:
    """A discussion that the actor may read, with its jurors; ``NotFound`` for everybody else."""
    require_somewhere(actor, "discussions:read")
    discussion = session.get(Discussion, discussion_id)
    if discussion is None:
        raise NotFound
    its = circle(session, discussion)
    if not may_everywhere(actor, "discussions:read") and its.of(actor.user_id) is None:
        raise NotFound
    return its


def read(session: Session, actor: Actor, discussion_id: str) -> DiscussionRead:
    """A discussion as this reader may see it: jurors of a blind stage know each other by number alone."""
    its = found(session, actor, discussion_id)
    sees_all = may_everywhere(actor, "discussions:read")
    summary = session.execute(_summaries().where(Discussion.id == discussion_id)).one()
    return DiscussionRead(
        **summary._mapping, conclusion=its.discussion.conclusion, are_scores_shown=its.are_scores_shown,
        participants=[_participant(one, actor, its, sees_all=sees_all) for one in its.readers],
        thread=[_message(one, actor, its, sees_all=sees_all) for one in _thread(session, discussion_id)],
    )  # fmt: skip


def _participant(one: Reader, actor: Actor, its: Circle, *, sees_all: bool) -> Participant:
    is_me = one.juror_id == actor.user_id
    is_named = sees_all or is_me or not its.stage.blind
    return Participant(
        number=one.number, is_me=is_me, juror_id=one.juror_id if is_named else None,
        name=one.name if is_named else None,
        total=one.total if sees_all or is_me or its.are_scores_shown else None,
        assignment_id=one.assignment_id if sees_all or is_me else None,
    )  # fmt: skip


def _thread(session: Session, discussion_id: str) -> list[DiscussionMessage]:
    messages = select(DiscussionMessage).where(DiscussionMessage.discussion_id == discussion_id)
    return list(session.exec(messages.order_by(col(DiscussionMessage.id))).all())


def _message(one: DiscussionMessage, actor: Actor, its: Circle, *, sees_all: bool) -> MessageRead:
    is_me = one.actor_id is not None and one.actor_id == actor.id
    is_named = sees_all or is_me or one.number is None or not its.stage.blind
    return MessageRead(id=one.id, number=one.number, name=one.actor_name if is_named else None, is_me=is_me,
                       asks_to_reopen=one.asks_to_reopen, text=one.text, created_at=one.created_at)  # fmt: skip

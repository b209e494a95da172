"""What the pages of judging need beyond the lists of the API: readings by proposal, how far jurors are apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field as Limit
from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from app.errors import Forbidden
from app.models import Assignment, Evaluation, Innovation, Proposal, Publication, Reopening, Result, User
from app.models.base import Id
from app.models.listing import MAX_LIMIT, ListQuery
from app.queries.evaluations import SHEET_STATUS
from app.queries.paging import Order, page
from app.queries.sheet_times import SECONDS_SPENT
from app.rules.permissions import Actor, may_everywhere


class ReadingFilters(ListQuery):
    """Filters of the proposals that are read in a stage."""

    juror_id: Id | None = None
    """Those that this juror reads."""
    only: Literal["unsigned", "unread", "few"] | None = None
    """Those with a sheet that is not signed; with no signed one; with fewer readings than the stage asks for."""
    limit: Annotated[int, Limit(ge=1, le=MAX_LIMIT)] = 30


@dataclass(frozen=True)
class Reading:
    """A juror's sheet: ``status`` is untouched, draft or signed; ``total`` (0–100) is there once it is signed."""

    id: str
    juror_id: str
    juror_name: str
    status: str
    total: float | None
    seconds_spent: int


@dataclass(frozen=True)
class ReadProposal:
    """A proposal with all its sheets in a stage; ``low`` and ``high`` are the outer totals of the signed ones."""

    id: str
    number: str | None
    title: str
    status: str
    signed: int
    low: float | None
    high: float | None
    readings: Sequence[Reading]


@dataclass(frozen=True)
class ReadProposals:
    """One page of them, the cursor of the next, and how many there are."""

    items: Sequence[ReadProposal]
    next: str | None
    total: int


def proposals(
    session: Session, actor: Actor, edition_id: str, stage: str, wanted: int, query: ReadingFilters
) -> ReadProposals:
    """The proposals handed to jurors, by registration number (organiser, auditor); *wanted* readings are enough."""
    _check(actor, "assignments:read")
    statement = _grouped(edition_id, stage, wanted, query)
    order = Order(((col(Proposal.sequence), False), (col(Proposal.id), False)))
    rows, following = page(session, statement, order, query, lambda row: (row.sequence, row.id))
    total = session.exec(select(func.count()).select_from(statement.subquery())).one()
    held = _readings(session, edition_id, stage, [row.id for row in rows])
    items = [ReadProposal(row.id, row.number, row.title, row.status, row.signed, row.low, row.high, held[row.id])
             for row in rows]  # fmt: skip
    return ReadProposals(items, following, total)


def _check(actor: Actor, action: str) -> None:
    if not may_everywhere(actor, action):
        raise Forbidden


def _grouped(edition_id: str, stage: str, wanted: int, query: ReadingFilters) -> Select[Any]:
    signed = func.count(col(Evaluation.signed_at))
    statement: Select[Any] = (
        select(Proposal.id, Proposal.number, Proposal.title, Proposal.status, Proposal.sequence,
               signed.label("signed"), func.min(Evaluation.total).label("low"),
               func.max(Evaluation.total).label("high"))  # type: ignore[call-overload]
        .join(Assignment, Assignment.proposal_id == Proposal.id)
        .join(Evaluation, Evaluation.assignment_id == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage)
        .group_by(Proposal.id, Proposal.number, Proposal.title, Proposal.status, Proposal.sequence)
    )  # fmt: skip
    if query.juror_id is not None:
        theirs = select(Assignment.proposal_id).where(
            Assignment.edition_id == edition_id, Assignment.stage == stage, Assignment.juror_id == query.juror_id
        )
        statement = statement.where(col(Proposal.id).in_(theirs))
    if query.only == "unsigned":
        statement = statement.having(signed < func.count())
    if query.only == "unread":
        statement = statement.having(signed == 0)
    if query.only == "few":
        statement = statement.having(func.count() < wanted)
    return statement


def _readings(session: Session, edition_id: str, stage: str, ids: list[str]) -> dict[str, list[Reading]]:
    rows = session.execute(
        select(Assignment.id, Assignment.proposal_id, Assignment.juror_id, User.name, SHEET_STATUS, Evaluation.total,
               SECONDS_SPENT)  # type: ignore[call-overload]
        .join(Evaluation, Evaluation.assignment_id == Assignment.id)
        .join(User, User.id == Assignment.juror_id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage)
        .where(col(Assignment.proposal_id).in_(ids))
        .order_by(User.name, Assignment.id)
    ).all()  # fmt: skip
    found: dict[str, list[Reading]] = defaultdict(list)
    for id_, proposal_id, *of_sheet in rows:
        found[proposal_id].append(Reading(id_, *of_sheet))
    return found


def spread(session: Session, actor: Actor, edition_id: str, stage: str) -> dict[str, tuple[float, float]]:
    """The lowest and the highest signed total of each proposal of a stage (organiser, auditor)."""
    _check(actor, "scores:read")
    rows = session.execute(
        select(Assignment.proposal_id, func.min(Evaluation.total), func.max(Evaluation.total))
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage, col(Evaluation.total).is_not(None))
        .group_by(col(Assignment.proposal_id))
    ).all()
    return {proposal_id: (low, high) for proposal_id, low, high in rows}


@dataclass(frozen=True)
class Reopened:
    """A signed sheet was opened again."""

    at: datetime
    actor_name: str
    reason: str


def reopenings(session: Session, assignment_id: str) -> list[Reopened]:
    """When, by whom and why a sheet was opened again, newest first; for those who may read the sheet."""
    rows = session.exec(
        select(Reopening.created_at, Reopening.actor_name, Reopening.reason)
        .where(Reopening.assignment_id == assignment_id)
        .order_by(col(Reopening.id).desc())
    ).all()
    return [Reopened(*row) for row in rows]


@dataclass(frozen=True)
class Winner:
    """An innovation that was awarded in an edition, with its rank in the last stage."""

    id: str
    title: str
    unit_name: str
    award: str
    rank: int


def winners(session: Session, edition_id: str, last_stage: str) -> list[Winner]:
    """The awarded innovations of a published edition, best first."""
    rows = session.execute(
        select(Innovation.id, Innovation.title, Innovation.unit_name, Innovation.award, Result.rank)  # type: ignore[call-overload]
        .join(Result, col(Result.proposal_id) == Innovation.proposal_id)
        .join(Publication, col(Publication.id) == Result.publication_id)
        .where(Publication.edition_id == edition_id, Publication.stage == last_stage, Result.advanced)
        .where(Innovation.award != "")
        .order_by(col(Result.rank), col(Innovation.title))
    )
    return [Winner(*row) for row in rows]


def in_catalogue(session: Session, proposal_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Which proposals are in the public catalogue: id of the innovation and its award, by proposal id."""
    rows = session.exec(
        select(Innovation.proposal_id, Innovation.id, Innovation.award).where(
            col(Innovation.proposal_id).in_(proposal_ids)
        )
    ).all()
    return {proposal_id: (id_, award) for proposal_id, id_, award in rows if proposal_id}

"""Reads of exhibitions; drafts are seen by those who prepare them."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Exhibition, Ticket, Visitor
from app.models.base import Id, Page
from app.models.edition import Stage
from app.models.exhibition import ExhibitionRead, ExhibitionStatus, ExhibitionSummary, VoteWindow
from app.models.listing import ListQuery
from app.queries import editions
from app.queries.paging import Order, page
from app.queries.rows import page_of
from app.rules.exhibitions import window
from app.rules.permissions import Actor, may_everywhere

_COLUMNS = tuple(col(getattr(Exhibition, name)) for name in ExhibitionSummary.model_fields)
_SORTS: dict[str, Any] = {"starts_on": col(Exhibition.starts_on), "id": col(Exhibition.id)}


class ExhibitionFilters(ListQuery):
    """Filters of the exhibitions, newest first."""

    edition_id: Id | None = None
    status: ExhibitionStatus | None = None
    on: date | None = None
    """Those that are open on this day."""
    sort: Literal["starts_on", "-starts_on", "id", "-id"] = "-starts_on"


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """The exhibitions that the actor may see: drafts only by who prepares them."""
    if may_everywhere(actor, "exhibitions:read"):
        return []
    return [col(Exhibition.status) != ExhibitionStatus.draft]


def get(session: Session, actor: Actor, exhibition_id: str) -> Exhibition:
    """The exhibition's row, or ``NotFound`` where the actor may not know of it."""
    found = session.exec(select(Exhibition).where(Exhibition.id == exhibition_id, *visible_to(actor))).first()
    if found is None:
        raise NotFound
    return found


def read(session: Session, actor: Actor, exhibition_id: str) -> ExhibitionRead:
    """An exhibition whole."""
    return as_read(session, get(session, actor, exhibition_id))


def as_read(session: Session, exhibition: Exhibition) -> ExhibitionRead:
    """A row as its read schema."""
    opens_at, closes_at = window_of(session, exhibition)
    values = exhibition.model_dump(include=set(ExhibitionRead.model_fields))
    return ExhibitionRead(**values, vote_window=VoteWindow(opens_at=opens_at, closes_at=closes_at))


def window_of(session: Session, exhibition: Exhibition) -> tuple[datetime, datetime]:
    """Between which moments votes are taken."""
    return window(exhibition.starts_on, exhibition.ends_on, exhibition.votes_open_at, exhibition.votes_close_at,
                  stage_of(session, exhibition))  # fmt: skip


def stage_of(session: Session, exhibition: Exhibition) -> Stage | None:
    """The stage whose vote this is, if it is one's."""
    if exhibition.edition_id is None or exhibition.stage is None:
        return None
    stages = editions.configuration(session, exhibition.edition_id).stages
    return next((stage for stage in stages if stage.key == exhibition.stage), None)


def list_(session: Session, actor: Actor, query: ExhibitionFilters) -> Page[ExhibitionSummary]:
    """One page of the exhibitions, the newest first."""
    conditions = visible_to(actor)
    exact = {Exhibition.edition_id: query.edition_id, Exhibition.status: query.status}
    conditions += [col(column) == value for column, value in exact.items() if value is not None]
    if query.on is not None:
        conditions += [col(Exhibition.starts_on) <= query.on, col(Exhibition.ends_on) >= query.on]
    order = Order.by(query.sort, _SORTS, col(Exhibition.id))
    names = [str(column.key) for column, _ in order.keys]
    statement = select(*_COLUMNS).where(*conditions)
    rows, following = page(session, statement, order, query, lambda row: [getattr(row, name) for name in names])
    total = session.exec(select(func.count()).select_from(Exhibition).where(*conditions)).one()
    return page_of(ExhibitionSummary, rows, following, total)


def of_stage(session: Session, edition_id: str, stage: str) -> Exhibition | None:
    """The exhibition at which the stage's votes are cast, as far as the public knows of it."""
    found = select(Exhibition).where(Exhibition.edition_id == edition_id, Exhibition.stage == stage,
                                     Exhibition.status != ExhibitionStatus.draft)  # fmt: skip
    return session.exec(found).first()


def lacks_ticket(session: Session, edition_id: str, stage: str, ballot: str) -> bool:
    """Whether the stage's exhibition asks for a ticket that the visitor with this ballot has not redeemed."""
    exhibition = of_stage(session, edition_id, stage)
    if exhibition is None or not exhibition.votes_need_ticket:
        return False
    redeemed = (
        select(Ticket.id).join(Visitor, col(Visitor.id) == Ticket.visitor_id)
        .where(Visitor.exhibition_id == exhibition.id, Visitor.ballot == ballot)
    )  # fmt: skip
    return session.exec(redeemed).first() is None

"""Lists of proposals."""

from typing import Any, Literal

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.models import Proposal, Unit
from app.models.base import Id, Key, ShortText
from app.models.listing import ListQuery
from app.models.proposal import ProposalStatus, ProposalSummary
from app.prepared.statements import run
from app.queries import tallies
from app.queries.json_rows import JsonPage, JsonRow
from app.queries.paging import Order, json_page
from app.queries.proposals.blind import blinded, is_juror
from app.queries.proposals.visibility import assigned_to, sees_everything, visible_to
from app.rules.permissions import Actor

_LAST = 2**31 - 1
"""Where a draft without a number stands in the order by number: at the end."""

writer, participant = aliased(Unit), aliased(Unit)
_OWN = [name for name in ProposalSummary.model_fields if name not in {"unit_name", "participant_name"}]
SUMMARY = (
    *(col(getattr(Proposal, name)) for name in _OWN),
    writer.name.label("unit_name"),  # type: ignore[attr-defined]
    participant.name.label("participant_name"),  # type: ignore[attr-defined]
)
_SORTS: dict[str, Any] = {
    "number": func.coalesce(Proposal.sequence, _LAST).label("sort_number"),
    "title": col(Proposal.title),
    "updated_at": col(Proposal.updated_at),
    "id": col(Proposal.id),
}


class ProposalFilters(ListQuery):
    """Filters of the list of proposals."""

    edition_id: Id | None = None
    unit_id: Id | None = None
    participant_id: Id | None = None
    status: list[ProposalStatus] | None = None
    group: Key | None = None
    category: Key | None = None
    number: ShortText | None = None
    is_handed_over: bool | None = None
    is_digital: bool | None = None
    is_sample: bool | None = None
    q: ShortText | None = None
    """Words in the title, or a registration number."""
    sort: Literal["id", "-id", "number", "-number", "title", "-title", "updated_at", "-updated_at"] = "-id"


def list_(session: Session, actor: Actor, query: ProposalFilters) -> JsonPage[ProposalSummary]:
    """One page of the proposals that the actor sees."""
    order = Order.by(query.sort, _SORTS, col(Proposal.id))
    who = (actor.id, actor.grants, actor.scopes)
    rows, following = json_page(session, ("proposals", who), lambda: _statement(actor, query, order), order, query)
    page = JsonPage(ProposalSummary, rows, following, _total(session, actor, query))
    return blinded(session, actor, page)


def _statement(actor: Actor, query: ProposalFilters, order: Order) -> Any:
    names = dict(zip(ProposalSummary.model_fields, _in_order(), strict=True))
    return (
        select(JsonRow(names), *(column for column, _ in order.keys))
        .join_from(Proposal, writer, writer.id == Proposal.unit_id)
        .outerjoin(participant, participant.id == Proposal.participant_id)
        .where(*shown_to(actor, query))
    )


def shown_to(actor: Actor, query: ProposalFilters) -> list[ColumnElement[bool]]:
    """The rows that the actor sees under the filters, for lists and for every count beside them."""
    return [visible_to(actor), *conditions(query), *_without_telling(actor, query)]


def _without_telling(actor: Actor, query: ProposalFilters) -> list[ColumnElement[bool]]:
    """A filter by unit would tell a juror whose an assigned proposal is: it leaves these out."""
    by_unit = query.unit_id is not None or query.participant_id is not None
    return [~assigned_to(actor)] if by_unit and is_juror(actor) else []


def _in_order() -> list[Any]:
    """The columns in the order of the schema's fields."""
    by_name = {column.key: column for column in SUMMARY}
    return [by_name[name] for name in ProposalSummary.model_fields]


def conditions(query: ProposalFilters) -> list[ColumnElement[bool]]:
    """What the filters ask of a row."""
    exact = {"edition_id": query.edition_id, "unit_id": query.unit_id, "participant_id": query.participant_id,
             "group": query.group, "category": query.category, "number": query.number,
             "is_handed_over": query.is_handed_over, "is_digital": query.is_digital,
             "is_sample": query.is_sample}  # fmt: skip
    found = [col(getattr(Proposal, name)) == value for name, value in exact.items() if value is not None]
    if query.status:
        found.append(col(Proposal.status).in_([str(status) for status in query.status]))
    for word in (query.q or "").split()[:6]:
        safe = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found.append(or_(func.lower(Proposal.title).like(f"%{safe}%", escape="\\"), col(Proposal.number) == word))
    return found


def _total(session: Session, actor: Actor, query: ProposalFilters) -> int:
    """From the tallies where the filters are no finer than they are, else counted."""
    narrow = query.model_fields_set - {"edition_id", "status", "sort", "limit", "cursor"}
    if sees_everything(actor) and not narrow:
        return tallies.total(session, query.edition_id, [str(status) for status in query.status or []])
    shape = ("proposals counted", (actor.id, actor.grants, actor.scopes), query.digest())
    [[counted]] = run(session, shape, lambda: _counted(actor, query), {})
    return int(counted)


def _counted(actor: Actor, query: ProposalFilters) -> Any:
    return select(func.count()).select_from(Proposal).where(*shown_to(actor, query))

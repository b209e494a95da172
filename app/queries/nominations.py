"""Reads of nominations, who sees them, and what the national rules look at."""

from typing import Any, Literal

from sqlalchemy import ColumnElement, false, func, or_
from sqlmodel import Session, col, select

from app import national
from app.errors import NotFound
from app.models import Document, Innovation, Nomination
from app.models.base import Id, Key, Page, ShortText, Year
from app.models.listing import ListQuery
from app.models.nomination import (
    AWARDED,
    NationalAward,
    NationalResult,
    NominationRead,
    NominationStatus,
    NominationSummary,
)
from app.models.proposal import DocumentRead
from app.queries.paging import Order, page
from app.queries.rows import page_of, read_all
from app.queries.search import contains
from app.queries.units import below
from app.rules.nominations import Facts
from app.rules.permissions import Actor, Scope, grants_for, may_everywhere

_OF_INNOVATION: dict[str, Any] = {
    "innovation_title": col(Innovation.title), "unit_id": col(Innovation.unit_id),
    "unit_name": col(Innovation.unit_name), "proposal_id": col(Innovation.proposal_id),
}  # fmt: skip
_SORTS: dict[str, Any] = {"year": col(Nomination.year), "title": col(Nomination.title), "id": col(Nomination.id)}
_DOCUMENT = tuple(col(getattr(Document, name)) for name in DocumentRead.model_fields)


class NominationFilters(ListQuery):
    """Filters of the nominations."""

    innovation_id: Id | None = None
    competition: Key | None = None
    year: Year | None = None
    status: NominationStatus | None = None
    q: ShortText | None = None
    """Words in the title or the name of the unit."""
    sort: Literal["year", "-year", "title", "-title", "id", "-id"] = "-year"


def visible_to(actor: Actor, action: str = "nominations:read") -> list[ColumnElement[bool]]:
    """Keeps the nominations whose innovation belongs to a unit that *action* reaches."""
    if may_everywhere(actor, action):
        return []
    unit_id = col(Innovation.unit_id)
    found = [
        unit_id.in_(below([grant.unit_id])) if scope is Scope.subtree else unit_id == grant.unit_id
        for grant, scope in grants_for(actor, action) if grant.unit_id
    ]  # fmt: skip
    return [or_(*found) if found else false()]


def list_(session: Session, actor: Actor, query: NominationFilters) -> Page[NominationSummary]:
    """One page of the nominations, the newest year first."""
    exact = {"innovation_id": query.innovation_id, "competition": query.competition, "year": query.year,
             "status": query.status}  # fmt: skip
    conditions = [col(getattr(Nomination, name)) == value for name, value in exact.items() if value is not None]
    conditions += [*visible_to(actor), *contains(query.q, Nomination.title, Innovation.unit_name)]
    order = Order.by(query.sort, _SORTS, col(Nomination.id))
    names = [str(column.key) for column, _ in order.keys]
    statement = _joined(*_columns(NominationSummary)).where(*conditions)
    rows, following = page(session, statement, order, query, lambda row: [getattr(row, name) for name in names])
    total = session.execute(_joined(func.count()).where(*conditions)).scalar_one()
    return page_of(NominationSummary, rows, following, total)


def _columns(schema: type[NominationSummary]) -> list[Any]:
    return [_OF_INNOVATION[name].label(name) if name in _OF_INNOVATION else col(getattr(Nomination, name))
            for name in schema.model_fields if name != "form"]  # fmt: skip


def _joined(*columns: Any) -> Any:
    return select(*columns).select_from(Nomination).join(Innovation, col(Innovation.id) == Nomination.innovation_id)


def read(session: Session, actor: Actor, nomination_id: str) -> NominationRead:
    """A nomination with its form, or ``NotFound`` where the actor may not know of it."""
    columns = [*_columns(NominationRead), col(Nomination.rules)]
    row = session.execute(_joined(*columns).where(Nomination.id == nomination_id, *visible_to(actor))).first()
    if row is None:
        raise NotFound
    values = dict(row._mapping)
    return NominationRead.model_validate(values | {"form": national.load(values.pop("rules"))})


def documents(session: Session, proposal_id: str | None) -> list[DocumentRead]:
    """The files of the proposal behind an innovation, oldest first: what may be released."""
    if proposal_id is None:
        return []
    found = select(*_DOCUMENT).where(Document.proposal_id == proposal_id).order_by(col(Document.id))
    return read_all(DocumentRead, session.execute(found).all())


def released(session: Session, nomination: NominationRead) -> list[DocumentRead]:
    """Those of them that go to the national competition, in the order of the form's documents, then the others."""
    chosen = [one for one in documents(session, nomination.proposal_id) if one.id in nomination.documents]
    places = {asked.key: place for place, asked in enumerate(nomination.form.documents)}
    return sorted(chosen, key=lambda one: (places.get(one.kind, len(places)), one.id))


def facts(session: Session, nomination: NominationRead) -> Facts:
    """What the national rules look at."""
    innovation = session.get_one(Innovation, nomination.innovation_id)
    kinds = frozenset(one.kind for one in released(session, nomination))
    return Facts(nomination.form, nomination, innovation.award, _earlier(session, nomination),
                 _is_duplicate(session, nomination), kinds)  # fmt: skip


def _earlier(session: Session, nomination: NominationRead) -> list[str]:
    """What was entered, and what earlier nominations of the innovation brought."""
    found = select(Nomination.result_label, Nomination.competition, Nomination.year).where(
        Nomination.innovation_id == nomination.innovation_id, Nomination.id != nomination.id,
        col(Nomination.result).in_(AWARDED), Nomination.year < nomination.year,
    )  # fmt: skip
    own = [f"{label or competition.upper()} {year}" for label, competition, year in session.exec(found)]
    return [*([nomination.earlier_award] if nomination.earlier_award else []), *own]


def _is_duplicate(session: Session, nomination: NominationRead) -> bool:
    key = select(Nomination.title_key).where(Nomination.id == nomination.id).scalar_subquery()
    others = select(Nomination.id).where(
        Nomination.competition == nomination.competition, Nomination.year == nomination.year,
        Nomination.title_key == key, Nomination.id != nomination.id,
    )  # fmt: skip
    return session.exec(others).first() is not None


def awards(session: Session, innovation_id: str) -> list[NationalAward]:
    """What the innovation was given nationally, the newest first."""
    rows = session.exec(
        select(Nomination.rules, Nomination.year, Nomination.result, Nomination.result_label, Nomination.decided_on,
               Nomination.result_url)  # type: ignore[call-overload]
        .where(Nomination.innovation_id == innovation_id, col(Nomination.result).in_(AWARDED))
        .order_by(col(Nomination.year).desc(), col(Nomination.competition))
    )  # fmt: skip
    return [
        NationalAward(competition=national.load(rules).short, year=year, label=label or _USUAL[result], url=url,
                      decided_on=decided_on)
        for rules, year, result, label, decided_on, url in rows
    ]  # fmt: skip


_USUAL = {NationalResult.finalist.value: "Finalis", NationalResult.top.value: "Top Inovasi"}
"""What an award is called where nobody said how."""

"""Reads of the public catalogue."""

from typing import Any, Literal

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Innovation
from app.models.base import Key, Page, ShortText, Year
from app.models.innovation import InnovationRead, InnovationSummary
from app.models.listing import ListQuery
from app.models.unit import RegionCode
from app.queries.paging import Order, page
from app.queries.rows import page_of, read_all
from app.queries.search import contains

SUMMARY_LENGTH = 500
"""Characters of the summary that a list shows."""
_SUMMARY = func.substr(Innovation.summary, 1, SUMMARY_LENGTH).label("summary")
_LISTED: list[Any] = [_SUMMARY if name == "summary" else col(getattr(Innovation, name))
                      for name in InnovationSummary.model_fields]  # fmt: skip
_WHOLE = [col(getattr(Innovation, name)) for name in InnovationRead.model_fields]
_ID: Any = col(Innovation.id)
_SORTS: dict[str, Any] = {
    "year": col(Innovation.year), "title": col(Innovation.title), "id": col(Innovation.id),
}  # fmt: skip


class InnovationFilters(ListQuery):
    """Filters of the catalogue."""

    year: Year | None = None
    category: Key | None = None
    region_code: RegionCode | None = None
    """A region and everything in it: `35` finds `35.07` too."""
    q: ShortText | None = None
    """Words in the title, the name of the unit or the summary."""
    sort: Literal["year", "-year", "title", "-title", "id", "-id"] = "-year"


def read(session: Session, innovation_id: str) -> InnovationRead:
    """An innovation whole, or ``NotFound``."""
    rows = session.execute(select(*_WHOLE).where(Innovation.id == innovation_id)).all()
    if not rows:
        raise NotFound
    return read_all(InnovationRead, rows)[0]


def list_(session: Session, query: InnovationFilters) -> Page[InnovationSummary]:
    """One page of the catalogue, newest first; summaries are cut to 500 characters."""
    conditions = _conditions(query)
    order = Order.by(query.sort, _SORTS, _ID)
    names = [str(column.key) for column, _ in order.keys]
    statement = select(*_LISTED).where(*conditions)
    rows, following = page(session, statement, order, query, lambda row: [getattr(row, name) for name in names])
    total = session.exec(select(func.count()).select_from(Innovation).where(*conditions)).one()
    return page_of(InnovationSummary, rows, following, total)


def _conditions(query: InnovationFilters) -> list[ColumnElement[bool]]:
    exact = {Innovation.year: query.year, Innovation.category: query.category}
    found = [col(column) == value for column, value in exact.items() if value is not None]
    if query.region_code is not None:
        region = col(Innovation.region_code)
        found.append(or_(region == query.region_code, region.startswith(query.region_code + ".")))
    return found + contains(query.q, Innovation.title, Innovation.unit_name, Innovation.summary)

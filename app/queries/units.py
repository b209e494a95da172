"""Reads of the registry: a unit, its place in the tree, lists."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, SelectBase, bindparam, func, literal, or_
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Unit
from app.models.base import Id, ShortText
from app.models.listing import ListQuery
from app.models.unit import UnitDetail, UnitKind, UnitRead, UnitRef
from app.prepared.statements import run
from app.queries.json_rows import JsonPage, JsonRow
from app.queries.paging import Order, json_page

DEEPEST = 1_000
"""Levels that the tree is followed upward; a real one has six."""
_SORTS: dict[str, Any] = {"code": col(Unit.code), "name": col(Unit.name), "id": col(Unit.id)}


class UnitFilters(ListQuery):
    """Filters of the registry."""

    kind: UnitKind | None = None
    parent_id: Id | None = None
    region_code: ShortText | None = None
    code: ShortText | None = None
    is_active: bool | None = None
    q: ShortText | None = None
    """Words in the name or the beginning of the code."""
    sort: Literal["code", "-code", "name", "-name", "id", "-id"] = "code"


def get(session: Session, unit_id: str) -> Unit:
    """The unit's row, or ``NotFound``."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def read(session: Session, unit_id: str) -> UnitDetail:
    """A unit with its ancestors and the number of its children."""
    unit = get(session, unit_id)
    above = list(reversed(lineage(session, unit_id)[1:]))
    children = session.exec(select(func.count()).where(Unit.parent_id == unit_id)).one()
    return UnitDetail(**unit.model_dump(), ancestors=above, children_count=children)


def list_(session: Session, query: UnitFilters) -> JsonPage[UnitRead]:
    """One page of the registry."""
    order = Order.by(query.sort, _SORTS, col(Unit.id))
    names = {name: col(getattr(Unit, name)) for name in UnitRead.model_fields}

    def compose() -> Any:
        values = [column for column, _ in order.keys]
        return select(JsonRow(names), *values).select_from(Unit).where(*_conditions(query))

    rows, following = json_page(session, "units", compose, order, query)
    [[total]] = run(session, ("units counted", query.digest()), lambda: _counted(query), {})
    return JsonPage(UnitRead, rows, following, int(total))


def _counted(query: UnitFilters) -> Any:
    return select(func.count()).select_from(Unit).where(*_conditions(query))


def _conditions(query: UnitFilters) -> list[ColumnElement[bool]]:
    exact = {"kind": query.kind, "parent_id": query.parent_id, "region_code": query.region_code,
             "code": query.code, "is_active": query.is_active}  # fmt: skip
    found: list[ColumnElement[bool]] = [col(getattr(Unit, k)) == v for k, v in exact.items() if v is not None]
    for word in (query.q or "").split()[:6]:
        safe = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found.append(
            or_(
                func.lower(Unit.name).like(f"%{safe}%", escape="\\"),
                func.lower(Unit.code).like(f"{safe}%", escape="\\"),
            )
        )
    return found


def lineage(session: Session, unit_id: str) -> list[UnitRef]:
    """The unit itself, then its parent, and so on up to the root; empty when there is no such unit."""
    rows = run(session, "lineage", _lineage, {"unit_id": unit_id})
    return [UnitRef(id=id_, name=name, kind=kind, is_active=is_active) for id_, name, kind, is_active in rows]


def _lineage() -> Any:
    start = sa_select(
        col(Unit.id),
        col(Unit.name),
        col(Unit.kind),
        col(Unit.is_active),
        col(Unit.parent_id),
        literal(0).label("height"),
    ).where(col(Unit.id) == bindparam("unit_id"))
    chain = start.cte("lineage", recursive=True)
    parent = aliased(Unit)
    above = (parent.id, parent.name, parent.kind, parent.is_active, parent.parent_id)
    chain = chain.union_all(
        sa_select(*map(col, above), chain.c.height + 1)
        .join(chain, col(parent.id) == chain.c.parent_id)
        .where(chain.c.height < DEEPEST)
    )
    return sa_select(chain.c.id, chain.c.name, chain.c.kind, chain.c.is_active).order_by(chain.c.height)


def lineage_ids(session: Session, unit_id: str) -> list[str]:
    """The ids of the unit and everything above it, upward."""
    return [unit.id for unit in lineage(session, unit_id)]


def below(unit_ids: Sequence[str] | SelectBase, name: str | None = None) -> Select[Any]:
    """A subquery: the ids of these units (or of those that a statement finds) and of everything below them.

    Unnamed unless asked: somebody with roles in two units has two of them in one statement.
    """
    tree = select(Unit.id).where(col(Unit.id).in_(unit_ids)).cte(name, recursive=True)
    child = aliased(Unit)
    tree = tree.union(select(child.id).join(tree, col(child.parent_id) == tree.c.id))
    return select(tree.c.id)


def above(unit_ids: Sequence[str]) -> Select[Any]:
    """A subquery: the ids of these units and of everything above them."""
    chain = select(Unit.id, Unit.parent_id).where(col(Unit.id).in_(unit_ids)).cte("above", recursive=True)
    parent = aliased(Unit)
    chain = chain.union(select(parent.id, parent.parent_id).join(chain, col(parent.id) == chain.c.parent_id))
    return select(chain.c.id)


def below_each(session: Session, unit_ids: Collection[str]) -> dict[str, set[str]]:
    """Of each of these units the ids of itself and of everything below it."""
    start: Any = sa_select(col(Unit.id).label("top"), col(Unit.id).label("id")).where(col(Unit.id).in_(unit_ids))
    tree = start.cte("below_each", recursive=True)
    child: Any = aliased(Unit)
    tree = tree.union(sa_select(tree.c.top, col(child.id)).join(tree, col(child.parent_id) == tree.c.id))
    found: dict[str, set[str]] = {unit_id: set() for unit_id in unit_ids}
    for top, id_ in session.execute(sa_select(tree.c.top, tree.c.id)):
        found[top].add(id_)
    return found


def names(session: Session, unit_ids: Sequence[str]) -> dict[str, str]:
    """The names of some units by id."""
    return dict(session.execute(select(Unit.id, Unit.name).where(col(Unit.id).in_(unit_ids))).all())

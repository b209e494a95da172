"""How far an actor's permission reaches, where that is asked before or within a read."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from app.errors import Forbidden, NotFound, Unauthenticated
from app.queries.units import below
from app.rules.permissions import Actor, Scope, grants_for, may_everywhere, may_somewhere


def require_somewhere(actor: Actor, action: str) -> None:
    """``Forbidden`` to a role or a key that *action* is not given for anything: whatever is asked for, there or not."""
    if not may_somewhere(actor, action):
        raise Unauthenticated if actor.kind == "anonymous" else Forbidden


def require_person(actor: Actor) -> str:
    """The person's id; ``NotFound`` for a key and the public, which have nothing of a person's own."""
    if actor.user_id is None:
        raise NotFound
    return actor.user_id


def within_reach(actor: Actor, action: str, unit_id: Any) -> list[ColumnElement[bool]]:
    """Keeps rows whose *unit_id* (a column) is a unit of the actor's, or below one; all for a role that sees all."""
    if may_everywhere(actor, action):
        return []
    own = [grant.unit_id for grant, _ in grants_for(actor, action) if grant.unit_id]
    return [unit_id.in_(below(own))]


def reached(actor: Actor, action: str, unit_id: Any) -> ColumnElement[bool]:
    """The condition that *unit_id* (a column) is a unit that the actor may do *action* for."""
    grants = grants_for(actor, action)
    if any(scope is Scope.everywhere for _, scope in grants):
        return true()
    trees = [grant.unit_id for grant, scope in grants if scope is Scope.subtree and grant.unit_id]
    alone = [grant.unit_id for grant, scope in grants if scope is Scope.unit and grant.unit_id]
    name = f"{unit_id.table.name}_{unit_id.key}_of_{action.partition(':')[2]}"
    ways = [unit_id.in_(below(trees, name))] if trees else []
    if alone:
        ways.append(unit_id.in_(alone))
    return or_(*ways) if ways else false()

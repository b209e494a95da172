"""The permission check of every deed."""

from sqlmodel import Session

from app.errors import Forbidden, NotFound, Unauthenticated
from app.queries import units
from app.rules.permissions import Actor, may, may_everywhere


def require(actor: Actor, action: str) -> None:
    """*action* everywhere, or ``Unauthenticated``/``Forbidden``."""
    if not may_everywhere(actor, action):
        raise Unauthenticated if actor.kind == "anonymous" else Forbidden


def require_for_unit(session: Session, actor: Actor, action: str, unit_id: str, *, hidden: bool = False) -> None:
    """*action* on a thing of this unit; with *hidden* even its existence is private, so ``NotFound``."""
    if not permitted(session, actor, action, unit_id):
        if actor.kind == "anonymous":
            raise Unauthenticated
        raise NotFound if hidden else Forbidden


def permitted(session: Session, actor: Actor, action: str, unit_id: str, *, is_own: bool = False) -> bool:
    """Whether the actor may do *action* on a thing of this unit."""
    if may_everywhere(actor, action):
        return True
    return may(actor, action, units.lineage_ids(session, unit_id), is_own=is_own)

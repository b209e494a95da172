"""Loading a replication for a deed: locked, permitted, at the version that the caller read."""

from sqlmodel import Session

from app.domain.permits import permitted
from app.domain.versions import check_version, load
from app.errors import Forbidden, NotFound
from app.models import Innovation, Replication
from app.queries.reach import require_somewhere
from app.queries.replications import CONFIRM, READ, WRITE, concerns
from app.rules.permissions import Actor

Pair = tuple[Replication, Innovation]
"""A replication with the innovation that is replicated."""


def load_for(
    session: Session, actor: Actor, action: str, replication_id: str, expected: int | None = None, *, lock: bool = True
) -> Pair:
    """The replication, by default locked until the transaction ends. 404 where the actor may not even see it, 403
    where only that.

    ``replications:confirm`` is asked of the origin unit, anything else of the unit that replicates; what has no such
    unit takes a role that reaches everywhere.
    """
    require_somewhere(actor, READ)
    row = session.get(Replication, replication_id, with_for_update=lock or None)
    if row is None:
        raise NotFound
    innovation = load(session, Innovation, row.innovation_id)
    end = innovation.unit_id if action == CONFIRM else row.unit_id
    if not permitted(session, actor, action, end or ""):
        is_seen = row.confirmed_at is not None or concerns(session, actor, row.unit_id, innovation.unit_id)
        raise Forbidden if is_seen else NotFound
    if not concerns(session, actor, row.unit_id, innovation.unit_id):
        raise Forbidden  # a key whose reading reaches less far than its writing
    check_version(row, expected)
    return row, innovation


def writes_for_it(session: Session, actor: Actor, row: Replication) -> bool:
    """Whether the actor reports in the name of who replicates."""
    return row.unit_id is not None and permitted(session, actor, WRITE, row.unit_id)

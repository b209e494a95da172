"""A running replication entered in a competition, in the edition's group for replications, with its origin named."""

from sqlmodel import Session

from app.domain.permits import require_for_unit
from app.domain.proposals import drafts
from app.domain.replications.access import load_for
from app.domain.versions import load
from app.errors import Conflict, invalid
from app.models import Edition, Innovation, Proposal, Replication, Unit
from app.models.edition import EditionRead
from app.models.proposal import ProposalCreate
from app.models.replication import ReplicationEntry, ReplicationStage
from app.queries import editions
from app.queries.reach import require_somewhere
from app.queries.replications import WRITE
from app.rules.permissions import Actor

LONGEST = 300
"""Characters of a title and of an origin."""


def enter(session: Session, actor: Actor, replication_id: str, body: ReplicationEntry) -> Proposal:
    """A draft of the replicating unit, which the replication names from now on.

    409 ``not-running``, ``already-entered`` in this edition, ``no-replication-group`` where it has none, ``closed``.
    """
    require_somewhere(actor, "proposals:read")  # the answer is the proposal
    row, innovation = load_for(session, actor, WRITE, replication_id)
    require_for_unit(session, actor, "proposals:write", row.unit_id or "")
    edition = _edition(session, body.edition_id)
    _check(session, row, edition)
    unit = load(session, Unit, row.unit_id or "")
    proposal = drafts.create(session, actor, ProposalCreate(
        edition_id=edition.id, unit_id=unit.id, group=_group(edition), category=_category(edition, innovation, body),
        title=body.title or f"{innovation.title} – {unit.name}"[:LONGEST],
        origin=f"{innovation.unit_name}: {innovation.title}"[:LONGEST], started_on=row.running_on,
        sdgs=innovation.sdgs, **({} if innovation.is_digital is None else {"is_digital": innovation.is_digital}),
    ))  # fmt: skip
    row.proposal_id = proposal.id
    session.flush()
    return proposal


def _edition(session: Session, edition_id: str) -> EditionRead:
    row = session.get(Edition, edition_id)
    if row is None:
        raise invalid("edition_id", "not_found")
    return editions.parsed(row)


def _check(session: Session, row: Replication, edition: EditionRead) -> None:
    if row.unit_id is None or row.stage != ReplicationStage.running:
        raise Conflict("not-running")
    before = session.get(Proposal, row.proposal_id) if row.proposal_id else None
    if before is not None and before.edition_id == edition.id:
        raise Conflict("already-entered")


def _group(edition: EditionRead) -> str:
    """The group whose proposals name what they replicate."""
    found = next((group.key for group in edition.groups if group.needs_origin), None)
    if found is None:
        raise Conflict("no-replication-group")
    return found


def _category(edition: EditionRead, innovation: Innovation, body: ReplicationEntry) -> str:
    """As asked, or the innovation's where this edition has it, or the first; the writer may choose another."""
    keys = [category.key for category in edition.categories]
    return body.category or next((key for key in keys if key == innovation.category), keys[0])

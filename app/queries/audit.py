"""Reads of the audit log, of checkpoints, and of the proofs that a result is in one."""

import base64
import json
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import ApiKey, Assignment, AuditEntry, Checkpoint, CheckpointLeaf, Proposal, User
from app.models.audit import (
    AuditChange,
    AuditEntryRead,
    CheckpointRead,
    LeafProof,
    ProofRead,
)
from app.models.base import Id, Moment, Page, ShortText
from app.models.listing import ListQuery
from app.queries.evaluations import readable_sheets
from app.queries.paging import Order, page
from app.queries.rows import read_all
from app.rules import merkle
from app.rules.permissions import Actor


class AuditFilters(ListQuery):
    """Filters of the audit log, newest first."""

    edition_id: Id | None = None
    chain: ShortText | None = None
    """An edition's id, or ``registry`` for units, accounts, roles and keys."""
    actor_id: Id | None = None
    row_id: ShortText | None = None
    """Entries that changed the row with this id."""
    action: ShortText | None = None
    since: Moment | None = None
    until: Moment | None = None


def entries(session: Session, query: AuditFilters) -> Page[AuditEntryRead]:
    """One page of the log, newest first, with the names that accounts and keys have today."""
    conditions = _conditions(query)
    statement = select(AuditEntry).where(*conditions)
    found, following = page(
        session, statement, Order(((col(AuditEntry.id), True),)), query, lambda row: (row.AuditEntry.id,)
    )
    total = session.exec(select(func.count()).select_from(AuditEntry).where(*conditions)).one()
    rows = [row.AuditEntry for row in found]
    names = names_of(session, {row.actor_id for row in rows if row.actor_id})
    return Page[AuditEntryRead](items=[_read(row, names) for row in rows], next=following, total=total)


def _conditions(query: AuditFilters) -> list[Any]:
    exact = {AuditEntry.chain: query.edition_id, AuditEntry.actor_id: query.actor_id, AuditEntry.action: query.action}
    conditions: list[Any] = [col(column) == value for column, value in exact.items() if value is not None]
    if query.chain is not None:
        conditions.append(col(AuditEntry.chain) == query.chain)
    if query.row_id is not None:
        conditions.append(col(AuditEntry.body).contains(query.row_id, autoescape=True))
    if query.since is not None:
        conditions.append(col(AuditEntry.at) >= query.since)
    if query.until is not None:
        conditions.append(col(AuditEntry.at) < query.until)
    return conditions


def names_of(session: Session, ids: set[str]) -> dict[str, str]:
    """The names that accounts and keys have today."""
    people = select(User.id, User.name).where(col(User.id).in_(ids))
    keys = select(ApiKey.id, ApiKey.name).where(col(ApiKey.id).in_(ids))
    return {**dict(session.exec(people).all()), **dict(session.exec(keys).all())} if ids else {}


def _read(row: AuditEntry, names: dict[str, str]) -> AuditEntryRead:
    body = json.loads(row.body)
    actor = body["actor"]
    changes = [
        AuditChange(table=table, id=id_, before=before, after=after)
        for table, id_, before, after in body.get("changes", ())
    ]
    return AuditEntryRead(
        id=row.id, chain=row.chain, sequence=row.sequence, at=row.at, actor_kind=actor["kind"], actor_id=row.actor_id,
        actor_name=names.get(row.actor_id or ""), session_id=actor.get("session"), request_id=actor.get("request"),
        action=row.action, changes=changes, about=body.get("about", {}), hash=row.hash, body=row.body,
    )  # fmt: skip


class CheckpointFilters(ListQuery):
    """Filters of the checkpoints, oldest first."""

    edition_id: Id | None = None
    stage: ShortText | None = None


_COLUMNS = tuple(col(getattr(Checkpoint, name)) for name in CheckpointRead.model_fields)


def checkpoints(session: Session, query: CheckpointFilters) -> Page[CheckpointRead]:
    """One page of the checkpoints."""
    exact = {Checkpoint.edition_id: query.edition_id, Checkpoint.stage: query.stage}
    conditions = [col(column) == value for column, value in exact.items() if value is not None]
    statement = select(*_COLUMNS).where(*conditions)
    rows, following = page(session, statement, Order(((col(Checkpoint.id), False),)), query, lambda row: (row.id,))
    total = session.exec(select(func.count()).select_from(Checkpoint).where(*conditions)).one()
    return Page[CheckpointRead](items=read_all(CheckpointRead, rows), next=following, total=total)


def checkpoint(session: Session, checkpoint_id: str) -> CheckpointRead:
    """One checkpoint, or ``NotFound``."""
    rows = session.execute(select(*_COLUMNS).where(Checkpoint.id == checkpoint_id)).all()
    if not rows:
        raise NotFound
    return read_all(CheckpointRead, rows)[0]


def proof(session: Session, actor: Actor, checkpoint_id: str, proposal_id: str) -> ProofRead:
    """That a proposal's result is what was signed; with its score sheets for those who may read them. 404 without one.

    The line of the ranking is public. Of the sheets a participant gets those of its own proposals, a juror the own.
    """
    found = checkpoint(session, checkpoint_id)
    of_tree = select(CheckpointLeaf.hash).where(CheckpointLeaf.checkpoint_id == checkpoint_id)
    hashes = [base64.b64decode(one) for one in session.exec(of_tree.order_by(col(CheckpointLeaf.position)))]
    leaves = _leaves(session, actor, checkpoint_id, proposal_id)
    if not leaves:
        raise NotFound
    return ProofRead(public_key=found.public_key, note=found.note, proofs=[_proof(leaf, hashes) for leaf in leaves])


def _leaves(session: Session, actor: Actor, checkpoint_id: str, proposal_id: str) -> list[CheckpointLeaf]:
    of_proposal = select(CheckpointLeaf).where(
        CheckpointLeaf.checkpoint_id == checkpoint_id, CheckpointLeaf.proposal_id == proposal_id
    )
    found = list(session.exec(of_proposal.order_by(col(CheckpointLeaf.position))))
    sheets = (
        select(Assignment.id)
        .join(Proposal, col(Proposal.id) == Assignment.proposal_id)
        .where(Assignment.proposal_id == proposal_id, *readable_sheets(actor))
    )
    readable = set(session.exec(sheets)) if actor.kind != "anonymous" else set()
    return [leaf for leaf in found if leaf.kind == "result" or json.loads(leaf.body)["assignment_id"] in readable]


def _proof(leaf: CheckpointLeaf, hashes: list[bytes]) -> LeafProof:
    beside = merkle.inclusion_proof(hashes, leaf.position)
    return LeafProof(kind=leaf.kind, index=leaf.position, leaf=leaf.body,
                     hashes=[base64.b64encode(one).decode() for one in beside])  # fmt: skip

"""Published stages: what was signed is what lies in the database, and what it was signed over."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.audit.changes import digest
from app.audit.findings import Finding, Seen
from app.models import AuditEntry, Checkpoint, CheckpointLeaf, Evaluation, Publication, Result, Vote
from app.models.ranking import BESIDE, VOTES
from app.rules import merkle
from app.rules.checkpoints import BadCheckpoint, parse_public_key, verify
from app.rules.checkpoints import Checkpoint as Signed
from app.rules.digests import NOTHING_BEFORE


def published(connection: Connection, seen: Seen, public_key: str | None = None) -> Iterator[Finding]:
    """Checkpoints that do not hold, leaves that were changed, results and sheets that are no longer what was signed."""
    table = Checkpoint.__table__  # type: ignore[attr-defined]
    signed_stages = set()
    named = (table.c[name] for name in ("id", "edition_id", "stage", "size", "public_key", "note"))
    for row in connection.execute(select(*named).order_by(table.c.id)).all():
        seen.checkpoints += 1
        signed_stages.add((row.edition_id, row.stage))
        yield from _checkpoint(connection, row, public_key or row.public_key)
    stages = select(col(Publication.edition_id), col(Publication.stage), col(Publication.id))
    for edition, stage, id_ in connection.execute(stages):
        if (edition, stage) not in signed_stages:
            yield Finding("not-signed", edition, None, f"publications/{id_}")


def _checkpoint(connection: Connection, row: Any, public_key: str) -> Iterator[Finding]:
    where = f"checkpoints/{row.id}"
    try:
        name, key = parse_public_key(public_key)
        signed = verify(row.note, key, name)
    except BadCheckpoint:
        yield Finding("signature-wrong", row.edition_id, None, where)
        return
    if signed.origin != f"{name}/{row.edition_id}/{row.stage}" or not _chain_has(connection, row.edition_id, signed):
        yield Finding("checkpoint-chain", row.edition_id, signed.chain_sequence, where)
    yield from _tree(connection, row, signed)


def _chain_has(connection: Connection, chain: str, signed: Signed) -> bool:
    """Whether the chain still goes through the entry that the checkpoint names."""
    if signed.chain_sequence == 0:
        return signed.chain_hash == NOTHING_BEFORE
    entry = select(col(AuditEntry.hash)).where(
        col(AuditEntry.chain) == chain, col(AuditEntry.sequence) == signed.chain_sequence
    )
    return connection.execute(entry).scalar() == signed.chain_hash


def _tree(connection: Connection, row: Any, signed: Signed) -> Iterator[Finding]:
    table = CheckpointLeaf.__table__  # type: ignore[attr-defined]
    leaves = connection.execute(select(table).where(table.c.checkpoint_id == row.id).order_by(table.c.position)).all()
    hashes = []
    for leaf in leaves:
        hashes.append(merkle.leaf_hash(leaf.body.encode()))
        where = f"checkpoint_leaves/{row.id}/{leaf.position}"
        if base64.b64encode(hashes[-1]).decode() != leaf.hash:
            yield Finding("leaf-changed", row.edition_id, None, where)
        elif not _as_signed(connection, leaf):
            yield Finding("result-changed", row.edition_id, None, where)
    yield from _votes(connection, row)
    if (len(hashes), merkle.root(hashes)) != (signed.size, signed.root) or row.size != signed.size:
        yield Finding("root-wrong", row.edition_id, None, f"checkpoints/{row.id}")


def _votes(connection: Connection, row: Any) -> Iterator[Finding]:
    """Votes of a published stage that no longer add up to its results."""
    votes = select(func.count()).where(
        col(Vote.edition_id) == col(Publication.edition_id), col(Vote.stage) == col(Publication.stage),
        col(Vote.proposal_id) == col(Result.proposal_id),
    )  # fmt: skip
    counted = (
        select(col(Result.proposal_id))
        .join(Publication, col(Publication.id) == col(Result.publication_id))
        .where(col(Publication.edition_id) == row.edition_id, col(Publication.stage) == row.stage)
        .where(col(Publication.method) == VOTES, col(Result.reviews) != votes.scalar_subquery())
        .order_by(col(Result.proposal_id))
    )
    for (proposal_id,) in connection.execute(counted):
        yield Finding("result-changed", row.edition_id, None, f"votes/{proposal_id}")


def _as_signed(connection: Connection, leaf: Any) -> bool:
    """Whether the row that the leaf was made of still says the same."""
    try:
        body = json.loads(leaf.body)
    except ValueError:
        return False
    if (body["kind"], body["proposal_id"]) != (leaf.kind, leaf.proposal_id):
        return False
    return _sheet_as_signed(connection, body) if leaf.kind == "sheet" else _result_as_signed(connection, body)


def _result_as_signed(connection: Connection, body: dict[str, Any]) -> bool:
    names = ("rank", "raw_mean", "score", "reviews", "advanced", *BESIDE)
    found = (
        select(*(col(getattr(Result, name)) for name in names))
        .join(Publication, col(Publication.id) == col(Result.publication_id))
        .where(col(Publication.edition_id) == body["edition_id"], col(Publication.stage) == body["stage"])
        .where(col(Result.proposal_id) == body["proposal_id"])
    )
    row = connection.execute(found).first()
    return row is not None and tuple(row) == tuple(body.get(name) for name in names)


def _sheet_as_signed(connection: Connection, body: dict[str, Any]) -> bool:
    table = Evaluation.__table__  # type: ignore[attr-defined]
    try:
        row = connection.execute(select(table).where(table.c.assignment_id == body["assignment_id"])).first()
    except ValueError:  # a column holds what its type cannot be read from
        return False
    return row is not None and body["digest"] == digest(Evaluation, row._mapping)

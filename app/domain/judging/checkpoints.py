"""A published stage as a tree that everybody can check: lines of the ranking and signed sheets, the root signed."""

import base64
from typing import Any

from sqlmodel import Session, col, select

from app import signing
from app.audit.changes import columns, digest
from app.models import (
    Assignment,
    AuditChain,
    Checkpoint,
    CheckpointLeaf,
    Edition,
    Evaluation,
    Proposal,
    Publication,
    Result,
    Unit,
)
from app.models.ranking import BESIDE
from app.prepared.rows import add
from app.rules import checkpoints, merkle
from app.rules.digests import NOTHING_BEFORE, canonical
from app.settings import settings


def draw(session: Session, publication: Publication) -> Checkpoint:
    """Writes the tree of a stage that was just frozen, and signs its root with where the audit chain stands."""
    leaves = [*_results(session, publication), *_sheets(session, publication)]
    hashes = [merkle.leaf_hash(canonical(body).encode()) for body in leaves]
    key, name = signing.signing_key(), settings().signing_name
    signed = checkpoints.Checkpoint(
        f"{name}/{publication.edition_id}/{publication.stage}", len(hashes), merkle.root(hashes),
        *_head(session, publication.edition_id),
    )  # fmt: skip
    row = Checkpoint(
        edition_id=publication.edition_id, stage=publication.stage, size=len(hashes),
        public_key=checkpoints.public_key_text(key.public_key(), name), note=checkpoints.sign(signed, key, name),
    )  # fmt: skip
    session.add(row)
    session.flush()
    for position, (body, hash_) in enumerate(zip(leaves, hashes, strict=True)):
        add(session, CheckpointLeaf, checkpoint_id=row.id, position=position, kind=body["kind"],
            proposal_id=body["proposal_id"], body=canonical(body), hash=base64.b64encode(hash_).decode())  # fmt: skip
    return row


def _head(session: Session, chain: str) -> tuple[int, str]:
    """How far the edition's chain had come before this deed."""
    found = session.get(AuditChain, chain)
    return (found.sequence, found.hash) if found else (0, NOTHING_BEFORE)


def _results(session: Session, publication: Publication) -> list[dict[str, Any]]:
    """A leaf for each line of the ranking: all of it is public. What does not apply has no name."""
    rows = session.exec(
        select(Result, Proposal.number, Proposal.title, Unit.name, Edition.year)  # type: ignore[call-overload]
        .join(Proposal, col(Proposal.id) == Result.proposal_id)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .join(Edition, col(Edition.id) == Proposal.edition_id)
        .where(Result.publication_id == publication.id)
        .order_by(col(Result.rank), col(Result.proposal_id))
    )
    return [
        {"kind": "result", "edition_id": publication.edition_id, "year": year, "stage": publication.stage,
         "proposal_id": result.proposal_id, "number": number, "title": title, "unit": unit, "rank": result.rank,
         "raw_mean": result.raw_mean, "score": result.score, "reviews": result.reviews, "advanced": result.advanced}
        | {name: getattr(result, name) for name in BESIDE if getattr(result, name) is not None}
        for result, number, title, unit, year in rows
    ]  # fmt: skip


def _sheets(session: Session, publication: Publication) -> list[dict[str, Any]]:
    """A leaf for each signed sheet: its marks, and the salted digest of the whole row, the juror's notes included."""
    rows = session.exec(
        select(Assignment, Evaluation)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Result, (col(Result.proposal_id) == Assignment.proposal_id)
              & (col(Result.publication_id) == publication.id))
        .where(Assignment.edition_id == publication.edition_id, Assignment.stage == publication.stage)
        .where(col(Evaluation.signed_at).is_not(None))
        .order_by(col(Assignment.id))
    )  # fmt: skip
    return [
        {"kind": "sheet", "edition_id": publication.edition_id, "stage": publication.stage,
         "proposal_id": assignment.proposal_id, "assignment_id": assignment.id, "scores": sheet.scores,
         "total": sheet.total, "signed_at": sheet.signed_at,
         "digest": digest(Evaluation, {name: getattr(sheet, name) for name in columns(Evaluation)})}
        for assignment, sheet in rows
    ]  # fmt: skip

"""Proof files: that a result is in what the province signed. Needs no database and asks nobody."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.models.audit import LeafProof, ProofRead
from app.rules import merkle
from app.rules.checkpoints import BadCheckpoint, Checkpoint, parse_public_key, verify


class BadProof(ValueError):
    """Why a proof does not hold: a code (``app/commands/verify.py`` has its words)."""


@dataclass(frozen=True)
class Proven:
    """What a proof shows: the leaves that were signed, by which key."""

    public_key: str
    signed: Checkpoint
    leaves: list[dict[str, Any]]


def check(text: str, public_key: str | None = None) -> Proven:
    """What the proof file shows; ``BadProof`` where it shows nothing.

    With *public_key* the province's key is known from elsewhere; without, only that the file holds together.
    """
    try:
        proof = ProofRead.model_validate_json(text)
        expected = public_key or proof.public_key
        name, key = parse_public_key(expected)
        signed = verify(proof.note, key, name)
        leaves = [_leaf(signed, one) for one in proof.proofs]
    except ValidationError:
        raise BadProof("not-a-proof") from None
    except BadCheckpoint:
        raise BadProof("signature-wrong") from None
    if not leaves:
        raise BadProof("not-a-proof")
    return Proven(expected, signed, leaves)


def _leaf(signed: Checkpoint, proof: LeafProof) -> dict[str, Any]:
    """The leaf, once the way from it is seen to lead to the signed root."""
    try:
        beside = [base64.b64decode(one, validate=True) for one in proof.hashes]
        body: dict[str, Any] = json.loads(proof.leaf)
    except ValueError:
        raise BadProof("not-a-proof") from None
    found = merkle.root_from_proof(merkle.leaf_hash(proof.leaf.encode()), proof.index, signed.size, beside)
    if found != signed.root:
        raise BadProof("not-in-the-tree")
    if not signed.origin.endswith(f"/{body.get('edition_id')}/{body.get('stage')}"):
        raise BadProof("not-of-this-stage")
    return body

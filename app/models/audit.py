"""The audit log: entries that are only ever added, chained by their hashes; and the checkpoints of published stages."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Index, Integer, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.clock import new_id, now
from app.models.base import Recorded, Schema, UTCDateTime
from app.models.privacy import personal

_WHO = personal("reference to an account", "nothing changes unseen", "organiser, auditor")
REGISTRY = "registry"
"""The chain of what belongs to no edition: units, accounts, roles, keys."""


class AuditEntry(SQLModel, table=True):
    """One deed in one chain. ``body`` is the text that is hashed; the other columns repeat parts of it for queries.

    The database itself refuses to change or delete a row (migration 0003).
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        Index("ix_audit_entries_actor", "actor_id", "id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=String(36))
    chain: str = Field(sa_type=String(36))
    """An edition's id, or ``registry``."""
    sequence: int
    at: datetime = Field(default_factory=now, sa_type=UTCDateTime)
    actor_id: str | None = Field(default=None, sa_type=String(36), sa_column_kwargs=_WHO)
    action: str
    hash: str = Field(sa_type=String(64))
    body: str = Field(sa_column_kwargs=_WHO)


class AuditChain(SQLModel, table=True):
    """How far a chain has come; the row is locked while an entry is added, so that none has two followers."""

    __tablename__ = "audit_chains"

    chain: str = Field(primary_key=True, sa_type=String(36))
    sequence: int = 0
    hash: str = Field(sa_type=String(64))


class Checkpoint(Recorded, table=True):
    """What the province signed when it published a stage (``app/rules/checkpoints.py`` has the format)."""

    __tablename__ = "checkpoints"
    CHAIN = "edition_id"
    __table_args__ = (UniqueConstraint("edition_id", "stage"),)

    edition_id: str = Field(sa_type=String(36))
    """Not a foreign key: what was signed outlives what it was about."""
    stage: str = Field(sa_type=String(50))
    size: int
    public_key: str
    note: str


class CheckpointLeaf(SQLModel, table=True):
    """A leaf of a checkpoint's tree: a line of the ranking or a signed score sheet, as text. Only ever added."""

    __tablename__ = "checkpoint_leaves"
    __table_args__ = (Index("ix_checkpoint_leaves_proposal", "proposal_id", "checkpoint_id"),)

    checkpoint_id: str = Field(foreign_key="checkpoints.id", primary_key=True, sa_type=String(36))
    position: int = Field(primary_key=True, sa_type=Integer)
    kind: str = Field(sa_type=String(10))
    proposal_id: str = Field(sa_type=String(36))
    body: str
    hash: str = Field(sa_type=String(64))


class AuditChange(Schema):
    """One row that a deed changed, with its digest before (null: it was not there) and after (null: it is gone)."""

    table: str
    id: str
    before: str | None
    after: str | None


class AuditEntryRead(Schema):
    """One entry of the audit log."""

    id: str
    chain: str
    sequence: int
    at: datetime
    actor_kind: Literal["anonymous", "user", "key", "system"]
    actor_id: str | None
    actor_name: str | None
    """Of the account or key today; null where it was erased."""
    session_id: str | None
    request_id: str | None
    action: str
    """Method and path of the request, or the command, or what happened."""
    changes: list[AuditChange]
    about: dict[str, Any]
    hash: str
    body: str
    """The text whose hash it is: SHA-256 of the hash before, a line break and this."""


class CheckpointRead(Schema):
    """A published stage's checkpoint."""

    id: str
    edition_id: str
    stage: str
    size: int
    public_key: str
    note: str
    created_at: datetime
    version: int


class LeafProof(Schema):
    """A leaf and the way from it to the checkpoint's root."""

    kind: Literal["result", "sheet"]
    index: int
    leaf: str
    """The text that was hashed (RFC 9162, 2.1.1)."""
    hashes: list[str]
    """Base64, lowest first (RFC 9162, 2.1.3)."""


class ProofRead(Schema):
    """Everything that is needed to check a proposal's result without asking anybody: save it as a file."""

    format: Literal["jipp-proof-1"] = "jipp-proof-1"
    public_key: str
    note: str
    proofs: list[LeafProof]

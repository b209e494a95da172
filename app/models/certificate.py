"""Certificates (piagam): the papers of awards, how far a batch of them is, and what their verification says."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Limit
from pydantic import SecretStr
from sqlalchemy import String
from sqlmodel import Field

from app.models.base import Input, Recorded, Schema, Table, UTCDateTime
from app.models.privacy import personal

_SEALED = personal(
    "sealed: NIK and passphrase of the official who signs", "a batch is signed in the official's name", "nobody",
    "until the batch ends or stops, an hour at most",
)  # fmt: skip


class Certificate(Recorded, table=True):
    """A certificate as it was made (and signed): its bytes lie in the file store."""

    __tablename__ = "certificates"
    CHAIN = "edition_id"

    edition_id: str = Field(foreign_key="editions.id", index=True)
    award_id: str = Field(foreign_key="awards.id", unique=True)
    sha256: str = Field(sa_type=String(64), index=True)
    size: int
    facts: str = Field(sa_type=String(64))
    """The digest of what it says: as long as that is the same, it stays."""
    signer: str = Field(sa_type=String(20))
    made_at: datetime = Field(sa_type=UTCDateTime)


class ReplacedCertificate(Recorded, table=True):
    """A file that was made, and that a newer one took the place of: genuine for good, however old. Never changed."""

    __tablename__ = "replaced_certificates"
    CHAIN = "edition_id"

    edition_id: str = Field(foreign_key="editions.id", index=True)
    award_id: str = Field(foreign_key="awards.id", index=True)
    sha256: str = Field(sa_type=String(64))
    signer: str = Field(sa_type=String(20))
    made_at: datetime = Field(sa_type=UTCDateTime)
    replaced_at: datetime = Field(sa_type=UTCDateTime)


class BatchStatus(StrEnum):
    """How far a batch is."""

    running = "running"
    done = "done"
    stopped = "stopped"
    """The signer refused; what is made stays made, and the next batch goes on from there."""


class CertificateBatch(Table, table=True):
    """The newest batch of an edition."""

    __tablename__ = "certificate_batches"

    edition_id: str = Field(foreign_key="editions.id", unique=True)
    status: str = Field(sa_type=String(10))
    signer: str = Field(sa_type=String(20))
    total: int = 0
    done: int = 0
    error: str = Field(default="", sa_type=String(60))
    """Why it stopped or waits, as a code."""
    base_url: str = ""
    """Where the site is reached: the beginning of the address in the QR."""
    sealed: str | None = Field(default=None, sa_column_kwargs=_SEALED)
    started_at: datetime = Field(sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


Identity = Annotated[SecretStr, Limit(min_length=1, max_length=100)]


class BatchStart(Input):
    """Makes the certificates that are missing or out of date.

    ``nik`` and ``passphrase`` where the signer asks for them: they are kept sealed until the batch ends, never shown.
    """

    nik: Identity | None = None
    passphrase: Identity | None = None


class BatchRead(Schema):
    """How far the certificates of an edition are."""

    edition_id: str
    status: BatchStatus | None
    """Null where none was begun."""
    signer: str
    """Who signs now: ``none``, ``local`` or ``bsre``."""
    needs_passphrase: bool
    total: int
    done: int
    error: str
    made: int
    """Certificates that are there, of awards that are not revoked."""
    stale: int
    """How many of `made` say something else than their award and the ceremony do by now, or await another signer."""
    awards: int
    started_at: datetime | None
    finished_at: datetime | None


class CertificateState(StrEnum):
    """What verification says."""

    valid = "valid"
    revoked = "revoked"


class EarlierFile(Schema):
    """A genuine file of a certificate that was issued and then replaced by a newer issue."""

    sha256: str
    signer: str
    made_at: datetime
    replaced_at: datetime


class Verification(Schema):
    """What everybody learns by a code: the award, and whether it holds."""

    code: str
    state: CertificateState
    award_id: str
    edition_id: str
    edition_name: str
    title: str
    category: str
    result: str
    innovation_title: str | None
    innovation_id: str | None
    unit_name: str
    given_on: date
    revoked_at: datetime | None
    revocation_reason: str | None
    supplementary_reason: str | None
    """Why it was given after the evening, on ``given_on``; null for an award of the evening."""
    organisation: str
    signer: str | None
    """Who signed the file; null where none was made yet."""
    sha256: str | None
    """Of the file as it was made, to be compared with one at hand."""
    made_at: datetime | None
    """When that file was made; null where none was made yet."""
    has_file: bool
    """Whether the certificate can be downloaded now."""
    earlier: list[EarlierFile]
    """Files that were issued before it, the newest first: genuine, but a newer issue took their place."""
    is_sample: bool

"""Answers kept for 24 h, so that a request sent twice acts once."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import Table, UTCDateTime
from app.models.privacy import Basis, personal


class IdempotentAnswer(Table, table=True):
    """The first answer to a POST with an ``Idempotency-Key``, written in the same transaction as the change."""

    __tablename__ = "idempotent_answers"
    __table_args__ = (UniqueConstraint("actor", "key"),)

    actor: str = Field(sa_type=String(80))
    key: str = Field(sa_type=String(255))
    request_digest: str = Field(sa_type=String(64))
    status: int = 0
    headers: str = "{}"
    body: str = Field(
        default="",
        sa_column_kwargs=personal("an answer, may name its person", "a request sent twice acts once", "nobody",
                                  "`JIPP_IDEMPOTENCY_HOURS` (24 h); then `jipp tidy`", Basis.interest),
    )  # fmt: skip
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)


class PublicState(SQLModel, table=True):
    """One row whose number grows whenever something that the public sees changes; ready-made answers hang on it."""

    __tablename__ = "public_state"

    id: int = Field(default=1, primary_key=True)
    generation: int = 0

"""Requests to replicate (permintaan meniru): from outside, without an account, until the address is confirmed."""

from datetime import datetime
from typing import Annotated

from pydantic import EmailStr, StringConstraints
from pydantic import Field as Limit
from sqlalchemy import Index, String
from sqlmodel import Field

from app.models.base import Input, Line, Reason, Schema, Table, UTCDateTime
from app.models.privacy import personal
from app.models.replication import OrganisationKind
from app.models.unit import RegionCode

_DAYS = "until the address is confirmed, three days at most"


class ReplicationRequest(Table, table=True):
    """What somebody asked; it becomes a replication once its address is confirmed by mail, or goes."""

    __tablename__ = "replication_requests"
    __table_args__ = (Index("ix_replication_requests_contact_email", "contact_email"),)

    innovation_id: str = Field(foreign_key="innovations.id", index=True)
    organisation_name: str
    organisation_kind: str = Field(sa_type=String(20))
    organisation_province: str
    region_code: str | None = Field(default=None, sa_type=String(13))
    contact_email: str = Field(
        sa_column_kwargs=personal("e-mail address of who asks", "the address is confirmed by mail", "nobody", _DAYS)
    )
    message: str = Field(
        default="", sa_column_kwargs=personal("text, may name people", "whoever is asked knows why", "nobody", _DAYS)
    )
    locale: str = Field(default="id", sa_type=String(5))
    expires_at: datetime = Field(sa_type=UTCDateTime)


class ReplicationRequestCreate(Input):
    """An organisation outside the registry wants to take an innovation over."""

    organisation_name: Line
    organisation_kind: OrganisationKind
    organisation_province: Line
    region_code: RegionCode | None = None
    contact_email: EmailStr
    message: Reason
    website: Annotated[str, Limit(max_length=300)] = ""
    """Left empty by people: what fills it in is a machine, and is thanked and forgotten."""


class ReplicationRequestRead(Schema):
    """A request that waits for its address to be confirmed."""

    expires_at: datetime


class RequestKey(Input):
    """The secret of the link that was sent to the address."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PendingRequest(Schema):
    """What is to be confirmed, for who holds the link."""

    innovation_id: str
    innovation_title: str
    organisation_name: str
    contact_email: str
    message: str

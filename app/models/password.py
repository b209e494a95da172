"""One-time links by which a person chooses a password; nobody else ever sets it."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import String
from sqlmodel import Field

from app.models.base import Input, Schema, Table, UTCDateTime, clean_text

Password = Annotated[str, StringConstraints(min_length=10, max_length=200)]
"""10–200 characters; strength beyond length is checked where it is set."""


class PasswordLink(Table, table=True):
    """A link that was sent. Its secret is stored only as a SHA-256; using one takes all links of the person away."""

    __tablename__ = "password_links"

    token_hash: str = Field(sa_type=String(64), unique=True)
    user_id: str = Field(foreign_key="users.id", index=True)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class PasswordChoice(Input):
    """The secret of a one-time link, and the password that the person chose."""

    token: Annotated[str, StringConstraints(max_length=100)]
    password: Password


class OwnPassword(Input):
    """A password on its own, as a command or a form asks for it."""

    password: Password


class PasswordRequest(Input):
    """Whoever forgot the password says which account."""

    email: Annotated[str, StringConstraints(max_length=254, strip_whitespace=True), AfterValidator(clean_text)]


class LinkRead(Schema):
    """Whose password a link sets."""

    name: str
    email: str
    is_invitation: bool
    """Whether this is the first password of the account."""

"""People with accounts, their roles, sessions and API keys."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import EmailStr, StringConstraints
from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field

from app.clock import now
from app.models.base import Changes, Id, Input, JSONColumn, Line, Moment, Recorded, Schema, Table, UTCDateTime
from app.models.outbox import MessageStatus
from app.models.privacy import ACCOUNT, Basis, personal


class Role(StrEnum):
    """What a person does in the competition (docs/glossary.md)."""

    organiser = "organiser"
    secretariat = "secretariat"
    coordinator = "coordinator"
    author = "author"
    juror = "juror"
    auditor = "auditor"


UNIT_ROLES = frozenset({Role.coordinator, Role.author})
"""Roles that mean nothing without a unit."""


class User(Recorded, table=True):
    """An account. E-mail is personal data: never in public output."""

    __tablename__ = "users"

    email: str = Field(
        sa_type=String(254), unique=True,
        sa_column_kwargs=personal("e-mail address", "signing in, letters about the competition",
                                  "organiser, auditor", ACCOUNT),
    )  # fmt: skip
    name: str = Field(sa_column_kwargs=personal("name", "who did what", "whoever works on the same proposal", ACCOUNT))
    password_hash: str = ""
    """Empty until the person has chosen a password by the link of the invitation."""
    locale: str = "id"
    is_active: bool = True


class RoleGrant(Recorded, table=True):
    """A role given to a person, for a unit and everything below it, or everywhere when ``unit_id`` is null."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("user_id", "role", "unit_id"),)

    user_id: str = Field(foreign_key="users.id", index=True)
    role: str = Field(sa_type=String(20))
    unit_id: str | None = Field(default=None, foreign_key="units.id")


class UserSession(Table, table=True):
    """A browser's session; the cookie's value is stored only as a SHA-256."""

    __tablename__ = "user_sessions"

    token_hash: str = Field(sa_type=String(64), unique=True)
    user_id: str = Field(foreign_key="users.id", index=True)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    user_agent: str = Field(
        default="",
        sa_column_kwargs=personal("browser and device", "the person recognises sessions that are not theirs",
                                  "nobody", "until the session ends; then `jipp tidy`", Basis.interest),
    )  # fmt: skip
    authenticated_at: datetime = Field(default_factory=now, sa_type=UTCDateTime)
    """When the person last showed who it is; what is delicate asks again after some minutes."""
    last_used_at: datetime = Field(default_factory=now, sa_type=UTCDateTime)
    has_second_factor: bool = False
    """Whether more than a password was shown: a code, a passkey, or what another provider vouches for."""


class ApiKey(Recorded, table=True):
    """A key of a unit's own system. Shown once; stored as a SHA-256."""

    __tablename__ = "api_keys"
    UNRECORDED = frozenset({"last_used_at"})
    __table_args__ = (Index("ix_api_keys_unit_id", "unit_id"),)

    name: str = Field(
        sa_column_kwargs=personal("name of a key, may name a person", "the keys of a unit can be told apart",
                                  "coordinators of the unit, organiser, auditor")
    )  # fmt: skip
    unit_id: str = Field(foreign_key="units.id")
    role: str = Field(sa_type=String(20))
    scopes: list[str] = Field(sa_type=JSONColumn)
    prefix: str = Field(sa_type=String(12))
    key_hash: str = Field(sa_type=String(64), unique=True)
    created_by: str | None = Field(default=None, foreign_key="users.id")
    expires_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    replaced_by: str | None = Field(default=None, sa_type=String(36))
    """The key that took its place at a rotation; until ``expires_at`` both work."""
    made_with: str | None = Field(default=None, sa_type=String(36))
    """The key that asked for it and was shown its secret: it ends no later. Null where a person did."""


class GrantInput(Input):
    """A role, and the unit it is bound to (needed for coordinator and author)."""

    role: Role
    unit_id: Id | None = None


class UserCreate(Input):
    """A new account. Its person gets a link by mail and chooses the password."""

    email: EmailStr
    name: Line
    locale: Annotated[str, StringConstraints(pattern="^(id|en)$")] = "id"
    roles: list[GrantInput] = []


class UserUpdate(Changes):
    """Changes to an account; ``roles``, when given, replaces the whole list."""

    name: Line | None = None
    locale: Annotated[str, StringConstraints(pattern="^(id|en)$")] | None = None
    is_active: bool | None = None
    roles: list[GrantInput] | None = None


class AccountState(StrEnum):
    """Whether somebody can sign in with an account."""

    invited = "invited"
    """No password chosen yet."""
    active = "active"
    closed = "closed"


class GrantRead(Schema):
    """A role as held."""

    role: Role
    unit_id: str | None
    unit_name: str | None = None


class UserRead(Schema):
    """An account as the organiser sees it."""

    id: str
    email: str
    name: str
    locale: str
    is_active: bool
    state: AccountState
    mail: MessageStatus | None
    """How the last mail with a link went; null where none was sent."""
    roles: list[GrantRead]
    created_at: datetime
    version: int


class UserInvited(UserRead):
    """An account whose person was just sent a link.

    ``link`` is set where no mail can be sent: it is shown this once, to be handed on in person.
    """

    link: str | None = None

    def without_secret(self) -> "UserInvited":
        """What may be kept of the answer."""
        return self.model_copy(update={"link": None})


class SessionCreate(Input):
    """Signing in."""

    email: Annotated[str, StringConstraints(max_length=254, strip_whitespace=True)]
    password: Annotated[str, StringConstraints(max_length=200)]
    code: Annotated[str, StringConstraints(max_length=40, strip_whitespace=True)] | None = None
    """Of the authenticator app, or a recovery code; left out where it is needed: 401 `second-factor-required`."""


class SessionRead(Schema):
    """Who is signed in, until when, and the token that every write of a browser must carry."""

    id: str
    user: UserRead
    expires_at: datetime
    has_second_factor: bool
    csrf_token: str
    version: int


class SessionSummary(Schema):
    """One of a person's own sessions in a browser."""

    id: str
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    """To within five minutes."""
    expires_at: datetime
    has_second_factor: bool
    is_current: bool
    version: int


class ApiKeyCreate(Input):
    """A new key: for which unit, as which role, for which actions, until when."""

    name: Line
    unit_id: Id
    role: Role = Role.coordinator
    scopes: list[str]
    expires_at: Moment | None = None


class ApiKeyRead(Schema):
    """A key without its secret."""

    id: str
    name: str
    unit_id: str
    role: Role
    scopes: list[str]
    prefix: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    replaced_by: str | None
    made_with: str | None
    """The key that it was made with; revoking that one revokes this one too."""
    version: int


class ApiKeyRotation(Input):
    """When the old key ends: in a day unless said otherwise, at most in seven."""

    old_until: Moment | None = None


class ApiKeyCreated(ApiKeyRead):
    """A key at its making: the only time that the secret is shown."""

    key: str

    def without_secret(self) -> "ApiKeyCreated":
        """What may be kept of the answer."""
        return self.model_copy(update={"key": ""})

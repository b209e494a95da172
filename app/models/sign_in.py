"""What people sign in with beside a password, and the counters that slow guessing down."""

from datetime import datetime

from sqlalchemy import BigInteger, Float, Integer, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import Input, JSONColumn, Line, Recorded, Schema, Table, UTCDateTime
from app.models.privacy import ACCOUNT, personal


class TotpFactor(Recorded, table=True):
    """A person's authenticator app: the secret is sealed (app/secrets_store.py); not in force until confirmed."""

    __tablename__ = "totp_factors"
    UNRECORDED = frozenset({"last_step", "updated_at", "version"})

    user_id: str = Field(foreign_key="users.id", unique=True)
    sealed_secret: str
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_step: int = Field(default=0, sa_type=BigInteger)
    """The 30-second step of the last code taken: no code counts twice."""


class RecoveryCode(Table, table=True):
    """A code for whoever lost the second factor: works once, stored as a keyed digest."""

    __tablename__ = "recovery_codes"

    user_id: str = Field(foreign_key="users.id", index=True)
    code_digest: str = Field(sa_type=String(64), unique=True)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Passkey(Recorded, table=True):
    """A passkey of a person; the secret half never leaves the person's device."""

    __tablename__ = "passkeys"
    UNRECORDED = frozenset({"sign_count", "last_used_at", "updated_at", "version"})

    user_id: str = Field(foreign_key="users.id", index=True)
    name: str = Field(
        sa_column_kwargs=personal("what a person calls its device", "devices can be told apart", "nobody", ACCOUNT)
    )
    credential_id: str = Field(sa_type=String(1400), unique=True)
    public_key: str
    sign_count: int = Field(default=0, sa_type=BigInteger)
    transports: list[str] = Field(default_factory=list, sa_type=JSONColumn)
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class OidcLink(Recorded, table=True):
    """Whom an OpenID Connect provider means by a subject."""

    __tablename__ = "oidc_links"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("issuer", "user_id"))

    user_id: str = Field(foreign_key="users.id", index=True)
    issuer: str = Field(sa_type=String(300))
    subject: str = Field(
        sa_type=String(255),
        sa_column_kwargs=personal("who the person is to another provider", "signing in there", "nobody", ACCOUNT),
    )  # fmt: skip


class RateWindow(SQLModel, table=True):
    """How much of a limit is used in the current window (app/limiter.py). On SQLite it lies in a file of its own."""

    __tablename__ = "rate_windows"

    bucket: str = Field(primary_key=True, sa_type=String(80))
    number: int = Field(sa_type=BigInteger)
    """Windows since 1970."""
    used: int = Field(sa_type=BigInteger)
    ends_at: float = Field(sa_type=Float(53), index=True)
    """Seconds since 1970."""


class AttemptCount(SQLModel, table=True):
    """How often somebody failed lately, and when the next try is taken (app/domain/throttle.py)."""

    __tablename__ = "attempt_counts"

    bucket: str = Field(primary_key=True, sa_type=String(80))
    count: int = Field(sa_type=Integer)
    not_before: float = Field(sa_type=Float(53))
    """Seconds since 1970."""
    last_at: float = Field(sa_type=Float(53), index=True)


class PasswordChange(Input):
    """A person's own new password."""

    current: str = Field(max_length=200)
    password: str = Field(min_length=10, max_length=200)


class Code(Input):
    """A code of the authenticator app, or a recovery code, as typed."""

    code: str = Field(max_length=40)


class PasskeyCreate(Input):
    """A passkey as the browser made it."""

    name: Line
    credential: str = Field(max_length=20_000)
    """The credential as JSON."""


class PasskeyRead(Schema):
    """A passkey as its owner sees it."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    version: int


class FactorsRead(Schema):
    """What a person signs in with beside the password."""

    has_totp: bool
    passkeys: list[PasskeyRead]
    recovery_codes_left: int
    has_oidc: bool

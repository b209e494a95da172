"""Reads of what people sign in with beside a password."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import OidcLink, Passkey, RecoveryCode, RoleGrant, TotpFactor
from app.models.sign_in import FactorsRead, PasskeyRead
from app.queries.actors import needs_second_factor
from app.queries.reach import require_person
from app.rules.permissions import Actor


def has_totp(session: Session, user_id: str) -> bool:
    """Whether an authenticator app is in force."""
    found = select(TotpFactor.id).where(TotpFactor.user_id == user_id, col(TotpFactor.confirmed_at).is_not(None))
    return session.exec(found).first() is not None


def has_passkey(session: Session, user_id: str) -> bool:
    """Whether the person has a passkey."""
    return session.exec(select(Passkey.id).where(Passkey.user_id == user_id).limit(1)).first() is not None


def has_any(session: Session, user_id: str) -> bool:
    """Whether the account asks for more than a password."""
    return has_totp(session, user_id) or has_passkey(session, user_id)


def codes_left(session: Session, user_id: str) -> int:
    """Recovery codes that were not used yet."""
    unused = select(func.count()).select_from(RecoveryCode).where(
        RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None)
    )  # fmt: skip
    return session.exec(unused).one()


def own(session: Session, actor: Actor) -> FactorsRead:
    """What the person has; ``NotFound`` for a key."""
    user_id = require_person(actor)
    keys = session.exec(select(Passkey).where(Passkey.user_id == user_id).order_by(col(Passkey.id)))
    has_oidc = session.exec(select(OidcLink.id).where(OidcLink.user_id == user_id)).first() is not None
    return FactorsRead(
        has_totp=has_totp(session, user_id), passkeys=[PasskeyRead.model_validate(key) for key in keys],
        recovery_codes_left=codes_left(session, user_id), has_oidc=has_oidc,
    )  # fmt: skip


def is_asked_of(session: Session, user_id: str) -> bool:
    """Whether the operator asks this person for a second factor."""
    return needs_second_factor(session.exec(select(RoleGrant.role).where(RoleGrant.user_id == user_id)))

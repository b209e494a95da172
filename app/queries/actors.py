"""Who stands behind a session cookie or an API key."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.models import ApiKey, RoleGrant, Unit, User, UserSession
from app.models.user import Role
from app.rules.permissions import Actor, Grant


def by_session(session: Session, token_hash: str, moment: datetime, csrf_token: str) -> Actor | None:
    """The person of a browser session that is neither expired nor closed."""
    rows = session.execute(
        select(User.id, User.name, User.email, UserSession.id, RoleGrant.role, RoleGrant.unit_id,  # type: ignore[call-overload]
               col(Unit.name).label("unit_name"))
        .join(UserSession, UserSession.user_id == User.id)
        .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(UserSession.token_hash == token_hash, UserSession.expires_at > moment, User.is_active)
        .order_by(RoleGrant.id)
    ).all()
    if not rows:
        return None
    user_id, name, email, session_id, *_ = rows[0]
    grants = tuple(Grant(Role(row.role), row.unit_id) for row in rows if row.role)
    unit_name = next((row.unit_name for row in rows if row.unit_name), None)
    return Actor("user", user_id, name, email, grants, None, session_id, csrf_token, unit_name)


def by_key(session: Session, key_hash: str, moment: datetime) -> Actor | None:
    """The system behind an API key that is neither expired nor revoked."""
    row = session.exec(
        select(ApiKey.id, ApiKey.name, ApiKey.role, ApiKey.unit_id, ApiKey.scopes).where(
            ApiKey.key_hash == key_hash, ApiKey.expires_at > moment, col(ApiKey.revoked_at).is_(None)
        )
    ).first()
    if row is None:
        return None
    key_id, name, role, unit_id, scopes = row
    return Actor("key", key_id, name, "", (Grant(Role(role), unit_id),), frozenset(scopes))

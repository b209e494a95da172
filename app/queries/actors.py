"""Who stands behind a session cookie or an API key."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam
from sqlmodel import col, select

from app.models import ApiKey, RoleGrant, Unit, User, UserSession
from app.models.user import Role
from app.prepared.statements import moment_of, run
from app.rules.permissions import Actor, Grant


def by_session(connection: Connection, token_hash: str, moment: datetime, csrf_token: str) -> Actor | None:
    """The person of a browser session that is neither expired nor closed."""
    rows = connection.execute(
        select(
            User.id,
            User.name,
            User.email,
            UserSession.id,
            RoleGrant.role,
            RoleGrant.unit_id,  # type: ignore[call-overload]
            col(Unit.name).label("unit_name"),
        )
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


def by_key(connection: Connection, key_hash: str, moment: datetime) -> Actor | None:
    """The system behind an API key that is neither expired nor revoked."""
    found = run(connection, "actor by key", _key_statement, {"key_hash": key_hash})
    if not found:
        return None
    key_id, name, role, unit_id, scopes, expires_at = found[0]
    if moment_of(expires_at) <= moment:
        return None
    scopes = json.loads(scopes) if isinstance(scopes, str) else scopes
    return Actor("key", key_id, name, "", (Grant(Role(role), unit_id),), frozenset(scopes))


def _key_statement() -> Any:
    return select(
        ApiKey.id,
        ApiKey.name,
        ApiKey.role,
        ApiKey.unit_id,
        ApiKey.scopes,
        ApiKey.expires_at,  # type: ignore[call-overload]
    ).where(ApiKey.key_hash == bindparam("key_hash"), col(ApiKey.revoked_at).is_(None))

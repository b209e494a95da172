"""Who stands behind a session cookie or an API key."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam
from sqlmodel import col, select

from app.models import ApiKey, RoleGrant, Unit, User, UserSession
from app.models.user import Role
from app.prepared.statements import moment_of, run
from app.rules.permissions import Actor, Grant
from app.settings import listed, settings


def by_session(connection: Connection, token_hash: str, moment: datetime, csrf_token: str) -> Actor | None:
    """The person of a browser session that is neither expired nor closed, nor was left alone for too long."""
    rows = connection.execute(
        select(
            User.id,
            User.name,
            User.email,
            UserSession.id,
            UserSession.has_second_factor,
            RoleGrant.role,
            RoleGrant.unit_id,  # type: ignore[call-overload]
            col(Unit.name).label("unit_name"),
        )
        .join(UserSession, UserSession.user_id == User.id)
        .outerjoin(RoleGrant, RoleGrant.user_id == User.id)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(UserSession.token_hash == token_hash, *still_open(moment), User.is_active)
        .order_by(RoleGrant.id)
    ).all()
    if not rows:
        return None
    user_id, name, email, session_id, has_second_factor, *_ = rows[0]
    grants = tuple(Grant(Role(row.role), row.unit_id) for row in rows if row.role)
    unit_name = next((row.unit_name for row in rows if row.unit_name), None)
    is_held = not has_second_factor and needs_second_factor(grant.role for grant in grants)
    return Actor("user", user_id, name, email, grants, None, session_id, csrf_token, unit_name, is_held)


def still_open(moment: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a session that is still good."""
    idle = settings().session_idle_minutes
    used = [col(UserSession.last_used_at) > moment - timedelta(minutes=idle)] if idle > 0 else []
    return [col(UserSession.expires_at) > moment, *used]


def needs_second_factor(roles: Iterable[str]) -> bool:
    """Whether the operator asks people with one of these roles for a second factor."""
    return not listed(settings().second_factor_roles).isdisjoint(str(role) for role in roles)


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

"""Deeds on API keys: make, replace, revoke, note the last use."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from app.clock import now
from app.credentials import digest, new_api_key
from app.domain.key_lineage import maker, revoke_with_its_own
from app.domain.permits import require_for_unit
from app.domain.versions import check_version
from app.errors import Conflict, FieldError, Invalid, NotFound, invalid
from app.models import ApiKey, Unit
from app.models.user import ApiKeyCreate, ApiKeyRotation, Role
from app.queries.reach import require_somewhere
from app.rules.permissions import KEY_ROLES, KEY_SCOPES, POLICY, Actor, may_everywhere

USUAL_DAYS = 365
LONGEST_DAYS = 730
PREFIX_LENGTH = 12
OVERLAP, LONGEST_OVERLAP = timedelta(hours=24), timedelta(days=7)
"""How long the old key of a rotation goes on working: usually, and at most."""
USE_NOTED_EVERY = timedelta(seconds=60)


def create(session: Session, actor: Actor, body: ApiKeyCreate) -> tuple[str, ApiKey]:
    """A new key of a unit: the secret, shown this once, and the row. 422 when it asks for more than may be given."""
    require_for_unit(session, actor, "api-keys:write", body.unit_id)
    _check(session, actor, body)
    with_key = maker(session, actor)
    return _make(session, actor, body, _expiry(body.expires_at, now(), with_key), with_key)


def _make(
    session: Session, actor: Actor, body: ApiKeyCreate, expires_at: datetime, with_key: ApiKey | None
) -> tuple[str, ApiKey]:
    secret = new_api_key()
    key = ApiKey(
        name=body.name, unit_id=body.unit_id, role=body.role, scopes=sorted(set(body.scopes)),
        prefix=secret[:PREFIX_LENGTH], key_hash=digest(secret), created_by=actor.user_id, expires_at=expires_at,
        made_with=with_key.id if with_key else None,
    )  # fmt: skip
    session.add(key)
    session.flush()
    return secret, key


def rotate(session: Session, actor: Actor, key_id: str, body: ApiKeyRotation) -> tuple[str, ApiKey]:
    """A key in place of this one: same name, unit, role, scopes and end; the old one works until ``old_until``.

    A key that asks is shown the secret, so the new one then ends with the asking one at the latest. 409 for a key that
    has ended or has been replaced; 422 where the old one is to work for more than seven days.
    """
    require_somewhere(actor, "api-keys:write")
    old = session.get(ApiKey, key_id, with_for_update=True)
    require_for_unit(session, actor, "api-keys:write", old.unit_id if old else "", hidden=True)
    if old is None:
        raise NotFound
    moment = now()
    if old.revoked_at or old.replaced_by or old.expires_at <= moment:
        raise Conflict("key-ended")
    same = ApiKeyCreate(name=old.name, unit_id=old.unit_id, role=Role(old.role), scopes=old.scopes)
    _check(session, actor, same)  # whoever may not make such a key does not get one in this way
    until, with_key = _overlap(body.old_until, moment), maker(session, actor)
    ends = min(old.expires_at, with_key.expires_at) if with_key else old.expires_at
    secret, key = _make(session, actor, same, ends, with_key)
    old.replaced_by, old.expires_at = key.id, min(old.expires_at, until)
    session.flush()
    return secret, key


def _overlap(wanted: datetime | None, moment: datetime) -> datetime:
    until = wanted or moment + OVERLAP
    if until > moment + LONGEST_OVERLAP:
        raise invalid("old_until", "too_far", days=LONGEST_OVERLAP.days)
    return max(until, moment)


def _check(session: Session, actor: Actor, body: ApiKeyCreate) -> None:
    if session.get(Unit, body.unit_id) is None:
        raise invalid("unit_id", "not_found")
    may_any = may_everywhere(actor, "api-keys:write")
    if body.role not in KEY_ROLES or not (may_any or body.role is Role.coordinator):
        raise invalid("role", "role_refused")
    _check_scopes(actor, body.role, body.scopes)


def _check_scopes(actor: Actor, role: Role, scopes: list[str]) -> None:
    """At least one, each of use to the role; a key gives no key more than it has itself."""
    if not scopes:
        raise invalid("scopes", "empty")
    of_role = {action for action in KEY_SCOPES if role in POLICY[action]}
    possible = of_role if actor.scopes is None else actor.scopes & of_role
    unknown = [FieldError(f"scopes.{n}", "unknown_scope", {"value": scope})
               for n, scope in enumerate(scopes) if scope not in possible]  # fmt: skip
    if unknown:
        raise Invalid(errors=unknown)


def _expiry(wanted: datetime | None, moment: datetime, with_key: ApiKey | None) -> datetime:
    """When the key ends: in a year unless said otherwise, at most in two, and never after the key it is made with."""
    if wanted is None:
        usual = moment + timedelta(days=USUAL_DAYS)
        return min(usual, with_key.expires_at) if with_key else usual
    if wanted.tzinfo is None:
        raise invalid("expires_at", "timezone_aware")
    if wanted <= moment:
        raise invalid("expires_at", "in_the_past")
    if wanted > moment + timedelta(days=LONGEST_DAYS):
        raise invalid("expires_at", "too_far", days=LONGEST_DAYS)
    if with_key and wanted > with_key.expires_at:
        raise invalid("expires_at", "outlives_key")
    return wanted


def revoke(session: Session, actor: Actor, key_id: str, expected: int | None) -> None:
    """Ends a key at once and for good, and those that were made with it; a revoked one stays as it is."""
    require_somewhere(actor, "api-keys:write")
    key = session.get(ApiKey, key_id, with_for_update=True)
    require_for_unit(session, actor, "api-keys:write", key.unit_id if key else "", hidden=True)
    if key is None:
        raise NotFound
    check_version(key, expected)
    revoke_with_its_own(session, key)


def is_use_due(session: Session, key_id: str) -> bool:
    """Whether the key's last use was noted more than a minute ago, or never."""
    last = session.exec(select(ApiKey.last_used_at).where(ApiKey.id == key_id)).first()
    return last is None or last < now() - USE_NOTED_EVERY


def note_use(session: Session, key_id: str) -> None:
    """Notes that the key was used now; at most once a minute, and without a new version of the row."""
    moment, last = now(), col(ApiKey.last_used_at)
    session.connection().execute(
        update(ApiKey)
        .where(col(ApiKey.id) == key_id, or_(last.is_(None), last < moment - USE_NOTED_EVERY))
        .values(last_used_at=moment, updated_at=ApiKey.updated_at)
    )

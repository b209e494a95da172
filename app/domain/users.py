"""Deeds on accounts: make, change, give roles."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.clock import now
from app.credentials import hash_password
from app.domain.permits import require
from app.domain.sessions import end_all
from app.domain.versions import check_version, load
from app.errors import FieldError, Invalid, invalid
from app.models import RoleGrant, Unit, User
from app.models.user import UNIT_ROLES, GrantInput, Role, UserCreate, UserUpdate
from app.rules.passwords import is_weak
from app.rules.permissions import Actor

MAY_NAME_UNIT = UNIT_ROLES | {Role.juror}
"""Roles that may be bound to a unit; a juror's is where the person works, so that conflicts of interest are seen."""


def create(session: Session, actor: Actor, body: UserCreate) -> User:
    """A new account; 422 when the address is taken, the password weak, or a role and its unit do not fit."""
    require(actor, "users:write")
    email = body.email.lower()
    _check_password(body.password, email, body.name)
    password_hash = hash_password(body.password)  # slow by design: before the session begins to write
    if session.exec(select(User.id).where(User.email == email)).first() is not None:
        raise invalid("email", "already_exists")
    _check_roles(session, body.roles)
    user = User(email=email, name=body.name, password_hash=password_hash, locale=body.locale)
    session.add(user)
    session.flush()
    _grant(session, user.id, body.roles)
    return user


def update(session: Session, actor: Actor, user_id: str, body: UserUpdate, expected: int | None) -> User:
    """Changes an account. A new password, other roles, or closing the account end every session of the person."""
    require(actor, "users:write")
    password_hash = hash_password(body.password) if body.password else None
    user = load(session, User, user_id)
    check_version(user, expected)
    _change(user, body)
    if password_hash is not None and body.password is not None:
        _check_password(body.password, user.email, user.name)
        user.password_hash = password_hash
    has_other_roles = body.roles is not None and _replace_roles(session, user_id, body.roles)
    if password_hash is not None or not user.is_active or has_other_roles:
        end_all(session, user_id)
    session.flush()
    return user


def _change(user: User, body: UserUpdate) -> None:
    for field in ("name", "locale", "is_active"):
        value = getattr(body, field)
        if value is not None:
            setattr(user, field, value)
    user.updated_at = now()  # so that the version grows when only roles change


def _check_password(password: str, email: str, name: str) -> None:
    if is_weak(password, email, name):
        raise invalid("password", "weak_password")


def _check_roles(session: Session, roles: Sequence[GrantInput]) -> None:
    """422 naming every role that lacks its unit, has one it must not have, or names one that does not exist."""
    wanted = {role.unit_id for role in roles if role.unit_id}
    known = set(session.exec(select(Unit.id).where(col(Unit.id).in_(wanted)))) if wanted else set()
    found = [(f"roles.{n}.unit_id", _unit_error(role, known)) for n, role in enumerate(roles)]
    errors = [FieldError(field, code) for field, code in found if code]
    if errors:
        raise Invalid(errors=errors)


def _unit_error(grant: GrantInput, known: set[str]) -> str | None:
    if grant.unit_id is None:
        return "unit_required" if grant.role in UNIT_ROLES else None
    if grant.role not in MAY_NAME_UNIT:
        return "unit_refused"
    return None if grant.unit_id in known else "not_found"


def _replace_roles(session: Session, user_id: str, roles: Sequence[GrantInput]) -> bool:
    """Whether the person has other roles now."""
    _check_roles(session, roles)
    before = session.exec(select(RoleGrant.role, RoleGrant.unit_id).where(RoleGrant.user_id == user_id)).all()
    session.connection().execute(delete(RoleGrant).where(col(RoleGrant.user_id) == user_id))
    _grant(session, user_id, roles)
    return {(role, unit) for role, unit in before} != {(role.role.value, role.unit_id) for role in roles}


def _grant(session: Session, user_id: str, roles: Sequence[GrantInput]) -> None:
    """Gives the roles, each once however often it is named."""
    once = dict.fromkeys((role.role, role.unit_id) for role in roles)
    session.add_all(RoleGrant(user_id=user_id, role=role, unit_id=unit_id) for role, unit_id in once)
    session.flush()

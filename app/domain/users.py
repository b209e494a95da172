"""Deeds on accounts: make, change, give roles."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.key_lineage import revoke_all_of
from app.domain.passwords import send_link
from app.domain.permits import require
from app.domain.sessions import end_all
from app.domain.versions import check_version, load
from app.errors import Conflict, FieldError, Invalid, invalid
from app.models import RoleGrant, Unit, User
from app.models.user import UNIT_ROLES, GrantInput, Role, UserCreate, UserUpdate
from app.rules.permissions import Actor

MAY_NAME_UNIT = UNIT_ROLES | {Role.juror}
"""Roles that may be bound to a unit; a juror's is where the person works, so that conflicts of interest are seen."""


def create(session: Session, actor: Actor, body: UserCreate, password_hash: str = "") -> User:
    """A new account; 422 when the address is taken, or a role and its unit do not fit.

    Without a *password_hash* nobody can sign in with it before the person has chosen a password (``invite``).
    """
    require(actor, "users:write")
    email = body.email.lower()
    if session.exec(select(User.id).where(User.email == email)).first() is not None:
        raise invalid("email", "already_exists")
    _check_roles(session, body.roles)
    user = User(email=email, name=body.name, password_hash=password_hash, locale=body.locale)
    session.add(user)
    session.flush()
    _grant(session, user.id, body.roles)
    return user


def invite(session: Session, actor: Actor, user_id: str) -> tuple[User, str | None]:
    """Sends the person a link to choose a (new) password; older links are void.

    The secret of the link is given back where no mail can be sent. 409 where the account is closed.
    """
    require(actor, "users:write")
    user = load(session, User, user_id)
    if not user.is_active:
        raise Conflict("account-closed")
    return user, send_link(session, user)


def update(session: Session, actor: Actor, user_id: str, body: UserUpdate, expected: int | None) -> User:
    """Changes an account. Other roles, or closing it, end every session of the person; closing it the keys as well."""
    require(actor, "users:write")
    user = load(session, User, user_id)
    check_version(user, expected)
    _change(user, body)
    has_other_roles = body.roles is not None and _replace_roles(session, user_id, body.roles)
    if not user.is_active or has_other_roles:
        end_all(session, user_id)
    if not user.is_active:
        revoke_all_of(session, user_id)
    session.flush()
    return user


def _change(user: User, body: UserUpdate) -> None:
    for field in ("name", "locale", "is_active"):
        value = getattr(body, field)
        if value is not None:
            setattr(user, field, value)
    user.updated_at = now()  # so that the version grows when only roles change


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
    """Whether the person has other roles now; what stays is not touched."""
    _check_roles(session, roles)
    wanted = {(role.role.value, role.unit_id) for role in roles}
    held = {(grant.role, grant.unit_id): grant for grant in _grants_of(session, user_id)}
    for key, grant in held.items():
        if key not in wanted:
            session.delete(grant)
    session.flush()
    _grant(session, user_id, [role for role in roles if (role.role.value, role.unit_id) not in held])
    return wanted != set(held)


def _grants_of(session: Session, user_id: str) -> Sequence[RoleGrant]:
    return session.exec(select(RoleGrant).where(RoleGrant.user_id == user_id)).all()


def _grant(session: Session, user_id: str, roles: Sequence[GrantInput]) -> None:
    """Gives the roles, each once however often it is named."""
    once = dict.fromkeys((role.role, role.unit_id) for role in roles)
    session.add_all(RoleGrant(user_id=user_id, role=role, unit_id=unit_id) for role, unit_id in once)
    session.flush()

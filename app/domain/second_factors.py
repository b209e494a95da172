"""Deeds on second factors: the authenticator app (TOTP, RFC 6238) and recovery codes."""

import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.clock import now
from app.domain.permits import require
from app.domain.security_notices import tell_person
from app.domain.sessions import end_all, require_confirmed
from app.domain.versions import load
from app.errors import Conflict, NotFound, Unauthenticated, invalid
from app.models import OidcLink, Passkey, RecoveryCode, TotpFactor, User, UserSession
from app.queries import factors
from app.queries.reach import require_person
from app.rules.permissions import Actor
from app.secrets_store import keyed_digest, seal, unseal

STEP = 30
"""Seconds of a code."""
TOLERANCE = 1
"""Steps by which the clock of a phone may differ."""
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""
GROUPS, GROUP = 3, 4
SECRET_LENGTH = 32
_PURPOSE = "totp"


def begin_totp(session: Session, actor: Actor) -> None:
    """A new secret for an authenticator app, in force once a code confirms it."""
    user_id = require_person(actor)
    require_confirmed(session, actor)
    if factors.has_totp(session, user_id):
        raise Conflict("factor-exists")
    sealed = seal(_PURPOSE, _new_secret())
    row = _row(session, user_id)
    if row is None:
        row = TotpFactor(user_id=user_id, sealed_secret=sealed)
    row.sealed_secret, row.last_step = sealed, 0
    session.add(row)
    session.flush()


def secret_to_show(session: Session, actor: Actor) -> str:
    """The secret that waits to be confirmed, in base 32; ``NotFound`` where none does."""
    row = _row(session, require_person(actor))
    if row is None or row.confirmed_at is not None:
        raise NotFound
    return unseal(_PURPOSE, row.sealed_secret)


def confirm_totp(session: Session, actor: Actor, code: str) -> list[str]:
    """Puts the authenticator app in force; the recovery codes where these are the person's first, else none."""
    user_id = require_person(actor)
    require_confirmed(session, actor)
    row = _row(session, user_id)
    if row is None or row.confirmed_at is not None:
        raise NotFound
    if not _accept(session, row, code, now()):
        raise invalid("code", "wrong_code")
    row.confirmed_at = now()
    session.flush()
    tell_person(session, user_id, "totp-added")
    return first_codes(session, user_id)


def first_codes(session: Session, user_id: str) -> list[str]:
    """New recovery codes for whoever has none left; otherwise an empty list."""
    return [] if factors.codes_left(session, user_id) else _new_codes(session, user_id)


def renew_codes(session: Session, actor: Actor) -> list[str]:
    """New recovery codes; the old ones are void."""
    user_id = require_person(actor)
    require_confirmed(session, actor)
    if not factors.has_any(session, user_id):
        raise NotFound
    tell_person(session, user_id, "codes-renewed")
    return _new_codes(session, user_id)


def remove_totp(session: Session, actor: Actor) -> None:
    """Takes the authenticator app away."""
    user_id = require_person(actor)
    require_confirmed(session, actor)
    row = _row(session, user_id)
    if row is None:
        raise NotFound
    session.delete(row)
    session.flush()
    tell_person(session, user_id, "totp-removed")
    after_removal(session, user_id)


def after_removal(session: Session, user_id: str) -> None:
    """Where the last factor went: its recovery codes go too, and every session counts as one with a password alone."""
    if factors.has_any(session, user_id):
        return
    _forget_codes(session, user_id)
    session.connection().execute(
        update(UserSession).where(col(UserSession.user_id) == user_id).values(has_second_factor=False)
    )


def remove_all(session: Session, actor: Actor, user_id: str) -> None:
    """Takes every second factor of somebody away who has lost them, by an organiser; the person's sessions end."""
    require(actor, "users:write")
    require_confirmed(session, actor)
    load(session, User, user_id)
    forget_factors(session, user_id)
    end_all(session, user_id)
    tell_person(session, user_id, "factors-removed-by-organiser")


def forget_factors(session: Session, user_id: str) -> None:
    """Deletes all that the person proves itself with beside the password."""
    for table in (TotpFactor, Passkey, OidcLink):
        for row in session.exec(select(table).where(table.user_id == user_id)):
            session.delete(row)
    session.flush()
    _forget_codes(session, user_id)


def check_code(session: Session, user_id: str, code: str) -> None:
    """Takes a code of the authenticator app or a recovery code; 401 for a wrong or used one."""
    plain = "".join(code.lower().split()).replace("-", "")
    row = _row(session, user_id)
    if row is not None and row.confirmed_at is not None and _accept(session, row, plain, now()):
        return
    if not _use_recovery_code(session, user_id, plain):
        raise Unauthenticated("wrong-code")


def _accept(session: Session, row: TotpFactor, code: str, moment: datetime) -> bool:
    """Whether the code is right and later than the last one taken; of two at once one is."""
    import pyotp  # few requests need it

    totp = pyotp.TOTP(unseal(_PURPOSE, row.sealed_secret), interval=STEP)
    here = int(moment.timestamp()) // STEP
    given = "".join(code.split()).encode()
    steps = range(here - TOLERANCE, here + TOLERANCE + 1)
    fitting = [step for step in steps if secrets.compare_digest(totp.generate_otp(step).encode(), given)]
    if not fitting:
        return False
    later = update(TotpFactor).where(col(TotpFactor.id) == row.id, col(TotpFactor.last_step) < fitting[-1])
    taken = session.connection().execute(later.values(last_step=fitting[-1], updated_at=TotpFactor.updated_at)).rowcount
    session.expire(row, ["last_step"])
    return bool(taken)


def _use_recovery_code(session: Session, user_id: str, plain: str) -> bool:
    mine = (col(RecoveryCode.user_id) == user_id, col(RecoveryCode.code_digest) == _digest(user_id, plain))
    unused = update(RecoveryCode).where(*mine, col(RecoveryCode.used_at).is_(None))
    is_used = bool(session.connection().execute(unused.values(used_at=now(), updated_at=now())).rowcount)
    if is_used:
        tell_person(session, user_id, "code-used")
    return is_used


def _new_codes(session: Session, user_id: str) -> list[str]:
    _forget_codes(session, user_id)
    codes = ["".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP)) for _ in range(CODES)]
    session.add_all(RecoveryCode(user_id=user_id, code_digest=_digest(user_id, code)) for code in codes)
    session.flush()
    return ["-".join(code[n : n + GROUP] for n in range(0, len(code), GROUP)) for code in codes]


def _forget_codes(session: Session, user_id: str) -> None:
    session.connection().execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))


def _digest(user_id: str, plain: str) -> str:
    return keyed_digest("recovery codes", f"{user_id} {plain}")


def _new_secret() -> str:
    import pyotp  # see _accept()

    return pyotp.random_base32(SECRET_LENGTH)


def _row(session: Session, user_id: str) -> TotpFactor | None:
    return session.exec(select(TotpFactor).where(TotpFactor.user_id == user_id)).first()

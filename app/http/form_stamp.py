"""A form that anybody may send: known to be filled in by a person, without asking a third party.

A field that no person sees stays empty; a stamp says when the form was opened, and is ours. Both are told plainly
where they stand in the way: a browser may have filled the field in by itself.
"""

import hmac

from starlette.datastructures import FormData

from app.clock import now
from app.errors import FieldError, Invalid
from app.secrets_store import keyed_digest

TRAP, STAMP = "website", "stamp"
"""Names of the two fields."""
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 3600
_DIGITS = 32


def new_stamp(purpose: str) -> str:
    """The stamp of a form for *purpose* that is opened now."""
    return _stamp(purpose, int(now().timestamp()))


def _stamp(purpose: str, seconds: int) -> str:
    return f"{seconds}.{keyed_digest('form-stamp', f'{purpose} {seconds}')[:_DIGITS]}"


def opened_at(purpose: str, stamp: str) -> int | None:
    """Seconds since 1970 at which the form was opened; None where the stamp is not ours."""
    seconds = stamp.partition(".")[0]
    if not (stamp.isascii() and seconds.isdigit() and len(seconds) < 12):
        return None
    return int(seconds) if hmac.compare_digest(stamp, _stamp(purpose, int(seconds))) else None


def check_trap(form: FormData) -> None:
    """422 where the field that nobody sees was filled in."""
    if form.get(TRAP):
        raise Invalid(errors=[FieldError(TRAP, "leave_empty")])


def check_stamp(purpose: str, form: FormData) -> None:
    """422 where the form was sent faster than anybody types, opened long ago, or never given by us."""
    since = opened_at(purpose, str(form.get(STAMP, "")))
    age = now().timestamp() - since if since is not None else MOST_SECONDS + 1
    if age < LEAST_SECONDS:
        raise Invalid(errors=[FieldError(STAMP, "too_fast", {"seconds": LEAST_SECONDS})])
    if age > MOST_SECONDS:
        raise Invalid(errors=[FieldError(STAMP, "form_too_old")])


def stamp_again(purpose: str, form: FormData) -> str:
    """The stamp for the form shown again: as it was while it holds, else a new one."""
    sent = str(form.get(STAMP, ""))
    since = opened_at(purpose, sent)
    return sent if since is not None and now().timestamp() - since <= MOST_SECONDS else new_stamp(purpose)

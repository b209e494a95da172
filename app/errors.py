"""What can go wrong in the domain. Errors carry codes and values, never prose: app/http/problems.py words them."""

from dataclasses import dataclass
from dataclasses import field as default
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: its dotted name, a code, and the values that the message needs."""

    field: str
    code: str
    params: dict[str, Any] = default(default_factory=dict)


class DomainError(Exception):
    """The base of all: a status, a problem code (its page is ``/problems/<code>``), values for the message."""

    status: ClassVar[int] = 400
    code: str = "bad-request"

    def __init__(self, code: str | None = None, /, *, errors: list[FieldError] | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.params = params
        self.errors = errors or []
        super().__init__(self.code, params)


class Unauthenticated(DomainError):
    """Nobody is signed in, or the key or password is wrong."""

    status = 401
    code = "unauthenticated"


class Forbidden(DomainError):
    """The actor is known but may not do this."""

    status = 403
    code = "forbidden"


class NotFound(DomainError):
    """There is no such thing, or the actor may not know that there is."""

    status = 404
    code = "not-found"


class Conflict(DomainError):
    """The state of the thing does not allow it now."""

    status = 409
    code = "conflict"


class QuotaExceeded(Conflict):
    """The participant has no slot left."""

    code = "quota-exceeded"


class Stale(DomainError):
    """Somebody else changed it since it was read."""

    status = 412
    code = "stale"


class TooLarge(DomainError):
    """More bytes than allowed."""

    status = 413
    code = "too-large"


class UnsupportedType(DomainError):
    """A kind of file that is not taken."""

    status = 415
    code = "unsupported-type"


class Invalid(DomainError):
    """The input breaks a rule; ``errors`` says which field and why."""

    status = 422
    code = "invalid"


class TooManyRequests(DomainError):
    """Too often; ``seconds`` says when the next one is taken."""

    status = 429
    code = "too-many-requests"


class PreconditionRequired(DomainError):
    """A change must say which version it changes (``If-Match``)."""

    status = 428
    code = "precondition-required"


class StorageFull(DomainError):
    """There is no room to write; reading goes on."""

    status = 507
    code = "storage-full"


def invalid(field: str, code: str, **params: Any) -> Invalid:
    """An ``Invalid`` for a single field."""
    return Invalid(errors=[FieldError(field, code, params)])

"""``Idempotency-Key``: the first answer to a POST is kept in the same transaction as the change it answers.

So a repeated request after a crash finds either both or neither. Errors roll back and are not kept: a retry of a
refused request is judged anew. The forms of the pages bring a key of their own, so that a double click acts once.
"""

import functools
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

from fastapi import Request, Response
from pydantic import BaseModel, TypeAdapter
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from app.clock import new_id, now
from app.database import is_sqlite
from app.errors import Conflict, Invalid, invalid
from app.http.cookies import session_cookie
from app.http.sessions import REQUEST
from app.models.base import compact_json
from app.models.idempotency import IdempotentAnswer
from app.settings import settings

HEADER = "idempotency-key"
FIELD = "once"
"""The same in a form of the pages: another for each form that is shown."""
LONGEST = 255
_Claim = tuple[str, str]
"""The caller's digest and its key."""


@runtime_checkable
class HoldsSecret(Protocol):
    """An answer with something that is shown once and stored nowhere: what is kept of it goes without."""

    def without_secret(self) -> BaseModel:
        """The answer as it may be stored."""
        ...


class Replay(Exception):
    """Carries the answer that was given before."""

    def __init__(self, kept: IdempotentAnswer) -> None:
        self.kept = kept


def _begin(request: Request, session: Session) -> _Claim | None:
    """Claims the request's key in this transaction; raises ``Replay`` if it was answered, 422 if the body differs."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST:
        raise invalid(HEADER, "string_too_long", max_length=LONGEST)
    return _claimed(session, request, key)


def _claimed(session: Session, request: Request, key: str) -> _Claim:
    actor, digest = _caller(request), _digest(request)
    if not _claim(session, actor, key, digest):
        _replay(session, actor, key, digest)
    return actor, key


def _caller(request: Request) -> str:
    return hashlib.sha256(_credential(request).encode()).hexdigest()


def _credential(request: Request) -> str:
    return request.headers.get("authorization") or request.cookies.get(session_cookie()) or "anonymous"


def _digest(request: Request) -> str:
    body: bytes = request.scope.get("jipp.body_digest", lambda: b"")()
    # The caller's credential, of which only a digest is stored, keys this one: a body may hold a password, and
    # nobody who reads the table can try passwords against it.
    sent = f"{_credential(request)}\n{request.method} {request.url.path}?{request.url.query}\n"
    return hashlib.sha256(sent.encode() + body).hexdigest()


def _claim(session: Session, actor: str, key: str, digest: str) -> bool:
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    moment = now()
    expired = select(IdempotentAnswer).where(IdempotentAnswer.actor == actor, IdempotentAnswer.key == key,
                                             IdempotentAnswer.expires_at <= moment)  # fmt: skip
    for old in session.exec(expired):
        session.delete(old)
    session.flush()
    values = {"id": new_id(), "created_at": moment, "updated_at": moment, "version": 1, "actor": actor, "key": key,
              "request_digest": digest, "status": 0, "headers": "{}", "body": "",
              "expires_at": moment + timedelta(hours=settings().idempotency_hours)}  # fmt: skip
    table = IdempotentAnswer.__table__  # type: ignore[attr-defined]
    claim = insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)
    return session.execute(claim).first() is not None


def _replay(session: Session, actor: str, key: str, digest: str) -> None:
    found = select(IdempotentAnswer).where(IdempotentAnswer.actor == actor, IdempotentAnswer.key == key)
    kept = session.exec(found).one()
    if kept.request_digest != digest:
        raise Invalid("idempotency-mismatch")
    if kept.status == 0:
        raise Conflict("conflict")
    session.expunge(kept)
    raise Replay(kept)


def replayed(kept: IdempotentAnswer) -> Response:
    """The kept answer as a response, marked as a repetition."""
    headers = TypeAdapter(dict[str, str]).validate_json(kept.headers) | {"Idempotent-Replayed": "true"}
    return Response(kept.body, kept.status, headers, "application/json" if kept.body else None)


def answered_once(endpoint: Callable[..., Any], status: int) -> Callable[..., Any]:
    """The endpoint of a POST as it runs inside its transaction: claims the key first, keeps the answer last."""

    @functools.wraps(endpoint)
    def run(**given: Any) -> Any:
        session: Session = given["session"]
        claimed = _begin(session.info[REQUEST], session)
        answer = endpoint(**given)
        if claimed:
            _keep(session, claimed, answer, status, given.get("response"))
        return answer

    return run


def sent_once(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """The handler of a form as it runs inside its transaction: the same form, filled in alike, acts once.

    Filled in otherwise (somebody went back to it) it is another form, and no conflict.
    """

    @functools.wraps(endpoint)
    def run(**given: Any) -> Any:
        session: Session = given["session"]
        request: Request = session.info[REQUEST]
        once = given["form"].get(FIELD, "")
        if not isinstance(once, str) or not once:
            return endpoint(**given)
        claimed = _claimed(session, request, hashlib.sha256(f"{once}\n{_digest(request)}".encode()).hexdigest())
        answer = endpoint(**given)
        _keep(session, claimed, "", answer.status_code, answer)
        return answer

    return run


def _keep(session: Session, claimed: _Claim, answer: Any, status: int, response: Response | None) -> None:
    actor, key = claimed
    found = select(IdempotentAnswer).where(IdempotentAnswer.actor == actor, IdempotentAnswer.key == key)
    row = session.exec(found).one()
    row.status = (response.status_code if response is not None else None) or status
    if isinstance(answer, HoldsSecret):
        answer = answer.without_secret()
    row.body = answer.model_dump_json() if isinstance(answer, BaseModel) else compact_json(answer) if answer else ""
    shown = {"etag", "location", "hx-redirect"}
    headers = response.headers if response is not None else {}
    row.headers = compact_json({name: value for name, value in headers.items() if name.lower() in shown})
    session.add(row)
    session.flush()

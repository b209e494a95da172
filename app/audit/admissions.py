"""What lets somebody in: each session and each one-time link came by an event of the log, which binds it.

A row slipped into one of these tables would open an account that no entry tells of.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.audit.findings import Finding
from app.models import PasswordLink, UserSession
from app.models.audit import REGISTRY

SIGNED_IN, CONFIRMED, LINK_MADE = "signed-in", "confirmed", "link-made"
_KEYS = {SIGNED_IN: "session", CONFIRMED: "session", LINK_MADE: "link"}
"""Event → under which name it has the row's id."""


def session_bound(row: Any) -> dict[str, Any]:
    """What an event says of a session: the ORM's row, or one with the columns of ``_SESSION``."""
    return {"user": row.user_id, "session": row.id, "token": row.token_hash, "second_factor": row.has_second_factor}


def link_bound(row: Any) -> dict[str, Any]:
    """What an event says of a one-time link."""
    return {"user": row.user_id, "link": row.id, "token": row.token_hash}


_LINK = ("id", "user_id", "token_hash")
_SESSION = (*_LINK, "has_second_factor")


class Admissions:
    """The sessions and links there are, against the events as they are read."""

    def __init__(self, connection: Connection) -> None:
        self._rows = {f"user_sessions/{row.id}": session_bound(row) for row in _read(connection, UserSession, _SESSION)}
        self._rows |= {f"password_links/{row.id}": link_bound(row) for row in _read(connection, PasswordLink, _LINK)}
        self._told: dict[str, Mapping[str, Any]] = {}

    def follow(self, body: Mapping[str, Any]) -> None:
        """Remembers an event that let somebody in."""
        key = _KEYS.get(str(body.get("action")))
        if key is not None:
            table = "password_links" if key == "link" else "user_sessions"
            self._told[f"{table}/{body['about'][key]}"] = body["about"]

    def findings(self) -> Iterator[Finding]:
        """Rows that no event tells of, or of which the last one says something else."""
        for name, row in self._rows.items():
            if self._told.get(name) != row:
                yield Finding("admission-unknown", REGISTRY, None, name)


def _read(connection: Connection, model: type[Any], names: tuple[str, ...]) -> Sequence[Any]:
    """Only the columns that are bound: the others may hold anything in a copy that was tampered with."""
    return connection.execute(select(*(model.__table__.c[name] for name in names))).all()

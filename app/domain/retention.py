"""What is over its time is cleared; docs/privacy.md says how long each thing is kept."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session, SQLModel, col

from app import database, files
from app.clock import WIB, now
from app.domain import certificates, followers, surveys
from app.domain.assessments import passing_on
from app.domain.questions import contacts
from app.domain.stored_files import clear_orphans
from app.models import (
    Exhibition,
    GuestBookEntry,
    IdempotentAnswer,
    PasswordLink,
    ReplicationRequest,
    UserSession,
    Visitor,
)
from app.models.visitor import KEPT_DAYS
from app.settings import settings


def tidy() -> Iterator[tuple[str, int]]:
    """Clears, one kind after the other, each in a transaction of its own; gives the kind and how many went."""
    for kind, clear in CLEARINGS.items():
        yield kind, clear()


def _expired(table: type[SQLModel]) -> Callable[[], int]:
    """A clearing of the rows whose ``expires_at`` has passed: nothing that is a matter of record has one."""

    def clear() -> int:
        with database.writing() as session:
            gone = session.execute(delete(table).where(col(table.expires_at) <= now()))  # type: ignore[attr-defined]
            return int(gone.rowcount)  # type: ignore[attr-defined]

    return clear


def _deed(clear: Callable[[Session], int]) -> Callable[[], int]:
    """A clearing that is a deed of its own: of rows that end by more than a moment."""

    def run() -> int:
        with database.writing() as session:
            return clear(session)

    return run


def _clear_scratch() -> int:
    """What a crash left of uploads under way."""
    before = (now() - timedelta(hours=settings().orphan_hours)).timestamp()
    folders = [path for path in (settings().files_dir / files.INCOMING).glob("*") if path.stat().st_mtime < before]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)


def _clear_visitors() -> int:
    """What names the visitors of exhibitions long over, and what they wrote; visits and votes stay as nobody's."""
    last = now().astimezone(WIB).date() - timedelta(days=KEPT_DAYS)
    over = select(col(Exhibition.id)).where(col(Exhibition.ends_on) < last).scalar_subquery()
    named = update(Visitor).where(col(Visitor.exhibition_id).in_(over), col(Visitor.consented_at).is_not(None))
    with database.writing() as session:
        cleared = session.execute(named.values(name="", email="", organisation="", consented_at=None))
        gone = session.execute(delete(GuestBookEntry).where(col(GuestBookEntry.exhibition_id).in_(over)))
        return int(cleared.rowcount) + int(gone.rowcount)  # type: ignore[attr-defined]


CLEARINGS: dict[str, Callable[[], int]] = {
    "user_sessions": _expired(UserSession), "password_links": _expired(PasswordLink),
    "idempotent_answers": _expired(IdempotentAnswer), "replication_requests": _expired(ReplicationRequest),
    "askers": _deed(contacts.forget_old_askers), "rejected_questions": _deed(contacts.remove_old_rejected),
    "followers": _deed(followers.forget_unconfirmed),
    "surveys": _deed(surveys.forget_over), "passphrases": _deed(certificates.forget_passphrases),
    "assessments": _deed(passing_on.catch_up), "visitors": _clear_visitors,
    "files": clear_orphans, "incoming": _clear_scratch,
}  # fmt: skip
"""Kind → what clears it; of assessments, what passes by the clock alone is counted again."""

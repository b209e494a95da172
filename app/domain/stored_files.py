"""Deeds on stored files beside those on documents: which are named by nobody, and their clearing after a grace time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import Session, col, select

from app import database, files
from app.clock import now
from app.files import Entry, Store
from app.models import AssessmentDocument, Certificate, Document, ReplicationDocument
from app.settings import settings

_BATCH = 500
Naming = type[Certificate] | type[Document] | type[ReplicationDocument] | type[AssessmentDocument]
_NAMING: tuple[Naming, ...] = (Certificate, Document, ReplicationDocument, AssessmentDocument)
"""Tables whose rows name a stored file by its ``sha256``."""


def orphans(store: Store, before: datetime) -> Iterator[Entry]:
    """Files that were last stored before that moment and that no row names, in no order.

    Asked of the primary: on a replica that lags behind, a document may be missing that names its file already.
    """
    old = (entry for entry in store.entries() if entry.stored_at < before)
    while some := list(islice(old, _BATCH)):
        with database.writing() as session:
            named = _named(session, [entry.sha256 for entry in some])
        yield from (entry for entry in some if entry.sha256 not in named)


def _named(session: Session, digests: list[str]) -> set[str]:
    found: set[str] = set()
    for table in _NAMING:
        found |= set(session.exec(select(table.sha256).where(col(table.sha256).in_(digests))).all())
    return found


def clear_orphans() -> int:
    """Removes files that nobody has named for ``JIPP_ORPHAN_HOURS``; how many.

    An upload stores its file some moments before the transaction that names it; storing the same bytes again renews
    the file's age, so that what is about to be named is never old.
    """
    before, store = now() - timedelta(hours=settings().orphan_hours), files.current()
    return sum(store.remove(entry.sha256, before) for entry in orphans(store, before))


def digests() -> Iterator[str]:
    """The digests of all files that rows name, each once, in order."""
    last = ""
    while True:
        with database.reading() as session:
            some = sorted({one for table in _NAMING for one in _after(session, table, last)})[:_BATCH]
        if not some:
            return
        yield from some
        last = some[-1]


def _after(session: Session, table: Naming, last: str) -> Sequence[str]:
    named = select(table.sha256).where(col(table.sha256) > last).distinct()
    return session.exec(named.order_by(col(table.sha256)).limit(_BATCH)).all()

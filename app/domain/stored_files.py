"""Deeds on stored files beside those on documents: which are named by nobody, and their clearing after a grace time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import Session, col, select

from app import database, files
from app.clock import now
from app.files import Entry, Store
from app.models import Document
from app.settings import settings

_BATCH = 500


def orphans(store: Store, before: datetime) -> Iterator[Entry]:
    """Files that were last stored before that moment and that no document names, in no order.

    Asked of the primary: on a replica that lags behind, a document may be missing that names its file already.
    """
    old = (entry for entry in store.entries() if entry.stored_at < before)
    while some := list(islice(old, _BATCH)):
        with database.writing() as session:
            named = _named(session, [entry.sha256 for entry in some])
        yield from (entry for entry in some if entry.sha256 not in named)


def _named(session: Session, digests: list[str]) -> set[str]:
    return set(session.exec(select(Document.sha256).where(col(Document.sha256).in_(digests))).all())


def clear_orphans() -> int:
    """Removes files that nobody has named for ``JIPP_ORPHAN_HOURS``; how many.

    An upload stores its file some moments before the transaction that names it; storing the same bytes again renews
    the file's age, so that what is about to be named is never old.
    """
    before, store = now() - timedelta(hours=settings().orphan_hours), files.current()
    return sum(store.remove(entry.sha256, before) for entry in orphans(store, before))


def digests() -> Iterator[str]:
    """The digests of all files that documents name, each once, in order."""
    last = ""
    while True:
        with database.reading() as session:
            named = select(Document.sha256).where(col(Document.sha256) > last).distinct()
            some = session.exec(named.order_by(col(Document.sha256)).limit(_BATCH)).all()
        if not some:
            return
        yield from some
        last = some[-1]

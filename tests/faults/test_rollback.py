"""What was never committed is never shown."""

from contextlib import suppress

from app.database import ReadSession, WriteSession
from app.models import Edition
from app.queries import editions
from tests.factories import Factory


class _CommitFailed(Exception):
    pass


def _rename(make: Factory, edition_id: str, name: str, *, fails: bool) -> None:
    with suppress(_CommitFailed), WriteSession(make.engine) as session, session.begin():
        row = session.get_one(Edition, edition_id)
        row.name = name
        session.flush()
        assert editions.parsed(row).name == name, "the answer shows the change before it is committed"
        if fails:
            raise _CommitFailed


def test_a_configuration_that_was_rolled_back_is_not_kept(make: Factory) -> None:
    edition = make.edition()
    _rename(make, edition.id, "Hantu", fails=True)
    _rename(make, edition.id, "Benar", fails=False)
    with ReadSession(make.engine) as session:
        assert editions.configuration(session, edition.id).name == "Benar"

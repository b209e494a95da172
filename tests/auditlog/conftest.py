"""A whole competition, played through the API, with its log: what the tests of the log look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app import database
from app.models import OidcLink, Passkey, TotpFactor, Unit, User, Webhook
from tests.examples import play
from tests.examples.recorder import world


def _sign_in_means(session: database.WriteSession) -> None:
    """What the scenario of the API does not come by: second factors, a link to another provider, a webhook."""
    person, unit = session.exec(select(User.id)).first(), session.exec(select(Unit.id)).first()
    assert person
    assert unit
    session.add(TotpFactor(user_id=person, sealed_secret="x"))
    session.add(Passkey(user_id=person, name="Ponsel", credential_id="x", public_key="x", transports=["usb"]))
    session.add(OidcLink(user_id=person, issuer="https://sso.example", subject="x"))
    session.add(Webhook(name="SIMPEG", unit_id=unit, url="https://simpeg.example", events=["proposal.submitted"],
                        secret="x"))  # fmt: skip


@pytest.fixture(scope="session")
def competition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """From the first unit to the last publication, on SQLite (the recorder's world)."""
    folder: Path = tmp_path_factory.mktemp("competition")
    with world(folder) as recorder:
        play(recorder)
        with database.writing() as session:
            _sign_in_means(session)
    database_url = f"sqlite:///{folder}/world.sqlite"
    reader = database.make_engine(database_url, writes=False)
    with reader.connect() as connection:  # all of it into the one file that the tests copy: the cache may still read it
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    reader.dispose()
    engine = database.make_engine(database_url, writes=True)
    yield engine
    engine.dispose()

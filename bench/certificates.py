"""`python -m bench.certificates`: a batch of certificates from the press of the button to the last one in the store.

The product's own deed begins it and its own courier makes it, on a database and a file store of its own: each is drawn,
signed where a signer is set up, stored, and written down, with the progress that the page shows.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlmodel import select

from app import database
from app.clock import now
from app.delivery.courier import Courier
from app.domain import certificates
from app.http import certifying
from app.models import Award, Ceremony, CertificateBatch
from app.models.certificate import BatchStart, BatchStatus
from app.rules.awards import new_code
from app.rules.permissions import SYSTEM
from app.settings import settings
from bench import data
from bench.__main__ import DATABASES, _database
from tests.factories import Factory

GOAL_SECONDS = 60
SIGNERS = ("none", "local")
SITE = "https://jipp.contoh.example"


def _awards(make: Factory, count: int) -> str:
    """An edition with its ceremony and so many awards, each with names of its own; its id."""
    edition = make.edition("concluded")
    make.save(Ceremony(edition_id=edition.id, title="Malam Penghargaan", place="Kota Batu", held_on=date(2026, 11, 23),
                       signatory_title="Gubernur Contoh", signatory_name="Nama Pejabat Contoh",
                       decree_number="188/CONTOH/2026"))  # fmt: skip
    for place in range(1, count + 1):
        unit = make.unit(f"Puskesmas Contoh {place}", "agency")
        proposal = make.proposal(edition, unit, "awarded", title=f"Inovasi Contoh Nomor {place}")
        make.save(Award(edition_id=edition.id, proposal_id=proposal.id, unit_id=unit.id, source="tier", tier="top_45",
                        title="Top 45 Inovasi Pelayanan Publik", category="Kesehatan", rank=place, position=place,
                        code=new_code(), given_at=now()))  # fmt: skip
    return edition.id


def _batch(edition_id: str) -> float:
    """Seconds from the beginning to the end of a batch."""
    began = time.perf_counter()
    with database.writing() as session:
        missing = len(certifying.due(session, edition_id))
        certificates.begin(session, SYSTEM, edition_id, BatchStart(), missing, SITE)
    Courier().drain()
    took = time.perf_counter() - began
    with database.reading() as session:
        batch = session.exec(select(CertificateBatch)).one()
        assert (batch.status, batch.done) == (BatchStatus.done, missing), batch
    return took


def _measure(kind: str, signer: str, count: int) -> float:
    with tempfile.TemporaryDirectory() as place, _database(kind, Path(place)) as url:
        os.environ |= {"JIPP_DATABASE_URL": url, "JIPP_FILES_DIR": f"{place}/files", "JIPP_SIGNER": signer,
                       "JIPP_SIGNER_FILE": f"{place}/signer.pem"}  # fmt: skip
        settings.cache_clear()
        database.dispose_engines()
        data.migrate(url)
        with Factory(database.write_engine(), SITE) as make:
            edition_id = _awards(make, count)
        took = _batch(edition_id)
        database.dispose_engines()
    return took


def main(arguments: Sequence[str] | None = None) -> None:
    """The command; fails where a batch misses its goal."""
    parser = argparse.ArgumentParser(prog="python -m bench.certificates", description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one")
    asked = parser.parse_args(arguments)
    slowest = 0.0
    print("| database | signer | certificates | s | ms each |\n|---|---|--:|--:|--:|")
    for kind in asked.database or DATABASES:
        for signer in SIGNERS:
            took = _measure(kind, signer, asked.count)
            slowest = max(slowest, took)
            print(f"| {kind} | {signer} | {asked.count} | {took:.1f} | {took / asked.count * 1e3:.0f} |", flush=True)
    if slowest >= GOAL_SECONDS:
        raise SystemExit(f"goal: a batch in less than {GOAL_SECONDS} s")


if __name__ == "__main__":
    main()

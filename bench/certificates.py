"""How long a batch of certificates takes: drawn one by one as the courier does, and signed with a key of our own.

    python -m bench.certificates [--count 500]

Prints seconds and milliseconds a certificate; storing them (a write to the disk each) is part of it.
"""

import argparse
import tempfile
import time
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from app import files, signers
from app.clock import new_id
from app.http import certificate_paper
from app.models.award import AwardRead, AwardSource
from app.models.ceremony import CeremonyRead
from app.models.edition import EditionStatus, EditionSummary
from app.rules.awards import new_code
from app.settings import settings
from app.signers.local import LocalSigner

SITE = "https://jipp.contoh.example"
LARGEST = 25 * 1024 * 1024
WHEN = datetime(2026, 11, 23, 3, tzinfo=UTC)


def awards(count: int) -> list[AwardRead]:
    """Made-up awards, each with names of its own."""
    return [
        AwardRead(
            id=new_id(), edition_id="", source=AwardSource.tier, tier="top_45", title="Top 45 Inovasi Pelayanan Publik",
            category="Kesehatan", result="", rank=place, reason="", position=place, proposal_id=None, number=None,
            innovation_title=f"Inovasi Contoh Nomor {place}", innovation_id=None, unit_id="",
            unit_name=f"Puskesmas Contoh {place}", region_code=None, assessment_id=None, code=new_code(), given_at=WHEN,
            revoked_at=None, revocation_reason=None, is_sample=True, version=1,
        )
        for place in range(1, count + 1)
    ]  # fmt: skip


def run(count: int, signer: signers.Signer) -> float:
    """Seconds for *count* certificates, drawn, signed and stored."""
    edition = EditionSummary(id="", year=2026, name="KOVABLIK 2026", theme="", status=EditionStatus.concluded,
                             opens_at=WHEN, closes_at=WHEN, is_sample=True, version=1)  # fmt: skip
    ceremony = CeremonyRead(
        edition_id="", title="Malam Penghargaan", place="Kota Batu", held_on=date(2026, 11, 23), contact="",
        signatory_title="Gubernur Contoh", signatory_name="Nama Pejabat Contoh", decree_number="188/CONTOH/2026",
        decree_date=None, published_at=None, awards=count, version=1,
    )  # fmt: skip
    given = awards(count)
    began = time.perf_counter()
    for award in given:
        drawn = certificate_paper.draw(certificate_paper.facts(award, edition, ceremony), award, SITE)
        files.store(BytesIO(signer.sign(drawn, None)), LARGEST)
    return time.perf_counter() - began


def main() -> None:
    """Measures both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        settings().files_dir = Path(folder)
        for signer in (signers.current(), LocalSigner(Path(folder) / "signer.pem")):
            seconds = run(count, signer)
            print(f"{count} certificates, signer {signer.name}: {seconds:.1f} s, {seconds / count * 1000:.1f} ms each")


if __name__ == "__main__":
    main()

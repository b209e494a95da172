"""Certificates of an edition in work: which are missing or out of date, one as a file, all of them as a ZIP."""

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlmodel import Session

from app import files, signers
from app.clock import WIB
from app.errors import Conflict, NotFound
from app.http import certificate_paper
from app.http.listing import rows_as_csv
from app.models import Certificate, Edition
from app.models.award import AwardRead
from app.models.edition import EditionSummary
from app.queries import awards, certificates

IN_MEMORY = 8 * 1024 * 1024
CHUNK = 64 * 1024
log = logging.getLogger("jipp.certificates")


@dataclass(frozen=True)
class Due:
    """A certificate that is to be made."""

    award: AwardRead
    said: dict[str, Any]
    digest: str


def due(session: Session, edition_id: str) -> list[Due]:
    """The awards whose certificate is missing, says something else by now, or is signed by somebody else."""
    signer, made = signers.current().name, certificates.of_edition(session, edition_id)
    found = [_due(*said) for said in _said(session, edition_id)]
    return [one for one in found if not _is_current(made.get(one.award.id), one.digest, signer)]


def stale(session: Session, edition_id: str) -> int:
    """How many certificates that are made are to be made again."""
    made = certificates.of_edition(session, edition_id)
    return sum(one.award.id in made for one in due(session, edition_id)) if made else 0


def _said(session: Session, edition_id: str) -> Iterator[tuple[AwardRead, dict[str, Any]]]:
    edition = EditionSummary.model_validate(session.get_one(Edition, edition_id))
    row = awards.ceremony(session, edition_id)
    given = [one for one in awards.of_edition(session, edition_id) if one.revoked_at is None]
    if row is None:
        return
    ceremony = awards.as_ceremony(row, len(given))
    for award in given:
        yield award, certificate_paper.facts(award, edition, ceremony)


def _due(award: AwardRead, said: dict[str, Any]) -> Due:
    return Due(award, said, certificate_paper.digest(said))


def _is_current(row: Certificate | None, digest: str, signer: str) -> bool:
    """A signature stays good where nobody signs any more."""
    return row is not None and row.facts == digest and signer in {row.signer, signers.NONE}


def paper(session: Session, award: AwardRead, base_url: str) -> Iterator[bytes]:
    """The bytes of a certificate: as it was made last and signed, else drawn now where nobody signs.

    What was made is handed out until it is made again, even where it says something else by now: verification knows
    it. 409 ``award-revoked``, and ``certificate-unsigned`` where the signer has not made it yet.
    """
    if award.revoked_at is not None:
        raise Conflict("award-revoked")
    made = certificates.of_award(session, award.id)
    if made is not None and certificates.is_of_use(made):
        return stored(made.sha256)
    if signers.current().name != signers.NONE:
        raise Conflict("certificate-unsigned")
    edition = EditionSummary.model_validate(session.get_one(Edition, award.edition_id))
    row = awards.ceremony(session, award.edition_id)
    if row is None:
        raise NotFound
    said = certificate_paper.facts(award, edition, awards.as_ceremony(row, 0))
    return iter([certificate_paper.draw(said, award, base_url)])


def stored(sha256: str) -> Iterator[bytes]:
    """A file of the store, in chunks; ``NotFound`` before the first of them."""
    store = files.current()
    try:
        size = store.size(sha256)
    except FileNotFoundError:
        log.error("the file %s is missing from the store", sha256)
        raise NotFound from None
    return store.read(sha256, 0, size)


def bundle(session: Session, edition_id: str) -> IO[bytes]:
    """A ZIP of the certificates that are made, in the running order, with the list of awards; at its beginning.

    409 ``no-certificates-yet``. PDFs are packed already.
    """
    made = certificates.of_edition(session, edition_id)
    given = [one for one in awards.of_edition(session, edition_id) if one.id in made and one.revoked_at is None]
    if not given:
        raise Conflict("no-certificates-yet")
    target: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed once it was sent
    with ZipFile(target, "w") as archive:
        at = max(made[one.id].made_at for one in given)
        archive.writestr(
            _entry("awards.csv", at, ZIP_DEFLATED), bytes(rows_as_csv("awards.csv", AwardRead, given).body)
        )
        for award in given:
            name = certificate_paper.file_name(award)
            with archive.open(_entry(name, made[award.id].made_at, ZIP_STORED), "w") as out:
                for chunk in stored(made[award.id].sha256):
                    out.write(chunk)
    target.seek(0)
    return target


def _entry(name: str, at: datetime, how: int) -> ZipInfo:
    entry = ZipInfo(name, at.astimezone(WIB).timetuple()[:6])
    entry.compress_type, entry.external_attr = how, 0o644 << 16
    return entry


def chunks(made: IO[bytes]) -> Iterator[bytes]:
    """The file a piece at a time; closed, and with that gone, at the end."""
    with made:
        while piece := made.read(CHUNK):
            yield piece

"""Deeds on certificates: a batch that makes them in the background, and goes on where it stopped."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import signers
from app.clock import now
from app.domain import outbox
from app.domain.ceremonies import held
from app.domain.permits import require
from app.domain.public import public_changed
from app.errors import Conflict, invalid
from app.models import Award, Certificate, CertificateBatch, ReplacedCertificate
from app.models.certificate import BatchStart, BatchStatus
from app.models.outbox import Kind
from app.queries.awards import WRITE
from app.rules.permissions import Actor
from app.secrets_store import Unreadable, seal, unseal
from app.signers import Identity

TOPIC = "certificates"
KEPT = timedelta(hours=1)
"""How long a passphrase is kept at most."""
_PURPOSE = "certificates"


@dataclass(frozen=True)
class Made:
    """A certificate that lies in the store."""

    award_id: str
    sha256: str
    size: int
    facts: str


def begin(
    session: Session, actor: Actor, edition_id: str, body: BatchStart, missing: int, base_url: str
) -> CertificateBatch:
    """Begins a batch of *missing* certificates; where none is missing it is done at once.

    409 ``certificates-under-way`` while one runs, unless it waits for a signer that did not answer; 422 without the
    passphrase that the signer asks for.
    """
    require(actor, WRITE)
    held(session, edition_id)
    batch = session.exec(select(CertificateBatch).where(CertificateBatch.edition_id == edition_id)).first()
    if batch is not None and batch.status == BatchStatus.running and not batch.error:
        raise Conflict("certificates-under-way")
    signer = signers.current()
    sealed = _sealed(body) if signer.needs_identity else None
    batch = batch or CertificateBatch(edition_id=edition_id, status="", signer="", started_at=now())
    batch.sqlmodel_update({
        "status": BatchStatus.running, "signer": signer.name, "total": missing, "done": 0, "error": "",
        "base_url": base_url, "sealed": sealed, "started_at": now(), "finished_at": None,
    })  # fmt: skip
    session.add(batch)
    session.flush()
    if missing:
        go_on(session, batch)
    else:
        end(session, batch, BatchStatus.done)
    return batch


def _sealed(body: BatchStart) -> str:
    for name, secret in (("nik", body.nik), ("passphrase", body.passphrase)):
        if secret is None:
            raise invalid(name, "missing")
    assert body.nik is not None  # as was checked
    assert body.passphrase is not None
    return seal(_PURPOSE, json.dumps([body.nik.get_secret_value(), body.passphrase.get_secret_value()]))


def identity(batch: CertificateBatch) -> Identity | None:
    """In whose name the batch is signed; None where nobody is named, or it was kept long enough."""
    if batch.sealed is None or batch.started_at < now() - KEPT:
        return None
    try:
        nik, passphrase = json.loads(unseal(_PURPOSE, batch.sealed))
    except Unreadable:
        return None
    return Identity(nik, passphrase)


def go_on(session: Session, batch: CertificateBatch) -> None:
    """Has the next certificates made."""
    outbox.add(session, Kind.certificates, TOPIC, {"batch_id": batch.id, "round": _round(batch)})


def _round(batch: CertificateBatch) -> str:
    return batch.started_at.isoformat()


def running(session: Session, batch_id: str, of: str) -> CertificateBatch | None:
    """The batch, locked, while it runs; *of* is its round: what an earlier one left behind does nothing any more."""
    batch = session.get(CertificateBatch, batch_id, with_for_update=True)
    is_ours = batch is not None and batch.status == BatchStatus.running and _round(batch) == of
    return batch if is_ours else None


def keep(session: Session, edition_id: str, signer: str, made: list[Made]) -> int:
    """Writes down certificates that were made, each in place of an earlier one; how many of them are of use.

    An award that was taken away meanwhile has none. The file of an earlier one is remembered by its digest: whoever
    holds it has a genuine one.
    """
    ids = [one.award_id for one in made]
    there = set(session.exec(select(Award.id).where(col(Award.id).in_(ids))).all())
    known = {row.award_id: row for row in session.exec(select(Certificate).where(col(Certificate.award_id).in_(ids)))}
    for one in made:
        if one.award_id in there:
            _replace(session, known.get(one.award_id), edition_id, signer, one)
    if there:
        public_changed(session)  # verification names the file
    session.flush()
    return len(there)


def _replace(session: Session, row: Certificate | None, edition_id: str, signer: str, made: Made) -> None:
    at = now()
    if row is not None and row.sha256 != made.sha256:
        session.add(ReplacedCertificate(edition_id=edition_id, award_id=row.award_id, sha256=row.sha256,
                                        signer=row.signer, made_at=row.made_at, replaced_at=at))  # fmt: skip
    row = row or Certificate(edition_id=edition_id, award_id=made.award_id, sha256="", size=0, facts="", signer="",
                             made_at=at)  # fmt: skip
    row.sqlmodel_update({"sha256": made.sha256, "size": made.size, "facts": made.facts, "signer": signer,
                         "made_at": at})  # fmt: skip
    session.add(row)


def end(session: Session, batch: CertificateBatch, status: BatchStatus, error: str = "") -> None:
    """The batch is done, or stopped; the passphrase goes."""
    batch.status, batch.error, batch.sealed, batch.finished_at = status, error, None, now()
    session.flush()


def forget_passphrases(session: Session) -> int:
    """Takes away what a batch that nobody goes on with still keeps; how many."""
    before: datetime = now() - KEPT
    old = update(CertificateBatch).where(col(CertificateBatch.sealed).is_not(None),
                                         col(CertificateBatch.started_at) < before)  # fmt: skip
    return int(session.connection().execute(old.values(sealed=None)).rowcount)

"""Certificates of a batch, a few at a time: drawn, signed, stored, written down; then the next ones are asked for.

What is made stays made: a signer that refuses or falls silent costs only what it has not signed yet.
"""

from io import BytesIO
from typing import NamedTuple

from sqlmodel import Session

from app import database, files, signers
from app.delivery.parcel import Parcel
from app.domain import certificates, outbox
from app.domain.certificates import Made
from app.domain.outbox import Claimed, Outcome
from app.http import certificate_paper, certifying
from app.http.certifying import Due
from app.models.certificate import BatchStatus
from app.rules import retries
from app.signers import Identity, Signer, SignerError

AT_A_TIME = 20
"""Certificates between two looks at the batch: seconds, even where each is signed far away."""
LARGEST = 25 * 1024 * 1024


class Round(NamedTuple):
    """One beginning of a batch."""

    batch_id: str
    of: str


def prepare(session: Session, message: Claimed) -> Parcel | None:
    """The next certificates as a parcel; None, and the batch ended, where nothing is left to do."""
    at = Round(*(str(message.payload.get(name)) for name in ("batch_id", "round")))
    batch = certificates.running(session, *at)
    if batch is None:
        outbox.remove(session, message.id)
        return None
    signer, identity = signers.current(), certificates.identity(batch)
    if signer.needs_identity and identity is None:
        certificates.end(session, batch, BatchStatus.stopped, "passphrase_missing")
        outbox.remove(session, message.id)
        return None
    some = certifying.due(session, batch.edition_id)[:AT_A_TIME]
    if not some:
        certificates.end(session, batch, BatchStatus.done)
        outbox.remove(session, message.id)
        return None
    edition_id, base_url = batch.edition_id, batch.base_url
    is_last = message.attempts > len(retries.CERTIFICATES)
    return lambda: _make(at, edition_id, base_url, some, signer, identity, is_last=is_last)


def _make(
    at: Round, edition_id: str, base_url: str, some: list[Due], signer: Signer, identity: Identity | None, *,
    is_last: bool,
) -> Outcome:  # fmt: skip
    made: list[Made] = []
    failure: SignerError | None = None
    for one in some:
        try:
            made.append(_certificate(one, base_url, signer, identity))
        except SignerError as error:
            failure = error
            break
    with database.writing() as session:
        kept = certificates.keep(session, edition_id, signer.name, made)
        _tell(session, at, kept, failure, is_last=is_last)
    return Outcome() if failure is None else Outcome(error=failure.code, is_final=failure.is_final)


def _certificate(one: Due, base_url: str, signer: Signer, identity: Identity | None) -> Made:
    drawn = certificate_paper.draw(one.said, one.award, base_url)
    sha256, size = files.store(BytesIO(signer.sign(drawn, identity)), LARGEST)
    return Made(one.award.id, sha256, size, one.digest)


def _tell(session: Session, at: Round, kept: int, failure: SignerError | None, *, is_last: bool) -> None:
    """How far the batch is; a refusal stops it, silence is waited for as long as it is tried again."""
    batch = certificates.running(session, *at)
    if batch is None:
        return
    batch.done += kept
    batch.error = failure.code if failure else ""
    if failure is not None and (failure.is_final or is_last):
        certificates.end(session, batch, BatchStatus.stopped, failure.code)
    elif failure is None:
        certificates.go_on(session, batch)
    session.flush()

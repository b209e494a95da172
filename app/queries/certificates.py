"""Reads of certificates: how far they are, the files, and what verification says of a code."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import signers
from app.clock import WIB
from app.errors import NotFound
from app.models import Award, Certificate, CertificateBatch, Edition, ReplacedCertificate
from app.models.award import AwardRead
from app.models.certificate import BatchRead, BatchStatus, CertificateState, EarlierFile, Verification
from app.queries import awards
from app.queries.rows import read_all
from app.rules.awards import plain_code
from app.settings import settings


def of_edition(session: Session, edition_id: str) -> dict[str, Certificate]:
    """The certificates of an edition by the award's id."""
    rows = session.exec(select(Certificate).where(Certificate.edition_id == edition_id)).all()
    return {row.award_id: row for row in rows}


def of_award(session: Session, award_id: str) -> Certificate | None:
    """The certificate of an award, None before it was made."""
    return session.exec(select(Certificate).where(Certificate.award_id == award_id)).first()


def earlier(session: Session, award_id: str) -> list[EarlierFile]:
    """The genuine files of an award that newer ones took the place of, the newest first."""
    newest = col(ReplacedCertificate.replaced_at).desc(), ReplacedCertificate.id
    rows = session.exec(select(ReplacedCertificate).where(ReplacedCertificate.award_id == award_id).order_by(*newest))
    return [EarlierFile.model_validate(row) for row in rows]


def batch(session: Session, edition_id: str) -> CertificateBatch | None:
    """The newest batch of the edition."""
    return session.exec(select(CertificateBatch).where(CertificateBatch.edition_id == edition_id)).first()


def is_of_use(row: Certificate | None) -> bool:
    """Whether a file that was made may be handed out: signed, where somebody signs."""
    return row is not None and (row.signer != signers.NONE or signers.current().name == signers.NONE)


def progress(session: Session, edition_id: str, stale: int) -> BatchRead:
    """How far the certificates of an edition are; *stale* of them say something else by now."""
    kept = (Award.edition_id == edition_id, col(Award.revoked_at).is_(None))
    given = session.exec(select(func.count()).select_from(Award).where(*kept)).one()
    made = session.exec(select(func.count()).select_from(Certificate)
                        .join(Award, col(Award.id) == Certificate.award_id).where(*kept)).one()  # fmt: skip
    row, signer = batch(session, edition_id), signers.current()
    return BatchRead(
        edition_id=edition_id, status=BatchStatus(row.status) if row else None, signer=signer.name,
        needs_passphrase=signer.needs_identity, total=row.total if row else 0, done=row.done if row else 0,
        error=row.error if row else "", made=made, stale=stale,
        awards=given, started_at=row.started_at if row else None,
        finished_at=row.finished_at if row else None,
    )  # fmt: skip


def verify(session: Session, typed: str) -> Verification:
    """What a code stands for; ``NotFound`` for none of ours, or of awards that are not published yet."""
    code = plain_code(typed)
    rows = session.execute(awards.statement().where(Award.code == code)).all() if code else []
    if not rows or not awards.is_public(session, rows[0].edition_id):
        raise NotFound
    award = read_all(AwardRead, rows)[0]
    edition = session.get_one(Edition, award.edition_id)
    made, ceremony = of_award(session, award.id), awards.ceremony(session, award.edition_id)
    is_drawn = signers.current().name == signers.NONE and ceremony is not None
    day = ceremony.held_on if ceremony and award.supplementary_reason is None else None
    return Verification(
        state=CertificateState.revoked if award.revoked_at else CertificateState.valid, award_id=award.id,
        edition_name=edition.name, given_on=day or award.given_at.astimezone(WIB).date(),
        organisation=settings().organisation, signer=made.signer if made else None,
        sha256=made.sha256 if made else None, made_at=made.made_at if made else None,
        has_file=award.revoked_at is None and (is_of_use(made) or is_drawn),
        earlier=earlier(session, award.id) if made else [],
        **award.model_dump(include={"code", "edition_id", "title", "category", "result", "innovation_title",
                                    "innovation_id", "unit_name", "revoked_at", "revocation_reason",
                                    "supplementary_reason", "is_sample"}),
    )  # fmt: skip

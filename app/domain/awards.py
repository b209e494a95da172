"""Deeds on awards: giving them, by the ranking or one by one; publishing them; taking one back for good."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.clock import now
from app.domain import award_catalogue, supplementary_awards
from app.domain.ceremonies import held
from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import Conflict, NotFound, invalid
from app.models import Award, Certificate, Proposal, ReplacedCertificate, Unit
from app.models.award import AwardCreate, AwardSource, AwardUpdate, ProposedAward
from app.models.edition import AwardTier, EditionRead
from app.models.proposal import ProposalStatus
from app.queries import awards, editions
from app.queries.awards import WRITE
from app.rules.awards import called, follows, new_code
from app.rules.permissions import Actor

MOST = 2_000
"""Awards of an edition."""


@dataclass(frozen=True)
class FromResult:
    """The result of an instrument as an award calls it."""

    unit_id: str
    instrument: str
    """Its title: "SAKIP"."""
    predicate: str
    """"Predikat A", "Memenuhi syarat WBK", "Terbaik I Cepat"."""
    year: int
    value: str = ""
    """"82,41", where there is one."""
    category: str = ""
    assessment_id: str | None = None


def of_result(edition: EditionRead, one: FromResult, reason: str = "") -> Award:
    """The award for a result, not added yet and without its place."""
    result = " · ".join(filter(None, (one.predicate, one.value, str(one.year))))
    return Award(
        edition_id=edition.id, unit_id=one.unit_id, assessment_id=one.assessment_id, source=AwardSource.instrument,
        code=new_code(), given_at=now(), title=f"{one.instrument} {one.predicate}",
        category=one.category or one.instrument, result=result, reason=reason, is_sample=edition.is_sample,
    )  # fmt: skip


def from_result(session: Session, edition: EditionRead, one: FromResult, reason: str = "") -> Award:
    """An award for the result of an instrument, at the end of the running order; whoever calls it has the permit."""
    return _add(session, edition, of_result(edition, one, reason))


def give(session: Session, actor: Actor, edition: EditionRead, body: AwardCreate) -> Award:
    """One award, after publication a supplementary one.

    409 ``awards-published`` without a reason for that, ``awards-unpublished`` with one too early, ``already-awarded``;
    422 where the receiver, the tier or a reason is not.
    """
    require(actor, WRITE)
    check_open(session, edition.id, body.supplementary_reason)
    award = _give(session, edition, body)
    if body.supplementary_reason is not None:
        supplementary_awards.settle(session, edition, [award], body.supplementary_reason, body.replaces_id)
    return award


def _give(session: Session, edition: EditionRead, body: AwardCreate) -> Award:
    if body.tier is not None:
        return _give_tier(session, edition, body)
    if body.instrument is not None:
        return _give_instrument(session, edition, body)
    unit_id, proposal = _receiver(session, edition, body)
    category = body.category or _category(edition, proposal)
    return _add(session, edition, Award(
        edition_id=edition.id, unit_id=unit_id, proposal_id=proposal.id if proposal else None,
        source=AwardSource.free, title=str(body.title), category=category, result=body.result, reason=body.reason,
        code=new_code(), given_at=now(),
    ))  # fmt: skip


def _give_tier(session: Session, edition: EditionRead, body: AwardCreate) -> Award:
    tier = _tier(edition, str(body.tier))
    _unit_id, proposal = _receiver(session, edition, body)
    is_late = body.supplementary_reason is not None
    found = awards.placed(session, edition, proposal.id, is_late=is_late) if proposal else None
    if proposal is None or found is None:
        raise invalid("proposal_id", "not_awarded")
    reason = body.reason or found.plenary or ""
    if not reason and not is_late and not follows(tier, found.rank, edition.award_tiers):
        raise invalid("reason", "missing")
    if _has(session, proposal.id, tier.key):
        raise Conflict("already-awarded")
    return _add(session, edition, _of_tier(edition, tier, proposal, found.rank, reason))


def _of_tier(edition: EditionRead, tier: AwardTier, proposal: Proposal, rank: int, reason: str) -> Award:
    return Award(
        edition_id=edition.id, unit_id=proposal.unit_id, proposal_id=proposal.id, source=AwardSource.tier,
        tier=tier.key, title=tier.title, category=_category(edition, proposal), rank=rank, reason=reason,
        code=new_code(), given_at=now(),
    )  # fmt: skip


def _give_instrument(session: Session, edition: EditionRead, body: AwardCreate) -> Award:
    if body.unit_id is None:
        raise invalid("unit_id", "missing")
    if not body.result:
        raise invalid("result", "missing")
    unit_id, _proposal = _receiver(session, edition, body)
    found = FromResult(unit_id, str(body.instrument), body.result, body.year or edition.year, category=body.category)
    return from_result(session, edition, found, body.reason)


def _receiver(session: Session, edition: EditionRead, body: AwardCreate) -> tuple[str, Proposal | None]:
    if body.proposal_id is None:
        unit = session.get(Unit, body.unit_id)
        if unit is None:
            raise invalid("unit_id", "not_found")
        return unit.id, None
    proposal = session.get(Proposal, body.proposal_id)
    if proposal is None or proposal.edition_id != edition.id or proposal.status == ProposalStatus.draft:
        raise invalid("proposal_id", "not_found")
    return proposal.unit_id, proposal


def _tier(edition: EditionRead, key: str) -> AwardTier:
    for tier in edition.award_tiers:
        if tier.key == key:
            return tier
    raise invalid("tier", "unknown", value=key)


def _category(edition: EditionRead, proposal: Proposal | None) -> str:
    key = proposal.category if proposal else None
    return next((one.title for one in edition.categories if one.key == key), "")


def _has(session: Session, proposal_id: str, tier: str) -> bool:
    same = select(Award.id).where(Award.proposal_id == proposal_id, Award.tier == tier)
    return session.exec(same.where(col(Award.revoked_at).is_(None))).first() is not None


def check_open(session: Session, edition_id: str, late: str | None = None) -> None:
    """Nobody else gives awards of the edition meanwhile; with the reason *late* once they are published, else before.

    409 ``awards-published``, ``awards-unpublished``.
    """
    is_public = held(session, edition_id).published_at is not None
    if is_public and late is None:
        raise Conflict("awards-published")
    if not is_public and late is not None:
        raise Conflict("awards-unpublished")


def _add(session: Session, edition: EditionRead, award: Award) -> Award:
    known = session.exec(select(Award.position).where(Award.edition_id == edition.id)).all()
    if len(known) >= MOST:
        raise Conflict("too-many-awards", limit=MOST)
    award.position, award.is_sample = max(known, default=0) + 1, edition.is_sample
    session.add(award)
    session.flush()
    return award


def propose(
    session: Session, actor: Actor, edition: EditionRead, *, dry_run: bool, late: str | None = None
) -> tuple[list[ProposedAward], int]:
    """What the published ranking proposes, and how many of it were given now; 409 ``no-ranking-yet`` before that.

    What was given by hand stays, and what was revoked is not given again. The running order is made anew where
    something was added; supplementary ones, with the reason *late*, come where it has their like.
    """
    require(actor, WRITE)
    if not edition.stages or edition.stages[-1].key not in edition.published_stages:
        raise Conflict("no-ranking-yet")
    found = awards.by_ranking(session, edition)
    if dry_run:
        return found, 0
    check_open(session, edition.id, late)
    given = _give_proposed(session, edition, [one for one in found if not one.is_given and not one.is_revoked])
    if given and late is not None:
        supplementary_awards.settle(session, edition, given, late)
    elif given:
        _in_order(session, edition)
    return found, len(given)


def _give_proposed(session: Session, edition: EditionRead, new: list[ProposedAward]) -> list[Award]:
    of = {row.id: row for row in session.exec(select(Proposal).where(
        col(Proposal.id).in_([one.proposal_id for one in new]))).all()}  # fmt: skip
    given = [_of_tier(edition, _tier(edition, one.tier), of[one.proposal_id], one.rank, one.reason) for one in new]
    for award in given:
        award.is_sample = edition.is_sample
    session.add_all(given)
    session.flush()
    return given


def _in_order(session: Session, edition: EditionRead) -> None:
    """What is no tier first, as it was; then the tiers, the widest first, the best rank at last."""
    rows = session.exec(select(Award).where(Award.edition_id == edition.id)).all()
    order = sorted(rows, key=lambda row: (*called(row.tier, row.rank, edition.award_tiers), row.position, row.id))
    for position, row in enumerate(order, start=1):
        row.position = position
    session.flush()


def update(session: Session, actor: Actor, award_id: str, body: AwardUpdate, expected: int | None) -> Award:
    """Changes an award before publication; another tier than the rank's needs a reason."""
    require(actor, WRITE)
    award = load(session, Award, award_id)
    check_open(session, award.edition_id)
    check_version(award, expected)
    edition = editions.read_by_id(session, award.edition_id)
    values = body.model_dump(exclude_unset=True)
    if (key := values.get("tier")) is not None:
        if award.proposal_id is None:
            raise invalid("tier", "not_awarded")
        tier = _tier(edition, key)
        if key != award.tier and _has(session, award.proposal_id, key):
            raise Conflict("already-awarded")
        values |= {"source": AwardSource.tier, "title": values.get("title") or tier.title}
        if not values.get("reason", award.reason) and not follows(tier, award.rank, edition.award_tiers):
            raise invalid("reason", "missing")
    award.sqlmodel_update(values)
    session.flush()
    return award


def remove(session: Session, actor: Actor, award_id: str, expected: int | None) -> None:
    """Takes an award away before publication; afterwards it can only be revoked (409 ``awards-published``)."""
    require(actor, WRITE)
    award = load(session, Award, award_id)
    check_open(session, award.edition_id)
    check_version(award, expected)
    drop_certificate(session, award.id)
    session.delete(award)
    session.flush()


def drop_certificate(session: Session, award_id: str) -> None:
    """Forgets the certificates of an award; their files go by themselves."""
    earlier = session.exec(select(ReplacedCertificate).where(ReplacedCertificate.award_id == award_id)).all()
    for row in (*session.exec(select(Certificate).where(Certificate.award_id == award_id)).all(), *earlier):
        session.delete(row)
    session.flush()


def publish(session: Session, actor: Actor, edition: EditionRead) -> None:
    """Makes the awards public, and tells the catalogue; twice changes nothing. 409 ``no-awards-yet``."""
    require(actor, WRITE)
    ceremony = held(session, edition.id)
    if ceremony.published_at is not None:
        return
    rows = session.exec(select(Award).where(Award.edition_id == edition.id)).all()
    if not rows:
        raise Conflict("no-awards-yet")
    ceremony.published_at = now()
    award_catalogue.tell(session, edition, [row.proposal_id for row in rows if row.proposal_id])
    public_changed(session)
    session.flush()


def revoke(session: Session, actor: Actor, award_id: str, reason: str) -> Award:
    """Takes a published award back for good; it stays, with the reason.

    409 ``awards-unpublished`` before that, ``award-revoked`` the second time.
    """
    require(actor, WRITE)
    award = session.get(Award, award_id, with_for_update=True)
    if award is None:
        raise NotFound
    if held(session, award.edition_id).published_at is None:
        raise Conflict("awards-unpublished")
    if award.revoked_at is not None:
        raise Conflict("award-revoked")
    award.revoked_at, award.revocation_reason = now(), reason
    session.flush()
    if award.proposal_id is not None:
        award_catalogue.tell(session, editions.read_by_id(session, award.edition_id), [award.proposal_id])
    public_changed(session)
    session.flush()
    return award

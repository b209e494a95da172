"""Reads of awards and of the ceremony; before the awards are published only for those who prepare them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, case, false, func, null, or_, true
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import (
    Assessment,
    AssessmentRound,
    Award,
    Ceremony,
    Innovation,
    Proposal,
    Publication,
    Result,
    Unit,
)
from app.models.assessment import AssessmentStatus
from app.models.assessment_round import RoundStatus
from app.models.award import AwardRead, ProposedAward
from app.models.ceremony import Called, CeremonyRead
from app.models.edition import EditionRead
from app.models.proposal import ProposalStatus
from app.queries import editions
from app.queries.assessments.visibility import published
from app.queries.rows import read_all
from app.rules.award_order import best_first
from app.rules.awards import Placed, proposed
from app.rules.permissions import Actor, may_everywhere

READ, WRITE = "awards:read", "awards:write"
_JOINED: dict[str, Any] = {
    "number": col(Proposal.number), "innovation_title": col(Proposal.title), "innovation_id": col(Innovation.id),
    "unit_name": col(Unit.name), "region_code": col(Unit.region_code),
    "assessment_id": case((and_(published, col(Assessment.status) == AssessmentStatus.final), col(Assessment.id))),
}  # fmt: skip
_IS_REOPENED = and_(
    col(Assessment.id).is_not(None), col(Award.revoked_at).is_(None),
    or_(col(AssessmentRound.status) != RoundStatus.final, col(Assessment.status) != AssessmentStatus.final),
)  # fmt: skip


def _columns(actor: Actor | None) -> list[Any]:
    tells_reopened = actor is not None and may_everywhere(actor, WRITE)
    joined = _JOINED | {"is_reopened": case((_IS_REOPENED, true()), else_=false()) if tells_reopened else null()}
    return [(joined[name] if name in joined else col(getattr(Award, name))).label(name)
            for name in AwardRead.model_fields]  # fmt: skip


def statement(actor: Actor | None = None) -> Any:
    """All awards with what they are given for and to whom; without an *actor* what everybody may know of them."""
    return (
        select(*_columns(actor))
        .join(Unit, col(Unit.id) == Award.unit_id)
        .outerjoin(Proposal, col(Proposal.id) == Award.proposal_id)
        .outerjoin(Innovation, col(Innovation.proposal_id) == Award.proposal_id)
        .outerjoin(Assessment, col(Assessment.id) == Award.assessment_id)
        .outerjoin(AssessmentRound, col(AssessmentRound.id) == Assessment.round_id)
    )


def ceremony(session: Session, edition_id: str) -> Ceremony | None:
    """The row of an edition's ceremony, None before anything was given."""
    return session.exec(select(Ceremony).where(Ceremony.edition_id == edition_id)).first()


def is_public(session: Session, edition_id: str) -> bool:
    """Whether the awards of the edition are published."""
    found = ceremony(session, edition_id)
    return found is not None and found.published_at is not None


def sees(session: Session, actor: Actor, edition_id: str) -> bool:
    """Whether the actor sees the awards of the edition now."""
    return may_everywhere(actor, READ) or is_public(session, edition_id)


def list_(session: Session, actor: Actor, edition_id: str) -> list[AwardRead]:
    """The awards, family by family, the best first; nothing before they are published. ``NotFound`` without such an
    edition."""
    edition = editions.get(session, actor, edition_id)
    if not sees(session, actor, edition_id):
        return []
    return best_first(of_edition(session, edition_id, actor), editions.parsed(edition).award_tiers)


def of_edition(session: Session, edition_id: str, actor: Actor | None = None) -> list[AwardRead]:
    """All awards of an edition in the running order, whoever asks."""
    found = statement(actor).where(Award.edition_id == edition_id).order_by(col(Award.position), col(Award.id))
    return read_all(AwardRead, session.execute(found).all())


def read(session: Session, actor: Actor, award_id: str) -> AwardRead:
    """One award, or ``NotFound``."""
    rows = session.execute(statement(actor).where(Award.id == award_id)).all()
    if not rows or not sees(session, actor, rows[0].edition_id):
        raise NotFound
    return read_all(AwardRead, rows)[0]


def ceremony_read(session: Session, actor: Actor, edition_id: str) -> CeremonyRead:
    """The ceremony; ``NotFound`` for the public before the awards are published. Empty before anybody wrote it."""
    editions.get(session, actor, edition_id)
    if not sees(session, actor, edition_id):
        raise NotFound
    row = ceremony(session, edition_id)
    given = session.exec(
        select(func.count()).where(Award.edition_id == edition_id, col(Award.revoked_at).is_(None))
    ).one()
    return as_ceremony(row or Ceremony(edition_id=edition_id, version=0), given)


def as_ceremony(row: Ceremony, given: int) -> CeremonyRead:
    """A row as its read schema, with how many awards are given."""
    return CeremonyRead(awards=given, **row.model_dump(include={*CeremonyRead.model_fields} - {"awards"}))


def running_order(session: Session, actor: Actor, edition_id: str) -> list[Called]:
    """The order of the evening, without what was revoked; nothing for the public before the awards are published."""
    editions.get(session, actor, edition_id)
    if not sees(session, actor, edition_id):
        return []
    return [
        Called(award_id=one.id, **one.model_dump(include={*Called.model_fields} - {"award_id"}))
        for one in of_edition(session, edition_id)
        if one.revoked_at is None
    ]


def by_ranking(session: Session, edition: EditionRead) -> list[ProposedAward]:
    """What the published ranking of the last stage proposes, best rank first; nothing before it is published."""
    placed = _placed(session, edition)
    tiers = {tier.key: tier.title for tier in edition.award_tiers}
    categories = {one.key: one.title for one in edition.categories}
    lines = [Placed(row.id, row.rank, row.group or "") for row in placed.values()]
    known = _known(session, edition.id)
    return [
        _line(placed[one.proposal_id], key, tiers[key], categories, known.get((key, one.proposal_id)))
        for key, one in proposed(edition.award_tiers, lines, {group.key for group in edition.groups})
    ]


def _line(row: Any, key: str, title: str, categories: Mapping[str, str], is_kept: bool | None) -> ProposedAward:
    return ProposedAward(
        tier=key, title=title, proposal_id=row.id, number=row.number, innovation_title=row.title,
        unit_name=row.unit_name, category=categories.get(row.category or "", ""), rank=row.rank,
        reason=row.plenary or "", is_given=is_kept is True, is_revoked=is_kept is False,
    )  # fmt: skip


def _placed(session: Session, edition: EditionRead, *statuses: ProposalStatus) -> dict[str, Any]:
    last = edition.stages[-1].key if edition.stages else ""
    rows = session.execute(
        _of_ranking().where(Publication.edition_id == edition.id, Publication.stage == last)
        .where(col(Proposal.status).in_((ProposalStatus.awarded, *statuses)))
        .order_by(col(Result.rank), col(Proposal.id))
    )  # fmt: skip
    return {row.id: row for row in rows}


def _of_ranking() -> Any:
    columns: list[Any] = [col(Proposal.id), col(Proposal.number), col(Proposal.title), col(Proposal.group),
                          col(Proposal.category), col(Proposal.unit_id), col(Unit.name).label("unit_name"),
                          col(Result.rank), col(Result.plenary), col(Proposal.status)]  # fmt: skip
    return (
        select(*columns)
        .join(Result, col(Result.proposal_id) == Proposal.id)
        .join(Publication, col(Publication.id) == Result.publication_id)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
    )


def ranked(session: Session, edition: EditionRead, *, is_late: bool) -> dict[str, Any]:
    """The proposals that may be given a tier, by id, best rank first: the awarded ones of the last stage; for a
    supplementary award (*is_late*) also those behind them, for somebody moves up where an award was revoked."""
    return _placed(session, edition, *([ProposalStatus.eliminated] if is_late else []))


def placed(session: Session, edition: EditionRead, proposal_id: str, *, is_late: bool = False) -> Any | None:
    """One proposal with its rank in the last stage, None where it may not be given a tier; see ``ranked``."""
    return ranked(session, edition, is_late=is_late).get(proposal_id)


def _known(session: Session, edition_id: str) -> dict[tuple[str | None, str | None], bool]:
    """By (tier, proposal) whether an award of it is kept; false where it was revoked."""
    rows = session.exec(select(Award.tier, Award.proposal_id, Award.revoked_at).where(Award.edition_id == edition_id))
    found: dict[tuple[str | None, str | None], bool] = {}
    for tier, proposal_id, revoked_at in rows.all():
        found[tier, proposal_id] = found.get((tier, proposal_id), False) or revoked_at is None
    return found

"""Reads of the public's votes: the own ballot, and their sums."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Proposal, Unit, Vote
from app.models.edition import EditionRead, EditionStatus, Stage
from app.models.vote import BallotRead, Choice
from app.queries import stages
from app.rules.ranking import Earlier, Ranked, combined, placed
from app.rules.rubric import PLACES


def counts(session: Session, edition_id: str, stage: str, of: Collection[str]) -> dict[str, int]:
    """The votes of each of these proposals, those without one too."""
    rows = session.exec(
        select(Vote.proposal_id, func.count())
        .where(Vote.edition_id == edition_id, Vote.stage == stage)
        .group_by(Vote.proposal_id)
    ).all()
    return dict.fromkeys(of, 0) | {id_: count for id_, count in rows if id_ in of}


def order(votes: Mapping[str, int], weight: float, earlier: Mapping[str, Earlier]) -> list[Ranked]:
    """By votes: the most have 100 points, the others in proportion, nobody any where there is no vote."""
    most = max(votes.values(), default=0) or 1
    return placed(_scored(id_, count, most, weight, earlier.get(id_)) for id_, count in votes.items())


def _scored(proposal_id: str, count: int, most: int, weight: float, earlier: Earlier | None) -> Ranked:
    own = round(100 * count / most, PLACES)
    return Ranked(0, proposal_id, own, own, combined(own, weight, earlier), count)


def ballots(session: Session, edition_id: str, stage: str) -> int:
    """How many visitors have voted."""
    voters = select(func.count(func.distinct(Vote.ballot))).where(Vote.edition_id == edition_id, Vote.stage == stage)
    return session.exec(voters).one()


def is_open(edition: EditionRead, stage: Stage, at: datetime) -> bool:
    """Whether votes are taken: judging goes on, the stage before is published, and it is between the two moments."""
    before = stages.previous_stage(edition, stage.key)
    if edition.status != EditionStatus.judging or stage.key in edition.published_stages:
        return False
    if before is not None and before not in edition.published_stages:
        return False
    return stage.starts_at is not None and stage.ends_at is not None and stage.starts_at <= at < stage.ends_at


def ballot(session: Session, edition: EditionRead, stage: Stage, own: str | None, at: datetime) -> BallotRead:
    """The ballot with the digest *own*; an empty one where there is none yet."""
    chosen = select(Vote.proposal_id).where(
        Vote.edition_id == edition.id, Vote.stage == stage.key, Vote.ballot == (own or "")
    )
    ticked = set(session.exec(chosen).all())
    return BallotRead(
        edition_id=edition.id, stage=stage.key, is_open=is_open(edition, stage, at),
        opens_at=stage.starts_at, closes_at=stage.ends_at,
        choices=[choice.model_copy(update={"is_chosen": choice.proposal_id in ticked})
                 for choice in _choices(session, edition, stage)],
    )  # fmt: skip


def _choices(session: Session, edition: EditionRead, stage: Stage) -> list[Choice]:
    """Those that take part, by number; nothing that is not public already."""
    before = stages.previous_stage(edition, stage.key)
    if before is None or before not in edition.published_stages:
        return []
    rows = session.exec(
        select(Proposal.id, Proposal.number, Proposal.title, Unit.name)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(col(Proposal.id).in_(stages.candidates(session, edition, stage.key)))
        .order_by(col(Proposal.sequence))
    ).all()
    return [Choice(proposal_id=id_, number=number, title=title, unit=unit, is_chosen=False)
            for id_, number, title, unit in rows]  # fmt: skip

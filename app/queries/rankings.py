"""The order of a stage: computed from signed sheets while it is open, read from its results once published."""

from collections import defaultdict

from sqlmodel import Session, col, select

from app.clock import now
from app.errors import NotFound, Unauthenticated
from app.models import Assignment, Evaluation, Proposal, Publication, Result, Unit
from app.models.edition import EditionRead, Stage
from app.models.evaluation import Ranking, RankingItem
from app.queries import editions, stages
from app.rules.permissions import Actor, may_everywhere
from app.rules.ranking import Entry, Ranked, places, rank

MEAN = "mean"


def read(session: Session, actor: Actor, edition_id: str, stage_key: str) -> Ranking:
    """The ranking: public once published, before that only for those who may see it (404 for all others)."""
    edition = editions.read(session, actor, edition_id)
    stage = editions.stage_of(edition, stage_key)
    publication = stages.publication(session, edition_id, stage_key)
    if publication is not None:
        return _published(session, edition, publication)
    if not may_everywhere(actor, "ranking:read"):
        raise Unauthenticated if actor.kind == "anonymous" else NotFound
    return computed(session, edition, stage)


def computed(session: Session, edition: EditionRead, stage: Stage) -> Ranking:
    """The ranking as the signed sheets have it now."""
    order = rank(entries(session, edition, stage.key))
    chosen = places(order, stage.advance)
    described = _described(session, [line.proposal_id for line in order])
    items = [_item(line, described[line.proposal_id], line.proposal_id in chosen, stage) for line in order]
    return Ranking(
        edition_id=edition.id, stage=stage.key, method=MEAN, is_final=False, computed_at=now(),
        places=len(chosen), awaited=awaited(session, edition, stage.key),
        unread=unread(session, edition, stage.key), items=items,
    )  # fmt: skip


def entries(session: Session, edition: EditionRead, stage: str) -> list[Entry]:
    """The totals of the signed sheets of every proposal that takes part and has at least one."""
    taking_part = set(stages.candidates(session, edition, stage))
    totals: dict[str, list[float]] = defaultdict(list)
    for proposal_id, total in session.exec(
        select(Assignment.proposal_id, Evaluation.total)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition.id, Assignment.stage == stage)
        .where(col(Evaluation.signed_at).is_not(None))
        .order_by(col(Assignment.id))
    ):
        if proposal_id in taking_part and total is not None:
            totals[proposal_id].append(total)
    return [Entry(proposal_id, tuple(marks)) for proposal_id, marks in totals.items()]


def awaited(session: Session, edition: EditionRead, stage: str) -> int:
    """Score sheets of the proposals that take part which are not signed yet."""
    taking_part = set(stages.candidates(session, edition, stage))
    unsigned = session.exec(
        select(Assignment.proposal_id)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition.id, Assignment.stage == stage, col(Evaluation.signed_at).is_(None))
    )
    return sum(proposal_id in taking_part for proposal_id in unsigned)


def unread(session: Session, edition: EditionRead, stage: str) -> int:
    """Proposals that take part in the stage without a single signed sheet."""
    read_ones = {entry.proposal_id for entry in entries(session, edition, stage)}
    return len(set(stages.candidates(session, edition, stage)) - read_ones)


def _described(session: Session, proposal_ids: list[str]) -> dict[str, tuple[str | None, str, str]]:
    rows = session.exec(
        select(Proposal.id, Proposal.number, Proposal.title, Unit.name)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(col(Proposal.id).in_(proposal_ids))
    ).all()
    return {id_: (number, title, unit) for id_, number, title, unit in rows}


def _item(line: Ranked, described: tuple[str | None, str, str], advanced: bool, stage: Stage) -> RankingItem:
    number, title, unit = described
    flags = ["few-readings"] if line.reviews < stage.jurors_per_proposal else []
    return RankingItem(
        rank=line.rank, proposal_id=line.proposal_id, number=number, title=title, unit=unit, raw_mean=line.mean,
        score=line.mean, reviews=line.reviews, advanced=advanced, flags=flags,
    )  # fmt: skip


def _published(session: Session, edition: EditionRead, publication: Publication) -> Ranking:
    rows = session.exec(
        select(Result, Proposal.number, Proposal.title, Unit.name)
        .join(Proposal, col(Proposal.id) == Result.proposal_id)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(Result.publication_id == publication.id)
        .order_by(col(Result.rank), col(Result.id))
    ).all()
    items = [
        RankingItem(rank=row.rank, proposal_id=row.proposal_id, number=number, title=title, unit=unit,
                    raw_mean=row.raw_mean, score=row.score, reviews=row.reviews, advanced=row.advanced, flags=[])
        for row, number, title, unit in rows
    ]  # fmt: skip
    return Ranking(
        edition_id=edition.id, stage=publication.stage, method=publication.method, is_final=True,
        computed_at=publication.created_at, places=publication.places, awaited=0, items=items,
    )  # fmt: skip

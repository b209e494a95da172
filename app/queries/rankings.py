"""The order of a stage: computed from signed sheets while it is open, read from its results once published."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from sqlmodel import Session, col, select

from app.clock import now
from app.errors import NotFound, Unauthenticated
from app.models import Assignment, Evaluation, Proposal, Publication, Result, Unit
from app.models.edition import AdvanceRule, EditionRead, Stage
from app.models.evaluation import CALIBRATION, Ranking, RankingItem, WhatIf, WhatIfRead
from app.queries import editions, stages, standings
from app.queries.standings import Place, Row, Standings
from app.rules.permissions import Actor, may_everywhere
from app.rules.ranking import Entry, Ranked, places, rank

CALIBRATED = "calibrated"
FEW_READINGS, NEAR_CUT = "few-readings", "near-cut"
"""Flags of a line: fewer sheets than the stage asks for; the sheets leave open on which side of the cut it belongs."""
OF_RESULT = {*Result.model_fields} & {*RankingItem.model_fields}
"""What a line of a published ranking and its row have in common."""


@dataclass(frozen=True)
class Readings:
    """How far the reading of a stage has come."""

    taking_part: int
    """Proposals of the stage."""
    entries: list[Entry]
    """The totals of the signed sheets of every proposal that takes part and has at least one."""
    awaited: int
    """Sheets of theirs that are not signed yet."""
    rows: list[Row]
    """The signed sheets one by one."""

    @classmethod
    def of(cls, rows: list[Row], taking_part: int, awaited: int) -> Self:
        """From the signed sheets."""
        totals: dict[str, list[float]] = defaultdict(list)
        for proposal_id, _juror, total in rows:
            totals[proposal_id].append(total)
        entries = [Entry(proposal_id, tuple(marks)) for proposal_id, marks in totals.items()]
        return cls(taking_part, entries, awaited, rows)

    @property
    def unread(self) -> int:
        """Proposals that take part without a single signed sheet."""
        return self.taking_part - len(self.entries)


def read(session: Session, actor: Actor, edition_id: str, stage_key: str) -> Ranking:
    """The ranking: public once published, before that only for those who may see it (404 for all others)."""
    edition = editions.read(session, actor, edition_id)
    return _official(session, actor, edition, editions.stage_of(edition, stage_key))


def _official(session: Session, actor: Actor, edition: EditionRead, stage: Stage) -> Ranking:
    publication = stages.publication(session, edition.id, stage.key)
    if publication is not None:
        ranking = _published(session, edition, publication)
        return _with_jurors(session, edition, stage, ranking) if may_everywhere(actor, "scores:read") else ranking
    if not may_everywhere(actor, "ranking:read"):
        raise Unauthenticated if actor.kind == "anonymous" else NotFound
    return computed(session, edition, stage)


def computed(session: Session, edition: EditionRead, stage: Stage) -> Ranking:
    """The ranking as the signed sheets have it now."""
    return _ranked(session, edition, stage, readings(session, edition, stage.key))


def what_if(session: Session, actor: Actor, edition: EditionRead, stage: Stage, question: WhatIf) -> WhatIfRead:
    """The ranking under another rule, or without a juror; nothing is changed by asking."""
    official = _official(session, actor, edition, stage)
    taking_part = {item.proposal_id for item in official.items}
    rows, _ = _sheets(session, edition.id, stage.key, taking_part)
    kept = [row for row in rows if row[1] != question.without]
    supposed = _ranked(session, edition, _supposed(stage, question), Readings.of(kept, len(taking_part), 0))
    onward, supposedly = _onward(official), _onward(supposed)
    return WhatIfRead(
        ranking=supposed,
        enters=[item for item in supposed.items if item.proposal_id in supposedly - onward],
        leaves=[item for item in official.items if item.proposal_id in onward - supposedly],
    )


def _supposed(stage: Stage, question: WhatIf) -> Stage:
    """The stage with the rule that is asked about."""
    changes: dict[str, object] = {}
    if question.aggregate is not None:
        changes["aggregate"] = question.aggregate
    if question.n is not None:
        changes["advance"] = AdvanceRule(n=question.n)
    return stage.model_copy(update=changes)


def _onward(ranking: Ranking) -> set[str]:
    """Those who go on."""
    return {item.proposal_id for item in ranking.items if item.advanced}


def _ranked(session: Session, edition: EditionRead, stage: Stage, read: Readings) -> Ranking:
    found = standings.of(read.rows, stage.advance.n)
    order = rank(read.entries, found.scores if found and stage.aggregate == CALIBRATED else None)
    chosen = places(order, stage.advance)
    described = _described(session, [line.proposal_id for line in order])
    items = [_item(line, described[line.proposal_id], line.proposal_id in chosen, stage) for line in order]
    ranking = Ranking(
        edition_id=edition.id, stage=stage.key, method=stage.aggregate, is_final=False, computed_at=now(),
        places=len(chosen), awaited=read.awaited, unread=read.unread, items=items,
    )  # fmt: skip
    return _told(ranking, found)


def _with_jurors(session: Session, edition: EditionRead, stage: Stage, ranking: Ranking) -> Ranking:
    """A published ranking with what its sheets say of the jurors."""
    rows, _ = _sheets(session, edition.id, stage.key, {item.proposal_id for item in ranking.items})
    return _told(ranking, standings.of(rows, stage.advance.n))


def _told(ranking: Ranking, found: Standings | None) -> Ranking:
    if found is None:
        return ranking
    told = {
        "items": [_surely(item, found.places.get(item.proposal_id)) for item in ranking.items],
        "agreement": found.agreement,
        "jurors": list(found.jurors.values()),
        "is_connected": found.is_connected,
    }
    return ranking.model_copy(update=told)


def _surely(item: RankingItem, place: Place | None) -> RankingItem:
    """A line with its calibration, unless it was published with it, and whether the cut is near."""
    if place is None:
        return item
    told: dict[str, object] = {"flags": [*item.flags, NEAR_CUT]} if place.is_open else {}
    if item.calibrated is None:
        told |= {name: getattr(place, name) for name in CALIBRATION}
    return item.model_copy(update=told) if told else item


def readings(session: Session, edition: EditionRead, stage: str) -> Readings:
    """The sheets of the proposals that take part in the stage."""
    taking_part = set(stages.candidates(session, edition, stage))
    rows, awaited = _sheets(session, edition.id, stage, taking_part)
    return Readings.of(rows, len(taking_part), awaited)


def _sheets(session: Session, edition_id: str, stage: str, of: Collection[str]) -> tuple[list[Row], int]:
    """The signed sheets of these proposals, and how many of theirs are not signed."""
    sheets = session.exec(
        select(Assignment.proposal_id, Assignment.juror_id, Evaluation.total, Evaluation.signed_at)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage)
        .order_by(col(Assignment.id))
    ).all()
    theirs = [sheet for sheet in sheets if sheet[0] in of]
    signed = [(proposal, juror, total) for proposal, juror, total, at in theirs if at is not None and total is not None]
    return signed, sum(at is None for *_, at in theirs)


def _described(session: Session, proposal_ids: list[str]) -> dict[str, tuple[str | None, str, str]]:
    rows = session.exec(
        select(Proposal.id, Proposal.number, Proposal.title, Unit.name)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(col(Proposal.id).in_(proposal_ids))
    ).all()
    return {id_: (number, title, unit) for id_, number, title, unit in rows}


def _item(line: Ranked, described: tuple[str | None, str, str], advanced: bool, stage: Stage) -> RankingItem:
    number, title, unit = described
    flags = [FEW_READINGS] if line.reviews < stage.jurors_per_proposal else []
    return RankingItem(
        rank=line.rank, proposal_id=line.proposal_id, number=number, title=title, unit=unit, raw_mean=line.mean,
        score=line.score, reviews=line.reviews, advanced=advanced, flags=flags,
        **dict.fromkeys(CALIBRATION),
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
        RankingItem(number=number, title=title, unit=unit, flags=[], **row.model_dump(include=OF_RESULT))
        for row, number, title, unit in rows
    ]
    return Ranking(
        edition_id=edition.id, stage=publication.stage, method=publication.method, is_final=True,
        computed_at=publication.created_at, places=publication.places, awaited=0, items=items,
    )  # fmt: skip

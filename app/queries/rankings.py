"""The order of a stage: computed from signed sheets or votes while it is open, read from its results once published."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from sqlmodel import Session, col, select

from app.clock import now
from app.errors import Conflict, NotFound, Unauthenticated
from app.models import Assignment, Evaluation, PlenaryDecision, Proposal, Publication, Result, Unit
from app.models.edition import AdvanceRule, EditionRead, Stage
from app.models.ranking import CALIBRATION, VOTES, Ranking, RankingItem, WhatIf, WhatIfRead
from app.queries import editions, plenary, stages, standings, votes
from app.queries.standings import Line, Place, Row, Standings
from app.rules.permissions import Actor, may_everywhere
from app.rules.ranking import Earlier, Entry, Ranked, places, rank
from app.rules.stages import is_vote

CALIBRATED = "calibrated"
FEW_READINGS, NEAR_CUT = "few-readings", "near-cut"
"""Flags of a line: fewer sheets than the stage asks for; the sheets leave open on which side of the cut it belongs."""
OF_RESULT = {*Result.model_fields} & {*RankingItem.model_fields}
"""What a line of a published ranking and its row have in common."""


@dataclass(frozen=True)
class Readings:
    """How far the reading of a stage has come."""

    taking_part: Mapping[str, str]
    """Proposals of the stage, each with its pool (see ``stages.takes_part``)."""
    entries: list[Entry]
    """The totals of the signed sheets of every proposal that takes part and has at least one."""
    awaited: int
    """Sheets of theirs that are not signed yet."""
    rows: list[Row]
    """The signed sheets one by one."""

    @classmethod
    def of(cls, rows: list[Row], taking_part: Mapping[str, str], awaited: int) -> Self:
        """From the signed sheets."""
        totals: dict[str, list[float]] = defaultdict(list)
        for proposal_id, _juror, total in rows:
            totals[proposal_id].append(total)
        entries = [Entry(proposal_id, tuple(marks)) for proposal_id, marks in totals.items()]
        return cls(taking_part, entries, awaited, rows)

    @property
    def unread(self) -> int:
        """Proposals that take part without a single signed sheet."""
        return len(self.taking_part) - len(self.entries)


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
    """The ranking as the signed sheets, or the votes, have it now."""
    earlier = stages.earlier(session, edition, stage)
    decided = plenary.decisions(session, edition.id, stage.key)
    if is_vote(stage):
        return _voted(session, edition, stage, earlier, decided)
    return _ranked(session, edition, stage, readings(session, edition, stage), earlier, decided)


def what_if(session: Session, actor: Actor, edition: EditionRead, stage: Stage, question: WhatIf) -> WhatIfRead:
    """The ranking under another rule, or without a juror; nothing is changed by asking. 409 where the public votes."""
    if is_vote(stage):
        raise Conflict("by-vote")
    official = _official(session, actor, edition, stage)
    everybody = {item.proposal_id for item in official.items}
    rows, _ = _sheets(session, edition.id, stage.key, everybody)
    kept = [row for row in rows if row[1] != question.without]
    pools = stages.pools(session, stage, everybody)
    supposed = _ranked(
        session, edition, _supposed(stage, question), Readings.of(kept, pools, 0),
        stages.earlier(session, edition, stage), plenary.decisions(session, edition.id, stage.key),
    )  # fmt: skip
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


def _ranked(
    session: Session, edition: EditionRead, stage: Stage, read: Readings, earlier: Mapping[str, Earlier],
    decided: Mapping[str, PlenaryDecision],
) -> Ranking:  # fmt: skip
    found = standings.of(read.rows, standings.line_of(stage, read.taking_part, earlier))
    scores = found.scores if found and stage.aggregate == CALIBRATED else None
    order = rank(read.entries, scores, stage.weight, earlier)
    chosen = places(order, stage.advance, read.taking_part)
    ranking = _in_words(session, edition, stage, order, chosen, decided).model_copy(
        update={"method": stage.aggregate, "awaited": read.awaited, "unread": read.unread}
    )
    return _told(ranking, found)


def _voted(
    session: Session, edition: EditionRead, stage: Stage, earlier: Mapping[str, Earlier],
    decided: Mapping[str, PlenaryDecision],
) -> Ranking:  # fmt: skip
    """By votes: no juror, no calibration."""
    pools = stages.takes_part(session, edition, stage)
    order = votes.order(votes.counts(session, edition.id, stage.key, pools), stage.weight, earlier)
    chosen = places(order, stage.advance, pools)
    return _in_words(session, edition, stage, order, chosen, decided)


def _in_words(
    session: Session, edition: EditionRead, stage: Stage, order: list[Ranked], chosen: set[str],
    decided: Mapping[str, PlenaryDecision],
) -> Ranking:  # fmt: skip
    described = _described(session, [line.proposal_id for line in order])
    items = [
        _item(line, described[line.proposal_id], line.proposal_id in chosen, decided.get(line.proposal_id), stage)
        for line in order
    ]
    return Ranking(
        edition_id=edition.id, stage=stage.key, method=VOTES, is_final=False, computed_at=now(),
        places=sum(item.advanced for item in items), awaited=0, items=items,
    )  # fmt: skip


def _with_jurors(session: Session, edition: EditionRead, stage: Stage, ranking: Ranking) -> Ranking:
    """A published ranking with what its sheets say of the jurors."""
    everybody = {item.proposal_id for item in ranking.items}
    rows, _ = _sheets(session, edition.id, stage.key, everybody)
    pools, earlier = stages.pools(session, stage, everybody), stages.earlier(session, edition, stage)
    return _told(ranking, standings.of(rows, standings.line_of(stage, pools, earlier)))


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


def line(session: Session, edition: EditionRead, stage: Stage) -> tuple[Readings, Line]:
    """The sheets of a stage that is open, and where its line is drawn."""
    read = readings(session, edition, stage)
    return read, standings.line_of(stage, read.taking_part, stages.earlier(session, edition, stage))


def readings(session: Session, edition: EditionRead, stage: Stage) -> Readings:
    """The sheets of the proposals that take part in the stage."""
    taking_part = stages.takes_part(session, edition, stage)
    rows, awaited = _sheets(session, edition.id, stage.key, taking_part)
    return Readings.of(rows, taking_part, awaited)


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


def _item(
    line: Ranked, described: tuple[str | None, str, str], by_rule: bool, decided: PlenaryDecision | None, stage: Stage
) -> RankingItem:
    number, title, unit = described
    is_short = not is_vote(stage) and line.reviews < stage.jurors_per_proposal
    return RankingItem(
        rank=line.rank, proposal_id=line.proposal_id, number=number, title=title, unit=unit, raw_mean=line.mean,
        score=line.score, stage_score=line.own, reviews=line.reviews, by_rule=by_rule,
        advanced=decided.advances if decided else by_rule, plenary=decided.reason if decided else None,
        flags=[FEW_READINGS] if is_short else [], **dict.fromkeys(CALIBRATION),
    )  # fmt: skip


def frozen(item: RankingItem, stage: Stage, publication_id: str) -> Result:
    """A line as its row keeps it: what does not apply is null."""
    kept = item.model_dump(include=OF_RESULT)
    if stage.aggregate != CALIBRATED:  # where the mean is official, the public is not told of another order
        kept |= dict.fromkeys(CALIBRATION)
    if not stage.cumulative:
        kept["stage_score"] = None
    if item.plenary is None:
        kept["by_rule"] = None
    return Result(publication_id=publication_id, **kept)


def _published(session: Session, edition: EditionRead, publication: Publication) -> Ranking:
    rows = session.exec(
        select(Result, Proposal.number, Proposal.title, Unit.name)
        .join(Proposal, col(Proposal.id) == Result.proposal_id)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(Result.publication_id == publication.id)
        .order_by(col(Result.rank), col(Result.id))
    ).all()
    return Ranking(
        edition_id=edition.id, stage=publication.stage, method=publication.method, is_final=True,
        computed_at=publication.created_at, places=publication.places, awaited=0,
        items=[_of_result(row, number, title, unit) for row, number, title, unit in rows],
    )  # fmt: skip


def _of_result(row: Result, number: str | None, title: str, unit: str) -> RankingItem:
    kept = row.model_dump(include=OF_RESULT)
    if row.stage_score is None:
        kept["stage_score"] = row.score
    if row.by_rule is None:
        kept["by_rule"] = row.advanced
    return RankingItem(number=number, title=title, unit=unit, flags=[], **kept)

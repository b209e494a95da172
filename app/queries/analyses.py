"""Reads for the pictures of a stage: its marks by criterion, its panel as a graph, its signing over time."""

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from sqlmodel import Session, col, select

from app.clock import WIB, now
from app.models import Assignment, Evaluation, Juror, Proposal, User
from app.models.analysis import (
    ConnectedJuror,
    Connections,
    CriterionFigures,
    PanelSeam,
    ProgressDay,
    SharedReadings,
    StageProgressRead,
)
from app.models.edition import Stage
from app.models.judging import AgreementRead
from app.queries import standings
from app.queries.reminders import GONE
from app.queries.standings import Row
from app.rules import rubric

BINS, WIDTH = 20, 5
"""Bins of a distribution, and how many points each is wide."""
IN_COMPETITION = col(Assignment.proposal_id).in_(select(Proposal.id).where(col(Proposal.status).not_in(GONE)))
"""Sheets of proposals that left the competition say nothing of the stage, and nobody waits for them."""
RECENT = timedelta(days=7)
"""What the pace is measured over."""


def criteria(session: Session, edition_id: str, stage: Stage) -> list[CriterionFigures]:
    """The totals first, then every leaf of the rubric in order; empty while no sheet is signed."""
    rows = session.exec(
        select(Assignment.proposal_id, Assignment.juror_id, Evaluation.total, Evaluation.scores)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage.key)
        .where(col(Evaluation.signed_at).is_not(None), IN_COMPETITION)
    ).all()
    totals = [(proposal, juror, total) for proposal, juror, total, _ in rows if total is not None]
    found = [_figures(None, "", 100, totals)] if totals else []
    for leaf in rubric.leaves(stage.rubric):
        marks = [(proposal, juror, scores[leaf.key]) for proposal, juror, _, scores in rows if leaf.key in scores]
        if marks:
            found.append(_figures(leaf.key, leaf.title, leaf.weight, marks))
    return found


def _figures(key: str | None, title: str, weight: float, rows: Sequence[Row]) -> CriterionFigures:
    marks = [mark for _, _, mark in rows]
    lower, middle, upper = statistics.quantiles(marks, n=4, method="inclusive") if len(marks) > 1 else marks * 3
    counts = Counter(min(int(mark // WIDTH), BINS - 1) for mark in marks)
    return CriterionFigures(
        criterion=key, title=title, weight=weight, marks=len(marks), mean=statistics.fmean(marks), low=min(marks),
        lower=lower, middle=middle, upper=upper, high=max(marks), bins=[counts[n] for n in range(BINS)],
        agreement=_agreement(tuple(sorted(rows))),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _agreement(rows: tuple[Row, ...]) -> AgreementRead:
    from app.judging.sheets import from_rows

    return standings.agreement(from_rows(rows))


def connections(session: Session, edition_id: str, stage: str) -> Connections:
    """All readings that were handed out, signed or not, as a graph of jurors."""
    rows = session.exec(
        select(Assignment.proposal_id, Assignment.juror_id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage, IN_COMPETITION)
        .order_by(col(Assignment.proposal_id), col(Assignment.juror_id))
    ).all()
    names = _panel(session, edition_id, stage, {juror_id for _, juror_id in rows})
    return _connected(edition_id, stage, rows, names)


def _panel(session: Session, edition_id: str, stage: str, readers: set[str]) -> dict[str, str]:
    """The names of the panel and of whoever reads, by id."""
    on_panel = select(Juror.user_id).where(Juror.edition_id == edition_id, Juror.stage == stage)
    ids = readers | set(session.exec(on_panel))
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids)).order_by(User.id)).all())


def _connected(edition_id: str, stage: str, rows: Sequence[tuple[str, str]], names: dict[str, str]) -> Connections:
    import numpy as np

    from app.judging import panels

    proposals, jurors = sorted({row[0] for row in rows}), list(names)
    place, seat = ({one: n for n, one in enumerate(ids)} for ids in (proposals, jurors))
    proposal = np.array([place[row[0]] for row in rows], np.intp)
    juror = np.array([seat[row[1]] for row in rows], np.intp)
    found = panels.panel(proposal, juror, len(proposals), len(jurors))
    thin = panels.seam(proposal, juror, len(proposals), found)
    side = set(thin.side) if thin else set()
    order = sorted(range(len(jurors)), key=lambda j: (found.part[j], j not in side, names[jurors[j]], jurors[j]))
    ones, others = np.nonzero(np.triu(found.together)) if found.together is not None else ((), ())
    return Connections(
        edition_id=edition_id, stage=stage, proposals=len(proposals), readings=len(rows), single=found.single,
        parts=found.parts,
        seam=PanelSeam(juror_ids=[jurors[j] for j in order if j in side], proposals=thin.proposals) if thin else None,
        jurors=[
            ConnectedJuror(juror_id=jurors[j], name=names[jurors[j]], readings=int(found.loads[j]),
                           shared=int(found.shared[j]), colleagues=int(found.met[j]), part=int(found.part[j]))
            for j in order
        ],
        pairs=[
            SharedReadings(one_id=jurors[one], other_id=jurors[other], proposals=int(found.together[one, other]))
            for one, other in zip(ones, others, strict=True) if found.together is not None
        ],
    )  # fmt: skip


def progress(session: Session, edition_id: str, stage: Stage) -> StageProgressRead:
    """How many sheets were signed on each day, and where that leads."""
    moments = session.exec(
        select(Evaluation.signed_at)
        .join(Assignment, col(Assignment.id) == Evaluation.assignment_id)
        .where(Assignment.edition_id == edition_id, Assignment.stage == stage.key, IN_COMPETITION)
    ).all()
    signed = sorted(moment for moment in moments if moment is not None)
    pace = sum(moment > now() - RECENT for moment in signed) / RECENT.days
    left = len(moments) - len(signed)
    return StageProgressRead(
        edition_id=edition_id, stage=stage.key, sheets=len(moments), signed=len(signed), starts_at=stage.starts_at,
        ends_at=stage.ends_at, pace=pace, days=_days(signed),
        expected=(now() + timedelta(days=math.ceil(left / pace))).astimezone(WIB).date() if left and pace else None,
    )  # fmt: skip


def _days(signed: Sequence[datetime]) -> list[ProgressDay]:
    """From the first day to the last, those without a signature too."""
    if not signed:
        return []
    counts = Counter(moment.astimezone(WIB).date() for moment in signed)
    first = min(counts)
    days = [first + timedelta(days=n) for n in range((max(counts) - first).days + 1)]
    sums = accumulate(counts[day] for day in days)
    return [ProgressDay(day=day, signed=counts[day], cumulative=so_far) for day, so_far in zip(days, sums, strict=True)]

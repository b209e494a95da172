"""Figures of the network. Every answer takes the same few queries however much there is.

What a status says of the past is what can be known without reading every history: a proposal that was eliminated
in a later stage, or is read again in one, no longer counts as ``advanced``.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import Edition, EditionTally, Proposal, Unit
from app.models.base import Id, Input, Year
from app.models.edition import EditionStatus
from app.models.proposal import ProposalStatus
from app.models.stats import EditionFigures, Funnel, FunnelStep, Summary, Tallies, Tally
from app.models.unit import UnitKind
from app.queries import editions
from app.rules.permissions import Actor

_S = ProposalStatus
SUBMITTED = frozenset(_S) - {_S.draft}
"""Everything that was sent in; a withdrawal is of a submission, a return too."""
VERIFIED = frozenset({_S.verified, _S.judging, _S.advanced, _S.eliminated, _S.awarded})
ADVANCED = frozenset({_S.advanced, _S.awarded})
SERVICE_UNITS = (UnitKind.agency, UnitKind.bureau, UnitKind.hospital, UnitKind.technical_unit)
"""Kinds of the provincial tree that serve the public."""
REGIONS = (UnitKind.regency, UnitKind.city)
_REGION_NAMED_BY = (*REGIONS, UnitKind.province)
REGION_LENGTH = 5
"""Characters of a regency's or city's code, for instance 35.07."""

Counts = dict[str, int]


class EditionFilter(Input):
    """One edition, by its id or its year, or all of them."""

    edition_id: Id | None = None
    year: Year | None = None


def summary(session: Session) -> Summary:
    """The whole network: units, regions, and each edition that is no longer being set up, newest first."""
    kinds = _units_by_kind(session)
    chosen = _editions(session)
    numbered = _numbered(session)
    statuses = _statuses(session)
    return Summary(
        service_units=sum(kinds.get(kind, 0) for kind in SERVICE_UNITS),
        regions=sum(kinds.get(kind, 0) for kind in REGIONS),
        proposals_cumulative=sum(proposals for proposals, _ in numbered.values()),
        editions=[_figures(row, statuses[row.id], numbered.get(row.id, (0, 0))[1]) for row in chosen],
    )


def _figures(edition: Any, counts: Counts, participants: int) -> EditionFigures:
    return EditionFigures(
        edition_id=edition.id, year=edition.year, participants=participants, drafts=counts.get(_S.draft, 0),
        submitted=_sum(counts, SUBMITTED), verified=_sum(counts, VERIFIED), advanced=_sum(counts, ADVANCED),
        awarded=counts.get(_S.awarded, 0),
    )  # fmt: skip


def _sum(counts: Counts, statuses: frozenset[ProposalStatus]) -> int:
    return sum(counts.get(status, 0) for status in statuses)


def funnel(session: Session, actor: Actor, asked: EditionFilter) -> Funnel:
    """How many proposals reach each step, in one edition or in all; each step holds those of the steps after it."""
    counts: Counts = defaultdict(int)
    chosen = _chosen(session, actor, asked)
    for edition, statuses in _statuses(session).items():
        for status, count in statuses.items() if edition in chosen else ():
            counts[status] += count
    steps = {"created": frozenset(_S), "submitted": SUBMITTED, "verified": VERIFIED, "advanced": ADVANCED,
             "awarded": frozenset({_S.awarded})}  # fmt: skip
    return Funnel(
        edition_id=chosen[0] if asked != EditionFilter() else None,
        steps=[FunnelStep(step=step, count=_sum(counts, held)) for step, held in steps.items()],
    )


def regions(session: Session, actor: Actor, asked: EditionFilter) -> Tallies:
    """By the regency or city of the participant; what belongs to the whole province has the province's key."""
    chosen = _chosen(session, actor, asked)
    submitted, awarded = _by_region(session, chosen)
    return _tallies(submitted, awarded, _region_names(session))


def categories(session: Session, actor: Actor, asked: EditionFilter) -> Tallies:
    """By category, with the titles of the newest edition that has it."""
    chosen = _chosen(session, actor, asked)
    titles: dict[str, str] = {}
    for row in reversed(_editions(session)):
        if row.id in chosen:
            titles |= {str(category["key"]): str(category["title"]) for category in row.categories}
    submitted, awarded = _by(session, col(Proposal.category), chosen)
    return _tallies(submitted, awarded, titles)


def _tallies(submitted: Counts, awarded: Counts, titles: dict[str, str]) -> Tallies:
    found = [Tally(key=key, title=titles.get(key, ""), submitted=count, awarded=awarded.get(key, 0))
             for key, count in submitted.items()]  # fmt: skip
    found.sort(key=lambda tally: (-tally.submitted, tally.key))
    return Tallies(items=found, total=len(found))


def _chosen(session: Session, actor: Actor, asked: EditionFilter) -> list[str]:
    """The ids of the editions to count: the one asked for (``NotFound`` if there is none), or all."""
    if asked.edition_id is not None:
        found = [editions.get(session, actor, asked.edition_id)]
    else:
        found = [row for row in _editions(session) if asked.year in {None, row.year}]
    ids = [row.id for row in found if asked.year in {None, row.year}]
    if not ids and asked != EditionFilter():
        raise NotFound
    return ids


def _editions(session: Session) -> Sequence[Any]:
    """The editions that are no longer being set up, newest first."""
    columns = (Edition.id, Edition.year, Edition.categories)
    return session.exec(
        select(*columns).where(Edition.status != EditionStatus.draft).order_by(col(Edition.year).desc())
    ).all()


def _statuses(session: Session) -> dict[str, Counts]:
    """Each edition's proposals by status, from the tallies."""
    found: dict[str, Counts] = defaultdict(dict)
    for row in session.exec(select(EditionTally.edition_id, EditionTally.status, EditionTally.count)):
        found[row[0]][row[1]] = row[2]
    return found


def _numbered(session: Session) -> dict[str, tuple[int, int]]:
    """Each edition's proposals that ever got a number, and how many participants sent them."""
    participants = func.count(func.distinct(Proposal.participant_id))
    rows = session.execute(
        select(Proposal.edition_id, func.count(), participants)
        .where(col(Proposal.sequence).is_not(None))
        .group_by(col(Proposal.edition_id))
    )
    return {edition_id: (proposals, senders) for edition_id, proposals, senders in rows}


def _units_by_kind(session: Session) -> Counts:
    rows = session.exec(select(Unit.kind, func.count()).where(Unit.is_active).group_by(Unit.kind))
    return dict(rows.all())


def _region_names(session: Session) -> dict[str, str]:
    rows = session.exec(select(Unit.region_code, Unit.name).where(col(Unit.kind).in_(_REGION_NAMED_BY)))
    return {code: name for code, name in rows if code}


def _by(session: Session, column: Any, chosen: Sequence[str]) -> tuple[Counts, Counts]:
    """The proposals ever sent in, and those with an award, by a column of the proposal."""
    submitted, awarded = _counted(column, chosen)
    return dict(session.execute(submitted).all()), dict(session.execute(awarded).all())


def _by_region(session: Session, chosen: Sequence[str]) -> tuple[Counts, Counts]:
    """The same by the region of the participant: counted by participant first, who are few."""
    region = func.substr(func.coalesce(Unit.region_code, ""), 1, REGION_LENGTH)
    found = []
    for counts in _counted(col(Proposal.participant_id), chosen):
        each = counts.subquery()
        joined = select(region, func.sum(each.c.count)).select_from(each)
        rows = session.execute(joined.outerjoin(Unit, col(Unit.id) == each.c.key).group_by(region))
        found.append({key: int(count) for key, count in rows})
    return found[0], found[1]


def _counted(column: Any, chosen: Sequence[str]) -> tuple[Any, Any]:
    chosen_only = col(Proposal.edition_id).in_(chosen)
    submitted = select(column.label("key"), func.count().label("count")).group_by(column)
    few = func.coalesce(column, "")  # no bare column: SQLite would walk all of its index just to group the few
    awarded = select(few.label("key"), func.count().label("count")).group_by(few)
    return (
        submitted.where(chosen_only, col(Proposal.sequence).is_not(None)),
        awarded.where(chosen_only, Proposal.status == _S.awarded),
    )

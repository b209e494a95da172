"""Who could read what in a stage: the panel, its conflicts of interest and expertise, and the draw (app/judging)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.models import Assignment, Juror, Proposal, RoleGrant, Unit
from app.models.edition import EditionRead, Stage
from app.models.evaluation import Shortage
from app.queries import units

if TYPE_CHECKING:
    from app.judging.assignment import Assignment as Drawn
    from app.judging.assignment import Task

Pairs = list[tuple[str, str]]
"""(juror, proposal)."""


@dataclass(frozen=True)
class PanelMember:
    """A juror of the stage: how many proposals at most (None: no limit), and which ones not, rather, or rather not."""

    juror_id: str
    max_load: int | None = None
    barred: frozenset[str] = frozenset()
    """Never: a conflict of interest."""
    suited: frozenset[str] = frozenset()
    """Of a category that the juror is an expert of."""
    avoided: frozenset[str] = frozenset()
    """Of the juror's own region, where another can read it."""


@dataclass(frozen=True)
class Plan:
    """New pairs (juror, proposal), sorted, and what they come to; see ``AssignmentReport``."""

    pairs: Pairs
    loads: dict[str, int] = field(default_factory=dict)
    shortages: list[Shortage] = field(default_factory=list)
    matches: int = 0
    broken: int = 0
    is_connected: bool = True


def draw(
    proposals: Sequence[str],
    panel: Sequence[PanelMember],
    wanted: int,
    existing: Pairs,
    seed: int,
) -> Plan:
    """Gives each proposal *wanted* different readers where that can be done; *existing* pairs stay and count.

    Depends on the seed and on what is given, not on its order.
    """
    from app.judging.assignment import assign  # with OR-Tools, for those who draw

    given = _task(proposals, panel, wanted, existing)
    return _plan(given, assign(given, seed))


def by_hand(proposals: Sequence[str], panel: Sequence[PanelMember], wanted: int, existing: Pairs, pairs: Pairs) -> Plan:
    """The plan of pairs that somebody chose and that were checked."""
    import numpy as np

    from app.judging.assignment import report

    given = _task(proposals, panel, wanted, existing)
    row = {id_: n for n, id_ in enumerate(given.proposals)}
    column = {id_: n for n, id_ in enumerate(given.jurors)}
    chosen = sorted((row[proposal], column[juror]) for juror, proposal in pairs)
    found = report(given, *np.array(chosen, np.intp).reshape(-1, 2).T)
    return _plan(given, found)


def _task(proposals: Sequence[str], panel: Sequence[PanelMember], wanted: int, existing: Pairs) -> "Task":
    from app.judging.assignment import task

    return task(
        proposals, [member.juror_id for member in panel], wanted,
        limits={member.juror_id: member.max_load for member in panel if member.max_load is not None},
        barred={(proposal, member.juror_id) for member in panel for proposal in member.barred},
        experts={(proposal, member.juror_id) for member in panel for proposal in member.suited},
        avoided={(proposal, member.juror_id) for member in panel for proposal in member.avoided},
        kept=[(proposal, juror) for juror, proposal in existing],
    )  # fmt: skip


def _plan(given: "Task", found: "Drawn") -> Plan:
    pairs = [(given.jurors[j], given.proposals[p]) for p, j in zip(found.proposal, found.juror, strict=True)]
    return Plan(
        sorted(pairs), {id_: int(load) for id_, load in zip(given.jurors, found.loads, strict=True)},
        [Shortage(proposal_id=given.proposals[p], missing=missing, reason=why) for p, missing, why in found.short],
        found.matches, found.broken, found.part_count == 1,
    )  # fmt: skip


@dataclass(frozen=True)
class _Candidate:
    """A proposal of the stage: what decides on who should read it."""

    id: str
    category: str
    region: str | None


def panel_of(session: Session, edition: EditionRead, stage: Stage, candidates: Sequence[str]) -> list[PanelMember]:
    """The panel; nobody reads proposals of a participant or unit that they hold a role in."""
    members = session.exec(
        select(Juror.user_id, Juror.max_load, Juror.expertise).where(
            Juror.edition_id == edition.id, Juror.stage == stage.key
        )
    ).all()
    described = _described(session, candidates)
    return [
        PanelMember(user_id, max_load, *_wishes(session, user_id, set(expertise), described))
        for user_id, max_load, expertise in members
    ]


def existing_pairs(session: Session, edition_id: str, stage: str) -> Pairs:
    """The readings that there are, oldest first."""
    found = select(Assignment.juror_id, Assignment.proposal_id).where(
        Assignment.edition_id == edition_id, Assignment.stage == stage
    )
    return [(juror, proposal) for juror, proposal in session.exec(found.order_by(col(Assignment.id))).all()]


def _described(session: Session, candidates: Sequence[str]) -> list[_Candidate]:
    rows = session.exec(
        select(Proposal.id, Proposal.category, Unit.region_code)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(col(Proposal.id).in_(candidates))
    ).all()
    return [_Candidate(*row) for row in rows]


def _wishes(
    session: Session, user_id: str, expertise: set[str], described: Sequence[_Candidate]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What a juror must not, should, and should rather not read."""
    grants = select(RoleGrant.unit_id).where(RoleGrant.user_id == user_id, col(RoleGrant.unit_id).is_not(None))
    own_units = [unit for unit in session.exec(grants).all() if unit]
    barred = _barred(session, own_units) if own_units else set()
    regions = set(session.exec(select(Unit.region_code).where(col(Unit.id).in_(own_units))).all()) - {None}
    return (
        frozenset(one.id for one in described if one.id in barred),
        frozenset(one.id for one in described if one.category in expertise),
        frozenset(one.id for one in described if one.region in regions and one.id not in barred),
    )


def _barred(session: Session, unit_ids: list[str]) -> set[str]:
    of_own = select(Proposal.id).where(
        col(Proposal.unit_id).in_(units.below(unit_ids)) | col(Proposal.participant_id).in_(unit_ids)
    )
    return set(session.exec(of_own).all())

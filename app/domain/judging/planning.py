"""Who could read what in a stage: the panel, its conflicts of interest and expertise, and the draw (app/judging)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from app.models import Assignment, Juror, Proposal
from app.models.edition import EditionRead, Stage
from app.models.evaluation import Shortage
from app.queries import conflicts, declinations

if TYPE_CHECKING:
    from app.judging.assignment import Assignment as Drawn
    from app.judging.assignment import Task

Pairs = list[tuple[str, str]]
"""(juror, proposal)."""
DECLINED = "declined"
"""What bars a juror who gave the proposal back."""


@dataclass(frozen=True)
class PanelMember:
    """A juror of the stage: how many proposals at most (None: no limit), which ones never, and which ones rather."""

    juror_id: str
    max_load: int | None = None
    barred: Mapping[str, str] = field(default_factory=dict)
    """Proposals that the juror declined or has a conflict of interest with, and which of the two or what kind."""
    suited: frozenset[str] | None = None
    """Those of the categories that the juror is an expert of; None for who named none, and reads any."""
    has_left: bool = False
    """Keeps the sheets that there are, and gets no more."""


@dataclass(frozen=True)
class Plan:
    """New pairs (juror, proposal), sorted, and what they come to; see ``AssignmentReport``."""

    pairs: Pairs
    loads: dict[str, int]
    shortages: list[Shortage]
    matches: int
    broken: int
    is_connected: bool


Wanted = int | Mapping[str, int]
"""Readings of every proposal, or by proposal id."""


def draw(proposals: Sequence[str], panel: Sequence[PanelMember], wanted: Wanted, existing: Pairs, seed: int) -> Plan:
    """Gives each proposal *wanted* different readers where that can be done; *existing* pairs stay and count.

    Depends on the seed and on what is given, not on its order.
    """
    from app.judging.assignment import assign  # with OR-Tools, for those who draw

    given = _task(proposals, panel, wanted, existing)
    return _plan(given, panel, existing, assign(given, seed))


def by_hand(proposals: Sequence[str], panel: Sequence[PanelMember], wanted: int, existing: Pairs, pairs: Pairs) -> Plan:
    """The plan of pairs that somebody chose and that were checked."""
    import numpy as np

    from app.judging.assignment import report

    given = _task(proposals, panel, wanted, existing)
    row = {id_: n for n, id_ in enumerate(given.proposals)}
    column = {id_: n for n, id_ in enumerate(given.jurors)}
    chosen = sorted((row[proposal], column[juror]) for juror, proposal in pairs)
    found = report(given, *np.array(chosen, np.intp).reshape(-1, 2).T)
    return _plan(given, panel, existing, found)


def _task(proposals: Sequence[str], panel: Sequence[PanelMember], wanted: Wanted, existing: Pairs) -> "Task":
    from app.judging.assignment import task

    return task(
        proposals, [member.juror_id for member in panel], wanted,
        limits={member.juror_id: limit for member in panel if (limit := _limit(member)) is not None},
        barred={(proposal, member.juror_id) for member in panel
                for proposal in (proposals if member.has_left else member.barred)},
        experts={(proposal, member.juror_id) for member in panel for proposal in member.suited or ()},
        kept=[(proposal, juror) for juror, proposal in existing],
    )  # fmt: skip


def _limit(member: PanelMember) -> int | None:
    return 0 if member.has_left else member.max_load


def _plan(given: "Task", panel: Sequence[PanelMember], existing: Pairs, found: "Drawn") -> Plan:
    suited = {member.juror_id: member.suited for member in panel}
    pairs = [(given.jurors[j], given.proposals[p]) for p, j in zip(found.proposal, found.juror, strict=True)]
    left = {member.juror_id for member in panel if member.has_left}
    still_read = Counter(proposal for juror, proposal in existing if juror in left)
    readers = {p: len(panel) - len(left) + still_read[given.proposals[p]] for p, _, _ in found.short}
    return Plan(
        sorted(pairs), {id_: int(load) for id_, load in zip(given.jurors, found.loads, strict=True)},
        [Shortage(proposal_id=given.proposals[p], missing=missing,
                  reason="panel" if readers[p] < given.wanted[p] else why) for p, missing, why in found.short],
        found.matches, sum(_is_broken(suited[juror], proposal) for juror, proposal in pairs), found.part_count == 1,
    )  # fmt: skip


def _is_broken(suited: frozenset[str] | None, proposal_id: str) -> bool:
    """Whether who is an expert of something reads something else."""
    return suited is not None and proposal_id not in suited


def panel_of(session: Session, edition: EditionRead, stage: Stage, candidates: Sequence[str]) -> list[PanelMember]:
    """The panel, with what each must not read and what each is an expert of."""
    members = session.exec(
        select(Juror.user_id, Juror.max_load, Juror.expertise, Juror.left_at)
        .where(Juror.edition_id == edition.id, Juror.stage == stage.key)
        .order_by(col(Juror.id))
        .with_for_update()  # nobody leaves, is barred or is handed other sheets meanwhile
    ).all()
    barred = conflicts.barred(session, edition.id, [user_id for user_id, *_ in members], candidates)
    declined = declinations.declined(session, edition.id, stage.key)
    fields = session.exec(select(Proposal.id, Proposal.category).where(col(Proposal.id).in_(candidates))).all()
    return [
        PanelMember(user_id, max_load, dict.fromkeys(declined[user_id], DECLINED) | barred[user_id],
                    frozenset(id_ for id_, category in fields if category in expertise) if expertise else None,
                    left_at is not None)
        for user_id, max_load, expertise, left_at in members
    ]  # fmt: skip


def existing_pairs(session: Session, edition_id: str, stage: str) -> Pairs:
    """The readings that there are, oldest first."""
    found = select(Assignment.juror_id, Assignment.proposal_id).where(
        Assignment.edition_id == edition_id, Assignment.stage == stage
    )
    return [(juror, proposal) for juror, proposal in session.exec(found.order_by(col(Assignment.id))).all()]

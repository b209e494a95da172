"""Who reads what: as many readings as wished, loads even, conflicts never, expertise where it can be had.

A flow of least cost (OR-tools' cost-scaling push-relabel; the way of PeerReview4All and of HotCRP): each proposal
sends its readings to jurors, each juror on to one sink at a price that grows with the load. Prices come in three
ranks that cannot be traded for one another: a reading missing, then a load uneven, then how well juror and proposal
fit. What is equal is drawn by lot, by seed, from the sorted ids: neither database nor worker matters.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from app.judging.connecting import connected
from app.judging.graph import components
from app.judging.sheets import BoolArray, IntArray

FitArray: TypeAlias = npt.NDArray[np.int8]
Shortage: TypeAlias = Literal["conflicts", "loads"]

MOST_PAIRS = 1_000_000
"""Up to this P × J every pair is offered to the solver; above, candidates first."""
CANDIDATES = 100
"""Of each proposal of a large field: three fifths the best fitting, the rest by lot, so that loads can be even."""
LOTS = 10


@dataclass(frozen=True)
class Task:
    """Who may read what, over P proposals and J jurors, both sorted by id.

    ``wanted`` (P,) readings in all; ``limit`` (J,) the largest loads; ``barred`` (P, J) conflicts of interest;
    ``fit`` (P, J) from −100 (avoid: same region, say) over 0 to 100 (expert); ``kept`` (P, J) the pairs that stay,
    for instance those signed: they count as readings and loads even where barred.
    """

    proposals: Sequence[str]
    jurors: Sequence[str]
    wanted: IntArray
    limit: IntArray
    barred: BoolArray
    fit: FitArray
    kept: BoolArray


@dataclass(frozen=True)
class Assignment:
    """The new pairs: ``proposal`` (N,) and ``juror`` (N,), sorted, without those kept; and how good they are.

    ``loads`` (J,) and ``readings`` (P,) count the kept ones too. ``short`` names each proposal with too few readings:
    (index, how many are missing, why): "conflicts" where too few jurors may read it at all, else "loads".
    ``matches`` of the new pairs have a fit above 0, ``broken`` below. ``part_count``: see graph.components.
    """

    proposal: IntArray
    juror: IntArray
    loads: IntArray
    readings: IntArray
    short: tuple[tuple[int, int, Shortage], ...]
    matches: int
    broken: int
    part_count: int


def task(
    proposals: Iterable[str],
    jurors: Iterable[str],
    wanted: int | Mapping[str, int],
    *,
    limits: dict[str, int] | None = None,
    barred: Collection[tuple[str, str]] = (),
    experts: Collection[tuple[str, str]] = (),
    avoided: Collection[tuple[str, str]] = (),
    kept: Collection[tuple[str, str]] = (),
) -> Task:
    """A task from ids in any order; pairs are (proposal id, juror id), those with unknown ids are passed over.

    *wanted* readings of each proposal, or by proposal id.
    """
    rows, columns = sorted(set(proposals)), sorted(set(jurors))
    limit = np.array([(limits or {}).get(one, len(rows)) for one in columns], np.intp)
    each = np.array([wanted if isinstance(wanted, int) else wanted[one] for one in rows], np.intp)
    fit = table(rows, columns, experts).astype(np.int8) * 100 - table(rows, columns, avoided).astype(np.int8) * 100
    return Task(
        rows, columns, each, limit,
        table(rows, columns, barred), fit.astype(np.int8), table(rows, columns, kept),
    )  # fmt: skip


def table(proposals: Sequence[str], jurors: Sequence[str], pairs: Iterable[tuple[str, str]]) -> BoolArray:
    """Pairs of ids as a table (P, J)."""
    row = {one: n for n, one in enumerate(proposals)}
    column = {one: n for n, one in enumerate(jurors)}
    found = [(row[one], column[other]) for one, other in pairs if one in row and other in column]
    marked = np.zeros((len(row), len(column)), np.bool_)
    if found:
        marked[tuple(np.array(found, np.intp).T)] = True
    return marked


def assign(given: Task, seed: int) -> Assignment:
    """The assignment of a task; the same for the same task and seed.

    Loads (with the kept pairs) end within one of each other where conflicts, limits and kept pairs allow. Where the
    pairs fall into parts, pairs are swapped, at equal loads, until they hang together or no swap is left.
    """
    random = np.random.default_rng(seed)
    lots = random.integers(0, LOTS, given.barred.shape, dtype=np.int16)
    open_pairs = ~(given.barred | given.kept)
    offered = open_pairs
    if open_pairs.size > MOST_PAIRS:
        offered = open_pairs & _candidates(given, lots, random)
    proposal, juror = _flow(given, offered, lots)
    if offered is not open_pairs and not _is_as_good_as_any(given, proposal, juror):
        proposal, juror = _flow(given, open_pairs, lots)
    proposal, juror = connected(proposal, juror, given.kept, open_pairs, given.fit, random)
    return report(given, proposal, juror)


def _candidates(given: Task, lots: npt.NDArray[np.int16], random: np.random.Generator) -> BoolArray:
    """The pairs (P, J) that are worth offering in a large field.

    No two pairs of a proposal are worth the same, so that which are chosen does not hang on how a machine sorts.
    """
    count = len(given.jurors)
    best = min(CANDIDATES * 3 // 5, count)
    drawn = random.random(given.barred.shape)
    by_fit = given.fit.astype(np.float64) * LOTS + lots + drawn
    chosen = np.zeros(given.barred.shape, np.bool_)
    for worth, most in ((by_fit, best), (drawn, min(CANDIDATES - best, count))):
        worth[given.barred | given.kept] = -np.inf
        places = np.argpartition(worth, count - most, axis=1)[:, count - most :]
        np.put_along_axis(chosen, places, True, axis=1)
    return chosen


def _is_as_good_as_any(given: Task, proposal: IntArray, juror: IntArray) -> bool:
    """Whether nothing is missing and no new reading could go to somebody with less: more pairs would change neither."""
    new = np.bincount(juror, minlength=len(given.jurors))
    loads = given.kept.sum(0) + new
    highest, lowest = loads[new > 0].max(initial=0), loads[loads < given.limit].min(initial=len(given.proposals))
    readings = given.kept.sum(1) + np.bincount(proposal, minlength=len(given.proposals))
    return bool((readings >= given.wanted).all() and highest - lowest <= 1)


def _flow(given: Task, offered: BoolArray, lots: npt.NDArray[np.int16]) -> tuple[IntArray, IntArray]:
    """The pairs of the cheapest flow over the *offered* ones."""
    rows, columns = offered.shape
    need = np.maximum(given.wanted - given.kept.sum(1), 0)
    if not need.sum() or not columns:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    proposal, juror = np.nonzero(offered)
    dislike = (100 - given.fit[proposal, juror].astype(np.int64)) * LOTS + lots[proposal, juror]
    step = 2 * min(rows, columns) * (200 * LOTS + LOTS) + 1
    seats, levels = _levels(given, offered, int(need.sum()))
    missing, times = _missing(need)
    worst = step * (int(levels[:, 1].max(initial=0)) + 2)
    sink = rows + columns
    solver = SimpleMinCostFlow()
    ones = np.ones(len(proposal), np.int64)
    pairs = _arcs(solver, proposal, juror + rows, ones, dislike)
    _arcs(solver, seats + rows, np.full(len(seats), sink), levels[:, 0], levels[:, 1] * step)
    _arcs(solver, missing, np.full(len(missing), sink), np.ones(len(missing), np.int64), times * worst)
    nodes = np.concatenate([np.arange(rows), [sink]])
    solver.set_nodes_supplies(nodes, np.concatenate([need, [-need.sum()]]))
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("a flow that can leave any reading out has a solution")
    used = solver.flows(pairs) > 0
    return proposal[used], juror[used]


def _arcs(solver: SimpleMinCostFlow, tail: IntArray, head: IntArray, most: IntArray, price: IntArray) -> IntArray:
    arcs: IntArray = solver.add_arcs_with_capacity_and_unit_cost(
        tail.astype(np.int32), head.astype(np.int32), most.astype(np.int64), price.astype(np.int64)
    )
    return arcs


def _levels(given: Task, offered: BoolArray, need: int) -> tuple[IntArray, IntArray]:
    """Steps of load: the juror of each (L,), and (capacity, price) (L, 2): the n-th reading costs n.

    Up to twice an even share each reading has a step of its own; what is above is one.
    """
    have = given.kept.sum(0)
    most = np.minimum(np.maximum(given.limit - have, 0), offered.sum(0))
    single = min(int(have.max(initial=0)) + 2 * need // len(have) + 10, int(most.max(initial=0)))
    seats, levels = [], []
    for j in range(len(have)):
        alone = min(int(most[j]), single)
        rest = int(most[j]) - alone
        seats.append(np.full(alone + 1, j))
        prices = have[j] + 1 + np.arange(alone + 1)
        levels.append(np.column_stack([np.r_[np.ones(alone, np.intp), rest], prices]))
    return np.concatenate(seats), np.concatenate(levels)


def _missing(need: IntArray) -> tuple[IntArray, IntArray]:
    """Readings left out: the proposal of each, and its rank, so that shortage is shared out too."""
    proposal = np.repeat(np.arange(len(need)), need)
    starts = np.repeat(np.cumsum(need) - need, need)
    return proposal, np.arange(len(proposal)) - starts + 1


def report(given: Task, proposal: IntArray, juror: IntArray) -> Assignment:
    """What new pairs, as indices (N,) and (N,), come to: those of ``assign``, or some chosen by hand."""
    rows, columns = given.barred.shape
    open_pairs = ~(given.barred | given.kept)
    readings = given.kept.sum(1) + np.bincount(proposal, minlength=rows)
    kept_proposal, kept_juror = np.nonzero(given.kept)
    fit = given.fit[proposal, juror]
    at_all = given.kept.sum(1) + open_pairs.sum(1)
    gaps = np.maximum(given.wanted - readings, 0)
    parts, _ = components(np.r_[kept_proposal, proposal], np.r_[kept_juror, juror], rows, columns)
    return Assignment(
        proposal=proposal,
        juror=juror,
        loads=given.kept.sum(0) + np.bincount(juror, minlength=columns),
        readings=readings,
        short=tuple(
            (int(i), int(gaps[i]), "conflicts" if at_all[i] < given.wanted[i] else "loads")
            for i in np.flatnonzero(gaps)
        ),
        matches=int((fit > 0).sum()),
        broken=int((fit < 0).sum()),
        part_count=parts,
    )

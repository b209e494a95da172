"""Who reads what, as an organiser has to see it: what jurors share, whether it hangs together, and where it is thin."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from app.judging.graph import components
from app.judging.sheets import BoolArray, IntArray

MOST_JURORS = 500
"""Jurors whose every pair is looked at: more make a matrix that nobody reads."""


@dataclass(frozen=True)
class Panel:
    """Of each juror (J,): readings (``loads``), those of proposals that somebody else reads too (``shared``), jurors
    with whom there is any such proposal (``met``), the part of the graph (0 for the largest by readings).

    ``together`` (J, J) counts the proposals that two jurors both read, 0 on the diagonal; None beyond 500 jurors.
    ``parts`` counts those with a reading; ``single`` the proposals read by one juror alone.
    """

    loads: IntArray
    shared: IntArray
    met: IntArray
    part: IntArray
    parts: int
    single: int
    together: IntArray | None


@dataclass(frozen=True)
class Seam:
    """The split of the jurors that the fewest meetings hold together: indices of the smaller side, and how many
    proposals are read on both."""

    side: tuple[int, ...]
    proposals: int


def panel(proposal: IntArray, juror: IntArray, proposals: int, jurors: int) -> Panel:
    """What readings (R,), (R,) by index make of *jurors*; nobody reads a proposal twice."""
    readings = np.bincount(proposal, minlength=proposals)
    loads = np.bincount(juror, minlength=jurors)
    shared = np.bincount(juror[readings[proposal] > 1], minlength=jurors)
    count, labels = components(proposal, juror, proposals, jurors)
    part = _by_size(labels[proposals:], loads)
    if jurors > MOST_JURORS:
        return Panel(loads, shared, np.zeros(jurors, np.intp), part, count, int((readings == 1).sum()), None)
    read = csr_array((np.ones(len(juror), np.intp), (juror, proposal)), shape=(jurors, proposals))
    together = (read @ read.T).toarray().astype(np.intp)
    np.fill_diagonal(together, 0)
    return Panel(loads, shared, (together > 0).sum(1), part, count, int((readings == 1).sum()), together)


def seam(proposal: IntArray, juror: IntArray, proposals: int, found: Panel) -> Seam | None:
    """Where the jurors who read are held together least; None where they fall into parts, or there are fewer than two.

    The global minimum cut of the graph whose edges weigh how many proposals two jurors share (Stoer and Wagner 1997).
    """
    working = np.flatnonzero(found.loads)
    if found.together is None or found.parts != 1 or len(working) < 2:
        return None
    side = working[minimum_cut(found.together[np.ix_(working, working)])]
    if 2 * len(side) > len(working):
        side = np.setdiff1d(working, side)
    is_in = np.isin(juror, side)
    inside, outside = (np.bincount(proposal[chosen], minlength=proposals) > 0 for chosen in (is_in, ~is_in))
    return Seam(tuple(int(j) for j in side), int((inside & outside).sum()))


def minimum_cut(weights: IntArray) -> IntArray:
    """One side of the cut of least weight of a graph with symmetric *weights* (N, N), N ≥ 2, 0 on the diagonal."""
    left = weights.astype(np.int64)
    groups = [[n] for n in range(len(left))]
    best, side = None, groups[0]
    active = np.ones(len(left), np.bool_)
    while active.sum() > 1:
        last, before, cut = _phase(left, active)
        if best is None or cut < best:
            best, side = cut, list(groups[last])
        groups[before] += groups[last]
        left[before] += left[last]
        left[:, before] += left[:, last]
        left[before, before] = 0
        active[last] = False
    return np.array(sorted(side), np.intp)


def _phase(left: IntArray, active: BoolArray) -> tuple[int, int, int]:
    """The last two nodes by how tightly they hang to those before, and the weight that cuts the last off."""
    reach = np.zeros(len(left), np.int64)
    waiting = active.copy()
    order = []
    for _ in range(int(active.sum())):
        nearest = int(np.where(waiting, reach, -1).argmax())
        order.append(nearest)
        waiting[nearest] = False
        reach += np.where(waiting, left[nearest], 0)
    return order[-1], order[-2], int(left[order[-1]][active].sum())


def _by_size(labels: IntArray, loads: IntArray) -> IntArray:
    """Parts numbered by their readings, the largest first; equal ones by their first juror."""
    names, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    size = np.bincount(inverse, loads, len(names))
    order = np.lexsort((first, -size))
    number = np.empty(len(names), np.intp)
    number[order] = np.arange(len(names))
    return number[inverse]

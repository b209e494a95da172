"""Makes an assignment hang together, by swaps that leave every load and every number of readings as it is.

Two pairs (i, j) and (i', j') of different parts become (i, j') and (i', j). Where (i, j) lies on a circle its part
stays whole without it, and both parts hang together after the swap.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree

from app.judging.graph import components
from app.judging.sheets import BoolArray, IntArray

_Swap: TypeAlias = tuple[int, int, int, int]

TRIED = 200
"""Pairs that are looked at on either side of a swap."""


def connected(
    proposal: IntArray, juror: IntArray, kept: BoolArray, allowed: BoolArray, fit: npt.NDArray[np.int8],
    random: np.random.Generator,
) -> tuple[IntArray, IntArray]:  # fmt: skip
    """The new pairs (N,), sorted, swapped where that joins parts; *kept* (P, J) stay, *allowed* (P, J) may be new."""
    mine = np.zeros(kept.shape, np.bool_)
    mine[proposal, juror] = True
    while (swap := _best_swap(mine, kept, allowed, fit, random)) is not None:
        i, j, other_i, other_j = swap
        mine[[i, other_i], [j, other_j]] = False
        mine[[i, other_i], [other_j, j]] = True
    rows, columns = np.nonzero(mine)
    return rows, columns


def _best_swap(
    mine: BoolArray, kept: BoolArray, allowed: BoolArray, fit: npt.NDArray[np.int8], random: np.random.Generator
) -> _Swap | None:
    """The swap that joins two parts at least loss of fit, among those tried; None where there is none to find."""
    proposal, juror = np.nonzero(mine | kept)
    count, parts = components(proposal, juror, *mine.shape)
    if count < 2:
        return None
    part = parts[proposal]
    new = mine[proposal, juror]
    on_circle = _off_tree(proposal, juror, mine.shape) & new
    main = part == np.bincount(part).argmax()
    free = allowed & ~mine & ~kept
    for one, other in (
        (on_circle & main, new & ~main),
        (on_circle & ~main, new & main),
        (on_circle & ~main, new & ~main),
    ):
        first, second = _some(one, random), _some(other, random)
        can = part[first][:, None] != part[second]
        swap = _best_of((proposal[first], juror[first]), (proposal[second], juror[second]), can, free, fit)
        if swap is not None:
            return swap
    return None


def _best_of(
    first: tuple[IntArray, IntArray], second: tuple[IntArray, IntArray], can: BoolArray, free: BoolArray,
    fit: npt.NDArray[np.int8],
) -> _Swap | None:  # fmt: skip
    i, j = first[0][:, None], first[1][:, None]
    other_i, other_j = second
    can = can & free[i, other_j] & free[other_i, j]
    if not can.any():
        return None
    worth = fit.astype(np.int16)
    gain = worth[i, other_j] + worth[other_i, j] - worth[i, j] - worth[other_i, other_j]
    row, column = np.unravel_index(int(np.where(can, gain, -1000).argmax()), gain.shape)
    return int(first[0][row]), int(first[1][row]), int(other_i[column]), int(other_j[column])


def _off_tree(proposal: IntArray, juror: IntArray, shape: tuple[int, int]) -> BoolArray:
    """Which pairs a spanning forest does without: each lies on a circle."""
    size = sum(shape)
    weights = np.arange(1, len(proposal) + 1)
    tree = minimum_spanning_tree(coo_array((weights, (proposal, juror + shape[0])), shape=(size, size)))
    off = np.ones(len(proposal), np.bool_)
    off[tree.data.astype(np.intp) - 1] = False
    return off


def _some(chosen: BoolArray, random: np.random.Generator) -> IntArray:
    index = np.flatnonzero(chosen)
    return index if len(index) <= TRIED else np.sort(random.choice(index, TRIED, replace=False))

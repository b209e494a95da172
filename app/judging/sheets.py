"""Score sheets as arrays, in an order that depends on the ids alone: what every function here is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.intp]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

LOWEST, HIGHEST = 0.0, 100.0
"""The ends of the scale of a total."""


class SheetProblem(ValueError):
    """Sheets that cannot be read; ``code`` is "shape", "index", "twice" or "range"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sheets:
    """R sheets of P proposals by J jurors, sorted by proposal, then juror.

    ``proposal`` and ``juror`` (R,) point into ``proposals`` (P ids) and ``jurors`` (J ids); ``score`` (R,) is in
    points, 0–100. A proposal or juror may be without a sheet.
    """

    proposals: Sequence[str]
    jurors: Sequence[str]
    proposal: IntArray
    juror: IntArray
    score: FloatArray

    @property
    def readings(self) -> IntArray:
        """Sheets of each proposal, (P,)."""
        return np.bincount(self.proposal, minlength=len(self.proposals))

    @property
    def loads(self) -> IntArray:
        """Sheets of each juror, (J,)."""
        return np.bincount(self.juror, minlength=len(self.jurors))

    def with_scores(self, score: FloatArray) -> "Sheets":
        """The same sheets with other scores (R,), for instance those of one criterion (0–100)."""
        _check_scores(score, len(self.score))
        return replace(self, score=score)

    def only(self, keep: BoolArray) -> "Sheets":
        """The sheets where *keep* (R,) is true; proposals and jurors stay."""
        return replace(self, proposal=self.proposal[keep], juror=self.juror[keep], score=self.score[keep])


def from_rows(
    rows: Iterable[tuple[str, str, float]], proposals: Iterable[str] = (), jurors: Iterable[str] = ()
) -> Sheets:
    """Sheets from (proposal id, juror id, score 0–100) in any order; *proposals* and *jurors* may name more ids.

    Raises SheetProblem: "twice" for two sheets of one juror on one proposal, "range" for a score that is no number
    from 0 to 100.
    """
    given = list(rows)
    by_proposal = sorted({*proposals, *(row[0] for row in given)})
    by_juror = sorted({*jurors, *(row[1] for row in given)})
    place = {one: n for n, one in enumerate(by_proposal)}
    seat = {one: n for n, one in enumerate(by_juror)}
    return from_arrays(
        np.array([place[row[0]] for row in given], np.intp),
        np.array([seat[row[1]] for row in given], np.intp),
        np.array([row[2] for row in given], np.float64),
        by_proposal,
        by_juror,
    )


def from_arrays(
    proposal: IntArray,
    juror: IntArray,
    score: FloatArray,
    proposals: Sequence[str] | int,
    jurors: Sequence[str] | int,
) -> Sheets:
    """Sheets from indices (R,), (R,) and scores (R,), in any order.

    *proposals* and *jurors* are the ids, sorted, or how many there are: their ids are then their numbers.
    Raises SheetProblem with "shape", "index", "twice" or "range".
    """
    names = _names(proposals)
    panel = _names(jurors)
    if not len(proposal) == len(juror) == len(score):
        raise SheetProblem("shape")
    _check_scores(score, len(score))
    for index, size in ((proposal, len(names)), (juror, len(panel))):
        if len(index) and not (index.min() >= 0 and index.max() < size):
            raise SheetProblem("index")
    pair = proposal.astype(np.intp) * len(panel) + juror
    if not _is_increasing(pair):
        order = np.argsort(pair, kind="stable")
        proposal, juror, score, pair = proposal[order], juror[order], score[order], pair[order]
        if not _is_increasing(pair):
            raise SheetProblem("twice")
    return Sheets(names, panel, proposal.astype(np.intp), juror.astype(np.intp), score.astype(np.float64))


def _is_increasing(pair: IntArray) -> bool:
    return bool((pair[1:] > pair[:-1]).all())


def _names(given: Sequence[str] | int) -> Sequence[str]:
    """Ids that are numbers are padded, so that their order is that of the numbers."""
    if isinstance(given, int):
        width = len(str(given))
        return [str(n).zfill(width) for n in range(given)]
    return given


def _check_scores(score: FloatArray, size: int) -> None:
    if len(score) != size:
        raise SheetProblem("shape")
    if len(score) and not (score.min() >= LOWEST and score.max() <= HIGHEST):  # NaN fails both
        raise SheetProblem("range")


def sum_by(index: IntArray, value: FloatArray, size: int) -> FloatArray:
    """The sum of *value* (R,) for each of *size* groups of *index* (R,)."""
    summed: FloatArray = np.bincount(index, value, size).astype(np.float64, copy=False)
    return summed


def mean_by(index: IntArray, value: FloatArray, size: int, otherwise: float = 0.0) -> FloatArray:
    """The mean of *value* (R,) for each of *size* groups of *index* (R,); *otherwise* where there is none."""
    count = np.bincount(index, minlength=size)
    return np.where(count > 0, sum_by(index, value, size) / np.maximum(count, 1), otherwise)


def meetings(sheets: Sheets) -> tuple[IntArray, IntArray]:
    """Indices of any two sheets of one proposal (M,), (M,), the first of the juror who comes first."""
    firsts, seconds = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for step in range(1, int(sheets.readings.max(initial=0))):
        first = np.flatnonzero(sheets.proposal[:-step] == sheets.proposal[step:])
        firsts.append(first)
        seconds.append(first + step)
    return np.concatenate(firsts), np.concatenate(seconds)

"""Who goes on: the first so many of all or of each pool, and nobody below a grade; ties at the last place all do."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.judging.sheets import BoolArray, FloatArray, IntArray

PLACES = 6
"""Decimals of a score that count: what is closer shares a rank."""


@dataclass(frozen=True)
class Selection:
    """``places`` of each pool (kelompok or kategori), None where there is no limit; ``pool`` (P,) says which is whose,
    None where all are in the first. Nobody goes on with less than ``grade`` points."""

    places: tuple[int | None, ...]
    pool: IntArray | None = None
    grade: float | None = None

    def chosen(self, score: FloatArray) -> BoolArray:
        """Those who go on by scores (P,)."""
        found = np.zeros(len(score), bool)
        for members, places in self._pools(len(score)):
            found[members] = True if places is None else first(score[members], places)
        return found if self.grade is None else found & (np.round(score, PLACES) >= self.grade)

    def chances(self, drawn: FloatArray) -> FloatArray:
        """The share of draws (D, P) in which each goes on (P,), 0–1."""
        inside = np.ones(drawn.shape, bool) if self.grade is None else drawn >= self.grade
        for members, places in self._pools(drawn.shape[1]):
            if places is not None:
                inside[:, members] &= rank_draws(drawn[:, members]) <= places
        shares: FloatArray = inside.mean(axis=0)
        return shares

    def cuts(self, score: FloatArray) -> FloatArray:
        """What each has to reach (P,): the middle between the last of its pool that goes on and the next, or the grade.

        Where a pool has room for all: the grade, or its lowest score.
        """
        found = np.empty(len(score))
        for members, places in self._pools(len(score)):
            if len(members):
                found[members] = self._cut(score[members], len(members) if places is None else places)
        return found

    def _cut(self, score: FloatArray, places: int) -> float:
        if self.grade is None:
            return cut(score, places)
        return self.grade if places >= len(score) else max(cut(score, places), self.grade)

    def _pools(self, size: int) -> Iterator[tuple[IntArray, int | None]]:
        if self.pool is None:
            yield np.arange(size), self.places[0]
            return
        for pool, places in enumerate(self.places):
            yield np.flatnonzero(self.pool == pool), places


def best(n: int) -> Selection:
    """The best *n* of all."""
    return Selection((n,))


def cut(score: FloatArray, n: int) -> float:
    """The score between the n-th and the next of (P,); the lowest or highest where there is no next."""
    ordered = np.sort(score)[::-1]
    last, following = min(max(n, 1), len(ordered)) - 1, min(n, len(ordered) - 1)
    return float((ordered[last] + ordered[following]) / 2)


def ranks(score: FloatArray) -> IntArray:
    """Competition ranks of scores (P,), highest first; equal to 6 decimals is equal."""
    rounded = np.round(score, PLACES)
    ordered = np.sort(rounded)
    higher: IntArray = len(rounded) - np.searchsorted(ordered, rounded, side="right")
    return higher + 1


def first(score: FloatArray, n: int) -> BoolArray:
    """Those who are among the first *n* (P,): ties at the last place all are."""
    chosen: BoolArray = ranks(score) <= n
    return chosen


def rank_draws(drawn: FloatArray) -> IntArray:
    """The rank (D, P), from 1, of each proposal in each draw (D, P)."""
    order = np.argsort(-drawn, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, drawn.shape[1] + 1)[None, :], axis=1)
    return places

"""Who is where, and how sure that is: ranks, their intervals, and the probability of going on.

Ranking by posterior draws as in the rankability of grant proposals (Heyard et al. 2022).
"""

from dataclasses import dataclass

import numpy as np

from app.judging.selection import Selection, rank_draws, ranks
from app.judging.sheets import BoolArray, FloatArray, IntArray

ZONE = (0.05, 0.95)
"""Probabilities of going on between which the decision is open."""


@dataclass(frozen=True)
class Standing:
    """Of each proposal (P,): its ``rank`` by score, and from the draws a 90 % interval of its rank and score.

    ``top`` is the probability of going on, ``zone`` where that is neither sure nor out of reach, ``expected`` the
    mean rank. Ranks count from 1, ties share one ("1224").
    """

    rank: IntArray
    low_rank: IntArray
    high_rank: IntArray
    low_score: FloatArray
    high_score: FloatArray
    expected: FloatArray
    top: FloatArray
    zone: BoolArray


def middle_ranks(score: FloatArray) -> FloatArray:
    """Ranks of scores (P,), highest first, ties at the mean of their places: as rank statistics want them."""
    middle: FloatArray = (ranks(score) + len(score) + 1 - ranks(-score)) / 2
    return middle


def standing(score: FloatArray, drawn: FloatArray, selection: Selection, level: float = 0.9) -> Standing:
    """The standing by scores (P,), with intervals that hold the truth with probability *level*, from draws (D, P)."""
    places = rank_draws(drawn)
    ends = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(places, ends, axis=0, method="inverted_cdf")
    low_score, high_score = np.quantile(drawn, ends, axis=0)
    top = selection.chances(drawn)
    return Standing(
        rank=ranks(score),
        low_rank=low.astype(np.intp),
        high_rank=high.astype(np.intp),
        low_score=low_score,
        high_score=high_score,
        expected=places.mean(axis=0),
        top=top,
        zone=(top > ZONE[0]) & (top < ZONE[1]),
    )


def is_better(drawn: FloatArray, one: int, other: int) -> float:
    """The probability that proposal *one* is better than *other*, from draws (D, P)."""
    return float((drawn[:, one] > drawn[:, other]).mean())

"""Scores at an end of the scale: 100 is read as "100 or more", 0 as "0 or less" (Tobin 1958).

A lenient juror runs out of scale: two proposals with 100 from them need not be equal. Where the scores are whole
numbers, 100 stands for all that would be rounded to it or more.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from app.judging.sheets import HIGHEST, LOWEST, FloatArray, IntArray

MOST = 0.3
"""The largest share of scores at the ends: above, the scale is not the reason, and they count as they are."""
LOG_ROOT = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True)
class Ends:
    """The sheets (K,) at an end, which end (1 above, −1 below), and the bound in points less *centre*."""

    where: IntArray
    side: FloatArray
    bound: FloatArray

    def none(self) -> "Ends":
        """The same without any sheet."""
        return Ends(self.where[:0], self.side[:0], self.bound[:0])

    def expected(self, mean: FloatArray, spread: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Mean and variance (K,) beyond the bound of a normal distribution of *mean* and *spread* (K,)."""
        away = np.clip(self.side * (self.bound - mean) / spread, -30, 30)
        hazard = np.exp(-(away**2) / 2 - LOG_ROOT - log_ndtr(-away))
        variance = spread**2 * np.clip(1 + away * hazard - hazard**2, 0, 1)
        return mean + self.side * spread * hazard, variance

    def drawn(self, mean: FloatArray, spread: FloatArray, random: np.random.Generator) -> FloatArray:
        """Draws beyond the bound (…, K)."""
        away = np.clip(self.side * (self.bound - mean) / spread, -30, 30)
        tail = np.log(1 - random.random(mean.shape)) + log_ndtr(-away)
        beyond: FloatArray = mean - self.side * spread * ndtri_exp(tail)
        return beyond


def ends(score: FloatArray, centre: float) -> Ends:
    """The scores (R,) at an end of the scale 0–100; none where they are more than three in ten."""
    high, low = score >= HIGHEST, score <= LOWEST
    where = np.flatnonzero(high | low)
    if len(where) > MOST * len(score):
        where = where[:0]
    rounded = 0.5 if bool((score == np.round(score)).all()) else 0.0
    side = np.where(high[where], 1.0, -1.0)
    bound = np.where(high[where], HIGHEST - rounded, LOWEST + rounded) - centre
    return Ends(where, side, bound)

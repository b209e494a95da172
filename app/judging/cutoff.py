"""Where the next readings matter most: around the cut, by value of information.

A proposal's quality is N(m, v) now. k more readings of noise variance r leave the variance v_k = 1/(1/v + k/r), and
the mean they lead to is N(m, v − v_k) as seen from now. The decision "above the cut" is wrong with probability
loss_k = E Φ(−|m' − c| / √v_k). Readings go where the loss falls most per reading (knowledge gradient: Frazier, Powell
and Dayanik 2008; OCBA-m: Chen, He, Fu and Lee 2008).
"""

import heapq
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from app.judging.calibration import Calibration
from app.judging.sheets import FloatArray, IntArray

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
DEEPEST = 12
"""Most readings of one proposal that are planned in one round."""


@dataclass(frozen=True)
class NextReadings:
    """``extra`` readings of each proposal (P,), and the expected number of wrong decisions ``now`` and ``then``."""

    extra: IntArray
    now: float
    then: float


def losses(away: FloatArray, variance: FloatArray, noise: float, most: int) -> FloatArray:
    """Probability of a wrong decision (P, most + 1) after 0 … *most* more readings.

    *away* (P,) is the score less the cut, *variance* (P,) that of the score, *noise* that of a reading.
    """
    more = np.arange(most + 1)
    after = 1 / (1 / variance[:, None] + more / noise)
    spread = np.sqrt(np.maximum(variance[:, None] - after, 0))
    means = away[:, None, None] + spread[:, :, None] * NODES
    wrong: FloatArray = ndtr(-np.abs(means) / np.sqrt(after)[:, :, None]) @ WEIGHTS
    return wrong


def next_readings(
    found: Calibration, cut: FloatArray, budget: int, later: int = 0, room: IntArray | None = None
) -> NextReadings:
    """How to spend *budget* more readings where each has to reach *cut* (P,), see ``Selection.cuts``.

    *room* (P,) is how many more each can have.

    *later* readings will follow in further rounds: each reading now is then worth more than itself, and counts as
    (budget + later) / budget of them, which spreads this round more widely. Gives out less than *budget* only where
    there is no room.
    """
    readings = found.readings
    most = np.minimum(DEEPEST if room is None else room, DEEPEST).astype(np.intp) + np.zeros_like(readings)
    noise = max(found.spreads.noise_variance * float(found.scale.mean()) ** 2, 1e-6)
    away, variance = found.score - cut, np.maximum(found.own_error, 1e-6) ** 2
    hoped = losses(away, variance, noise * max(budget, 1) / max(budget + later, 1), DEEPEST)
    extra = _greedy(hoped, most, budget)
    loss = losses(away, variance, noise, DEEPEST)
    everyone = np.arange(len(extra))
    return NextReadings(extra, float(loss[:, 0].sum()), float(loss[everyone, extra].sum()))


def expected_wrong(found: Calibration, cut: FloatArray, extra: IntArray) -> float:
    """The expected number of wrong decisions about reaching *cut* (P,) after *extra* (P,) more readings of each."""
    noise = max(found.spreads.noise_variance * float(found.scale.mean()) ** 2, 1e-6)
    away, variance = found.score - cut, np.maximum(found.own_error, 1e-6) ** 2
    most = np.minimum(extra, DEEPEST).astype(np.intp)
    return float(losses(away, variance, noise, DEEPEST)[np.arange(len(most)), most].sum())


def _greedy(loss: FloatArray, most: IntArray, budget: int) -> IntArray:
    extra = np.zeros(len(loss), np.intp)
    queue = [_offer(loss[i], 0, int(most[i]), i) for i in range(len(loss)) if most[i] > 0]
    heapq.heapify(queue)
    left = budget
    while queue and left > 0:
        _, i, steps = heapq.heappop(queue)
        taken = min(steps, left)
        extra[i] += taken
        left -= taken
        if extra[i] < most[i]:
            heapq.heappush(queue, _offer(loss[i], int(extra[i]), int(most[i]), i))
    return extra


def _offer(loss: FloatArray, have: int, most: int, i: int) -> tuple[float, int, int]:
    """The step from *have* readings that gains most per reading: (negative gain, proposal, how many)."""
    steps = np.arange(1, most - have + 1)
    gains = (loss[have] - loss[have + 1 : most + 1]) / steps
    best = int(np.argmax(gains))
    return -float(gains[best]), i, int(steps[best])

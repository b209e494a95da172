"""Ways to spend 1,050 readings on 210 proposals: all at once, by zones, or by value of information in rounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from app.judging.calibration import Calibration, calibrate
from app.judging.cutoff import next_readings
from app.judging.selection import best, cut
from app.judging.sheets import FloatArray, IntArray
from bench.worlds import World, mixed, more

Step: TypeAlias = Callable[[Calibration, int], IntArray]
"""From a calibration and N to extra readings (P,)."""


@dataclass(frozen=True)
class Plan:
    """A first round of readings for everybody, and what each further round adds."""

    name: str
    first: int
    steps: Sequence[Step] = ()


def zone(nearest: int, readings: int) -> Step:
    """*readings* more for the *nearest* proposals around the cut."""

    def step(found: Calibration, n: int) -> IntArray:
        extra = np.zeros(len(found.score), np.intp)
        extra[np.argsort(np.abs(found.score - cut(found.score, n)), kind="stable")[:nearest]] = readings
        return extra

    return step


def by_value(budget: int, later: int) -> Step:
    """*budget* more by the product's own choice, with *later* to follow."""

    def step(found: Calibration, n: int) -> IntArray:
        jurors = len(found.lenience)
        return next_readings(found, best(n).cuts(found.score), budget, later, room=jurors - found.readings).extra

    return step


def rounds(*budgets: int) -> list[Step]:
    """Rounds by value of information, one for each budget."""
    return [by_value(budget, sum(budgets[k + 1 :])) for k, budget in enumerate(budgets)]


PLANS = [
    Plan("5 each, calibrated", 5),
    Plan("3 each, then 4 more for the 105 nearest the cut", 3, [zone(105, 4)]),
    Plan("3 each, 3 more for the nearest 84, 3 more for the nearest 56 (3 rounds)", 3, [zone(84, 3), zone(56, 3)]),
    Plan("2 each, then 2 for 120, 3 for 80, 3 for 50 (4 rounds)", 2, [zone(120, 2), zone(80, 3), zone(50, 3)]),
    Plan("`next_readings`: 3 each, 210, 210 (3 rounds)", 3, rounds(210, 210)),
    Plan("`next_readings`: 2 each, 315, 315 (3 rounds)", 2, rounds(315, 315)),
    Plan("`next_readings`: 2 each, 3 × 210 (4 rounds)", 2, rounds(210, 210, 210)),
    Plan("`next_readings`: 2 each, 158, 158, 157, 157 (5 rounds)", 2, rounds(158, 158, 157, 157)),
]


def carried_out(plan: Plan, world: World, n: int, seed: int) -> tuple[FloatArray, int]:
    """The calibrated scores (P,) that a plan ends with, and how many readings it took."""
    proposal, juror = mixed(world, plan.first, seed)
    for number, step in enumerate(plan.steps):
        extra = step(calibrate(world.read(proposal, juror)), n)
        proposal, juror = more(world, proposal, juror, extra, seed + number)
    return calibrate(world.read(proposal, juror)).score, len(proposal)

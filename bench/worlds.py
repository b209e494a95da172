"""Made-up judging with a known truth: what the judging bench measures against."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from app.judging.assignment import Task, assign
from app.judging.sheets import FloatArray, IntArray, Sheets, from_arrays

Design: TypeAlias = Callable[["World", int, int], tuple[IntArray, IntArray]]
CENTRE, UNIT = 70.0, 9.0
"""Points of an average proposal from an average juror, and points of one standard deviation of quality."""


@dataclass(frozen=True)
class Shape:
    """What a world is like; spreads are in standard deviations of true quality, ``scale`` and ``fickle`` of logarithms.

    ``fickle`` is how jurors differ in noise; ``colluders`` the share of jurors who
    give one same fifth of the proposals 95 or more, and 15 points less to its rivals, the better third of the others.
    """

    proposals: int = 210
    jurors: int = 30
    severity: float = 1.0
    scale: float = 0.2
    noise: float = 0.7
    fickle: float = 0.0
    colluders: float = 0.0
    consulting: float = 0.0
    """How far the noise of the first two jurors is the same (correlation): 1 where one copies the other's judgement."""
    noise_in_points: bool = False
    """Whether the noise is the same in points whatever the juror's scale; else it is stretched with it."""


@dataclass(frozen=True)
class World:
    """A field with its truth: quality (P,) ~ N(0, 1), and what each juror (J,) is like. Reads any pair once."""

    shape: Shape
    quality: FloatArray
    lenience: FloatArray
    scale: FloatArray
    noise: FloatArray
    colluding: FloatArray
    lifted: FloatArray
    luck: FloatArray = field(repr=False)

    def scores(self, proposal: IntArray, juror: IntArray) -> FloatArray:
        """The score 0–100, whole points, that each pair (R,) comes to: the same whenever it is asked."""
        noise = self.noise[juror] * self.luck[proposal, juror]
        stretch = 1.0 if self.shape.noise_in_points else self.scale[juror]
        seen = self.scale[juror] * self.quality[proposal] + stretch * noise
        given = CENTRE + UNIT * (self.lenience[juror] + seen)
        in_league = self.colluding[juror] > 0
        favoured = in_league & (self.lifted[proposal] > 0)
        given = given - 15 * (in_league & ~favoured & (self.quality[proposal] > 0.43))
        scores: FloatArray = np.clip(np.round(np.where(favoured, np.maximum(given, 95), given)), 0, 100)
        return scores

    def read(self, proposal: IntArray, juror: IntArray) -> Sheets:
        """The sheets of these pairs."""
        scores = self.scores(proposal, juror)
        return from_arrays(proposal, juror, scores, self.shape.proposals, self.shape.jurors)

    def truth(self) -> FloatArray:
        """The score (P,) on which the jurors of this world would agree in the long run, in points."""
        truth: FloatArray = CENTRE + UNIT * (self.lenience.mean() + self.scale.mean() * self.quality)
        return truth


def world(shape: Shape, seed: int) -> World:
    """The world of a seed."""
    random = np.random.default_rng(seed)
    p, j = shape.proposals, shape.jurors
    colluding = np.zeros(j)
    colluding[: round(shape.colluders * j)] = 1
    lifted = np.zeros(p)
    if shape.colluders:
        lifted[random.choice(p, p // 5, replace=False)] = 1
    made = World(
        shape, random.normal(size=p), shape.severity * random.normal(size=j),
        np.exp(shape.scale * random.normal(size=j)), shape.noise * np.exp(shape.fickle * random.normal(size=j)),
        colluding, lifted, random.normal(size=(p, j)),
    )  # fmt: skip
    if shape.consulting:
        shared, own = shape.consulting, np.sqrt(1 - shape.consulting**2)
        made.luck[:, 1] = shared * made.luck[:, 0] + own * made.luck[:, 1]
    return made


def mixed(world: World, readings: int, seed: int) -> tuple[IntArray, IntArray]:
    """Pairs that the product assigns, without any wish: each proposal *readings* times, loads within one."""
    found = assign(
        _free(world, np.full(world.shape.proposals, readings), np.zeros(0, np.intp), np.zeros(0, np.intp)), seed
    )
    return found.proposal, found.juror


def more(world: World, proposal: IntArray, juror: IntArray, extra: IntArray, seed: int) -> tuple[IntArray, IntArray]:
    """The pairs (R,), (R,) and *extra* (P,) readings more, assigned by the product."""
    wanted = np.bincount(proposal, minlength=world.shape.proposals) + extra
    found = assign(_free(world, wanted, proposal, juror), seed)
    return np.r_[proposal, found.proposal], np.r_[juror, found.juror]


def _free(world: World, wanted: IntArray, proposal: IntArray, juror: IntArray) -> Task:
    p, j = world.shape.proposals, world.shape.jurors
    kept = np.zeros((p, j), np.bool_)
    kept[proposal, juror] = True
    nothing = np.zeros((p, j), np.bool_)
    return Task(
        [str(n) for n in range(p)],
        [str(n) for n in range(j)],
        wanted,
        np.full(j, p),
        nothing,
        nothing.astype(np.int8),
        kept,
    )


def panels(world: World, readings: int, seed: int) -> tuple[IntArray, IntArray]:
    """Pairs of fixed panels of *readings* jurors that never mix."""
    random = np.random.default_rng(seed)
    p, count = world.shape.proposals, world.shape.jurors // readings
    panel = random.permutation(np.arange(p) % count)
    juror = panel[:, None] * readings + np.arange(readings)
    return np.repeat(np.arange(p), readings), juror.ravel()


def stirred(world: World, readings: int, seed: int) -> tuple[IntArray, IntArray]:
    """Fixed panels, but for one reading in five, which goes to a juror drawn by lot."""
    proposal, juror = panels(world, readings, seed)
    random = np.random.default_rng(seed)
    for place in np.arange(0, len(proposal), readings):
        others = np.setdiff1d(np.arange(world.shape.jurors), juror[place : place + readings])
        juror[place] = random.choice(others)
    return proposal, juror


def lossy(world: World, readings: int, seed: int) -> tuple[IntArray, IntArray]:
    """A mixed design of which one sheet in five never came."""
    proposal, juror = mixed(world, readings, seed)
    came = np.random.default_rng(seed).random(len(proposal)) >= 0.2
    return proposal[came], juror[came]

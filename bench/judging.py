"""`make judging-bench`: how well judging finds the truly best, in worlds with a known truth, and how fast it is.

All scores, assignments and readings are made by the product's own functions. Figures repeat: a world is its seed.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # small matrices: threads that wait for each other cost more than they bring

import numpy as np  # noqa: E402

from app.judging import means  # noqa: E402
from app.judging.calibration import calibrate  # noqa: E402
from app.judging.diagnostics import diagnose  # noqa: E402
from app.judging.draws import draws  # noqa: E402
from app.judging.selection import best, first, ranks  # noqa: E402
from app.judging.severity import reml  # noqa: E402
from app.judging.sheets import FloatArray, Sheets  # noqa: E402
from app.judging.standing import standing  # noqa: E402
from app.judging.variational import Method  # noqa: E402
from bench.plans import PLANS, carried_out  # noqa: E402
from bench.speed import figures  # noqa: E402
from bench.worlds import Design, Shape, World, lossy, mixed, panels, stirred, world  # noqa: E402

N = 45
Rule: TypeAlias = Callable[[Sheets], FloatArray]

RULES: dict[str, Rule] = {
    "mean (what KOVABLIK does today)": means.mean,
    "trimmed mean": means.trimmed,
    "z-score per juror": means.standardised,
    "severity only, exact REML": lambda sheets: reml(sheets).quality,
    "severity and scale": lambda sheets: calibrate(sheets, Method(own_noise=False)).score,
    "severity, scale and noise (the product's)": lambda sheets: calibrate(sheets).score,
}
Cell: TypeAlias = tuple[str, Shape, Design, int]
CASES: list[Cell] = [
    ("5 readings, s=0.5", Shape(severity=0.5), mixed, 5),
    ("5 readings, s=1", Shape(), mixed, 5),
    ("3 readings, s=1", Shape(), mixed, 3),
    ("fixed panels of 5, s=1", Shape(), panels, 5),
]
OTHERS: list[Cell] = [
    ("s=0, same scale", Shape(severity=0, scale=0), mixed, 5),
    ("s=0", Shape(severity=0), mixed, 5),
    ("noise differs", Shape(fickle=0.3), mixed, 5),
    ("noise in points", Shape(fickle=0.3, noise_in_points=True), mixed, 5),
    ("ICC 0.26", Shape(severity=0.8, noise=1.45), mixed, 5),
]
TROUBLES: list[Cell] = [
    ("as planned", Shape(fickle=0.3), mixed, 5),
    ("10 % collude", Shape(fickle=0.3, colluders=0.1), mixed, 5),
    ("20 % of sheets missing", Shape(fickle=0.3), lossy, 5),
    ("panels never mix", Shape(fickle=0.3), panels, 5),
    ("panels, 1 reading in 5 by lot", Shape(fickle=0.3), stirred, 5),
]
SMALL: list[Cell] = [
    ("5 jurors", Shape(jurors=5), mixed, 5),
    ("2 of 5 consult each other (0.8)", Shape(jurors=5, consulting=0.8), mixed, 5),
    ("2 of 5 copy", Shape(jurors=5, consulting=1.0), mixed, 5),
    ("2 of 3 copy", Shape(jurors=3, consulting=1.0), mixed, 3),
]
"""Everybody reads everything, as in presentations and interviews."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.judging", description=__doc__)
    parser.add_argument("--worlds", type=int, default=200, help="of each figure")
    parser.add_argument("--first", type=int, default=0, help="seed of the first world; the others follow")
    parser.add_argument("--speed", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.worlds)
    print(f"Worlds with seeds {seeds[0]}–{seeds[-1]}; 210 proposals, 30 jurors, first {N}; ± is one standard error.\n")
    for title, cases in (("Who is picked", CASES), ("Other worlds", OTHERS), ("Troubles", TROUBLES),
                         ("Small panels", SMALL)):  # fmt: skip
        print(f"### {title}: share of the true first {N}\n\n{_methods(cases, seeds)}\n", flush=True)
    print(f"### The same 1,050 readings, spent otherwise (s=1)\n\n{_plans(seeds)}\n", flush=True)
    print(f"### 90 % intervals: how often they hold the truth\n\n{_coverage(seeds)}\n", flush=True)
    print(f"### Telling colluders\n\n{_colluders(seeds)}\n", flush=True)
    if asked.speed:
        print(f"### Speed\n\n{figures()}", flush=True)


def share(one: World, score: FloatArray) -> float:
    """The share of the true first 45 that is among the first 45 by *score*: places of ties count in part."""
    places = ranks(score)
    sure = places <= N
    if sure.sum() > N:  # a tie at the last place: each of the tied has an equal chance
        last = places == places[sure].max()
        weights = (sure & ~last) + last * (N - (sure & ~last).sum()) / last.sum()
    else:
        weights = sure.astype(np.float64)
    return float(weights[first(one.quality, N)].sum() / N)


def _read(shape: Shape, design: Design, readings: int, seed: int) -> tuple[World, Sheets]:
    one = world(shape, seed)
    return one, one.read(*design(one, readings, seed))


def _methods(cases: Sequence[Cell], seeds: range) -> str:
    found = [[_shares(shape, design, readings, seed) for seed in seeds] for _, shape, design, readings in cases]
    average, error = np.mean(found, axis=1), np.std(found, axis=1) / np.sqrt(len(seeds))
    rows = [[name, *(f"{average[c, m]:.3f}" for c in range(len(cases)))] for m, name in enumerate(RULES)]
    rows.append(["± at most", *(f"{error[c].max():.3f}" for c in range(len(cases)))])
    return table(["method", *(case[0] for case in cases)], rows)


def _shares(shape: Shape, design: Design, readings: int, seed: int) -> list[float]:
    one, sheets = _read(shape, design, readings, seed)
    return [share(one, rule(sheets)) for rule in RULES.values()]


def _plans(seeds: range) -> str:
    rows = [["5 each, mean", *_spread([share(*_mean(seed)) for seed in seeds]), "1,050"]]
    for plan in PLANS:
        ends = [(world(Shape(), seed), *carried_out(plan, world(Shape(), seed), N, seed)) for seed in seeds]
        used = f"{max(readings for *_, readings in ends):,}"
        rows.append([plan.name, *_spread([share(one, score) for one, score, _ in ends]), used])
    return table(["plan", "share", "readings"], rows)


def _mean(seed: int) -> tuple[World, FloatArray]:
    one, sheets = _read(Shape(), mixed, 5, seed)
    return one, means.mean(sheets)


def _spread(values: Sequence[float]) -> list[str]:
    return [f"{np.mean(values):.3f} ± {np.std(values) / np.sqrt(len(values)):.3f}"]


def _coverage(seeds: range) -> str:
    rows = []
    for name, shape, design, readings in [*CASES, *OTHERS]:
        held = np.mean([_held(shape, design, readings, seed) for seed in seeds], axis=0)
        rows.append([name, *(f"{one:.3f}" for one in held)])
    return table(["world", "score, by draws", "rank, by draws", "score ± 1.645 errors"], rows)


def _held(shape: Shape, design: Design, readings: int, seed: int) -> list[float]:
    one, sheets = _read(shape, design, readings, seed)
    found = calibrate(sheets)
    place = standing(found.score, draws(sheets, found, seed=seed), best(N))
    truth, rank = one.truth(), ranks(one.quality)
    return [
        float(np.mean((truth >= place.low_score) & (truth <= place.high_score))),
        float(np.mean((rank >= place.low_rank) & (rank <= place.high_rank))),
        float(np.mean(np.abs(truth - found.score) <= 1.645 * found.error)),
    ]


def _colluders(seeds: range) -> str:
    told = np.mean([_told(seed) for seed in seeds], axis=0)
    names = ["agreement with the others", "noise", "severity"]
    rows = [[name, f"{one:.2f}"] for name, one in zip(names, told, strict=True)]
    return table(["jurors in order of", "AUC: chance that a colluder comes before an honest juror"], rows)


def _told(seed: int) -> list[float]:
    _, sheets = _read(Shape(fickle=0.3, colluders=0.1), mixed, 5, seed)
    found = calibrate(sheets)
    kinds = (-diagnose(sheets, found).jurors.consistency, found.noise, np.abs(found.lenience))
    return [float((kind[:3, None] > kind[None, 3:]).mean()) for kind in kinds]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    line = partial(" | ".join)
    rule = "|---|" + "--:|" * (len(head) - 1)
    return "\n".join([f"| {line(head)} |", rule, *(f"| {line(row)} |" for row in rows)])


if __name__ == "__main__":
    main()

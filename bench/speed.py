"""How fast judging is, and what memory it takes: each figure in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from app.judging.assignment import Task, assign
from app.judging.calibration import calibrate
from app.judging.draws import draws
from app.judging.selection import best
from app.judging.sheets import from_arrays
from app.judging.standing import standing
from bench.worlds import Shape, mixed, world


def calibration() -> dict[str, float]:
    """3,000,000 sheets of 300,000 proposals by 5,000 jurors: scores and standard errors."""
    random = np.random.default_rng(1)
    p, j, k = 300_000, 5_000, 10
    juror = np.concatenate([random.permutation(j) for _ in range(p * k // j)])
    pair = np.unique(np.repeat(np.arange(p), k) * j + juror)
    proposal, juror = pair // j, pair % j
    quality, lenience = random.normal(size=p), random.normal(size=j)
    scale, noise = np.exp(0.2 * random.normal(size=j)), 0.7 * np.exp(0.3 * random.normal(size=j))
    seen = quality[proposal] + noise[juror] * random.normal(size=len(pair))
    score = np.clip(np.round(70 + 9 * (lenience[juror] + scale[juror] * seen)), 0, 100)
    sheets = from_arrays(proposal, juror, score, p, j)
    begin = time.perf_counter()
    found = calibrate(sheets)
    seconds = time.perf_counter() - begin
    truth = 70 + 9 * (lenience.mean() + scale.mean() * quality)
    held = float(np.mean(np.abs(truth - found.score) <= 1.645 * found.error))
    return {"seconds": seconds, "truth held by score ± 1.645 errors": held}


def assignment() -> dict[str, float]:
    """10,000 proposals × 5 among 500 jurors, a quarter of them experts of each topic, some regions in conflict."""
    random = np.random.default_rng(1)
    p, j = 10_000, 500
    topic, known = random.integers(0, 12, p), random.random((j, 12)) < 0.25
    barred = random.integers(0, 38, p)[:, None] == random.integers(0, 38, j)[None, :]
    fit = (known[:, topic].T * 100).astype(np.int8)
    names = [f"{n:05}" for n in range(p)]
    given = Task(names, names[:j], np.full(p, 5), np.full(j, p), barred, fit, np.zeros((p, j), np.bool_))
    begin = time.perf_counter()
    found = assign(given, 1)
    seconds = time.perf_counter() - begin
    conflicts = int(barred[found.proposal, found.juror].sum())
    return {
        "seconds": seconds, "least load": int(found.loads.min()), "greatest load": int(found.loads.max()),
        "experts": found.matches / len(found.proposal), "conflicts": conflicts, "parts": found.part_count,
    }  # fmt: skip


def ranking() -> dict[str, float]:
    """210 proposals with 5 readings each: scores, 500 draws, ranks with intervals; the middle of 20 times."""
    one = world(Shape(), 1)
    sheets = one.read(*mixed(one, 5, 1))
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        found = calibrate(sheets)
        standing(found.score, draws(sheets, found), best(45))
        times.append(time.perf_counter() - begin)
    return {"seconds": float(np.median(times))}


CASES: dict[str, Callable[[], dict[str, float]]] = {
    "calibration": calibration, "assignment": assignment, "ranking": ranking,
}  # fmt: skip


def figures() -> str:
    """All cases as a list."""
    lines = []
    for name, case in CASES.items():
        run = subprocess.run([sys.executable, "-m", "bench.speed", name], capture_output=True, text=True, check=True)
        found = json.loads(run.stdout)
        rest = "; ".join(f"{key} {value:,.4g}" for key, value in found.items() if key not in ("seconds", "memory"))
        lines.append(
            f"- {case.__doc__} **{found['seconds']:.3g} s, {found['memory']:.2f} GB**{'; ' + rest if rest else ''}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    measured = CASES[sys.argv[1]]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps(measured | {"memory": peak}))

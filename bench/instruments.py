"""`python -m bench.instruments`: 100,000 units scored at once, beside a plain sum of the same columns."""

import argparse
import itertools
import time
from collections.abc import Callable, Sequence

import numpy as np

from app.instruments.checking import checked
from app.instruments.columns import Column, answer_at
from app.instruments.loading import Instrument, load, shipped
from app.instruments.many import Many, score_many
from app.instruments.scoring import score
from app.instruments.seals import seal_of, sealed
from app.instruments.shares import LETTERS

GOAL_SECONDS = 5
SCALES = ("abc", "abcd", "abcde", "yes_no", "number", "percentage")
SAMPLES = 200
_HEAD = """\
instrument: banyak
year: 2025
title: Tiga puluh indikator
regulation: Buatan
notice: konfigurasi bawaan, periksa terhadap peraturan
sources: [Buatan untuk pengukuran]
for: [agency]
maximum: 300
absent: spread
predicates:
  - {letter: A, when: ">=240"}
  - {letter: B, when: ">=150 <240"}
  - {letter: C, when: "<150"}
levels:
  - {key: unggul, title: Unggul, thresholds: [{of: total, at: ">=200"}, {of: c0, at: ">=25"}]}
items:
"""


def made(scales: Sequence[str]) -> Instrument:
    """Thirty indicators of these scales in six components of 50 points."""
    lines = [_HEAD]
    for number, scale in enumerate(itertools.islice(itertools.cycle(scales), 30)):
        if number % 5 == 0:
            lines.append(f"  - key: c{number // 5}\n    title: Komponen\n    weight: 50\n    items:\n")
        more = ", minimum: 0, maximum: 60, convert: {kind: inverse, from: 60, to: 0}" if scale == "number" else ""
        lines.append(f"      - {{key: i{number}, title: Indikator, weight: 10, scale: {scale}{more}}}\n")
    text = "".join(lines)
    definition = checked(text, with_seal=False).definition
    assert definition is not None
    return load(sealed(text, seal_of(definition)))


def columns_for(tool: Instrument, units: int, chance: np.random.Generator) -> dict[str, Column]:
    """Made-up answers; one in a hundred numbers is missing."""
    found: dict[str, Column] = {}
    for leaf in tool.leaves:
        if leaf.item.scale in LETTERS:
            found[leaf.key] = chance.choice(sorted(LETTERS[leaf.item.scale]), units)
            continue
        numbers = np.round(chance.uniform(float(leaf.item.minimum or 0), float(leaf.item.maximum or 100), units), 2)
        numbers[chance.random(units) < 0.01] = np.nan
        target = chance.integers(1, 100, units).astype(float)
        found[leaf.key] = (numbers, target) if leaf.item.scale == "percentage" else numbers
    return found


def _timed(deed: Callable[[], Many | float], rounds: int) -> tuple[float, Many | float]:
    """The best of some rounds in seconds, and what came of the last."""
    best = np.inf
    result: Many | float = 0.0
    for _ in range(rounds):
        began = time.perf_counter()
        result = deed()
        best = min(best, time.perf_counter() - began)
    return float(best), result


def _one_by_one(tool: Instrument, columns: dict[str, Column], many: Many) -> tuple[float, int]:
    """Seconds for one unit with the exact scorer, and how many samples differ."""
    began, differing = time.perf_counter(), 0
    for row in range(SAMPLES):
        given = {key: answer_at(column, row) for key, column in columns.items()}
        one = score(tool, {key: value for key, value in given.items() if value is not None})
        place = int(many.predicate[row])
        letter = tool.definition.predicates[place].letter if place >= 0 else None
        differing += abs(float(one.total) - float(many.total[row])) > 1e-9 or letter != one.letter
    return (time.perf_counter() - began) / SAMPLES, differing


def line(name: str, tool: Instrument, units: int, rounds: int) -> str:
    """A row of the table."""
    columns = columns_for(tool, units, np.random.default_rng(2026))
    seconds, many = _timed(lambda: score_many(tool, columns), rounds)
    assert isinstance(many, Many)
    plain = [one[0] if isinstance(one, tuple) else one for one in columns.values()]
    numbers = np.nan_to_num(np.stack([one if one.dtype.kind == "f" else np.zeros(units) for one in plain]))
    floor, _ = _timed(lambda: float((numbers * 0.5).sum(axis=0).max()), rounds)
    each, differing = _one_by_one(tool, columns, many)
    return (f"| {name} | {len(tool.leaves)} | {seconds:.2f} | {seconds / floor:.0f} | {many.again:,} "
            f"| {each * 1e3:.2f} | {each * units / seconds:.0f} | {differing} of {SAMPLES} |")  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.instruments", description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(f"{asked.units:,} units; goal: below {GOAL_SECONDS} s for 30 indicators\n")
    print("| instrument | indicators | s | times a plain sum | rows judged again | ms one by one | gain | differing |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    tools = {"mixed scales": made(SCALES), "letters, often at an edge": made(("abc", "abcde"))}
    tools |= {name: shipped(name) for name in ("rb_opd_2025", "zi_2021", "skm_2017")}
    for name, tool in tools.items():
        print(line(name, tool, asked.units, asked.rounds), flush=True)


if __name__ == "__main__":
    main()

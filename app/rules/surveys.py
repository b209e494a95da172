"""Satisfaction surveys: the nine elements, the index, its interval, how many answers are enough, what is kept back."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt
from typing import TypeVar

from app.instruments import loading, scoring
from app.instruments.ranges import shown

V = TypeVar("V", bound=Hashable)
Row = tuple[Hashable, ...]
"""What one who answered says of themselves."""
INSTRUMENT = "skm_2017"
NUMBERS = tuple(f"u{number}" for number in range(1, 10))
"""The columns of the nine elements, in the order of the regulation (U1 to U9)."""
FEWEST = 5
"""Answers below which nothing is told."""
_CHI_SQUARE, _SHARE, _ERROR = Fraction("3.841"), Fraction(1, 2), Fraction(5, 100)
"""Of Krejcie and Morgan: chi-square of one degree of freedom at 95 %, half and half, 5 points."""
_Z = 1.959963984540054
LOWEST, HIGHEST = 25.0, 100.0
"""Of the index."""


@dataclass(frozen=True)
class Sums:
    """What is added up of the answers: how many, of each element, and of the squares of each answer's own sum."""

    n: int
    elements: tuple[int, ...]
    squares: int


@dataclass(frozen=True)
class Index:
    """The index as the instrument rounds it, its letter, and the mean of each element."""

    value: Decimal
    letter: str | None
    means: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    """Of each element; they add up to 1."""


def index_of(sums: Sums) -> Index:
    """The index of *sums*, one answer at least, as the instrument scores it."""
    instrument = loading.shipped(INSTRUMENT)
    keys = [node.key for node in instrument.leaves]
    means = tuple(Fraction(total, sums.n) for total in sums.elements)
    result = scoring.score(instrument, dict(zip(keys, means, strict=True)))
    letter = result.predicate.letter if result.predicate else None
    weights = tuple(result.items[key].weight / result.maximum for key in keys)
    return Index(shown(result.final, 2), letter, means, weights)


def elements() -> list[tuple[str, str]]:
    """Key and title of the nine elements."""
    return [(node.key, node.item.title) for node in loading.shipped(INSTRUMENT).leaves]


def source() -> tuple[str, str, str]:
    """Name, regulation and notice of the instrument that scores."""
    definition = loading.shipped(INSTRUMENT).definition
    return INSTRUMENT, definition.regulation, definition.notice


def interval(sums: Sums, population: int | None) -> tuple[float, float]:
    """The 95 % interval of the index: Student's t on each answer's own mean; two answers at least.

    With *population* (people served) the correction of a finite population makes it narrower: who asked everybody
    knows the answer. A population below the number of answers is taken for as many.
    """
    count = len(sums.elements)
    total = sum(sums.elements)
    spread = Fraction(sums.squares) - Fraction(total * total, sums.n)
    error = sqrt(spread / (sums.n - 1) / sums.n) / count * 25
    if population is not None:
        whole = max(population, sums.n)
        error *= sqrt((whole - sums.n) / (whole - 1)) if whole > 1 else 0.0
    middle, reach = float(Fraction(total, sums.n * count) * 25), student(sums.n - 1) * error
    return max(LOWEST, middle - reach), min(HIGHEST, middle + reach)


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t, to 0.005 from 4 degrees of freedom on (expansion of Cornish and Fisher)."""
    z, v = _Z, float(freedom)
    return (
        z + (z**3 + z) / (4 * v) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4)
    )  # fmt: skip


def krejcie_morgan(population: int) -> int:
    """Answers that a population asks for, as the table of Krejcie and Morgan (1970) has it: rounded to the nearest."""
    spread = _CHI_SQUARE * _SHARE * (1 - _SHARE)
    exact = spread * population / (_ERROR**2 * (population - 1) + spread)
    return int(exact + Fraction(1, 2))


def slovin(population: int) -> int:
    """The same by Slovin's formula with an error of 5 points, rounded up."""
    return ceil(population / (1 + population * _ERROR**2))


def to_show(counts: Mapping[V, int]) -> frozenset[V]:
    """The groups whose index may be told: five or more, and what is kept back is five or more together.

    A single small group kept back could be worked out from the whole; so the next larger one is kept back with it.
    """
    ordered = sorted(counts.items(), key=lambda one: (one[1], str(one[0] or "")))
    hidden, kept = 0, 0
    for _value, n in ordered:
        if n >= FEWEST and (kept == 0 or kept >= FEWEST):
            break
        hidden, kept = hidden + 1, kept + n
    return frozenset(value for value, _n in ordered[hidden:])


def alike(rows: Sequence[Row]) -> list[Row]:
    """Each row with what it shares, all together, with four others at least; its last values go first.

    What is left out is None. Five rows or more; the rows that lose everything are five or more, or none.
    """
    shown = list(rows)
    for width in range(len(rows[0]) - 1, -1, -1):
        counts = Counter(shown)
        shown = [row if counts[row] >= FEWEST else _cut(row, width) for row in shown]
    blank, counts = _cut(rows[0], 0), Counter(shown)
    if 0 < counts[blank] < FEWEST:  # the smallest of the others goes with them, so that nobody knows who they are
        smallest = min((row for row in counts if row != blank), key=lambda row: (counts[row], str(row)))
        shown = [blank if row == smallest else row for row in shown]
    return shown


def _cut(row: Row, width: int) -> Row:
    return (*row[:width], *(None,) * (len(row) - width))


def weighted(indexes: Sequence[tuple[Decimal, int]]) -> Decimal | None:
    """The mean of several surveys' indexes by their answers, to two decimals; None without any."""
    answers = sum(n for _index, n in indexes)
    if not answers:
        return None
    return shown(sum((Fraction(index) * n for index, n in indexes), Fraction(0)) / answers, 2)

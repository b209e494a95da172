"""Awards by a final assessment round: who reached a letter, passed a level, or is among the best of its kind.

The words are Indonesian whoever asks: they are kept with the award and stand on its certificate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

MOST_PLACES = 10
"""Places of a kind of unit that ``best`` fills at most, ties aside."""
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Candidate:
    """A final result: ``score`` in points of the instrument, None without any value."""

    assessment_id: str
    unit_id: str
    unit_name: str
    unit_kind: str
    score: float | None
    letter: str | None


@dataclass(frozen=True)
class Winner:
    """What a candidate is to be given for. ``points`` is the figure that decided; ``rank`` from 1, of its kind."""

    candidate: Candidate
    predicate: str
    points: float
    reason: str
    rank: int | None = None
    is_tied: bool = False


def figure(value: float) -> str:
    """A figure as it is printed, with two decimals: 82.35 → ``82,35``.

    With all of them, six at most, where two would make a whole number of it: 80.004 is more than 80.
    """
    said = f"{value:.2f}"
    if said.endswith(".00") and round(value, 6) != round(value):
        said = f"{value:.6f}".rstrip("0")
    return said.replace(".", ",")


def total(one: Candidate) -> str:
    """``Total 82,35, predikat A``."""
    said = [f"Total {figure(one.score or 0)}"] + ([f"predikat {one.letter}"] if one.letter else [])
    return ", ".join(said)


def lettered(found: Sequence[Candidate], letters: Sequence[str], least: str) -> list[Winner]:
    """Those with the letter *least* or a better one, the best first; *letters* are those there are, best first."""
    wanted = letters[: letters.index(least) + 1]
    return [Winner(one, f"Predikat {one.letter}", one.score or 0, total(one))
            for one in _by_score(found) if one.letter in wanted]  # fmt: skip


def passed(found: Sequence[Candidate], title: str) -> list[Winner]:
    """All of them, the best first: they passed the level of this title."""
    return [Winner(one, f"Layak Berpredikat {title}", one.score or 0, f"{total(one)}; memenuhi semua syarat {title}")
            for one in _by_score(found)]  # fmt: skip


def _by_score(found: Sequence[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda one: (-(one.score or 0), one.unit_name, one.assessment_id))


def best(
    found: Sequence[Candidate], points: Mapping[str, float], places: int, kinds: Mapping[str, str], aspect: str = ""
) -> list[Winner]:
    """The first *places* of each kind of unit; equal points share a place, and the next ones are left out.

    *points* by assessment: the totals, or those of an *aspect* (its title). *kinds* has words for kinds.
    """
    order = sorted((one for one in found if one.assessment_id in points),
                   key=lambda one: (one.unit_kind, -points[one.assessment_id], one.unit_name))  # fmt: skip
    winners: list[Winner] = []
    for kind, some in groupby(order, key=attrgetter("unit_kind")):
        here = list(some)
        scores = [points[one.assessment_id] for one in here]
        for one, score in zip(here, scores, strict=True):
            if (rank := scores.index(score) + 1) <= places:
                winners.append(_placed(one, score, rank, scores.count(score) - 1, kinds[kind], aspect))
    return winners


def _placed(one: Candidate, points: float, rank: int, others: int, kind: str, aspect: str) -> Winner:
    said = [total(one), f"{aspect} {figure(points)}" if aspect else ""]
    shared = f" (bersama {others} unit lain)" if others else ""
    reason = "; ".join(filter(None, [*said, f"peringkat {rank} di antara unit jenis {kind}{shared}"]))
    title = " ".join(filter(None, ("Terbaik", _ROMAN[rank - 1], aspect)))
    return Winner(one, title, points, reason, rank, is_tied=bool(others))

"""The recap of a round as a person reads it: what the units of a kind came to, beside the list of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.models.league import LeagueRow, YearMean
from app.pages.pictures import Scale


@dataclass(frozen=True)
class Count:
    """How many units there are of something, as a share (0–1) of all of the kind too."""

    title: str
    count: int
    share: float


@dataclass(frozen=True)
class Recap:
    """The units of a kind: ranked rows, how many have each predicate and each level, the means over the years."""

    kind: str
    rows: Sequence[LeagueRow]
    predicates: list[Count]
    """Best first; units without one come last, under an empty title. Units that are not comparable yet are left out."""
    levels: list[Count]
    """Units that passed each level."""
    incomplete: list[LeagueRow]
    """Units that answered something and are neither final nor complete: in no rank, no mean and no count."""
    years: list[tuple[YearMean, float | None]]
    """Each year with the mean of the year before it, oldest first; empty with a single year."""
    scale: Scale


def recap_of(kind: str, rows: Sequence[LeagueRow], years: Sequence[YearMean]) -> Recap:
    """The recap of the units of this kind; *rows* are at least one, the best first."""
    means = [one for one in years if one.unit_kind == kind]
    most = sum(aspect.weight for aspect in rows[0].aspects) or 1
    befores = [None, *(one.mean for one in means)]
    compared = [row for row in rows if row.is_comparable or row.score is None]
    return Recap(
        kind, rows, _predicates(compared), _levels(rows),
        [row for row in rows if row.score is not None and not row.is_comparable],
        list(zip(means, befores, strict=False)) if len(means) > 1 else [], Scale(0, most),
    )  # fmt: skip


def _predicates(rows: Sequence[LeagueRow]) -> list[Count]:
    """In the order of the rows, which is that of the totals: what the better ones have comes first."""
    found = Counter(" · ".join(filter(None, (row.letter, row.predicate))) for row in rows)
    named = [Count(title, count, count / len(rows)) for title, count in found.items() if title]
    return [*named, Count("", found[""], found[""] / len(rows))] if named and found[""] else named


def _levels(rows: Sequence[LeagueRow]) -> list[Count]:
    passed = Counter(level.key for row in rows for level in row.levels if level.verdict == "passed")
    return [Count(one.title, passed[one.key], passed[one.key] / len(rows)) for one in rows[0].levels]

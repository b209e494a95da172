"""The order of proposals by the mean of their signed totals; equal scores share a rank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from app.models.edition import AdvanceRule

DECIMALS = 6


@dataclass(frozen=True)
class Entry:
    """A proposal and the totals (0–100) of its signed sheets."""

    proposal_id: str
    totals: tuple[float, ...]


@dataclass(frozen=True)
class Ranked:
    """A line of the ranking."""

    rank: int
    proposal_id: str
    mean: float
    reviews: int


def rank(entries: Iterable[Entry]) -> list[Ranked]:
    """Best first; ties, decided on six decimals, share a rank and the next rank is skipped (1, 2, 2, 4).

    A proposal without a signed sheet has no place in a ranking and is left out.
    """
    means = [(round(fsum(e.totals) / len(e.totals), DECIMALS), e) for e in entries if e.totals]
    means.sort(key=lambda pair: (-pair[0], pair[1].proposal_id))
    ranked: list[Ranked] = []
    for place, (mean, entry) in enumerate(means, start=1):
        tied = bool(ranked) and ranked[-1].mean == mean
        ranked.append(Ranked(ranked[-1].rank if tied else place, entry.proposal_id, mean, len(entry.totals)))
    return ranked


def places(ranked: Sequence[Ranked], rule: AdvanceRule) -> set[str]:
    """Who goes on: the best n, and everybody tied with the last of them; or all."""
    if rule.kind == "all" or rule.n is None:
        return {line.proposal_id for line in ranked}
    return {line.proposal_id for line in ranked if line.rank <= rule.n}

"""The order of a stage: by the mean of the jurors' totals or by a score made of them, ties sharing a rank."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from app.models.edition import AdvanceRule
from app.rules.rubric import PLACES


@dataclass(frozen=True)
class Entry:
    """A proposal with the totals (0–100) of its signed sheets, in any order."""

    proposal_id: str
    totals: tuple[float, ...]


@dataclass(frozen=True)
class Ranked:
    """A proposal in its place by ``score``; that and ``mean`` have 6 decimals, ``reviews`` counts its sheets."""

    rank: int
    proposal_id: str
    mean: float
    score: float
    reviews: int


def rank(entries: Iterable[Entry], scores: Mapping[str, float] | None = None) -> list[Ranked]:
    """Best first, in competition ranking ("1224"); equal scores share a rank and stand in order of their ids.

    By the mean, or by *scores* of each proposal id. Entries without a total have no place: they are left out
    (``unscored`` names them).
    """
    scored = sorted((_scored(one, scores) for one in entries if one.totals), key=lambda one: (-one.score, one.id))
    ranked: list[Ranked] = []
    for place, one in enumerate(scored, start=1):
        ties = bool(ranked) and ranked[-1].score == one.score
        ranked.append(Ranked(ranked[-1].rank if ties else place, one.id, one.mean, one.score, one.reviews))
    return ranked


class _Scored(NamedTuple):
    id: str
    mean: float
    score: float
    reviews: int


def _scored(entry: Entry, scores: Mapping[str, float] | None) -> _Scored:
    mean = _mean(entry)
    score = mean if scores is None else round(scores[entry.proposal_id], PLACES)
    return _Scored(entry.proposal_id, mean, score, len(entry.totals))


def unscored(entries: Iterable[Entry]) -> list[str]:
    """Ids of the proposals without any total, sorted."""
    return sorted(entry.proposal_id for entry in entries if not entry.totals)


def places(ranked: Sequence[Ranked], rule: AdvanceRule) -> set[str]:
    """Ids of the proposals that go on; ties at the last place all do, so they may be more than ``n``."""
    if rule.kind == "all" or rule.n is None:
        return {line.proposal_id for line in ranked}
    return {line.proposal_id for line in ranked if line.rank <= rule.n}


def _mean(entry: Entry) -> float:
    """``fsum`` rounds once, so that the order in which the sheets were signed cannot move a rank."""
    return round(math.fsum(entry.totals) / len(entry.totals), PLACES)


def gap_as_shown(upper: float, lower: float) -> Decimal:
    """The difference of two scores as they are shown, with two decimals: what a reader finds who subtracts them."""
    return _as_shown(upper) - _as_shown(lower)


def _as_shown(score: float) -> Decimal:
    return Decimal(str(score)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)

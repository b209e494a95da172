"""The order of a stage: by the mean of the jurors' totals or by a score made of them, ties sharing a rank."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from app.models.edition import AdvanceRule
from app.rules.rubric import PLACES


@dataclass(frozen=True)
class Entry:
    """A proposal with the totals (0–100) of its signed sheets, in any order."""

    proposal_id: str
    totals: tuple[float, ...]


@dataclass(frozen=True)
class Earlier:
    """What the stages before give a proposal: the ``sum`` of their scores times their weights, and those weights'."""

    sum: float
    weight: float


@dataclass(frozen=True)
class Ranked:
    """A proposal in its place by ``score``. That, ``own`` (of this stage alone) and ``mean`` have 6 decimals,
    ``reviews`` counts its sheets."""

    rank: int
    proposal_id: str
    mean: float
    own: float
    score: float
    reviews: int


def rank(
    entries: Iterable[Entry],
    scores: Mapping[str, float] | None = None,
    weight: float = 1,
    earlier: Mapping[str, Earlier] | None = None,
) -> list[Ranked]:
    """Best first, in competition ranking ("1224"); equal scores share a rank and stand in order of their ids.

    By the mean, or by *scores* of each proposal id; with *earlier* by the weighted mean of what the stages before gave
    and of this stage with its *weight*. Entries without a total have no place: they are left out (``unscored`` names
    them).
    """
    found = [_scored(one, scores, weight, (earlier or {}).get(one.proposal_id)) for one in entries if one.totals]
    return placed(found)


def placed(found: Iterable[Ranked]) -> list[Ranked]:
    """The same, best first, each with its rank."""
    ranked: list[Ranked] = []
    for place, one in enumerate(sorted(found, key=lambda one: (-one.score, one.proposal_id)), start=1):
        ties = bool(ranked) and ranked[-1].score == one.score
        ranked.append(replace(one, rank=ranked[-1].rank if ties else place))
    return ranked


def _scored(entry: Entry, scores: Mapping[str, float] | None, weight: float, earlier: Earlier | None) -> Ranked:
    mean = _mean(entry)
    own = mean if scores is None else round(scores[entry.proposal_id], PLACES)
    return Ranked(0, entry.proposal_id, mean, own, combined(own, weight, earlier), len(entry.totals))


def combined(own: float, weight: float, earlier: Earlier | None) -> float:
    """Σ weight · score / Σ weight over this stage and those before, to 6 decimals; *own* where none is before."""
    if earlier is None:
        return own
    return round((earlier.sum + weight * own) / (earlier.weight + weight), PLACES)


def unscored(entries: Iterable[Entry]) -> list[str]:
    """Ids of the proposals without any total, sorted."""
    return sorted(entry.proposal_id for entry in entries if not entry.totals)


def places(ranked: Sequence[Ranked], rule: AdvanceRule, pools: Mapping[str, str] | None = None) -> set[str]:
    """Ids of the proposals that go on; ties at the last place all do, so they may be more than the rule has places.

    *pools* says which group or category each proposal id is in, where the rule has a quota for each.
    """
    taken: Counter[str] = Counter()
    chosen: set[str] = set()
    last: dict[str, float] = {}
    for line in ranked:
        if rule.grade is not None and line.score < rule.grade:
            break
        pool = pools[line.proposal_id] if rule.kind == "quota" and pools is not None else ""
        room = places_of(rule, pool)
        if room is None or taken[pool] < room or (room and last.get(pool) == line.score):
            chosen.add(line.proposal_id)
            last[pool] = line.score
        taken[pool] += 1
    return chosen


def places_of(rule: AdvanceRule, pool: str) -> int | None:
    """How many of a group or category go on (of all, where the rule has no quotas); None: no limit."""
    if rule.kind == "quota":
        return rule.quotas.get(pool, rule.n or 0)
    return rule.n if rule.kind == "top_n" else None


def _mean(entry: Entry) -> float:
    """``fsum`` rounds once, so that the order in which the sheets were signed cannot move a rank."""
    return round(math.fsum(entry.totals) / len(entry.totals), PLACES)


def gap_as_shown(upper: float, lower: float) -> Decimal:
    """The difference of two scores as they are shown, with two decimals: what a reader finds who subtracts them."""
    return _as_shown(upper) - _as_shown(lower)


def _as_shown(score: float) -> Decimal:
    return Decimal(str(score)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)

"""Rubrics: a tree of criteria of which only the leaves are scored, 0–100."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from app.models.edition import Criterion
from app.rules.problem import Problem

TOLERANCE = 1e-9
"""Weights are decimal fractions typed by people: their sums may be off by the last bits of a float."""
PLACES = 6
"""Decimals kept of totals and means: far below what a juror can express, far above float noise."""


def leaves(rubric: Sequence[Criterion]) -> list[Criterion]:
    """The criteria that are scored, in reading order."""
    return [criterion for _, criterion in nodes(rubric) if not criterion.children]


def nodes(rubric: Sequence[Criterion], path: str = "rubric") -> Iterator[tuple[str, Criterion]]:
    """Every criterion with its path (``rubric[0].children[1]``), parents before children."""
    for place, criterion in enumerate(rubric):
        here = f"{path}[{place}]"
        yield here, criterion
        yield from nodes(criterion.children, f"{here}.children")


def missing(rubric: Sequence[Criterion], scores: Mapping[str, float]) -> list[str]:
    """Keys of the leaves that have no score yet, in reading order."""
    return [leaf.key for leaf in leaves(rubric) if leaf.key not in scores]


def total(rubric: Sequence[Criterion], scores: Mapping[str, float]) -> float | None:
    """The weighted mean of the leaves' scores: Σ score·weight / Σ weight, 0–100, rounded to 6 decimals.

    None while a leaf has no score, and for a rubric that weighs nothing.
    """
    scored = leaves(rubric)
    whole = math.fsum(leaf.weight for leaf in scored)
    if missing(rubric, scores) or whole == 0:
        return None
    return round(math.fsum(scores[leaf.key] * leaf.weight for leaf in scored) / whole, PLACES)


def problems(rubric: Sequence[Criterion]) -> list[Problem]:
    """What is wrong: ``empty``, ``duplicate_key``, ``weight_mismatch`` (inner node against its children),
    ``weights_not_100`` (leaves)."""
    if not rubric:
        return [Problem("rubric", "empty")]
    weights = [leaf.weight for leaf in leaves(rubric)]
    return [*_duplicates(rubric), *_mismatches(rubric), *not_100("rubric", weights)]


def not_100(field: str, weights: Sequence[float]) -> list[Problem]:
    """A problem when *weights* do not sum to 100."""
    whole = math.fsum(weights)
    if math.isclose(whole, 100, rel_tol=0, abs_tol=TOLERANCE):
        return []
    shown = int(whole) if whole.is_integer() else round(whole, PLACES)
    return [Problem(field, "weights_not_100", {"sum": shown})]


def _duplicates(rubric: Sequence[Criterion]) -> list[Problem]:
    counts: Counter[str] = Counter()
    found = []
    for path, criterion in nodes(rubric):
        counts[criterion.key] += 1
        if counts[criterion.key] > 1:
            found.append(Problem(f"{path}.key", "duplicate_key", {"key": criterion.key}))
    return found


def _mismatches(rubric: Sequence[Criterion]) -> list[Problem]:
    return [
        Problem(f"{path}.weight", "weight_mismatch", {"key": criterion.key})
        for path, criterion in nodes(rubric)
        if criterion.children and abs(_below(criterion) - criterion.weight) > TOLERANCE
    ]


def _below(criterion: Criterion) -> float:
    return math.fsum(child.weight for child in criterion.children)

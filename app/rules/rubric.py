"""Rubrics: a tree of criteria of which only the leaves are scored."""

from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from app.models.edition import Criterion

DECIMALS = 6


def leaves(rubric: Sequence[Criterion]) -> list[Criterion]:
    """The criteria that are scored, in reading order."""
    return [leaf for node in rubric for leaf in (leaves(node.children) if node.children else [node])]


def total(rubric: Sequence[Criterion], scores: Mapping[str, float]) -> float | None:
    """Σ score·weight / Σ weight over the leaves, 0–100, to six decimals; None while a leaf has no score."""
    scored = leaves(rubric)
    weights = fsum(leaf.weight for leaf in scored)
    if not weights or any(leaf.key not in scores for leaf in scored):
        return None
    return round(fsum(scores[leaf.key] * leaf.weight for leaf in scored) / weights, DECIMALS)


def missing(rubric: Sequence[Criterion], scores: Mapping[str, float]) -> list[str]:
    """The leaves without a score."""
    return [leaf.key for leaf in leaves(rubric) if leaf.key not in scores]


def nodes(rubric: Sequence[Criterion]) -> Iterator[Criterion]:
    """Every node, parents before their children."""
    for node in rubric:
        yield node
        yield from nodes(node.children)

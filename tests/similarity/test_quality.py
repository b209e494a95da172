"""What is alike is found, and little else: the figures of `python -m bench.similar --quality` are held."""

import pytest

from bench.similar_quality import Scores, measured
from bench.similar_texts import AGAIN, SAME, STRANGER, TWO, WHOLE

SEEDS = range(2)


@pytest.fixture(scope="module")
def scores() -> Scores:
    return measured(SEEDS)


def test_copied_passages_are_found_and_no_others(scores: Scores) -> None:
    """Measured: recall 0.967, precision 1.000 (three seeds)."""
    assert scores.passages.recall >= 0.93
    assert scores.passages.precision >= 0.97


def test_the_secretariat_is_told_of_copies_and_paraphrases_and_of_no_strangers(scores: Scores) -> None:
    """Measured: recall 0.980, precision 0.983."""
    assert scores.proposals.recall >= 0.95
    assert scores.proposals.precision >= 0.95


def test_the_public_is_told_who_solved_the_same(scores: Scores) -> None:
    """Measured: recall 0.995, precision 0.979."""
    assert scores.innovations.recall >= 0.96
    assert scores.innovations.precision >= 0.94


@pytest.mark.parametrize("kind", [*WHOLE, AGAIN, TWO])
def test_no_kind_is_missed(scores: Scores, kind: str) -> None:
    assert scores.proposals.there[kind] == 20
    assert scores.proposals.found[kind] >= 17


def test_strangers_are_among_what_is_asked(scores: Scores) -> None:
    """Otherwise precision would say little."""
    assert scores.proposals.there[STRANGER] == 0
    assert STRANGER in scores.passages.there
    assert scores.passages.found[SAME] == scores.passages.there[SAME]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.edition import Criterion
from app.rules import rubric
from tests.rules.builders import criterion

TREE = [criterion("a", 60, criterion("b", 20), criterion("c", 40)), criterion("d", 40)]
WHOLE = {"b": 50.0, "c": 100.0, "d": 75.0}


def test_only_leaves_are_scored():
    assert [leaf.key for leaf in rubric.leaves(TREE)] == ["b", "c", "d"]


def test_the_total_is_the_weighted_mean_of_the_leaves():
    assert rubric.total(TREE, WHOLE) == 80.0


def test_scores_of_anything_but_leaves_count_for_nothing():
    assert rubric.total(TREE, WHOLE | {"a": 0, "x": 0}) == 80.0


def test_there_is_no_total_while_a_leaf_is_missing():
    scores = {"c": 0.0, "a": 10.0}
    assert rubric.missing(TREE, scores) == ["b", "d"]
    assert rubric.total(TREE, scores) is None
    assert rubric.missing(TREE, WHOLE) == []


def test_a_rubric_that_weighs_nothing_has_no_total():
    assert rubric.total([criterion("a", 0)], {"a": 50}) is None
    assert rubric.total([], {}) is None


def test_the_total_has_six_decimals():
    thirds = [criterion("a", 10), criterion("b", 20)]
    assert rubric.total(thirds, {"a": 100, "b": 0}) == 33.333333


weights = st.lists(st.floats(0.1, 100), min_size=1, max_size=12)


@given(weights, st.floats(0, 100), st.randoms())
def test_equal_scores_give_that_score_and_order_does_not_matter(given_weights, score, random):
    tree = [criterion(f"k{place}", weight) for place, weight in enumerate(given_weights)]
    assert rubric.total(tree, {leaf.key: score for leaf in tree}) == pytest.approx(score, abs=1e-6)
    scores = {leaf.key: random.uniform(0, 100) for leaf in tree}
    before = rubric.total(tree, scores)
    random.shuffle(tree)
    assert rubric.total(tree, scores) == before
    assert before is not None
    assert min(scores.values()) - 1e-6 <= before <= max(scores.values()) + 1e-6


def faults(tree: list[Criterion]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in rubric.problems(tree)]


def test_a_sound_rubric_has_no_problem():
    assert faults(TREE) == []
    assert faults([criterion(f"k{n}", 0.1 * 1000 / 3) for n in range(3)]) == []


def test_a_rubric_without_criteria_is_empty():
    assert faults([]) == [("rubric", "empty")]


def test_weights_must_sum_to_100():
    (problem,) = rubric.problems([criterion("a", 50), criterion("b", 40)])
    assert (problem.field, problem.code, problem.params) == ("rubric", "weights_not_100", {"sum": 90})


def test_a_node_weighs_what_its_children_weigh():
    tree = [criterion("a", 61, criterion("b", 20), criterion("c", 40)), criterion("d", 40)]
    (problem,) = rubric.problems(tree)
    assert (problem.field, problem.code, problem.params) == (
        "rubric[0].weight",
        "weight_mismatch",
        {"key": "a"},
    )


def test_a_key_stands_once_in_the_whole_tree():
    tree = [criterion("a", 60, criterion("d", 60)), criterion("d", 40)]
    assert faults(tree) == [("rubric[1].key", "duplicate_key")]

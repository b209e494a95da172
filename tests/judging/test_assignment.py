"""Who reads what: loads within one, conflicts never, the same for the same seed, and all of it comparable."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.judging.assignment import Assignment, Task, assign, table, task

PROPOSALS = [f"p{n:02}" for n in range(24)]
JURORS = [f"j{n}" for n in range(8)]


def named(given_task: Task, found: Assignment) -> set[tuple[str, str]]:
    return {(given_task.proposals[i], given_task.jurors[j]) for i, j in zip(found.proposal, found.juror, strict=True)}


@st.composite
def tasks(draw: st.DrawFn) -> dict:
    p, j = PROPOSALS[: draw(st.integers(1, 24))], JURORS[: draw(st.integers(1, 8))]
    pair = st.tuples(st.sampled_from(p), st.sampled_from(j))
    barred = draw(st.sets(pair, max_size=40))
    return {
        "proposals": p, "jurors": j, "wanted": draw(st.integers(1, 5)), "barred": barred,
        "experts": draw(st.sets(pair, max_size=40)), "avoided": draw(st.sets(pair, max_size=20)),
        "kept": draw(st.sets(pair, max_size=20)) - barred,
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(tasks(), st.integers(0, 5))
def test_no_conflict_is_ever_assigned_and_what_is_kept_is_not_given_again(given_task: dict, seed: int):
    pairs = named(task(**given_task), assign(task(**given_task), seed))
    assert not pairs & given_task["barred"]
    assert not pairs & given_task["kept"]


@settings(max_examples=150, deadline=None)
@given(tasks(), st.integers(0, 5))
def test_as_many_readings_as_can_be_had(given_task: dict, seed: int):
    """Without limits each proposal has what it wants, or everybody who may."""
    one = task(**given_task)
    found = assign(one, seed)
    possible = (one.kept | ~one.barred).sum(1)
    assert (found.readings >= np.minimum(one.wanted, possible)).all()
    assert (found.readings <= np.maximum(one.wanted, one.kept.sum(1))).all(), "nor more than wanted"
    gaps = np.maximum(one.wanted - found.readings, 0)
    assert {i: missing for i, missing, _ in found.short} == {i: gaps[i] for i in np.flatnonzero(gaps)}
    assert {why for _, _, why in found.short} <= {"conflicts"}


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 24), st.integers(1, 8), st.integers(1, 5), st.integers(0, 5), st.booleans())
def test_loads_end_within_one(p: int, j: int, wanted: int, seed: int, with_experts: bool):
    experts = [(one, JURORS[0]) for one in PROPOSALS] if with_experts else []
    found = assign(task(PROPOSALS[:p], JURORS[:j], wanted, experts=experts), seed)
    assert np.ptp(found.loads) <= 1
    assert found.loads.sum() == p * min(wanted, j)


@settings(max_examples=60, deadline=None)
@given(tasks(), st.integers(0, 5), st.randoms())
def test_the_same_seed_gives_the_same_whatever_the_order(given_task: dict, seed: int, random):
    shuffled = {
        key: random.sample(sorted(value), len(value)) if not isinstance(value, int) else value
        for key, value in given_task.items()
    }
    one, other = task(**given_task), task(**shuffled)
    assert named(one, assign(one, seed)) == named(other, assign(other, seed))


def test_another_seed_gives_another():
    one = task(PROPOSALS, JURORS, 3)
    assert named(one, assign(one, 1)) != named(one, assign(one, 2))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1000), st.integers(2, 4))
def test_it_hangs_together_even_where_expertise_would_split_it(seed: int, wanted: int):
    """Two halves of proposals, each with its own half of the jurors as experts."""
    experts = [(p, j) for a, p in enumerate(PROPOSALS) for b, j in enumerate(JURORS) if a % 2 == b % 2]
    found = assign(task(PROPOSALS, JURORS, wanted, experts=experts), seed)
    assert found.part_count == 1
    assert np.ptp(found.loads) <= 1
    assert found.matches >= 24 * wanted - 4, "and it costs a swap or two"


def test_kept_panels_are_joined_by_what_is_new():
    kept = [(p, j) for a, p in enumerate(PROPOSALS) for b, j in enumerate(JURORS) if a % 4 == b % 4]
    assert assign(task(PROPOSALS, JURORS, 2, kept=kept), 1).part_count == 4, "nothing to assign: they stay apart"
    assert assign(task(PROPOSALS, JURORS, 3, kept=kept), 1).part_count == 1


def test_one_reading_each_cannot_hang_together():
    assert assign(task(PROPOSALS, JURORS, 1), 1).part_count == 8


def test_experts_read_where_they_can():
    experts = [(p, JURORS[a % 8]) for a, p in enumerate(PROPOSALS)]
    found = assign(task(PROPOSALS, JURORS, 2, experts=experts), 3)
    assert found.matches == 24
    assert found.broken == 0


def test_what_is_to_be_avoided_is_done_only_where_nothing_else_is_left():
    avoided = [(PROPOSALS[0], j) for j in JURORS]
    found = assign(task(PROPOSALS, JURORS, 2, avoided=avoided), 1)
    assert found.broken == 2, "the first proposal has no other readers"
    assert not found.short


def test_a_gap_is_filled_without_touching_what_is_there():
    one = task(PROPOSALS, JURORS, 3)
    before = named(one, assign(one, 1))
    left = {pair for pair in before if pair[1] != "j3"}
    again = task(PROPOSALS, [j for j in JURORS if j != "j3"], 3, kept=left)
    found = assign(again, 2)
    assert (found.readings == 3).all()
    assert len(found.proposal) == len(before) - len(left)
    assert np.ptp(found.loads) <= 1


def test_limits_are_kept_and_the_shortage_is_shared_out():
    found = assign(task(PROPOSALS, JURORS, 3, limits=dict.fromkeys(JURORS, 6)), 1)
    assert found.loads.tolist() == [6] * 8
    assert found.readings.tolist() == [2] * 24
    assert {(missing, why) for _, missing, why in found.short} == {(1, "loads")}


def test_too_many_conflicts_are_named():
    found = assign(task(PROPOSALS, JURORS, 3, barred=[(PROPOSALS[5], j) for j in JURORS[:6]]), 1)
    assert found.short == ((5, 1, "conflicts"),)


def test_nobody_to_read_and_nothing_to_read():
    assert assign(task(PROPOSALS[:1], [], 3), 1).short == ((0, 3, "conflicts"),)
    assert assign(task([], JURORS, 3), 1).loads.tolist() == [0] * 8


def test_pairs_of_unknown_ids_are_passed_over():
    assert not table(["a"], ["x"], [("b", "x"), ("a", "y")]).any()


@pytest.mark.parametrize("barred_share", [0.0, 0.3])
def test_a_large_field_goes_by_candidates_to_even_loads(monkeypatch, barred_share):
    monkeypatch.setattr("app.judging.assignment.MOST_PAIRS", 1000)
    random = np.random.default_rng(1)
    p, j = 400, 150
    one = Task(
        [f"{n:03}" for n in range(p)], [f"{n:03}" for n in range(j)], np.full(p, 3), np.full(j, p),
        random.random((p, j)) < barred_share, np.zeros((p, j), np.int8), np.zeros((p, j), np.bool_),
    )  # fmt: skip
    found = assign(one, 1)
    assert found.loads.tolist() == [8] * 150
    assert not one.barred[found.proposal, found.juror].any()

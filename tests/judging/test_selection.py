"""Who goes on: of all, of each pool, above a grade; and how likely, and what is to be reached."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.judging.selection import Selection, best, first

SCORE = np.array([90.0, 70, 80, 60, 85])
POOL = np.array([0, 0, 1, 1, 1])


def test_the_best_of_each_pool():
    chosen = Selection((1, 2), POOL).chosen(SCORE)
    assert chosen.tolist() == [True, False, True, False, True]
    assert Selection((None, 0), POOL).chosen(SCORE).tolist() == [True, True, False, False, False]


def test_nobody_goes_on_below_the_grade():
    assert Selection((None,), grade=80).chosen(SCORE).tolist() == [True, False, True, False, True]
    assert Selection((2,), grade=88).chosen(SCORE).tolist() == [True, False, False, False, False]
    assert Selection((2, 2), POOL, grade=75).chosen(SCORE).tolist() == [True, False, True, False, True]


def test_ties_at_the_last_place_of_a_pool_all_go_on():
    assert Selection((1, 1), np.array([0, 0, 1])).chosen(np.array([70.0, 70, 60])).tolist() == [True, True, True]


def test_what_each_has_to_reach():
    assert best(2).cuts(SCORE).tolist() == [82.5] * 5
    assert Selection((1, 2), POOL).cuts(SCORE).tolist() == [80, 80, 70, 70, 70]
    assert Selection((None,), grade=75).cuts(SCORE).tolist() == [75] * 5
    assert Selection((2,), grade=88).cuts(SCORE).tolist() == [88] * 5
    assert Selection((4,), grade=50).cuts(SCORE).tolist() == [65] * 5


def test_the_chance_is_the_share_of_the_draws_that_choose():
    drawn = np.array([[90.0, 70, 80, 60, 85], [70, 90, 60, 80, 75], [90, 80, 70, 60, 50], [10, 20, 30, 40, 50]])
    assert Selection((1, 1), POOL).chances(drawn).tolist() == [0.5, 0.5, 0.25, 0.25, 0.5]
    assert Selection((None,), grade=75).chances(drawn).tolist() == [0.5, 0.5, 0.25, 0.25, 0.5]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.integers(0, 5), st.integers(0, 20), st.data())
def test_more_room_or_a_lower_grade_never_shuts_anybody_out(marks: list[int], places: int, grade: int, data):
    score = np.array(marks, float)
    pool = np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(marks), max_size=len(marks))))
    narrow = Selection((places, places), pool, grade).chosen(score)
    assert (narrow <= Selection((places + 1, None), pool, grade - 1).chosen(score)).all()
    assert (Selection((places,)).chosen(score) == first(score, places)).all()
    assert (Selection((places,)).chances(np.stack([score + np.arange(len(score)) / 100])) <= 1).all()

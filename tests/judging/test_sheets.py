import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.judging.graph import components
from app.judging.means import mean, standardised, trimmed
from app.judging.sheets import SheetProblem, from_arrays, from_rows
from tests.judging.fields import Row, rows

THREE = [("b", "x", 60.0), ("a", "y", 70.0), ("a", "x", 80.0)]


def test_sheets_stand_in_order_of_their_ids():
    sheets = from_rows(THREE, proposals=["c"], jurors=["w"])
    assert list(sheets.proposals) == ["a", "b", "c"]
    assert list(sheets.jurors) == ["w", "x", "y"]
    assert sheets.proposal.tolist() == [0, 0, 1]
    assert sheets.juror.tolist() == [1, 2, 1]
    assert sheets.score.tolist() == [80, 70, 60]
    assert sheets.readings.tolist() == [2, 1, 0]
    assert sheets.loads.tolist() == [0, 2, 1]


@given(rows(), st.randoms())
def test_the_order_of_rows_does_not_matter(given_rows: list[Row], random):
    one = from_rows(given_rows)
    random.shuffle(given_rows)
    other = from_rows(given_rows)
    assert one.proposals == other.proposals
    np.testing.assert_array_equal(one.score, other.score)
    np.testing.assert_array_equal(one.juror, other.juror)


@pytest.mark.parametrize(
    ("code", "given_rows"),
    [
        ("twice", [*THREE, ("a", "x", 10.0)]),
        ("range", [("a", "x", 100.5)]),
        ("range", [("a", "x", -1.0)]),
        ("range", [("a", "x", float("nan"))]),
    ],
)
def test_what_is_no_sheet_is_refused(code, given_rows):
    with pytest.raises(SheetProblem) as caught:
        from_rows(given_rows)
    assert caught.value.code == code


def test_indices_must_be_of_the_field():
    one = np.array([0])
    for proposal, juror, code in (
        (np.array([1]), one, "index"),
        (one, np.array([-1]), "index"),
        (one, one[:0], "shape"),
    ):
        with pytest.raises(SheetProblem) as caught:
            from_arrays(proposal, juror, np.array([50.0]), 1, 1)
        assert caught.value.code == code


def test_another_score_may_stand_in():
    sheets = from_rows(THREE)
    assert sheets.with_scores(np.array([1.0, 2.0, 3.0])).score.tolist() == [1, 2, 3]
    with pytest.raises(SheetProblem):
        sheets.with_scores(np.array([1.0]))


def test_parts_are_numbered_by_their_first_proposal():
    count, parts = components(np.array([0, 1, 2, 2]), np.array([0, 1, 0, 2]), 4, 4)
    assert count == 2, "proposals 0 and 2 through juror 0, proposal 1 apart; proposal 3 and juror 3 are not read"
    assert parts[:4].tolist() == [0, 1, 0, 2]
    assert parts[4:].tolist() == [0, 1, 0, 3]


def test_simple_means_by_hand():
    sheets = from_rows([("a", "x", 90.0), ("a", "y", 60.0), ("a", "z", 70.0), ("b", "x", 70.0), ("b", "z", 30.0)])
    assert mean(sheets).tolist() == [pytest.approx(220 / 3), 50]
    assert trimmed(sheets).tolist() == [70, 50], "of three only the middle one, of two both"
    z = standardised(sheets)
    assert z[0] > z[1]


def test_z_scores_take_a_juror_who_always_gives_the_same_as_average():
    sheets = from_rows([("a", "x", 80.0), ("b", "x", 80.0), ("a", "y", 60.0), ("b", "y", 40.0)])
    assert standardised(sheets).tolist() == [pytest.approx(65 + 2.5), pytest.approx(65 - 2.5)]

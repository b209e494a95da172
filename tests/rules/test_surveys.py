"""The arithmetic of satisfaction surveys, against numbers that are printed elsewhere."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import surveys
from app.rules.surveys import Sums

PRINTED = {10: 10, 15: 14, 20: 19, 50: 44, 100: 80, 500: 217, 1000: 278, 5000: 357, 10000: 370, 75000: 382,
           1000000: 384}  # fmt: skip
"""Of the table in Krejcie and Morgan (1970), which the regulation takes over."""


@pytest.mark.parametrize(("population", "wanted"), PRINTED.items())
def test_the_table_of_krejcie_and_morgan(population: int, wanted: int) -> None:
    assert surveys.krejcie_morgan(population) == wanted


@pytest.mark.parametrize(("population", "wanted"), [(1, 1), (100, 80), (1000, 286), (10000, 385)])
def test_the_formula_of_slovin(population: int, wanted: int) -> None:
    assert surveys.slovin(population) == wanted


def of(*answers: list[int]) -> Sums:
    """The sums of some answers."""
    columns = tuple(sum(answer[at] for answer in answers) for at in range(9))
    return Sums(len(answers), columns, sum(sum(answer) ** 2 for answer in answers))


def test_the_index_is_the_mean_by_twenty_five() -> None:
    index = surveys.index_of(of([3] * 9, [4] * 9, [3] * 8 + [4]))
    assert index.value == Decimal("84.26")  # (27 + 36 + 28) / 27 × 25
    assert index.letter == "B"
    assert [float(mean) for mean in index.means[:1]] == [pytest.approx(10 / 3)]
    assert sum(index.weights) == 1


def test_the_interval_is_students() -> None:
    low, high = surveys.interval(of([2] * 9, [3] * 9, [3] * 9, [3] * 9, [4] * 9), None)
    error = 25 * (0.5 / 5) ** 0.5  # variance 0.5 of the means 2, 3, 3, 3, 4
    assert (low, high) == (pytest.approx(75 - 2.776 * error, abs=0.01), pytest.approx(75 + 2.776 * error, abs=0.01))


def test_whoever_asked_everybody_knows() -> None:
    answers = of([2] * 9, [3] * 9, [3] * 9, [3] * 9, [4] * 9)
    assert surveys.interval(answers, 5) == (75, 75)
    wide, narrow = surveys.interval(answers, None), surveys.interval(answers, 10)
    assert wide[0] < narrow[0] < 75 < narrow[1] < wide[1]


def test_the_interval_stays_on_the_scale() -> None:
    low, high = surveys.interval(of([1] * 9, [4] * 9, [4] * 9, [4] * 9, [4] * 9), None)
    assert (low >= 25, high) == (True, 100)


@pytest.mark.parametrize(("freedom", "printed"), [(4, 2.776), (9, 2.262), (30, 2.042), (1000, 1.962)])
def test_students_t(freedom: int, printed: float) -> None:
    assert surveys.student(freedom) == pytest.approx(printed, abs=0.001)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 6, "b": 7}, {"a", "b"}),
        ({"a": 3, "b": 6, "c": 20}, {"c"}),  # b is kept back too: the whole less b and c would be a
        ({"a": 3, "b": 3, "c": 20}, {"c"}),
        ({"a": 4}, set()),
        ({None: 5, "a": 5}, {None, "a"}),
    ],
)
def test_what_is_kept_back_is_five_or_more_together(counts: dict[str | None, int], told: set[str | None]) -> None:
    assert surveys.to_show(counts) == told


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ({("f", "x"): 5, ("m", "x"): 5}, {("f", "x"): 5, ("m", "x"): 5}),
        ({("f", "x"): 5, ("f", "y"): 4, ("f", "z"): 1}, {("f", "x"): 5, ("f", None): 5}),
        ({("f", "x"): 5, ("f", "y"): 1, ("m", "x"): 5, ("m", "y"): 4},
         {("f", "x"): 5, ("m", "x"): 5, (None, None): 5}),
        ({("f", "x"): 6, ("m", "y"): 1}, {(None, None): 7}),  # alone, the one would be known by what is left out
        ({("f", "x"): 7, ("m", "x"): 6, ("m", "y"): 1}, {("f", "x"): 7, (None, None): 7}),
        ({("f", None): 3, ("f", "x"): 2}, {("f", None): 5}),
    ],
)  # fmt: skip
def test_a_combination_is_told_where_five_share_it(rows: dict[Any, int], shown: dict[Any, int]) -> None:
    assert Counter(surveys.alike([*Counter(rows).elements()])) == shown


@given(st.lists(st.tuples(*(st.sampled_from(("a", "b", None)) for _ in range(4))), min_size=5, max_size=60))
def test_no_shown_combination_is_of_fewer_than_five(rows: list[surveys.Row]) -> None:
    shown = surveys.alike(rows)
    assert min(Counter(shown).values()) >= 5
    assert all(told in (value, None) for row, one in zip(rows, shown, strict=True)
               for value, told in zip(row, one, strict=True))  # fmt: skip


def test_several_surveys_weigh_by_their_answers() -> None:
    assert surveys.weighted([(Decimal(80), 10), (Decimal(90), 30)]) == Decimal("87.5")
    assert surveys.weighted([]) is None

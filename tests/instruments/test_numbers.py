"""Numbers are read right or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.instruments.numbers import UnclearNumber, number


@pytest.mark.parametrize(("text", "value"), [
    ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
    ("1.234.567,89", "1234567.89"), ("12,5", "12.5"), ("12.5", "12.5"), ("82,78", "82.78"), ("1234", "1234"),
    ("1234,567", "1234.567"), ("1234.567", "1234.567"), ("0,125", "0.125"), ("0.125", "0.125"), ("-3,5", "-3.5"),
    ("−3,5", "-3.5"), (" 7 ", "7"), ("0", "0"), ("007", "7"), ("00,5", "0.5"), ("1,2345", "1.2345"),
])  # fmt: skip
def test_what_can_be_meant_in_one_way(text: str, value: str):
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "999,999", "-1.234"])
def test_what_can_be_meant_in_two_ways_is_refused(text: str):
    with pytest.raises(UnclearNumber) as refused:
        number(text)
    assert refused.value.code == "two_readings"
    assert len(refused.value.readings) == 2


def test_the_files_own_mark_decides():
    assert (number("1.234", ","), number("1.234", ".")) == (1234, Decimal("1.234"))
    assert (number("1,234", ","), number("1,234", ".")) == (Decimal("1.234"), 1234)


@pytest.mark.parametrize("text", [
    "", " ", "-", "abc", "1,2,3", "1.2.3", "12.34,5", "1.234.56", "1,23.4", "1e5", "NaN", "Infinity", "1 234", "1_000",
    "٣", "1.234,5.6", "--1", ",5", "5,", "0.123.456", "50%", "1" * 31,
])  # fmt: skip
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(UnclearNumber) as refused:
        number(text)
    assert refused.value.code == "not_a_number"


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_number_comes_back_from_indonesian_and_from_english(value: Decimal):
    english = f"{value:,.2f}"
    indonesian = english.translate(str.maketrans(",.", ".,"))
    assert number(english) == number(indonesian) == value
    assert number(english, ".") == number(indonesian, ",") == value


@given(st.text(alphabet="0123456789.,-", max_size=12))
def test_whatever_is_read_with_a_mark_is_never_contradicted(text: str):
    try:
        value = number(text)
    except UnclearNumber:
        return
    readings = set()
    for mark in (",", "."):
        try:
            readings.add(number(text, mark))
        except UnclearNumber:
            continue
    assert readings == {value}

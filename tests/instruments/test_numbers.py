"""Numbers are read right or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.instruments.numbers import Figure, UnclearNumber, number


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


@pytest.mark.parametrize("text", ["50%", "80,5 %", " 0.805%"])
def test_a_percent_sign_is_refused_by_name(text: str):
    with pytest.raises(UnclearNumber) as refused:
        number(text)
    assert (refused.value.code, refused.value.text) == ("percent_sign", text.strip())


def test_the_files_own_mark_decides():
    assert (number("1.234", ","), number("1.234", ".")) == (1234, Decimal("1.234"))
    assert (number("1,234", ","), number("1,234", ".")) == (Decimal("1.234"), 1234)


@pytest.mark.parametrize("text", [
    "", " ", "-", "abc", "1,2,3", "1.2.3", "12.34,5", "1.234.56", "1,23.4", "1e5", "NaN", "Infinity", "1 234", "1_000",
    "٣", "1.234,5.6", "--1", ",5", "5,", "0.123.456", "1" * 31,
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


def test_of_two_readings_the_scale_takes_the_one_that_it_knows():
    assert number("3,541", ends=(1, 4)) == number("3.541", ends=(1, 4)) == Decimal("3.541")
    assert number("82.125", ends=(0, 100)) == Decimal("82.125")
    assert number("1.234", ends=(1000, 5000)) == 1234
    assert number("-1.234", ends=(-2, 0)) == Decimal("-1.234")
    with pytest.raises(UnclearNumber) as refused:
        number("3,541", ends=(0, 5000))
    assert (refused.value.code, refused.value.readings) == ("two_readings", (Decimal("3.541"), 3541))
    with pytest.raises(UnclearNumber) as refused:
        number("5.000", ends=(1, 4))
    assert refused.value.code == "outside"


def test_a_number_of_a_spreadsheet_has_one_reading():
    assert number(Figure("82.125")) == Decimal("82.125")
    assert number(Figure("1.234"), ",") == Decimal("1.234"), "it came as a number, whatever the file's mark"


@given(st.text(alphabet="0123456789.,-", max_size=9), st.integers(-2000, 2000), st.integers(0, 200_000))
def test_a_reading_is_taken_only_where_no_other_could_be(text: str, low: int, width: int):
    ends = (float(low), float(low + width))
    try:
        value = number(text, ends=ends)
    except UnclearNumber:
        return
    readings = set()
    for mark in (",", "."):
        try:
            readings.add(number(text, mark))
        except UnclearNumber:
            continue
    assert value in readings
    assert all(not ends[0] <= other <= ends[1] for other in readings - {value})


@given(st.decimals(min_value=1, max_value=4, places=3), st.sampled_from(",."))
def test_every_mean_of_a_survey_is_read_as_it_stands(value: Decimal, mark: str):
    assert number(str(value).replace(".", mark), ends=(1, 4)) == value

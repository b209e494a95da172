from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.clock import WIB
from app.rules.copying import moved_to_year
from tests.rules.builders import configuration

moments = st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, WIB]))
years = st.integers(2000, 2200)


def test_name_and_dates_move_and_nothing_else():
    before = configuration()
    after = moved_to_year(before, 2023, 2026)
    assert after.name == "KOVABLIK Jawa Timur 2026"
    assert after.opens_at == datetime(2026, 3, 1, tzinfo=WIB)
    assert after.closes_at == datetime(2026, 4, 30, 23, 59, 59, tzinfo=WIB)
    assert after.stages[1].starts_at == datetime(2026, 8, 1, tzinfo=WIB)
    moved = {"name", "opens_at", "closes_at", "stages"}
    assert after.model_dump(exclude=moved) == before.model_dump(exclude=moved)
    dates = {"__all__": {"starts_at", "ends_at"}}
    assert after.model_dump(include={"stages"}, exclude={"stages": dates}) == before.model_dump(
        include={"stages"}, exclude={"stages": dates}
    )


def test_the_original_stays_as_it_was():
    before = configuration()
    after = moved_to_year(before, 2023, 2024)
    after.form[0].title = after.stages[0].rubric[0].title = "lain"
    assert before == configuration()


def test_only_the_year_itself_is_replaced_in_the_name():
    named = configuration(name="2023: edisi 20231 (2022/2023)")
    assert moved_to_year(named, 2023, 2024).name == "2024: edisi 20231 (2022/2024)"


def test_the_29th_of_february_becomes_the_28th():
    leap = configuration(opens_at=datetime(2024, 2, 29, 8, tzinfo=WIB), closes_at=datetime(2024, 3, 1, tzinfo=WIB))
    after = moved_to_year(leap, 2024, 2025)
    assert (after.opens_at, after.closes_at) == (
        datetime(2025, 2, 28, 8, tzinfo=WIB),
        datetime(2025, 3, 1, tzinfo=WIB),
    )


def test_midnight_in_wib_stays_midnight_in_wib_across_a_leap_day():
    opens = datetime(2023, 3, 1, tzinfo=WIB).astimezone(UTC)
    assert moved_to_year(configuration(opens_at=opens), 2023, 2024).opens_at == datetime(2024, 3, 1, tzinfo=WIB)


@given(moments, years, years)
def test_day_and_hour_in_wib_stay(opens: datetime, from_year: int, to_year: int):
    after = moved_to_year(configuration(opens_at=opens, stages=[]), from_year, to_year)
    before, moved = opens.astimezone(WIB), after.opens_at.astimezone(WIB)
    assert moved.year - before.year == to_year - from_year
    same_day = (moved.month, moved.day) == (before.month, before.day)
    assert same_day or (before.month, before.day, moved.month, moved.day) == (2, 29, 2, 28)
    assert moved.time() == before.time()


@given(moments, years)
def test_the_same_year_changes_nothing(opens: datetime, year: int):
    before = configuration(opens_at=opens)
    assert moved_to_year(before, year, year) == before

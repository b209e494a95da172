"""The least raw value that is worth a share: by hand for each conversion, and against the conversion itself."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.instruments.inverting import least_raw
from app.instruments.schema import Item
from app.instruments.shares import Ratio, share_of

D, F = Decimal, Fraction


def item(**said: object) -> Item:
    return Item.model_validate({"key": "a", "title": "A", "weight": D(10), **said}, strict=False)


def number(low: int, high: int, **convert: object) -> Item:
    return item(scale="number", minimum=D(low), maximum=D(high), convert=convert)


def bands(*said: tuple[str, str]) -> list[dict[str, object]]:
    return [{"when": when, "share": D(share)} for when, share in said]


SPAK = number(1, 4, kind="part", of=D(4))
DAYS = number(0, 30, kind="inverse", **{"from": D(30), "to": D(0)})
LINE = number(0, 30, kind="linear", **{"from": D(10), "to": D(25)})
BANDS = number(0, 100, kind="banded", bands=bands(("<60", "0"), (">=60 <80", "0.5"), (">=80", "1")))
LATE = number(0, 30, kind="banded", bands=bands(("<=5", "1"), (">5", "0")))
OPEN = number(0, 100, kind="banded", bands=bands(("<=80", "0"), (">80", "1")))
TABLE = number(0, 5, kind="table", rows=[{"value": D(n), "share": D(n) / 5} for n in range(6)])
WORDS = item(scale="choice", convert={"kind": "table", "rows": [
    {"value": word, "share": D(share)} for word, share in (("penuh", "1"), ("sebagian", "0.4"), ("belum", "0"))
]})  # fmt: skip


@pytest.mark.parametrize(
    ("one", "raw", "share", "needed"),
    [
        (SPAK, D("3.54"), F("15.75") / F("17.5"), F("3.6")),  # 0.9 of 4
        (SPAK, None, F(1, 3), F("1.34")),  # 4/3 = 1.333… has no end: the next that is written with two decimals
        (DAYS, D(20), F(2, 3), F(10)),  # 30 − 2/3 × 30
        (DAYS, D(20), F("0.7001"), F("8.997")),
        (LINE, D(10), F("0.5"), F("17.5")),  # 10 + half of 15
        (BANDS, D(59), F("0.3"), F(60)),
        (BANDS, None, F("0.6"), F(80)),
        (LATE, D(12), F(1), F(5)),
        (OPEN, D(70), F(1), None),  # no least value over 80
        (TABLE, D(1), F("0.5"), F(3)),
        (WORDS, "belum", F("0.3"), "sebagian"),
        (item(scale="abcd"), "D", F("0.5"), "B"),
        (item(scale="yes_no"), None, F("0.1"), "ya"),
        (item(scale="converted"), D(50), F("0.755"), F("75.5")),
        (item(scale="percentage"), Ratio(D(80), D(120)), F("0.9"), Ratio(F(108), F(120))),
        (item(scale="percentage"), None, F("0.9"), None),
    ],
)
def test_by_hand(one: Item, raw: object, share: Fraction, needed: object) -> None:
    assert least_raw(one, raw, share) == needed  # type: ignore[arg-type]


def test_more_than_a_share_takes_a_step_more() -> None:
    assert least_raw(SPAK, None, F("0.9"), beyond=True) == F("3.61")
    assert least_raw(DAYS, None, F("0.5"), beyond=True) == F("14.99")
    assert least_raw(item(scale="abc"), None, F("0.5"), beyond=True) == "A"
    assert least_raw(SPAK, None, F(1), beyond=True) is None, "nothing is beyond the end of the scale"


@given(st.sampled_from([SPAK, DAYS, LINE, BANDS, TABLE]), st.fractions(F(1, 1000), 1, max_denominator=1000))
def test_it_is_worth_enough_and_a_step_less_is_not(one: Item, share: Fraction) -> None:
    found = least_raw(one, None, share)
    if found is None:  # 1/1000 of 4 is below the lowest that SPAK takes
        assert one is SPAK
        return
    assert isinstance(found, Fraction)
    assert share_of(one, found) >= share
    worse = found + F(1 if one is TABLE else "0.01") * (1 if one is DAYS else -1)
    if F(one.minimum or 0) <= worse <= F(one.maximum or 0):
        assert share_of(one, worse) < share

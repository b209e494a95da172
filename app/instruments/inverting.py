"""The question backwards for one indicator: the least raw value that is worth a share of its weight."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from app.instruments.ranges import parse
from app.instruments.schema import Conversion, Item
from app.instruments.shares import LETTERS, Answer, Ratio, Unfit, exact, share_of

PLACES = 2
"""Decimals of a value that has no end as a decimal fraction: people write two."""
MOST_PLACES = 6
"""Decimals that are written out."""


def least_raw(item: Item, raw: Answer | None, share: Fraction, *, beyond: bool = False) -> Answer | None:
    """The value nearest to *raw* on the better side that is worth *share* (0 to 1) or more; with *beyond*, more.

    A number is exact where it ends within six decimals, and else rounded to the better side; a ratio keeps its target.
    None where no value can be named: a band without its edge, a ratio without a target yet.
    """
    scale = item.scale or "converted"
    if scale in LETTERS or scale == "choice":
        return _word(item, share, beyond=beyond)
    if scale == "percentage":
        return _ratio(raw, share, beyond=beyond)
    try:
        there = None if raw is None else exact(raw)
        value = _number(item, there, share, beyond=beyond)
        worth = None if value is None else share_of(item, value)
    except Unfit:
        return None
    return value if worth is not None and _is_enough(worth, share, beyond=beyond) else None


def _is_enough(worth: Fraction, share: Fraction, *, beyond: bool) -> bool:
    return worth > share or (worth == share and not beyond)


def _word(item: Item, share: Fraction, *, beyond: bool) -> str | None:
    worth: Iterable[tuple[str, Fraction]]
    if item.scale in LETTERS:
        worth = ((word.upper() if len(word) == 1 else word, part) for word, part in LETTERS[item.scale].items())
    else:
        worth = ((str(row.value), Fraction(row.share)) for row in (item.convert and item.convert.rows) or ())
    enough = [(part, word) for word, part in worth if _is_enough(part, share, beyond=beyond)]
    return min(enough, key=lambda one: one[0])[1] if enough else None


def _ratio(raw: Answer | None, share: Fraction, *, beyond: bool) -> Ratio | None:
    if not isinstance(raw, Ratio):
        return None
    target = exact(raw.target)
    value = _rounded(share * target, is_up=True, beyond=beyond)
    return Ratio(value, target) if value <= target else None


def _number(item: Item, there: Fraction | None, share: Fraction, *, beyond: bool) -> Fraction | None:
    convert = item.convert
    if convert is None:
        return _rounded(share * 100, is_up=True, beyond=beyond)
    if convert.bands:
        return _edge(convert, there, share, beyond=beyond)
    if convert.rows:
        return _row(convert, there, share, beyond=beyond)
    if convert.kind == "part":
        return _rounded(share * Fraction(convert.of or 1), is_up=True, beyond=beyond)
    if convert.kind == "target":
        return _rounded(share * Fraction(convert.target or 1), is_up=True, beyond=beyond)
    start, end = Fraction(convert.start or 0), Fraction(convert.end or 0)
    return _rounded(start + share * (end - start), is_up=start < end, beyond=beyond)


def _edge(convert: Conversion, there: Fraction | None, share: Fraction, *, beyond: bool) -> Fraction | None:
    """The nearer end of the band that is just good enough; None where the end itself is not in it."""
    enough = [band for band in convert.bands or () if _is_enough(Fraction(band.share), share, beyond=beyond)]
    if not enough:
        return None
    band = parse(min(enough, key=lambda one: one.share).when)
    is_below = band.low is not None and (there is None or there <= band.low.value)
    edge = band.low if is_below else band.high
    return edge.value if edge is not None and edge.is_in else None


def _row(convert: Conversion, there: Fraction | None, share: Fraction, *, beyond: bool) -> Fraction | None:
    rows = [(Fraction(row.share), Fraction(row.value)) for row in convert.rows or () if not isinstance(row.value, str)]
    enough = [(part, abs(value - (there or 0)), value) for part, value in rows
              if _is_enough(part, share, beyond=beyond)]  # fmt: skip
    return min(enough)[2] if enough else None


def _rounded(value: Fraction, *, is_up: bool, beyond: bool) -> Fraction:
    """*value* itself where it can be written out, or else the next on the better side; with *beyond* a step more."""
    places = next((n for n in range(MOST_PLACES + 1) if (value * 10**n).denominator == 1), None)
    if places is None:
        whole = value * 10**PLACES
        return Fraction(ceil(whole) if is_up else floor(whole), 10**PLACES)
    step = Fraction(1 if is_up else -1, 10 ** max(places, PLACES))
    return value + step if beyond else value

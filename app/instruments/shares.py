"""An answer → the share of its indicator's weight, exactly."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.instruments.ranges import parse
from app.instruments.schema import Conversion, Item

LETTERS: dict[str, dict[str, Fraction]] = {
    "yes_no": {"ya": Fraction(1), "tidak": Fraction(0)},
    "abc": {"a": Fraction(1), "b": Fraction("0.5"), "c": Fraction(0)},
    "abcd": {"a": Fraction(1), "b": Fraction("0.67"), "c": Fraction("0.33"), "d": Fraction(0)},
    "abcde": {"a": Fraction(1), "b": Fraction("0.75"), "c": Fraction("0.5"), "d": Fraction("0.25"), "e": Fraction(0)},
}
"""Scale → answer → share, after PermenPANRB 90/2021."""


@dataclass(frozen=True)
class Ratio:
    """What was reached beside what was aimed at; both from 0, the target more than 0."""

    real: Decimal | int | float | Fraction
    target: Decimal | int | float | Fraction


Answer = str | bool | int | float | Decimal | Fraction | Ratio
"""A letter or word, yes or no, a number (a float stands for the decimal that it is written as), or a ratio."""


class Unfit(ValueError):
    """An answer that the scale does not know: a code with its values."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def share_of(item: Item, answer: Answer) -> Fraction:
    """The share, 0 to 1; ``Unfit`` for an answer outside the scale."""
    scale = item.scale or "converted"
    if scale in LETTERS:
        return _letter(LETTERS[scale], answer)
    if scale == "percentage":
        return _ratio(answer)
    if scale == "choice":
        return _chosen(item, answer)
    value = exact(answer)
    low, high = (Fraction(0), Fraction(100)) if scale == "converted" else _ends(item)
    if not low <= value <= high:
        raise Unfit("answer_outside", low=str(item.minimum or 0), high=str(item.maximum or 100))
    return value / 100 if item.convert is None else converted(item.convert, value)


def exact(answer: object) -> Fraction:
    """A number without any rounding; ``Unfit`` for what is none."""
    if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal | Fraction):
        raise Unfit("answer_not_number")
    if isinstance(answer, Fraction):
        return answer
    value = Decimal(repr(answer)) if isinstance(answer, float) else Decimal(answer)
    if not value.is_finite():
        raise Unfit("answer_not_number")
    return Fraction(value)


def _ends(item: Item) -> tuple[Fraction, Fraction]:
    return Fraction(item.minimum or 0), Fraction(item.maximum or 0)


def _letter(worth: dict[str, Fraction], answer: Answer) -> Fraction:
    word = {True: "ya", False: "tidak"}[answer] if isinstance(answer, bool) else answer
    found = worth.get(word.strip().casefold()) if isinstance(word, str) else None
    if found is None:
        raise Unfit("answer_unknown", expected=", ".join(worth))
    return found


def _ratio(answer: Answer) -> Fraction:
    if not isinstance(answer, Ratio):
        raise Unfit("answer_not_ratio")
    real, target = exact(answer.real), exact(answer.target)
    if target <= 0 or real < 0:
        raise Unfit("answer_not_ratio")
    return min(real / target, Fraction(1))


def _chosen(item: Item, answer: Answer) -> Fraction:
    rows = {str(row.value).casefold(): Fraction(row.share) for row in (item.convert and item.convert.rows) or ()}
    found = rows.get(answer.strip().casefold()) if isinstance(answer, str) else None
    if found is None:
        raise Unfit("answer_unknown", expected=", ".join(rows))
    return found


def converted(convert: Conversion, value: Fraction) -> Fraction:
    """The share of a number; ``Unfit`` for one that a table does not have."""
    if convert.bands:
        return next(Fraction(band.share) for band in convert.bands if parse(band.when).holds(value))
    if convert.rows:
        return _row(convert, value)
    if convert.kind == "part":
        return value / Fraction(convert.of or 1)
    if convert.kind == "target":
        return min(value / Fraction(convert.target or 1), Fraction(1))
    start, end = Fraction(convert.start or 0), Fraction(convert.end or 0)
    return min(max((value - start) / (end - start), Fraction(0)), Fraction(1))


def _row(convert: Conversion, value: Fraction) -> Fraction:
    for row in convert.rows or ():
        if isinstance(row.value, Decimal) and Fraction(row.value) == value:
            return Fraction(row.share)
    raise Unfit("answer_unknown", expected=", ".join(str(row.value) for row in convert.rows or ()))

"""Numbers as people and spreadsheets write them: 1.234,5 and 1,234.5; what could be two numbers is refused."""

import re
from decimal import Decimal
from typing import Literal

_GROUPED = {",": re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?"), ".": re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")}
"""Decimal mark → a number with thousands marks."""
_PLAIN = {",": re.compile(r"\d+(,\d+)?"), ".": re.compile(r"\d+(\.\d+)?")}


class Figure(str):
    """The text of a number that came as one (a cell of a spreadsheet): a decimal point, no thousands marks."""

    __slots__ = ()


class UnclearNumber(ValueError):
    """``code`` says why: ``not_a_number``, ``percent_sign`` (80% is 80 on one scale and 0.8 on another),
    ``two_readings`` or, where neither may be, ``outside`` with both of them, the smaller in size first."""

    def __init__(self, code: str, readings: tuple[Decimal, ...] = (), text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.readings = readings


def number(
    text: str, decimal: Literal[",", "."] | None = None, ends: tuple[float | None, float | None] = (None, None)
) -> Decimal:
    """The number that *text* can only mean, with a decimal comma or point and thousands marks.

    *decimal* is the mark of the file where it is known: "1.234" is then 1234 with a comma, 1.234 with a point.
    *ends* are the lowest and the highest number that there may be: of two readings the one between them is taken
    where the other is not ("3,541" from 1 to 4). ``UnclearNumber`` where nothing or two numbers could be meant.
    """
    plain = text.strip()
    sign, plain = ("-", plain[1:]) if plain[:1] in {"-", "−"} else ("", plain)
    mark = "." if isinstance(text, Figure) else decimal
    found = {value for one in ((mark,) if mark else (",", ".")) for value in _read(plain, one)}
    readings = tuple(Decimal(f"{sign}{value}") for value in sorted(found))
    if not readings:
        raise UnclearNumber("percent_sign" if plain.endswith("%") else "not_a_number", text=text.strip())
    inside = [value for value in readings if _between(value, ends)] if len(readings) > 1 else readings
    if len(inside) != 1:
        raise UnclearNumber("two_readings" if inside else "outside", readings)
    return inside[0]


def _between(value: Decimal, ends: tuple[float | None, float | None]) -> bool:
    low, high = ends
    return (low is None or Decimal(repr(low)) <= value) and (high is None or value <= Decimal(repr(high)))


def _read(text: str, mark: str) -> list[Decimal]:
    """How *text* reads with this decimal mark; empty where it does not."""
    if not text.isascii() or len(text) > 30:
        return []
    if not (_GROUPED[mark].fullmatch(text) or _PLAIN[mark].fullmatch(text)):
        return []
    return [Decimal(text.replace("," if mark == "." else ".", "").replace(mark, "."))]

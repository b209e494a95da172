"""Numbers as people and spreadsheets write them: 1.234,5 and 1,234.5; what could be two numbers is refused."""

import re
from decimal import Decimal
from typing import Literal

_GROUPED = {",": re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?"), ".": re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")}
"""Decimal mark → a number with thousands marks."""
_PLAIN = {",": re.compile(r"\d+(,\d+)?"), ".": re.compile(r"\d+(\.\d+)?")}


class UnclearNumber(ValueError):
    """``code`` says why: ``not_a_number``, or ``two_readings`` with both of them."""

    def __init__(self, code: str, readings: tuple[Decimal, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.readings = readings


def number(text: str, decimal: Literal[",", "."] | None = None) -> Decimal:
    """The number that *text* can only mean, with a decimal comma or point and thousands marks.

    *decimal* is the mark of the file where it is known: "1.234" is then 1234 with a comma, 1.234 with a point.
    ``UnclearNumber`` where nothing or two different numbers could be meant ("1.234" without *decimal*).
    """
    plain = text.strip()
    sign, plain = ("-", plain[1:]) if plain[:1] in {"-", "−"} else ("", plain)
    marks = (decimal,) if decimal else (",", ".")
    found = {value for mark in marks for value in _read(plain, mark)}
    if len(found) != 1:
        raise UnclearNumber("two_readings" if found else "not_a_number", tuple(sorted(found)))
    return Decimal(f"{sign}{found.pop()}")


def _read(text: str, mark: str) -> list[Decimal]:
    """How *text* reads with this decimal mark; empty where it does not."""
    if not text.isascii() or len(text) > 30:
        return []
    if not (_GROUPED[mark].fullmatch(text) or _PLAIN[mark].fullmatch(text)):
        return []
    return [Decimal(text.replace("," if mark == "." else ".", "").replace(mark, "."))]

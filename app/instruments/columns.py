"""Answers of many units as columns → shares as arrays; what does not fit its scale is refused with its rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.instruments.faults import AnswerFault, BadAnswers
from app.instruments.ranges import Edge, parse
from app.instruments.schema import Conversion, Item
from app.instruments.shares import LETTERS, Answer, Ratio, Unfit, share_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Column = NDArray[Any] | tuple[NDArray[Any], NDArray[Any]]
"""(n,) numbers with NaN where there is none; (n,) words with "" where there is none; (n,) of true and false; for a
percentage the reached and the aimed at, (n,) each."""
_SHOWN = 5


def shares_of(item: Item, column: Column) -> Floats:
    """(n,) shares 0 to 1, NaN where there is no answer; ``BadAnswers`` names the first rows that do not fit."""
    if isinstance(column, tuple):
        return _ratios(item, np.asarray(column[0], float), np.asarray(column[1], float))
    if item.scale == "percentage":
        raise BadAnswers([AnswerFault(item.key, "answer_not_ratio")])
    if item.scale in LETTERS or item.scale == "choice":
        return _words(item, column)
    if column.dtype.kind not in "fiu":
        raise BadAnswers([AnswerFault(item.key, "answer_not_number")])
    return _numbers(item, column.astype(float))


def answer_at(column: Column, row: int) -> Answer | None:
    """One row's answer as the scorer of one unit takes it; None where there is none."""
    if isinstance(column, tuple):
        real, target = (float(one[row]) for one in column)
        return None if np.isnan(real) or np.isnan(target) else Ratio(real, target)
    value = column[row].item() if hasattr(column[row], "item") else column[row]
    return None if value == "" or value != value else value


def _refuse(item: Item, wrong: Mask, code: str, **params: object) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        shown = ", ".join(str(row) for row in rows[:_SHOWN])
        raise BadAnswers([AnswerFault(item.key, code, {"rows": shown, "count": len(rows), **params})])


def _ratios(item: Item, real: Floats, target: Floats) -> Floats:
    if item.scale != "percentage":
        raise BadAnswers([AnswerFault(item.key, "answer_is_ratio")])
    _refuse(item, (real < 0) | (target <= 0) | np.isinf(real) | np.isinf(target), "answer_not_ratio")
    return np.minimum(real / target, 1.0)


def _words(item: Item, column: NDArray[Any]) -> Floats:
    """Each different word is looked up once."""
    words, places = np.unique(column, return_inverse=True)
    worth = np.array([_worth(item, word) for word in words.tolist()])
    _refuse(item, np.isinf(worth)[places], "answer_unknown", expected="")
    return np.asarray(worth[places])


def _worth(item: Item, word: str | bool) -> float:
    """NaN for no answer, infinite for one that is unknown."""
    if word == "":
        return np.nan
    try:
        return float(share_of(item, word))
    except Unfit:
        return np.inf


def _numbers(item: Item, values: Floats) -> Floats:
    low, high = (float(item.minimum or 0), float(item.maximum or 0)) if item.scale == "number" else (0.0, 100.0)
    _refuse(item, (values < low) | (values > high), "answer_outside", low=str(low), high=str(high))
    if item.convert is None:
        return values / 100
    shares = _converted(item.convert, values)
    _refuse(item, np.isnan(shares) & ~np.isnan(values), "answer_unknown", expected="")
    return shares


def _converted(convert: Conversion, values: Floats) -> Floats:
    if convert.bands:
        bands = [(inside(values, band.when), float(band.share)) for band in convert.bands]
        return np.select([mask for mask, _share in bands], [share for _mask, share in bands], np.nan)
    if convert.rows:
        rows = [(values == float(row.value), float(row.share)) for row in convert.rows]
        return np.select([mask for mask, _share in rows], [share for _mask, share in rows], np.nan)
    if convert.kind in ("part", "target"):
        return np.minimum(values / float(convert.of or convert.target or 1), 1.0)
    start, end = float(convert.start or 0), float(convert.end or 0)
    return np.clip((values - start) / (end - start), 0.0, 1.0)


def inside(values: Floats, when: str) -> Mask:
    """(n,) whether each value lies in the range."""
    allowed = parse(when)
    held = np.ones(len(values), bool)
    for edge, above in ((allowed.low, True), (allowed.high, False)):
        held &= _beyond(values, edge, above)
    return held & ~np.isnan(values)


def _beyond(values: Floats, edge: Edge | None, above: bool) -> Mask | bool:
    if edge is None:
        return True
    value = float(edge.value)
    is_beyond = values > value if above else values < value
    return is_beyond | (values == value) if edge.is_in else is_beyond


def length(columns: Mapping[str, Column]) -> int:
    """The number of units; ``ValueError`` where columns differ in length or there are none."""
    sizes = {len(part) for one in columns.values() for part in (one if isinstance(one, tuple) else (one,))}
    if len(sizes) != 1:
        raise ValueError("columns of one length are needed")
    return sizes.pop()

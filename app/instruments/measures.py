"""Whether an indicator's scale, its ends and its conversion belong together."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from app.instruments.faults import Found, Path
from app.instruments.ranges import Range, parse
from app.instruments.schema import Conversion, Item

BandFaults = Callable[[Path, Sequence[Range], Fraction, Fraction], Iterator[Found]]
_NEEDS = {"linear": ("start", "end"), "inverse": ("start", "end"), "banded": ("bands",), "table": ("rows",),
          "target": ("target",), "part": ("of",)}  # fmt: skip
_NAMES = {"start": "from", "end": "to"}
"""Names of fields that differ in the file."""
_WITH_CONVERSION = ("number", "choice")


def measured(path: Path, item: Item, band_faults: BandFaults) -> Iterator[Found]:
    """The faults of an indicator's measure."""
    yield from _ends(path, item)
    if item.convert is None:
        if item.scale in _WITH_CONVERSION:
            yield Found((*path, "scale"), "scale_needs", {"scale": item.scale, "name": "convert"})
        return
    place = (*path, "convert")
    if item.scale not in _WITH_CONVERSION:
        yield Found(place, "not_of_scale", {"scale": item.scale or "–", "name": "convert"}, at_key=True)
        return
    yield from _fields(place, item.convert)
    if not list(_fields(place, item.convert)) and not list(_ends(path, item)):
        yield from _fitting(place, item, item.convert, band_faults)


def _ends(path: Path, item: Item) -> Iterator[Found]:
    for name in ("minimum", "maximum"):
        is_given = getattr(item, name) is not None
        if is_given and item.scale != "number":
            yield Found((*path, name), "not_of_scale", {"scale": item.scale or "–", "name": name}, at_key=True)
        elif item.scale == "number" and not is_given:
            yield Found((*path, "scale"), "scale_needs", {"scale": item.scale, "name": name})
    if item.minimum is not None and item.maximum is not None and item.minimum >= item.maximum:
        ends = {"low": str(item.minimum), "high": str(item.maximum)}
        yield Found((*path, "maximum"), "ends_reversed", ends)


def _fields(path: Path, convert: Conversion) -> Iterator[Found]:
    """Each kind of conversion has its own fields and no others."""
    for name in ("start", "end", "of", "target", "bands", "rows"):
        shown = _NAMES.get(name, name)
        is_given = getattr(convert, name) is not None
        if is_given and name not in _NEEDS[convert.kind]:
            yield Found((*path, shown), "not_of_conversion", {"kind": convert.kind, "name": shown}, at_key=True)
        elif name in _NEEDS[convert.kind] and not is_given:
            yield Found(path, "conversion_needs", {"kind": convert.kind, "name": shown})


def _fitting(path: Path, item: Item, convert: Conversion, band_faults: BandFaults) -> Iterator[Found]:
    if item.scale == "choice":
        yield from _choices(path, convert)
    elif convert.kind == "table":
        yield from _values(path, item, convert)
    elif convert.bands:
        ranges = [parse(one.when) for one in convert.bands]
        ends = Fraction(item.minimum or 0), Fraction(item.maximum or 0)
        yield from band_faults((*path, "bands"), ranges, *ends)
    elif convert.kind in ("linear", "inverse"):
        yield from _line(path, item, convert)
    else:
        yield from _ratio(path, item, convert)


def _choices(path: Path, convert: Conversion) -> Iterator[Found]:
    if convert.kind != "table":
        yield Found((*path, "kind"), "choice_needs_table")
    seen: set[str] = set()
    for place, row in enumerate(convert.rows or ()):
        if not isinstance(row.value, str):
            yield Found((*path, "rows", place, "value"), "text_expected", {"name": "value"})
        elif row.value.casefold() in seen:
            yield Found((*path, "rows", place, "value"), "used_before", {"name": row.value})
        seen.add(str(row.value).casefold())


def _values(path: Path, item: Item, convert: Conversion) -> Iterator[Found]:
    seen = set()
    for place, row in enumerate(convert.rows or ()):
        at = (*path, "rows", place, "value")
        if isinstance(row.value, str):
            yield Found(at, "number_expected", {"name": "value"})
        elif item.minimum is not None and item.maximum is not None and not item.minimum <= row.value <= item.maximum:
            yield Found(at, "outside_scale", {"low": str(item.minimum), "high": str(item.maximum)})
        if row.value in seen:
            yield Found(at, "used_before", {"name": str(row.value)})
        seen.add(row.value)


def _line(path: Path, item: Item, convert: Conversion) -> Iterator[Found]:
    low, high = item.minimum, item.maximum
    start, end = convert.start, convert.end
    if low is None or high is None or start is None or end is None:
        return
    if start == end or (start < end) != (convert.kind == "linear"):
        yield Found((*path, "to"), f"direction_{convert.kind}", {"from": str(start), "to": str(end)})
    for name, value in (("from", start), ("to", end)):
        if not low <= value <= high:
            yield Found((*path, name), "outside_scale", {"low": str(low), "high": str(high)})


def _ratio(path: Path, item: Item, convert: Conversion) -> Iterator[Found]:
    """Ratios need values from 0 up; a part is one of the largest value there is."""
    if item.minimum is not None and item.minimum < 0:
        yield Found((*path, "kind"), "ratio_below_zero", {"kind": convert.kind})
    if convert.of is not None and convert.of != item.maximum:
        yield Found((*path, "of"), "part_of_maximum", {"of": str(convert.of), "maximum": str(item.maximum)})
    if convert.target is not None and convert.target <= 0:
        yield Found((*path, "target"), "not_above", {"name": "target", "limit": "0"})

"""What is wrong between files: sources that are not there, other ends, circles, the same year twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.instruments.checking import Checked, checked
from app.instruments.circles import circles
from app.instruments.faults import Fault, Found, Path
from app.instruments.ranges import shown
from app.instruments.schema import Definition, Item, Source
from app.instruments.walking import groups


@dataclass(frozen=True)
class _File:
    name: str
    checked: Checked
    definition: Definition


def check_together(texts: Mapping[str, str], beside: Sequence[Definition] = (), *,
                   with_seal: bool = True) -> list[Fault]:  # fmt: skip
    """Every fault of each file (name → text), and those between them.

    *beside* are definitions that sources may name as well, for instance those that come with JIPP; a file replaces
    the one of the same instrument and year.
    """
    all_checked = {name: checked(text, name, with_seal=with_seal) for name, text in texts.items()}
    files = [_File(name, one, one.definition) for name, one in all_checked.items() if one.definition]
    ours = {(one.definition.instrument, one.definition.year) for one in files}
    known = [one.definition for one in files]
    known += [one for one in beside if (one.instrument, one.year) not in ours]
    found = [fault for one in all_checked.values() for fault in one.faults]
    found += [fault for one in files for fault in _faults(one, known)]
    return sorted([*found, *_twice([one for one in files if one.checked.is_whole])])


def _faults(file: _File, known: Sequence[Definition]) -> Iterator[Fault]:
    edges = _edges(known)
    round_and_round = circles(edges)
    for path, item, source in _fed(file.definition):
        for one in _source_faults(path, item, source, known):
            yield _at(file, one)
        way = round_and_round.get(file.definition.instrument)
        if way and source.instrument in round_and_round and _leads_back(source, file.definition, edges):
            yield _at(file, Found((*path, "source"), "cycle", {"way": " → ".join(way)}))


def _leads_back(source: Source, definition: Definition, edges: Mapping[str, Sequence[str]]) -> bool:
    """Whether what feeds the file is itself fed by it, in the end."""
    seen = [source.instrument or ""]
    for name in seen:  # grows while it is walked through
        seen += [one for one in edges.get(name, ()) if one not in seen]
    return definition.instrument in seen


def _fed(definition: Definition) -> Iterator[tuple[Path, Item, Source]]:
    """The items that other instruments feed; what a file says of itself is looked at when it is checked alone."""
    for group in groups(definition):
        for path, item in group.each():
            if item.source and item.source.instrument not in (None, definition.instrument):
                yield path, item, item.source


def _edges(known: Sequence[Definition]) -> dict[str, list[str]]:
    """Instrument → those that feed it, in any year: whose year's result is taken is not in the files."""
    edges: dict[str, list[str]] = {one.instrument: [] for one in known}
    for one in known:
        edges[one.instrument] += [str(source.instrument) for _path, _item, source in _fed(one)]
    return edges


def _source_faults(path: Path, item: Item, source: Source, known: Sequence[Definition]) -> Iterator[Found]:
    named = [one for one in known if one.instrument == source.instrument]
    if not named:
        yield Found((*path, "source", "instrument"), "source_unknown", {"name": source.instrument})
        return
    worths = [worth for one in named if (worth := _worth(one, source.of)) is not None]
    if not worths:
        yield Found((*path, "source", "of"), "source_item_unknown", {"name": source.name})
        return
    if item.scale not in ("number", "converted", None):
        yield Found((*path, "scale"), "source_scale", {"scale": item.scale})
        return
    most = item.maximum if item.scale == "number" else Decimal(100)
    if most is not None and Fraction(most) not in worths:
        ends = {"maximum": str(most), "of": " / ".join(str(shown(one)) for one in sorted(set(worths)))}
        yield Found((*path, "maximum" if item.scale == "number" else "scale"), "source_maximum", ends)


def _worth(definition: Definition, key: str) -> Fraction | None:
    """The most that an item can give, or the total."""
    if key == "total":
        return Fraction(definition.maximum)
    found = [group.worth_of(item) for group in groups(definition) for _path, item in group.each() if item.key == key]
    return found[0] if found else None


def _at(file: _File, found: Found) -> Fault:
    place = file.checked.marked.place(found) if file.checked.marked else (1, 1)
    return Fault(file.name, *place, found.code, found.params)


def _twice(files: Sequence[_File]) -> Iterator[Fault]:
    first: dict[tuple[str, int], str] = {}
    for one in files:
        name = (one.definition.instrument, one.definition.year)
        if name in first:
            yield _at(one, Found(("year",), "year_twice", {"file": first[name], "name": name[0], "year": name[1]}))
        first.setdefault(name, one.name)

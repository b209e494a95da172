"""A sound file as an instrument that can be scored, and the files that come with JIPP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from app.instruments.checking import checked
from app.instruments.faults import BadInstrument
from app.instruments.schema import Definition
from app.instruments.seals import seal_of
from app.instruments.walking import Node, nodes

_SUFFIX = ".yaml"


@dataclass(frozen=True)
class Place:
    """Where an item is in the tree: its depth from 0, and what it belongs to."""

    depth: int
    parent: str | None


@dataclass(frozen=True, eq=False)
class Instrument:
    """A definition without faults, with its tree."""

    definition: Definition
    nodes: tuple[Node, ...]
    by_key: Mapping[str, Node]
    """Every item, each before its parts."""
    places: Mapping[str, Place]

    @property
    def leaves(self) -> list[Node]:
        """The indicators, in the order of the file."""
        return [node for node in self.by_key.values() if not node.parts]


def load(text: str, file: str = "") -> Instrument:
    """The instrument of a file; ``BadInstrument`` with every fault where it has any, a wrong or missing seal too."""
    found = checked(text, file)
    if found.faults or found.definition is None:
        raise BadInstrument(found.faults)
    return of(found.definition)


def kept(text: str) -> Instrument:
    """The instrument of a text that was checked and sealed when it was stored, whatever rules have come since;
    ``BadInstrument`` where it is not what was sealed."""
    found = checked(text, with_seal=False)
    said = found.definition
    if said is None or not found.is_whole or (found.marked and found.marked.found) or said.seal != seal_of(said):
        raise BadInstrument(checked(text).faults)
    return of(said)


def of(definition: Definition) -> Instrument:
    """The instrument of a definition that has no faults."""
    tree = nodes(definition)
    every = [found for top in tree for found in _each(top, Place(0, None))]
    places = {node.key: place for node, place in every}
    return Instrument(definition, tree, {node.key: node for node, _place in every}, places)


def _each(node: Node, place: Place) -> Iterator[tuple[Node, Place]]:
    yield node, place
    for part in node.parts:
        yield from _each(part, Place(place.depth + 1, node.key))


@lru_cache
def names() -> tuple[str, ...]:
    """The names of the files that come with JIPP, sorted."""
    found = (item.name for item in files(__package__).joinpath("files").iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def text_of(name: str) -> str:
    """The text of a file that comes with JIPP; ``KeyError`` for an unknown name."""
    if name not in names():
        raise KeyError(name)
    return files(__package__).joinpath("files", name + _SUFFIX).read_text("utf-8")


@lru_cache
def shipped(name: str) -> Instrument:
    """An instrument that comes with JIPP; ``KeyError`` for an unknown name."""
    return load(text_of(name), name + _SUFFIX)

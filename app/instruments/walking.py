"""The items of a definition with their places in the file, what they are worth, and what is open around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.instruments.faults import Path
from app.instruments.schema import Definition, Item, Kind, Weights


@dataclass(frozen=True)
class Group:
    """Items beside each other: ``worth`` are the points of what they belong to, None where a weight is missing."""

    path: Path
    """Of their list."""
    weights: Weights
    items: tuple[Item, ...]
    worth: Fraction | None
    kinds: tuple[Kind, ...]
    is_open: bool

    def worth_of(self, item: Item) -> Fraction | None:
        """The points of one of them."""
        if self.weights == "equal":
            return None if self.worth is None else self.worth / len(self.items)
        if item.weight is None or self.worth is None:
            return None
        weight = Fraction(item.weight)
        return weight if self.weights == "points" else self.worth * weight / 100

    def each(self) -> Iterator[tuple[Path, Item]]:
        """The items with their places."""
        return (((*self.path, place), item) for place, item in enumerate(self.items))


def groups(definition: Definition) -> Iterator[Group]:
    """Every group, parents before children."""
    top = Group(("items",), definition.weights, definition.items, Fraction(definition.maximum), definition.kinds,
                bool(definition.open))  # fmt: skip
    yield from _below(top)


def _below(group: Group) -> Iterator[Group]:
    yield group
    for path, item in group.each():
        if item.items:
            kinds = item.kinds or group.kinds
            is_open = group.is_open or item.open is not None
            worth = group.worth_of(item)
            yield from _below(Group((*path, "items"), item.weights, item.items, worth, kinds, is_open))


@dataclass(frozen=True)
class Node:
    """An item with its points out of the instrument's maximum, and the kinds of units it is for."""

    item: Item
    worth: Fraction
    kinds: frozenset[str]
    parts: tuple["Node", ...]

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key


def nodes(definition: Definition) -> tuple[Node, ...]:
    """The tree of a definition without faults."""
    return _nodes(definition.items, definition.weights, Fraction(definition.maximum), definition.kinds)


def _nodes(items: Sequence[Item], weights: Weights, worth: Fraction, kinds: tuple[Kind, ...]) -> tuple[Node, ...]:
    group = Group((), weights, tuple(items), worth, kinds, False)
    return tuple(_node(item, group.worth_of(item) or Fraction(0), item.kinds or kinds) for item in items)


def _node(item: Item, worth: Fraction, kinds: tuple[Kind, ...]) -> Node:
    parts = _nodes(item.items, item.weights, worth, kinds) if item.items else ()
    return Node(item, worth, frozenset(kinds), parts)

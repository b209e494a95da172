"""Circles in what feeds what."""

from collections.abc import Mapping, Sequence


def circles(edges: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Each name that leads back to itself, with a shortest way round (a, b, a). Linear for each name."""
    ways = ((name, _way_back(name, edges)) for name in edges)
    return {name: way for name, way in ways if way}


def _way_back(start: str, edges: Mapping[str, Sequence[str]]) -> list[str]:
    before: dict[str, str] = {}
    waiting = [start]
    for name in waiting:  # grows while it is walked through: breadth first
        for after in edges.get(name, ()):
            if after == start:
                return _traced(start, name, before)
            if after not in before:
                before[after] = name
                waiting.append(after)
    return []


def _traced(start: str, last: str, before: Mapping[str, str]) -> list[str]:
    way = [start]
    while last != start:
        way.append(last)
        last = before[last]
    return [start, *reversed(way[1:]), start]

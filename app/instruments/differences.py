"""What differs between two files of one instrument: last year's and its copy, or one before and after it was changed.

Items are the same by their key wherever they stand, predicates by their letter, thresholds and gates by what they are
about; so what only moved is not told as gone and come.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from app.instruments.schema import Definition

Part = Literal["file", "item", "predicate", "fact", "level", "threshold", "gate"]
_SAID_BELOW = {"items", "predicates", "facts", "levels", "thresholds", "gates", "seal"}
Parts = dict[tuple[Part, str], dict[str, str]]


@dataclass(frozen=True)
class Difference:
    """One name of a part of the file, with its value before and after; null where it was or is not said."""

    part: Part
    key: str
    """The item's key, the predicate's letter, ``wbk.total`` of a threshold or gate; empty for the file itself."""
    name: str
    """As in the file; empty where the whole part is new or gone."""
    before: str | None
    after: str | None


def differences(before: Definition, after: Definition) -> list[Difference]:
    """Every difference but the seal's, in the order of the new file, then what is gone."""
    old, new = _parts(before), _parts(after)
    found = [one for place, said in new.items() for one in _of_part(place, old.get(place), said)]
    gone = (Difference(*place, "", _summary(said), None) for place, said in old.items() if place not in new)
    return [*found, *gone]


def _of_part(place: tuple[Part, str], old: Mapping[str, str] | None, new: Mapping[str, str]) -> Iterator[Difference]:
    if old is None:
        yield Difference(*place, "", None, _summary(new))
        return
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            yield Difference(*place, name, old.get(name), new.get(name))


def _summary(said: Mapping[str, str]) -> str:
    """What tells people most about a part: its weight, range or minimum."""
    return ", ".join(f"{name}: {said[name]}" for name in ("weight", "when", "at", "percent", "is") if name in said)


def _parts(definition: Definition) -> Parts:
    said = definition.model_dump(by_alias=True, exclude_unset=True)
    found: Parts = {("file", ""): _plain(said)}
    _add_items(found, said["items"], "")
    for n, one in enumerate(said.get("predicates", ())):
        found["predicate", one.get("letter") or f"#{n + 1}"] = _plain(one)
    for one in said.get("facts", ()):
        found["fact", one["key"]] = _plain(one)
    for level in said.get("levels", ()):
        found["level", level["key"]] = _plain(level)
        for one in level.get("thresholds", ()):
            found["threshold", f"{level['key']}.{_about(one)}"] = _plain(one)
        for one in level.get("gates", ()):
            found["gate", f"{level['key']}.{one['fact']}"] = _plain(one)
    return found


def _about(threshold: Mapping[str, Any]) -> str:
    return f"each {threshold['each']}" if threshold.get("each") else str(threshold.get("of"))


def _add_items(found: Parts, items: Any, parent: str) -> None:
    for item in items:
        found["item", item["key"]] = _plain(item) | ({"in": parent} if parent else {})
        _add_items(found, item.get("items", ()), item["key"])


def _plain(said: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in said.items() if name not in _SAID_BELOW}


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_text(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_text, value)) + "]"
    return str(value)

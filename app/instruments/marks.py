"""A YAML text as plain values, with the line and column of each: a strict part of YAML, every number exact."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from app.instruments.faults import Found, Path

LONGEST, DEEPEST = 200_000, 40
"""Characters of a file (the largest of ours has 8,000), and levels of what lies in what."""
Place = tuple[int, int]
"""Line and column, from 1."""
_TAG = "tag:yaml.org,2002:"
_DIGITS = re.compile("[0-9]{1,12}")


class _Loader(yaml.SafeLoader):
    """YAML without its surprises: ``no`` is a word, 010 is no number, 1:30 is a text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _name, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(0|[1-9][0-9]{0,11})", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]{0,11})\.[0-9]{1,12}", "-0123456789"),
):
    _Loader.add_implicit_resolver(_TAG + _name, re.compile(rf"(?:{_pattern})\Z"), list(_first))


class Unreadable(Exception):
    """The text is no YAML of this kind; where and why."""

    def __init__(self, place: Place, code: str, **params: Any) -> None:
        super().__init__(code)
        self.place, self.code, self.params = place, code, params


@dataclass
class Marked:
    """Values with their places. ``found`` are faults that did not keep the values from being read."""

    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    """Where each value begins."""
    keys: dict[Path, Place] = field(default_factory=dict)
    """Where the name of each value begins."""
    found: list[tuple[Place, str, dict[str, Any]]] = field(default_factory=list)

    def place(self, found: Found) -> Place:
        """The place of a fault: its value's or its name's, or that of the nearest thing around it."""
        path: Path = ()
        for step in found.path:  # an error of pydantic may name things that are no part of the file
            path = (*path, step) if (*path, step) in self.places else path
        return self.keys.get(path, self.places[path]) if found.at_key else self.places[path]


def read(text: str) -> Marked:
    """The values of *text*; ``Unreadable`` where it is not one readable document."""
    if len(text) > LONGEST:
        raise Unreadable((1, 1), "too_long_file", characters=len(text), most=LONGEST)
    marked = Marked()
    marked.value = _value(_compose(text), (), marked)
    return marked


def _compose(text: str) -> yaml.Node:
    try:
        _look_through(text)
        node = yaml.compose(text, _Loader)
    except yaml.reader.ReaderError as error:
        raise Unreadable(_place_in(text, error.position), "unreadable_character") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(_place(mark) if mark else (1, 1), _code(error.problem or "")) from None
    if node is None:
        raise Unreadable((1, 1), "empty_file")
    return node


_PROBLEMS = (
    (r"character '\\t'", "yaml_tab"), (r"mapping (values|keys) are not|could not find expected ':'", "yaml_colon"),
    (r"while scanning a quoted|found unexpected end of stream", "yaml_quote"), (r"expected ',' or", "yaml_bracket"),
    (r"<block end>|<block mapping|<document start>|inconsistent indent", "yaml_indent"),
    (r"but found another document", "yaml_twice"),
)  # fmt: skip


def _code(problem: str) -> str:
    """What is wrong, by the parser's own English words."""
    return next((code for pattern, code in _PROBLEMS if re.search(pattern, problem)), "yaml")


def _look_through(text: str) -> None:
    """Refuses what may blow up a small file: names for parts of it, which also hide what stands where, and depth.

    Refuses kinds of values written out (``!!float 1e9``) too: they get round the strict forms of numbers.
    """
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable(_place(event.start_mark), "too_deep")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(_place(event.start_mark), "alias")
        if tag := getattr(event, "tag", None):
            raise Unreadable(_place(event.start_mark), "yaml_tag", tag=tag)


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _place_in(text: str, position: int) -> Place:
    before = text[: max(position, 0)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _value(node: yaml.Node, path: Path, marked: Marked) -> Any:
    marked.places[path] = _place(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, marked))
    if isinstance(node, yaml.SequenceNode):
        return tuple(_value(one, (*path, place), marked) for place, one in enumerate(node.value))
    if _hides_something(node.value):
        marked.found.append((marked.places[path], "unreadable_character", {}))
    return _SCALARS[node.tag.removeprefix(_TAG)](node.value)


def _hides_something(text: str) -> bool:
    """Whether there are characters that nobody sees: control characters, marks that turn the direction of text.

    An escape, such as ``"\\u202e"``, brings in what no reader of the file would let pass.
    """
    return any(unicodedata.category(char) in _UNSEEN and char not in "\n\t" for char in text)


_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
_SCALARS: dict[str, Any] = {
    "str": str, "int": int, "float": Decimal, "bool": lambda text: text == "true", "null": lambda _text: None,
}  # fmt: skip


def _pairs(node: yaml.MappingNode, path: Path, marked: Marked) -> Iterator[tuple[str, Any]]:
    """The pairs with different names that are texts; of a name that stands twice the first."""
    for key, value in _joined(node.value, marked):
        place, name = _place(key.start_mark), key.value
        if not (isinstance(key, yaml.ScalarNode) and key.tag == _TAG + "str"):
            marked.found.append((place, "name_not_text", {}))
        elif (*path, name) in marked.keys:
            first = marked.keys[(*path, name)][0]
            marked.found.append((place, "duplicate_name", {"name": name, "line": first}))
        else:
            marked.keys[(*path, name)] = place
            yield name, _value(value, (*path, name), marked)


def _joined(pairs: Sequence[tuple[yaml.Node, yaml.Node]], marked: Marked) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The pairs, where ``weight: 4,5`` inside braces, which YAML takes for 4 and a name 5, is the one number it was
    meant to be: the comma is the fault, and none that follows from it is told."""
    waiting: tuple[yaml.Node, yaml.Node] | None = None
    for key, value in pairs:
        if waiting and _is_cut(waiting[1], key, value):
            name, whole = waiting
            told = {"name": name.value, "written": f"{whole.value},{key.value}", "number": f"{whole.value}.{key.value}"}
            marked.found.append((_place(whole.start_mark), "decimal_comma", told))
            waiting = name, yaml.ScalarNode(_TAG + "float", told["number"], whole.start_mark, key.end_mark)
            continue
        if waiting:
            yield waiting
        waiting = key, value
    if waiting:
        yield waiting


def _is_cut(whole: yaml.Node, key: yaml.Node, value: yaml.Node) -> bool:
    """Whether a name of nothing but digits, without a value, stands after a whole number."""
    is_rest = isinstance(key, yaml.ScalarNode) and key.style is None and _DIGITS.fullmatch(key.value)
    is_nothing = isinstance(value, yaml.ScalarNode) and value.style is None and not value.value
    return bool(is_rest and is_nothing and isinstance(whole, yaml.ScalarNode) and whole.tag == _TAG + "int")

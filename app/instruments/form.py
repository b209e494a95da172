"""Whether the values of a file have the form of the schema; what is wrong, as codes at paths."""

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.instruments.faults import Found, Path
from app.instruments.schema import NOTICE, Definition, Kind

_CODES = {
    "missing": "name_missing",
    "extra_forbidden": "name_unknown",
    "string_type": "text_expected",
    "is_instance_of": "number_expected",
    "decimal_type": "number_expected",
    "decimal_parsing": "number_expected",
    "int_type": "whole_number_expected",
    "tuple_type": "list_expected",
    "model_type": "mapping_expected",
    "model_attributes_type": "mapping_expected",
    "dict_type": "mapping_expected",
    "literal_error": "one_of",
    "string_pattern_mismatch": "wrong_pattern",
    "string_too_short": "empty",
    "too_short": "empty",
    "greater_than": "not_above",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "string_too_long": "text_too_long",
    "number_or_text": "number_or_text",
    "comparison": "comparison",
    "comparison_empty": "comparison_empty",
}  # fmt: skip
"""pydantic's names for what is wrong → ours."""

MOST = 200
"""Faults of form that are told: a file with more is something else, and is not looked at further."""

_QUOTED = re.compile("'([^']*)'")
"""pydantic lists what it expected in English: 'a', 'b' or 'c'."""
_STAND_INS: dict[Any, Any] = {
    "instrument": "x", "year": 2000, "title": "x", "regulation": "x", "notice": NOTICE, "sources": ("x",),
    "absent": "zero", "for": get_args(Kind), "when": ">=0",
}  # fmt: skip
_ALONE = {
    "instrument",
    "year",
    "title",
    "regulation",
    "notice",
    "sources",
    "absent",
    "for",
    "evidence",
    "owner",
    "seal",
}
"""Names whose values nothing else in a file hangs on."""


def validated(values: Any) -> tuple[Definition | None, list[Found]]:
    """The definition and the faults of its form. What is wrong is left out or stood in
    for where it can be, so that the meaning of the rest is checked too."""
    try:
        return Definition.model_validate(values), []
    except ValidationError as error:
        errors = _without_echoes(error.errors(include_url=False, include_input=False))
    found = list({(one.path, one.code): one for one in map(_found, errors)}.values())
    if len(found) > MOST:
        return None, [*found[:MOST], Found((), "too_many_faults", {"more": len(found) - MOST})]
    try:
        return Definition.model_validate(_mended(values, {tuple(one["loc"]) for one in errors})), found
    except ValidationError:
        return None, found


def _without_echoes(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """A list whose only element is wrong is called too short as well: not twice the same."""
    around = {one["loc"][:end] for one in errors for end in range(len(one["loc"]))}
    return [one for one in errors if one["type"] != "too_short" or one["loc"] not in around]


def _found(error: ErrorDetails) -> Found:
    path, params = tuple(error["loc"]), dict(error.get("ctx") or {})
    code = _CODES.get(error["type"], "wrong_value")
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    limit = next((params[key] for key in ("gt", "ge", "le", "max_length") if key in params), "")
    told = {"name": name, "limit": str(limit), "expected": ", ".join(_QUOTED.findall(str(params.get("expected", ""))))}
    return Found(path, code, told, at_key=code == "name_unknown")


def _mended(value: Any, wrong: Set[Path], at: Path = ()) -> Any:
    """The values without those at the paths of *wrong*, with a stand-in where one is needed and changes nothing."""
    if isinstance(value, Mapping):
        names = [path[-1] for path in wrong if path and path[:-1] == at]
        kept = {key: _mended(one, wrong, (*at, key)) for key, one in value.items() if key not in names}
        return kept | {name: _STAND_INS[name] for name in names if name in _STAND_INS}
    if isinstance(value, tuple):
        return tuple(_mended(one, wrong, (*at, place)) for place, one in enumerate(value))
    return value


def follows(path: Path, wrong: Found) -> bool:
    """Whether a fault of meaning at *path* may only be there because of a fault of form."""
    around, name = wrong.path[:-1], wrong.path[-1] if wrong.path else None
    if wrong.at_key:
        return path == around  # what is missing there may be what was misspelt
    if name == "when" and path[-1:] == ("when",):
        return path[:-2] == around[:-1]  # its neighbours seem to leave a gap
    return path == wrong.path or (name not in _ALONE and (path == around or path[:-1] == around))

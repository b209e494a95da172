"""The OpenAPI document as a page can show it: operations by resource, their parameters, and examples of bodies."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
MAX_DEPTH = 6
SAMPLE_ID = "0192b6f0-7c1e-7a3b-9f00-5d2f8e4c1a77"
"""An id that no row has."""
_TYPES: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "string": "teks"}
_FORMATS = {"date-time": "2023-11-23T16:59:59Z", "date": "2023-01-31", "email": "nama@contoh.example",
            "uri": "https://contoh.example/", "binary": "(berkas)"}  # fmt: skip
_NAMES = {
    "code": "35.07.DINKES", "name": "Dinas Kesehatan Kabupaten Malang", "region_code": "35.07", "group": "umum",
    "category": "kesehatan", "title": "Judul inovasi", "password": "kata-sandi-panjang", "year": 2024,
    "latitude": -7.9797, "longitude": 112.6304, "limit": 3, "preset": "kovablik_2023", "key": "kunci",
    "scopes": ["proposals:read", "quotas:read"], "sdgs": [3], "reason": "Alasan yang dapat dibaca peserta.",
}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """One parameter: where it goes, whether it is needed, what it takes."""

    name: str
    place: str
    required: bool
    type: str
    description: str


@dataclass(frozen=True)
class Operation:
    """One method on one path."""

    method: str
    path: str
    anchor: str
    paragraphs: list[str]
    """The description."""
    parameters: list[Parameter]
    body_type: str | None
    body: Any
    """An example of the body; None where there is none."""
    responses: list[tuple[str, str, str]]
    """Status, description, an example as text."""
    needs_match: bool


def resources(spec: Json) -> dict[str, int]:
    """The resources with the number of their operations, in the order of the document."""
    found: dict[str, int] = {}
    for _path, _method, operation in _operations(spec):
        for tag in operation.get("tags", []):
            found[tag] = found.get(tag, 0) + 1
    return found


def operations(spec: Json, tag: str) -> list[Operation]:
    """The operations of a resource."""
    return [_read(spec, path, method, op) for path, method, op in _operations(spec) if tag in op.get("tags", [])]


def _operations(spec: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _read(spec: Json, path: str, method: str, operation: Json) -> Operation:
    sent = [p for p in operation.get("parameters", []) if p["name"] != "Accept-Language"]
    parameters = [_parameter(spec, p) for p in sent]
    content = operation.get("requestBody", {}).get("content", {})
    body_type = next(iter(content), None)
    return Operation(
        method=method.upper(), path=path, anchor=f"{method}-{path.removeprefix('/api/v1/').replace('/', '-')}",
        paragraphs=_paragraphs(operation.get("description") or operation.get("summary", "")), parameters=parameters,
        body_type=body_type, body=_media_example(spec, content[body_type]) if body_type else None,
        responses=[_response(spec, status, r) for status, r in operation.get("responses", {}).items()],
        needs_match=any(p.name.lower() == "if-match" for p in parameters),
    )  # fmt: skip


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _parameter(spec: Json, parameter: Json) -> Parameter:
    schema = parameter.get("schema", {})
    description = parameter.get("description") or schema.get("description", "")
    return Parameter(parameter["name"], parameter["in"], parameter.get("required", False), type_of(spec, schema),
                     description)  # fmt: skip


def _response(spec: Json, status: str, response: Json) -> tuple[str, str, str]:
    content = response.get("content", {})
    media = content.get("application/json") or content.get("application/problem+json")
    if status.startswith(("4", "5")) or not media:
        return status, response.get("description", ""), ""
    return status, response.get("description", ""), as_text(_media_example(spec, media))


def as_text(example: Any) -> str:
    """An example as readable JSON."""
    return json.dumps(example, ensure_ascii=False, indent=2)


def type_of(spec: Json, schema: Json) -> str:
    """A schema in a few words: ``string``, ``integer 1–200``, ``draft | open``."""
    schema = _resolved(spec, schema)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("anyOf"):
        kinds = [type_of(spec, part) for part in schema["anyOf"] if part.get("type") != "null"]
        return " | ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array":
        return f"[{type_of(spec, schema.get('items', {}))}]"
    text = str(schema.get("format") or schema.get("type") or "")
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{text} {low:g}–{high:g}" if low is not None and high is not None else text


def _media_example(spec: Json, media: Json) -> Any:
    if "example" in media:
        return media["example"]
    for example in media.get("examples", {}).values():
        if "value" in example:
            return example["value"]
    return example_of(spec, media.get("schema", {}))


def example_of(spec: Json, schema: Json, name: str = "", depth: int = 0) -> Any:
    """A value that fits the schema: its own example where it gives one, else made from its types."""
    schema = _resolved(spec, schema)
    given = schema.get("example", next(iter(schema.get("examples", [])), None))
    if given is not None:
        return given
    if "enum" in schema or "const" in schema:
        return schema.get("const", next(iter(schema.get("enum", [])), None))
    if schema.get("anyOf"):
        return example_of(spec, schema["anyOf"][0], name, depth)
    if name in _NAMES and schema.get("type") != "object":
        return _NAMES[name]
    return _by_type(spec, schema, name, depth)


def _by_type(spec: Json, schema: Json, name: str, depth: int) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return [] if depth >= MAX_DEPTH else [example_of(spec, schema.get("items", {}), "", depth + 1)]
    if kind == "object" or "properties" in schema:
        return {} if depth >= MAX_DEPTH else _object(spec, schema, depth)
    if kind == "string" and (name == "id" or name.endswith("_id") or "[0-9a-f]{8}" in schema.get("pattern", "")):
        return SAMPLE_ID
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if "contentMediaType" in schema:
        return _FORMATS["binary"]
    return schema.get("default", schema.get("minimum", _TYPES.get(str(kind))))


def _object(spec: Json, schema: Json, depth: int) -> dict[str, Any]:
    if "properties" not in schema:
        values = schema.get("additionalProperties")
        return {"kunci": example_of(spec, values, "", depth + 1)} if isinstance(values, Mapping) else {}
    return {name: example_of(spec, part, name, depth + 1) for name, part in schema["properties"].items()}


def _resolved(spec: Json, schema: Json) -> Json:
    while "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        schema = spec["components"]["schemas"][name]
    return schema

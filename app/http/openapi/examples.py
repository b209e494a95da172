"""Examples: exchanges that ``tests/record_examples.py`` had with the running application, one file a resource."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi.routing import APIRoute

Json = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[2] / "api" / "examples"


def of(route: APIRoute) -> list[Json]:
    """The exchanges recorded for the operation, in the order in which they happened.

    Each is ``{"summary", "request": {"path", "headers", "body"}, "answer": {"status", "headers", "type", "body"}}``.
    """
    found: list[Json] = _file(str(route.tags[0])).get(route.name, [])
    return found


@cache
def _file(tag: str) -> dict[str, list[Json]]:
    path = FOLDER / f"{tag}.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def put(operation: Json, route: APIRoute, exchanges: list[Json]) -> None:
    """Shows the exchanges: values of parameters and bodies of requests that succeeded, and every answer."""
    for exchange in exchanges:
        answer = exchange["answer"]
        if answer["status"] < 300:
            _put_request(operation, route, exchange)
        response = operation["responses"][str(answer["status"])]
        if "body" in answer:
            _add(response["content"][answer["type"].partition(";")[0]], exchange["summary"], answer["body"])


def _put_request(operation: Json, route: APIRoute, exchange: Json) -> None:
    values = dict(_sent(route, exchange["request"]))
    for parameter in operation.get("parameters", []):
        if parameter["name"].lower() in values and "example" not in parameter:
            value = values[parameter["name"].lower()]
            parameter["example"] = _typed(parameter["schema"], value)
    if "body" in exchange["request"]:
        for media in operation["requestBody"]["content"].values():
            _add(media, exchange["summary"], exchange["request"]["body"])


def _sent(route: APIRoute, request: Json) -> Iterator[tuple[str, list[str]]]:
    address = urlsplit(request["path"])
    match = route.path_regex.match(address.path)
    yield from ((name, [value]) for name, value in (match.groupdict() if match else {}).items())
    yield from parse_qs(address.query).items()
    yield from ((name.lower(), [value]) for name, value in request.get("headers", {}).items())


def _typed(schema: Json, values: list[str]) -> Any:
    """The value as the schema has it, from how it stands in an address."""
    if schema.get("type") == "array":
        return [_typed(schema["items"], [value]) for value in values]
    is_json = schema.get("type") in {"integer", "number", "boolean"}
    return json.loads(values[0]) if is_json else values[0]


def _add(media: Json, summary: str, value: Any) -> None:
    name = re.sub(r"\W+", "-", summary.lower()).strip("-")
    media.setdefault("examples", {})[name] = {"summary": summary, "value": value}

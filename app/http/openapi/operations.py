"""One operation of the document: its words, security, answers and examples."""

import re
from copy import deepcopy
from typing import Any

from fastapi.routing import APIRoute

from app.files.intake import ALLOWED
from app.http.metrics import CONTENT_TYPE
from app.http.openapi import access, examples, problems
from app.http.openapi.parameters import complete_parameters

Json = dict[str, Any]
_TEXT = {"schema": {"type": "string"}}
_ROWS = "All rows under a heading. A text that a spreadsheet would take for a formula begins with an apostrophe."
CSV = {"schema": {"type": "string", "description": _ROWS}}
FILES = ("read_content", "read_evidence", "read_replication_content")
OTHER_CONTENT: dict[str, Json] = {
    **{name: {media_type: {"schema": {}} for media_type in ALLOWED} for name in FILES},
    "read_snapshot": {"application/x-ndjson": _TEXT},
    "read_metrics": {CONTENT_TYPE.partition(";")[0]: _TEXT},
}
"""Operations whose answer is not JSON."""
HEADERS = {
    "ETag": "The version of what was read, for `If-Match` and `If-None-Match`",
    "Location": "Where the new resource is",
    "Link": 'The next page: `<…>; rel="next"`; absent on the last',
    "Idempotent-Replayed": "`true` where this is the answer that the same `Idempotency-Key` got before",
    "Content-Disposition": "The name of the file",
    "Content-Range": "Which bytes these are",
    "Retry-After": "Seconds to wait",
    "RateLimit": "What is left of the limit (`r`), and the seconds until all of it is there again (`t`)",
    "RateLimit-Policy": "The limit: `q` requests in `w` seconds, for this key or address",
    "WWW-Authenticate": "How to show who asks",
    "Set-Cookie": "The session, for the browser to keep",
}
"""What the headers of an answer mean."""


def complete(operation: Json, route: APIRoute, method: str, schemas: Json, is_list: bool) -> None:
    """Completes what FastAPI wrote of the operation."""
    exchanges = examples.of(route)
    _say(operation, route)
    operation["security"] = access.security(route, method)
    has_tag = any("ETag" in e["answer"]["headers"] for e in exchanges)
    complete_parameters(operation, route, method, schemas, has_tag)
    _answers(operation, route, schemas, is_list)
    if method == "GET" and has_tag:
        operation["responses"]["304"] = {"description": "`If-None-Match` names the version that there is"}
    operation["responses"] |= problems.responses(operation, route, method)
    _headers(operation, exchanges)
    examples.put(operation, route, exchanges)
    _sort(operation)


def _sort(operation: Json) -> None:
    """As one reads it."""
    operation["responses"] = dict(sorted(operation["responses"].items()))
    for name in ("security", "parameters", "requestBody", "responses"):
        if name in operation:
            operation[name] = operation.pop(name)


def _say(operation: Json, route: APIRoute) -> None:
    text = operation.get("description") or operation["summary"]
    operation["operationId"] = route.name
    operation["summary"] = re.split(r"[.;:](?:\s|$)| \(", " ".join(text.split()), maxsplit=1)[0]
    operation["description"] = "\n\n".join(part for part in (text, access.in_words(route.name)) if part)


def _answers(operation: Json, route: APIRoute, schemas: Json, is_list: bool) -> None:
    """Describes the success, with the forms it comes in."""
    success = next(iter(operation["responses"].values()))
    content = success.setdefault("content", {}) if route.status_code != 204 else {}
    content |= deepcopy(OTHER_CONTENT.get(route.name, {}))
    if is_list or (_has_cursor(operation) and "GET" in (route.methods or ())):
        content["text/csv"] = deepcopy(CSV)
    success["description"] = _described(content, schemas)
    if route.name in FILES:
        operation["responses"] |= _parts_of_files()


def _has_cursor(operation: Json) -> bool:
    return any(parameter["name"] == "cursor" for parameter in operation.get("parameters", []))


def _described(content: Json, schemas: Json) -> str:
    """What the answer's schema says of itself."""
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    text = schemas.get(reference.rpartition("/")[2], {}).get("description", "").partition("\n\n")[0]
    usual = "One page of the list" if reference.endswith("Page") else "The answer"
    return text.replace("\n", " ") or (usual if content else "Done; there is no body")


def _parts_of_files() -> Json:
    """What a ``Range`` gives; one that cannot be read, or names several parts, gets the whole file."""
    parts: Json = {media_type: {"schema": {}} for media_type in ALLOWED}
    return {
        "206": {"description": "The bytes that `Range` names", "content": parts},
        "416": {"description": "`Range` lies outside the file; there is no body"},
    }


def _headers(operation: Json, exchanges: list[Json]) -> None:
    """The headers that recorded answers of a status carried."""
    for exchange in exchanges:
        response = operation["responses"][str(exchange["answer"]["status"])]
        for name, value in exchange["answer"]["headers"].items():
            described = {"description": HEADERS[name], "schema": {"type": "string"}, "example": value}
            response.setdefault("headers", {}).setdefault(name, described)

"""The parameters of an operation: its query schemas taken apart, and the headers that the conventions know."""

from typing import Any, get_args

from fastapi.routing import APIRoute

from app.http import etag
from app.http.openapi.access import calls
from app.http.openapi.schemas import add, describe_fields, plain
from app.http.query import schemas_of
from app.http.sessions import Writing

Json = dict[str, Any]
EXPECTED, WRITING = get_args(etag.IfMatch)[1].dependency, get_args(Writing)[1].dependency
_IF_MATCH = "`ETag` of the version to change, or `*` for whatever it is now"
_LANGUAGE = "Language of titles and messages: `id` (unless asked otherwise) or `en`"
_KEY = "Made up by the caller: the same key with the same body gets the first answer again for 24 hours"
_IF_NONE_MATCH = "`ETag` of the version at hand: 304 where it is still the one that there is"


def complete_parameters(operation: Json, route: APIRoute, method: str, schemas: Json, has_tag: bool) -> None:
    """Completes the parameters that FastAPI found."""
    found = [p for p in operation.pop("parameters", []) if p["in"] != "query" or not schemas_of(route.dependant)]
    found += [p for model in schemas_of(route.dependant) for p in _of_query(model, schemas)]
    found = [_as_sent(parameter) for parameter in found]
    asked = calls(route.dependant)
    if EXPECTED in asked:
        found = [p for p in found if p["name"].lower() != "if-match"]
        found.append(_header("If-Match", _IF_MATCH, required=True))
    if method == "POST" and WRITING in asked:
        found.append(_header("Idempotency-Key", _KEY, minLength=1, maxLength=255))
    if method == "GET" and has_tag:
        found.append(_header("If-None-Match", _IF_NONE_MATCH))
    if route.name == "read_content":
        found.append(_header("Range", "Some bytes only: `bytes=0-499`"))
    operation["parameters"] = [*found, _header("Accept-Language", _LANGUAGE)]


def _of_query(model: Any, schemas: Json) -> list[Json]:
    made = add(schemas, model)
    describe_fields(made, model)
    required = made.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in made["properties"].items()
    ]


def _as_sent(parameter: Json) -> Json:
    """As it goes in an address or a header: there is no null, what is not meant is left out."""
    schema = plain(parameter["schema"])
    choices = [choice for choice in schema.pop("anyOf", []) if choice.get("type") != "null"]
    if len(choices) == 1:
        schema = choices[0] | schema
    elif choices:
        schema["anyOf"] = choices
    if schema.get("default", "") is None:
        del schema["default"]
    text = schema.pop("description", parameter.get("description"))
    return {**parameter, "schema": schema} | ({"description": text} if text else {})


def _header(name: str, description: str, *, required: bool = False, **limits: int) -> Json:
    return {"name": name, "in": "header", "required": required, "description": description,
            "schema": {"type": "string", **limits}}  # fmt: skip

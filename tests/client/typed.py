"""Writes the client's models and resources from our own OpenAPI document: ``python -m tests.client.typed``."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.client.covered import COVERED, methods

PACKAGE = Path(__file__).parents[2] / "client" / "jipp_client"
BASE = "/api/v1"
UNSAID = frozenset({"Accept-Language", "If-None-Match", "X-Editor", "Range", "Idempotency-Key", "If-Match", "cursor"})
"""Parameters that the client sends by itself, or that concern browsers only."""
_MADE = "Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit."
MODELS = "models."
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_HEAD = (
    f'"""Operations of the API, for both clients.\n\n{_MADE}\n"""\n\n'
    "from __future__ import annotations\n\n"
    "from collections.abc import Sequence\nfrom pathlib import Path\nfrom typing import Any, Literal\n\n"
    "from jipp_client import models\n"
    "from jipp_client.core import Call, Page, Version, path, read_nothing, read_page\n"
    "from jipp_client.resource import R, Resource, body, call, lines, pages\n"
    "from jipp_client.uploads import Progress, Upload\n\n\n"
)
Schema = dict[str, Any]


class Document:
    """An OpenAPI document, by operation."""

    def __init__(self, openapi: Schema) -> None:
        self.schemas: dict[str, Schema] = openapi["components"]["schemas"]
        self.tags = {tag["name"]: tag["description"] for tag in openapi.get("tags", [])}
        self.operations = {
            operation["operationId"]: (method.upper(), path.removeprefix(BASE), operation)
            for path, item in openapi["paths"].items()
            for method, operation in item.items()
            if method != "parameters"
        }

    def resolved(self, schema: Schema) -> Schema:
        """The schema that a reference names."""
        return self.schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def name_of(reference: str) -> str:
    """The model of a reference."""
    return reference.rpartition("/")[2].replace("-", "")


def annotation(schema: Schema, array: str = "list", at: str = "") -> str:
    """The type of a schema as Python has it; *at* goes before the names of models."""
    if "$ref" in schema:
        return at + name_of(schema["$ref"])
    if "const" in schema or "enum" in schema:
        return f"Literal[{', '.join(repr(value) for value in schema.get('enum', [schema.get('const')]))}]"
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            kinds = dict.fromkeys(annotation(part, array, at) for part in schema[several])
            return " | ".join(sorted(kinds, key=lambda kind: kind == "None"))
    if schema.get("type") == "array":
        return f"{array}[{annotation(schema.get('items', {}), array, at)}]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), {})
        return f"dict[str, {annotation(values, at=at) if isinstance(values, dict) else 'Any'}]"
    return _PLAIN.get(schema.get("type", ""), "Any")


def needed(document: Document) -> dict[str, Schema]:
    """The schemas that covered operations name, and those that they name in turn."""
    todo = [found for resource in COVERED for found in methods(resource).values()]
    names: dict[str, None] = {}
    queue = [name for operation in todo for name in _named(_parts(document, operation))]
    while queue:
        name = queue.pop(0)
        if name not in names:
            names[name] = None
            queue += _named(document.schemas[name])
    return {name: document.schemas[name] for name in sorted(names)}


def _parts(document: Document, operation_id: str) -> list[Any]:
    """Of an operation what the client speaks of: what goes in, and what comes back where it goes well."""
    operation = document.operations[operation_id][2]
    query = [parameter for parameter in operation.get("parameters", []) if parameter["name"] not in UNSAID]
    return [query, _json(operation.get("requestBody", {})), _json(answer(operation)) if not page_of(document, operation)
            else page_of(document, operation)]  # fmt: skip


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part and isinstance(part["$ref"], str):
            yield part["$ref"].rpartition("/")[2]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _named(inner)


def answer(operation: Schema) -> Schema:
    """The answer to an operation where all goes well."""
    found: Schema = next(response for status, response in operation["responses"].items() if status[0] == "2")
    return found


def _json(holder: Schema) -> Schema:
    found: Schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def page_of(document: Document, operation: Schema) -> Schema | None:
    """The schema of one item, where the operation answers with a list."""
    properties = document.resolved(_json(answer(operation))).get("properties", {})
    if not {"items", "next", "total"} <= set(properties):
        return None
    items: Schema = properties["items"]["items"]
    return items


def models(document: Document) -> str:
    """The text of `models.py`."""
    blocks = []
    for name, schema in needed(document).items():
        if "properties" in schema:
            blocks.append(_typed_dict(name_of(name), schema))
        else:
            blocks.append(f"{name_of(name)} = {annotation(schema)}\n")
    aliases = sorted((block for block in blocks if not block.startswith("class")), key=len)
    classes = [block for block in blocks if block.startswith("class")]
    head = (
        f'"""What goes to the API and comes from it, as plain dictionaries.\n\n{_MADE}\n"""\n\n'
        "from __future__ import annotations\n\n"
        "from typing import TYPE_CHECKING, Any, Literal, TypedDict\n\n"
        "if TYPE_CHECKING:\n    from typing_extensions import NotRequired\n\n"
    )
    return head + "\n".join(aliases) + "\n" + "\n\n".join(classes)


def _typed_dict(name: str, schema: Schema) -> str:
    required = schema.get("required", [])
    lines = [f"class {name}(TypedDict):"]
    if schema.get("description"):
        lines.append(f'    """{schema["description"].splitlines()[0]}"""\n')
    for field, kind in schema["properties"].items():
        text = annotation(kind)
        lines.append(f"    {field}: {text if field in required else f'NotRequired[{text}]'}")
    return "\n".join(lines) + "\n"


def resources(document: Document) -> dict[str, str]:
    """The files of `resources/`, each with its text: one a resource, and one that has them all."""
    found = {f"resources/{name}.py": _HEAD + _resource(document, name) for name in COVERED}
    return found | {"resources/__init__.py": _all()}


def class_of(resource: str) -> str:
    """The class of a resource."""
    return "".join(word.title() for word in resource.split("_"))


def _resource(document: Document, resource: str) -> str:
    found = methods(resource)
    about = document.tags[document.operations[next(iter(found.values()))][2]["tags"][0]]
    lines = [f"class {class_of(resource)}(Resource[R]):", f'    """{_wrapped(about, 4)}"""\n']
    return "\n".join([*lines, *(_method(document, *pair) for pair in found.items())])


def _all() -> str:
    lines = [
        f'"""Every resource of the API, for both clients.\n\n{_MADE}\n"""\n',
        "from jipp_client.resource import R, Resource",
    ]
    lines += [f"from jipp_client.resources.{name} import {class_of(name)}" for name in COVERED]
    lines += ["", "", "class Resources(Resource[R]):", '    """Every resource of the API."""\n']
    lines += ["    def __init__(self, runner: R) -> None:", "        super().__init__(runner)"]
    lines += [f"        self.{name}: {class_of(name)}[R] = {class_of(name)}(runner)" for name in COVERED]
    return "\n".join(lines) + "\n"


def _method(document: Document, name: str, operation_id: str) -> str:
    method, path, operation = document.operations[operation_id]
    parameters = operation.get("parameters", [])
    names = {parameter["name"] for parameter in parameters}
    places = {p["name"]: annotation(p["schema"]) for p in parameters if p["in"] == "path"}
    query = [p for p in parameters if p["in"] == "query" and p["name"] not in UNSAID]
    given, sent = [f"{place}: {kind}" for place, kind in places.items()], []
    named = [_keyword(parameter) for parameter in sorted(query, key=lambda p: not p.get("required"))]
    if query:
        sent.append("{" + ", ".join(f'"{p["name"]}": {p["name"]}' for p in query) + "}")
    _of_body(document, operation, given, named, sent)
    if "If-Match" in names:
        named.append("version: Version")
        sent.append("if_match=version")
    if "Idempotency-Key" in names:
        named.append("idempotency_key: str | None = None")
        sent.append("key=idempotency_key")
    decorator, kind, reading = _answer(document, operation)
    sent += reading
    where = f'path("{path}", {", ".join(f"{p}={p}" for p in places)})' if places else f'"{path}"'
    arguments = ", ".join(["self", *given, *(["*", *named] if named else [])])
    return (
        f"    @{decorator}\n    def {name}({arguments}) -> Call[{kind}]:\n"
        f'        """{_wrapped(operation["summary"].rstrip("."))}."""\n'
        f"        return Call({', '.join([repr(method), where, *sent])})\n"
    )


def _wrapped(text: str, indent: int = 8) -> str:
    return textwrap.fill(text, 105, subsequent_indent=" " * indent)


def _keyword(parameter: Schema) -> str:
    kind = annotation(parameter["schema"], "Sequence", MODELS).removesuffix(" | None")
    return f"{parameter['name']}: {kind}" + ("" if parameter.get("required") else " | None = None")


def _of_body(document: Document, operation: Schema, given: list[str], named: list[str], sent: list[str]) -> None:
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        form = document.resolved(content["multipart/form-data"]["schema"])
        fields = [field for field in form["properties"] if field != "file"]
        given.append("file: Path | str")
        named += [f"{field}: {annotation(form['properties'][field], at=MODELS).removesuffix(' | None')} | None = None"
                  for field in fields]  # fmt: skip
        named.append("progress: Progress | None = None")
        values = ", ".join(f'"{field}": {field}' for field in fields)
        sent.append(f"upload=Upload(Path(file), {{{values}}}, progress)")
    elif content:
        schema = content["application/json"]["schema"]
        kind = annotation(schema, at=MODELS)
        is_optional = not operation["requestBody"].get("required")
        given.append(f"given: {kind}" + (" = None" if is_optional else ""))
        sent.append("body=given")


def _answer(document: Document, operation: Schema) -> tuple[str, str, list[str]]:
    """The decorator, the type of the answer, and how it is read."""
    item = page_of(document, operation)
    if item is not None:
        return "pages", f"Page[{annotation(item, at=MODELS)}]", ["read=read_page"]
    found = answer(operation)
    kinds = list(found.get("content", {}))
    if not kinds:
        return "call", "None", ["read=read_nothing"]
    if "application/x-ndjson" in kinds:
        return "lines", "dict[str, Any]", ['accept="application/x-ndjson"']
    if "application/json" not in kinds:
        return "body", "None", ['accept="*/*"', "read=read_nothing"]
    return "call", annotation(_json(found), at=MODELS), []


def formatted(text: str, name: str) -> str:
    """As the formatter would have it, without imports that nobody uses."""
    place = str(PACKAGE / name)
    for command in (["check", "--fix", "--select", "I,F401,UP", "--exit-zero", "-q"], ["format", "-q"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *command, "--stdin-filename", place, "-"], input=text,
                              capture_output=True, text=True, check=True)  # fmt: skip
        text = done.stdout
    return text


def texts(openapi: Schema) -> dict[str, str]:
    """The files that are made, each with its text."""
    document = Document(openapi)
    made = {"models.py": models(document)} | resources(document)
    return {name: formatted(text, name) for name, text in made.items()}


def openapi() -> Schema:
    """The document of this tree."""
    from app.main import create_app

    return create_app().openapi()


if __name__ == "__main__":
    (PACKAGE / "resources").mkdir(exist_ok=True)
    for name, text in texts(openapi()).items():
        (PACKAGE / name).write_text(text, "utf-8")

"""The schemas of the document: short names, no noise, and every field with what its model says of it."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from app.http.problems import Problem

Json = dict[str, Any]
REF = "#/components/schemas/"
_NOT_SCHEMAS = frozenset({"default", "enum", "const", "example", "examples", "required"})


def tidy(spec: Json) -> None:
    """Names and describes the schemas, and puts ``Problem`` where FastAPI had an error format of its own."""
    schemas = spec["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    add(schemas, Problem)
    for path in spec["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    models = {model.__name__: model for model in _models(BaseModel)}
    for name, schema in schemas.items():
        describe_fields(schema, models.get(name.partition("-")[0]))
    names = {name: _short(name) for name in schemas}
    spec["components"]["schemas"] = {names[name]: plain(schema) for name, schema in schemas.items()}
    spec["paths"] = plain(spec["paths"])
    _rename(spec, names)


def add(schemas: Json, model: type[BaseModel]) -> Json:
    """The model's schema; what it refers to, and a model that is not there yet, join the *schemas*."""
    made = model.model_json_schema(ref_template=REF + "{model}", mode="serialization")
    for name, schema in made.pop("$defs", {}).items():
        schemas.setdefault(name, schema)
    return schemas.setdefault(model.__name__, made) if model is Problem else made


def plain(node: Any) -> Any:
    """Without the titles that only repeat names; text in Markdown."""
    if isinstance(node, list):
        return [plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {name: _plain_value(name, value) for name, value in node.items()
            if not (name == "title" and isinstance(value, str))}  # fmt: skip


def _plain_value(name: str, value: Any) -> Any:
    if name == "description" and isinstance(value, str):
        return value.replace("``", "`")
    return value if name in _NOT_SCHEMAS and not isinstance(value, dict) else plain(value)


def _short(name: str) -> str:
    """``Page_UnitRead_`` is a ``UnitReadPage``, and the body of a form is named after its operation."""
    page = re.fullmatch(r"Page_(\w+)_", name)
    form = re.match(r"Body_(\w+?)_api_v1_", name)
    if form:
        return "".join(part.capitalize() for part in form[1].split("_")) + "Form"
    return f"{page[1]}Page" if page else name.replace("-", "")


def _rename(node: Any, names: dict[str, str]) -> None:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        old = node["$ref"].removeprefix(REF)
        node["$ref"] = REF + names.get(old, old)
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _rename(below, names)


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        if model.__module__.startswith("app."):
            yield model
        yield from _models(model)


def describe_fields(schema: Json, model: type[BaseModel] | None) -> None:
    """Gives each field of the schema the sentence that stands under it in the model."""
    said = field_texts(model) if model else {}
    for name, field in schema.get("properties", {}).items():
        if name in said and "description" not in field:
            field["description"] = said[name]


def field_texts(model: type[BaseModel]) -> dict[str, str]:
    """Field → the string under it in the source, the class's own before its ancestors'."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base.__module__.startswith("app."):
            found |= _texts_in(base.__module__).get(base.__name__, {})
    return found


@cache
def _texts_in(module: str) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: dict(_texts_of(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _texts_of(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            text = after.value if isinstance(after, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield statement.target.id, " ".join(text.value.split())

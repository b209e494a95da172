"""The query string of a list as its filter schema, read in one go.

FastAPI would take the schema apart into a parameter a field, which costs as much as the query itself; so the schema
reads the query string whole, and the OpenAPI document is told its parameters by ``describe``.
"""

from typing import Any, TypeVar

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

Q = TypeVar("Q", bound=BaseModel)


def query_of(schema: type[Q]) -> Any:
    """A dependency: the query string as *schema*; unknown names and wrong values are 422."""
    many = frozenset(name for name, field in schema.model_fields.items() if "list[" in str(field.annotation))

    async def read(request: Request) -> Q:
        params = request.query_params
        values = {name: params.getlist(name) if name in many else params[name] for name in params}
        try:
            return schema.model_validate(values)
        except ValidationError as error:
            raise RequestValidationError([{**e, "loc": ("query", *e["loc"])} for e in error.errors()]) from error

    read.schema = schema  # type: ignore[attr-defined]
    return Depends(read)


def describe(route: APIRoute, operation: dict[str, Any]) -> None:
    """Adds the parameters of the route's query schemas to its OpenAPI operation."""
    for schema in _schemas(route.dependant):
        described = schema.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, field in described.get("properties", {}).items():
            operation.setdefault("parameters", []).append(
                {"name": name, "in": "query", "required": name in described.get("required", []), "schema": field}
                | ({"description": field["description"]} if "description" in field else {})
            )


def _schemas(dependant: Dependant) -> list[type[BaseModel]]:
    found = [getattr(dependant.call, "schema", None)]
    return [s for s in found if isinstance(s, type)] + [s for d in dependant.dependencies for s in _schemas(d)]

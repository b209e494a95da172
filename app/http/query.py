"""The query string of a list as its filter schema, read in one go.

FastAPI would take the schema apart into a parameter a field, which costs as much as the query itself; so the schema
reads the query string whole, and the OpenAPI document asks ``schemas_of`` for the parameters.
"""

from typing import Any, TypeVar

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
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


def schemas_of(dependant: Dependant) -> list[type[BaseModel]]:
    """The schemas that an endpoint reads its query string as: what the OpenAPI document makes its parameters of."""
    whole = [param.field_info.annotation for param in dependant.query_params]
    found = [getattr(dependant.call, "schema", None), *whole]
    own = [schema for schema in found if isinstance(schema, type) and issubclass(schema, BaseModel)]
    return [*own, *(schema for below in dependant.dependencies for schema in schemas_of(below))]

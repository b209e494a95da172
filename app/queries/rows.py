"""Rows of columns as read schemas, validated in one go."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter

from app.models.base import Page

S = TypeVar("S", bound=BaseModel)


@lru_cache
def _adapter(schema: type[BaseModel]) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[schema])  # type: ignore[valid-type]


def read_all(schema: type[S], rows: Sequence[Any]) -> list[S]:
    """Rows whose columns are labelled like the schema's fields, as instances of the schema."""
    if not rows:
        return []
    names = rows[0]._fields
    found: list[S] = _adapter(schema).validate_python([dict(zip(names, row, strict=True)) for row in rows])
    return found


def page_of(schema: type[S], rows: Sequence[Any], following: str | None, total: int) -> Page[S]:
    """A page of a list."""
    return Page[schema].model_construct(items=read_all(schema, rows), next=following, total=total)  # type: ignore[valid-type]

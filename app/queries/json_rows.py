"""Rows that the database itself writes as JSON, one text a row: what a long list is made of.

Building fifty objects in Python only to serialise them again costs more than the query. So a list's SELECT gives each
row as JSON in the shape of its read schema; the endpoint sends the text on, and a page of HTML parses it.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import Boolean, ColumnElement, FunctionElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import JSON
from starlette.responses import Response

from app.models.base import UTCDateTime

T = TypeVar("T", bound=BaseModel)


class JsonRow(FunctionElement[str]):
    """``{"name": value, …}`` of some columns."""

    type = Text()
    inherit_cache = True
    name = "json_row"

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self.names = tuple(columns)
        super().__init__(*columns.values())


@compiles(JsonRow, "sqlite")
def _sqlite(element: JsonRow, compiler: Any, **options: Any) -> str:
    return f"json_object({_pairs(element, compiler, _sqlite_value, options)})"


@compiles(JsonRow, "postgresql")
def _postgresql(element: JsonRow, compiler: Any, **options: Any) -> str:
    return f"CAST(json_build_object({_pairs(element, compiler, _postgresql_value, options)}) AS text)"


def _pairs(element: JsonRow, compiler: Any, value: Any, options: dict[str, Any]) -> str:
    columns = list(element.clauses)
    return ", ".join(
        f"'{name}', {value(column, compiler.process(column, **options))}"
        for name, column in zip(element.names, columns, strict=True)
    )


def _sqlite_value(column: ColumnElement[Any], sql: str) -> str:
    """SQLite keeps no booleans and no times: they are written as JSON has them."""
    if isinstance(column.type, Boolean):
        return f"json(CASE {sql} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)"
    if isinstance(column.type, UTCDateTime):
        return f"replace({sql}, ' ', 'T') || 'Z'"
    return f"json({sql})" if isinstance(column.type, JSON) else sql


def _postgresql_value(column: ColumnElement[Any], sql: str) -> str:
    if isinstance(column.type, UTCDateTime):
        return f"""to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return sql


class JsonPage(Response, Generic[T]):
    """A page of a list whose rows the database wrote as JSON: an answer as it stands, a ``Page`` for who reads it."""

    media_type = "application/json"

    def __init__(self, item: type[T], rows: Sequence[str], following: str | None, total: int) -> None:
        self.item, self.rows, self.next, self.total = item, rows, following, total
        end = f'],"next":{json.dumps(following)},"total":{total}}}'
        super().__init__('{"items":[' + ",".join(rows) + end)

    @cached_property
    def items(self) -> list[T]:
        """The rows as instances of the read schema, parsed when somebody asks."""
        found: list[T] = _list_of(self.item).validate_json("[" + ",".join(self.rows) + "]")
        return found


@lru_cache
def _list_of(item: type[Any]) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[item])  # type: ignore[valid-type]

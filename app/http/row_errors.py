"""What is wrong with the rows of a file, as an answer says it."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from app.errors import FieldError, Invalid
from app.http.messages import field_message
from app.rules.unit_rows import RowError

S = TypeVar("S", bound=BaseModel)


def refusal(errors: Sequence[RowError]) -> Invalid:
    """A 422 whose fields are ``rows.<number>.<column>``."""
    return Invalid(errors=[FieldError(_place(error), error.code, error.params) for error in errors])


def _place(error: RowError) -> str:
    return f"rows.{error.row}.{error.field}" if error.field else f"rows.{error.row}"


def worded(schema: type[S], errors: Sequence[RowError]) -> list[S]:
    """The errors with their words, as a report lists them."""
    return [schema(row=error.row, field=error.field, code=error.code,
                   message=field_message(error.code, error.params)) for error in errors]  # fmt: skip

"""Forms of the pages: the same schemas as the JSON, filled from form fields; a refusal shows the form again.

A refused write must not commit, so the page that shows the form again travels as an exception: the write session
rolls back while it passes, and its handler sends the page.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from starlette.datastructures import FormData

from app.errors import DomainError
from app.http.problems import Problem, from_database, from_validation, problem_of

S = TypeVar("S", bound=BaseModel)


async def _form(request: Request) -> FormData:
    return await request.form()


Form = Annotated[FormData, Depends(_form)]
"""The fields that a page sent."""
WholeForm = Depends(_form)
"""For a route to ask for first: a form that arrives slowly holds no place of those who read the database."""


def parse(schema: type[S], values: Mapping[str, Any]) -> S:
    """The values as the schema of the JSON endpoint; its field errors on what does not fit."""
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        raise from_validation(error) from error


def text_of(form: FormData, name: str) -> str:
    """One text field, empty when it was not sent; line ends as in the database."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def texts_of(form: FormData, *names: str) -> dict[str, str]:
    """Some text fields without blanks around them, by name."""
    return {name: text_of(form, name).strip() for name in names}


def version_of(form: FormData, name: str = "version") -> int | None:
    """The version that the form was made from."""
    value = text_of(form, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


class Refused(Exception):
    """Carries the page that shows the form again."""

    def __init__(self, response: Response) -> None:
        self.response = response


@contextmanager
def refused_as(request: Request, render: Callable[[Problem], Response]) -> Iterator[None]:
    """Turns a domain error inside into the page that ``render(problem)`` makes, with the error's status."""
    try:
        yield
    except DomainError as error:
        raise _refusal(request, render, error) from error
    except (IntegrityError, StaleDataError) as error:
        raise _refusal(request, render, from_database(error)) from error


def _refusal(request: Request, render: Callable[[Problem], Response], error: DomainError) -> Refused:
    response = render(problem_of(error, request.url.path))
    response.status_code = error.status
    return Refused(response)


def errors_by_field(problem: Problem | None) -> dict[str, str]:
    """The messages of a problem by field name, for the macros of components/form.html."""
    return {error.field: error.message for error in (problem.errors or [])} if problem else {}

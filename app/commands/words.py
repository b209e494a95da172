"""Errors as the lines of a terminal; they name the field and never quote what was typed."""

from pydantic import ValidationError

from app.errors import DomainError


def lines_of(error: DomainError | ValidationError) -> list[str]:
    """What is wrong, a line for each field."""
    from app.http.problems import from_validation, problem_of

    problem = problem_of(from_validation(error) if isinstance(error, ValidationError) else error, "")
    return [f"{field.field}: {field.message}" for field in problem.errors or []] or [problem.detail]

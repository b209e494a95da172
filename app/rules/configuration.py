"""Where an edition's configuration contradicts itself. Types and ranges were checked by the schema before."""

from collections.abc import Callable, Iterator
from datetime import datetime

from app.models.edition import SHARED_POOL, Configuration
from app.rules import rubric, stages
from app.rules.problem import Problem

__all__ = ["Problem", "problems"]

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""The years an edition may have; dates far outside would overflow when the edition is copied."""
RESERVED_DOCUMENT = "evidence"
"""Kind of the documents that nobody asked for: no required document may have it as its key."""


def problems(configuration: Configuration) -> list[Problem]:
    """Every problem found, each with its path and a code; an empty list means that the edition can be held.

    Codes: ``empty``, ``duplicate_key``, ``timezone_aware``, ``out_of_range``, ``dates_reversed``,
    ``unknown_group``, ``weights_not_100``, and those of the stages (app/rules/stages.py).
    """
    return [problem for check in _CHECKS for problem in check(configuration)]


def _filled(configuration: Configuration) -> Iterator[Problem]:
    for part in ("groups", "categories", "form", "stages"):
        if not getattr(configuration, part):
            yield Problem(part, "empty")


def _unique_keys(configuration: Configuration) -> Iterator[Problem]:
    for part in ("groups", "categories", "form", "fields", "required_documents", "stages", "award_tiers"):
        seen = {RESERVED_DOCUMENT} if part == "required_documents" else set()
        for place, item in enumerate(getattr(configuration, part)):
            if item.key in seen:
                yield Problem(f"{part}[{place}].key", "duplicate_key", {"key": item.key})
            seen.add(item.key)


def _dates(configuration: Configuration) -> Iterator[Problem]:
    yield from _span("", "opens_at", configuration.opens_at, "closes_at", configuration.closes_at)
    for place, stage in enumerate(configuration.stages):
        yield from _span(f"stages[{place}].", "starts_at", stage.starts_at, "ends_at", stage.ends_at)


def _span(
    prefix: str, start_name: str, start: datetime | None, end_name: str, end: datetime | None
) -> Iterator[Problem]:
    wrong = [
        Problem(f"{prefix}{name}", "out_of_range")
        for name, moment in ((start_name, start), (end_name, end))
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR
    ]
    yield from wrong
    if not wrong and start is not None and end is not None and start >= end:
        yield Problem(f"{prefix}{end_name}", "dates_reversed")


def _choices(configuration: Configuration) -> Iterator[Problem]:
    for place, field in enumerate(configuration.fields):
        if field.kind == "choice" and not field.choices:
            yield Problem(f"fields[{place}].choices", "empty")
        for choice in sorted({choice for choice in field.choices if field.choices.count(choice) > 1}):
            yield Problem(f"fields[{place}].choices", "duplicate_key", {"key": choice})


def _documents(configuration: Configuration) -> Iterator[Problem]:
    known = {group.key for group in configuration.groups}
    for place, document in enumerate(configuration.required_documents):
        for key in document.groups:
            if key not in known:
                yield Problem(f"required_documents[{place}].groups", "unknown_group", {"key": key})


def _quota_rules(configuration: Configuration) -> Iterator[Problem]:
    known = {group.key for group in configuration.groups} | {SHARED_POOL}
    seen = set()
    for place, rule in enumerate(configuration.quota_rules):
        if rule.group not in known:
            yield Problem(f"quota_rules[{place}].group", "unknown_group", {"key": rule.group})
        pool = (rule.unit_kind, rule.group)
        if pool in seen:
            yield Problem(f"quota_rules[{place}]", "duplicate_key", {"key": ":".join(pool)})
        seen.add(pool)


def _form_weights(configuration: Configuration) -> Iterator[Problem]:
    """A form without weights is one that jurors do not score by section."""
    weights = [section.weight for section in configuration.form]
    if any(weights):
        yield from rubric.not_100("form", weights)


_CHECKS: tuple[Callable[[Configuration], Iterator[Problem]], ...] = (
    _filled, _unique_keys, _dates, _choices, _documents, _quota_rules, _form_weights, stages.problems,
)  # fmt: skip

"""What can be wrong with an edition's configuration."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as filled
from math import fsum, isclose
from typing import Any

from app.models.edition import SHARED_POOL, Configuration, Criterion
from app.rules.rubric import leaves, nodes


@dataclass(frozen=True)
class Problem:
    """Where (dotted name), what (code), and the values that a message needs."""

    field: str
    code: str
    params: dict[str, Any] = filled(default_factory=dict)


def problems(configuration: Configuration) -> list[Problem]:
    """Everything that is wrong, empty when the configuration is sound."""
    return [*_dates(configuration), *_keys(configuration), *_references(configuration), *_weights(configuration)]


def _dates(configuration: Configuration) -> Iterator[Problem]:
    if configuration.opens_at >= configuration.closes_at:
        yield Problem("closes_at", "dates_reversed")
    for place, stage in enumerate(configuration.stages):
        if stage.starts_at and stage.ends_at and stage.starts_at >= stage.ends_at:
            yield Problem(f"stages.{place}.ends_at", "dates_reversed")


def _keys(configuration: Configuration) -> Iterator[Problem]:
    for name in ("groups", "categories", "form", "stages"):
        if not getattr(configuration, name):
            yield Problem(name, "empty")
    for name in ("groups", "categories", "form", "fields", "required_documents", "stages", "award_tiers"):
        yield from _duplicates(name, [item.key for item in getattr(configuration, name)])
    for place, stage in enumerate(configuration.stages):
        yield from _duplicates(f"stages.{place}.rubric", [node.key for node in nodes(stage.rubric)])
    rules = [f"{rule.unit_kind}:{rule.group}" for rule in configuration.quota_rules]
    yield from _duplicates("quota_rules", rules)


def _duplicates(name: str, keys: Sequence[str]) -> Iterator[Problem]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Problem(name, "duplicate_key", {"key": key})


def _references(configuration: Configuration) -> Iterator[Problem]:
    groups = {group.key for group in configuration.groups} | {SHARED_POOL}
    sections = {section.key for section in configuration.form}
    for place, rule in enumerate(configuration.quota_rules):
        if rule.group not in groups:
            yield Problem(f"quota_rules.{place}.group", "unknown_group", {"key": rule.group})
    for place, document in enumerate(configuration.required_documents):
        for key in document.groups:
            if key not in groups:
                yield Problem(f"required_documents.{place}.groups", "unknown_group", {"key": key})
    for place, stage in enumerate(configuration.stages):
        for node in nodes(stage.rubric):
            if node.section is not None and node.section not in sections:
                yield Problem(f"stages.{place}.rubric", "unknown_section", {"key": node.section})


def _weights(configuration: Configuration) -> Iterator[Problem]:
    form = fsum(section.weight for section in configuration.form)
    if form and not isclose(form, 100, abs_tol=1e-9):
        yield Problem("form", "weights_not_100", {"sum": form})
    for place, stage in enumerate(configuration.stages):
        yield from _rubric(f"stages.{place}.rubric", stage.rubric)


def _rubric(name: str, rubric: Sequence[Criterion]) -> Iterator[Problem]:
    if not rubric:
        yield Problem(name, "empty")
        return
    for node in nodes(rubric):
        below = fsum(child.weight for child in node.children)
        if node.children and not isclose(below, node.weight, abs_tol=1e-9):
            yield Problem(name, "weight_mismatch", {"key": node.key})
    whole = fsum(leaf.weight for leaf in leaves(rubric))
    if not isclose(whole, 100, abs_tol=1e-9):
        yield Problem(name, "weights_not_100", {"sum": whole})

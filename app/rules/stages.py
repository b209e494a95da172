"""Where the stages of an edition contradict themselves or each other."""

from collections.abc import Callable, Iterator

from app.models.edition import Configuration, Stage
from app.rules import rubric
from app.rules.problem import Problem


def problems(configuration: Configuration) -> Iterator[Problem]:
    """Every problem of a stage, with its path.

    Codes: those of a rubric, ``unknown_section``, ``blind_after_publication``, ``unknown_group``,
    ``unknown_category``, ``nobody_goes_on``, ``nothing_before``, ``weighs_nothing``, ``vote_first``,
    ``vote_without_rubric``, ``vote_needs_dates``, ``vote_is_counted``.
    """
    for place, stage in enumerate(configuration.stages):
        for check in _CHECKS:
            for problem in check(configuration, place, stage):
                yield Problem(f"stages[{place}].{problem.field}", problem.code, problem.params)


def _rubric(configuration: Configuration, _place: int, stage: Stage) -> Iterator[Problem]:
    if is_vote(stage):
        return
    known = {section.key for section in configuration.form}
    yield from rubric.problems(stage.rubric)
    for path, criterion in rubric.nodes(stage.rubric):
        if criterion.section is not None and criterion.section not in known:
            yield Problem(f"{path}.section", "unknown_section", {"key": criterion.section})


def _blind(configuration: Configuration, place: int, stage: Stage) -> Iterator[Problem]:
    """The first stage's published ranking names the units that go on, so no later stage can hide them."""
    if stage.blind and place > 0:
        yield Problem("blind", "blind_after_publication", {"stage": configuration.stages[0].name})


def _advance(configuration: Configuration, _place: int, stage: Stage) -> Iterator[Problem]:
    rule = stage.advance
    if rule.kind != "quota":
        return
    known = {one.key for one in (configuration.groups if rule.by == "group" else configuration.categories)}
    for key in rule.quotas:
        if key not in known:
            yield Problem("advance.quotas", f"unknown_{rule.by}", {"key": key})
    if rule.n is None and not any(rule.quotas.values()):
        yield Problem("advance.quotas", "nobody_goes_on")


def _cumulative(_configuration: Configuration, place: int, stage: Stage) -> Iterator[Problem]:
    if not stage.cumulative:
        return
    if place == 0:
        yield Problem("cumulative", "nothing_before")
    if stage.weight == 0:
        yield Problem("weight", "weighs_nothing")


def _vote(_configuration: Configuration, place: int, stage: Stage) -> Iterator[Problem]:
    """The public can only choose among what is public already."""
    if not is_vote(stage):
        return
    if place == 0:
        yield Problem("kind", "vote_first")
    if stage.rubric:
        yield Problem("rubric", "vote_without_rubric")
    if stage.aggregate != "mean":
        yield Problem("aggregate", "vote_is_counted")
    for name in ("starts_at", "ends_at"):
        if getattr(stage, name) is None:
            yield Problem(name, "vote_needs_dates")


def is_vote(stage: Stage) -> bool:
    """Whether the public scores it, not jurors."""
    return stage.kind == "public_vote"


_CHECKS: tuple[Callable[[Configuration, int, Stage], Iterator[Problem]], ...] = (
    _rubric, _blind, _advance, _cumulative, _vote,
)  # fmt: skip

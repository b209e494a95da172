"""What to look at before registration opens: gaps that the configuration allows and a real year does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.models.edition import EditionRead, Stage


@dataclass(frozen=True)
class Gap:
    """Something missing or odd: the tab of the set-up that mends it, a code, and the name it is about."""

    tab: str
    code: str
    name: str = ""


def gaps(edition: EditionRead, now: datetime) -> list[Gap]:
    """Of the dates, the lists and each stage; an empty list means that nothing is missing.

    Codes: ``closes_in_the_past``, ``opens_in_the_past``, ``no_documents``, ``no_stage_dates``, ``stage_too_early``,
    ``no_quota``, ``no_awards``.
    """
    of_stages = [gap for stage in edition.stages for gap in _stage(edition, stage)]
    return [*_dates(edition, now), *_lists(edition), *of_stages]


def _dates(edition: EditionRead, now: datetime) -> Iterator[Gap]:
    if edition.closes_at <= now:
        yield Gap("basics", "closes_in_the_past")
    elif edition.opens_at < now:
        yield Gap("basics", "opens_in_the_past")


def _lists(edition: EditionRead) -> Iterator[Gap]:
    if not edition.required_documents:
        yield Gap("fields", "no_documents")
    if not edition.quota_rules:
        yield Gap("quotas", "no_quota")
    if not edition.award_tiers:
        yield Gap("awards", "no_awards")


def _stage(edition: EditionRead, stage: Stage) -> Iterator[Gap]:
    if stage.starts_at is None or stage.ends_at is None:
        yield Gap("stages", "no_stage_dates", stage.name)
    elif stage.starts_at < edition.closes_at:
        yield Gap("stages", "stage_too_early", stage.name)

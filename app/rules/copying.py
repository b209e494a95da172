"""Copying an edition into another year."""

import re
from datetime import datetime

from app.clock import WIB
from app.models.edition import Configuration, Stage


def moved_to_year(configuration: Configuration, from_year: int, to_year: int) -> Configuration:
    """A copy of the configuration, its dates moved by the years between, the year in its name replaced.

    Dates keep their day and hour in WIB; 29 February becomes the 28th where there is none.
    """
    years = to_year - from_year
    copy = configuration.model_copy(deep=True)
    copy.name = re.sub(rf"(?<!\d){from_year}(?!\d)", str(to_year), copy.name)
    copy.opens_at, copy.closes_at = _moved(copy.opens_at, years), _moved(copy.closes_at, years)
    copy.stages = [_stage(stage, years) for stage in copy.stages]
    return copy


def _stage(stage: Stage, years: int) -> Stage:
    moments = {"starts_at": stage.starts_at, "ends_at": stage.ends_at}
    return stage.model_copy(update={name: at and _moved(at, years) for name, at in moments.items()})


def _moved(moment: datetime, years: int) -> datetime:
    """In WIB, because 1 March 00.00 WIB is February in UTC, on the other side of a leap day."""
    local = moment.astimezone(WIB)
    try:
        moved = local.replace(year=local.year + years)
    except ValueError:
        moved = local.replace(year=local.year + years, day=28)
    return moved.astimezone(moment.tzinfo)

"""Last year's edition, moved to a new year."""

from datetime import datetime

from app.clock import WIB
from app.models.edition import Configuration, Stage


def moved_to_year(configuration: Configuration, from_year: int, to_year: int) -> Configuration:
    """The same configuration with every date moved by the difference in years, and the new year in its name."""
    years = to_year - from_year

    def moved(moment: datetime | None) -> datetime | None:
        return _moved(moment, years) if moment else None

    stages: list[Stage] = [
        stage.model_copy(update={"starts_at": moved(stage.starts_at), "ends_at": moved(stage.ends_at)})
        for stage in configuration.stages
    ]
    return configuration.model_copy(
        update={
            "name": configuration.name.replace(str(from_year), str(to_year)),
            "opens_at": moved(configuration.opens_at),
            "closes_at": moved(configuration.closes_at),
            "stages": stages,
        }
    )


def _moved(moment: datetime, years: int) -> datetime:
    local = moment.astimezone(WIB)
    try:
        return local.replace(year=local.year + years)
    except ValueError:  # 29 February in a year without one
        return local.replace(year=local.year + years, day=28)

"""Ready-made editions, as data: one YAML file each, whose head says what comes from where."""

from functools import lru_cache
from importlib.resources import files

import yaml

from app.models.edition import Configuration
from app.rules.copying import moved_to_year

_SUFFIX = ".yaml"


def names() -> list[str]:
    """Names of the presets, sorted."""
    found = (item.name for item in files(__package__).iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX))


def load(name: str, year: int) -> Configuration:
    """A copy of the preset with its dates and name moved to *year*; ``KeyError`` for an unknown name."""
    own_year, configuration = _read(name)
    return moved_to_year(configuration, own_year, year)


@lru_cache
def _read(name: str) -> tuple[int, Configuration]:
    if name not in names():
        raise KeyError(name)
    text = files(__package__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return content.pop("year"), Configuration.model_validate(content)

"""The national competition's forms and rules, as data: one YAML file a year, whose head says what comes from where."""

from functools import lru_cache
from importlib.resources import files

import yaml

from app.models.national import NationalRules

_SUFFIX = ".yaml"


@lru_cache
def names() -> tuple[str, ...]:
    """The names of the files, sorted."""
    found = (item.name for item in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


@lru_cache
def load(name: str) -> NationalRules:
    """The rules of this file; ``KeyError`` for an unknown name."""
    if name not in names():
        raise KeyError(name)
    text = files(__package__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")
    return NationalRules.model_validate(yaml.safe_load(text))


@lru_cache
def name_for(competition: str, year: int) -> str | None:
    """The newest rules of *competition* that are not younger than *year*; of an earlier year the oldest there are.

    None for a competition that nothing is known of.
    """
    known = sorted((load(name).year, name) for name in names() if load(name).competition == competition)
    fitting = [name for of, name in known if of <= year]
    return fitting[-1] if fitting else known[0][1] if known else None


@lru_cache
def competitions() -> tuple[tuple[str, str], ...]:
    """Key and name of each national competition, by the name."""
    return tuple(sorted({(load(name).competition, load(name).short) for name in names()}, key=lambda one: one[1]))

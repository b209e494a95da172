"""The least configuration that the tests of the rules need, everything else filled in."""

from typing import Any

from app import presets
from app.models.edition import Configuration, Criterion, EditionRead, EditionStatus


def configuration(**changes: Any) -> Configuration:
    """The preset of 2023 with parts replaced."""
    return Configuration.model_validate(presets.load("kovablik_2023", 2023).model_dump() | changes)


def edition(**changes: Any) -> EditionRead:
    """An open edition of the preset of 2023 with parts replaced."""
    around = {"id": "e", "year": 2023, "status": EditionStatus.open, "is_sample": False, "version": 1}
    return EditionRead.model_validate(configuration(**changes).model_dump() | around | {"published_stages": []})


def criterion(key: str, weight: float, *children: Criterion) -> Criterion:
    """A node of a rubric."""
    return Criterion(key=key, title=key, weight=weight, children=list(children))

"""Attacks are made on a real server. What does not concern the database is tried on SQLite alone."""

from pathlib import Path

import pytest

from tests.access.world import World
from tests.factories import Factory

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves PostgreSQL out but for the attacks on the database itself."""
    left_out = [item for item in items if HERE in item.path.parents and "postgresql" in item.name
                and item.get_closest_marker("both_databases") is None]  # fmt: skip
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture
def world(make: Factory) -> World:
    """Two participants, proposals in every state, everybody."""
    return World(make)

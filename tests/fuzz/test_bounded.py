"""Schemathesis follows the links of the document as everybody: no server error, no answer that it does not name.

Bounded, for `make test`; every operation by itself is in tests/api/test_openapi_world.py.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from app.rules.permissions import KEY_ROLES
from tests.examples.recorder import Caller
from tests.fuzz.asking import PEOPLE, callers, machine, run_of, stage

EVERYBODY = ("anonymous", *PEOPLE, *(f"key of {role.value}" for role in KEY_ROLES))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Caller], Any]]:
    with stage(tmp_path_factory.mktemp("fuzz")) as (cast, schema):
        yield callers(cast), schema


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_order_of_requests_breaks_the_document(name: str, world: tuple[dict[str, Caller], Any]) -> None:
    people, schema = world
    links = machine(schema, people[name])
    links.run(settings=run_of(4))
    assert links.calls > 8


def test_everybody_takes_part(world: tuple[dict[str, Caller], Any]) -> None:
    assert set(world[0]) == set(EVERYBODY)

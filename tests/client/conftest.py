"""The client against the running server; between them, where a test wants it, a line that misbehaves."""

from collections.abc import Iterator

import httpx
import pytest

from jipp_client import Client
from tests.client.between import Between
from tests.conftest import Server
from tests.factories import Factory


@pytest.fixture
def between(server: Server) -> Iterator[Between]:
    """A real server on a real socket that hands on to the real one, and breaks what it is told to break."""
    line = Between(server.url)
    yield line
    line.close()


@pytest.fixture
def public(make: Factory, server: Server) -> Iterator[Client]:
    """The client of somebody without a key."""
    with Client(server.url) as client:
        yield client


def key_of(client: httpx.Client) -> str:
    """The API key that a client of the factory sends."""
    return client.headers["Authorization"].removeprefix("Bearer ")

"""Whose browsers several pages are read in."""

import httpx
import pytest

from tests.api.test_assessments import Province
from tests.factories import Factory
from tests.pages.browsing import browse


@pytest.fixture
def office(make: Factory) -> httpx.Client:
    """The organiser's browser."""
    browser = make.as_role("organiser")
    browse(browser)
    return browser


@pytest.fixture
def province(make: Factory) -> Province:
    """An agency that is assessed, read in browsers: of its author and of the owner of an indicator."""
    found = Province(make)
    browse(found.writes, found.verifies)
    return found

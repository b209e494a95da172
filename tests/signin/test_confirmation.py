"""What is delicate asks a person once more who it is, ten minutes after it last showed that; a system's key passes."""

from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from sqlmodel import Session, select

from app.clock import now
from app.models import User, UserSession
from tests.factories import Factory
from tests.pages.browsing import Browser

KEYS = "/api/v1/api-keys"
CONFIRMATION = "/security/confirmation"


@pytest.fixture
def organiser(make: Factory) -> User:
    return make.user("organiser")


def time_goes_by(make: Factory) -> None:
    """Everybody has signed in a while ago."""
    with Session(make.engine) as session, session.begin():
        for row in session.exec(select(UserSession)):
            row.authenticated_at = now() - timedelta(minutes=11)


def is_asked(answer: httpx.Response) -> bool:
    """Whether the API asks to show first who it is."""
    return answer.status_code == 403 and str(answer.json()["type"]) == "/problems/confirm-first"


def test_a_key_is_made_and_replaced_only_by_who_has_just_shown_who_it_is(make: Factory, organiser: User) -> None:
    """Whoever finds a browser open takes no key away."""
    browser = make.signed_in(organiser)
    body = {"name": "SIMRS", "unit_id": make.unit().id, "scopes": ["quotas:read"]}
    path = browser.post(KEYS, json=body).headers["Location"]
    time_goes_by(make)
    assert is_asked(browser.post(KEYS, json=body))
    assert is_asked(browser.post(f"{path}/rotation", json={}))
    assert browser.get(path).json()["replaced_by"] is None
    assert make.key("organiser").post(f"{path}/rotation", json={}).status_code == 201


def test_the_page_that_replaces_a_key_asks_before_it_shows_the_form_and_after(make: Factory, organiser: User) -> None:
    browser = Browser(make, organiser)
    body = {"name": "SIMRS", "unit_id": make.unit().id, "scopes": ["quotas:read"]}
    path = make.key("organiser").post(KEYS, json=body).headers["Location"]
    form = f"{path.removeprefix('/api/v1')}/rotation"
    shown = browser.get(form)
    time_goes_by(make)
    assert browser.get(form).headers["location"] == f"{CONFIRMATION}?next={quote(form, safe='')}"
    assert browser.send(shown, form, hours="0").headers["location"].startswith(f"{CONFIRMATION}?next=")
    assert make.key("organiser").get(path).json()["replaced_by"] is None

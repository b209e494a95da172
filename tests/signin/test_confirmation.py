"""What is delicate asks a person once more who it is, ten minutes after it last showed that; a system's key passes."""

from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from sqlmodel import Session, select

from app.clock import now
from app.models import User, UserSession
from tests.factories import PASSWORD, Factory
from tests.pages.browsing import Browser, forms_of

KEYS = "/api/v1/api-keys"
USERS = "/api/v1/users"
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


def test_a_link_that_opens_an_account_is_shown_only_to_who_has_just_shown_who_it_is(
    make: Factory, organiser: User
) -> None:
    """Without mail the answer holds the link: whoever finds a browser open would take any account over by it."""
    browser, someone = make.signed_in(organiser), make.user("juror")
    body = {"email": f"baru.{someone.id}@dinas.example", "name": "Baru"}
    time_goes_by(make)
    assert is_asked(browser.post(USERS, json=body))
    assert is_asked(browser.post(f"{USERS}/{someone.id}/invitation"))
    assert make.key("organiser").post(f"{USERS}/{someone.id}/invitation").json()["link"]
    assert make.key("organiser").post(USERS, json=body).json()["link"]


def test_the_page_of_an_account_leads_to_the_confirmation_and_back(make: Factory, organiser: User) -> None:
    browser, someone = Browser(make, organiser), make.user("juror")
    at = f"/users/{someone.id}"
    page = browser.get(at)
    time_goes_by(make)
    browser.client.headers["Referer"] = f"{make.base_url}{at}?x=1"
    asked = browser.send(page, f"{at}/invitation")
    assert asked.headers["location"] == f"{CONFIRMATION}?next={quote(f'{at}?x=1', safe='')}"
    browser.client.headers["Referer"] = "https://jahat.example/users"
    elsewhere = browser.send(page, f"{at}/invitation")
    assert elsewhere.headers["location"] == f"{CONFIRMATION}?next=%2Fsecurity", "never to another site"
    back = browser.send(browser.follow(asked), CONFIRMATION, password=PASSWORD)
    assert back.headers["location"] == f"{at}?x=1"
    assert browser.send(browser.follow(back), f"{at}/invitation").status_code == 201


def test_a_new_account_asks_before_the_form_and_a_form_filled_in_slowly_is_not_lost(
    make: Factory, organiser: User
) -> None:
    browser, unit = Browser(make, organiser), make.unit("Puskesmas Lambat")
    form = browser.get("/users/new")
    typed = {"name": "Siti Pelan", "email": f"pelan.{unit.id}@dinas.example", "roles-0-role": "author",
             "roles-0-unit": unit.code}  # fmt: skip
    time_goes_by(make)
    assert browser.get("/users/new").headers["location"] == f"{CONFIRMATION}?next=%2Fusers%2Fnew"
    asked = browser.send(form, "/users", **typed)
    assert asked.status_code == 403
    kept = forms_of(asked)["/users"].fields
    assert {name: kept[name] for name in typed} == {name: [value] for name, value in typed.items()}
    wrong = browser.send(asked, "/users", own_password="bukan-kata-sandinya")
    assert (wrong.status_code, forms_of(wrong)["/users"].fields["own_password"]) == (422, [""])
    before = browser.client.cookies["jipp_session"]
    refused = browser.send(wrong, "/users", own_password=PASSWORD, email="bukan surel")
    assert refused.status_code == 422
    assert browser.client.cookies["jipp_session"] != before
    assert "own_password" not in forms_of(refused)["/users"].fields, "once is enough"
    made = browser.send(refused, "/users", email=typed["email"])
    assert made.status_code == 201, "the link is shown"
    assert typed["email"] in make.key("organiser").get(USERS, params={"q": "Siti Pelan"}).text

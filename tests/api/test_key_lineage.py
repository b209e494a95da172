"""A key made with a key holds no more and no longer than that one, and ends with it; an account's keys end with it."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session

from app.clock import now
from app.domain import api_keys as deeds
from app.domain import key_lineage
from app.errors import Unauthenticated
from app.models import ApiKey, Unit, User
from app.models.user import ApiKeyCreate, Role
from app.rules.permissions import Actor, Grant
from tests.api.test_api_keys import PATH, body, codes, rotated
from tests.factories import Factory

ANY = {"If-Match": "*"}
SCOPES = ["api-keys:read", "api-keys:write", "quotas:read"]


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit(kind="city")


def child(make: Factory, parent: httpx.Client, unit: Unit, **more: Any) -> tuple[httpx.Client, str]:
    """A key that is made with *parent*: its client and its address."""
    made = parent.post(PATH, json=body(unit, scopes=SCOPES, **more))
    assert made.status_code == 201, made.text
    return make.client(made.json()["key"]), made.headers["Location"]


def works(key: httpx.Client) -> bool:
    return key.get(PATH).status_code == 200


def ends(answer: httpx.Response) -> datetime:
    return datetime.fromisoformat(answer.json()["expires_at"])


def test_a_key_made_with_a_key_ends_no_later(make: Factory, unit: Unit) -> None:
    soon = now() + timedelta(days=10)
    parent, path = child(make, make.key("organiser"), unit, expires_at=soon.isoformat())
    usual = parent.post(PATH, json=body(unit))
    assert abs(ends(usual) - soon) < timedelta(seconds=1), "a year unless it is said otherwise, but not here"
    assert usual.json()["made_with"] == path.rpartition("/")[2]
    later = parent.post(PATH, json=body(unit, expires_at=(soon + timedelta(minutes=1)).isoformat()))
    assert codes(later) == [("expires_at", "outlives_key")]
    sooner = parent.post(PATH, json=body(unit, expires_at=(soon - timedelta(minutes=1)).isoformat()))
    assert sooner.status_code == 201


def test_privilege_escalation_by_rotating_a_key_that_lasts_longer(make: Factory, unit: Unit) -> None:
    organiser, soon = make.key("organiser"), now() + timedelta(days=10)
    parent, _path = child(make, organiser, unit, expires_at=soon.isoformat())
    long = organiser.post(PATH, json=body(unit)).headers["Location"]
    taken = rotated(parent, long)
    assert abs(ends(taken) - soon) < timedelta(seconds=1)


def test_who_revokes_a_key_revokes_what_was_made_with_it(make: Factory, unit: Unit) -> None:
    organiser = make.key("organiser")
    parent, path = child(make, organiser, unit)
    one, one_path = child(make, parent, unit)
    grandchild, _path = child(make, one, unit)
    other, _path = child(make, organiser, unit)
    itself = make.client(rotated(one, one_path, old_until=(now() + timedelta(days=1)).isoformat()).json()["key"])
    assert all(map(works, (parent, one, grandchild, itself, other)))
    assert organiser.delete(path, headers=ANY).status_code == 204
    assert not any(map(works, (parent, one, grandchild, itself)))
    assert works(other)


def test_what_was_made_with_a_key_ends_with_the_one_that_took_its_place(make: Factory, unit: Unit) -> None:
    person = make.as_role("organiser")
    parent, path = child(make, person, unit)
    one, _path = child(make, parent, unit)
    new = rotated(person, path)
    assert new.json()["made_with"] is None
    assert works(one)
    assert person.delete(new.headers["Location"], headers=ANY).status_code == 204
    assert not works(one)
    assert works(parent), "until the overlap is over, or it is revoked itself"


@pytest.mark.parametrize("deed", ["closed", "erased"])
def test_an_account_that_ends_takes_its_keys_along(make: Factory, unit: Unit, deed: str) -> None:
    person, organiser = make.user("coordinator", unit), make.key("organiser")
    browser = make.signed_in(person)
    key, _path = child(make, browser, unit)
    grandchild, _path = child(make, key, unit)
    others, _path = child(make, organiser, unit)
    assert organiser.patch(f"/api/v1/users/{person.id}", json={"name": "B"}, headers=ANY).status_code == 200
    assert all(map(works, (key, grandchild, others)))
    if deed == "closed":
        ended = organiser.patch(f"/api/v1/users/{person.id}", json={"is_active": False}, headers=ANY)
    else:
        ended = organiser.delete(f"/api/v1/users/{person.id}/personal-data", headers=ANY)
    assert ended.is_success, ended.text
    assert not any(map(works, (key, grandchild)))
    assert browser.get(PATH).status_code == 401
    assert works(others)


def _asking(make: Factory, unit: Unit) -> tuple[Actor, Actor]:
    """A person and a key of theirs, as a request that has just come in knows them."""
    person = make.user("coordinator", unit)
    grants, scopes = (Grant(Role.coordinator, unit.id),), frozenset(SCOPES)
    key = ApiKey(name="K", unit_id=unit.id, role="coordinator", scopes=SCOPES, prefix="x", key_hash=person.id,
                 created_by=person.id, expires_at=now() + timedelta(days=1))  # fmt: skip
    make.save(key)
    return Actor("user", person.id, grants=grants), Actor("key", key.id, grants=grants, scopes=scopes)


def test_a_key_asked_for_in_the_moment_that_its_maker_ends_is_not_made(make: Factory, unit: Unit) -> None:
    for asking in _asking(make, unit):
        with Session(make.engine) as session, session.begin():
            if asking.kind == "user":
                person = session.get(User, asking.id)
                assert person
                person.is_active = False
            else:
                key = session.get(ApiKey, asking.id)
                assert key
                key_lineage.revoke_with_its_own(session, key)
        with pytest.raises(Unauthenticated), Session(make.engine) as session:
            deeds.create(session, asking, ApiKeyCreate(name="N", unit_id=unit.id, scopes=["quotas:read"]))

"""API keys: who may make them, what they may do, and that their secret is shown once."""

import time
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.clock import now
from app.models import ApiKey, IdempotentAnswer, Unit
from tests.conftest import Server
from tests.factories import Factory

PATH = "/api/v1/api-keys"


def body(unit: Unit, **more: Any) -> dict[str, Any]:
    """The body of a new key."""
    return {"name": "SIMRS", "unit_id": unit.id, "scopes": ["quotas:read"]} | more


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    """The field errors of a 422."""
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def rows(server: Server, table: type[Any]) -> list[Any]:
    """Every row of a table."""
    with Session(server.engine) as session:
        return list(session.exec(select(table)))


def test_a_key_opens_what_its_scopes_say_until_it_is_revoked(make: Factory) -> None:
    unit, organiser = make.unit(), make.key("organiser")
    made = organiser.post(PATH, json=body(unit, scopes=["quotas:read", "proposals:read", "quotas:read"]))
    assert made.status_code == 201, made.text
    assert made.json()["scopes"] == ["proposals:read", "quotas:read"]
    assert made.json()["role"] == "coordinator"
    assert made.json()["key"].startswith(made.json()["prefix"])
    client = make.client(made.json()["key"])
    assert client.get("/api/v1/proposals").status_code == 200
    assert client.get(PATH).status_code == 403
    path = made.headers["Location"]
    assert organiser.delete(path).status_code == 428
    assert organiser.delete(path, headers={"If-Match": '"9"'}).status_code == 412
    assert organiser.delete(path, headers={"If-Match": made.headers["ETag"]}).status_code == 204
    assert client.get("/api/v1/proposals").status_code == 401
    assert organiser.get(path).json()["revoked_at"] is not None


def test_the_secret_is_shown_once_and_stored_nowhere(make: Factory, server: Server) -> None:
    unit, organiser = make.unit(), make.key("organiser")
    headers = {"Idempotency-Key": "abc"}
    made = organiser.post(PATH, json=body(unit), headers=headers)
    again = organiser.post(PATH, json=body(unit), headers=headers)
    secret = made.json()["key"]
    assert again.json() == made.json() | {"key": ""}
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(secret) > 40
    assert secret not in organiser.get(PATH).text + organiser.get(made.headers["Location"]).text
    assert "key_hash" not in organiser.get(PATH).text
    kept = [*rows(server, ApiKey), *rows(server, IdempotentAnswer)]
    assert len(kept) == 3
    assert all(secret not in row.model_dump_json() for row in kept)


def test_how_long_a_key_lasts(make: Factory) -> None:
    unit, organiser = make.unit(), make.key("organiser")

    def until(moment: datetime) -> httpx.Response:
        return organiser.post(PATH, json=body(unit, expires_at=moment.isoformat()))

    usual = organiser.post(PATH, json=body(unit)).json()["expires_at"]
    assert abs(datetime.fromisoformat(usual) - now() - timedelta(days=365)) < timedelta(minutes=1)
    assert until(now() + timedelta(days=729)).status_code == 201
    assert codes(until(now() + timedelta(days=731))) == [("expires_at", "too_far")]
    assert codes(until(now() - timedelta(seconds=1))) == [("expires_at", "in_the_past")]
    assert codes(until(now().replace(tzinfo=None) + timedelta(days=1))) == [("expires_at", "timezone_aware")]


@pytest.mark.parametrize(("change", "expected"), [
    ({"scopes": ["quotas:read", "everything"]}, ("scopes.1", "unknown_scope")),
    ({"scopes": []}, ("scopes", "empty")),
    ({"role": "juror"}, ("role", "role_refused")),
    ({"role": "author"}, ("role", "role_refused")),
    ({"unit_id": "01890000-0000-7000-8000-000000000000"}, ("unit_id", "not_found")),
])  # fmt: skip
def test_what_no_key_can_be(make: Factory, change: dict[str, Any], expected: tuple[str, str]) -> None:
    assert codes(make.key("organiser").post(PATH, json=body(make.unit()) | change)) == [expected]


def test_a_coordinator_rules_the_keys_of_its_own_tree(make: Factory) -> None:
    town, other = make.unit(kind="city"), make.unit(kind="city")
    clinic = make.unit(parent=make.unit(parent=town))
    coordinator, organiser = make.as_role("coordinator", town), make.key("organiser")
    own = coordinator.post(PATH, json=body(clinic))
    assert own.status_code == 201
    assert coordinator.post(PATH, json=body(other)).status_code == 403
    assert codes(coordinator.post(PATH, json=body(clinic, role="organiser"))) == [("role", "role_refused")]
    foreign = organiser.post(PATH, json=body(other)).headers["Location"]
    assert [key["unit_id"] for key in coordinator.get(PATH).json()["items"]] == [clinic.id]
    assert coordinator.get(PATH).json()["total"] == 1
    assert coordinator.get(foreign).status_code == 404
    assert coordinator.delete(foreign, headers={"If-Match": "*"}).status_code == 404
    assert coordinator.delete(own.headers["Location"], headers={"If-Match": "*"}).status_code == 204


def test_a_key_gives_no_more_than_it_has(make: Factory) -> None:
    unit = make.unit()
    small = make.key("organiser", scopes=["api-keys:write", "quotas:read"])
    assert small.post(PATH, json=body(unit)).status_code == 201
    refused = small.post(PATH, json=body(unit, scopes=["users:write"]))
    assert codes(refused) == [("scopes.0", "unknown_scope")]


@pytest.mark.parametrize(("role", "reads", "writes"), [
    ("auditor", 200, 403), ("secretariat", 403, 403), ("juror", 403, 403), ("author", 403, 403),
])  # fmt: skip
def test_other_roles(make: Factory, role: str, reads: int, writes: int) -> None:
    unit = make.unit()
    person = make.as_role(role, unit if role == "author" else None)
    path = make.key("organiser").post(PATH, json=body(unit)).headers["Location"]
    assert (person.get(PATH).status_code, person.get(path).status_code) == (reads, reads)
    assert person.post(PATH, json=body(unit)).status_code == writes
    for key in (path, path[:-1] + "0"):
        refused = person.delete(key, headers={"If-Match": "*"}).status_code
        assert refused == 403, "who may not revoke keys is told that, whether there is such a key or not"


def test_the_public_sees_no_key(client: httpx.Client) -> None:
    for path in (PATH, f"{PATH}.csv", f"{PATH}/01890000-0000-7000-8000-000000000000"):
        assert client.get(path).status_code == 401


def test_list_filters(make: Factory) -> None:
    one, two, organiser = make.unit(), make.unit(), make.key("organiser")
    path = organiser.post(PATH, json=body(one)).headers["Location"]
    organiser.post(PATH, json=body(two))
    organiser.delete(path, headers={"If-Match": "*"})

    def units(**query: Any) -> list[str]:
        return [key["unit_id"] for key in organiser.get(PATH, params=query).json()["items"] if key["name"] == "SIMRS"]

    assert units() == [two.id, one.id]
    assert units(unit_id=two.id) == [two.id]
    assert units(is_revoked=True) == [one.id]
    assert units(is_revoked=False) == [two.id]
    assert '["quotas:read"]' in organiser.get(f"{PATH}.csv").text.replace('""', '"')


def test_the_last_use_is_noted_without_a_new_version(make: Factory, server: Server) -> None:
    key = make.key("organiser")
    (before,) = rows(server, ApiKey)
    assert before.last_used_at is None
    key.get("/api/v1/users")
    noted = _noted(server)
    assert abs(noted.last_used_at - now()) < timedelta(seconds=30)
    assert (noted.version, noted.updated_at) == (1, before.updated_at)
    for _ in range(3):
        key.get("/api/v1/users")
    assert rows(server, ApiKey)[0].last_used_at == noted.last_used_at, "once a minute is enough"


def _noted(server: Server) -> ApiKey:
    """The only key, once its use is noted: that happens beside the request."""
    for _ in range(100):
        (key,) = rows(server, ApiKey)
        if key.last_used_at is not None:
            return key
        time.sleep(0.05)
    raise AssertionError("the use was not noted")


def test_reading_with_a_key_waits_for_no_writer(make: Factory, server: Server) -> None:
    key = make.key("organiser")
    with Session(server.engine) as session, session.begin():
        session.exec(select(ApiKey).with_for_update()).all()
        started = time.monotonic()
        assert key.get("/api/v1/api-keys").status_code == 200
        assert time.monotonic() - started < 5, "the writer holds its lock still"
    assert _noted(server).last_used_at is not None


def rotated(client: httpx.Client, path: str, **more: Any) -> httpx.Response:
    """A key in place of the one at *path*."""
    return client.post(f"{path}/rotation", json=more)


def test_a_rotation_lets_both_keys_work_for_a_while(make: Factory, server: Server) -> None:
    unit, organiser = make.unit(), make.key("organiser")
    old = organiser.post(PATH, json=body(unit, role="auditor", scopes=["quotas:read", "proposals:read"]))
    path = old.headers["Location"]
    new = rotated(organiser, path)
    assert new.status_code == 201, new.text
    same = ("name", "unit_id", "role", "scopes", "expires_at")
    assert [new.json()[name] for name in same] == [old.json()[name] for name in same]
    assert new.json()["key"] != old.json()["key"]
    for key in (old, new):
        assert make.client(key.json()["key"]).get("/api/v1/proposals").status_code == 200
    shown = organiser.get(path).json()
    assert shown["replaced_by"] == new.json()["id"]
    assert abs(datetime.fromisoformat(shown["expires_at"]) - now() - timedelta(hours=24)) < timedelta(minutes=1)
    assert {key["id"] for key in organiser.get(PATH).json()["items"]} >= {shown["id"], new.json()["id"]}
    assert rotated(organiser, path).json()["type"] == "/problems/key-ended", "a key is replaced once"
    with Session(server.engine) as session, session.begin():
        key = session.get(ApiKey, shown["id"])
        assert key is not None
        key.expires_at = now() - timedelta(seconds=1)
    assert make.client(old.json()["key"]).get("/api/v1/proposals").status_code == 401
    assert make.client(new.json()["key"]).get("/api/v1/proposals").status_code == 200


def test_how_long_the_old_key_works(make: Factory) -> None:
    unit, organiser = make.unit(), make.key("organiser")

    def until(**after: float) -> httpx.Response:
        path = organiser.post(PATH, json=body(unit)).headers["Location"]
        return rotated(organiser, path, old_until=(now() + timedelta(**after)).isoformat())

    assert until(days=6.9).status_code == 201
    assert codes(until(days=7.1)) == [("old_until", "too_far")]
    path = organiser.post(PATH, json=body(unit)).headers["Location"]
    secret = rotated(organiser, path, old_until="2020-01-01T00:00:00Z").json()["key"]
    assert organiser.get(path).json()["expires_at"] <= now().isoformat(), "at once"
    assert make.client(secret).get("/api/v1/quotas").status_code in {200, 422}


def test_a_rotation_never_makes_a_key_live_longer(make: Factory) -> None:
    unit, organiser = make.unit(), make.key("organiser")
    soon = (now() + timedelta(hours=2)).isoformat()
    old = organiser.post(PATH, json=body(unit, expires_at=soon))
    new = rotated(organiser, old.headers["Location"], old_until=(now() + timedelta(days=3)).isoformat())
    ends = [organiser.get(answer.headers["Location"]).json()["expires_at"] for answer in (old, new)]
    assert ends == [old.json()["expires_at"]] * 2


def test_privilege_escalation_by_rotation(make: Factory) -> None:
    """Whoever may not make such a key does not get one by replacing it."""
    town = make.unit(kind="city")
    coordinator, organiser = make.as_role("coordinator", town), make.key("organiser")
    strong = organiser.post(PATH, json=body(town, role="organiser", scopes=["users:write"])).headers["Location"]
    assert codes(rotated(coordinator, strong)) == [("role", "role_refused")]
    small = make.key("organiser", scopes=["api-keys:write", "quotas:read"])
    assert codes(rotated(small, strong)) == [("scopes.0", "unknown_scope")]
    foreign = organiser.post(PATH, json=body(make.unit(kind="city"))).headers["Location"]
    assert rotated(coordinator, foreign).status_code == 404
    revoked = organiser.post(PATH, json=body(town)).headers["Location"]
    organiser.delete(revoked, headers={"If-Match": "*"})
    assert rotated(organiser, revoked).status_code == 409

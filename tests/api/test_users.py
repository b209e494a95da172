"""Accounts and their roles."""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event

from app.models.user import Role
from tests.conftest import Server
from tests.factories import PASSWORD, Factory

PATH = "/api/v1/users"
ANY = {"If-Match": "*"}


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    """A client with the organiser's key."""
    return make.key("organiser")


def body(**more: object) -> dict[str, object]:
    """The body of a new account."""
    return {"email": "siti.aminah@dinas.example", "name": "Siti Aminah"} | more


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    """The field errors of a 422."""
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def test_an_account_is_made_read_and_changed(make: Factory, organiser: httpx.Client) -> None:
    unit = make.unit("Dinas Kesehatan")
    grants = [{"role": "author", "unit_id": unit.id}, {"role": "auditor"}, {"role": "auditor"}]
    made = organiser.post(PATH, json=body(email="Siti@DINAS.example", roles=grants))
    assert made.status_code == 201, made.text
    assert made.json()["email"] == "siti@dinas.example"
    assert made.json()["roles"] == [
        {"role": "author", "unit_id": unit.id, "unit_name": "Dinas Kesehatan"},
        {"role": "auditor", "unit_id": None, "unit_name": None},
    ]
    assert "password_hash" not in made.text
    path, tag = made.headers["Location"], made.headers["ETag"]
    assert made.json() == organiser.get(path).json() | {"link": made.json()["link"]}
    changed = organiser.patch(path, json={"roles": [{"role": "juror"}]}, headers={"If-Match": tag})
    assert [role["role"] for role in changed.json()["roles"]] == ["juror"]
    assert changed.headers["ETag"] == '"2"', "a change of roles is a new version"
    assert organiser.patch(path, json={"name": "X"}, headers={"If-Match": tag}).status_code == 412
    assert organiser.patch(path, json={"name": "X"}).status_code == 428
    assert organiser.patch(path, json={"locale": "en"}, headers=ANY).json()["name"] == "Siti Aminah"


def test_an_address_belongs_to_one_account(organiser: httpx.Client) -> None:
    organiser.post(PATH, json=body())
    assert codes(organiser.post(PATH, json=body(email="SITI.aminah@dinas.example"))) == [("email", "already_exists")]
    assert codes(organiser.post(PATH, json=body(email="bukan surel"))) == [("email", "invalid_email")]


@pytest.mark.parametrize("role", list(Role))
def test_roles_and_units_fit(make: Factory, organiser: httpx.Client, role: Role) -> None:
    unit = make.unit()
    bare = organiser.post(PATH, json=body(email="a1@dinas.example", roles=[{"role": role}]))
    bound = organiser.post(PATH, json=body(email="a2@dinas.example", roles=[{"role": role, "unit_id": unit.id}]))
    if role in {Role.coordinator, Role.author}:
        assert codes(bare) == [("roles.0.unit_id", "unit_required")]
        assert bound.status_code == 201
    elif role is Role.juror:
        assert (bare.status_code, bound.status_code) == (201, 201), "where a juror works is known, to see conflicts"
    else:
        assert bare.status_code == 201
        assert codes(bound) == [("roles.0.unit_id", "unit_refused")]


def test_a_role_names_an_existing_unit(organiser: httpx.Client) -> None:
    nowhere = {"role": "author", "unit_id": "01890000-0000-7000-8000-000000000000"}
    assert codes(organiser.post(PATH, json=body(roles=[{"role": "juror"}, nowhere]))) == [
        ("roles.1.unit_id", "not_found")
    ]


def test_nobody_sets_the_password_of_another(make: Factory, organiser: httpx.Client) -> None:
    user = make.user("juror")
    assert codes(organiser.post(PATH, json=body(password="embun pagi di ladang"))) == [("password", "extra_forbidden")]
    changed = organiser.patch(f"{PATH}/{user.id}", json={"password": "embun pagi di ladang"}, headers=ANY)
    assert codes(changed) == [("password", "extra_forbidden")]
    changed = organiser.patch(f"{PATH}/{user.id}", json={"password_hash": "x"}, headers=ANY)
    assert codes(changed) == [("password_hash", "extra_forbidden")]


def test_closing_an_account_ends_its_sessions(make: Factory, organiser: httpx.Client) -> None:
    user = make.user("juror")
    browser = make.signed_in(user)
    organiser.patch(f"{PATH}/{user.id}", json={"name": "Nama Lain"}, headers=ANY)
    assert browser.get("/api/v1/sessions/current").status_code == 200, "another name ends nothing"
    closed = organiser.patch(f"{PATH}/{user.id}", json={"is_active": False}, headers=ANY)
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert browser.get("/api/v1/sessions/current").status_code == 401
    again = browser.post("/api/v1/sessions", json={"email": user.email, "password": PASSWORD})
    assert again.status_code == 401
    assert organiser.post(f"{PATH}/{user.id}/invitation").status_code == 409


@pytest.mark.parametrize(("role", "reads", "writes"), [
    ("organiser", 200, 201), ("auditor", 200, 403), ("secretariat", 403, 403), ("coordinator", 403, 403),
])  # fmt: skip
def test_who_may_see_and_make_accounts(make: Factory, role: str, reads: int, writes: int) -> None:
    key, someone = make.key(role), make.user("juror")
    assert key.get(PATH).status_code == reads
    assert key.get(f"{PATH}/{someone.id}").status_code == reads
    assert key.get(f"{PATH}.csv").status_code == reads
    assert key.post(PATH, json=body()).status_code == writes
    patched = key.patch(f"{PATH}/{someone.id}", json={"name": "B"}, headers=ANY)
    assert patched.status_code == (200 if writes == 201 else writes)


def test_the_public_sees_no_account(make: Factory, client: httpx.Client) -> None:
    someone = make.user("juror")
    for path in (PATH, f"{PATH}/{someone.id}", f"{PATH}.csv"):
        assert client.get(path).status_code == 401


def test_filters_and_order(make: Factory, organiser: httpx.Client) -> None:
    unit = make.unit()
    make.user("author", unit, "Ani"), make.user("juror", name="Budi"), make.user("juror", name="Cici_100%")

    def names(**query: Any) -> list[str]:
        return [user["name"] for user in organiser.get(PATH, params=query).json()["items"]]

    assert names() == ["Ani", "Budi", "Cici_100%"]
    assert names(sort="-name", role="juror") == ["Cici_100%", "Budi"]
    assert names(unit_id=unit.id) == ["Ani"]
    assert names(q="bud") == ["Budi"]
    assert names(q="_100%") == ["Cici_100%"]
    assert names(q="%") == ["Cici_100%"]
    assert names(is_active=False) == []
    assert codes(organiser.get(PATH, params={"q": "\x00"})) == [("q", "forbidden_character")]


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(make: Factory, server: Server) -> None:
    from app.database import ReadSession
    from app.queries.users import UserFilters, list_

    def queries() -> int:
        with ReadSession(server.engine) as session:
            return _counted(server.engine, lambda: list_(session, UserFilters()))

    make.user("juror")
    one = queries()
    for _ in range(29):
        make.user("author", make.unit())
    assert (one, queries()) == (3, 3)


def _counted(engine: Engine, act: Any) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_csv_has_the_roles(make: Factory, organiser: httpx.Client) -> None:
    make.user("juror", name="=1+1")
    text = organiser.get(f"{PATH}.csv").text
    assert "'=1+1" in text
    assert '""role"":""juror""' in text

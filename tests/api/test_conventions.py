"""What every endpoint has in common: problems, paging, tags, idempotency, CSV, limits on what comes in."""

import csv
import io

import httpx
import pytest
from sqlmodel import Session, func, select

from app.http.listing import cell
from app.models import Unit
from tests.conftest import Server
from tests.factories import Factory


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    """A client with the organiser's key."""
    return make.key("organiser")


def unit_body(code: str = "X1", **more: object) -> dict[str, object]:
    """The body of a new unit."""
    return {"code": code, "name": "Dinas Uji", "kind": "agency"} | more


def test_problem_details_in_the_language_asked(organiser: httpx.Client) -> None:
    for language, title in (("id", "Isian perlu diperbaiki"), ("en-GB,en;q=0.9", "Please correct")):
        answer = organiser.post("/api/v1/units", json={"code": "a b", "x": 1}, headers={"Accept-Language": language})
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"] == "/problems/invalid"
        assert problem["title"].startswith(title)
        assert problem["instance"] == "/api/v1/units"
        assert {(e["field"], e["code"]) for e in problem["errors"]} == {
            ("code", "string_pattern_mismatch"), ("name", "missing"), ("kind", "missing"), ("x", "extra_forbidden"),
        }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mark"),
    [("a\x00b", "U+0000"), ("a\u202eb", "U+202E"), ("a\x1bb", "U+001B"), ("\u2066x", "U+2066")],
    ids=["NUL", "right-to-left override", "escape", "isolate"],
)
def test_characters_that_deceive_or_break_are_refused(organiser: httpx.Client, text: str, mark: str) -> None:
    answer = organiser.post("/api/v1/units", json=unit_body(name=text))
    assert answer.status_code == 422
    assert mark in answer.json()["errors"][0]["message"]


def test_lone_surrogate_is_refused(organiser: httpx.Client) -> None:
    raw = b'{"code": "X1", "name": "a\\ud800b", "kind": "agency"}'
    answer = organiser.post("/api/v1/units", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


@pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b'"x"', b"{}" * 2, b"\xff\xfe"])
def test_malformed_json(organiser: httpx.Client, raw: bytes) -> None:
    answer = organiser.post("/api/v1/units", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_oversized_body_is_413(organiser: httpx.Client) -> None:
    huge = unit_body(name="x" * 13_000_000)
    answer = organiser.post("/api/v1/units", json=huge)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_ten_megabyte_title_is_422(organiser: httpx.Client) -> None:
    answer = organiser.post("/api/v1/units", json=unit_body(name="x" * 10_000_000))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "string_too_long")


def test_unknown_address_and_method(client: httpx.Client) -> None:
    assert client.get("/api/v1/nothing").json()["type"] == "/problems/not-found"
    assert client.put("/api/v1/units").json()["type"] == "/problems/method-not-allowed"


def test_without_key_401_and_with_a_wrong_one_too(client: httpx.Client) -> None:
    answer = client.post("/api/v1/units", json=unit_body())
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    wrong = client.get("/api/v1/proposals", headers={"Authorization": "Bearer jipp_x"})
    assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/invalid-key")


def test_scope_limits_a_key(make: Factory) -> None:
    key = make.key("organiser", scopes=["quotas:read"])
    assert key.post("/api/v1/units", json=unit_body()).status_code == 403


def test_etag_and_if_match(organiser: httpx.Client, client: httpx.Client) -> None:
    created = organiser.post("/api/v1/units", json=unit_body())
    path, tag = created.headers["Location"], created.headers["ETag"]
    assert organiser.patch(path, json={"name": "B"}).status_code == 428
    changed = organiser.patch(path, json={"name": "B"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = organiser.patch(path, json={"name": "C"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stale")
    assert client.get(path).json()["name"] == "B"
    assert client.get(path, headers={"If-None-Match": '"2"'}).status_code == 304


def test_public_answers_change_as_soon_as_the_data_does(organiser: httpx.Client, client: httpx.Client) -> None:
    path = organiser.post("/api/v1/units", json=unit_body()).headers["Location"]
    for name in ("A", "B", "C"):
        organiser.patch(path, json={"name": name}, headers={"If-Match": "*"})
        assert client.get(path).json()["name"] == name


def test_idempotency_key_acts_once(organiser: httpx.Client, server: Server) -> None:
    headers = {"Idempotency-Key": "abc"}
    first = organiser.post("/api/v1/units", json=unit_body(), headers=headers)
    again = organiser.post("/api/v1/units", json=unit_body(), headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    with Session(server.engine) as session:
        assert session.exec(select(func.count()).where(Unit.code == "X1")).one() == 1
    other = organiser.post("/api/v1/units", json=unit_body("X2"), headers=headers)
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-mismatch")


def test_a_refused_request_may_be_tried_again_with_the_same_key(organiser: httpx.Client) -> None:
    headers = {"Idempotency-Key": "abc"}
    organiser.post("/api/v1/units", json=unit_body("P"))
    assert organiser.post("/api/v1/units", json=unit_body("P"), headers=headers).status_code == 422
    assert organiser.post("/api/v1/units", json=unit_body("Q"), headers=headers).status_code == 201


def test_paging_is_stable_under_inserts(make: Factory, organiser: httpx.Client) -> None:
    for n in range(25):
        make.unit(code=f"K{n:03}")
    seen, cursor = [], None
    for step in range(10):
        params = {"limit": 7, "q": "K0"} | ({"cursor": cursor} if cursor else {})
        page = organiser.get("/api/v1/units", params=params).json()
        seen += [unit["code"] for unit in page["items"]]
        make.unit(code=f"K0{step:02}a")
        cursor = page["next"]
        if cursor is None:
            break
    old = [code for code in seen if not code.endswith("a")]
    assert old == [f"K{n:03}" for n in range(25)], "nothing doubled, nothing lost"
    assert len(seen) == len(set(seen))


def test_a_cursor_belongs_to_its_filters(make: Factory, client: httpx.Client) -> None:
    for _ in range(3):
        make.unit()
    page = client.get("/api/v1/units", params={"limit": 1})
    cursor = page.json()["next"]
    assert f"cursor={cursor}" in page.headers["Link"]
    for params in ({"cursor": cursor, "kind": "agency"}, {"cursor": "x"}, {"cursor": cursor[:-4]}):
        refused = client.get("/api/v1/units", params=params)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid-cursor"), params


def test_unknown_filters_are_errors(client: httpx.Client) -> None:
    assert client.get("/api/v1/units", params={"colour": "red"}).json()["errors"][0]["code"] == "extra_forbidden"
    assert client.get("/api/v1/units", params={"limit": 1000}).status_code == 422


@pytest.mark.parametrize("way", ["path", "accept"])
def test_csv_has_every_row_and_no_formula(make: Factory, client: httpx.Client, way: str) -> None:
    for n in range(230):
        make.unit(code=f"R{n:03}")
    make.unit(name='=HYPERLINK("http://x")', code="Z1")
    path = "/api/v1/units.csv" if way == "path" else "/api/v1/units"
    answer = client.get(path, headers={"Accept": "text/csv" if way == "accept" else "*/*"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 231
    assert rows[-1]["name"] == '\'=HYPERLINK("http://x")'


def test_a_public_list_that_is_still_the_same_is_a_304(organiser: httpx.Client, client: httpx.Client) -> None:
    organiser.post("/api/v1/units", json={"code": "D1", "name": "Dinas A", "kind": "agency"})
    first = client.get("/api/v1/units")
    held = {"If-None-Match": first.headers["ETag"]}
    assert [client.get("/api/v1/units", headers=held).status_code for _ in range(2)] == [304, 304]
    organiser.post("/api/v1/units", json={"code": "D2", "name": "Dinas B", "kind": "agency"})
    changed = client.get("/api/v1/units", headers=held)
    assert (changed.status_code, changed.json()["total"]) == (200, first.json()["total"] + 1)
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"), ("text/csv;q=0, */*", "application/json"), ("text/csv;q=0", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv"), ("application/json, text/csv;q=0.9", "application/json"),
        ("text/html, TEXT/CSV; charset=utf-8", "text/csv"), ("text/csv;q=mist", "text/csv"),
        (",;=", "application/json"),
    ],
)  # fmt: skip
def test_accept_chooses_the_form_of_a_list(client: httpx.Client, accept: str, kind: str) -> None:
    assert client.get("/api/v1/units", headers={"Accept": accept}).headers["Content-Type"].split(";")[0] == kind


@pytest.mark.parametrize("text", ["=1+1", " =1", "\u200b=1", "\ufeff-1", "\uff1d1", "\u00a0@a", "+62 811", "\tx"])
def test_what_a_spreadsheet_takes_for_a_formula_is_text(text: str) -> None:
    assert cell(text) == "'" + text
    assert cell("a" + text) == "a" + text


def test_a_cycle_in_the_tree_is_refused(make: Factory, organiser: httpx.Client) -> None:
    top = make.unit()
    middle = make.unit(parent=top)
    low = make.unit(parent=middle)
    answer = organiser.patch(f"/api/v1/units/{top.id}", json={"parent_id": low.id}, headers={"If-Match": "*"})
    assert answer.json()["errors"] == [
        {"field": "parent_id", "message": "Unit tidak dapat berada di bawah dirinya sendiri.", "code": "cycle"}
    ]

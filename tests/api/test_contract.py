"""What integrators rely on beyond the single resource: names, tags and forms that are the same everywhere."""

import csv
import io
from typing import Any

import httpx
import pytest

from app.models import Unit
from tests.api.test_judging import LEAVES, Judging
from tests.api.test_unit_imports import HEADING, send
from tests.factories import Factory
from tests.pages.browsing import as_role

ANY = {"If-Match": "*"}


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    return make.key("organiser", make.unit(code="JATIM", kind="province"))


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def configuration(make: Factory, client: httpx.Client) -> dict[str, Any]:
    """An edition's configuration as it is read."""
    read = client.get(f"/api/v1/editions/{make.edition().id}").json()
    for name in ("id", "status", "version", "is_sample", "published_stages"):
        del read[name]
    return dict(read)


def test_an_edition_is_made_of_what_is_read(make: Factory, organiser: httpx.Client) -> None:
    wanted = configuration(make, organiser) | {"year": 2090}
    made = organiser.post("/api/v1/editions", json=wanted)
    assert made.status_code == 201, made.text
    assert {name: made.json()[name] for name in wanted} == wanted


def test_what_an_edition_lacks_is_told_by_name(make: Factory, organiser: httpx.Client) -> None:
    light = configuration(make, organiser) | {"year": 2090}
    del light["closes_at"]
    assert codes(organiser.post("/api/v1/editions", json=light)) == [("closes_at", "missing")]
    two = {"year": 2090, "preset": "kovablik_2023", "copy_from": make.edition().id}
    assert [code for _, code in codes(organiser.post("/api/v1/editions", json=two))] == ["one_source"]


@pytest.mark.parametrize("name", ["funnel", "regions", "categories"])
def test_figures_of_one_year(make: Factory, organiser: httpx.Client, name: str) -> None:
    edition, agency = make.edition(), make.unit()
    make.proposal(edition, agency)
    other = make.edition()
    by_id = organiser.get(f"/api/v1/stats/{name}", params={"edition_id": edition.id}).json()
    assert organiser.get(f"/api/v1/stats/{name}", params={"year": edition.year}).json() == by_id
    crossed = {"edition_id": edition.id, "year": other.year}
    assert organiser.get(f"/api/v1/stats/{name}", params=crossed).status_code == 404
    assert organiser.get(f"/api/v1/stats/{name}", params={"year": 1999}).status_code == 404


def test_csv_says_what_json_says(make: Factory, organiser: httpx.Client) -> None:
    make.proposal(make.edition(), make.unit())
    [row] = csv.DictReader(io.StringIO(organiser.get("/api/v1/proposals.csv").text))
    [item] = organiser.get("/api/v1/proposals").json()["items"]
    assert (row["is_digital"], row["updated_at"]) == ("false", item["updated_at"])
    assert row["updated_at"].endswith("Z")


@pytest.mark.parametrize("path", ["/api/v1/assignments", "/api/v1/units/{unit}/children", "/api/v1/stats/regions"])
def test_every_list_is_a_file_too(make: Factory, organiser: httpx.Client, path: str) -> None:
    address = path.format(unit=make.unit().id)
    by_path = organiser.get(f"{address}.csv")
    assert by_path.headers["Content-Type"].startswith("text/csv")
    assert organiser.get(address, headers={"Accept": "text/csv"}).text == by_path.text


@pytest.mark.parametrize("name", ["title", "group", "sections", "is_digital", "video_url"])
def test_null_is_no_value(make: Factory, name: str) -> None:
    agency = make.unit()
    draft, key = make.proposal(make.edition(), agency), make.key("coordinator", agency)
    assert codes(key.patch(f"/api/v1/proposals/{draft.id}", json={name: None}, headers=ANY)) == [(name, "null")]


def test_null_empties_what_may_be_empty(make: Factory, organiser: httpx.Client) -> None:
    unit = make.unit(region_code="35.07")
    changed = organiser.patch(f"/api/v1/units/{unit.id}", json={"region_code": None}, headers=ANY)
    assert changed.json()["region_code"] is None
    assert codes(organiser.patch(f"/api/v1/units/{unit.id}", json={"name": None}, headers=ANY)) == [("name", "null")]


def test_the_province_is_on_top(make: Factory, organiser: httpx.Client) -> None:
    agency = make.unit()
    below = {"code": "P2", "name": "Provinsi Lain", "kind": "province", "parent_id": agency.id}
    assert codes(organiser.post("/api/v1/units", json=below)) == [("parent_id", "is_the_top")]
    made = make.unit(parent=make.unit(kind="province"))
    move = organiser.patch(f"/api/v1/units/{made.id}", json={"kind": "province"}, headers=ANY)
    assert codes(move) == [("parent_id", "is_the_top")]
    row = "P3,Provinsi,province,JATIM,,,,\n"
    assert codes(send(organiser, HEADING + row)) == [("rows.2.parent_code", "is_the_top")]


def test_an_import_tells_all_that_is_wrong_at_once(organiser: httpx.Client) -> None:
    rows = "D1,,agency,JATIM,,,,\nD2,Dinas Dua,agency,TIDAK,,,,\nD3,Dinas Tiga,technical_unit,D1,,,,\n"
    found = codes(send(organiser, HEADING + rows))
    assert found == [("rows.2.name", "missing"), ("rows.3.parent_code", "not_found")]


def test_a_tag_may_be_one_of_several(make: Factory, organiser: httpx.Client) -> None:
    path = f"/api/v1/units/{make.unit().id}"
    tag = organiser.get(path).headers["ETag"]
    assert organiser.patch(path, json={"name": "Satu"}, headers={"If-Match": f'"lain", {tag}'}).status_code == 200
    assert organiser.patch(path, json={"name": "Dua"}, headers={"If-Match": f'"lain", {tag}'}).status_code == 412
    assert organiser.patch(path, json={"name": "Dua"}, headers={"If-Match": '"' + "9" * 40 + '"'}).status_code == 412


def test_who_takes_something_away_says_which_version(make: Factory) -> None:
    judging = Judging(make)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    [sheet, *_] = judging.organiser.get(judging.stage("proposal", "assignments")).json()["items"]
    path, tag = f"/api/v1/assignments/{sheet['id']}", f'"{sheet["version"]}"'
    assert judging.organiser.delete(path).status_code == 428
    desk = make.signed_in(next(juror for juror in judging.jurors if juror.id == sheet["juror_id"]))
    scores = {"scores": {LEAVES[0]: 80}}
    assert desk.put(f"/api/v1/evaluations/{sheet['id']}", json=scores, headers=ANY).status_code == 200
    assert judging.organiser.delete(path, headers={"If-Match": tag}).status_code == 412, "the juror has begun"
    member = judging.stage("proposal", f"jurors/{judging.jurors[0].id}")
    assert judging.organiser.delete(member).status_code == 428
    read = judging.organiser.get(member)
    assert read.json()["user_id"] == judging.jurors[0].id
    assert judging.organiser.delete(member, headers={"If-Match": read.headers["ETag"]}).status_code == 409
    invitation = f"/api/v1/editions/{judging.edition.id}/invitations/khusus/{make.unit().id}"
    assert judging.organiser.put(invitation).status_code == 428
    assert judging.organiser.put(invitation, headers={"If-Match": '"99"'}).status_code == 412


def test_a_new_member_of_the_panel_has_an_address(make: Factory) -> None:
    judging = Judging(make)
    juror = make.user("juror")
    made = judging.organiser.post(judging.stage("proposal", "jurors"), json={"user_id": juror.id})
    read = judging.organiser.get(made.headers["Location"])
    assert (read.json(), read.headers["ETag"]) == (made.json(), made.headers["ETag"])


def test_a_person_sees_and_closes_the_own_sessions(make: Factory) -> None:
    user, stranger = make.user("organiser"), make.user("organiser")
    here, there, other = make.signed_in(user), make.signed_in(user), make.signed_in(stranger)
    listed = here.get("/api/v1/sessions").json()
    assert [each["is_current"] for each in listed["items"]] == [False, True]
    path = f"/api/v1/sessions/{listed['items'][0]['id']}"
    assert other.delete(path, headers=ANY).status_code == 404
    assert here.delete(path, headers=ANY).status_code == 204
    assert (there.get("/api/v1/sessions").status_code, here.get("/api/v1/sessions").json()["total"]) == (401, 1)


def test_what_was_lost_on_the_way_is_told(make: Factory) -> None:
    agency = make.unit()
    browser = as_role(make, "coordinator", agency)
    edition = make.edition()
    page = browser.get(f"/proposals/new?edition_id={edition.id}")
    fields = {"csrf_token": page.text.split('name="csrf_token" value="')[1].split('"')[0], "edition_id": edition.id,
              "unit_id": agency.id, "group": "umum", "category": "kesehatan"}  # fmt: skip
    for title in (b"%ED%A0%80", b"%FF%FE"):
        body = "&".join(f"{name}={value}" for name, value in fields.items()).encode() + b"&title=Antre" + title
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = browser.client.post("/proposals", content=body, headers=kind)
        assert (sent.status_code, "U+FFFD" in sent.text) == (422, True)


def test_a_key_holds_no_scope_that_its_role_cannot_use(make: Factory, organiser: httpx.Client) -> None:
    body = {"name": "Sistem", "unit_id": make.unit().id, "scopes": ["proposals:read", "units:write"]}
    assert codes(organiser.post("/api/v1/api-keys", json=body)) == [("scopes.1", "unknown_scope")]


def test_choices_are_named_in_the_language_asked(organiser: httpx.Client) -> None:
    [error] = organiser.get("/api/v1/units?kind=planet").json()["errors"]
    assert " atau 'village'" in error["message"]
    assert " or " not in error["message"]


@pytest.mark.parametrize("body", [b'{"a": ', b"\xff\xfe", b"[1"])
def test_a_body_that_is_no_json_is_named(organiser: httpx.Client, body: bytes) -> None:
    answer = organiser.post("/api/v1/units", content=body, headers={"Content-Type": "application/json"})
    assert [error["field"] for error in answer.json()["errors"]] == ["body"]


def test_proposals_by_their_fields(make: Factory, organiser: httpx.Client) -> None:
    edition, agency = make.edition(), make.unit()
    make.proposal(edition, agency)
    digital = make.proposal(edition, agency, is_digital=True, number="2100-0007", sequence=7)
    for query in ({"is_digital": "true"}, {"number": "2100-0007"}):
        assert [item["id"] for item in organiser.get("/api/v1/proposals", params=query).json()["items"]] == [digital.id]


class Writing:
    """An author and the coordinator above, with one draft."""

    def __init__(self, make: Factory) -> None:
        self.agency: Unit = make.unit()
        unit = make.unit(parent=self.agency)
        self.author = make.signed_in(make.user("author", unit))
        self.coordinator = make.signed_in(make.user("coordinator", self.agency))
        body = {"edition_id": make.edition().id, "unit_id": unit.id, "title": "Antrean", "group": "umum",
                "category": "kesehatan"}  # fmt: skip
        self.path = self.author.post("/api/v1/proposals", json=body).headers["Location"]

    def write(self, **changes: object) -> None:
        assert self.author.patch(self.path, json=changes, headers=ANY).status_code == 200

    def versions(self) -> list[dict[str, Any]]:
        listed = self.author.get(f"{self.path}/revisions").json()["items"]
        return [self.author.get(f"{self.path}/revisions/{each['number']}").json() for each in listed]


def test_what_somebody_has_read_is_never_written_over(make: Factory) -> None:
    writing = Writing(make)
    writing.write(sections={"latar_belakang": "Teks pertama"})
    writing.write(sections={"latar_belakang": "Teks kedua"})
    assert writing.author.post(f"{writing.path}/handover").status_code == 201
    assert writing.coordinator.post(f"{writing.path}/return", json={"reason": "Perjelas."}).status_code == 201
    writing.write(sections={"latar_belakang": ""})
    newest, read_by_both = writing.versions()[:2]
    assert (newest["sections"]["latar_belakang"], read_by_both["sections"]["latar_belakang"]) == ("", "Teks kedua")
    assert [piece["kind"] for piece in newest["differences"]["latar_belakang"]] == ["deleted"]


def test_a_version_keeps_all_that_was_written(make: Factory) -> None:
    writing = Writing(make)
    writing.write(english_abstract="Queues are short.")
    [version] = writing.versions()
    assert version["english_abstract"] == "Queues are short."
    assert "english_abstract" in version["differences"]
    tag = writing.author.get(f"{writing.path}/revisions/1").headers["ETag"]
    again = writing.author.get(f"{writing.path}/revisions/1", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_an_inactive_unit_has_no_slots(make: Factory) -> None:
    edition, agency = make.edition(), make.unit()
    clinic = make.unit(kind="technical_unit", parent=agency)
    drafts, key = make.drafts(edition, [clinic, clinic]), make.key("coordinator", agency)
    assert key.post(f"/api/v1/proposals/{drafts[0].id}/submission").status_code == 201
    organiser = make.key("organiser", make.unit(kind="province"))
    organiser.patch(f"/api/v1/units/{clinic.id}", json={"is_active": False}, headers=ANY)
    refused = key.post(f"/api/v1/proposals/{drafts[1].id}/submission")
    assert refused.json()["type"] == "/problems/no-quota"
    held = key.get(f"/api/v1/proposals/{drafts[0].id}/readiness").json()["rules"]
    assert next(rule["ok"] for rule in held if rule["rule"] == "participant"), "what it holds, it keeps"

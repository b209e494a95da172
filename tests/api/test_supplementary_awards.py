"""Supplementary awards (susulan): what is given after publication, with its reason, its date and what it replaces."""

import csv
import io
from datetime import datetime
from typing import Any

import httpx
import pypdfium2
import pytest

from app.clock import WIB
from tests.api.answers import told
from tests.api.test_awards import problem
from tests.assessed import final_round
from tests.awarding import Awarding, awarding
from tests.factories import Factory

WHY = "Terlewat waktu daftar disusun."


@pytest.fixture
def found(make: Factory) -> Awarding:
    return awarding(make)


def give(found: Awarding, **body: Any) -> httpx.Response:
    return found.organiser.post(f"{found.path}/awards", json=body)


def revoke(found: Awarding, award: dict[str, Any]) -> None:
    told(found.organiser.put(f"/api/v1/awards/{award['id']}/revocation", json={"reason": "Salah eja."}), 200)


def test_after_publication_a_reason_is_needed_and_before_it_is_refused(found: Awarding) -> None:
    free = {"title": "Pilihan Publik", "unit_id": found.unit.id}
    assert problem(give(found, **free, supplementary_reason=WHY), 409) == "awards-unpublished"
    found.published()
    refused = give(found, **free)
    assert problem(refused, 409) == "awards-published"
    assert "susulan" in refused.json()["detail"]
    assert give(found, **free, supplementary_reason="x").status_code == 422
    made = told(give(found, **free, supplementary_reason=WHY), 201)
    assert (made["supplementary_reason"], made["replaces_id"]) == (WHY, None)
    one, any_version = f"/api/v1/awards/{made['id']}", {"If-Match": "*"}
    for answer in (found.organiser.patch(one, json={"title": "x"}, headers=any_version),
                   found.organiser.delete(one, headers=any_version)):  # fmt: skip
        assert problem(answer, 409) == "awards-published"
        assert "susulan" in answer.json()["detail"]


def test_only_the_organiser_gives_one_and_it_is_audited(make: Factory, found: Awarding) -> None:
    found.published()
    body = {"title": "Pilihan Publik", "unit_id": found.unit.id, "supplementary_reason": WHY}
    for role in ("secretariat", "auditor", "coordinator"):
        assert make.key(role).post(f"{found.path}/awards", json=body).status_code == 403
    made = told(give(found, **body), 201)
    lines = told(make.key("auditor").get("/api/v1/audit", params={"row_id": made["id"]}), 200)["items"]
    assert [one["action"] for one in lines] == ["POST /api/v1/editions/{edition_id}/awards"]
    assert made["id"] in {change["id"] for change in lines[0]["changes"]}


def test_it_is_public_at_once_everywhere(found: Awarding, client: httpx.Client) -> None:
    found.set_up(held_on="2020-01-02")
    found.published()
    assert client.get(f"{found.path}/awards").json()["total"] == 6
    made = told(give(found, title="Pilihan Publik", proposal_id=found.proposals[1].id, supplementary_reason=WHY), 201)
    listed = client.get(f"{found.path}/awards").json()["items"]
    assert next(one for one in listed if one["id"] == made["id"])["supplementary_reason"] == WHY
    rows = csv.DictReader(io.StringIO(client.get(f"{found.path}/awards.csv").text))
    assert [row["supplementary_reason"] for row in rows if row["id"] == made["id"]] == [WHY]
    called = client.get(f"{found.path}/running-order").json()["items"]
    assert [one["supplementary_reason"] for one in called if one["award_id"] == made["id"]] == [WHY]
    verified = client.get(f"/api/v1/certificates/{made['code']}").json()
    assert (verified["state"], verified["supplementary_reason"]) == ("valid", WHY)
    assert verified["given_on"] == datetime.fromisoformat(made["given_at"]).astimezone(WIB).date().isoformat()
    other = client.get(f"/api/v1/certificates/{listed[0]['code']}").json()
    assert (other["given_on"], other["supplementary_reason"]) == ("2020-01-02", None)


def test_its_certificate_is_made_and_bears_its_own_date(found: Awarding, client: httpx.Client) -> None:
    found.set_up(held_on="2020-01-02")
    found.published()
    assert found.made()["made"] == 6
    made = told(give(found, title="Pilihan Publik", unit_id=found.unit.id, supplementary_reason=WHY), 201)
    assert found.made()["made"] == 7
    paper = client.get(f"/api/v1/awards/{made['id']}/certificate.pdf").content
    said = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    assert "Pilihan Publik" in said
    assert "2 Januari 2020" not in said


def test_the_right_one_stands_in_for_the_revoked_one(found: Awarding, client: httpx.Client) -> None:
    free = {"title": "Pilihan Pubik", "proposal_id": found.proposals[0].id}
    told(give(found, **free), 201)
    wrong = next(one for one in found.published() if one["title"] == "Pilihan Pubik")
    right = free | {"title": "Pilihan Publik", "supplementary_reason": "Sebutan salah eja.", "replaces_id": wrong["id"]}
    refused = give(found, **right)
    assert problem(refused, 422) == "invalid"
    assert refused.json()["errors"][0]["field"] == "replaces_id", "it is not revoked yet"
    revoke(found, wrong)
    assert give(found, **{name: right[name] for name in right if name != "supplementary_reason"}).status_code == 422
    assert give(found, **right | {"replaces_id": found.unit.id}).json()["errors"][0]["field"] == "replaces_id"
    made = told(give(found, **right), 201)
    assert client.get(f"/api/v1/awards/{made['id']}").json()["replaces_id"] == wrong["id"]
    again = give(found, **right).json()["errors"]
    assert [(one["field"], one["code"]) for one in again] == [("replaces_id", "award_replaced")]


def test_who_follows_in_the_ranking_moves_up(make: Factory, found: Awarding, client: httpx.Client) -> None:
    body = {"tier": "top_5", "proposal_id": found.out.id}
    assert give(found, **body, reason="x").status_code == 422, "before publication only who was awarded"
    given = found.published()
    lost = next(one for one in given if one["rank"] == 4)
    revoke(found, lost)
    made = told(give(found, **body, supplementary_reason="Naik dari peringkat 6.", replaces_id=lost["id"]), 201)
    assert (made["title"], made["rank"], made["reason"]) == ("Top 5", 6, "")
    assert made["position"] == 2, "before the better ones of its tier, after what is called before them"
    positions = [one["position"] for one in found.listed()]
    assert positions == list(range(1, 8))
    entries = {one["title"]: one["award"] for one in client.get("/api/v1/innovations").json()["items"]}
    assert entries[found.out.title] == "Top 5", "it is in the catalogue"
    assert problem(give(found, **body, supplementary_reason="Lagi."), 409) == "already-awarded"


def test_the_catalogue_bears_what_was_given_later(found: Awarding, client: httpx.Client) -> None:
    found.published()
    told(give(found, tier="outstanding", proposal_id=found.proposals[2].id, supplementary_reason=WHY), 201)
    entries = {one["title"]: one["award"] for one in client.get("/api/v1/innovations").json()["items"]}
    assert entries[found.proposals[2].title] == "Outstanding"


def test_what_the_ranking_still_proposes_is_given_later_and_not_what_was_revoked(
    make: Factory, found: Awarding
) -> None:
    forgotten = next(one for one in found.given() if one["rank"] == 2)
    told(found.organiser.delete(f"/api/v1/awards/{forgotten['id']}", headers={"If-Match": "*"}), 204)
    path, late = f"{found.path}/awards/proposals", {"dry_run": False, "supplementary_reason": WHY}
    assert problem(found.organiser.post(path, json=late), 409) == "awards-unpublished"
    found.organiser.put(f"{found.path}/awards/publication")
    revoke(found, next(one for one in found.listed() if one["rank"] == 1))
    lines = told(found.organiser.post(path, json={}), 200)["items"]
    assert [(one["rank"], one["is_given"], one["is_revoked"]) for one in lines[:3]] == [
        (1, False, True), (2, False, False), (3, True, False)]  # fmt: skip
    assert problem(found.organiser.post(path, json={"dry_run": False}), 409) == "awards-published"
    assert told(found.organiser.post(path, json=late), 200)["created"] == 1
    listed = [(one["title"], one["rank"], one["supplementary_reason"]) for one in found.listed()]
    assert listed[-2:] == [("Top 2", 2, WHY), ("Top 2", 1, None)], "the best at last"
    assert told(found.organiser.post(path, json=late), 200)["created"] == 0


def test_results_of_a_round_are_given_later_and_not_what_was_revoked(make: Factory, found: Awarding) -> None:
    held = {name: (make.unit(name, "agency"), share) for name, share in (("Dinas A", 0.95), ("Dinas B", 0.85))}
    of = final_round(make, "sakip_2021", held)
    path, body = f"{found.path}/awards/from-round", {"round_id": of.id, "letter": "AA", "instrument": "SAKIP"}
    told(found.organiser.post(path, json=body | {"dry_run": False}), 200)
    found.published()
    revoke(found, next(one for one in found.listed() if one["title"] == "SAKIP Predikat AA"))
    late = body | {"letter": "A", "dry_run": False}
    assert problem(found.organiser.post(path, json=late), 409) == "awards-published"
    given = told(found.organiser.post(path, json=late | {"supplementary_reason": WHY}), 200)
    assert given["created"] == 1
    assert [(one["unit_name"], one["is_revoked"]) for one in given["items"]] == [("Dinas A", True), ("Dinas B", False)]
    assert [one["title"] for one in found.listed()][:3] == [
        "SAKIP Predikat AA",
        "SAKIP Predikat A",
        "Replikasi Terbaik",
    ]

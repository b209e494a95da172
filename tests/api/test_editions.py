"""Editions: set up, copied, frozen."""

import httpx
import pytest

from tests.factories import Factory


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    """A client with the organiser's key."""
    return make.key("organiser")


def test_from_a_preset_and_copied_to_next_year(organiser: httpx.Client, client: httpx.Client) -> None:
    first = organiser.post("/api/v1/editions", json={"year": 2023, "preset": "kovablik_2023"})
    assert first.status_code == 201, first.text
    edition = first.json()
    assert sum(section["weight"] for section in edition["form"]) == 100
    assert [section["max_words"] for section in edition["form"]] == [200, 300, 200, 200, 600, 300, 200, 500]
    copy = organiser.post("/api/v1/editions", json={"year": 2024, "copy_from": edition["id"]}).json()
    assert copy["name"] == edition["name"].replace("2023", "2024")
    assert copy["closes_at"][:4] == "2024"
    assert copy["form"] == edition["form"]
    assert client.get(f"/api/v1/editions/{copy['id']}").status_code == 404, "still being set up"
    assert client.get("/api/v1/editions").json()["total"] == 0


def test_a_year_is_there_once(organiser: httpx.Client) -> None:
    body = {"year": 2023, "preset": "kovablik_2025"}
    assert organiser.post("/api/v1/editions", json=body).status_code == 201
    assert organiser.post("/api/v1/editions", json=body).json()["errors"][0]["field"] == "year"
    assert organiser.post("/api/v1/editions", json={"year": 2024}).status_code == 422


def test_everything_wrong_is_named(organiser: httpx.Client) -> None:
    edition = organiser.post("/api/v1/editions", json={"year": 2023, "preset": "kovablik_2023"}).json()
    form = [{**section, "weight": 10} for section in edition["form"]]
    change = {"form": form, "opens_at": edition["closes_at"], "categories": [], "award_tiers": [
        {"key": "a", "title": "A"}, {"key": "a", "title": "B"}]}  # fmt: skip
    answer = organiser.patch(f"/api/v1/editions/{edition['id']}", json=change, headers={"If-Match": '"1"'})
    assert answer.status_code == 422
    codes = {error["code"] for error in answer.json()["errors"]}
    assert {"dates_reversed", "empty", "duplicate_key", "weights_not_100"} <= codes
    assert organiser.get(f"/api/v1/editions/{edition['id']}").json() == edition, "nothing was saved"


def test_frozen_once_judging_starts(organiser: httpx.Client, make: Factory) -> None:
    edition = make.edition("open")
    path = f"/api/v1/editions/{edition.id}"
    closed = organiser.put(f"{path}/closing", headers={"If-Match": "*"})
    assert closed.json()["status"] == "judging"
    refused = organiser.patch(path, json={"minimum_age_months": 24}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/edition-frozen")
    assert organiser.patch(path, json={"theme": "Baru"}, headers={"If-Match": "*"}).json()["theme"] == "Baru"
    assert organiser.put(f"{path}/opening", headers={"If-Match": "*"}).json()["status"] == "open", "nothing judged yet"


def test_a_category_in_use_cannot_go(organiser: httpx.Client, make: Factory) -> None:
    edition = make.edition()
    make.proposal(edition, make.unit())
    left = [category for category in edition.categories if category["key"] != "kesehatan"]
    path = f"/api/v1/editions/{edition.id}"
    refused = organiser.patch(path, json={"categories": left}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/edition-in-use")


def test_quota_exception_with_its_reason(organiser: httpx.Client, make: Factory) -> None:
    edition, agency = make.edition(quota=1), make.unit("Dinas A", "agency")
    path = f"/api/v1/editions/{edition.id}/quotas/{agency.id}"
    assert organiser.put(path, json={"limit": 5}, headers={"If-Match": "*"}).status_code == 422
    given = organiser.put(path, json={"limit": 5, "reason": "tuan rumah"}, headers={"If-Match": "*"}).json()
    assert (given["limit"], given["remaining"], given["rule"]) == (5, 5, "exception:*")
    coordinator = make.key("coordinator", agency)
    for _ in range(2):
        draft = make.proposal(edition, agency)
        assert coordinator.post(f"/api/v1/proposals/{draft.id}/submission").status_code == 201
    refused = organiser.put(path, json={"limit": 1, "reason": "dikurangi"}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/limit-below-used")


def test_an_exception_needs_a_participant_and_a_pool_of_its_rules(organiser: httpx.Client, make: Factory) -> None:
    edition = make.edition()
    agency, clinic = make.unit(kind="agency"), make.unit(kind="regional_technical_unit")
    for unit, group, expected in [
        (clinic, None, ("unit_id", "not_a_participant")), (agency, "nope", ("group", "no_pool")),
        (agency, "umum", ("group", "no_pool")),
    ]:  # fmt: skip
        path, body = f"/api/v1/editions/{edition.id}/quotas/{unit.id}", {"limit": 5, "reason": "uji", "group": group}
        refused = organiser.put(path, json=body, headers={"If-Match": "*"})
        assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [expected]


def test_an_exception_once_judging_has_begun_comes_too_late(organiser: httpx.Client, make: Factory) -> None:
    edition, agency = make.edition("judging"), make.unit(kind="agency")
    path = f"/api/v1/editions/{edition.id}/quotas/{agency.id}"
    refused = organiser.put(path, json={"limit": 5, "reason": "uji"}, headers={"If-Match": "*"})
    assert refused.json()["type"] == "/problems/wrong-phase"


def test_the_version_that_a_quota_is_read_with_is_the_one_to_change(organiser: httpx.Client, make: Factory) -> None:
    edition, agency = make.edition(quota=2), make.unit(kind="agency")
    listed = {"edition_id": edition.id, "unit_id": agency.id}
    path = f"/api/v1/editions/{edition.id}/quotas/{agency.id}"
    for limit in (5, 4):
        version = organiser.get("/api/v1/quotas", params=listed).json()["items"][0]["version"]
        body = {"limit": limit, "reason": "uji"}
        assert organiser.put(path, json=body, headers={"If-Match": f'"{version}"'}).status_code == 200
        assert organiser.put(path, json=body, headers={"If-Match": f'"{version}"'}).status_code == 412


def test_an_exception_ends_where_the_rule_still_holds(organiser: httpx.Client, make: Factory) -> None:
    edition, agency = make.edition(quota=1), make.unit(kind="agency")
    path, anyhow = f"/api/v1/editions/{edition.id}/quotas/{agency.id}", {"If-Match": "*"}
    assert organiser.delete(path, headers=anyhow).status_code == 404
    organiser.put(path, json={"limit": 2, "reason": "tuan rumah"}, headers=anyhow)
    coordinator = make.key("coordinator", agency)
    drafts = [make.proposal(edition, agency) for _ in range(2)]
    for draft in drafts:
        assert coordinator.post(f"/api/v1/proposals/{draft.id}/submission").status_code == 201
    assert organiser.delete(path, headers=anyhow).json()["type"] == "/problems/limit-below-used"
    coordinator.post(f"/api/v1/proposals/{drafts[0].id}/withdrawal", json={"reason": "belum siap"})
    assert organiser.delete(path, headers=anyhow).status_code == 204
    listed = organiser.get("/api/v1/quotas", params={"edition_id": edition.id, "unit_id": agency.id}).json()["items"]
    assert [(quota["rule"], quota["limit"], quota["reason"]) for quota in listed] == [("rule:agency:*", 1, None)]


def test_pools_stay_once_a_slot_is_taken(organiser: httpx.Client, make: Factory) -> None:
    edition, agency = make.edition(quota=1), make.unit(kind="agency")
    draft = make.proposal(edition, agency)
    make.key("coordinator", agency).post(f"/api/v1/proposals/{draft.id}/submission")
    rules = [*edition.quota_rules, {"unit_kind": "agency", "group": "umum", "limit": 1}]
    path = f"/api/v1/editions/{edition.id}"
    refused = organiser.patch(path, json={"quota_rules": rules}, headers={"If-Match": "*"})
    assert refused.json()["type"] == "/problems/edition-in-use", "the slot of the shared pool would not count"


def test_changed_rules_reach_the_counters(organiser: httpx.Client, make: Factory) -> None:
    edition, agency = make.edition(quota=1), make.unit(kind="agency")
    coordinator = make.key("coordinator", agency)
    first, second = make.proposal(edition, agency), make.proposal(edition, agency)
    coordinator.post(f"/api/v1/proposals/{first.id}/submission")
    assert coordinator.post(f"/api/v1/proposals/{second.id}/submission").status_code == 409
    rules = [{**rule, "limit": 2} for rule in edition.quota_rules]
    path = f"/api/v1/editions/{edition.id}"
    assert organiser.patch(path, json={"quota_rules": rules}, headers={"If-Match": "*"}).status_code == 200
    assert coordinator.post(f"/api/v1/proposals/{second.id}/submission").status_code == 201


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_beyond_the_calendar_is_a_field_error(make: Factory, moment: str) -> None:
    edition = make.edition()
    refused = make.key("organiser").patch(
        f"/api/v1/editions/{edition.id}", json={"closes_at": moment}, headers={"If-Match": "*"}
    )
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["closes_at"]

"""A juror leaves: unsigned sheets are taken back, signed ones count, nothing new comes, one click fills the gaps."""

from collections import Counter
from typing import Any

import pytest

from tests.api.test_judging import LEAVES, Judging, fill
from tests.factories import Factory

Json = dict[str, Any]


@pytest.fixture
def judging(make: Factory) -> Judging:
    """Eight proposals, three readings each, six jurors; the first juror has signed one sheet of four."""
    judging = Judging(make, proposals=8, jurors=6)
    judging.panel()
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={"seed": 1}).status_code == 201
    desk = make.signed_in(judging.jurors[0])
    fill(desk, desk.get("/api/v1/assignments").json()["items"][0]["id"], dict.fromkeys(LEAVES, 60))
    return judging


def sheets(judging: Judging) -> list[Json]:
    url = judging.stage("proposal", "assignments")
    items: list[Json] = judging.organiser.get(url, params={"limit": 200}).json()["items"]
    return items


def leave(judging: Judging, n: int = 0, status: int = 200, **body: Any) -> Json:
    url = judging.stage("proposal", f"jurors/{judging.jurors[n].id}/departure")
    answer = judging.organiser.put(url, json={"reason": "Pindah tugas."} | body, headers={"If-Match": "*"})
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


def test_what_is_signed_stays_and_one_click_fills_the_rest(judging: Judging) -> None:
    gone = judging.jurors[0].id
    before = {one["id"]: one for one in sheets(judging)}
    left = leave(judging)
    assert (left["taken_back"], left["kept"], left["missing"]) == (3, 1, 3)
    assert sum(gap["missing"] for gap in left["gaps"]) == 3
    gaps = judging.organiser.get(judging.stage("proposal", "gaps")).json()["items"]
    assert gaps == left["gaps"]
    report = judging.organiser.post(judging.stage("proposal", "assignments"), json={"seed": 2}).json()
    assert (report["created"], report["jurors"], report["short"]) == (3, 5, [])
    after = {one["id"]: one for one in sheets(judging)}
    kept = {id_: one for id_, one in before.items() if one["juror_id"] != gone or one["status"] == "signed"}
    assert kept.items() <= after.items(), "no other sheet was touched"
    assert [one["juror_id"] for id_, one in after.items() if id_ not in kept].count(gone) == 0
    loads = Counter(one["juror_id"] for one in after.values() if one["juror_id"] != gone)
    assert max(loads.values()) - min(loads.values()) <= 1
    assert judging.organiser.get(judging.stage("proposal", "gaps")).json()["items"] == []


def test_the_signed_sheet_counts_in_the_ranking(judging: Judging) -> None:
    leave(judging)
    items = judging.organiser.get(judging.stage("proposal", "ranking")).json()["items"]
    assert [(item["raw_mean"], item["reviews"]) for item in items] == [(60, 1)]


def test_who_left_reads_nothing_new_by_hand_either(judging: Judging) -> None:
    left = leave(judging)
    pair = {"juror_id": judging.jurors[0].id, "proposal_id": left["gaps"][0]["proposal_id"]}
    answer = judging.organiser.post(judging.stage("proposal", "assignments"), json={"pairs": [pair]})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_on_panel")
    again = judging.organiser.post(judging.stage("proposal", "jurors"), json={"user_id": judging.jurors[0].id})
    assert again.status_code == 422, "back by taking the departure back"
    url = judging.stage("proposal", f"jurors/{judging.jurors[0].id}")
    assert judging.organiser.get(url).json()["left_at"] == left["left_at"]
    assert judging.organiser.delete(f"{url}/departure", headers={"If-Match": "*"}).status_code == 204
    assert judging.organiser.get(url).json()["left_at"] is None
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={"pairs": [pair]}).status_code == 201


def test_leaving_twice_is_leaving_once(judging: Judging) -> None:
    first, second = leave(judging), leave(judging, reason="Alasan lain.")
    assert (second["taken_back"], second["left_at"]) == (0, first["left_at"])


def test_all_leave_and_nobody_is_there_to_read(judging: Judging) -> None:
    for n in range(6):
        leave(judging, n)
    answer = judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    assert answer.json()["type"].endswith("/empty-panel")


def test_only_an_organiser_and_only_an_open_stage(judging: Judging) -> None:
    url = judging.stage("proposal", f"jurors/{judging.jurors[0].id}/departure")
    body = {"json": {"reason": "sakit"}, "headers": {"If-Match": "*"}}
    assert judging.make.key("auditor").put(url, **body).status_code == 403
    assert judging.make.signed_in(judging.jurors[0]).put(url, **body).status_code == 403
    assert judging.organiser.put(url, json={"reason": "sakit"}).status_code == 428
    assert judging.organiser.put(url, json={"reason": "sakit"}, headers={"If-Match": '"9"'}).status_code == 412
    leave(judging, status=422, reason="")
    judging.score_all("proposal", LEAVES, {proposal.id: 80 for proposal in judging.proposals}, [])
    for juror in judging.jurors:
        desk = judging.make.signed_in(juror)
        for sheet in desk.get("/api/v1/assignments", params={"status": "untouched"}).json()["items"]:
            fill(desk, sheet["id"], dict.fromkeys(LEAVES, 70))
    assert judging.publish("proposal").status_code == 200
    assert leave(judging, status=409)["type"].endswith("/stage-published")

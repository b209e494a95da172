"""The juror's desk by API: time that counts once, the own other sheets, drafts that stay private, sheets given back."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.models import Assignment, AuditEntry, Evaluation, SheetTime
from app.rules.rubric import leaves, total
from tests.api.test_judging import LEAVES, Judging, fill
from tests.factories import Factory, configuration

API = "/api/v1"
RUBRIC = next(stage for stage in configuration().stages if stage.key == "proposal").rubric


@pytest.fixture
def judging(make: Factory) -> Judging:
    """Four proposals, four jurors, everybody reads three."""
    found = Judging(make, proposals=4, jurors=4)
    found.panel()
    draw(found)
    return found


def draw(judging: Judging) -> dict[str, Any]:
    answer = judging.organiser.post(judging.stage("proposal", "assignments"), json={"seed": 1})
    assert answer.status_code == 201, answer.text
    report: dict[str, Any] = answer.json()
    return report


def desk(judging: Judging, n: int = 0) -> httpx.Client:
    return judging.make.signed_in(judging.jurors[n])


def sheets(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    """The juror's own sheets."""
    items: list[dict[str, Any]] = client.get(f"{API}/assignments", params=query).json()["items"]
    return items


def save(client: httpx.Client, sheet: str, editor: str | None = "a", **body: Any) -> httpx.Response:
    headers = {"If-Match": "*"} | ({"X-Editor": editor} if editor else {})
    return client.put(f"{API}/evaluations/{sheet}", json=body, headers=headers)


# ── Time ──


@pytest.fixture
def timed(judging: Judging) -> tuple[httpx.Client, str]:
    """A sheet that was handed out a day ago, and its juror."""
    client = desk(judging)
    sheet = sheets(client)[0]["id"]
    with Session(judging.make.engine) as session, session.begin():
        row = session.get(Assignment, sheet)
        assert row is not None
        row.created_at -= timedelta(days=1)
    return client, sheet


def test_time_of_a_view_counts_once_however_often_it_is_sent(timed: tuple[httpx.Client, str]) -> None:
    client, sheet = timed
    spent = [
        save(client, sheet, view, seconds_spent=seconds).json()["seconds_spent"]
        for view, seconds in (("a", 60), ("a", 60), ("a", 90), ("a", 30), ("b", 20), ("a", 90), ("b", 20), ("b", 25))
    ]
    assert spent == [60, 60, 90, 90, 110, 110, 110, 115]
    assert client.get(f"{API}/evaluations/{sheet}").json()["seconds_spent"] == 115
    [line] = [one for one in sheets(client) if one["id"] == sheet]
    assert (line["seconds_spent"], line["status"], line["version"]) == (115, "untouched", 1), "reading changes nothing"


def test_time_never_passes_the_time_there_was(judging: Judging, timed: tuple[httpx.Client, str]) -> None:
    client, sheet = timed
    assert save(client, sheet, "a", seconds_spent=80_000).json()["seconds_spent"] == 80_000
    more = save(client, sheet, "b", seconds_spent=80_000).json()["seconds_spent"]
    assert 86_400 <= more <= 86_400 + 60
    fresh = sheets(client)[1]["id"]
    assert save(client, fresh, "a", seconds_spent=80_000).json()["seconds_spent"] <= 60, "just handed out"
    for wrong in (-1, 86_401, 1.5, "x", True):
        assert save(client, sheet, "c", seconds_spent=wrong).status_code == 422, wrong
    refused = save(client, sheet, None, seconds_spent=5)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "needs_editor")
    with Session(judging.make.engine) as session:
        assert min(session.exec(select(SheetTime.seconds)).all()) >= 0


def test_time_goes_along_with_marks_and_stays_out_of_the_log(judging: Judging, timed: tuple[httpx.Client, str]) -> None:
    client, sheet = timed
    saved = save(client, sheet, scores={LEAVES[0]: 70}, seconds_spent=40).json()
    assert (saved["scores"], saved["seconds_spent"]) == ({LEAVES[0]: 70}, 40)
    with Session(judging.make.engine) as session:
        before = len(session.exec(select(AuditEntry.id)).all())
    save(client, sheet, seconds_spent=400)
    with Session(judging.make.engine) as session:
        assert len(session.exec(select(AuditEntry.id)).all()) == before


def test_time_after_the_signature_changes_nothing(judging: Judging, timed: tuple[httpx.Client, str]) -> None:
    client, sheet = timed
    save(client, sheet, "a", scores=dict.fromkeys(LEAVES, 70), seconds_spent=300)
    assert client.put(f"{API}/evaluations/{sheet}/signature", json={}, headers={"If-Match": "*"}).status_code == 200
    assert save(client, sheet, "a", seconds_spent=900).status_code == 409
    listed = judging.organiser.get(judging.stage("proposal", "assignments"), params={"limit": 200}).json()["items"]
    assert {one["seconds_spent"] for one in listed if one["id"] == sheet} == {300}


def test_a_sheet_that_is_taken_back_takes_its_time_along(judging: Judging, timed: tuple[httpx.Client, str]) -> None:
    client, sheet = timed
    save(client, sheet, seconds_spent=60)
    answer = judging.organiser.delete(f"{API}/assignments/{sheet}", headers={"If-Match": "*"})
    assert answer.status_code == 204, answer.text
    with Session(judging.make.engine) as session:
        assert session.exec(select(SheetTime)).all() == []


def test_a_person_gets_the_own_times_with_everything_else(judging: Judging, timed: tuple[httpx.Client, str]) -> None:
    client, sheet = timed
    save(client, sheet, seconds_spent=60)
    data = client.get(f"{API}/users/{judging.jurors[0].id}/personal-data").json()
    assert [row["seconds"] for row in data["sheet_times"]] == [60]


# ── The desk's list ──


def test_what_is_left_comes_first(judging: Judging) -> None:
    client = desk(judging)
    by_number = [one["id"] for one in sheets(client)]
    fill(client, by_number[0], dict.fromkeys(LEAVES, 70))
    save(client, by_number[2], scores={LEAVES[0]: 1})
    assert [one["id"] for one in sheets(client, sort="status")] == [by_number[2], by_number[1], by_number[0]]
    assert [one["id"] for one in sheets(client, status="unsigned")] == by_number[1:]
    walked, cursor = [], None
    while True:
        query = {"sort": "status", "limit": 1} | ({"cursor": cursor} if cursor else {})
        part = client.get(f"{API}/assignments", params=query).json()
        walked += [one["id"] for one in part["items"]]
        cursor = part["next"]
        if cursor is None:
            break
    assert walked == [by_number[2], by_number[1], by_number[0]]


# ── The own other sheets ──


def compared(client: httpx.Client, sheet: str) -> dict[str, Any]:
    answer = client.get(f"{API}/evaluations/{sheet}/comparison")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_sheet_stands_beside_the_own_others_and_nobody_elses(judging: Judging) -> None:
    client = desk(judging)
    first, second, third = (one["id"] for one in sheets(client))
    empty = compared(client, first)
    assert (empty["mean"], empty["place"], empty["of"], empty["sheets"]) == (None, None, 0, [])
    assert {one["count"] for one in empty["criteria"]} == {0}
    for n in (1, 2, 3):
        for one in sheets(desk(judging, n)):
            fill(desk(judging, n), one["id"], dict.fromkeys(LEAVES, 99))
    assert compared(client, first) == empty, "nothing of others"
    fill(client, second, dict.fromkeys(LEAVES, 80) | {LEAVES[0]: 90})
    save(client, third, scores={LEAVES[0]: 50, LEAVES[1]: 40})
    save(client, first, scores=dict.fromkeys(LEAVES, 85))
    found = compared(client, first)
    high = total(RUBRIC, dict.fromkeys(LEAVES, 80) | {LEAVES[0]: 90})
    assert (found["total"], found["mean"], found["place"], found["of"]) == (85, high, 1, 2)
    assert [(one["assignment_id"], one["total"], one["is_signed"]) for one in found["sheets"]] == [
        (second, high, True), (third, None, False),
    ]  # fmt: skip
    by_leaf = {one["criterion"]: one for one in found["criteria"]}
    assert list(by_leaf) == [leaf.key for leaf in leaves(RUBRIC)]
    assert {name: by_leaf[LEAVES[0]][name] for name in ("score", "count", "mean", "low", "high")} == {
        "score": 85, "count": 2, "mean": 70, "low": 50, "high": 90,
    }  # fmt: skip
    assert by_leaf[LEAVES[2]]["count"] == 1
    assert compared(judging.organiser, first) == found, "the organiser sees the same juror's"
    assert desk(judging, 1).get(f"{API}/evaluations/{first}/comparison").status_code == 404


def test_equal_totals_share_a_place(judging: Judging) -> None:
    client = desk(judging)
    first, second, third = (one["id"] for one in sheets(client))
    for sheet, mark in ((second, 80), (third, 90)):
        fill(client, sheet, dict.fromkeys(LEAVES, mark))
    save(client, first, scores=dict.fromkeys(LEAVES, 80))
    assert (compared(client, first)["place"], compared(client, second)["place"]) == (2, 2)


# ── Private drafts ──


def test_a_draft_is_read_by_nobody_but_those_who_may_read_sheets(judging: Judging) -> None:
    client = desk(judging)
    sheet = sheets(client)[0]
    save(client, sheet["id"], scores={LEAVES[0]: 61.43}, notes={LEAVES[0]: "PENANDADRAF"}, recommendation="PENANDADRAF")
    make, edition = judging.make, judging.edition.id
    paths = [f"{API}/evaluations/{sheet['id']}", f"{API}/evaluations/{sheet['id']}/comparison",
             f"{API}/scores?edition_id={edition}", f"{API}/scores.csv?edition_id={edition}",
             f"{API}/assignments", judging.stage("proposal", "assignments"), judging.stage("proposal", "ranking"),
             f"{API}/proposals/{sheet['proposal_id']}", f"/evaluations/{sheet['id']}",
             f"/proposals/{sheet['proposal_id']}"]  # fmt: skip
    unit = judging.units[0]
    others = [make.signed_in(judging.jurors[1]), make.client(), make.key("secretariat"),
              make.signed_in(make.user("coordinator", unit)), make.signed_in(make.user("author", unit))]  # fmt: skip
    for other in others:
        for path in paths:
            text = other.get(path).text
            assert not any(mark in text for mark in ("61.43", "61,43", "PENANDADRAF")), path
    assert "61.43" in judging.organiser.get(paths[0]).text
    assert "61.43" not in judging.organiser.get(paths[2]).text, "scores are those of signed sheets"


# ── Giving back ──


def decline(client: httpx.Client, sheet: str, status: int = 201, **body: Any) -> dict[str, Any]:
    answer = client.post(f"{API}/evaluations/{sheet}/declination", json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_what_was_given_back_goes_to_somebody_else(judging: Judging) -> None:
    client, juror = desk(judging), judging.jurors[0].id
    sheet = sheets(client)[0]
    save(client, sheet["id"], scores={LEAVES[0]: 70}, seconds_spent=0)
    row = decline(client, sheet["id"], cause="not_my_field", reason="Saya ahli kesehatan.")
    assert (row["juror_id"], row["proposal_id"], row["stage"]) == (juror, sheet["proposal_id"], "proposal")
    assert (row["cause"], row["reason"], row["proposal_title"]) == (
        "not_my_field", "Saya ahli kesehatan.", sheet["proposal_title"],
    )  # fmt: skip
    assert client.get(f"{API}/evaluations/{sheet['id']}").status_code == 404
    assert sheet["proposal_id"] not in {one["proposal_id"] for one in sheets(client)}
    for _ in range(2):
        draw(judging)
    assert sheet["proposal_id"] not in {one["proposal_id"] for one in sheets(client)}, "never again"
    readers = judging.organiser.get(judging.stage("proposal", "assignments"),
                                    params={"proposal_id": sheet["proposal_id"]}).json()["items"]  # fmt: skip
    assert len(readers) == 3
    pair = {"juror_id": juror, "proposal_id": sheet["proposal_id"]}
    by_hand = judging.organiser.post(judging.stage("proposal", "assignments"), json={"pairs": [pair]})
    assert (by_hand.status_code, by_hand.json()["errors"][0]["code"]) == (422, "declined")
    gone = judging.organiser.delete(f"{API}/declinations/{row['id']}", headers={"If-Match": f'"{row["version"]}"'})
    assert gone.status_code == 204
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={"pairs": [pair]}).status_code == 201


def test_everybody_sees_of_what_was_given_back_only_what_concerns_them(judging: Judging) -> None:
    first, second = desk(judging), desk(judging, 1)
    path = judging.stage("proposal", "declinations")
    row = decline(first, sheets(first)[0]["id"], cause="no_time")
    decline(second, sheets(second)[0]["id"], cause="other", reason="Sakit sampai Jumat.")
    assert [one["id"] for one in first.get(path).json()["items"]] == [row["id"]]
    listed = judging.organiser.get(path).json()
    assert listed["total"] == 2
    assert listed["items"][0]["reason"] == "Sakit sampai Jumat.", "newest first"
    assert judging.organiser.get(path, params={"juror_id": row["juror_id"]}).json()["total"] == 1
    assert judging.organiser.get(path + ".csv").text.count("\r\n") == 3
    assert judging.make.key("secretariat").get(path).status_code == 403
    assert first.delete(f"{API}/declinations/{row['id']}", headers={"If-Match": "*"}).status_code == 403


def test_a_signed_sheet_is_not_given_back_nor_somebody_elses(judging: Judging) -> None:
    client = desk(judging)
    first, second, _third = (one["id"] for one in sheets(client))
    fill(client, first, dict.fromkeys(LEAVES, 70))
    assert decline(client, first, 409, cause="no_time")["type"] == "/problems/sheet-signed"
    decline(desk(judging, 1), second, 404, cause="no_time")
    answer = judging.organiser.post(f"{API}/evaluations/{second}/declination", json={"cause": "no_time"})
    assert answer.status_code == 403
    errors = decline(client, second, 422, cause="other")["errors"]
    assert (errors[0]["field"], errors[0]["code"]) == ("reason", "reason_required")
    assert decline(client, second, 422, cause="lazy")["errors"][0]["field"] == "cause"
    assert len(sheets(client)) == 3, "nothing was taken back"
    assert judging.organiser.get(judging.stage("proposal", "declinations")).json()["total"] == 0


def test_giving_back_is_on_record(judging: Judging) -> None:
    client = desk(judging)
    sheet = sheets(client)[0]
    row = decline(client, sheet["id"], cause="no_time")
    log = judging.make.key("auditor").get(f"{API}/audit", params={"row_id": row["id"]}).json()
    assert log["total"] == 1
    with Session(judging.make.engine) as session:
        assert session.exec(select(Evaluation).where(Evaluation.assignment_id == sheet["id"])).first() is None

"""Discussions: those who signed take part, by number where the stage is blind, without scores unless shown."""

from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.models import OutboxMessage, User
from tests.api.test_calibration import judged
from tests.api.test_judging import LEAVES, Judging, fill
from tests.factories import Factory

Json = dict[str, Any]


class Talk(Judging):
    """Three jurors read one proposal; what each gives is told by ``marks``, None leaves it unsigned."""

    def __init__(self, make: Factory, *, blind: bool = True, marks: tuple[int | None, ...] = (90, 60, 75)) -> None:
        super().__init__(make, proposals=2, jurors=len(marks))
        first, *others = self.edition.stages
        self.edition.stages = [first | {"blind": blind, "jurors_per_proposal": len(marks)}, *others]
        make.save(self.edition)
        self.panel()
        assert self.organiser.post(self.stage("proposal", "assignments"), json={}).status_code == 201
        self.about = self.proposals[0].id
        for juror, mark in zip(self.jurors, marks, strict=True):
            if mark is not None:
                self.sign(juror, mark)

    def sign(self, juror: User, mark: int) -> str:
        desk = self.make.signed_in(juror)
        items = desk.get("/api/v1/assignments", params={"proposal_id": self.about}).json()["items"]
        fill(desk, items[0]["id"], dict.fromkeys(LEAVES, mark))
        return str(items[0]["id"])

    def open(self, status: int = 201, **more: Any) -> Json:
        body = {"proposal_id": self.about, "question": "Mengapa berjauhan?"} | more
        answer = self.organiser.post(self.stage("proposal", "discussions"), json=body)
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    def desk(self, n: int) -> httpx.Client:
        return self.make.signed_in(self.jurors[n])


def read(client: httpx.Client, talk: Json, status: int = 200) -> Json:
    answer = client.get(f"/api/v1/discussions/{talk['id']}")
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


def write(client: httpx.Client, talk: Json, text: str, status: int = 201, **more: Any) -> Json:
    answer = client.post(f"/api/v1/discussions/{talk['id']}/messages", json={"text": text} | more)
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


def test_jurors_of_a_blind_stage_know_each_other_by_number(make: Factory) -> None:
    there = Talk(make)
    talk = there.open()
    first, second = there.desk(0), there.desk(1)
    mine = write(first, talk, "Dampaknya terukur.")
    number = next(one["number"] for one in mine["participants"] if one["is_me"])
    write(there.organiser, talk, "Terima kasih.")
    seen = second.get(f"/api/v1/discussions/{talk['id']}")
    assert not [name for name in (*(one.name for one in there.jurors if one != there.jurors[1]),
                                  there.jurors[0].id, there.jurors[2].id) if name in seen.text]  # fmt: skip
    thread = seen.json()["thread"]
    assert [(one["number"], one["name"]) for one in thread] == [(number, None), (None, "uji")]
    assert sorted(one["number"] for one in seen.json()["participants"]) == [1, 2, 3]
    assert [one["total"] for one in seen.json()["participants"] if one["total"] is not None] == [60]
    told = read(there.organiser, talk)
    assert {one["juror_id"]: one["total"] for one in told["participants"]} == {
        there.jurors[0].id: 90, there.jurors[1].id: 60, there.jurors[2].id: 75,
    }  # fmt: skip


def test_an_open_stage_names_its_jurors(make: Factory) -> None:
    there = Talk(make, blind=False)
    talk = there.open()
    write(there.desk(0), talk, "Dampaknya terukur.")
    seen = read(there.desk(1), talk)
    assert seen["thread"][0]["name"] == there.jurors[0].name
    assert [one["total"] for one in seen["participants"] if not one["is_me"]] == [None, None]


def test_scores_are_shown_once_all_are_signed_and_only_as_long(make: Factory) -> None:
    there = Talk(make, marks=(90, 60, None))
    refused = there.open(422, shows_scores=True)
    assert [(one["field"], one["code"]) for one in refused["errors"]] == [("shows_scores", "sheets_unsigned")]
    sheet = there.sign(there.jurors[2], 75)
    talk = there.open(shows_scores=True)
    assert {one["total"] for one in read(there.desk(0), talk)["participants"]} == {90, 60, 75}
    write(there.desk(2), talk, "Saya keliru membaca.", asks_to_reopen=True)
    body = {"signed": False, "reason": "Diminta dalam diskusi."}
    opened = there.organiser.put(f"/api/v1/evaluations/{sheet}/signature", json=body, headers={"If-Match": "*"})
    assert opened.status_code == 200
    seen = read(there.desk(0), talk)
    assert seen["are_scores_shown"] is False
    assert {one["total"] for one in seen["participants"]} == {90, None}
    read(there.desk(2), talk, 404)
    desk = there.desk(2)
    desk.put(f"/api/v1/evaluations/{sheet}", json={"scores": dict.fromkeys(LEAVES, 70)}, headers={"If-Match": "*"})
    desk.put(f"/api/v1/evaluations/{sheet}/signature", json={}, headers={"If-Match": "*"})
    again = read(there.desk(0), talk)
    assert {one["total"] for one in again["participants"]} == {90, 60, 70}
    assert again["thread"][0]["number"] in {one["number"] for one in again["participants"]}


def test_who_has_not_signed_has_a_conflict_or_left_does_not_take_part(make: Factory) -> None:
    there = Talk(make, marks=(90, 60, 75, 40, None))
    talk = there.open()
    conflicted, gone = there.jurors[2], there.jurors[3]
    unit = there.proposals[0].unit_id
    from app.models import RoleGrant

    make.save(RoleGrant(user_id=conflicted.id, role="juror", unit_id=unit))
    left = there.organiser.put(there.stage("proposal", f"jurors/{gone.id}/departure"), json={"reason": "sakit"},
                               headers={"If-Match": "*"})  # fmt: skip
    assert left.status_code == 200
    stranger = make.as_role("juror")
    for client in (there.desk(2), there.desk(3), there.desk(4), stranger):
        read(client, talk, 404)
        assert client.get("/api/v1/discussions").json()["items"] == []
        assert client.post(f"/api/v1/discussions/{talk['id']}/messages", json={"text": "Halo"}).status_code == 404
    assert [one["id"] for one in there.desk(0).get("/api/v1/discussions").json()["items"]] == [talk["id"]]
    assert len(read(there.organiser, talk)["participants"]) == 2
    for role in ("coordinator", "author", "secretariat"):
        assert make.as_role(role, there.units[0]).get(f"/api/v1/discussions/{talk['id']}").status_code == 403
    assert make.key("auditor").get(f"/api/v1/discussions/{talk['id']}").status_code == 200
    assert (
        make.key("auditor").post(f"/api/v1/discussions/{talk['id']}/messages", json={"text": "Ya?"}).status_code == 403
    )


def test_one_at_a_time_and_closed_with_a_conclusion(make: Factory) -> None:
    there = Talk(make)
    talk = there.open()
    assert there.open(409)["type"].endswith("/discussion-open")
    url = f"/api/v1/discussions/{talk['id']}/conclusion"
    assert there.desk(0).put(url, json={"conclusion": "Selesai."}, headers={"If-Match": "*"}).status_code == 403
    ended = there.organiser.put(url, json={"conclusion": "Nilai tetap."}, headers={"If-Match": '"1"'})
    assert (ended.status_code, ended.json()["conclusion"]) == (200, "Nilai tetap.")
    assert write(there.desk(0), talk, "Masih ada.", 409)["type"].endswith("/discussion-closed")
    assert there.organiser.put(url, json={"conclusion": "Lagi."}, headers={"If-Match": "*"}).status_code == 409
    assert read(there.desk(0), talk)["conclusion"] == "Nilai tetap."
    assert there.open()["id"] != talk["id"]
    listed = there.organiser.get("/api/v1/discussions", params={"is_open": "false"}).json()["items"]
    assert [one["id"] for one in listed] == [talk["id"]]


def test_the_disputed_are_those_furthest_apart(make: Factory) -> None:
    there = Talk(make, marks=(90, 30, 60))
    there.about = there.proposals[1].id
    for juror, mark in zip(there.jurors, (70, 71, 72), strict=True):
        there.sign(juror, mark)
    path = there.stage("proposal", "disputed")
    [line] = there.organiser.get(path).json()["items"]
    assert (line["proposal_id"], line["lowest"], line["highest"], line["deviation"]) == (
        there.proposals[0].id, 30, 90, 30,
    )  # fmt: skip
    assert line["rank"] == 2
    assert line["adjusted"] >= line["usual"] > 0
    there.open()
    assert [one["proposal_id"] for one in there.organiser.get(path).json()["items"]] == [
        there.proposals[0].id, there.proposals[1].id,
    ], "what is discussed stays"  # fmt: skip
    assert there.desk(0).get(path).status_code == 403


def test_who_is_severe_throughout_makes_no_dispute(make: Factory) -> None:
    """Everybody agrees but for one juror's severity, and on one proposal for more: that one is listed."""
    judging = judged(make, "calibrated")
    lines = judging.organiser.get(judging.stage("proposal", "disputed")).json()["items"]
    assert 0 < len(lines) < len(judging.proposals) / 2
    assert all(line["adjusted"] >= line["usual"] for line in lines)
    assert [line["adjusted"] for line in lines] == sorted((line["adjusted"] for line in lines), reverse=True)
    assert any(line["adjusted"] < line["deviation"] for line in lines)


def test_agreement_is_no_dispute(make: Factory) -> None:
    there = Talk(make, marks=(80, 80, 80))
    assert there.organiser.get(there.stage("proposal", "disputed")).json()["items"] == []


def test_there_has_to_be_something_to_discuss(make: Factory) -> None:
    there = Talk(make, marks=(90, None))
    assert there.open(409)["type"].endswith("/nothing-to-discuss")
    assert there.open(422, proposal_id=there.edition.id)["errors"][0]["field"] == "proposal_id"


def test_letters_go_to_those_who_take_part_and_to_who_opened_it(make: Factory) -> None:
    there = Talk(make, marks=(90, 60, None))
    host = make.user("organiser")
    there.organiser = make.signed_in(host)
    talk = there.open()
    write(there.desk(0), talk, "Bolehkah dibuka?", asks_to_reopen=True)
    with Session(make.engine) as session:
        sent = {(row.topic, row.user_id) for row in session.exec(select(OutboxMessage)).all()}
    assert sent == {("discussion-opened", there.jurors[0].id), ("discussion-opened", there.jurors[1].id),
                    ("reopening-asked", host.id)}  # fmt: skip
    assert read(there.organiser, talk)["requests"] == 1
    write(there.organiser, talk, "Tidak di sini.", 422, asks_to_reopen=True)


@pytest.mark.parametrize("blind", [True, False])
def test_a_number_once_used_stays(make: Factory, blind: bool) -> None:
    there = Talk(make, blind=blind, marks=(90, 60, None, None))
    talk = there.open()
    before = {write(there.desk(n), talk, f"Tulisan {n}.")["thread"][-1]["number"]: n for n in (1, 0)}
    for n in (2, 3):
        there.sign(there.jurors[n], 50)
        write(there.desk(n), talk, f"Tulisan {n}.")
    numbers = {one["number"]: one["text"] for one in read(there.organiser, talk)["thread"]}
    assert sorted(numbers) == [1, 2, 3, 4]
    assert {number: numbers[number] for number in before} == {number: f"Tulisan {n}." for number, n in before.items()}

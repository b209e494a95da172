"""An owner confirms many units' values of an indicator at once: what was sent in, and what nobody has looked at yet."""

from typing import Any

import httpx
import pytest

from app.clock import now
from tests.api.answers import Json, problem, told
from tests.api.test_assessments import ASSESSMENTS, NOBODY, ROUNDS, Province, put
from tests.factories import Factory


class Listed(Province):
    """A round whose indicator a bureau owns; both agencies gave a value and sent theirs in."""

    def __init__(self, make: Factory) -> None:
        super().__init__(make)
        self.running = self.round()
        self.own(self.running, "monev")
        self.path = f"{ROUNDS}/{self.running['id']}/items/monev"
        self.first, self.second = self.rows()
        for row, unit, value in ((self.first, self.other, "70"), (self.second, self.agency, "80,5")):
            author = self.make.as_role("author", unit)
            one = told(author.get(f"{ASSESSMENTS}/{row['assessment_id']}"), 200)
            put(author, put(author, one, "answers/monev", value=value), "submission")

    def rows(self) -> list[Json]:
        """The owner's list: Badan, Dinas."""
        return self.rows_of(self.verifies)

    def rows_of(self, owner: httpx.Client) -> list[Json]:
        """The same for somebody else."""
        found: list[Json] = told(owner.get(self.path), 200)["items"]
        return found

    def confirm(self, *rows: Json, status: int = 200, **more: Any) -> Json:
        body = {"assessment_ids": [row["assessment_id"] for row in rows], "seen_until": now().isoformat()} | more
        return told(self.verifies.post(f"{self.path}/confirmations", json=body), status)

    def open_again(self, row: Json) -> None:
        path = f"{ASSESSMENTS}/{row['assessment_id']}/reopening"
        told(self.organiser.put(path, json={"reason": "Bukti menyusul"}, headers={"If-Match": "*"}), 200)


@pytest.fixture
def listed(make: Factory) -> Listed:
    return Listed(make)


def said(rows: list[Json]) -> list[str | None]:
    return [row["verification"]["value"] if row["verification"] else None for row in rows]


def test_all_that_wait_are_taken_as_the_units_say(listed: Listed) -> None:
    assert listed.confirm(listed.first, listed.second) == {"confirmed": 2, "left": 0}
    assert said(listed.rows()) == ["70", "80.5"]
    assert listed.of(listed.running)["score"] == 3.22, "counted again: 80,5 % of 4"
    assert listed.confirm(listed.first, listed.second) == {"confirmed": 0, "left": 2}, "once is enough"


def test_what_was_corrected_stays_corrected(listed: Listed) -> None:
    one = told(listed.organiser.get(f"{ASSESSMENTS}/{listed.first['assessment_id']}"), 200)
    put(listed.verifies, one, "verifications/monev", value=55, note="Triwulan 4 belum ada.")
    assert listed.confirm(listed.first, listed.second) == {"confirmed": 1, "left": 1}
    assert said(listed.rows()) == ["55", "80.5"]


def test_what_a_unit_still_writes_is_not_confirmed_unseen(listed: Listed) -> None:
    listed.open_again(listed.second)
    assert listed.confirm(listed.first, listed.second) == {"confirmed": 1, "left": 1}
    assert said(listed.rows()) == ["70", None]


def test_who_owns_another_indicator_confirms_nothing_here(listed: Listed) -> None:
    body = {"assessment_ids": [listed.first["assessment_id"]], "seen_until": now().isoformat()}
    another = f"{ROUNDS}/{listed.running['id']}/items/argumen/confirmations"
    assert listed.verifies.post(another, json=body).status_code == 403
    assert listed.writes.post(f"{listed.path}/confirmations", json=body).status_code == 403
    assert said(listed.rows()) == [None, None]


def test_what_is_not_of_the_round_is_told_and_nothing_is_written(listed: Listed) -> None:
    found = listed.confirm(listed.first, {"assessment_id": NOBODY}, status=422)
    assert [error["field"] for error in found["errors"]] == ["assessment_ids.1"]
    elsewhere = listed.of(listed.round("sakip_2021"))
    listed.confirm(listed.first, {"assessment_id": elsewhere["id"]}, status=422)
    assert listed.confirm(status=422)["errors"], "nothing to confirm is a mistake"
    assert said(listed.rows()) == [None, None]


def test_after_verification_it_is_too_late(listed: Listed) -> None:
    listed.lead(listed.running, "verifying", "panel")
    assert problem(listed.confirm(listed.first, status=409)) == "assessment-locked"


def test_what_does_not_apply_is_not_confirmed_with_the_rest(listed: Listed) -> None:
    listed.open_again(listed.second)
    author = listed.writes
    one = told(author.get(f"{ASSESSMENTS}/{listed.second['assessment_id']}"), 200)
    put(author, put(author, one, "answers/monev", is_absent=True, note="Tidak ada."), "submission")
    assert listed.confirm(listed.first, listed.second) == {"confirmed": 1, "left": 1}
    assert said(listed.rows()) == ["70", None]


def test_what_changed_after_it_was_read_is_left(listed: Listed) -> None:
    seen = max(row["answer"]["changed_at"] for row in listed.rows())
    listed.open_again(listed.second)
    one = told(listed.writes.get(f"{ASSESSMENTS}/{listed.second['assessment_id']}"), 200)
    put(listed.writes, put(listed.writes, one, "answers/monev", value=100), "submission")
    assert listed.confirm(listed.first, listed.second, seen_until=seen) == {"confirmed": 1, "left": 1}
    assert said(listed.rows()) == ["70", None]
    assert listed.confirm(listed.second, seen_until=listed.rows()[1]["answer"]["changed_at"])["confirmed"] == 1
    listed.confirm(listed.second, seen_until="2026-01-01T00:00:00", status=422)


def test_many_are_not_confirmed_without_saying_when_they_were_read(listed: Listed) -> None:
    found = listed.confirm(listed.first, status=422, seen_until=None)
    assert [error["field"] for error in found["errors"]] == ["seen_until"]
    sent = listed.verifies.post(f"{listed.path}/confirmations",
                                json={"assessment_ids": [listed.first["assessment_id"]]})  # fmt: skip
    assert [error["field"] for error in told(sent, 422)["errors"]] == ["seen_until"]


def confirm_one(listed: Listed, row: Json, status: int = 200, **more: Any) -> Json:
    body = {"is_confirmed": True, "seen_until": row["answer"]["changed_at"]} | more
    return put(listed.verifies, {"id": row["assessment_id"]}, "verifications/monev", status, **body)


def change(listed: Listed, value: float | None, *, is_sent: bool = True) -> Json:
    """The agency's value, after it was opened again."""
    listed.open_again(listed.second)
    one = told(listed.writes.get(f"{ASSESSMENTS}/{listed.second['assessment_id']}"), 200)
    one = put(listed.writes, one, "answers/monev", value=value)
    return put(listed.writes, one, "submission") if is_sent else one


def test_an_owner_confirms_only_the_value_that_it_saw(listed: Listed) -> None:
    seen = listed.rows()[1]
    change(listed, 100)
    assert problem(confirm_one(listed, seen, 412)) == "answer-changed"
    corrected = {"is_confirmed": False, "value": 70}
    assert problem(confirm_one(listed, seen, 412, **corrected)) == "answer-changed"
    assert said(listed.rows()) == [None, None], "nothing was taken"
    now_seen = listed.rows()[1]
    assert now_seen["answer"]["value"] == "100"
    assert confirm_one(listed, now_seen)["verification"]["value"] == "100"
    assert confirm_one(listed, seen, seen_until=None, is_confirmed=False, value=70)["verification"]["value"] == "70"


def test_who_does_not_say_what_it_saw_is_told_so(listed: Listed) -> None:
    found = confirm_one(listed, listed.rows()[0], 422, seen_until=None)
    assert [(error["field"], error["code"]) for error in found["errors"]] == [("seen_until", "seen_until_missing")]
    assert "seen_until" in found["errors"][0]["message"]


def test_a_value_that_comes_again_is_not_the_one_that_was_seen(listed: Listed) -> None:
    """Taken away and given anew it has version 1 again, so a version would not tell."""
    seen = listed.rows()[1]
    change(listed, None)
    change(listed, 100)
    assert listed.rows()[1]["answer"]["version"] == 1
    assert problem(confirm_one(listed, seen, 412)) == "answer-changed"


def test_what_a_unit_has_not_sent_in_is_not_confirmed(listed: Listed) -> None:
    listed.open_again(listed.second)
    assert problem(confirm_one(listed, listed.rows()[1], 409)) == "assessment-unsent"
    row = confirm_one(listed, listed.rows()[1], is_confirmed=False, value=70)
    assert row["verification"]["value"] == "70", "an owner's own value needs nothing of the unit"


def test_a_value_that_changes_after_it_was_verified_waits_again(listed: Listed) -> None:
    assert not confirm_one(listed, listed.rows()[1])["is_answer_newer"]
    confirm_one(listed, listed.rows()[0])
    one = change(listed, 100)
    row = listed.rows()[1]
    assert (row["is_answer_newer"], row["answer"]["value"], row["verification"]["value"]) == (True, "100", "80.5")
    read = next(each for each in one["items"] if each["item"] == "monev")
    assert (read["is_answer_newer"], read["counts"], read["raw"]) == (True, "verification", "80.5")
    assert open_work(listed) == 1
    assert listed.confirm(row) == {"confirmed": 0, "left": 1}, "one that moved is looked at alone"
    assert confirm_one(listed, row)["verification"]["value"] == "100"
    assert (listed.rows()[1]["is_answer_newer"], open_work(listed)) == (False, 0)


def open_work(listed: Listed) -> int:
    return int(told(listed.organiser.get(f"{ROUNDS}/{listed.running['id']}"), 200)["open_work"]["unverified"])


def test_a_value_that_was_only_saved_again_stays_verified(listed: Listed) -> None:
    confirm_one(listed, listed.rows()[1])
    change(listed, 80.5)
    assert not listed.rows()[1]["is_answer_newer"]


@pytest.mark.parametrize("role", ["author", "coordinator"])
def test_a_unit_does_not_verify_itself(listed: Listed, role: str) -> None:
    path = f"{ROUNDS}/{listed.running['id']}"
    told(listed.organiser.put(f"{path}/owners/monev", json={"unit_id": listed.agency.id}), 200)
    owner = listed.make.as_role(role, listed.agency)
    theirs, own = told(owner.get(listed.path), 200)["items"]
    assert [(row["may_verify"], row["is_of_owner"]) for row in (theirs, own)] == [(True, False), (False, True)]
    for body in ({"is_confirmed": True, "seen_until": own["answer"]["changed_at"]}, {"value": 100}):
        refused = put(owner, {"id": own["assessment_id"]}, "verifications/monev", 403, **body)
        assert problem(refused) == "own-unit"
    both = {"assessment_ids": [theirs["assessment_id"], own["assessment_id"]], "seen_until": now().isoformat()}
    assert told(owner.post(f"{listed.path}/confirmations", json=both), 200) == {"confirmed": 1, "left": 1}
    file = {"file": "unit,item,value\nD1,monev,100\n"}
    refused = told(owner.post(f"{path}/imports", files=file), 422)
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [("rows.2.unit", "of_own_unit")]
    assert said(listed.rows_of(listed.organiser)) == ["70", None]
    assert open_work(listed) == 1, "the organiser sees what is left"
    put(listed.organiser, {"id": own["assessment_id"]}, "verifications/monev", value=60)
    assert said(listed.rows_of(listed.organiser)) == ["70", "60"]


def test_an_owner_does_not_verify_what_is_below_it(listed: Listed) -> None:
    told(listed.organiser.put(f"{ROUNDS}/{listed.running['id']}/owners/monev", json={"unit_id": listed.root.id}), 200)
    owner = listed.make.as_role("author", listed.root)
    rows = listed.rows_of(owner)
    assert [row["may_verify"] for row in rows] == [False, False]
    refused = put(owner, {"id": rows[0]["assessment_id"]}, "verifications/monev", 403, value=1)
    assert problem(refused) == "own-unit"
    assert problem(put(owner, {"id": NOBODY}, "verifications/monev", 403, value=1)) == "forbidden"


def test_who_writes_for_a_unit_does_not_verify_it_for_another_of_its_units(listed: Listed) -> None:
    above = listed.make.as_role("coordinator", listed.root)
    assert [row["may_verify"] for row in listed.rows_of(above)] == [False, False]
    assert problem(put(above, {"id": listed.first["assessment_id"]}, "verifications/monev", 403, value=1)) == "own-unit"

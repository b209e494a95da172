"""An owner confirms many units' values of an indicator at once: what was sent in, and what nobody has looked at yet."""

from typing import Any

import pytest

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
        found: list[Json] = told(self.verifies.get(self.path), 200)["items"]
        return found

    def confirm(self, *rows: Json, status: int = 200, **more: Any) -> Json:
        body = {"assessment_ids": [row["assessment_id"] for row in rows]} | more
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
    body = {"assessment_ids": [listed.first["assessment_id"]]}
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

"""Jurors with sheets left are reminded by mail, not too often, and everybody concerned sees when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app.clock import now
from app.models import OutboxMessage, Reminder
from tests.api.test_judging import LEAVES, Judging, fill
from tests.factories import Factory

Json = dict[str, Any]


@pytest.fixture
def judging(make: Factory) -> Judging:
    """Three jurors with three sheets each; the first has signed them all, the second one of them."""
    judging = Judging(make)
    judging.panel()
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={}).status_code == 201
    for juror, most in zip(judging.jurors, (3, 1), strict=False):
        desk = make.signed_in(juror)
        for sheet in desk.get("/api/v1/assignments").json()["items"][:most]:
            fill(desk, sheet["id"], dict.fromkeys(LEAVES, 70))
    return judging


def remind(judging: Judging, *jurors: str, status: int = 201) -> Json:
    body = {"juror_ids": list(jurors)} if jurors else {}
    answer = judging.organiser.post(judging.stage("proposal", "reminders"), json=body)
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


def letters(judging: Judging) -> list[str | None]:
    with Session(judging.make.engine) as session:
        rows = session.exec(select(OutboxMessage).where(OutboxMessage.topic == "reminder")).all()
        return [row.user_id for row in rows]


def test_everybody_with_sheets_left_gets_a_letter_once(judging: Judging) -> None:
    done, second, third = (juror.id for juror in judging.jurors)
    assert remind(judging) == {"reminded": sorted([second, third]), "not_yet": [], "nothing_left": []}
    assert sorted(filter(None, letters(judging))) == sorted([second, third])
    assert remind(judging) == {"reminded": [], "not_yet": sorted([second, third]), "nothing_left": []}
    assert remind(judging, done, third) == {"reminded": [], "not_yet": [third], "nothing_left": [done]}
    assert len(letters(judging)) == 2
    sent = judging.organiser.get(judging.stage("proposal", "reminders")).json()["items"]
    assert {(one["juror_id"], one["unsigned"], one["is_automatic"]) for one in sent} == {
        (second, 2, False), (third, 3, False),
    }  # fmt: skip


def test_after_twelve_hours_again(judging: Judging) -> None:
    third = judging.jurors[2].id
    remind(judging, third)
    with Session(judging.make.engine) as session, session.begin():
        row = session.exec(select(Reminder)).one()
        row.created_at = now() - timedelta(hours=12, minutes=1)
    assert remind(judging, third)["reminded"] == [third]


def test_who_left_or_is_not_there_is_not_reminded(judging: Judging) -> None:
    second, third = (juror.id for juror in judging.jurors[1:])
    left = judging.organiser.put(judging.stage("proposal", f"jurors/{third}/departure"), json={"reason": "sakit"},
                                 headers={"If-Match": "*"})  # fmt: skip
    assert left.status_code == 200
    assert remind(judging)["reminded"] == [second]
    refused = remind(judging, second, third, status=422)
    assert [(one["field"], one["code"]) for one in refused["errors"]] == [("juror_ids.1", "not_on_panel")]


def test_who_reads_and_who_reminds(judging: Judging) -> None:
    url = judging.stage("proposal", "reminders")
    make = judging.make
    assert {make.key(role).get(url).status_code for role in ("organiser", "secretariat", "auditor")} == {200}
    assert make.signed_in(judging.jurors[0]).get(url).status_code == 403
    for role in ("secretariat", "auditor", "coordinator"):
        assert make.key(role).post(url, json={}).status_code == 403

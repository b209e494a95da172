"""What feeds an assessment, end to end: a survey, service records, a ranking, a national result, another assessment."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.clock import now, today
from app.domain.assessments import passing_on
from app.instruments import loading
from app.instruments.seals import unsealed
from app.models import Assessment, Innovation, Nomination, ServiceRecord
from tests.api.answers import Json, match, told
from tests.api.test_assessments import ROUNDS, Province, item, put
from tests.api.test_judging import LEAVES, Judging
from tests.factories import Factory

YEAR = today().year
SURVEYS, RECORDS = "/api/v1/surveys", "/api/v1/service-records"
PAPER = "u1,u2,u3,u4,u5,u6,u7,u8,u9\r\n"


class Fed(Province):
    """A province whose agency asks its visitors and keeps records."""

    def in_year(self, year: int, name: str = "cettar_opd_2024") -> Json:
        """A round of the instrument as it would be in this year."""
        text = unsealed(loading.text_of(name)).replace(f"year: {name[-4:]}", f"year: {year}")
        made = told(self.organiser.post("/api/v1/instruments", json={"text": text}), 201)
        return self.round(made["id"])

    def survey(self, mark: int) -> Json:
        """A survey of this year, closed, in which everybody gave this mark."""
        unit = self.writes
        body = {"unit_id": self.agency.id, "title": "SKM", "starts_on": str(today()), "ends_on": str(today())}
        survey = told(unit.post(SURVEYS, json=body), 201)
        path = f"{SURVEYS}/{survey['id']}"
        survey = told(unit.put(f"{path}/opening", headers=match(survey)), 200)
        data = PAPER + (",".join(str(mark) * 9) + "\r\n") * 5
        told(unit.post(f"{path}/imports", files={"file": ("paper.csv", data.encode())}), 200)
        return told(unit.put(f"{path}/closing", headers=match(survey)), 200)

    def final(self, instrument: str, year: int, share: float = 1) -> None:
        """A final result of the agency, each indicator at this share of its best."""
        of = self.in_year(year, instrument)
        one = self.of(of)
        for each in one["items"]:
            if not each["is_component"]:
                put(self.writes, one, f"answers/{each['item']}", value=float(each["maximum"]) * share)
        self.lead(of, "verifying", "panel", "final")

    def agrees(self, of: Json) -> Json:
        """Points of the aspects, total, score, recap, and the row itself say the same."""
        one = self.of(of)
        total = sum(each["points"] for each in one["items"] if each["depth"] == 0)
        rows = told(self.organiser.get(f"{ROUNDS}/{of['id']}/league"), 200)["items"]
        [row] = [row for row in rows if row["unit_id"] == self.agency.id]
        listed = told(self.organiser.get(f"/api/v1/assessments?round_id={of['id']}&unit_id={self.agency.id}"), 200)
        assert one["score"] == row["score"] == listed["items"][0]["score"]
        assert one["total"] == pytest.approx(total, abs=1e-5)
        assert (one["score"] or 0) == pytest.approx(total, abs=0.005)
        assert sum(aspect["points"] or 0 for aspect in row["aspects"]) == pytest.approx(total, abs=1e-5)
        assert (row["letter"], row["predicate"]) == (one["letter"], one["predicate"])
        with Session(self.make.engine) as session:
            kept = session.exec(select(Assessment).where(Assessment.id == one["id"])).one()
            assert (kept.score, kept.letter) == (one["score"], one["letter"])
        return one


@pytest.fixture
def fed(make: Factory) -> Fed:
    return Fed(make)


def test_a_survey_that_closes_counts_at_once(fed: Fed) -> None:
    of, other_year = fed.in_year(YEAR), fed.in_year(YEAR - 1)
    put(fed.writes, fed.of(of), "answers/monev", value=80)
    before = fed.agrees(of)
    assert before["score"] == 3.2
    fed.survey(3)
    after = fed.agrees(of)
    assert (item(after, "skm")["counts"], item(after, "skm")["source_year"]) == ("source", YEAR)
    assert after["score"] == pytest.approx(before["score"] + item(after, "skm")["points"])
    assert after["score"] > before["score"]
    assert after["changed_at"] > before["changed_at"]
    assert item(before, "skm")["source_year"] is None
    assert fed.agrees(other_year)["score"] is None, "a survey is of its own year"


def test_a_survey_that_feeds_nothing_leaves_the_moment_of_the_last_change(fed: Fed) -> None:
    of = fed.in_year(YEAR, "sakip_2021")
    before = fed.of(of)
    fed.survey(3)
    assert fed.agrees(of)["changed_at"] == before["changed_at"]


def test_what_is_final_keeps_what_fed_it_and_of_which_year(fed: Fed) -> None:
    of = fed.in_year(YEAR)
    fed.survey(4)
    fed.lead(of, "verifying", "panel", "final")
    before = fed.agrees(of)
    assert item(before, "skm")["source_year"] == YEAR
    fed.survey(1)
    assert fed.agrees(of) == before


def test_an_old_result_does_not_beat_this_years_survey(fed: Fed) -> None:
    fed.final("skm_2017", YEAR - 2, 0.5)
    of = fed.in_year(YEAR)
    old = fed.agrees(of)
    assert (float(item(old, "skm")["raw"]), item(old, "skm")["source_year"]) == (50, YEAR - 2), "nothing newer is there"
    fed.survey(4)
    new = fed.agrees(of)
    assert (float(item(new, "skm")["raw"]), item(new, "skm")["source_year"]) == (100, YEAR)
    fed.final("skm_2017", YEAR, 0.75)
    judged = fed.agrees(of)
    assert (float(item(judged, "skm")["raw"]), item(judged, "skm")["source_year"]) == (75, YEAR), (
        "an assessment of the same year is what the survey came to after all"
    )


def case(fed: Fed, number: str, minutes: int | None, **more: Any) -> Json:
    noon = datetime(2025, 3, 10, 5, 0, tzinfo=UTC)
    return {
        "unit_id": fed.agency.id, "external_id": number, "service": "Izin", "received_at": noon.isoformat(),
        "first_response_at": (noon + timedelta(minutes=5)).isoformat(), "promised_minutes": 60,
        "completed_at": None if minutes is None else (noon + timedelta(minutes=minutes)).isoformat(),
        "promised_response_minutes": 10,
    } | more  # fmt: skip


def test_service_records_count_as_they_come(fed: Fed) -> None:
    of = fed.round("kecepatan_2025")
    before = fed.agrees(of)
    sends = fed.make.key("coordinator", fed.agency)
    told(sends.post(RECORDS, json={"records": [case(fed, "A", 30), case(fed, "B", 90)]}), 200)
    first = fed.agrees(of)
    assert {each["item"]: (each["raw"], each["source_year"]) for each in first["items"]} == {
        "bekerja": ("50", 2025), "melayani": ("50", 2025), "merespon": ("100", 2025),
    }  # fmt: skip
    assert first["changed_at"] > before["changed_at"]
    told(sends.post(RECORDS, json={"records": [case(fed, "B", 40)]}), 200)
    assert fed.agrees(of)["score"] == 100
    head = "unit_code,service,external_id,received_at,first_response_at,completed_at,promised_minutes\r\n"
    row = f"{fed.agency.code},Izin,C,2025-04-01 10:00,2025-04-01 10:05,2025-04-01 12:00,60\r\n"
    told(sends.post(f"{RECORDS}/imports", files={"file": ("records.csv", (head + row).encode())}), 200)
    assert item(fed.agrees(of), "bekerja")["raw"] == "66.67"
    unmoved = fed.of(of)["changed_at"]
    told(sends.post(RECORDS, json={"records": [case(fed, "D", 400, received_at="2024-12-01T00:00:00Z",
                                                    first_response_at=None)]}), 200)  # fmt: skip
    assert fed.agrees(of)["changed_at"] == unmoved, "a case of another year"


def test_a_promise_that_is_over_since_then_counts_after_the_night(fed: Fed) -> None:
    of = fed.in_year(YEAR, "kecepatan_2025")
    sends = fed.make.key("coordinator", fed.agency)
    begun = max(now() - timedelta(minutes=30), datetime(YEAR, 1, 1, tzinfo=UTC)).isoformat()
    waits = case(fed, "W", None, received_at=begun, first_response_at=begun, promised_minutes=60)
    done = case(fed, "D", None, received_at=begun, first_response_at=begun, completed_at=begun)
    told(sends.post(RECORDS, json={"records": [waits, done]}), 200)
    before = fed.agrees(of)
    assert before["score"] == 100
    with Session(fed.make.engine) as session, session.begin():
        row = session.exec(select(ServiceRecord).where(col(ServiceRecord.completed_at).is_(None))).one()
        row.promised_minutes = 10
    assert item(fed.of(of), "bekerja")["raw"] == "50", "what is read is judged as it is read"
    with Session(fed.make.engine) as session, session.begin():
        assert passing_on.catch_up(session) == 1
        assert passing_on.catch_up(session) == 0
    assert fed.agrees(of)["changed_at"] > before["changed_at"]


def test_a_published_ranking_counts_at_once(fed: Fed) -> None:
    judging = Judging(fed.make, proposals=2)
    winner = judging.proposals[0]
    winner.participant_id = fed.agency.id
    fed.make.save(winner)
    of = fed.in_year(judging.edition.year, "cettar_opd_2023")
    assert fed.agrees(of)["score"] is None
    judging.panel()
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={}).status_code < 300
    judging.score_all("proposal", LEAVES, {winner.id: 90.0, judging.proposals[1].id: 70.0})
    assert judging.publish("proposal").status_code == 200
    after = fed.agrees(of)
    assert (item(after, "kovablik")["raw"], item(after, "kovablik")["source_year"]) == ("90", judging.edition.year)
    assert after["score"] == pytest.approx(5.4), "90 percent of 30 of 100 of 20 points"


def test_a_national_result_counts_at_once(fed: Fed) -> None:
    innovation = fed.make.save(Innovation(unit_id=fed.agency.id, unit_name="Dinas", title="Loket", year=2022))
    nomination = fed.make.save(Nomination(
        innovation_id=innovation.id, competition="kipp", year=YEAR, rules="kipp_2023", group="umum", title="Loket",
        title_key="loket", status="sent", sent_on=today() - timedelta(days=9),
    ))  # fmt: skip
    of = fed.in_year(YEAR, "cettar_opd_2023")
    path = f"/api/v1/nominations/{nomination.id}/result"
    assert fed.agrees(of)["score"] is None
    steps = {"finalist": 200 / 3, "top": 100, "not_selected": 0, "passed_administration": 100 / 3}
    for result, value in steps.items():
        body = {"result": result, "decided_on": str(today())}
        told(fed.organiser.put(path, json=body, headers={"If-Match": "*"}), 200)
        found = item(fed.agrees(of), "kipp")
        assert found["converted"] == pytest.approx(value, abs=0.001)
        assert (found["counts"], found["source_year"]) == ("source", YEAR)

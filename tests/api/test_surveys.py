"""Satisfaction surveys: asked by a link, answered once a visit, told from five answers on."""

from collections import Counter as TallyOf
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import httpx
import pytest
from pikepdf import Pdf
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from app.clock import today
from app.database import is_sqlite
from app.domain import surveys as deeds
from app.domain.retention import CLEARINGS
from app.models import Survey, SurveyAnswer
from app.models.survey import MOST_SLIPS, SLIPS_AT_ONCE
from app.queries import surveys as queries
from tests.api.answers import Json, match, problem, told
from tests.factories import Factory

SURVEYS = "/api/v1/surveys"
PAPER = "u1,u2,u3,u4,u5,u6,u7,u8,u9\r\n"
GOOD = {f"u{number}": 3 for number in range(1, 10)}


def refused(answer: httpx.Response, status: int, code: str) -> None:
    """The answer is this problem."""
    assert problem(told(answer, status)) == code


class Counter:
    """A unit that asks, and its visitors."""

    def __init__(self, make: Factory, client: httpx.Client) -> None:
        self.make, self.anybody = make, client
        self.city = make.unit("Kota", "city")
        self.clinic = make.unit("Puskesmas", "regional_technical_unit", self.city)
        self.unit = make.as_role("author", self.clinic)

    def ask(self, status: int = 201, client: httpx.Client | None = None, **body: Any) -> Json:
        body = {
            "unit_id": self.clinic.id, "title": "SKM semester 1", "starts_on": str(today()),
            "ends_on": str(today() + timedelta(days=30)),
        } | body  # fmt: skip
        return told((client or self.unit).post(SURVEYS, json=body), status)

    def opened(self, **body: Any) -> Json:
        survey = self.ask(**body)
        return told(self.unit.put(f"{SURVEYS}/{survey['id']}/opening", headers=match(survey)), 200)

    def closed(self, survey: Json) -> Json:
        now = told(self.unit.get(f"{SURVEYS}/{survey['id']}"), 200)
        return told(self.unit.put(f"{SURVEYS}/{survey['id']}/closing", headers=match(now)), 200)

    def answer(self, survey: Json, status: int = 201, client: httpx.Client | None = None, **body: Any) -> Json:
        path = f"/api/v1/survey-codes/{survey['code']}/answers"
        return told((client or self.make.client()).post(path, json=GOOD | body), status)

    def slips(self, survey: Json, first: int = 1) -> list[str]:
        """The codes on the slips that the unit prints, from number *first* on."""
        pdf = self.unit.get(f"/surveys/{survey['id']}/slips.pdf", params={"first": first})
        assert pdf.headers["content-type"] == "application/pdf"
        with Pdf.open(BytesIO(pdf.content)) as slips:
            links = [str(note.A.URI) for one in slips.pages for note in one.Annots]
        assert all(f"/s/{survey['code']}?visit=" in link for link in links)
        return [link.rpartition("=")[2] for link in links]

    def results(self, survey: Json, client: httpx.Client | None = None) -> Json:
        return told((client or self.unit).get(f"{SURVEYS}/{survey['id']}/results"), 200)


@pytest.fixture
def counter(make: Factory, client: httpx.Client) -> Counter:
    return Counter(make, client)


def test_from_the_draft_to_the_public_result(counter: Counter) -> None:
    draft = counter.ask(population=100)
    refused(counter.anybody.get(f"/api/v1/survey-codes/{draft['code']}"), 404, "not-found")
    survey = told(counter.unit.put(f"{SURVEYS}/{draft['id']}/opening", headers=match(draft)), 200)
    form = told(counter.anybody.get(f"/api/v1/survey-codes/{survey['code']}"), 200)
    assert (form["unit_name"], form["is_open"], form["results_id"]) == ("Puskesmas", True, None)
    for at in range(5):
        assert counter.results(survey)["is_suppressed"]
        counter.answer(survey, u1=4 if at else 2)
    found = counter.results(survey)
    assert (found["n"], found["index"], found["letter"], found["interval"]) == (5, 76.67, "B", "t_finite")
    assert found["elements"][0]["mean"] == 3.6
    assert found["low"] < found["index"] < found["high"]
    assert found["sample"] == {"population": 100, "krejcie_morgan": 80, "slovin": 80, "missing": 75}
    refused(counter.anybody.get(f"{SURVEYS}/{survey['id']}/results"), 404, "not-found")
    counter.closed(survey)
    assert counter.results(survey, counter.anybody)["index"] == 76.67
    form = told(counter.anybody.get(f"/api/v1/survey-codes/{survey['code']}"), 200)
    assert (form["is_open"], form["results_id"]) == (False, survey["id"])
    refused(counter.anybody.post(f"/api/v1/survey-codes/{survey['code']}/answers", json=GOOD), 409, "survey-not-open")


def test_a_device_answers_once_a_day(counter: Counter) -> None:
    survey, phone = counter.opened(), counter.make.client()
    assert counter.answer(survey, client=phone)["is_new"]
    assert not counter.answer(survey, 200, phone, u1=1)["is_new"]
    assert counter.answer(survey)["is_new"], "another phone"
    assert told(counter.unit.get(f"{SURVEYS}/{survey['id']}"), 200)["answer_count"] == 2


def test_visits_cannot_be_made_up(counter: Counter) -> None:
    """Neither by a queue number, nor by a slip of another survey, of no signature, or beyond the last."""
    survey, other, phone = counter.opened(), counter.opened(), counter.make.client()
    counter.answer(survey, client=phone)
    good, foreign = counter.slips(survey)[6], counter.slips(other)[6]
    assert (good.partition("-")[0], foreign.partition("-")[0]) == ("7", "7")
    made_up = [*(f"z{at}" for at in range(20)), "A-12", "7", "7-", "7-0000000000", "0" + good, "8" + good[1:],
               good[:-1], foreign]  # fmt: skip
    for code in made_up:
        assert not counter.answer(survey, 200, phone, visit=code)["is_new"], code
    assert told(counter.unit.get(f"{SURVEYS}/{survey['id']}"), 200)["answer_count"] == 1


def test_a_slip_counts_once_on_whatever_device(counter: Counter) -> None:
    survey, tablet = counter.opened(), counter.make.client()
    path = f"/api/v1/survey-codes/{survey['code']}"
    last = MOST_SLIPS - SLIPS_AT_ONCE + 1
    for slip in (*counter.slips(survey)[:2], counter.slips(survey, last)[-1]):
        assert not told(tablet.get(path, params={"visit": slip}), 200)["has_answered"]
        assert counter.answer(survey, client=tablet, visit=slip)["is_new"], "a tablet at the counter: the next visitor"
        assert not counter.answer(survey, 200, visit=slip.upper())["is_new"], "the same slip on another phone"
        assert told(counter.anybody.get(path, params={"visit": slip}), 200)["has_answered"]
    assert told(counter.unit.get(f"{SURVEYS}/{survey['id']}"), 200)["answer_count"] == 3


def test_slips_are_handed_out_by_who_may_change_the_survey(counter: Counter) -> None:
    survey = counter.opened()
    path = f"/surveys/{survey['id']}/slips.pdf"
    numbers = [int(slip.partition("-")[0]) for slip in counter.slips(survey, 97)]
    assert numbers == [*range(97, 97 + SLIPS_AT_ONCE)]
    assert counter.unit.get(path, params={"first": MOST_SLIPS}).status_code == 422
    assert counter.make.as_role("auditor").get(path).status_code == 403
    assert counter.make.as_role("author", counter.city).get(path).status_code == 404


def test_what_tells_devices_apart_goes_when_it_closes(counter: Counter) -> None:
    survey = counter.opened()
    counter.answer(survey)
    with Session(counter.make.engine) as session:
        row = session.exec(select(SurveyAnswer)).one()
        assert row.visit is not None
        assert len(row.visit) == 64
        assert row.created_at.minute == row.created_at.second == 0, "no time of day is kept"
        assert row.id[14] == "4", "an id without a time in it"
    counter.closed(survey)
    with Session(counter.make.engine) as session:
        assert session.exec(select(SurveyAnswer.visit)).one() is None


def test_no_row_number_keeps_the_order_of_answering(counter: Counter) -> None:
    if not is_sqlite(counter.make.engine):
        return  # docs/surveys.md says what ctid gives away
    survey = counter.opened()
    for mark in (1, 2, 3, 4) * 3:
        counter.answer(survey, u1=mark)
    with Session(counter.make.engine) as session:
        rows = session.execute(text("SELECT * FROM survey_answers")).all()
        assert [row.id for row in rows] == sorted(row.id for row in rows), "they lie as their random ids have it"
        with pytest.raises(OperationalError, match="no such column: rowid"):
            session.execute(text("SELECT rowid FROM survey_answers"))


def test_what_was_said_goes_a_year_later(counter: Counter) -> None:
    survey = counter.opened()
    counter.answer(survey, comment="Ramah sekali", sex="female")
    with Session(counter.make.engine) as session, session.begin():
        deeds.forget_over(session)
        assert session.exec(select(SurveyAnswer.comment)).one() == "Ramah sekali"
        row = session.exec(select(Survey)).one()
        row.starts_on, row.ends_on = today() - timedelta(days=400), today() - timedelta(days=366)
        session.flush()
        assert deeds.forget_over(session) == 2
        answer = session.exec(select(SurveyAnswer)).one()
        session.refresh(answer)
        assert (answer.comment, answer.sex, answer.visit, answer.u1) == ("", None, None, 3)
    assert "surveys" in CLEARINGS


def test_groups_below_five_are_kept_back(counter: Counter) -> None:
    survey = counter.opened()
    for at in range(14):
        counter.answer(survey, sex="female" if at < 9 else "male", age="from_60" if at < 2 else "from_25")
    groups = {(one["of"], one["value"]): one["n"] for one in counter.results(survey)["groups"]}
    assert groups[("sex", "female")] == 9
    assert groups[("age", "from_60")] is None
    assert groups[("age", "from_25")] is None, "or the other could be worked out"
    assert ("education", None) not in groups
    marks = told(counter.unit.get(f"{SURVEYS}/{survey['id']}/answers"), 200)["items"]
    assert len(marks) == 14
    assert {one["age"] for one in marks} == {None}
    assert "id" not in marks[0]


def test_answers_are_told_from_five_on_and_to_the_unit_alone(counter: Counter) -> None:
    survey = counter.opened()
    path = f"{SURVEYS}/{survey['id']}/answers"
    for _ in range(4):
        counter.answer(survey, comment="Kursinya kurang")
    refused(counter.unit.get(path), 409, "too-few-answers")
    counter.answer(survey)
    assert told(counter.unit.get(f"{SURVEYS}/{survey['id']}/comments"), 200)["total"] == 4
    assert counter.unit.get(path + ".csv").text.startswith("u1,u2,u3,u4,u5,u6,u7,u8,u9,age,")
    sheet = CalamineWorkbook.from_filelike(BytesIO(counter.unit.get(path + ".xlsx").content)).get_sheet_by_index(0)
    assert [len(sheet.to_python()), sheet.to_python()[1][0]] == [6, 3.0]
    refused(counter.make.as_role("author", counter.city).get(path), 404, "not-found")
    counter.closed(survey)
    refused(counter.make.as_role("author", counter.city).get(path), 404, "not-found")
    refused(counter.anybody.get(path), 401, "unauthenticated")


def test_no_order_joins_words_to_marks(counter: Counter) -> None:
    """Line k of one list is not line k of the other: each is ordered by what it shows, whoever came when."""
    survey = counter.opened()
    marks = [tuple(1 + (at >> bit & 1) for bit in range(4)) for at in range(12)]
    for some in marks:
        counter.answer(survey, **{f"u{at}": mark for at, mark in enumerate(some, 1)}, comment=f"Nilai saya {some}")
    path = f"{SURVEYS}/{survey['id']}"
    answers = told(counter.unit.get(path + "/answers"), 200)["items"]
    words = [one["comment"] for one in told(counter.unit.get(path + "/comments"), 200)["items"]]
    shown = [tuple(one[f"u{at}"] for at in range(1, 5)) for one in answers]
    assert shown == sorted(marks), "of the answers what they show decides"
    joined = sum(str(mine) in comment for mine, comment in zip(shown, words, strict=True))
    assert joined < len(marks), "by chance one of twelve is at its place"
    assert sorted(words) == sorted(f"Nilai saya {some}" for some in marks)
    assert [one["comment"] for one in told(counter.unit.get(path + "/comments"), 200)["items"]] == words


def test_who_may_ask(counter: Counter) -> None:
    stranger = counter.make.as_role("author", counter.make.unit("Lain"))
    refused(stranger.post(SURVEYS, json={"unit_id": counter.clinic.id, "title": "x", "starts_on": "2026-01-01",
                                         "ends_on": "2026-02-01"}), 403, "forbidden")  # fmt: skip
    survey = counter.ask()
    refused(stranger.patch(f"{SURVEYS}/{survey['id']}", json={"title": "y"}, headers=match(survey)), 404, "not-found")
    refused(stranger.get(f"{SURVEYS}/{survey['id']}"), 404, "not-found")
    assert told(stranger.get(SURVEYS), 200)["total"] == 0
    auditor = counter.make.as_role("auditor")
    assert told(auditor.get(SURVEYS), 200)["total"] == 1
    refused(auditor.put(f"{SURVEYS}/{survey['id']}/opening", headers=match(survey)), 403, "forbidden")
    assert told(counter.make.as_role("coordinator", counter.city).get(f"{SURVEYS}?unit_id={counter.city.id}"),
                200)["total"] == 1  # fmt: skip


def test_days_and_states(counter: Counter) -> None:
    day = today()
    bad = counter.ask(422, starts_on=str(day), ends_on=str(day - timedelta(days=1)))
    assert bad["errors"][0]["code"] == "ends_before_start"
    later = counter.opened(starts_on=str(day + timedelta(days=1)))
    counter.answer(later, 409)
    over = counter.ask(starts_on=str(day - timedelta(days=9)), ends_on=str(day - timedelta(days=2)))
    refused(counter.unit.put(f"{SURVEYS}/{over['id']}/opening", headers=match(over)), 422, "invalid")
    refused(counter.unit.put(f"{SURVEYS}/{over['id']}/closing", headers=match(over)), 409, "survey-not-open")
    survey = counter.closed(counter.opened())
    path = f"{SURVEYS}/{survey['id']}"
    refused(counter.unit.patch(path, json={"title": "Lain"}, headers=match(survey)), 409, "survey-closed")
    refused(counter.unit.put(path + "/opening", headers=match(survey)), 409, "survey-closed")
    changed = told(counter.unit.patch(path, json={"population": 50, "is_public": False}, headers=match(survey)), 200)
    assert (changed["population"], changed["is_public"]) == (50, False)
    refused(counter.unit.patch(path, json={"population": None}, headers=match(survey)), 412, "stale")
    refused(counter.anybody.get(path + "/results"), 404, "not-found")


@pytest.mark.parametrize(
    "body",
    [{"u1": 5}, {"u1": 0}, {"u9": None}, {"u1": "3"}, {"u1": 3.0}, {"u1": True},
     {"sex": "x"}, {"name": "Siti"}, {"comment": "a" * 1001},
     {"comment": "x.com y.com z.com"}, {"visit": "a b"}],
)  # fmt: skip
def test_what_no_answer_may_hold(counter: Counter, body: Json) -> None:
    counter.answer(counter.opened(), 422, **body)


def paper(counter: Counter, survey: Json, data: str, **form: str) -> httpx.Response:
    return counter.unit.post(
        f"{SURVEYS}/{survey['id']}/imports", files={"file": ("paper.csv", data.encode())}, data=form
    )


def test_paper_answers_come_all_or_none(counter: Counter) -> None:
    survey = counter.opened()
    wrong = PAPER + "3,3,3,3,3,3,3,3,3\r\n3,3,3,3,3,3,3,3,5\r\n,3,3,3,3,3,3,3,4\r\n"
    report = told(paper(counter, survey, wrong, dry_run="true"), 200)
    assert [(one["row"], one["field"], one["code"]) for one in report["errors"]] == [
        (3, "u9", "less_than_equal"), (4, "u1", "missing"),
    ]  # fmt: skip
    answer = told(paper(counter, survey, wrong), 422)
    assert [one["field"] for one in answer["errors"]] == ["rows.3.u9", "rows.4.u1"]
    heading = PAPER.strip().upper() + ";sex"
    right = heading.replace(",", ";") + "\r\n" + "4;4;4;4;4;4;4;4;4;female\r\n" * 5
    assert told(paper(counter, survey, right, dry_run="true"), 200)["created"] == 5
    assert counter.results(survey)["n"] == 0
    assert told(paper(counter, survey, right), 200)["created"] == 5
    assert counter.results(survey)["index"] == 100
    counter.closed(survey)
    refused(paper(counter, survey, right), 409, "survey-not-open")
    refused(paper(counter, survey, right, dry_run="true"), 409, "survey-not-open")


def test_a_file_of_paper_is_an_event_of_the_audit_log_and_an_answer_is_none(counter: Counter) -> None:
    survey, auditor = counter.opened(), counter.make.key("auditor")
    before = told(auditor.get("/api/v1/audit"), 200)["total"]
    counter.answer(survey)
    data = PAPER + "3,3,3,3,3,3,3,3,3\r\n" * 2
    told(paper(counter, survey, data, dry_run="true"), 200)
    told(paper(counter, survey, data), 200)
    log = told(auditor.get("/api/v1/audit"), 200)
    assert log["total"] == before + 1
    entry = log["items"][0]
    assert entry["action"] == "survey-answers-imported"
    assert entry["about"] == {"survey": survey["id"], "rows": 2, "sha256": sha256(data.encode()).hexdigest()}
    assert entry["actor_id"]
    page = counter.make.as_role("auditor").get("/audit", headers={"Accept": "text/html"}).text
    assert "Jawaban survei dari kertas dimasukkan" in page
    assert f"/surveys/{survey['id']}" in page


def test_one_answer_beside_six_sheets_is_not_known_by_its_way(counter: Counter) -> None:
    survey = counter.opened()
    told(paper(counter, survey, PAPER + "3,3,3,3,3,3,3,3,3\r\n" * 6), 200)
    counter.answer(survey, u1=1, sex="male")
    answers = told(counter.unit.get(f"{SURVEYS}/{survey['id']}/answers"), 200)["items"]
    assert {one["is_paper"] for one in answers} == {None}
    told(paper(counter, survey, PAPER + "3,3,3,3,3,3,3,3,3\r\n" * 6), 200)
    for _ in range(4):
        counter.answer(survey)
    answers = told(counter.unit.get(f"{SURVEYS}/{survey['id']}/answers"), 200)["items"]
    assert [one["is_paper"] for one in answers].count(False) == 5
    assert counter.unit.get(f"{SURVEYS}/{survey['id']}/answers.xlsx").status_code == 200


def test_a_combination_of_fewer_than_five_is_kept_back(counter: Counter) -> None:
    """Each value is shared by five or more; man and pensioner together are one person."""
    survey = counter.opened()
    bands = [("female", "from_60")] * 5 + [("male", "from_25")] * 8 + [("male", "from_60"), ("female", "from_25")]
    for sex, age in bands:
        counter.answer(survey, sex=sex, age=age)
    answers = told(counter.unit.get(f"{SURVEYS}/{survey['id']}/answers"), 200)["items"]
    shown = TallyOf((one["sex"], one["age"]) for one in answers)
    assert shown == {("male", "from_25"): 8, (None, None): 7}


@pytest.mark.parametrize("mark", ["3.000", "1.0", "+3", "3,5", "3_", "３", "٣", "true"])
def test_a_mark_on_paper_is_a_digit(counter: Counter, mark: str) -> None:
    survey = counter.opened()
    data = PAPER.replace(",", ";") + mark + ";3" * 8 + "\r\n"
    (error,) = told(paper(counter, survey, data, dry_run="true"), 200)["errors"]
    assert (error["row"], error["field"], error["code"]) == (2, "u1", "digits_only")


def test_the_trend_and_the_feed(counter: Counter) -> None:
    indexes = []
    for marks in ("2", "4"):
        survey = counter.opened(service="Loket", title=f"Semester {marks}")
        told(
            paper(
                counter,
                survey,
                PAPER + ",".join(marks * 9) + "\r\n" + "3,3,3,3,3,3,3,3,3\r\n" * (4 if marks == "2" else 9),
            ),
            200,
        )
        counter.closed(survey)
        indexes.append(counter.results(survey)["index"])
    found = counter.results(survey, counter.anybody)
    assert [one["index"] for one in found["trend"]] == indexes == [70.0, 77.5]
    with Session(counter.make.engine) as session:
        both, year = [counter.clinic.id, counter.city.id], today().year
        fed = queries.indices_of(session, both, year)
        assert list(fed) == [counter.clinic.id]
        assert float(fed[counter.clinic.id]) == pytest.approx(75, abs=0.01)
        assert queries.indices_of(session, both, year - 1) == {}
        row = session.exec(select(Survey).order_by(col(Survey.id))).first()
        assert row is not None
        assert isinstance(row.ends_on, date)


def test_lists_as_csv(counter: Counter) -> None:
    survey = counter.opened()
    assert counter.unit.get(SURVEYS + ".csv").text.count("\r\n") == 2
    rows = counter.unit.get(f"{SURVEYS}/{survey['id']}/results.csv").text.splitlines()
    assert rows[0] == "number,key,title,mean,weighted,index"
    assert rows[1] == "1,persyaratan,Persyaratan,,,"

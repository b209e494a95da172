"""Service records: sent once or again, as JSON or as a file; what they come to by unit, service and month."""

import hashlib
import random
import statistics
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import numpy as np
import pytest
import xlsxwriter
from sqlalchemy import event, inspect
from sqlmodel import Session, select

from app.clock import now
from app.database import WriteSession, is_sqlite
from app.domain.service_records import cell_of, write
from app.models import ServiceMonth, ServiceRecord
from app.queries import overdue
from app.queries.service_records import speeds_of
from app.rules import durations
from tests.api.answers import Json, problem, told
from tests.factories import Factory

RECORDS = "/api/v1/service-records"
NOON = datetime(2025, 3, 10, 5, 0, tzinfo=UTC)
HEAD = ("unit_code,service,external_id,received_at,first_response_at,completed_at,promised_minutes,"
        "promised_response_minutes\r\n")  # fmt: skip


class Office:
    """An agency with a clinic below it, and the systems that send."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.agency = make.unit("Dinas", "agency")
        self.clinic = make.unit("Puskesmas", "technical_unit", self.agency)
        self.system = make.key("coordinator", self.agency)

    def case(self, number: str, minutes: int | None = 30, **more: Any) -> Json:
        """A case received at noon, answered after five minutes, done after *minutes*."""
        done = None if minutes is None else (NOON + timedelta(minutes=minutes)).isoformat()
        return {
            "unit_id": self.agency.id, "external_id": number, "service": "Izin", "received_at": NOON.isoformat(),
            "first_response_at": (NOON + timedelta(minutes=5)).isoformat(), "completed_at": done,
            "promised_minutes": 60, "promised_response_minutes": 10,
        } | more  # fmt: skip

    def send(self, *cases: Json, status: int = 200) -> Json:
        return told(self.system.post(RECORDS, json={"records": list(cases)}), status)

    def summary(self, **query: Any) -> list[Json]:
        found: list[Json] = told(self.system.get(f"{RECORDS}/summary", params=query), 200)["items"]
        return found

    def measure(self, name: str, **query: Any) -> Json:
        (found,) = [one for one in self.summary(**query) if one["measure"] == name]
        return found

    def put(self, data: bytes | str, client: httpx.Client | None = None, status: int = 200, **form: str) -> Json:
        raw = data.encode() if isinstance(data, str) else data
        files = {"file": ("records", raw)}
        return told((client or self.system).post(f"{RECORDS}/imports", files=files, data=form), status)


@pytest.fixture
def office(make: Factory) -> Office:
    return Office(make)


def test_a_case_is_sent_when_it_comes_and_when_it_is_done(office: Office) -> None:
    assert office.send(office.case("A", None)) == {"created": 1, "updated": 0, "unchanged": 0}
    assert office.measure("bekerja")["n"] == 0
    assert office.measure("merespon")["n"] == 1
    assert office.send(office.case("A", 90), office.case("B", 50)) == {"created": 1, "updated": 1, "unchanged": 0}
    assert office.send(office.case("A", 90), office.case("B", 50)) == {"created": 0, "updated": 0, "unchanged": 2}
    found = office.measure("bekerja")
    assert (found["n"], found["median"], found["p90"]) == (2, 70, 90)
    assert (found["promised"], found["kept"], found["share"], found["is_small"]) == (2, 1, 50, True)
    assert (found["median_low"], found["share_low"]) == (None, pytest.approx(9.45, abs=0.01))
    assert office.measure("melayani")["median"] == 65
    assert office.measure("merespon")["share"] == 100


def test_a_promise_is_kept_to_the_second(office: Office) -> None:
    late = (NOON + timedelta(minutes=60, seconds=1)).isoformat()
    office.send(office.case("A", 60), office.case("B", completed_at=late), office.case("C", 60, promised_minutes=None))
    found = office.measure("bekerja")
    assert (found["n"], found["promised"], found["kept"]) == (3, 2, 1)


def test_a_record_may_move_to_another_month_and_service(office: Office) -> None:
    office.send(office.case("A"))
    office.send(office.case("A", received_at="2025-02-28T16:59:00Z", service="Rekomendasi"))
    assert [one["key"] for one in office.summary(by="month")] == ["2025-02"] * 3
    assert [one["key"] for one in office.summary(by="service")] == ["Rekomendasi"] * 3
    office.send(office.case("A", received_at="2025-02-28T17:00:00Z"))
    assert office.summary(by="month")[0]["key"] == "2025-03", "a month is one of WIB"


def test_groups_and_filters(office: Office) -> None:
    office.send(office.case("A"), office.case("B", 40, service="Rujukan", unit_id=office.clinic.id),
                office.case("C", 50, received_at="2025-04-01T00:00:00Z",
                            first_response_at="2025-04-01T00:05:00Z", completed_at=None))  # fmt: skip
    assert [one["label"] for one in office.summary(by="unit")[::3]] == ["Dinas", "Puskesmas"]
    assert office.measure("bekerja", unit_id=office.clinic.id)["median"] == 40
    assert office.measure("bekerja", unit_id=office.agency.id)["n"] == 2
    assert office.measure("bekerja", service="Rujukan")["n"] == 1
    assert office.measure("merespon", from_month="2025-04")["n"] == 1
    assert office.measure("merespon", to_month="2025-03")["n"] == 2
    assert told(office.system.get(f"{RECORDS}/summary?from_month=2025-13"), 422)["errors"]
    pages, cursor = [], None
    while True:
        asked = {"by": "unit", "limit": 4} | ({"cursor": cursor} if cursor else {})
        found = told(office.system.get(f"{RECORDS}/summary", params=asked), 200)
        pages.append(len(found["items"]))
        if (cursor := found["next"]) is None:
            break
    assert pages == [4, 2]
    assert problem(told(office.system.get(f"{RECORDS}/summary?cursor=x"), 422)) == "invalid-cursor"
    assert office.system.get(f"{RECORDS}/summary.csv?by=unit").text.count("\r\n") == 7


def test_what_no_record_may_say(office: Office) -> None:
    soon = (now() + timedelta(hours=1)).isoformat()
    nobody = "01890000-0000-7000-8000-000000000000"
    for wrong, place, code in [
        (office.case("A", -1), "records.0", "times_reversed"),
        (office.case("A", received_at=soon, first_response_at=None, completed_at=None), "records.0.received_at",
         "in_the_future"),
        (office.case("A", unit_id=nobody), "records.0.unit_id", "not_found"),
        (office.case("A", service=" "), "records.0.service", "string_too_short"),
        (office.case("A", promised_minutes=0), "records.0.promised_minutes", "greater_than_equal"),
    ]:  # fmt: skip
        (error,) = office.send(wrong, status=422)["errors"]
        assert (error["field"], error["code"]) == (place, code)
    twice = office.send(office.case("A"), office.case("A", 40), status=422)["errors"]
    assert [(one["field"], one["code"]) for one in twice] == [("records.1.external_id", "duplicate_row")]
    assert office.summary() == []


@pytest.mark.parametrize(
    ("moment", "code"),
    [("0001-01-01T00:00:00Z", "too_long_ago"), ("0001-01-01T00:00:00+07:00", "too_long_ago"),
     ("1999-12-31T23:59:59+07:00", "too_long_ago"), ("9999-12-31T23:59:59-12:00", "datetime_parsing"),
     (0, "datetime_parsing"), ("-1", "datetime_parsing"), ("1741582800", "datetime_parsing"),
     (True, "datetime_parsing"), ("2025-03-10", "timezone_aware"),
     ("2025-03-10_08:00Z", "datetime_parsing")],
)  # fmt: skip
def test_an_empty_date_of_some_program_is_no_time(office: Office, moment: object, code: str) -> None:
    case = office.case("A", received_at=moment, first_response_at=None, completed_at=None)
    (error,) = office.send(case, status=422)["errors"]
    assert (error["field"], error["code"]) == ("records.0.received_at", code)
    if code == "too_long_ago":
        assert error["message"] == "Terlalu lama lampau: paling awal 2000-01-01. Kosongkan waktu yang belum ada."


def test_the_first_moment_of_2000_is_taken(office: Office) -> None:
    first = "2000-01-01T00:00:00+07:00"
    case = office.case("A", received_at=first, first_response_at=None, completed_at=None)
    assert office.send(case)["created"] == 1
    assert office.put(HEAD + f"{office.agency.code},Izin,B,2000-01-01 00:00,,,,\r\n")["created"] == 1


@pytest.mark.parametrize(
    ("moment", "code"),
    [("0001-01-01 00:00", "too_long_ago"), ("1899-12-30 08:00", "too_long_ago"), ("20260101", "service_time"),
     ("0", "service_time"), ("9999-12-31 23:59-12:00", "datetime_parsing")],
)  # fmt: skip
def test_nor_in_a_file(office: Office, moment: str, code: str) -> None:
    (error,) = office.put(HEAD + row(office, "A", moment, ""), status=422)["errors"]
    assert (error["field"], error["code"]) == ("rows.2.received_at", code)


@pytest.mark.parametrize("promise", ["1.000", "1,0", "60.0", "+60", "-60", "1_000", "1e3", "６０", "٦٠", "²"])
def test_a_promise_in_a_file_is_digits_alone(office: Office, promise: str) -> None:
    line = f'{office.agency.code},Izin,A,2025-03-10 12:00,,,"{promise}","{promise}"\r\n'
    errors = office.put(HEAD + line, status=422)["errors"]
    assert [(one["field"], one["code"]) for one in errors] == [
        ("rows.2.promised_minutes", "digits_only"), ("rows.2.promised_response_minutes", "digits_only"),
    ]  # fmt: skip
    assert "seribu ditulis 1000" in errors[0]["message"]


@pytest.mark.parametrize("promise", ["60", "1.000", 60.0, True])
def test_a_promise_as_json_is_a_number(office: Office, promise: object) -> None:
    (error,) = office.send(office.case("A", promised_minutes=promise), status=422)["errors"]
    assert error["field"] == "records.0.promised_minutes"


def test_the_summary_holds_with_a_record_of_the_year_1(office: Office) -> None:
    """Such records were taken before: they spoil nothing for the units above."""
    office.send(office.case("A"))
    old = {"key": "0" * 32, "unit_id": office.agency.id, "service": "Izin", "first_response_at": None,
           "received_at": datetime(1, 1, 1, tzinfo=UTC), "completed_at": None, "promised_minutes": 60,
           "promised_response_minutes": None}  # fmt: skip
    with WriteSession(office.make.engine) as session, session.begin():
        write(session, [old])
    found = office.measure("bekerja")
    assert (found["n"], found["unfinished"], found["overdue"], found["share_due"]) == (1, 1, 1, 50)
    assert [one["key"] for one in office.summary(by="month")[::3]] == ["2025-03", "0001-01"]


def test_who_may_send_and_see(office: Office) -> None:
    office.send(office.case("A"), office.case("B", unit_id=office.clinic.id))
    other = office.make.key("coordinator", office.make.unit("Lain"))
    refused = told(other.post(RECORDS, json={"records": [office.case("C")]}), 403)
    assert problem(refused) == "forbidden"
    assert told(other.get(f"{RECORDS}/summary"), 200)["items"] == []
    clinic = office.make.as_role("author", office.clinic)
    assert [one["n"] for one in told(clinic.get(f"{RECORDS}/summary"), 200)["items"]] == [1, 1, 1]
    auditor = office.make.as_role("auditor")
    assert [one["n"] for one in told(auditor.get(f"{RECORDS}/summary"), 200)["items"]] == [2, 2, 2]
    assert told(auditor.post(RECORDS, json={"records": [office.case("C")]}), 403)
    assert told(office.make.client().get(f"{RECORDS}/summary"), 401)


def test_of_a_number_only_a_digest_is_kept(office: Office) -> None:
    office.send(office.case("3578010101010001"))
    with Session(office.make.engine) as session:
        row = session.exec(select(ServiceRecord)).one()
        assert "3578010101010001" not in str(row.model_dump())
        assert len(row.key) == 32


def row(office: Office, number: str, received: str = "2025-03-10 12:00", done: str = "2025-03-10 12:30") -> str:
    return f"{office.agency.code},Izin,{number},{received},,{done},60,\r\n"


def test_a_file_comes_all_or_none(office: Office) -> None:
    wrong = HEAD + row(office, "A") + row(office, "B", "kemarin") + row(office, "A") + "XX,Izin,C,2025-03-10 12:00\r\n"
    report = office.put(wrong, dry_run="true")
    assert (report["rows"], report["created"]) == (4, 0)
    assert {(one["row"], one["field"], one["code"]) for one in report["errors"]} == {
        (3, "received_at", "service_time"), (4, "external_id", "duplicate_row"), (5, "unit_code", "not_found"),
    }  # fmt: skip
    assert len(office.put(wrong, status=422)["errors"]) == 3
    reversed_ = office.put(HEAD + row(office, "A", done="2025-03-10 11:00"), status=422)["errors"]
    assert [(one["field"], one["code"]) for one in reversed_] == [("rows.2", "times_reversed")]
    right = HEAD + row(office, "A") + row(office, "B")
    assert office.put(right, dry_run="true")["created"] == 2
    assert office.summary() == []
    assert office.put(right)["created"] == 2
    assert office.put(right)["unchanged"] == 2
    assert office.send(office.case("A", first_response_at=None, promised_response_minutes=None))["unchanged"] == 1, (
        "a time without a zone is WIB"
    )
    other = office.make.key("coordinator", office.make.unit("Lain"))
    assert office.put(HEAD + row(office, "C"), other, 422)["errors"][0]["code"] == "not_found"


def noted(office: Office, action: str) -> list[Json]:
    """The events of this kind, oldest first: who, and about what."""
    log = told(office.make.key("auditor").get("/api/v1/audit", params={"action": action}), 200)["items"]
    return [one for one in reversed(log) if office.agency.id in one["about"]["units"]]


def test_what_comes_in_is_an_event_of_the_audit_log(office: Office) -> None:
    data = HEAD + row(office, "A") + row(office, "B")
    office.put(data, dry_run="true")
    office.put(data + "XX,Izin,C,2025-03-10 12:00\r\n", status=422)
    assert noted(office, "service-records-imported") == []
    office.put(data)
    (entry,) = noted(office, "service-records-imported")
    assert entry["about"] == {"units": [office.agency.id], "rows": 2, "created": 2, "updated": 0,
                              "sha256": hashlib.sha256(data.encode()).hexdigest()}  # fmt: skip
    assert entry["actor_kind"] == "key"
    office.send(office.case("C"), office.case("D", unit_id=office.clinic.id))
    office.send(office.case("C"))
    (entry,) = noted(office, "service-records-sent")
    both = sorted([office.agency.id, office.clinic.id])
    assert entry["about"] == {"units": both, "rows": 2, "created": 2, "updated": 0}, "sent again it says nothing new"


def test_a_workbook(office: Office) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "remove_timezone": True}) as book:
        sheet, at = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for place, name in enumerate(("unit_code", "service", "external_id", "received_at", "completed_at")):
            sheet.write(0, place, name)
        for place, value in enumerate((office.agency.code, "Izin", 7)):
            sheet.write(1, place, value)
        for place, minute in ((3, 0), (4, 45)):
            sheet.write_datetime(1, place, datetime(2025, 3, 10, 12, minute), at)
    assert office.put(made.getvalue())["created"] == 1
    assert office.measure("bekerja")["median"] == 45


def test_minutes_shown_as_percent_are_refused(office: Office) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("unit_code", "service", "external_id", "received_at", "promised_minutes"))
        sheet.write_row(1, 0, (office.agency.code, "Izin", 7, "2025-03-10 08:00"))
        sheet.write(1, 4, 1, book.add_format({"num_format": "0%"}))
    refused = office.put(made.getvalue(), status=422)["errors"]
    assert [(one["field"], one["code"]) for one in refused] == [("rows.2.promised_minutes", "minutes_percent")]
    assert refused[0]["message"].startswith("100% ditulis sebagai persen")


def test_a_time_is_told_how_to_be_written_and_without_a_zone_is_wib(office: Office) -> None:
    head, code = "Kode unit;Layanan;Nomor;Diterima;Selesai;Janji layanan\n", office.agency.code
    refused = office.put(f"{head}{code};Izin;7;02/11/2025 08:00;;60\n", status=422)["errors"]
    assert [(one["field"], one["code"]) for one in refused] == [("rows.2.received_at", "service_time")]
    assert "2026-11-02 08:00 (WIB)" in refused[0]["message"]
    assert office.put(f"{head}{code};Izin;7;2025-03-10 08:00;2025-03-10T01:30:00Z;60\n")["created"] == 1
    assert office.measure("bekerja")["median"] == 30


def test_the_sums_are_those_of_the_records(office: Office) -> None:
    """Whatever is sent, changed and sent again: counting all records anew gives the same."""
    some = random.Random(7)
    units = (office.agency.id, office.clinic.id)
    for _ in range(6):
        office.send(*(office.case(str(number), some.randrange(5, 9_000), unit_id=units[number % 2],
                                  service=some.choice(("Izin", "Rujukan")),
                                  promised_minutes=some.choice((None, 60, 1440)))
                      for number in some.sample(range(60), 40)))  # fmt: skip
    with Session(office.make.engine) as session:
        records = session.exec(select(ServiceRecord)).all()
        months = {(one.unit_id, one.service, one.month): one for one in session.exec(select(ServiceMonth)).all()}
    took = [int((one.completed_at - one.received_at).total_seconds() // 60) for one in records if one.completed_at]
    found = office.measure("bekerja")
    assert found["n"] == len(took) == sum(one.working_n for one in months.values())
    assert found["median"] == pytest.approx(statistics.median(took), rel=1 / 128)
    for place, month in months.items():
        own = [one for one in records if cell_of(one.model_dump()) == place]
        assert month.records == len(own)
        counts = durations.summed([month.working_minutes], np.array([0]), 1)[0]
        assert int(counts.sum()) == month.working_n
        kept = [one for one in own if one.completed_at and one.promised_minutes is not None
                and one.completed_at - one.received_at <= timedelta(minutes=one.promised_minutes)]  # fmt: skip
        assert month.working_kept == len(kept)


def test_what_feeds_the_instrument(office: Office) -> None:
    office.send(office.case("A"), office.case("B", 90), office.case("C", promised_response_minutes=None))
    with Session(office.make.engine) as session:
        of_units = speeds_of(session, [office.agency.id], 2025)
        found = {name: float(value) for name, value in of_units[office.agency.id].items()}
        assert found == {"bekerja": 66.67, "melayani": 66.67, "merespon": 100}
        assert speeds_of(session, [office.agency.id], 2024) == {}


def test_a_request_holds_a_thousand(office: Office) -> None:
    made = office.send(*(office.case(str(number)) for number in range(1000)))
    assert made["created"] == 1000
    assert told(office.system.post(RECORDS, json={"records": [office.case("x")] * 1001}), 422)


def test_a_case_that_is_never_done_breaks_its_promise(office: Office) -> None:
    """Two of ten are done in time and the others never: that is 20 percent, not all of them."""
    office.send(*(office.case(str(number), 30 if number < 2 else None) for number in range(10)))
    found = office.measure("bekerja")
    assert (found["n"], found["promised"], found["kept"], found["share"]) == (2, 2, 2, 100)
    assert (found["unfinished"], found["overdue"], found["share_due"]) == (8, 8, 20)
    assert office.measure("melayani")["share_due"] == 20
    answered = office.measure("merespon")
    assert (answered["unfinished"], answered["overdue"], answered["share_due"]) == (0, 0, 100)
    with Session(office.make.engine) as session:
        fed = speeds_of(session, [office.agency.id], 2025)[office.agency.id]
        assert {name: float(value) for name, value in fed.items()} == {"bekerja": 20, "melayani": 20, "merespon": 100}
    page = office.make.signed_in(office.make.user("coordinator", office.agency)).get("/service-records").text
    assert "8 belum tuntas, 8 di antaranya lewat janji" in page
    assert "20,0% bila yang lewat janji ikut dihitung" in page
    office.send(*(office.case(str(number), 90) for number in range(2, 10)))
    done = office.measure("bekerja")
    assert (done["unfinished"], done["overdue"], done["share"], done["share_due"]) == (0, 0, 20, 20)


def test_a_case_whose_promise_is_not_over_counts_neither_way(office: Office) -> None:
    begun = (now() - timedelta(minutes=20)).isoformat()
    waiting = {"received_at": begun, "first_response_at": None, "completed_at": None}
    office.send(office.case("A", **waiting), office.case("B", **waiting, promised_minutes=10),
                office.case("C", **waiting, promised_minutes=None, promised_response_minutes=None))  # fmt: skip
    found = {one["measure"]: (one["unfinished"], one["overdue"], one["share_due"]) for one in office.summary()}
    assert found == {"bekerja": (3, 1, 0), "melayani": (3, 0, None), "merespon": (3, 2, 0)}


def test_overdue_cases_are_those_of_the_group(office: Office) -> None:
    office.send(office.case("A", None), office.case("B", None, service="Rujukan", unit_id=office.clinic.id),
                office.case("C"), office.case("D", None, received_at="2025-03-31T17:00:00Z",
                                              first_response_at="2025-03-31T17:05:00Z"))  # fmt: skip
    for by, wanted in (
        ("unit", {"Dinas": 2, "Puskesmas": 1}), ("service", {"Izin": 2, "Rujukan": 1}),
        ("month", {"2025-03": 2, "2025-04": 1}), ("total", {"total": 3}),
    ):  # fmt: skip
        rows = [one for one in office.summary(by=by) if one["measure"] == "bekerja"]
        assert {one["label"]: one["overdue"] for one in rows} == wanted
    march = date(2025, 3, 1)
    with Session(office.make.engine) as session:
        cells = [(office.agency.id, "Izin", march), (office.clinic.id, "Rujukan", march)]
        assert overdue.of_cells(session, cells[1:]) == {cells[1]: {"bekerja": 1, "melayani": 1, "merespon": 0}}


def test_a_promise_is_over_to_the_millisecond(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour is promised: a case of an hour and a millisecond ago is overdue, one of an hour ago is not."""
    waiting = {"first_response_at": None, "completed_at": None, "promised_response_minutes": None}
    begun = [NOON + timedelta(milliseconds=after) for after in (-60_000, -1, 0, 1, 60_000)]
    office.send(*(office.case(str(at), **waiting | {"received_at": one.isoformat()}) for at, one in enumerate(begun)))
    monkeypatch.setattr(overdue, "now", lambda: NOON + timedelta(hours=1))
    cell = (office.agency.id, "Izin", date(2025, 3, 1))
    with Session(office.make.engine) as session:
        assert overdue.of_cells(session, [cell]) == {cell: {"bekerja": 2, "melayani": 0, "merespon": 0}}


def test_open_cases_are_found_by_their_own_index(office: Office) -> None:
    """Millions are done and few are open: SQLite says which index it takes; PostgreSQL, which would not for four rows,
    has the same."""
    engine, seen = office.make.engine, list[tuple[str, Any]]()
    assert "ix_service_records_open" in {index["name"] for index in inspect(engine).get_indexes("service_records")}
    if not is_sqlite(engine):
        return
    event.listen(engine, "before_cursor_execute", listener := lambda *args: seen.append(args[2:4]))
    with Session(engine) as session:
        overdue.of_cells(session, [(office.agency.id, "Izin", date(2025, 3, 1))])
        event.remove(engine, "before_cursor_execute", listener)
        ((read, values),) = seen
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {read}", values).all()
    assert any("COVERING INDEX ix_service_records_open" in step[3] for step in plan), plan

"""Replications: who reports, who confirms, what everybody sees, and who is kept out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select

from app.models import Innovation, OutboxMessage, Proposal, Replication, ReplicationStep, Unit
from tests.api.answers import Json, match, problem, told
from tests.factories import Factory

LONG_AGO = "2025-01-06"


class Two:
    """An origin with an innovation, a unit elsewhere that learns from it, and a key at each."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.root = make.unit("Provinsi", kind="province")
        self.origin = make.unit("Kabupaten asal", "regency", self.root, region_code="35.07")
        self.learner = make.unit("Kota peniru", "city", self.root, region_code="35.73")
        self.innovation: Innovation = make.save(
            Innovation(unit_id=self.origin.id, unit_name=self.origin.name, title="Antar obat", year=2023,
                       category="kesehatan", sdgs=[3])
        )  # fmt: skip
        self.asks = make.key("coordinator", self.learner)
        self.answers = make.key("coordinator", self.origin)
        self.organiser = make.key("organiser")
        self.public = make.client()

    def path(self) -> str:
        return f"/api/v1/innovations/{self.innovation.id}/replications"

    def report(self, client: httpx.Client | None = None, status: int = 201, **more: Any) -> Json:
        body = {"unit_id": self.learner.id, "stage_on": LONG_AGO} | more
        return told((client or self.asks).post(self.path(), json=body), status)

    def running(self) -> Json:
        """Reported, moved through all stages, not confirmed."""
        row = self.report()
        for stage, on in (("agreement", "2025-02-03"), ("implementation", "2025-03-03"), ("running", "2025-04-07")):
            row = change(self.asks, row, stage=stage, stage_on=on)
        return row

    def confirmed(self) -> Json:
        return confirm(self.answers, self.running())


def change(client: httpx.Client, row: Json, status: int = 200, **body: Any) -> Json:
    return told(client.patch(f"/api/v1/replications/{row['id']}", json=body, headers=match(row)), status)


def confirm(client: httpx.Client, row: Json, status: int = 200) -> Json:
    return told(client.put(f"/api/v1/replications/{row['id']}/confirmation", headers=match(row)), status)


def read(client: httpx.Client, row: Json, status: int = 200) -> Json:
    return told(client.get(f"/api/v1/replications/{row['id']}"), status)


def codes(found: Json) -> list[tuple[str, str]]:
    return [(error["field"], error["code"]) for error in found["errors"]]


def test_from_interest_to_what_everybody_reads(make: Factory) -> None:
    there = Two(make)
    row = there.report(adaptation_notes="Kurirnya kader posyandu.")
    assert (row["stage"], row["interest_on"], row["begun_on"]) == ("interest", LONG_AGO, LONG_AGO)
    assert (row["innovation_title"], row["replicator"], row["region_code"]) == ("Antar obat", "Kota peniru", "35.73")
    row = change(there.asks, row, stage="agreement", stage_on="2025-02-03")
    row = change(there.asks, row, stage="implementation", stage_on="2025-03-03", difficulty=2, cost=75_000_000)
    row = change(there.asks, row, stage="running", stage_on="2025-04-07")
    assert row["days_to_running"] == 91
    read(there.public, row, 404)
    row = confirm(there.answers, row)
    seen = read(there.public, row)
    assert (seen["cost"], seen["difficulty"], seen["adaptation_notes"]) == (75_000_000, 2, "Kurirnya kader posyandu.")
    assert (seen["history"], seen["contact_email"], seen["proposal_id"]) == ([], None, None)
    steps = [(step["action"], step["stage"]) for step in read(there.answers, row)["history"]]
    assert steps == [("confirmed", "running"), ("moved", "running"), ("moved", "implementation"),
                     ("moved", "agreement"), ("reported", "interest")]  # fmt: skip


def test_what_is_not_confirmed_is_there_for_both_sides_alone(make: Factory) -> None:
    there = Two(make)
    row = there.running()
    others = [there.public, make.key("coordinator", make.unit(kind="regency")), make.as_role("juror")]
    for stranger in others:
        read(stranger, row, 404)
        assert stranger.get("/api/v1/replications").json()["total"] == 0
        assert stranger.get(there.path()).json()["items"] == []
        assert row["id"] not in stranger.get("/api/v1/replications.csv").text
        assert stranger.get("/api/v1/replications/recap").json()["items"] == []
    for concerned in (there.asks, there.answers, there.organiser, make.key("auditor"), make.key("secretariat")):
        assert read(concerned, row)["history"]
        assert concerned.get(there.path()).json()["total"] == 1
    for figure in ("network", "league"):
        assert not told(there.organiser.get(f"/api/v1/replications/{figure}")).get("edges")


def test_an_author_sees_the_own_unit_and_not_those_below(make: Factory) -> None:
    there = Two(make)
    below = make.unit("Puskesmas", "regional_technical_unit", there.learner)
    row = there.report(unit_id=below.id)
    read(make.as_role("author", there.learner), row, 404)
    assert read(make.as_role("author", below), row)["id"] == row["id"]


def test_nobody_replicates_the_own_or_twice(make: Factory) -> None:
    there = Two(make)
    assert problem(there.report(there.answers, 409, unit_id=there.origin.id)) == "own-replication"
    there.report()
    assert problem(there.report(status=409)) == "already-replicating"


def test_an_innovation_without_a_unit_of_ours_is_not_ours(make: Factory) -> None:
    there = Two(make)
    there.innovation = make.save(Innovation(unit_name="Provinsi lain", title="Jauh", year=2023))
    assert problem(there.report(status=409)) == "not-ours"
    assert problem(told(there.public.post(there.path().replace("replications", "replication-requests"),
                                            json=ASKED), 409)) == "not-ours"  # fmt: skip


def test_only_who_reports_for_a_unit_does(make: Factory) -> None:
    there = Two(make)
    there.report(there.answers, 403)
    there.report(make.key("secretariat"), 403)
    there.report(there.public, 401)
    there.report(make.key("coordinator", there.learner, ["replications:write"]), 403)  # the answer is a read
    row = there.report()
    change(there.answers, row, 403, difficulty=1)
    change(make.key("coordinator", make.unit(kind="city")), row, 404, difficulty=1)
    assert change(there.organiser, row, difficulty=1)["difficulty"] == 1


def test_an_unknown_unit_or_innovation(make: Factory) -> None:
    there = Two(make)
    nobody = "01890000-0000-7000-8000-000000000000"
    assert codes(there.report(there.organiser, 422, unit_id=nobody)) == [("unit_id", "not_found")]
    told(there.organiser.post(f"/api/v1/innovations/{nobody}/replications", json={"unit_id": there.learner.id}), 404)
    told(there.public.get(f"/api/v1/innovations/{nobody}/replications"), 404)


def test_a_stage_leads_forward_and_back_only_from_a_stop(make: Factory) -> None:
    there = Two(make)
    row = change(there.asks, there.report(), stage="implementation", stage_on="2025-03-03")
    assert problem(change(there.asks, row, 409, stage="agreement")) == "no-such-step"
    assert codes(change(there.asks, row, 422, stage="stopped")) == [("stop_reason", "missing")]
    row = change(there.asks, row, stage="stopped", stage_on="2025-05-05", stop_reason="Anggaran dialihkan.")
    assert (row["stopped_on"], row["stop_reason"]) == ("2025-05-05", "Anggaran dialihkan.")
    assert problem(change(there.asks, row, 409, stage="running")) == "no-such-step"
    row = change(there.asks, row, stage="implementation", stage_on="2025-06-02")
    assert (row["stage"], row["stopped_on"], row["stop_reason"]) == ("implementation", None, "")
    assert row["implementation_on"] == "2025-03-03", "when it first came so far stays"
    stops = [step["reason"] for step in row["history"] if step["stage"] == "stopped"]
    assert stops == ["Anggaran dialihkan."], "the history keeps why"


@pytest.mark.parametrize(("on", "code"), [("2024-12-31", "day_too_early"), ("2999-01-01", "day_too_late"),
                                          ("1066-10-14", "day_too_early")])  # fmt: skip
def test_a_day_in_no_order_is_refused(make: Factory, on: str, code: str) -> None:
    there = Two(make)
    assert codes(change(there.asks, there.report(), 422, stage="agreement", stage_on=on)) == [("stage_on", code)]


def test_a_day_can_be_mended(make: Factory) -> None:
    there = Two(make)
    row = change(there.asks, there.running(), stage_on="2025-04-14")
    assert (row["running_on"], row["days_to_running"]) == ("2025-04-14", 98)
    assert codes(change(there.asks, row, 422, stage_on="2025-02-28")) == [("stage_on", "day_too_early")]
    tomorrow = str(date.today() + timedelta(days=2))
    assert codes(change(there.asks, row, 422, stage_on=tomorrow)) == [("stage_on", "day_too_late")]


def test_the_origin_confirms_and_nobody_for_both(make: Factory) -> None:
    there = Two(make)
    interest = there.report()
    assert problem(confirm(there.answers, interest, 409)) == "nothing-to-confirm"
    row = change(there.asks, interest, stage="agreement", stage_on="2025-02-03")
    confirm(there.asks, row, 403)
    both = make.key("coordinator", there.root)
    assert problem(confirm(both, row, 409)) == "confirmed-by-another"
    confirm(make.key("coordinator", there.origin, ["replications:confirm"]), row, 403)
    done = confirm(there.answers, row)
    assert done["confirmed_at"]
    assert confirm(there.answers, done)["version"] == done["version"], "twice changes nothing"


def test_the_organiser_may_confirm_what_the_organiser_reported(make: Factory) -> None:
    there = Two(make)
    row = change(there.organiser, there.report(there.organiser), stage="agreement", stage_on="2025-02-03")
    assert confirm(there.organiser, row)["confirmed_at"]


def test_who_reported_and_then_changed_sides_does_not_confirm(make: Factory) -> None:
    """The role at the replicating unit is gone; that one reported it stays."""
    there = Two(make)
    person = make.user("coordinator", there.root)
    row = there.report(make.signed_in(person), stage="agreement")
    from app.models import RoleGrant

    with Session(make.engine) as session, session.begin():
        session.exec(select(RoleGrant).where(RoleGrant.user_id == person.id)).one().unit_id = there.origin.id
    assert problem(confirm(make.signed_in(person), row, 409)) == "confirmed-by-another"


def test_a_confirmation_taken_back_hides_it_again(make: Factory) -> None:
    there = Two(make)
    row = there.confirmed()
    assert there.public.get(there.path()).json()["total"] == 1
    taken = there.answers.delete(f"/api/v1/replications/{row['id']}/confirmation", headers=match(row))
    assert told(taken)["confirmed_at"] is None
    assert there.public.get(there.path()).json()["total"] == 0
    read(there.public, row, 404)


def test_an_organisation_outside_is_the_organisers_to_report(make: Factory) -> None:
    there = Two(make)
    outside = {"unit_id": None, "organisation_name": "Kota Semarang", "organisation_kind": "city",
               "organisation_province": "Jawa Tengah", "contact_email": "dinkes@semarang.example"}  # fmt: skip
    there.report(status=403, **outside)
    assert codes(there.report(there.organiser, 422, unit_id=None)) == [("organisation_name", "missing")]
    row = there.report(there.organiser, **outside, region_code="33.74", stage="running")
    assert (row["replicator"], row["replicator_kind"], row["region_code"]) == ("Kota Semarang", "city", "33.74")
    row = confirm(there.answers, row)
    assert "semarang.example" not in there.public.get(f"/api/v1/replications/{row['id']}").text
    assert "semarang.example" not in there.public.get("/api/v1/replications.csv").text
    assert problem(change(there.organiser, row, 409, organisation_name="Lain")) == "replication-confirmed"
    assert change(there.organiser, row, contact_email="")["contact_email"] == ""


def test_a_unit_has_no_fields_of_an_organisation(make: Factory) -> None:
    there = Two(make)
    assert codes(there.report(status=422, organisation_name="Lain")) == [("organisation_name", "not_used_here")]
    assert codes(change(there.asks, there.report(), 422, contact_email="x@contoh.example")) == [
        ("contact_email", "not_used_here")
    ]


def test_another_province_reports_with_a_key_of_its_own(make: Factory) -> None:
    """The organiser enters it in the registry and gives it a key: it reaches what is its own, and nothing else."""
    there = Two(make)
    unit = {"code": "33", "name": "Pemerintah Provinsi Jawa Tengah", "kind": "province", "region_code": "33"}
    foreign = told(there.organiser.post("/api/v1/units", json=unit), 201)
    wanted = {"name": "Jawa Tengah", "unit_id": foreign["id"], "role": "coordinator",
              "scopes": ["replications:read", "replications:write"]}  # fmt: skip
    given = told(there.organiser.post("/api/v1/api-keys", json=wanted), 201)
    province = make.client(given["key"])
    own, of_others = there.report(province, unit_id=foreign["id"]), there.report()
    own = change(province, own, stage="running", stage_on="2025-07-07")
    read(province, of_others, 404)
    change(province, of_others, 404, difficulty=1)
    confirm(province, own, 403)
    assert confirm(there.answers, own)["replicator"] == "Pemerintah Provinsi Jawa Tengah"


@pytest.mark.parametrize("body", [
    {"difficulty": 0}, {"difficulty": 6}, {"difficulty": 2.5}, {"difficulty": True}, {"cost": -1}, {"cost": 10**16},
    {"stage": "finished"}, {"stage_on": "kemarin"}, {"confirmed_at": "2025-01-01T00:00:00Z"}, {"is_sample": True},
    {"innovation_id": "x"}, {"unit_id": None}, {"adaptation_notes": None}, {"adaptation_notes": "\u202egnp"},
    {"stop_reason": "Tidak berhenti."}, {"proposal_id": None}, {"contact_email": "bukan surel"},
])  # fmt: skip
def test_what_is_no_report_is_refused(make: Factory, body: Json) -> None:
    there = Two(make)
    row = there.report()
    change(there.asks, row, 422, **body)
    assert read(there.asks, row)["version"] == row["version"]


def test_nulls_empty_what_may_be_empty(make: Factory) -> None:
    there = Two(make)
    row = change(there.asks, there.report(), difficulty=3, cost=0)
    assert (row["difficulty"], row["cost"]) == (3, 0)
    row = change(there.asks, row, difficulty=None, cost=None)
    assert (row["difficulty"], row["cost"]) == (None, None)


def test_the_catalogue_counts_what_runs(make: Factory) -> None:
    there = Two(make)
    path = f"/api/v1/innovations/{there.innovation.id}"

    def count() -> int:
        return int(told(there.public.get(path))["replication_count"])

    row = there.running()
    assert count() == 0
    row = confirm(there.answers, row)
    assert count() == 1
    version = told(there.public.get(path))["version"]
    row = change(there.asks, row, cost=1)
    assert told(there.public.get(path))["version"] == version, "nothing of the innovation changed"
    row = change(there.asks, row, stage="stopped", stop_reason="Dipindah.")
    assert count() == 0
    row = change(there.asks, row, stage="running")
    assert count() == 1
    told(there.answers.delete(f"/api/v1/replications/{row['id']}/confirmation", headers=match(row)))
    assert count() == 0


def test_replications_of_an_innovation_confirmed_at_once_are_all_counted(make: Factory) -> None:
    there = Two(make)
    learners = [make.unit(f"Puskesmas {n}", parent=there.learner) for n in range(6)]
    rows = [there.report(unit_id=unit.id, stage="running") for unit in learners]
    clients = [make.key("coordinator", there.origin) for _ in rows]
    got = at_once([
        lambda client=client, row=row: client.put(f"/api/v1/replications/{row['id']}/confirmation", headers=match(row))
        for client, row in zip(clients, rows, strict=True)
    ])  # fmt: skip
    assert got == [200] * 6
    assert told(there.public.get(f"/api/v1/innovations/{there.innovation.id}"))["replication_count"] == 6


def at_once(calls: list[Callable[[], httpx.Response]]) -> list[int]:
    with ThreadPoolExecutor(len(calls)) as threads:
        return sorted(one.status_code for one in [got.result() for got in [threads.submit(call) for call in calls]])


def test_of_two_changes_of_the_same_version_one_holds(make: Factory) -> None:
    there = Two(make)
    row = there.report()
    path = f"/api/v1/replications/{row['id']}"
    clients = [make.key("coordinator", there.learner) for _ in range(6)]
    stages = ["agreement", "implementation", "running"] * 2
    got = at_once([
        lambda client=client, stage=stage: client.patch(path, json={"stage": stage}, headers=match(row))
        for client, stage in zip(clients, stages, strict=True)
    ])  # fmt: skip
    assert got == [200, *[412] * 5]
    assert [step["action"] for step in read(there.asks, row)["history"]] == ["moved", "reported"]


def test_of_two_confirmations_at_once_one_holds(make: Factory) -> None:
    there = Two(make)
    row = there.running()
    path = f"/api/v1/replications/{row['id']}/confirmation"
    clients = [make.key("coordinator", there.origin) for _ in range(6)]
    got = at_once([lambda client=client: client.put(path, headers=match(row)) for client in clients])
    assert got == [200, *[412] * 5]
    with Session(make.engine) as session:
        steps = session.exec(select(ReplicationStep.action).where(ReplicationStep.action == "confirmed")).all()
        letters = select(OutboxMessage).where(OutboxMessage.topic == "replication-confirmed")
        assert (len(steps), len(session.exec(letters).all())) == (1, 0), "a key has no letterbox"


def test_of_two_reports_of_a_unit_at_once_one_holds(make: Factory) -> None:
    there = Two(make)
    clients = [make.key("coordinator", there.learner) for _ in range(6)]
    body = {"unit_id": there.learner.id}
    assert at_once([lambda client=client: client.post(there.path(), json=body) for client in clients]) == [
        201, *[409] * 5,
    ]  # fmt: skip


def test_people_of_the_other_side_are_told(make: Factory) -> None:
    there = Two(make)
    answers, writes = make.user("coordinator", there.origin), make.user("author", there.origin)
    asks = make.user("author", there.learner)
    make.user("author", make.unit("Puskesmas", parent=there.origin))
    row = there.report(make.signed_in(asks))
    assert letters(make) == {("replication-interest", answers.id), ("replication-interest", writes.id)}
    row = change(there.asks, row, stage="agreement", stage_on="2025-02-03")
    row = change(there.asks, row, stage="running", stage_on="2025-03-03")
    waiting = {("replication-waiting", answers.id), ("replication-waiting", writes.id)}
    assert letters(make) >= waiting
    assert count_letters(make) == 4, "of what waits once, however often it moves"
    confirm(there.answers, row)
    assert ("replication-confirmed", asks.id) in letters(make)
    assert count_letters(make) == 5


def letters(make: Factory) -> set[tuple[str, str | None]]:
    with Session(make.engine) as session:
        found = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "mail")).all()
        return {(one.topic, one.user_id) for one in found}


def count_letters(make: Factory) -> int:
    with Session(make.engine) as session:
        return len(session.exec(select(OutboxMessage.id).where(OutboxMessage.kind == "mail")).all())


def test_both_sides_webhooks_are_told(make: Factory) -> None:
    there = Two(make)
    events = ["replication.reported", "replication.moved", "replication.confirmed"]
    for unit in (there.origin, there.learner, make.unit(kind="regency")):
        body = {"name": "uji", "unit_id": unit.id, "url": "https://contoh.example/kabar", "events": events}
        told(there.organiser.post("/api/v1/webhooks", json=body), 201)
    there.confirmed()
    with Session(make.engine) as session:
        heard = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "webhook")).all()
    assert sorted(one.topic for one in heard) == sorted(["replication.reported", *["replication.moved"] * 3,
                                                        "replication.confirmed"] * 2)  # fmt: skip
    assert {one.payload["data"]["origin_unit_id"] for one in heard} == {there.origin.id}


def test_filters_find_and_pages_follow(make: Factory) -> None:
    there = Two(make)
    first = there.confirmed()
    others = [make.unit(f"Puskesmas {n}", parent=there.learner, region_code="35.73.01") for n in range(5)]
    for n, unit in enumerate(others):
        there.report(unit_id=unit.id, stage_on=f"202{n}-05-05")

    def found(client: httpx.Client, **query: Any) -> set[str]:
        return {one["replicator"] for one in told(client.get("/api/v1/replications", params=query))["items"]}

    assert found(there.asks, confirmed=True) == {"Kota peniru"}
    assert found(there.asks, year=2021) == {"Puskesmas 1"}
    assert found(there.asks, region_code="35.73.01") == {one.name for one in others}
    assert found(there.asks, stage="interest", unit_id=others[2].id) == {"Puskesmas 2"}
    assert len(found(there.answers, origin_unit_id=there.origin.id)) == 6
    assert (len(found(there.answers, side="origin")), found(there.answers, side="replicating")) == (6, set())
    assert (len(found(there.asks, side="replicating")), found(there.asks, side="origin")) == (6, set())
    assert found(there.public, side="origin") == set()
    seen, cursor = [], None
    while True:
        part = told(
            there.asks.get("/api/v1/replications", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        )
        seen += [one["id"] for one in part["items"]]
        cursor = part["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == part["total"] == 6
    assert there.asks.get("/api/v1/replications.csv").text.count("\r\n") == 7
    assert there.public.get(f"{there.path()}.csv").text.splitlines()[1].startswith(first["id"])


def test_the_network_says_who_learned_from_whom(make: Factory) -> None:
    there = Two(make)
    row = there.confirmed()
    outside = {"unit_id": None, "organisation_name": "Kota Semarang", "organisation_kind": "city",
               "organisation_province": "Jawa Tengah", "stage": "running"}  # fmt: skip
    confirm(there.answers, there.report(there.organiser, **outside))
    found = told(there.public.get("/api/v1/replications/network"))
    nodes = {node["name"]: node for node in found["nodes"]}
    assert (nodes["Kabupaten asal"]["taught"], nodes["Kota peniru"]["learned"]) == (2, 1)
    assert nodes["Kota Semarang"]["unit_id"] is None
    edge = next(one for one in found["edges"] if one["replication_id"] == row["id"])
    assert (edge["source"], edge["target"], edge["stage"]) == (there.origin.id, there.learner.id, "running")
    few = told(there.public.get("/api/v1/replications/network?limit=1"))
    assert (len(few["edges"]), few["total"]) == (1, 2)
    assert told(there.public.get("/api/v1/replications/network?year=1999"))["nodes"] == []


def test_the_league_counts_what_was_confirmed(make: Factory) -> None:
    there = Two(make)
    there.confirmed()
    other = make.save(Innovation(unit_id=there.origin.id, unit_name="Kabupaten asal", title="Lain", year=2022))
    there.report(unit_id=make.unit(parent=there.learner).id)  # not confirmed
    ranked = told(there.public.get("/api/v1/replications/league"))["items"]
    assert [(one["rank"], one["innovation_title"], one["replications"], one["running"]) for one in ranked] == [
        (1, "Antar obat", 1, 1)
    ]
    assert ranked[0]["days_to_running"] == 91
    assert other.title not in there.public.get("/api/v1/replications/league.csv").text


def test_the_recap_counts_by_region_and_year(make: Factory) -> None:
    there = Two(make)
    there.confirmed()
    school = make.unit("SD", parent=there.learner, region_code="35.73.02")
    there.report(unit_id=school.id, stage_on="2024-03-04")
    lines = told(there.organiser.get("/api/v1/replications/recap"))["items"]
    assert [(one["region"], one["year"], one["interest"], one["running"], one["confirmed"]) for one in lines] == [
        ("Kota peniru", 2025, 0, 1, 1), ("Kota peniru", 2024, 1, 0, 0),
    ]  # fmt: skip
    public = told(there.public.get("/api/v1/replications/recap?year=2024"))
    assert public["items"] == [], "the public's counts what is confirmed"
    assert "35.73,Kota peniru,2025" in there.public.get("/api/v1/replications/recap.csv").text


def test_the_ready_made_answer_is_made_anew(make: Factory) -> None:
    there = Two(make)
    row = there.running()
    assert there.public.get("/api/v1/replications").json()["total"] == 0
    confirm(there.answers, row)
    assert there.public.get("/api/v1/replications").json()["total"] == 1
    change(there.asks, read(there.asks, row), adaptation_notes="Diperbarui.")
    assert read(there.public, row)["adaptation_notes"] == "Diperbarui."


def entered(there: Two, row: Json, edition_id: str, status: int = 201, **more: Any) -> Json:
    person = there.make.as_role("coordinator", there.learner)
    body = {"edition_id": edition_id} | more
    return told(person.post(f"/api/v1/replications/{row['id']}/proposal", json=body), status)


def test_a_running_replication_is_entered_with_its_origin(make: Factory) -> None:
    there, edition = Two(make), make.edition()
    early = there.report()
    assert problem(entered(there, early, edition.id, 409)) == "not-running"
    row = change(there.asks, early, stage="running", stage_on="2025-04-07")
    made = entered(there, row, edition.id)
    assert (made["group"], made["status"], made["unit_id"]) == ("replikasi", "draft", there.learner.id)
    assert (made["origin"], made["title"]) == ("Kabupaten asal: Antar obat", "Antar obat – Kota peniru")
    assert (made["started_on"], made["category"], made["sdgs"]) == ("2025-04-07", "kesehatan", [3])
    assert read(there.asks, row)["proposal_id"] == made["id"]
    assert problem(entered(there, row, edition.id, 409)) == "already-entered"
    person = there.make.as_role("coordinator", there.learner)
    gone = person.delete(f"/api/v1/proposals/{made['id']}", headers=match(made))
    assert gone.status_code == 204, gone.text
    assert read(there.asks, row)["proposal_id"] is None
    assert entered(there, row, edition.id, title="Obat sampai rumah")["title"] == "Obat sampai rumah"


def test_an_edition_without_such_a_group_takes_none(make: Factory) -> None:
    there, edition = Two(make), make.edition()
    edition.groups = [group | {"needs_origin": False} for group in edition.groups]
    make.save(edition)
    row = change(there.asks, there.report(), stage="running", stage_on="2025-04-07")
    assert problem(entered(there, row, edition.id, 409)) == "no-replication-group"
    entered(there, row, "01890000-0000-7000-8000-000000000000", 422)
    with Session(make.engine) as session:
        assert session.exec(select(Proposal).where(col(Proposal.unit_id) == there.learner.id)).all() == []


ASKED = {"organisation_name": "Kota Semarang", "organisation_kind": "city", "organisation_province": "Jawa Tengah",
         "contact_email": "Dinkes@semarang.example", "message": "Antrean obat kami panjang."}  # fmt: skip


def test_a_request_from_outside_waits_for_its_address(make: Factory) -> None:
    from app.domain.replications.requests import key_of

    there = Two(make)
    asked = there.public.post(there.path().replace("replications", "replication-requests"), json=ASKED)
    assert told(asked, 202)["expires_at"]
    assert there.organiser.get(there.path()).json()["total"] == 0, "nobody is told before the address is confirmed"
    with Session(make.engine) as session:
        message = session.exec(select(OutboxMessage).where(OutboxMessage.topic == "replication-request")).one()
        assert set(message.payload) == {"request_id"}, "neither address nor secret"
        request_id = message.payload["request_id"]
    path = f"/api/v1/replication-requests/{request_id}"
    assert problem(told(there.public.get(path, params={"key": "0" * 64}), 410)) == "link-unusable"
    assert told(there.public.put(f"{path}/confirmation", json={"key": "salah"}), 410)
    del key_of  # the secret is the server's: tests/delivery reads it in the letter


def test_a_machine_is_thanked_and_forgotten(make: Factory) -> None:
    there = Two(make)
    path = there.path().replace("replications", "replication-requests")
    told(there.public.post(path, json=ASKED | {"website": "https://spam.example"}), 202)
    assert count_letters(make) == 0


def test_nobody_is_flooded_with_letters(make: Factory) -> None:
    there = Two(make)
    path = there.path().replace("replications", "replication-requests")
    got = [there.public.post(path, json=ASKED | {"contact_email": address}).status_code
           for address in ("a@contoh.example", "A@contoh.example", "a@contoh.example", "a@contoh.example")]  # fmt: skip
    assert got == [202, 202, 202, 429]
    assert count_letters(make) == 3


@pytest.mark.parametrize("wrong", [
    {"contact_email": "bukan surel"}, {"message": ""}, {"organisation_name": " "}, {"organisation_kind": "partai"},
    {"region_code": "x"}, {"unit_id": "x"},
])  # fmt: skip
def test_a_request_with_something_wrong_is_refused(make: Factory, wrong: Json) -> None:
    there = Two(make)
    path = there.path().replace("replications", "replication-requests")
    told(there.public.post(path, json=ASKED | wrong), 422)
    assert count_letters(make) == 0


def test_the_audit_log_names_each_change(make: Factory) -> None:
    there = Two(make)
    row = there.confirmed()
    entries = there.organiser.get("/api/v1/audit", params={"row_id": row["id"]}).json()["items"]
    assert len(entries) == 5


def stored(make: Factory, row: Json) -> Replication:
    with Session(make.engine) as session:
        found = session.get(Replication, row["id"])
        assert found is not None
        return found


def test_a_repeated_report_is_one(make: Factory) -> None:
    there = Two(make)
    key = {"Idempotency-Key": "sekali-saja-cukup"}
    bodies = {"unit_id": there.learner.id}
    first, again = (there.asks.post(there.path(), json=bodies, headers=key) for _ in range(2))
    assert told(first, 201)["id"] == told(again, 201)["id"]


def test_units_are_named_as_the_registry_names_them_now(make: Factory) -> None:
    there = Two(make)
    row = there.confirmed()
    with Session(make.engine) as session, session.begin():
        unit = session.get(Unit, there.learner.id)
        assert unit is not None
        unit.name = "Kota berganti nama"
    assert read(there.asks, row)["replicator"] == "Kota berganti nama"

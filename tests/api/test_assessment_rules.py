"""What assessments refuse, what feeds them, who sees which."""

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from app.clock import now
from app.instruments import loading
from app.instruments.seals import unsealed
from app.models import Assessment
from tests.api.answers import Json, problem, told
from tests.api.test_assessments import ASSESSMENTS, NOBODY, ROUNDS, Province, answer_all, item, put
from tests.assessed import final_round
from tests.factories import Factory
from tests.files.papers import PDF


@pytest.fixture
def province(make: Factory) -> Province:
    return Province(make)


def test_a_bad_value_is_told_at_its_item(province: Province) -> None:
    one = province.of(province.round())
    found = put(province.writes, one, "answers/monev", 422, value="101")
    assert [(error["field"], error["message"]) for error in found["errors"]] == [
        ("value", "Nilai di luar skala 0 sampai 100.")
    ]
    found = put(province.writes, one, "answers/monev", 422, value="101.234")
    assert found["errors"][0]["message"] == "Nilai di luar skala 0 sampai 100.", "neither reading is on the scale"
    assert put(province.writes, one, "answers/monev", 422, value="banyak")["errors"][0]["code"].endswith("not_a_number")
    assert put(province.writes, one, "answers/monev", 422, value="8", target=10)["status"] == 422
    put(province.writes, one, "answers/cepat", 404, value=1)
    put(province.writes, one, "answers/tidak_ada", 404, value=1)


def test_what_does_not_apply_needs_a_reason_and_its_weight_is_spread(province: Province) -> None:
    one = province.of(province.round())
    assert put(province.writes, one, "answers/arg", 422, is_absent=True)["errors"][0]["field"] == "note"
    found = put(province.writes, one, "answers/arg", is_absent=True, note="Tidak mengelola anggaran sendiri.")
    assert item(found, "arg")["state"] == "absent"
    assert item(found, "monev")["weight"] == 5.0, "4 of 16 more"
    taken = put(province.writes, found, "answers/arg")
    assert (item(taken, "arg")["state"], item(taken, "arg")["values"]) == ("missing", [])


def test_nobody_overwrites_what_somebody_else_changed(province: Province) -> None:
    one = province.of(province.round())
    put(province.writes, one, "answers/monev", match='"0"', value=50)
    assert problem(put(province.writes, one, "answers/monev", 412, match='"0"', value=60)) == "stale"
    assert item(put(province.writes, one, "answers/monev", match='"1"', value=60), "monev")["values"][0]["version"] == 2
    got = province.writes.put(f"{ASSESSMENTS}/{one['id']}/answers/monev", json={"value": 1})
    assert problem(told(got, 428)) == "precondition-required"


def test_a_final_result_feeds_the_units_other_assessments(province: Province) -> None:
    cettar = province.round()
    before = province.of(cettar)
    of = province.round("sakip_2021")
    sakip = province.of(of)
    for each in sakip["items"]:
        if not each["is_component"]:
            put(province.writes, sakip, f"answers/{each['item']}", value=each["maximum"] or 100)
    province.lead(of, "verifying", "panel")
    final = put(province.organiser, sakip, "finalisation")
    assert (final["is_final"], final["score"]) == (True, 100.0)
    fed = province.of(cettar)
    assert item(fed, "sakip")["counts"] == "source"
    assert fed["score"] == item(fed, "sakip")["points"] == 13.0
    assert fed["changed_at"] > before["changed_at"]
    put(province.writes, fed, "answers/sakip", value=50)
    assert province.of(cettar)["score"] == 13.0, "the source counts, not the unit's word"
    put(province.writes, fed, "answers/monev", value=50)
    assert unverified(province, cettar) == 1, "nobody needs to check what the source fills in"
    put(province.organiser, sakip, "reopening", reason="Salah masuk.")
    assert province.of(cettar)["score"] == 8.5
    assert unverified(province, cettar) == 2, "without the source the unit's word counts again"
    assert province.of(of)["reopening_reason"] == "Salah masuk."


def unverified(province: Province, of: Json) -> int:
    """The own values that would count in this round as they are."""
    return int(told(province.organiser.get(f"{ROUNDS}/{of['id']}"), 200)["open_work"]["unverified"])


def test_what_is_not_asked_of_a_unit_is_not_unverified(province: Province) -> None:
    arg, half = "{key: arg, title: ARG, weight: 4, scale: converted}", "title: ARG, weight: 2, scale: converted"
    text = unsealed(loading.text_of("cettar_opd_2024")).replace("year: 2024", "year: 2034", 1)
    halves = f"{{key: arg, {half}, for: [agency]}}\n      - {{key: arg_biro, {half}, for: [bureau]}}"
    text = text.replace(arg, halves)
    made = told(province.organiser.post("/api/v1/instruments", json={"text": text}), 201)
    of = province.round(made["id"])
    put(province.writes, province.of(of), "answers/arg", value=50)
    put(province.writes, province.of(of), "answers/arg_biro", value=50)
    assert unverified(province, of) == 1, "what is asked of bureaus counts for no agency"


def test_a_draft_may_move_to_another_year(province: Province) -> None:
    of = province.round(status="draft", year=2029)
    path, match = f"{ROUNDS}/{of['id']}", {"If-Match": "*"}
    assert of["title"].endswith("2029")
    moved = told(province.organiser.patch(path, json={"year": 2030}, headers=match), 200)
    assert (moved["year"], moved["title"]) == (2030, of["title"].replace("2029", "2030"))
    named = {"year": 2031, "title": "Penilaian kedua"}
    assert told(province.organiser.patch(path, json=named, headers=match), 200)["title"] == "Penilaian kedua"
    moved = told(province.organiser.patch(path, json={"year": 2032, "status": "open"}, headers=match), 200)
    assert (moved["year"], moved["title"], moved["status"]) == (2032, "Penilaian kedua", "open")
    refused = told(province.organiser.patch(path, json={"year": 2033}, headers=match), 409)
    assert problem(refused) == "round-status"
    told(province.organiser.patch(path, json={"year": 2032}, headers=match), 200)
    told(province.organiser.patch(path, json={"year": None}, headers=match), 422)
    told(province.organiser.patch(path, json={"year": 1999}, headers=match), 422)


def test_a_draft_is_fed_by_the_year_that_it_moved_to(province: Province) -> None:
    sakip = final_round(province.make, "sakip_2021", {"one": (province.agency, 1.0)}, year=2029)
    with Session(province.make.engine) as session:
        session.exec(
            update(Assessment).where(col(Assessment.round_id) == sakip.id).values(feeds={"sakip.total": "100"})
        )
        session.commit()
    of = province.round(status="draft", year=2028)
    path, listed = f"{ROUNDS}/{of['id']}", f"{ASSESSMENTS}?round_id={of['id']}&unit_id={province.agency.id}"
    assert told(province.organiser.get(listed), 200)["items"][0]["score"] is None
    told(province.organiser.patch(path, json={"year": 2029}, headers={"If-Match": "*"}), 200)
    assert told(province.organiser.get(listed), 200)["items"][0]["score"] == 13.0


def test_the_organiser_says_in_one_step_who_has_it_again(province: Province) -> None:
    of = province.round()
    one = put(province.writes, put(province.writes, province.of(of), "answers/monev", value=80), "submission")
    put(province.organiser, one, "reopening", 409, reason="Kembali.", to="panel")
    province.lead(of, "verifying", "panel")
    put(province.organiser, one, "finalisation")
    read = put(province.organiser, one, "reopening", reason="Hitung ulang.")
    assert (read["status"], "answer" in province.of(of, province.writes)["allowed"]) == ("submitted", False)
    put(province.organiser, one, "finalisation")
    read = put(province.organiser, one, "reopening", reason="Bukti kurang.", to="unit")
    assert (read["status"], read["is_reopened"], read["submitted_at"]) == ("assessing", True, None)
    assert {"answer", "submit"} <= set(province.of(of, province.writes)["allowed"])
    put(province.writes, one, "answers/monev", value=90)
    put(province.writes, one, "submission")
    assert "answer" not in province.of(of, province.writes)["allowed"]


def test_what_was_made_final_unsent_goes_back_to_the_panel_and_not_to_the_unit(province: Province) -> None:
    of = province.round()
    one = province.of(of)
    province.lead(of, "verifying", "panel")
    put(province.writes, one, "answers/monev", 409, value=80)
    put(province.organiser, one, "finalisation")
    assert put(province.organiser, one, "reopening", reason="Salah.", to="panel")["status"] == "submitted"
    assert "answer" not in province.of(of, province.writes)["allowed"]


def test_only_the_owner_verifies_and_only_its_own_indicator(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    one = province.of(of)
    put(province.writes, put(province.writes, one, "answers/monev", value=88), "submission")
    seen = now().isoformat()
    row = put(province.verifies, one, "verifications/monev", is_confirmed=True, seen_until=seen)
    assert row["verification"]["value"] == "88"
    silent = told(province.organiser.get(f"{ROUNDS}/{of['id']}/items/monev"), 200)["items"][0]
    sent = {"id": silent["assessment_id"]}
    put(province.make.as_role("author", province.other), sent, "submission")
    found = put(province.verifies, sent, "verifications/monev", 422, is_confirmed=True, seen_until=seen)
    assert found["errors"][0]["code"] == "nothing_to_confirm"
    put(province.verifies, one, "verifications/arg", 403, value=1)
    put(province.writes, one, "verifications/monev", 403, value=100)
    told(province.verifies.get(f"{ASSESSMENTS}/{one['id']}"), 404)
    listed = told(province.verifies.get(f"{ROUNDS}/{of['id']}/items/monev"), 200)["items"]
    assert [row["unit_name"] for row in listed] == ["Badan", "Dinas"]
    told(province.writes.get(f"{ROUNDS}/{of['id']}/items/monev"), 403)
    read = told(province.verifies.get(f"{ROUNDS}/{of['id']}"), 200)
    assert [each["item"] for each in read["items"] if each["is_own"]] == ["monev"]


def test_evidence_is_for_the_unit_and_the_owner(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    one = province.of(of)
    sent = province.writes.post(f"{ASSESSMENTS}/{one['id']}/documents", data={"item": "monev"},
                                files={"file": ("bukti.pdf", PDF)})  # fmt: skip
    paper = told(sent, 201)
    path = f"/api/v1/assessment-documents/{paper['id']}"
    assert province.verifies.get(f"{path}/content").content == PDF
    told(province.make.as_role("author", province.other).get(path), 404)
    told(province.make.client().get(path), 401)
    assert item(province.of(of), "monev")["documents"][0]["filename"] == "bukti.pdf"
    put(province.writes, one, "submission")
    told(province.writes.delete(path, headers={"If-Match": '"1"'}), 409)


def test_owners_import_from_their_own_system(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    path = f"{ROUNDS}/{of['id']}/imports"
    wrong = "unit,item,value,note\nD1,monev,101.5\nD9,monev,5\nD2,arg,5\nD2,monev,,x\nD1,monev,7\n"
    report = told(province.verifies.post(path, files={"file": wrong}, data={"dry_run": "true"}), 200)
    assert [(error["row"], error["code"]) for error in report["errors"]] == [
        (2, "instrument_answer_outside"), (3, "not_in_round"), (4, "not_your_indicator"), (5, "missing"),
        (6, "duplicate_row"),
    ]  # fmt: skip
    refused = told(province.verifies.post(path, files={"file": wrong}), 422)
    assert refused["errors"][0]["field"] == "rows.2.value"
    right = 'unit;item;value;note\nD1;monev;"80,5";Dari e-monev\nD2;monev;60.25;\n'
    report = told(province.verifies.post(path, files={"file": right}), 200)
    assert (report["created"], report["updated"], report["unchanged"]) == (2, 0, 0)
    report = told(province.verifies.post(path, files={"file": right.replace("60.25", "61")}), 200)
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 1)
    assert province.of(of)["score"] == 3.22
    told(province.make.as_role("juror").post(path, files={"file": right}), 403)


def test_the_recap_ranks_within_kinds(province: Province) -> None:
    of = province.round(unit_ids=[province.agency.id, province.other.id, province.owner.id])
    one = put(province.writes, province.of(of), "answers/monev", value=50)
    mine = told(province.organiser.get(f"{ROUNDS}/{of['id']}/league"), 200)["items"][0]
    assert (mine["rank"], mine["answered_count"], mine["asked_count"]) == (None, 1, 28)
    assert [aspect["item"] for aspect in mine["aspects"] if aspect["points"] is not None] == ["efektif_efisien"]
    table = province.organiser.get(f"{ROUNDS}/{of['id']}/league.csv").text
    assert ",1,28," in table
    answer_all(province.writes, one)
    rows = told(province.organiser.get(f"{ROUNDS}/{of['id']}/league"), 200)["items"]
    assert [(row["unit_name"], row["rank"]) for row in rows] == [("Dinas", 1), ("Badan", None), ("Biro Umum", None)]
    assert sum(aspect["points"] for aspect in rows[0]["aspects"]) == rows[0]["score"] == 100.0
    seen = told(province.writes.get(f"{ROUNDS}/{of['id']}/league"), 200)["items"]
    assert [row["unit_name"] for row in seen] == ["Dinas"], "until it is published only the own"
    assert seen[0]["rank"] is None, "the first of those it sees may be the last of all"
    page = province.writes.get(f"/assessment-rounds/{of['id']}/league", headers={"Accept": "text/html"}).text
    assert "Peringkat tampil begitu nilai semua unit sejenis dapat Anda lihat." in page
    assert province.organiser.get(f"{ROUNDS}/{of['id']}/league.csv").text.count("\r\n") == 4


def test_what_lifts_a_result_with_the_fewest_indicators(province: Province) -> None:
    one = province.of(province.round())
    lift = told(province.writes.get(f"{ASSESSMENTS}/{one['id']}/lifts/D"), 200)
    assert (lift["needed"], [step["item"] for step in lift["steps"]]) == (21.0, ["skm", "sakip"])
    assert [(step["raw"], step["raw_needed"]) for step in lift["steps"]] == [(None, "100"), (None, "100")]
    told(province.writes.get(f"{ASSESSMENTS}/{one['id']}/lifts/Z"), 404)


def test_a_round_goes_one_step_at_a_time(province: Province) -> None:
    of = province.round(status="draft")
    change = {"If-Match": "*"}
    path = f"{ROUNDS}/{of['id']}"
    told(province.writes.get(path), 404)
    assert (
        problem(told(province.organiser.patch(path, json={"status": "panel"}, headers=change), 409)) == "round-status"
    )
    fewer = told(province.organiser.patch(path, json={"unit_ids": [province.agency.id]}, headers=change), 200)
    assert fewer["unit_count"] == 1
    village = province.make.unit(kind="village")
    refused = told(province.organiser.patch(path, json={"unit_ids": [village.id, NOBODY]}, headers=change), 422)
    assert [error["field"] for error in refused["errors"]] == ["unit_ids.0", "unit_ids.1"]
    province.lead(of, "open")
    assert province.organiser.patch(path, json={"unit_ids": []}, headers=change).status_code == 409
    put(province.writes, province.of(of), "answers/monev", value=1)
    assert problem(told(province.organiser.patch(path, json={"status": "draft"}, headers=change), 409)) == "in-use"
    told(province.writes.patch(path, json={"title": "x"}, headers=change), 403)


def test_the_organiser_stores_an_instrument_and_every_fault_is_named(province: Province) -> None:
    text = unsealed(loading.text_of("sakip_2021")).replace("year: 2021", "year: 2031")
    path = "/api/v1/instruments"
    told(province.writes.post(path, json={"text": text}), 403)
    bad = told(province.organiser.post(path, json={"text": text.replace("weight: 30", "weight: 29", 1)}), 422)
    assert {error["field"].split(".")[0] for error in bad["errors"]} == {"line"}
    assert "99" in bad["errors"][0]["message"]
    tried = told(province.organiser.post(path, json={"text": text, "dry_run": True}), 200)
    assert (tried["id"], tried["is_used"]) == ("sakip_2031", False)
    told(province.make.client().get(f"{path}/sakip_2031"), 404)
    made = told(province.organiser.post(path, json={"text": text}), 201)
    assert made["seal"] in made["text"]
    told(province.organiser.post(path, json={"text": text}), 201)
    province.round("sakip_2031")
    assert problem(told(province.organiser.post(path, json={"text": text}), 409)) == "instrument-in-use"
    listed = {one["id"]: one for one in told(province.make.client().get(path), 200)["items"]}
    assert listed["sakip_2031"]["is_used"]
    assert listed["cettar_opd_2024"]["is_shipped"]
    assert told(province.make.client().get(f"{path}/cettar_opd_2024"), 200)["open"]


def test_a_file_changed_since_it_was_sealed_is_refused_unless_the_change_is_meant(province: Province) -> None:
    path = "/api/v1/instruments"
    changed = loading.text_of("zi_2021").replace(">=75", ">=61", 1)
    assert ">=61" in changed
    refused = told(province.organiser.post(path, json={"text": changed}), 422)["errors"]
    assert [(one["field"], one["code"]) for one in refused] == [("line.5.7", "instrument_seal_wrong")]
    assert "berubah sejak" in refused[0]["message"]
    told(province.organiser.post(path, json={"text": changed, "dry_run": True}), 422)
    assert ">=61" not in told(province.organiser.get(f"{path}/zi_2021"), 200)["text"]
    tried = told(province.organiser.post(path, json={"text": changed, "dry_run": True, "reseal": True}), 200)
    assert (tried["compared_with"], tried["changes"]) == ("zi_2021", [
        {"part": "threshold", "key": "wbk.total", "name": "at", "before": ">=75", "after": ">=61"}])  # fmt: skip
    made = told(province.organiser.post(path, json={"text": changed, "reseal": True}), 201)
    assert made["seal"] not in changed
    assert made["changes"] == tried["changes"]


def test_a_new_year_is_compared_with_the_newest_before_it(province: Province) -> None:
    path, text = "/api/v1/instruments", unsealed(loading.text_of("cettar_opd_2024"))
    later = text.replace("year: 2024", "year: 2033").replace("weight: 4.5, scale", "weight: 4, scale", 1)
    later = later.replace("weight: 3, scale", "weight: 3.5, scale", 1)
    sent = told(province.organiser.post(path, json={"text": later}), 422)["errors"]
    assert {one["code"] for one in sent} == {"instrument_weights_points"}
    later = text.replace("year: 2024", "year: 2033").replace('title: Cettar, when: ">=61', 'title: Cettar, when: ">=60')
    later = later.replace("<61", "<60")
    sent = told(province.organiser.post(path, json={"text": later}), 201)
    assert sent["compared_with"] == "cettar_opd_2024"
    assert [(one["part"], one["key"], one["name"], one["before"], one["after"]) for one in sent["changes"]] == [
        ("file", "", "year", "2024", "2033"), ("predicate", "B", "when", ">=61 <81", ">=60 <81"),
        ("predicate", "C", "when", ">=41 <61", ">=41 <60"),
    ]  # fmt: skip


def test_the_follow_up_matrix_is_kept_by_the_unit(province: Province) -> None:
    one = province.of(province.round())
    path = f"{ASSESSMENTS}/{one['id']}/follow-ups"
    body = {"recommendation": "Perbaiki arsip.", "plan": "Pelatihan", "owner": "Sekretariat", "due_on": "2020-01-01"}
    made = told(province.writes.post(path, json=body), 201)
    assert made["is_overdue"]
    change = {"If-Match": f'"{made["version"]}"'}
    done = told(province.writes.patch(f"/api/v1/follow-ups/{made['id']}", json={"status": "done"}, headers=change), 200)
    assert (done["status"], done["is_overdue"]) == ("done", False)
    told(province.verifies.post(path, json=body), 404)
    told(province.make.key("auditor").post(path, json=body), 403)
    told(province.writes.post(path, json=body | {"item": "tidak_ada"}), 422)

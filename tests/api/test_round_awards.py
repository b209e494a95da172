"""Awards by the results of a final assessment round: the rules, what is given already, the public raport."""

import httpx
import pytest

from app.instruments import loading
from app.models import AssessmentRound, AssessmentValue, Unit
from tests.api.answers import Json, problem, told
from tests.assessed import CLEAN, final_round, result
from tests.awarding import Awarding, awarding
from tests.factories import Factory

NOBODY = "01890000-0000-7000-8000-000000000000"
SHARES = {"Dinas A": 0.95, "Dinas B": 0.85, "Dinas C": 0.85, "Dinas D": 0.72}
WBK = "Wilayah Bebas dari Korupsi (WBK)"


@pytest.fixture
def found(make: Factory) -> Awarding:
    return awarding(make)


def units(make: Factory, shares: dict[str, float], kind: str = "agency") -> dict[str, tuple[Unit, float]]:
    return {name: (make.unit(name, kind), share) for name, share in shares.items()}


def ask(found: Awarding, of: AssessmentRound, status: int = 200, **rule: object) -> Json:
    answer = found.organiser.post(f"{found.path}/awards/from-round", json={"round_id": of.id} | rule)
    return told(answer, status)


def names(answer: Json) -> list[tuple[str, str]]:
    return [(one["unit_name"], one["predicate"]) for one in answer["items"]]


def test_sakip_a_and_better_is_shown_then_given_once(make: Factory, found: Awarding) -> None:
    of = final_round(make, "sakip_2021", units(make, SHARES))
    shown = ask(found, of, letter="A")
    assert (shown["dry_run"], shown["created"]) == (True, 0)
    assert names(shown) == [("Dinas A", "Predikat AA"), ("Dinas B", "Predikat A"), ("Dinas C", "Predikat A")]
    first = shown["items"][1]
    assert (first["year"], first["score"], first["letter"], first["is_given"]) == (2021, 85.0, "A", False)
    assert first["instrument"] == "Evaluasi Akuntabilitas Kinerja Instansi Pemerintah (SAKIP)"
    assert first["reason"] == "Total 85,00, predikat A"
    assert found.listed() == [], "a dry run gives nothing"
    given = ask(found, of, letter="A", instrument="SAKIP", dry_run=False)
    assert given["created"] == 3
    listed = found.listed()
    assert [(one["unit_name"], one["title"], one["result"], one["reason"]) for one in listed] == [
        ("Dinas C", "SAKIP Predikat A", "Predikat A · 85,00 · 2021", "Total 85,00, predikat A"),
        ("Dinas B", "SAKIP Predikat A", "Predikat A · 85,00 · 2021", "Total 85,00, predikat A"),
        ("Dinas A", "SAKIP Predikat AA", "Predikat AA · 95,00 · 2021", "Total 95,00, predikat AA"),
    ]  # fmt: skip
    assert {one["source"] for one in listed} == {"instrument"}
    again = ask(found, of, letter="BB", instrument="Akuntabilitas kinerja", dry_run=False)
    assert (again["created"], [one["is_given"] for one in again["items"]]) == (1, [True, True, True, False])
    assert len(found.listed()) == 4


def test_one_given_by_hand_is_not_given_again(make: Factory, found: Awarding) -> None:
    held = units(make, {"Dinas B": 0.85})
    of = final_round(make, "sakip_2021", held)
    by_hand = {"instrument": "SAKIP", "unit_id": held["Dinas B"][0].id, "result": "Predikat A"}
    told(found.organiser.post(f"{found.path}/awards", json=by_hand), 201)
    assert ask(found, of, letter="A", instrument="SAKIP", dry_run=False)["created"] == 0
    assert len(found.listed()) == 1


def test_a_revoked_one_does_not_count_as_given(make: Factory, found: Awarding) -> None:
    of = final_round(make, "sakip_2021", units(make, {"Dinas B": 0.85}))
    ask(found, of, letter="A", dry_run=False)
    [one] = found.listed()
    found.organiser.put(f"{found.path}/awards/publication")
    told(found.organiser.put(f"/api/v1/awards/{one['id']}/revocation", json={"reason": "Data keliru."}), 200)
    assert [each["is_given"] for each in ask(found, of, letter="A")["items"]] == [False]
    assert problem(ask(found, of, 409, letter="A", dry_run=False)) == "awards-published"


def test_wbk_goes_to_those_that_passed_all_of_it(make: Factory, found: Awarding) -> None:
    held = units(make, {"Klinik A": 0.95, "Klinik B": 0.6}, "technical_unit")
    of = final_round(make, "zi_2021", held, facts=CLEAN)
    unknown = result(make, of, loading.shipped("zi_2021"), make.unit("Klinik C", "technical_unit"), 0.95, {})
    shown = ask(found, of, level="wbk", instrument="Zona Integritas")
    assert names(shown) == [("Klinik A", f"Layak Berpredikat {WBK}")]
    assert unknown.id not in [one["assessment_id"] for one in shown["items"]], "an open gate is not passed"
    [one] = shown["items"]
    assert one["reason"].startswith("Total 9")
    assert one["reason"].endswith(f"; memenuhi semua syarat {WBK}")
    assert ask(found, of, 422, level="wbbb")["errors"][0]["field"] == "level"


def test_the_best_of_each_kind_share_a_place(make: Factory, found: Awarding) -> None:
    held = units(make, SHARES) | units(make, {"Biro X": 0.5}, "bureau")
    of = final_round(make, "cettar_opd_2024", held)
    shown = ask(found, of, top=2, instrument="CETTAR")
    assert [(one["unit_name"], one["rank"], one["is_tied"]) for one in shown["items"]] == [
        ("Dinas A", 1, False), ("Dinas B", 2, True), ("Dinas C", 2, True), ("Biro X", 1, False)]  # fmt: skip
    second = shown["items"][1]
    assert (second["title"], second["category"]) == ("CETTAR Terbaik II", "CETTAR · Perangkat daerah")
    assert second["reason"].endswith("peringkat 2 di antara unit jenis Perangkat daerah (bersama 1 unit lain)")
    assert [one["unit_name"] for one in ask(found, of, top=1)["items"]] == ["Dinas A", "Biro X"]


def test_an_aspect_has_winners_of_its_own(make: Factory, found: Awarding) -> None:
    held = units(make, {"Dinas A": 0.9, "Dinas B": 0.8})
    of = final_round(make, "cettar_opd_2024", held)
    everywhere = ask(found, of, top=1, item="cepat", instrument="CETTAR")
    assert names(everywhere) == [("Dinas A", "Terbaik I Cepat")]
    [winner] = everywhere["items"]
    leaves = [node.key for node in loading.shipped("cettar_opd_2024").leaves
              if loading.shipped("cettar_opd_2024").places[node.key].parent == "cepat"]  # fmt: skip
    rows = [AssessmentValue(assessment_id=winner["assessment_id"], item=key, step="panel", value="10")
            for key in leaves]  # fmt: skip
    make.save(*rows)
    assert names(ask(found, of, top=1, item="cepat")) == [("Dinas B", "Terbaik I Cepat")]
    assert names(ask(found, of, top=1)) == [("Dinas A", "Terbaik I")], "the total was made final before"
    assert ask(found, of, 422, top=1, item=leaves[0])["errors"][0]["field"] == "item"


def test_only_a_final_round_and_one_known_rule(make: Factory, found: Awarding) -> None:
    of = final_round(make, "sakip_2021", units(make, {"Dinas B": 0.85}), status="panel")
    assert problem(ask(found, of, 409, letter="A")) == "round-status"
    of.status = "final"
    make.save(of)
    for rule, field in (({"letter": "Z"}, "letter"), ({"top": 0}, "top"), ({"top": 11}, "top"),
                        ({"round_id": NOBODY, "letter": "A"}, "round_id")):  # fmt: skip
        assert ask(found, of, 422, **rule)["errors"][0]["field"] == field
    for rule in ({}, {"letter": "A", "top": 1}, {"letter": "A", "item": "perencanaan"}):
        assert ask(found, of, 422, **rule)["errors"][0]["code"] == "one_award_rule"
    assert found.listed() == []


def test_only_the_organiser_proposes_them(make: Factory, found: Awarding) -> None:
    of = final_round(make, "sakip_2021", units(make, {"Dinas B": 0.85}), is_public=True)
    body, path = {"round_id": of.id, "letter": "A"}, f"{found.path}/awards/from-round"
    for role in ("secretariat", "auditor", "coordinator"):
        assert make.key(role).post(path, json=body).status_code == 403
    assert make.client().post(path, json=body).status_code == 401


def test_they_are_called_before_the_tiers(make: Factory, found: Awarding) -> None:
    before = [one["id"] for one in found.given()]
    of = final_round(make, "sakip_2021", units(make, {"Dinas A": 0.95, "Dinas B": 0.85}))
    ask(found, of, letter="A", dry_run=False)
    listed = found.listed()
    assert [one["unit_name"] for one in listed[:2]] == ["Dinas B", "Dinas A"]
    assert [one["id"] for one in listed[2:]] == before
    assert [one["position"] for one in listed] == list(range(1, len(before) + 3))


def test_an_award_leads_to_its_raport_once_everybody_may_read_it(
    make: Factory, found: Awarding, client: httpx.Client
) -> None:
    of = final_round(make, "sakip_2021", units(make, {"Dinas B": 0.85}))
    ask(found, of, letter="A", dry_run=False)
    [one] = found.listed()
    assert one["assessment_id"] is None
    found.organiser.put(f"{found.path}/awards/publication")
    of.is_public = True
    make.save(of)
    [seen] = told(client.get(f"{found.path}/awards"), 200)["items"]
    raport = told(client.get(f"/api/v1/assessments/{seen['assessment_id']}"), 200)
    assert (raport["unit_name"], raport["letter"]) == ("Dinas B", "A")
    of.status = "panel"
    make.save(of)
    assert told(client.get(f"/api/v1/awards/{one['id']}"), 200)["assessment_id"] is None


def test_awards_of_a_sample_round_are_samples(make: Factory, found: Awarding) -> None:
    of = final_round(make, "sakip_2021", units(make, {"Dinas B": 0.85}), is_sample=True)
    ask(found, of, letter="A", dry_run=False)
    assert [one["is_sample"] for one in found.listed()] == [True]

"""What a round and its reports say: the year that is assessed, the way to a level, the recap, the report's name."""

import httpx

from app.http.instrument_titles import family_title, report_title
from app.http.raport_paper import layout
from app.models.assessment import AssessmentRead
from tests.api.answers import Json, problem, told
from tests.api.test_assessments import ASSESSMENTS, ROUNDS, Province, answer_all, put
from tests.api.test_assessments import province as province
from tests.assessed import CLEAN, final_round


def create(province: Province, **body: object) -> httpx.Response:
    return province.organiser.post(ROUNDS, json={"unit_ids": [province.agency.id]} | body)


def test_a_round_has_a_year_of_its_own(province: Province) -> None:
    own = told(create(province, instrument_id="sakip_2021"), 201)
    assert (own["year"], own["title"]) == (2021, "Evaluasi Akuntabilitas Kinerja Instansi Pemerintah (SAKIP)")
    later = told(create(province, instrument_id="sakip_2021", year=2025), 201)
    assert later["year"] == 2025
    assert later["title"].endswith("(SAKIP), 2025")
    same = told(create(province, instrument_id="cettar_opd_2024", year=2025), 201)
    assert same["title"] == "Budaya Kerja CETTAR perangkat daerah 2025"
    for year in (1999, 2101, "dua ribu"):
        assert problem(told(create(province, instrument_id="sakip_2021", year=year), 422)) == "invalid"
    assert [one["year"] for one in told(province.organiser.get(f"{ROUNDS}?instrument=sakip"), 200)["items"]] == [
        2025, 2021]  # fmt: skip


def test_a_result_feeds_the_rounds_of_its_own_year_and_later(province: Province) -> None:
    fed = province.round(year=2023)
    sakip = province.round("sakip_2021", year=2024)
    one = province.of(sakip)
    for each in one["items"]:
        if not each["is_component"]:
            put(province.writes, one, f"answers/{each['item']}", value=(each["choices"] or [each["maximum"]])[0])
    province.lead(sakip, "verifying", "panel", "final")
    later = province.round(year=2024)
    counts = [next(each["counts"] for each in province.of(of)["items"] if each["item"] == "sakip")
              for of in (fed, later)]  # fmt: skip
    assert counts == [None, "source"]


def test_a_level_says_which_indicators_would_reach_it(province: Province) -> None:
    one = province.of(province.round("zi_2021"))
    answer_all(province.writes, one)
    put(province.writes, one, "answers/spak", value="3,5428")
    wbk, wbbm = told(province.writes.get(f"{ASSESSMENTS}/{one['id']}"), 200)["levels"]
    [step] = wbk["raises"]
    assert (step["item"], step["needed"], step["serves"]) == ("spak", 0.25025, ["spak"])
    assert step["needed"] < step["most"] < 2.01
    assert (step["raw"], step["raw_needed"]) == ("3.5428", "3.6")
    assert [each["item"] for each in wbbm["raises"]] == ["spak"]


def test_raising_indicators_is_enough_only_where_no_gate_is_in_the_way(province: Province) -> None:
    of = province.round("zi_2021")
    one = province.of(of)
    answer_all(province.writes, one)
    put(province.writes, one, "answers/spak", value="3,5")
    wbk = level(province, one, "wbk")
    assert (wbk["meets_minima"], wbk["is_enough"]) == (True, False), "nothing is known of its gates"
    province.lead(of, "verifying", "panel")
    for fact, value in CLEAN.items():
        put(province.organiser, one, f"facts/{fact}", value=value)
    wbk, wbbm = level(province, one, "wbk"), level(province, one, "wbbm")
    assert (wbk["meets_minima"], wbk["is_enough"]) == (True, True)
    assert (wbbm["meets_minima"], wbbm["is_enough"]) == (True, False), "68.4 is not over 70"
    read = AssessmentRead.model_validate(told(province.organiser.get(f"{ASSESSMENTS}/{one['id']}"), 200))
    assert "Cukup 1 indikator dinaikkan." in str(layout(read, [], "https://contoh.example"))


def level(province: Province, one: Json, key: str) -> Json:
    found: list[Json] = told(province.organiser.get(f"{ASSESSMENTS}/{one['id']}"), 200)["levels"]
    return next(each for each in found if each["key"] == key)


def test_the_recap_knows_levels_and_years(province: Province) -> None:
    units = {"a": (province.agency, 1.0), "b": (province.other, 0.5)}
    first = final_round(province.make, "zi_2021", units, facts=CLEAN, year=2023, is_public=True)
    public = province.make.client()
    rows = told(public.get(f"{ROUNDS}/{first.id}/league"), 200)["items"]
    assert [{level["key"]: level["verdict"] for level in row["levels"]} for row in rows] == [
        {"wbk": "passed", "wbbm": "failed"}, {"wbk": "failed", "wbbm": "failed"}]  # fmt: skip
    again = province.round("zi_2021", year=2024)
    one = province.of(again)
    put(province.writes, one, "answers/spak", value=4)
    assert [each["year"] for each in years_of(province.organiser, again)] == [2023], "one of many answers is no mean"
    whole = answer_all(province.writes, one)
    years = years_of(province.organiser, again)
    mean = sum(row["score"] for row in rows) / 2
    assert [(each["year"], each["unit_count"], each["final_count"]) for each in years] == [(2023, 2, 2), (2024, 1, 0)]
    assert years[0]["mean"] == mean
    assert years[1]["mean"] == whole["score"]
    assert [each["year"] for each in years_of(public, {"id": first.id})] == [2023], "only what one may see"


def years_of(client: httpx.Client, of: Json) -> list[Json]:
    found: list[Json] = told(client.get(f"{ROUNDS}/{of['id']}"), 200)["years"]
    return found


def test_each_report_has_the_name_of_its_regulation() -> None:
    assert report_title("cettar_kabkota") == "Raport Budaya Kerja CETTAR"
    assert report_title("sakip") == "Laporan Hasil Evaluasi (LHE) AKIP"
    assert report_title("zi") == "Laporan Hasil Evaluasi (LHE) Pembangunan Zona Integritas"
    assert report_title("rb_opd") == "Laporan Hasil Evaluasi (LHE) Reformasi Birokrasi"
    assert report_title("budaya_kerja") == "Raport penilaian"
    assert (family_title("cettar_opd"), family_title("budaya_kerja")) == ("CETTAR", None)


def test_the_paper_is_called_so_and_says_what_nobody_verified(province: Province) -> None:
    of = province.round("zi_2021")
    one = put(province.writes, province.of(of), "answers/spak", value=3)
    paper = layout(AssessmentRead.model_validate(one), [], "https://contoh.example")
    assert paper["document"] == "Laporan Hasil Evaluasi (LHE) Pembangunan Zona Integritas: Dinas, 2021"
    assert paper["kind"].startswith("Laporan Hasil Evaluasi (LHE) Pembangunan Zona Integritas · ")
    assert "1 indikator dihitung dari kata unit sendiri, belum diverifikasi." in paper["state"]
    assert paper["notice"] == "Konfigurasi bawaan, periksa terhadap peraturan."
    table = paper["parts"][0]["table"]
    assert table["head"][-2:] == ["Pengampu", "Sumber nilai"]
    assert "belum diverifikasi" not in str([row[:-1] for row in table["rows"]]), "not in the column of the owners"
    bold = {table["rows"][n][0].strip() for n in table["bold"]}
    assert "Pengungkit" in bold, "an aspect does not look like an indicator"
    assert "Capaian kinerja" not in bold
    items = {row[0].strip(): row[-1] for row in table["rows"]}
    assert items["Survei Persepsi Anti Korupsi (SPAK)"].endswith("belum diverifikasi")
    assert "belum diverifikasi" not in items["Capaian kinerja"]
    assert any("Yang perlu dinaikkan untuk Wilayah Bebas" in part["title"] for part in paper["parts"])
    sent = province.writes.get(f"{ASSESSMENTS}/{one['id']}/raport.pdf")
    assert sent.content.startswith(b"%PDF-")
    assert 'filename="lhe-zi-2021-dinas.pdf"' in sent.headers["content-disposition"]
    decided = province.lead(of, "verifying", "panel")
    one = put(province.organiser, province.of(decided), "panel/spak", value=3, note="Diperiksa panel.")
    paper = layout(AssessmentRead.model_validate(one), [], "https://contoh.example")
    assert "belum diverifikasi" not in str(paper), "the panel has looked at it"

"""The tables of SAKIP, ZI, SKM, IPP, IGA, RB and CETTAR, reproduced to the figure, with the arithmetic beside them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.instruments.loading import names, shipped
from app.instruments.result import LevelResult, Result
from app.instruments.scoring import score

D = Decimal
SAKIP = shipped("sakip_2021")
ZI = shipped("zi_2021")
SKM = shipped("skm_2017")
FACTS = {"opini_bpk": "WTP", "spip": 3, "nilai_sakip": D("60.01"), "nilai_rb": D("50.01")}


def all_at(name: str, value: object) -> dict[str, object]:
    return {leaf.key: value for leaf in shipped(name).leaves}


@pytest.mark.parametrize(("component", "weights"), [
    ("perencanaan", (6, 9, 15, 30)), ("pengukuran", (6, 9, 15, 30)), ("pelaporan", (3, D("4.5"), D("7.5"), 15)),
    ("evaluasi", (5, D("7.5"), D("12.5"), 25)),
])  # fmt: skip
def test_the_table_of_sakip(component: str, weights: tuple[object, ...]):
    node = SAKIP.by_key[component]
    assert [part.key.removeprefix(component + "_") for part in node.parts] == ["pemenuhan", "kualitas", "pemanfaatan"]
    assert [*(part.worth for part in node.parts), node.worth] == [Fraction(str(one)) for one in weights]


@pytest.mark.parametrize(("value", "letter", "title"), [
    (D("90.01"), "AA", "Sangat Memuaskan"), (90, "A", "Memuaskan"), (D("80.01"), "A", "Memuaskan"),
    (80, "BB", "Sangat Baik"), (D("70.01"), "BB", "Sangat Baik"), (70, "B", "Baik"), (D("60.01"), "B", "Baik"),
    (60, "CC", "Cukup"), (D("50.01"), "CC", "Cukup"), (50, "C", "Kurang"), (D("30.01"), "C", "Kurang"),
    (30, "D", "Sangat Kurang"), (0, "D", "Sangat Kurang"), (100, "AA", "Sangat Memuaskan"),
])  # fmt: skip
def test_the_predicates_of_sakip_on_both_sides_of_each_edge(value: object, letter: str, title: str):
    # twelve parts at v % of their weights: (6+9+15+6+9+15+3+4.5+7.5+5+7.5+12.5) × v/100 = 100 × v/100 = v
    found = score(SAKIP, all_at("sakip_2021", value))
    assert found.total == Fraction(str(value))
    assert found.predicate is not None
    assert (found.letter, found.predicate.title) == (letter, title)


def test_sakip_by_hand():
    # perencanaan 6×0.9 + 9×0.8 + 15×0.7 = 5.4 + 7.2 + 10.5 = 23.1; pengukuran 6×1 + 9×0.5 + 15×0.6 = 19.5
    # pelaporan 3×0.8 + 4.5×0.8 + 7.5×0.8 = 12; evaluasi 5×1 + 7.5×0.6 + 12.5×0.4 = 14.5; together 69.1, so B
    values = [90, 80, 70, 100, 50, 60, 80, 80, 80, 100, 60, 40]
    found = score(SAKIP, dict(zip((leaf.key for leaf in SAKIP.leaves), values, strict=True)))
    parts = [found.items[key].points for key in ("perencanaan", "pengukuran", "pelaporan", "evaluasi")]
    assert parts == [Fraction("23.1"), Fraction("19.5"), 12, Fraction("14.5")]
    assert (found.total, found.letter, found.is_provisional) == (Fraction("69.1"), "B", False)


def test_the_table_of_zi():
    worth = {key: ZI.by_key[key].worth for key in ZI.by_key}
    areas = {"manajemen_perubahan": 8, "tatalaksana": 7, "sdm": 10, "akuntabilitas": 10, "pengawasan": 15,
             "pelayanan_publik": 10}  # fmt: skip
    assert {part.key: part.worth for part in ZI.by_key["pengungkit"].parts} == areas
    for key, points in areas.items():  # half pemenuhan, half reform
        assert [part.worth for part in ZI.by_key[key].parts] == [Fraction(points, 2)] * 2
    assert (worth["pengungkit"], worth["hasil"]) == (60, 40)
    assert (worth["birokrasi_bersih"], worth["spak"], worth["capaian_kinerja"]) == (22.5, 17.5, 5)
    assert (worth["pelayanan_prima"], worth["spkp"]) == (17.5, 17.5)


@pytest.mark.parametrize(("level", "total", "pengungkit", "area", "prima"), [
    ("wbk", 75, 40, 60, 14), ("wbbm", 85, 48, 75, D("15.75")),
])  # fmt: skip
def test_the_minimums_of_wbk_and_wbbm(level: str, total: int, pengungkit: int, area: int, prima: object):
    found = level_of(score(ZI, {}), level)
    minimums = [(one.of, one.minimum, one.is_percent) for one in found.thresholds]
    areas = [(part.key, area, True) for part in ZI.by_key["pengungkit"].parts]
    assert minimums == [("total", total, False), ("pengungkit", pengungkit, False), *areas,
                        ("birokrasi_bersih", 18.25, False), ("spak", 15.75, False), ("capaian_kinerja", 2.5, False),
                        ("pelayanan_prima", Fraction(str(prima)), False)]  # fmt: skip
    gates = [(one.fact, one.wanted) for one in found.gates]
    sakip, rb = (">60", ">50") if level == "wbk" else (">70", ">60")
    assert gates == [("opini_bpk", "WTP"), ("spip", ">=3"), ("nilai_sakip", sakip), ("nilai_rb", rb)]


def level_of(result: Result, key: str) -> LevelResult:
    return next(one for one in result.levels if one.key == key)


def zi(area: object = 80, spak: object = "3.6", spkp: object = "3.2", capaian: object = 50,
       facts: dict[str, object] = FACTS, **others: object) -> Result:  # fmt: skip
    answers = {leaf.key: area for leaf in ZI.leaves} | {"spak": D(str(spak)), "spkp": D(str(spkp))}
    return score(ZI, answers | {"capaian_kinerja": capaian} | others, facts)


def test_a_unit_just_reaches_wbk():
    # pengungkit 60 × 0.8 = 48; SPAK 3.6/4 × 17.5 = 15.75; capaian 0.5 × 5 = 2.5; SPKP 3.2/4 × 17.5 = 14
    # 48 + 15.75 + 2.5 + 14 = 80.25; birokrasi bersih 18.25, met exactly
    found = zi()
    assert found.total == Fraction("80.25")
    assert found.items["birokrasi_bersih"].points == Fraction("18.25")
    assert level_of(found, "wbk").verdict == "passed"
    assert level_of(found, "wbbm").verdict == "failed"


def test_a_threshold_missed_by_a_hundredth_is_missed():
    # 4.5 × 0.01 more or less in a survey is far more than 0.01 points, so the area is used:
    # pengungkit needs 40 of 60; every area at 66.65 % gives 39.99, which is 0.01 short, at 66.67 % 40.002
    short = level_of(zi(area=D("66.65"), spak=4, spkp=4, capaian=100), "wbk")
    failed = [(one.of, one.short) for one in short.thresholds if not one.is_passed]
    assert failed == [("pengungkit", Fraction("0.01"))]
    assert short.verdict == "failed"
    assert level_of(zi(area=D("66.67"), spak=4, spkp=4, capaian=100), "wbk").verdict == "passed"


def test_a_survey_just_below_its_minimum():
    # SPAK 3.599/4 × 17.5 = 15.745625: 0.004375 short of 15.75; birokrasi bersih 15.745625 + 5 = 20.745625 is enough
    found = level_of(zi(spak="3.599", capaian=100), "wbk")
    assert [(one.of, one.short) for one in found.thresholds if not one.is_passed] == [("spak", Fraction("0.004375"))]


def test_one_area_under_sixty_percent_fails_though_the_total_is_high():
    # sdm: pemenuhan 5 × 0.6 + reform 5 × 0.598 = 5.99 of 10 = 59.9 %; total 92 + 5.99 (everything else at 100 %)
    found = zi(area=100, spak=4, spkp=4, capaian=100, sdm_pemenuhan=60, sdm_reform=D("59.8"))
    assert found.total == Fraction("95.99")
    failed = [one for one in level_of(found, "wbk").thresholds if not one.is_passed]
    assert [(one.of, one.value, one.short) for one in failed] == [("sdm", Fraction("59.9"), Fraction("0.1"))]


@pytest.mark.parametrize(("fact", "value", "verdict"), [
    ("nilai_sakip", 60, "failed"), ("nilai_sakip", D("60.01"), "passed"), ("spip", D("2.99"), "failed"),
    ("spip", 3, "passed"), ("nilai_rb", 50, "failed"), ("opini_bpk", "WDP", "failed"), ("opini_bpk", "wtp", "passed"),
])  # fmt: skip
def test_the_gates_of_wbk_on_both_sides(fact: str, value: object, verdict: str):
    assert level_of(zi(facts=FACTS | {fact: value}), "wbk").verdict == verdict


def test_a_fact_that_nobody_gave_leaves_the_level_open():
    facts = {key: value for key, value in FACTS.items() if key != "spip"}
    assert level_of(zi(facts=facts), "wbk").verdict == "open"
    assert level_of(zi(area=10, facts=facts), "wbk").verdict == "failed"  # what has failed cannot be open


def test_wbbm_just_reached():
    # pengungkit 60 × 0.85 = 51; SPAK 3.6/4 × 17.5 = 15.75, SPKP the same; capaian 5 × 0.5 = 2.5: 85.00 in all
    facts = FACTS | {"nilai_sakip": D("70.01"), "nilai_rb": D("60.01")}
    found = zi(area=85, spkp="3.6", facts=facts)
    assert found.total == 85
    assert level_of(found, "wbbm").verdict == "passed"
    assert level_of(zi(area=D("84.9"), spkp="3.6", facts=facts), "wbbm").verdict == "failed"  # 50.94: 84.94


@pytest.mark.parametrize(("mean", "final", "letter"), [
    # mean × 25, rounded to 2 decimals, then banded
    ("1", "25", "D"), ("2.5996", "64.99", "D"), ("2.5997", "64.99", "D"),  # 64.9925
    ("2.5998", "65", "C"),  # 64.995, a half, goes up to 65.00
    ("2.6", "65", "C"), ("3.064", "76.6", "C"), ("3.0641", "76.60", "C"),  # 76.6025
    ("3.0642", "76.61", "B"),  # 76.605, a half again
    ("3.0644", "76.61", "B"), ("3.532", "88.3", "B"), ("3.5321", "88.30", "B"),  # 88.3025
    ("3.5322", "88.31", "A"), ("3.5324", "88.31", "A"), ("4", "100", "A"),
])  # fmt: skip
def test_the_table_of_skm_rounds_before_it_bands(mean: str, final: str, letter: str):
    found = score(SKM, all_at("skm_2017", D(mean)))
    assert found.total == Fraction(mean) * 25
    assert (found.final, found.letter) == (Fraction(final), letter)


def test_nine_elements_of_skm_by_hand():
    # 3.2 + 3.4 + 2.9 + 3.8 + 3.3 + 3.5 + 3.6 + 3.1 + 3.0 = 29.8; 29.8 / 9 × 25 = 82.777…, rounded 82.78: B
    values = ["3.2", "3.4", "2.9", "3.8", "3.3", "3.5", "3.6", "3.1", "3.0"]
    found = score(SKM, dict(zip((leaf.key for leaf in SKM.leaves), map(D, values), strict=True)))
    assert found.total == Fraction("29.8") / 9 * 25
    assert (found.final, found.letter) == (Fraction("82.78"), "B")
    assert len(SKM.leaves) == 9


@pytest.mark.parametrize(("value", "letter"), [
    ("4.51", "A"), ("4.5", "A−"), ("4.01", "A−"), ("4", "B"), ("3.51", "B"), ("3.5", "B−"), ("3.01", "B−"), ("3", "C"),
    ("2.51", "C"), ("2.5", "C−"), ("2.01", "C−"), ("2", "D"), ("1.51", "D"), ("1.5", "E"), ("1.01", "E"), ("1", "F"),
])  # fmt: skip
def test_the_bands_of_ipp(value: str, letter: str):
    # all aspects the same: (24 + 25 + 18 + 33) % of v = v
    found = score(shipped("ipp_2025"), all_at("ipp_2025", D(value)))
    assert (found.total, found.letter) == (Fraction(value), letter)


@pytest.mark.parametrize(("value", "letter"), [
    ("65.01", "Sangat Inovatif"), ("65", "Inovatif"), ("40.01", "Inovatif"), ("40", "Kurang Inovatif"),
])  # fmt: skip
def test_the_bands_of_iga(value: str, letter: str):
    assert score(shipped("iga_2025"), {"indeks": D(value)}).letter == letter


@pytest.mark.parametrize(("value", "letter"), [
    (100, "A"), (81, "A"), (D("80.99"), "B"), (61, "B"), (D("60.99"), "C"), (41, "C"), (D("40.99"), "D"), (21, "D"),
    (D("20.99"), "E"), (0, "E"),
])  # fmt: skip
def test_the_predicates_of_cettar(value: object, letter: str):
    assert score(shipped("cettar_opd_2022"), all_at("cettar_opd_2022", value)).letter == letter


@pytest.mark.parametrize(("name", "weights"), [
    ("cettar_opd_2022", (20, 15, 15, 15, 20, 15)), ("cettar_opd_2023", (20, 15, 10, 10, 30, 15)),
    ("cettar_opd_2024", (19, 20, 15, 10, 26, 10)), ("cettar_kabkota_2022", (15, 15, 20, 20, 15, 15)),
    ("cettar_kabkota_2023", (20, 20, 15, 5, 25, 15)), ("cettar_kabkota_2024", (15, 20, 15, 12, 28, 10)),
])  # fmt: skip
def test_the_aspects_of_cettar(name: str, weights: tuple[int, ...]):
    keys = ["cepat", "efektif_efisien", "tanggap", "transparan", "akuntabel", "responsif"]
    assert [node.key for node in shipped(name).nodes] == keys
    assert [node.worth for node in shipped(name).nodes] == list(weights)


def test_cettar_2023_by_hand():
    # Cepat 20: IKM 82.78/100 × 40 % = 33.112 %; inovasi 55.5/111 × 15 % = 7.5 %; KOVABLIK 90 × 30 % = 27 %
    # KIPP 0: together 67.612 % of 20 = 13.5224
    sources = {"skm.total": D("82.78"), "iga.total": D("55.5"), "competition.kovablik": 90, "competition.kipp": 0}
    found = score(shipped("cettar_opd_2023"), {}, sources=sources)
    assert found.items["cepat"].points == Fraction("13.5224")
    assert found.items["ikm"].weight == 8
    assert found.items["ikm"].converted == Fraction("82.78")
    assert [found.items[key].state for key in ("ikm", "kovablik", "sakip")] == ["fed", "fed", "missing"]


def test_rb_2025_by_hand():
    # IGA 55.5/111 × 5 = 2.5; IPP 4/5 × 7 = 5.6; BMD 3/4 × 4 = 3; BerAKHLAK 40/50 × 2 = 1.6; SPBE 1/5 × 4.5 = 0.9
    answers = {"iga": D("55.5"), "ipp": 4, "bmd": 3, "berakhlak": 40, "arsitektur_spbe": 1}
    found = score(shipped("rb_opd_2025"), answers)
    assert [found.items[key].points for key in answers] == [Fraction(one) for one in ("2.5", "5.6", "3", "1.6", "0.9")]
    assert (found.total, found.letter, found.maximum) == (Fraction("13.6"), "D", 110)


def test_rb_between_ninety_and_a_hundred_is_said_to_be_open():
    everything = {leaf.key: leaf.item.maximum or 100 for leaf in shipped("rb_opd_2025").leaves}
    assert score(shipped("rb_opd_2025"), everything).letter == "AA"  # 110
    # without SAKIP (10) and ZI (3): 110 − 13 = 97, in the stretch whose predicate nobody knows
    found = score(shipped("rb_opd_2025"), everything | {"sakip": 0, "zona_integritas": 0})
    assert (found.total, found.letter) == (97, None)
    assert found.predicate is not None
    assert found.predicate.open in {one.why for one in found.open}


@pytest.mark.parametrize("name", names())
def test_a_file_says_what_it_is_and_what_it_leaves_open(name: str):
    definition = shipped(name).definition
    assert definition.notice == "konfigurasi bawaan, periksa terhadap peraturan"
    assert definition.sources
    assert definition.open
    assert name == f"{definition.instrument}_{definition.year}"


def test_the_files_that_were_promised_are_there():
    cettar = {f"cettar_{who}_{year}" for who in ("opd", "kabkota") for year in (2022, 2023, 2024)}
    assert set(names()) == cettar | {"sakip_2021", "zi_2021", "rb_opd_2025", "skm_2017", "ipp_2025", "iga_2025",
                                     "kecepatan_2025"}  # fmt: skip

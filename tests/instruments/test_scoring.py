"""Scales, conversions, missing answers, what does not apply, what is refused: by hand on a small instrument."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.instruments.faults import BadAnswers
from app.instruments.lifting import cheapest
from app.instruments.loading import shipped
from app.instruments.ranges import parse, shown
from app.instruments.scoring import score
from app.instruments.shares import LETTERS, Ratio
from tests.instruments.files import ALL_SCALES, BANDS, FULL, made, with_items

D = Decimal
SMALL = made(ALL_SCALES)
BEST = FULL | {"capaian": Ratio(90, 80)}


def points(answers: dict[str, object], key: str, **more: object) -> Fraction:
    return score(SMALL, answers, **more).items[key].points


def test_everything_at_its_best_is_the_maximum():
    # 60 × (25 + 25 + 25 + 25) % + 10 + 10 + 10 + 10 = 100; 90 of 80 counts as 1, no more
    found = score(SMALL, BEST)
    assert (found.total, found.maximum, found.letter, found.missing) == (100, 100, "A", ())


@pytest.mark.parametrize(("key", "answer", "share"), [
    ("ada", True, "1"), ("ada", "ya", "1"), ("ada", "Tidak", "0"), ("ada", False, "0"),
    ("tiga", "A", "1"), ("tiga", "b", "0.5"), ("tiga", "C", "0"),
    ("empat", "A", "1"), ("empat", "B", "0.67"), ("empat", "C", "0.33"), ("empat", "D", "0"),
    ("lima", "A", "1"), ("lima", "B", "0.75"), ("lima", "C", "0.5"), ("lima", "D", "0.25"), ("lima", "E", "0"),
    ("capaian", Ratio(40, 80), "0.5"), ("capaian", Ratio(1, 3), "1/3"), ("capaian", Ratio(81, 80), "1"),
    ("capaian", Ratio(0, 80), "0"),
    # inverse, 30 is worth nothing and 5 everything: (30 − 20) / 25 = 0.4; beyond the ends it stays
    ("waktu", 30, "0"), ("waktu", 20, "0.4"), ("waktu", 5, "1"), ("waktu", 0, "1"), ("waktu", 60, "0"),
    ("waktu", D("17.5"), "0.5"),
    # banded, <3 / 3–7 / >7, both sides of both edges
    ("jenjang", D("2.99"), "0"), ("jenjang", 3, "0.5"), ("jenjang", 7, "0.5"), ("jenjang", D("7.01"), "1"),
    ("opini", "WTP", "1"), ("opini", "wdp", "0.5"), ("opini", "TMP", "0"),
])  # fmt: skip
def test_the_share_of_an_answer(key: str, answer: object, share: str):
    item = score(SMALL, {key: answer}).items[key]
    assert (item.share, item.state, item.raw) == (Fraction(share), "answered", answer)
    assert item.converted == 100 * Fraction(share)
    assert item.points == item.weight * Fraction(share)


def test_the_answer_scales_are_those_of_the_regulation():
    told = {scale: [shown(worth) for worth in words.values()] for scale, words in LETTERS.items()}
    assert told == {"yes_no": [1, 0], "abc": [1, D("0.5"), 0], "abcd": [1, D("0.67"), D("0.33"), 0],
                    "abcde": [1, D("0.75"), D("0.5"), D("0.25"), 0]}  # fmt: skip


def test_linear_table_and_target():
    tool = made(
        with_items("""\
  - {key: lurus, title: Lurus, weight: 50, scale: number, minimum: 0, maximum: 100,
     convert: {kind: linear, from: 40, to: 90}}
  - {key: tabel, title: Tabel, weight: 20, scale: number, minimum: 1, maximum: 3,
     convert: {kind: table, rows: [{value: 1, share: 0}, {value: 2, share: 0.6}, {value: 3, share: 1}]}}
  - {key: sasaran, title: Sasaran, weight: 30, scale: number, minimum: 0, maximum: 500,
     convert: {kind: target, target: 120}}
""")
    )
    # (65 − 40) / 50 × 50 = 25; 0.6 × 20 = 12; 100/120 × 30 = 25
    assert score(tool, {"lurus": 65, "tabel": 2, "sasaran": 100}).total == 25 + 12 + 25
    assert score(tool, {"lurus": 39, "tabel": 1, "sasaran": 0}).total == 0
    assert score(tool, {"lurus": 90, "tabel": 3, "sasaran": 121}).total == 100
    with pytest.raises(BadAnswers) as refused:
        score(tool, {"tabel": D("1.5")})
    assert [(one.key, one.code) for one in refused.value.faults] == [("tabel", "answer_unknown")]


def test_missing_answers_count_nothing_and_are_named():
    # only ada 15 and opini 10 × 0.5 = 5: 20 of 100
    found = score(SMALL, {"ada": "ya", "opini": "WDP"})
    assert (found.total, found.letter, found.is_provisional) == (20, "C", True)
    assert found.missing == ("tiga", "empat", "lima", "capaian", "waktu", "jenjang")
    assert [found.items[key].state for key in ("dasar", "angka", "ada")] == ["missing", "missing", "answered"]
    assert not score(SMALL, BEST).is_provisional


def test_a_unit_without_an_indicator_spreads_its_weight():
    # jenjang is for agencies: a bureau shares its 10 points among the other three of 10, each then 40/3
    # waktu at half: 40/3 × 0.5 = 6.666…; everything else full: 100 − 40/6 = 93.333…
    found = score(SMALL, {key: value for key, value in BEST.items() if key != "jenjang"} | {"waktu": D("17.5")},
                  kind="bureau")  # fmt: skip
    assert found.items["waktu"].weight == Fraction(40, 3)
    assert found.items["jenjang"].weight == 0
    assert found.total == 100 - Fraction(40, 6)
    assert (found.absent, found.missing) == (("jenjang",), ())
    assert score(SMALL, BEST, kind="agency").items["waktu"].weight == 10


def test_a_unit_without_an_indicator_loses_its_weight_where_the_file_says_so():
    # absent: zero, so the 10 points of jenjang cannot be won: 90 is the best
    tool = made(ALL_SCALES.replace("absent: spread", "absent: zero"))
    found = score(tool, {key: value for key, value in BEST.items() if key != "jenjang"}, kind="bureau")
    assert (found.total, found.maximum, found.missing) == (90, 100, ())


def test_a_whole_component_that_does_not_apply():
    # dasar (60) is gone, so angka shares all 100: each of its four indicators has 25; capaian 0.5 gives 12.5
    found = score(SMALL, {"capaian": Ratio(1, 2)}, absent={"dasar"})
    assert (found.items["capaian"].points, found.items["dasar"].state) == (Fraction("12.5"), "absent")
    # a threshold on what does not apply is neither passed nor failed
    passed = {one.of: one.is_passed for one in found.levels[0].thresholds}
    assert (passed["ada"], passed["angka"]) == (None, False)


def test_where_nothing_applies_nothing_is_scored():
    found = score(SMALL, {}, absent={"dasar", "angka"})
    assert (found.total, found.maximum, found.missing, found.letter) == (0, 0, (), None)


def test_a_unit_of_another_kind_is_refused():
    with pytest.raises(BadAnswers, match="kind: kind_not_served"):
        score(SMALL, {}, kind="village")


@pytest.mark.parametrize(("answers", "code"), [
    ({"ada": "mungkin"}, "answer_unknown"), ({"ada": 1}, "answer_unknown"), ({"tiga": "D"}, "answer_unknown"),
    ({"tiga": True}, "answer_unknown"), ({"capaian": 0.9}, "answer_not_ratio"),
    ({"capaian": Ratio(1, 0)}, "answer_not_ratio"), ({"capaian": Ratio(-1, 2)}, "answer_not_ratio"),
    ({"waktu": D("60.01")}, "answer_outside"), ({"waktu": -1}, "answer_outside"), ({"waktu": "5"}, "answer_not_number"),
    ({"waktu": True}, "answer_not_number"), ({"waktu": float("nan")}, "answer_not_number"),
    ({"waktu": D("Infinity")}, "answer_not_number"), ({"opini": "TW"}, "answer_unknown"), ({"x": 1}, "item_unknown"),
    ({"dasar": 50}, "item_unknown"),
])  # fmt: skip
def test_an_answer_off_its_scale_is_refused(answers: dict[str, object], code: str):
    with pytest.raises(BadAnswers) as refused:
        score(SMALL, answers)
    assert [(one.key, one.code) for one in refused.value.faults] == [(next(iter(answers)), code)]


def test_all_that_does_not_fit_is_named_at_once():
    with pytest.raises(BadAnswers) as refused:
        score(SMALL, {"tiga": "Z", "waktu": 99, "jenjang": 5}, {"spip": 6, "rb": 1, "opini_bpk": "TW"}, kind="bureau",
              absent={"y"})  # fmt: skip
    assert [(one.key, one.code) for one in refused.value.faults] == [
        ("tiga", "answer_unknown"), ("waktu", "answer_outside"), ("jenjang", "answer_not_asked"),
        ("spip", "answer_outside"), ("rb", "fact_unknown"), ("opini_bpk", "answer_unknown"), ("y", "item_unknown"),
    ]  # fmt: skip


def test_a_value_from_its_source_and_by_hand_is_refused():
    tool = shipped("cettar_opd_2024")
    assert score(tool, {"sakip": 70}).items["sakip"].state == "answered"
    with pytest.raises(BadAnswers) as refused:
        score(tool, {"sakip": 70}, sources={"sakip.total": 70})
    assert [(one.key, one.code) for one in refused.value.faults] == [("sakip", "answered_and_fed")]


def test_one_instrument_feeds_another():
    # SAKIP at 80 % everywhere is 80; in CETTAR 2024 it weighs 13: 0.8 × 13 = 10.4; in RB 10: 8
    fed = score(shipped("sakip_2021"), {leaf.key: 80 for leaf in shipped("sakip_2021").leaves}).feeds()
    assert (fed["sakip.total"], fed["sakip.perencanaan"]) == (80, 24)
    assert score(shipped("cettar_opd_2024"), {}, sources=fed).total == Fraction("10.4")
    assert score(shipped("rb_opd_2025"), {}, sources=fed).total == 8


def test_thirds_add_up():
    # three equal weights at full are exactly 100, not 99.999…, so the edge at 100 is met
    items = "".join(f"  - {{key: {key}, title: T, scale: yes_no}}\n" for key in "abc")
    tool = made(with_items(items, rest="weights: equal\n") + 'predicates: [{letter: P, when: ">=100"}, '
                '{letter: Q, when: "<100"}]\n')  # fmt: skip
    assert score(tool, dict.fromkeys("abc", True)).letter == "P"
    assert score(tool, {"a": True, "b": True, "c": False}).total == Fraction(200, 3)


@pytest.mark.parametrize(("mode", "value", "final"), [
    ("half_up", "12.345", "12.35"), ("half_even", "12.345", "12.34"), ("half_even", "12.355", "12.36"),
    ("down", "12.349", "12.34"), ("half_up", "12.3449", "12.34"), ("half_even", "12.3451", "12.35"),
])  # fmt: skip
def test_rounding_is_exact(mode: str, value: str, final: str):
    item = ("  - {key: nilai, title: Nilai, weight: 100, scale: number, minimum: 0, maximum: 100,"
            " convert: {kind: part, of: 100}}\n")  # fmt: skip
    tool = made(with_items(item, rest=f"rounding: {{digits: 2, mode: {mode}}}\n"))
    found = score(tool, {"nilai": D(value)})
    assert (found.total, found.final) == (Fraction(value), Fraction(final))


def test_a_float_is_the_decimal_that_it_is_written_as():
    # 0.1 + 0.2 would not be 0.3 in binary; 16.1 / 100 × 10 is 1.61 exactly
    tool = shipped("rb_opd_2025")
    assert score(tool, {"sakip": 16.1}).total == Fraction("1.61")


def test_strictly_more_is_more():
    # dasar's parts need more than 50 %: exactly 50 fails, and nothing is missing in points
    found = score(SMALL, BEST | {"tiga": "B"}).levels[0]
    tiga = next(one for one in found.thresholds if one.of == "tiga")
    assert (tiga.value, tiga.minimum, tiga.short, tiga.is_passed) == (50, 50, 0, False)


# What lifts a result


def test_from_b_to_a_with_the_fewest_indicators():
    # 100 − waktu 10 − lima 15 × 0.75 = 11.25 − jenjang 5 = 73.75: B. A begins at 80, so 6.25 are needed:
    # the largest gain, lima with 11.25, is enough alone
    result = score(SMALL, BEST | {"waktu": 30, "lima": "D", "jenjang": 5})
    lift = cheapest(SMALL, result, "A")
    assert (result.total, result.letter) == (Fraction("73.75"), "B")
    assert (lift.needed, lift.is_enough) == (Fraction("6.25"), True)
    assert [(one.key, one.gain, one.total) for one in lift.steps] == [("lima", Fraction("11.25"), 85)]


def test_two_indicators_where_one_is_not_enough():
    # SKM from 76.60 (C): 3.064 each. B needs 76.61 after rounding; each element can give (4 − 3.064) × 25/9 = 2.6
    tool = shipped("skm_2017")
    result = score(tool, {leaf.key: D("2.5") for leaf in tool.leaves})
    # 62.5 (D); to 76.61 are 14.11: each gives 1.5 × 25/9 = 4.1666…; three give 12.5, four 16.666…
    lift = cheapest(tool, result, "B")
    assert (result.letter, lift.needed, len(lift.steps)) == ("D", Fraction("14.11"), 4)
    assert lift.steps[-1].total == Fraction("62.5") + 4 * Fraction(25, 6)


def test_what_is_reached_needs_nothing_and_a_missing_answer_can_lift():
    assert cheapest(SMALL, score(SMALL, BEST), "B").steps == ()
    lift = cheapest(SMALL, score(SMALL, {}), "C")
    assert (lift.needed, lift.steps) == (0, ())
    # from 0 to 60: dasar's four indicators of 15 each
    assert [one.key for one in cheapest(SMALL, score(SMALL, {}), "B").steps] == ["ada", "tiga", "empat", "lima"]


def test_what_cannot_be_reached_is_said():
    # without jenjang, whose weight is lost, 90 is the best: an A from 95 on is out of reach
    text = ALL_SCALES.replace("absent: spread", "absent: zero").replace(BANDS, BANDS.replace("80", "95"))
    tool = made(text)
    lift = cheapest(tool, score(tool, {}, kind="bureau"), "A")
    assert (lift.is_enough, len(lift.steps), lift.steps[-1].total) == (False, 7, 90)
    with pytest.raises(KeyError):
        cheapest(tool, score(tool, {}), "Z")


def test_a_range_is_one_or_two_comparisons():
    assert parse(">80 <=90").holds(Fraction(90))
    assert not parse(">80 <=90").holds(Fraction(80))
    assert parse(" >= 81 ").holds(Fraction(81))
    for text in ("", "81", ">", ">1 >2", "<1 <2", ">1 <2 <3", "=5", ">1,5", "> 1 or <2", "≥1"):
        with pytest.raises(ValueError) as refused:
            parse(text)
        assert refused.value.args == (text,)

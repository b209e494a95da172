"""What is wrong with a file, and at which line and column."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from app.http.instrument_words import FAULTS, sentence
from app.instruments.checking import check, doubts
from app.instruments.faults import BadInstrument, Fault
from app.instruments.form import MOST
from app.instruments.loading import load, names, shipped, text_of
from app.instruments.network import check_together
from app.instruments.schema import Kind, json_schema
from app.instruments.scoring import score
from app.instruments.shares import Ratio
from app.instruments.sources import KNOWN
from app.models.service_record import Measure
from app.models.unit import UnitKind
from app.queries.assessments import feeds
from tests.instruments.files import ALL_SCALES, BANDS, HEAD, made, sealed_text, with_items

ROOT = Path(__file__).parents[2]
LEAF = "  - {key: nilai, title: Nilai, weight: 100, scale: yes_no}\n"
"""Stands in line 11 of ``with_items``: seven lines of head, maximum, absent, items."""


def found(text: str) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in check(text, with_seal=False)]


def test_the_files_of_the_tests_and_of_jipp_are_sound():
    assert found(ALL_SCALES) == []
    assert found(with_items(LEAF)) == []
    assert check_together({name: text_of(name) for name in names()}) == []


NUMBER = "  - {key: nilai, title: Nilai, weight: 100, scale: number, minimum: 0, maximum: 10, convert: %s}\n"


@pytest.mark.parametrize(("items", "faults"), [
    # the text
    ("  - {key: nilai, title: Nilai\n", [(12, 1, "yaml_bracket")]),
    ("  - &a {key: nilai, title: Nilai, weight: 100, scale: yes_no}\n", [(11, 5, "alias")]),
    ("  - {key: nilai, title: Nilai, weight: 100, scale: yes_no, weight: 50}\n", [(11, 60, "duplicate_name")]),
    ("  - {key: nilai, title: Nilai, weight: 100, scale: yes_no, 5: x}\n", [(11, 60, "name_not_text")]),
    ("  - {key: nilai, title: !!binary aGFp, weight: 100, scale: yes_no}\n",
     [(11, 25, "yaml_tag")]),
    *((f"  - {{key: nilai, title: Nilai, weight: {tagged}, scale: yes_no}}\n", [(11, 40, "yaml_tag")])
      for tagged in ("!!int abc", "!!int 1_00", "!!float 1e9999", "!!float nan", "!!str 100", "! 100", "!own 100")),
    ('  - {key: nilai, title: "Nil\\u202eai", weight: 100, scale: yes_no}\n', [(11, 25, "unreadable_character")]),
    ('  - {key: nilai, title: "Nilai\\0", weight: 100, scale: yes_no}\n', [(11, 25, "unreadable_character")]),
    # the form
    ("  - {key: nilai, title: Nilai, wait: 100, scale: yes_no}\n", [(11, 32, "name_unknown")]),
    ("  - {key: nilai, title: Nilai, weight: banyak, scale: yes_no}\n", [(11, 40, "number_expected")]),
    ("  - {key: nilai, title: Nilai, weight: true, scale: yes_no}\n", [(11, 40, "number_expected")]),
    ("  - {key: nilai, title: Nilai, weight: 1.000,5, scale: yes_no}\n",
     [(11, 46, "name_not_text"), (10, 1, "weights_points")]),
    ("  - {key: nilai, title: Nilai, weight: 0, scale: yes_no}\n", [(11, 40, "not_above")]),
    ("  - {key: nilai, title: Nilai, weight: 010, scale: yes_no}\n", [(11, 40, "number_expected")]),
    ("  - {key: nilai, title: Nilai, weight: 100, scale: mungkin}\n", [(11, 52, "one_of")]),
    ("  - {key: Nilai 1, title: Nilai, weight: 100, scale: yes_no}\n", [(11, 11, "wrong_pattern")]),
    ("  - {key: nilai, title: '', weight: 100, scale: yes_no}\n", [(11, 25, "empty")]),
    ("  - {key: nilai, title: Nilai, weight: 100, scale: yes_no, for: agency}\n", [(11, 65, "list_expected")]),
    ("  - {title: Nilai, weight: 100, scale: yes_no}\n", [(11, 5, "name_missing")]),
    ("  - nilai\n", [(11, 5, "mapping_expected")]),
    # weights
    ("  - {key: a, title: A, weight: 60, scale: yes_no}\n  - {key: b, title: B, weight: 39.99, scale: yes_no}\n",
     [(10, 1, "weights_points")]),
    ("  - key: a\n    title: A\n    weight: 100\n    weights: percent\n    items:\n"
     "      - {key: b, title: B, weight: 60, scale: yes_no}\n      - {key: c, title: C, weight: 41, scale: yes_no}\n",
     [(15, 5, "weights_percent")]),
    ("  - key: a\n    title: A\n    weight: 100\n    weights: equal\n    items:\n"
     "      - {key: b, title: B, weight: 100, scale: yes_no}\n", [(16, 36, "weight_beside_equal")]),
    # names
    ("  - {key: a, title: A, weight: 50, scale: yes_no}\n  - {key: a, title: B, weight: 50, scale: yes_no}\n",
     [(12, 11, "used_before")]),
    ("  - {key: total, title: A, weight: 100, scale: yes_no}\n", [(11, 11, "used_before")]),
    # components and indicators
    ("  - {key: a, title: A, weight: 100, scale: abc, items: [{key: b, title: B, weight: 100, scale: yes_no}]}\n",
     [(11, 37, "not_of_component")]),
    ("  - {key: a, title: A, weight: 100, scale: abc, weights: equal}\n", [(11, 49, "not_of_indicator")]),
    ("  - {key: a, title: A, weight: 100}\n", [(11, 5, "not_open")]),
    ("  - {key: a, title: A, weight: 100, scale: converted}\n", [(11, 44, "not_open")]),
    ("  - {key: a, title: A, weight: 100, scale: yes_no, for: [city]}\n", [(11, 57, "kinds_wider")]),
    # scales
    ("  - {key: a, title: A, weight: 100, scale: abc, maximum: 4}\n", [(11, 49, "not_of_scale")]),
    ("  - {key: a, title: A, weight: 100, scale: choice}\n", [(11, 44, "scale_needs")]),
    ("  - {key: a, title: A, weight: 100, scale: abc, convert: {kind: part, of: 4}}\n", [(11, 49, "not_of_scale")]),
    (NUMBER % "{kind: linear, from: 0}", [(11, 94, "conversion_needs")]),
    (NUMBER % "{kind: linear, from: 0, to: 10, of: 10}", [(11, 126, "not_of_conversion")]),
    (NUMBER % "{kind: linear, from: 10, to: 0}", [(11, 123, "direction_linear")]),
    (NUMBER % "{kind: inverse, from: 0, to: 10}", [(11, 123, "direction_inverse")]),
    (NUMBER % "{kind: linear, from: 0, to: 11}", [(11, 122, "outside_scale")]),
    (NUMBER % "{kind: part, of: 9}", [(11, 111, "part_of_maximum")]),
    (NUMBER % "{kind: target, target: 0}", [(11, 117, "not_above")]),
    (NUMBER % "{kind: table, rows: [{value: 11, share: 1}, {value: A, share: 0}]}",
     [(11, 123, "outside_scale"), (11, 146, "number_expected")]),
    # bands
    (NUMBER % '{kind: banded, bands: [{when: "<5", share: 0}, {when: ">5", share: 1}]}', [(11, 148, "band_gap")]),
    (NUMBER % '{kind: banded, bands: [{when: "<=5", share: 0}, {when: ">=5", share: 1}]}', [(11, 149, "band_overlap")]),
    (NUMBER % '{kind: banded, bands: [{when: "<5", share: 0}, {when: ">=6", share: 1}]}', [(11, 148, "band_gap")]),
    (NUMBER % '{kind: banded, bands: [{when: ">0 <5", share: 0}, {when: ">=5", share: 1}]}',
     [(11, 124, "band_short_low")]),
    (NUMBER % '{kind: banded, bands: [{when: "<5", share: 0}, {when: ">=5 <10", share: 1}]}',
     [(11, 148, "band_short_high")]),
    (NUMBER % '{kind: banded, bands: [{when: "<5", share: 0}, {when: ">5 <5", share: 1}, {when: ">=5", share: 1}]}',
     [(11, 148, "comparison_empty")]),
    (NUMBER % '{kind: banded, bands: [{when: "5-10", share: 0}]}', [(11, 124, "comparison")]),
    # sources
    ("  - {key: a, title: A, weight: 100, scale: yes_no, source: {of: total}}\n", [(11, 60, "one_source")]),
    ("  - {key: a, title: A, weight: 100, scale: yes_no, source: {competition: kipp, records: x}}\n",
     [(11, 60, "one_source")]),
    ("  - {key: a, title: A, weight: 100, scale: yes_no, source: {instrument: contoh}}\n", [(11, 60, "cycle")]),
    ("  - {key: a, title: A, weight: 50, scale: yes_no, source: {instrument: contoh, of: b}}\n"
     "  - {key: b, title: B, weight: 50, scale: yes_no, source: {instrument: contoh, of: a}}\n",
     [(11, 59, "cycle"), (12, 59, "cycle")]),
    ("  - {key: a, title: A, weight: 50, scale: yes_no, source: {instrument: contoh, of: b}}\n"
     "  - {key: b, title: B, weight: 50, scale: yes_no}\n", [(11, 59, "own_source")]),
    ("  - {key: a, title: A, weight: 100, scale: yes_no, source: {instrument: contoh, of: z}}\n",
     [(11, 60, "source_item_unknown")]),
])  # fmt: skip
def test_a_fault_in_the_items_has_its_line_and_column(items: str, faults: list[tuple[int, int, str]]):
    assert found(with_items(items)) == sorted(faults)


@pytest.mark.parametrize(("rest", "faults"), [
    ('predicates: [{letter: A, when: ">=50"}, {letter: A, when: "<50"}]', [(12, 50, "used_before")]),
    ('predicates: [{letter: A, when: ">50"}, {letter: B, when: "<50"}]', [(12, 32, "band_gap")]),
    ('predicates: [{letter: A, when: ">50.01"}, {letter: B, when: "<=50"}]', [(12, 32, "band_gap")]),
    ('predicates: [{letter: A, when: ">=49.99"}, {letter: B, when: "<=50"}]', [(12, 32, "band_overlap")]),
    ('predicates: [{letter: A, when: ">=50 <100"}, {letter: B, when: "<50"}]', [(12, 32, "band_short_high")]),
    ('predicates: [{letter: A, when: ">=50"}, {letter: B, when: ">0 <50"}]', [(12, 59, "band_short_low")]),
    ('predicates: [{when: ">=50"}, {letter: B, open: x, when: "<50"}]',
     [(12, 14, "letter_or_open"), (12, 30, "letter_or_open")]),
    ('levels: [{key: x, title: X, thresholds: [{of: z, at: ">=1"}]}]', [(12, 47, "item_unknown")]),
    ('levels: [{key: x, title: X, thresholds: [{each: total, at: ">=1"}]}]', [(12, 49, "item_unknown")]),
    ('levels: [{key: x, title: X, thresholds: [{each: nilai, at: ">=1"}]}]', [(12, 49, "each_of_indicator")]),
    ('levels: [{key: x, title: X, thresholds: [{of: nilai, at: "<=1"}]}]', [(12, 58, "not_a_minimum")]),
    ('levels: [{key: x, title: X, thresholds: [{of: nilai, at: ">=101"}]}]', [(12, 58, "out_of_reach")]),
    ('levels: [{key: x, title: X, thresholds: [{of: nilai, percent: ">100"}]}]', [(12, 63, "out_of_reach")]),
    ('levels: [{key: x, title: X, thresholds: [{of: nilai}]}]', [(12, 42, "threshold_form")]),
    ('levels: [{key: x, title: X}]', [(12, 10, "level_empty")]),
    ('levels: [{key: x, title: X, gates: [{fact: bpk, is: [WTP]}]}]', [(12, 44, "fact_unknown")]),
    ('facts: [{key: bpk, title: B, kind: word}]\nlevels: [{key: x, title: X, gates: [{fact: bpk, at: ">=1"}]}]',
     [(13, 37, "gate_mismatch")]),
    ('facts: [{key: bpk, title: B, kind: word}]\nlevels: [{key: x, title: X, gates: [{fact: bpk}]}]',
     [(13, 37, "gate_form")]),
    ('facts: [{key: bpk, title: B, kind: word, choices: [WTP]}]\n'
     'levels: [{key: x, title: X, gates: [{fact: bpk, is: [WDP]}]}]', [(13, 54, "one_of")]),
    ('facts: [{key: a, title: A, kind: word, minimum: 1}]', [(12, 9, "fact_form")]),
    ('facts: [{key: a, title: A, kind: number, minimum: 5, maximum: 1}]', [(12, 63, "ends_reversed")]),
])  # fmt: skip
def test_a_fault_in_bands_levels_and_facts_has_its_line_and_column(rest: str, faults: list[tuple[int, int, str]]):
    assert found(with_items(LEAF) + rest + "\n") == faults


def test_bands_a_rounding_step_apart_meet():
    bands = 'predicates: [{letter: A, when: ">=50.00"}, {letter: B, when: "<=49.99"}]\n'
    assert found(with_items(LEAF, rest="rounding: {digits: 2}\n") + bands) == []
    assert found(with_items(LEAF, rest="rounding: {digits: 3}\n") + bands) == [(13, 32, "band_gap")]
    assert found(with_items(LEAF) + bands) == [(12, 32, "band_gap")]


@pytest.mark.parametrize(("text", "faults"), [
    ("", [(1, 1, "empty_file")]), ("# kosong\n", [(1, 1, "empty_file")]), ("- a\n", [(1, 1, "mapping_expected")]),
    ("a: b\n\x00", [(2, 1, "unreadable_character")]), ("a: [\n", [(2, 1, "yaml")]),
    ("a: b\n---\na: b\n", [(2, 1, "yaml_twice")]), ("[" * 100_000, [(1, 41, "too_deep")]),
    ("x" * 200_001, [(1, 1, "too_long_file")]),
    ("a: \tb\n  c: d\n", [(1, 4, "yaml_tab")]),
])  # fmt: skip
def test_what_is_no_file_of_this_kind(text: str, faults: list[tuple[int, int, str]]):
    assert found(text) == faults


def test_every_fault_is_told_not_just_the_first():
    text = (ALL_SCALES.replace("year: 2024", "year: dua ribu")
            .replace("weight: 25, scale: abcd}", "weight: 24, scale: abcd}")
            .replace('when: ">=60 <80"', 'when: ">60 <80"').replace("{each: dasar", "{each: dasr")
            .replace("title: Opini\n", "titel: Opini\n"))  # fmt: skip
    assert found(text) == [(2, 7, "whole_number_expected"), (15, 5, "weights_percent"), (45, 9, "name_missing"),
                           (46, 9, "name_unknown"), (56, 50, "item_unknown"), (60, 23, "band_gap")]  # fmt: skip


def test_a_sum_is_told_with_what_it_should_be():
    two = "  - {key: a, title: A, weight: 60, scale: yes_no}\n  - {key: b, title: B, weight: 39.99, scale: yes_no}\n"
    (fault,) = check(with_items(two), with_seal=False)
    assert fault.params == {"sum": "99.99", "whole": "100", "off": "-0.01"}
    assert sentence(fault) == "Jumlah bobot 99.99 poin, seharusnya 100 (selisih -0.01)."


def test_a_circle_is_told_with_its_way():
    (fault,) = check(with_items("  - {key: a, title: A, weight: 100, scale: yes_no, source: {instrument: contoh}}\n"),
                     with_seal=False)  # fmt: skip
    assert fault.params["way"] == "a → total → a"


# The seal


def test_a_file_without_a_seal_or_changed_after_it_is_not_used():
    assert [(one.line, one.code) for one in check(ALL_SCALES)] == [(1, "seal_missing")]
    sealed = sealed_text(ALL_SCALES)
    assert check(sealed) == []
    # two weights exchanged still add up, and nothing but the seal can tell
    exchanged = text_of("cettar_opd_2022").replace("weight: 20", "weight: X", 1).replace("weight: 15", "weight: 20", 1)
    changed = sealed.replace("share: 0.5}, {value: TMP", "share: 0.4}, {value: TMP")
    for text in (exchanged.replace("weight: X", "weight: 15"), changed):
        line = text[: text.index("seal:")].count("\n") + 1
        assert [(one.line, one.column, one.code) for one in check(text)] == [(line, 7, "seal_wrong")]
        with pytest.raises(BadInstrument, match="seal_wrong"):
            load(text)


def test_comments_layout_and_order_of_names_are_not_sealed():
    sealed = sealed_text(ALL_SCALES)
    for text in (sealed + "# catatan\n", sealed.replace("weight: 60", "weight:   60.0"),
                 sealed.replace("maximum: 100\nabsent: spread", "absent: spread\nmaximum: 100")):  # fmt: skip
        assert text != sealed
        assert check(text) == []


# Between files


def feeding(name: str, *sources: str, maximum: int = 100) -> str:
    """An instrument fed by others."""
    items = "".join(f"  - {{key: d{n}, title: D, weight: {maximum // len(sources)}, scale: number, minimum: 0,"
                    f" maximum: 100, convert: {{kind: part, of: 100}}, source: {source}}}\n"
                    for n, source in enumerate(sources))  # fmt: skip
    return with_items(items, maximum=maximum).replace("contoh", name)


def together(**texts: str) -> list[tuple[str, int, int, str]]:
    return [(one.file, one.line, one.column, one.code) for one in check_together(texts, with_seal=False)]


def test_a_circle_between_instruments():
    assert together(a=feeding("aa", "{instrument: bb}"), b=feeding("bb", "{instrument: cc}"),
                    c=feeding("cc", "{instrument: aa}"), d=feeding("dd", "{instrument: aa}")) == [
        ("a", 11, 119, "cycle"), ("b", 11, 119, "cycle"), ("c", 11, 119, "cycle"),
    ]  # fmt: skip
    (one, _, _) = check_together({"a": feeding("aa", "{instrument: bb}"), "b": feeding("bb", "{instrument: cc}"),
                                  "c": feeding("cc", "{instrument: aa}")}, with_seal=False)  # fmt: skip
    assert one.params["way"] == "aa → bb → cc → aa"


def test_a_source_that_is_not_there():
    leaf = with_items(LEAF).replace("contoh", "bb")
    assert together(a=feeding("aa", "{instrument: bb, of: nilai}"), b=leaf) == []
    assert together(a=feeding("aa", "{instrument: bb, of: x}"), b=leaf) == [("a", 11, 140, "source_item_unknown")]
    assert together(a=feeding("aa", "{instrument: zz}")) == [("a", 11, 132, "source_unknown")]
    assert together(a=feeding("aa", "{instrument: iga}"),
                    b=text_of("iga_2025")) == [("a", 11, 74, "source_maximum")]  # 111, not 100  # fmt: skip


@pytest.mark.parametrize(("scale", "code"), [("converted", "source_maximum"), ("abc", "source_scale")])
def test_a_source_fits_the_scale(scale: str, code: str):
    # an index of 1 to 5 taken for a converted value of 0 to 100 would be a wrong score
    fed = f"  - {{key: a, title: A, weight: 100, scale: {scale}, source: {{instrument: %s}}, open: Belum diketahui}}\n"
    ipp, sakip = text_of("ipp_2025"), text_of("sakip_2021")
    assert together(a=with_items(fed % "ipp"), b=ipp) == [("a", 11, 44, code)]
    assert together(a=with_items(fed % "sakip"), b=sakip) == ([] if scale == "converted" else [("a", 11, 44, code)])


def test_what_was_stood_in_for_is_not_compared_with_others():
    wrong = ALL_SCALES.replace("year: 2024", "year: kini")
    assert [one[3] for one in together(a=wrong, b=wrong)] == ["whole_number_expected"] * 2


def test_files_that_come_with_jipp_feed_too_and_may_be_replaced():
    beside = [shipped(name).definition for name in names()]
    assert check_together({"a": sealed_text(feeding("aa", "{instrument: sakip}"))}, beside) == []
    again = check_together({"x": text_of("sakip_2021"), "y": text_of("sakip_2021")}, beside)
    assert [(one.file, one.code) for one in again] == [("y", "year_twice")]


# The schema, the words, the house


def test_the_published_schema_is_that_of_the_code():
    stored = (ROOT / "docs" / "instruments.schema.json").read_text("utf-8")
    assert json.loads(stored) == json_schema(), "run `python -m app.commands instrument schema > docs/…`"


@pytest.mark.parametrize("name", names())
def test_the_schema_takes_the_files(name: str):
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.Draft202012Validator(json_schema()).validate(yaml.safe_load(text_of(name)))


@pytest.mark.parametrize("change", [
    {"year": "2024"}, {"extra": 1}, {"items": []}, {"maximum": 0}, {"notice": "resmi"}, {"for": ["planet"]},
    {"predicates": [{"letter": "A", "when": "80"}]},
])  # fmt: skip
def test_the_schema_refuses_what_the_code_refuses(change: dict[str, Any]):
    values = yaml.safe_load(ALL_SCALES) | change
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(values)
    assert check(yaml.safe_dump(values, allow_unicode=True), with_seal=False) != []


def test_the_example_of_the_document_is_sound_and_scores():
    text = (ROOT / "docs" / "instruments.md").read_text("utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    assert check(example, with_seal=False) == []
    # maklumat 12 + standar B 18 × 0.67 = 12.06 + ikm 0.8278 × 30 = 24.834, capaian 25 × 0.9 = 22.5,
    # waktu (60 − 30) / 45 × 15 = 10: 81.394, rounded 81.39, an A
    answers = {"maklumat": True, "standar": "B", "capaian": Ratio(90, 100), "waktu": 30}
    found = score(made(example), answers, {"opini_bpk": "WTP"}, {"skm.total": Decimal("82.78")}, kind="agency")
    assert (found.final, found.letter, found.levels[0].verdict) == (Fraction("81.39"), "A", "passed")


@pytest.mark.parametrize(("written", "number"), [("4,5", "4.5"), ("4,05", "4.05"), ("4,0", "4.0")])
def test_a_decimal_comma_inside_braces_is_the_one_fault(written: str, number: str):
    rest = 100 - Decimal(number)
    items = f"  - {{key: a, title: A, weight: {written}, scale: yes_no}}\n"
    text = with_items(items + f"  - {{key: b, title: B, weight: {rest}, scale: yes_no}}\n")
    [fault] = check(text, with_seal=False)
    assert (fault.code, fault.column) == ("decimal_comma", items.index(written) + 1)
    assert text.splitlines()[fault.line - 1] == items.strip("\n")
    assert sentence(fault) == f"weight: tulis {number} dengan titik desimal, bukan {written}."


def test_a_name_of_digits_elsewhere_is_still_no_name():
    text = with_items("  - {key: a, title: A, weight: 100, 5: 6, scale: yes_no}\n")
    assert [one.code for one in check(text, with_seal=False)] == ["name_not_text"]


@pytest.mark.parametrize(("text", "code"), [
    ("a: b: c\n", "yaml_colon"), ('a: "x\n', "yaml_quote"), ("a: {x: 1\nb: 2\n", "yaml_bracket"),
    ("a:\n\tb: 1\n", "yaml_tab"), ("a:\n  b: 1\n c: 2\n", "yaml_indent"), ("a: 1\n---\nb: 2\n", "yaml_twice"),
    ("a: @x\n", "yaml"),
])  # fmt: skip
def test_what_is_no_yaml_is_told_in_the_readers_language(text: str, code: str):
    [fault] = check(text)
    assert fault.code == code
    assert not {"expected", "found", "mapping", "allowed"} & set(sentence(fault).split())


def test_choices_are_listed_without_english():
    [fault] = check(with_items("  - {key: a, title: A, weight: 100, scale: abx}\n"), with_seal=False)
    assert sentence(fault).endswith("abcde, percentage, number, choice, converted.")
    zero = check(ALL_SCALES.replace("weight: 60", "weight: 0"), with_seal=False)[0]
    assert sentence(zero) == "weight harus lebih dari 0."


@pytest.mark.parametrize(("title", "found"), [
    ("Contoh 2023", ["Judulnya menyebut 2023, padahal tahun berkas ini 2024. Periksa judulnya."]),
    ("Contoh 2024", []), ("Contoh 2023/2024", []), ("Contoh", []),
])  # fmt: skip
def test_a_title_of_another_year_is_doubted_and_no_fault(title: str, found: list[str]):
    text = ALL_SCALES.replace("title: Contoh\n", f"title: {title}\n")
    assert [(one.line, sentence(one)) for one in doubts(text)] == [(3, said) for said in found]
    assert check(text, with_seal=False) == []


LEVELS = """\
facts:
  - {key: spip, title: SPIP, kind: number, minimum: 0, maximum: 5}
  - {key: rb, title: RB, kind: number}
levels:
  - key: madya
    title: Madya
"""
PARTS = """\
  - key: a
    title: A
    weight: 60
    items: [{key: a1, title: A1, weight: 20, scale: yes_no}, {key: a2, title: A2, weight: 40, scale: yes_no}]
  - {key: b, title: B, weight: 40, scale: yes_no}
"""


@pytest.mark.parametrize(("levels", "codes"), [
    ('thresholds: [{each: a, percent: ">=600"}]', ["out_of_reach"]),
    ('thresholds: [{each: a, percent: ">100"}]', ["out_of_reach"]), ('thresholds: [{each: a, percent: ">=100"}]', []),
    ('thresholds: [{each: a, at: ">20"}]', ["out_of_reach"]), ('thresholds: [{each: a, at: ">=20"}]', []),
    ('thresholds: [{of: a, at: ">=60"}, {of: a, at: ">=50"}]', ["threshold_twice"]),
    ('thresholds: [{of: a, at: ">=60"}, {of: a, percent: ">=50"}]', ["threshold_twice"]),
    ('thresholds: [{of: a, at: ">=60"}, {each: a, percent: ">=50"}, {of: total, at: ">=1"}]', []),
    ('gates: [{fact: spip, at: ">5"}]', ["gate_out_of_reach"]), ('gates: [{fact: spip, at: ">=5"}]', []),
    ('gates: [{fact: spip, at: "<0"}]', ["gate_out_of_reach"]), ('gates: [{fact: spip, at: "<=0"}]', []),
    ('gates: [{fact: spip, at: ">=30"}]', ["gate_out_of_reach"]), ('gates: [{fact: rb, at: ">=30"}]', []),
])  # fmt: skip
def test_a_level_that_nobody_can_reach_is_refused_at_its_line(levels: str, codes: list[str]):
    faults = check(with_items(PARTS + LEVELS + f"    {levels}\n"), with_seal=False)
    assert [one.code for one in faults] == codes
    assert {one.line for one in faults} <= {len(with_items(PARTS + LEVELS).splitlines()) + 1}


@pytest.mark.parametrize(("bands", "codes"), [
    ([">650", "<=650"], [("band_beyond", ">650")]), ([">100", "<=100"], [("band_beyond", ">100")]),
    ([">=100", "<100"], []), (["<0", ">=0"], [("band_beyond", "<0")]), (["<=0", ">0"], []),
])  # fmt: skip
def test_a_band_that_nobody_can_reach_is_refused(bands: list[str], codes: list[tuple[str, str]]):
    rows = "".join(f'  - {{letter: {letter}, when: "{when}"}}\n' for letter, when in zip("AB", bands, strict=True))
    text = with_items(PARTS + "predicates:\n" + rows)
    faults = check(text, with_seal=False)
    assert [(one.code, text.splitlines()[one.line - 1].split('"')[1]) for one in faults] == codes
    scale = with_items("  - {key: b, title: B, weight: 100, scale: number, minimum: 0, maximum: 100,\n     convert: "
                       f'{{kind: banded, bands: [{{when: "{bands[0]}", share: 1}},\n'
                       f'     {{when: "{bands[1]}", share: 0}}]}}}}\n')  # fmt: skip
    assert [one.code for one in check(scale, with_seal=False)] == [code for code, _when in codes]


@pytest.mark.parametrize(("source", "known"), [
    ("records: berkerja", False), ("competition: kovablk", False), ("records: bekerja", True),
    ("records: melayani", True), ("records: merespon", True), ("competition: kovablik", True),
    ("competition: kipp", True),
])  # fmt: skip
def test_a_source_that_nothing_fills_is_refused(source: str, known: bool):
    item = ("  - {key: b, title: B, weight: 100, scale: number, minimum: 0, maximum: 100,\n"
            f"     convert: {{kind: part, of: 100}}, source: {{{source}}}}}\n")  # fmt: skip
    faults = check(with_items(item), with_seal=False)
    assert [(one.code, one.line) for one in faults] == ([] if known else [("source_not_fed", 12)])
    assert all("yang dikenal: " in sentence(one) for one in faults)


def test_every_known_source_has_its_feeder():
    assert set(KNOWN["records"]) == set(Measure)
    assert {f"competition.{name}" for name in KNOWN["competition"]} == {feeds.COMPETITION, feeds.NATIONAL}


def test_every_code_of_the_package_has_its_words():
    source = "".join(path.read_text("utf-8") for path in (ROOT / "app" / "instruments").glob("*.py"))
    unused = [
        code
        for code in FAULTS
        if f'"{code}"' not in source and not code.startswith(("band_", "weights_", "direction_"))
    ]
    assert unused == []
    told = {"name": "x", "limit": 1, "expected": "a"}
    assert sentence(Fault("f", 1, 1, "too_small", told)) == "x terlalu kecil; batasnya 1."


def test_the_kinds_of_units_are_those_of_the_registry():
    assert set(Kind.__args__) == {kind.value for kind in UnitKind}


def test_the_head_and_bands_of_the_tests_are_used():
    assert ALL_SCALES.startswith(HEAD)
    assert ALL_SCALES.endswith(BANDS)


def test_a_kind_of_value_behind_another_name_is_refused():
    text = "%TAG ! tag:yaml.org,2002:\n---\n" + with_items("  - {key: a, title: A, weight: !int 1_00, scale: yes_no}\n")
    assert [code for _line, _column, code in found(text)] == ["yaml_tag"]


def test_digits_of_other_scripts_are_no_comparison():
    """The published schema allows 0–9 only."""
    for digits in ("\u0668\u0660", "\uff18\uff10"):
        text = (
            with_items(LEAF) + f"predicates:\n  - {{when: '>={digits}', letter: A}}\n  - {{when: '<80', letter: B}}\n"
        )
        assert "comparison" in [code for _line, _column, code in found(text)]


def test_a_file_with_thousands_of_unknown_names_is_told_of_the_first():
    faults = check(with_items(LEAF) + "".join(f"a{number}: 1\n" for number in range(9_000)), with_seal=False)
    assert len(faults) == MOST + 1
    (rest,) = [one for one in faults if one.code == "too_many_faults"]
    assert rest.params == {"more": 9_000 - MOST}

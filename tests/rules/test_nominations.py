"""The national checklist: each rule by itself, on a nomination that has everything."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from app import national
from app.models.form import RequiredDocument
from app.rules.nominations import Facts, check, is_complete, is_of, prefilled

FORM = national.load("kipp_2023")
TEXT = "dahulu warga menunggu lama kini layanan selesai dalam satu hari kerja"
KINDS = frozenset(one.key for one in FORM.documents)


@dataclass
class Written:
    """A nomination with everything."""

    title: str = "Loket Malam"
    group: str = "umum"
    closes_on: date | None = date(2024, 4, 30)
    started_on: date | None = date(2022, 4, 30)
    english_abstract: str = "A counter that is open at night."
    sections: dict[str, str] = field(default_factory=lambda: {one.key: TEXT for one in FORM.sections})
    answers: dict[str, str] = field(default_factory=lambda: {one.key: TEXT for one in FORM.criteria})


def facts(**changes: Any) -> Facts:
    written = Written(**{name: changes.pop(name) for name in list(changes) if name in Written.__dataclass_fields__})
    whole = Facts(FORM, written, "KOVABLIK Top 30", [], is_duplicate=False, document_kinds=KINDS)
    return replace(whole, **changes)


def open_rules(one: Facts) -> set[tuple[str, str]]:
    return {(found.rule, found.who) for found in check(one) if not found.ok}


def test_a_nomination_with_everything_is_complete() -> None:
    assert open_rules(facts()) == set()
    assert is_complete(check(facts()))
    rules = [found.rule for found in check(facts())]
    assert rules.count("criterion_words") == 5
    assert rules.count("section_words") == 8
    assert rules.count("documents") == 3


@pytest.mark.parametrize(("changes", "rule", "who"), [
    ({"award": ""}, "awarded", "organiser"), ({"award": "KIPP Top 99"}, "awarded", "organiser"),
    ({"group": "lain"}, "group", "organiser"), ({"earlier": ["KIPP Top 99 2019"]}, "never_awarded", "organiser"),
    ({"is_duplicate": True}, "duplicate_title", "unit"), ({"closes_on": None}, "closes_on", "organiser"),
    ({"started_on": None}, "started_on", "unit"), ({"started_on": date(2022, 5, 1)}, "minimum_age", "organiser"),
    ({"answers": {one.key: TEXT for one in FORM.criteria[1:]}}, "criterion_filled", "unit"),
    ({"answers": {one.key: TEXT for one in FORM.criteria} | {"efektif": "kata " * 101}}, "criterion_words", "unit"),
    ({"sections": {one.key: TEXT for one in FORM.sections} | {"ringkasan": "Ya."}}, "section_filled", "unit"),
    ({"sections": {one.key: TEXT for one in FORM.sections} | {"ringkasan": "kata " * 201}}, "section_words", "unit"),
    ({"document_kinds": KINDS - {"kesediaan_replikasi"}}, "documents", "unit"),
])  # fmt: skip
def test_each_rule_is_one_open_point(changes: dict[str, Any], rule: str, who: str) -> None:
    assert open_rules(facts(**changes)) == {(rule, who)}
    assert not is_complete(check(facts(**changes)))


def test_words_at_the_limit_fit() -> None:
    full = {one.key: "kata " * one.max_words for one in FORM.sections}
    assert open_rules(facts(sections=full)) == set()


def test_what_was_awarded_before_may_take_part_where_the_group_says_so() -> None:
    assert open_rules(facts(group="khusus", earlier=["KIPP Top 99 2019"])) == set()
    assert open_rules(facts(group="replikasi", started_on=date(2023, 4, 30))) == set(), "younger is enough there"


def test_the_english_abstract_is_advice() -> None:
    without = facts(english_abstract=" ")
    assert open_rules(without) == {("english_abstract", "unit")}
    assert is_complete(check(without))


def test_a_document_is_asked_of_its_groups_alone() -> None:
    form = FORM.model_copy(update={"documents": [RequiredDocument(key="asal", title="Asal", groups=["replikasi"])]})
    assert open_rules(facts(form=form)) == set()
    assert open_rules(facts(form=form, group="replikasi")) == {("documents", "unit")}


def test_sections_are_taken_over_by_key_and_else_by_title() -> None:
    released = [{"title": "RINGKASAN", "text": "dari judul"}, {"title": "Sumber daya", "text": "tiga orang"}]
    found = prefilled(FORM, {"ringkasan": "dari kunci", "tujuan": "tidak ada di sana", "kebaruan": ""}, released)
    assert found == {"ringkasan": "dari kunci", "sumber_daya": "tiga orang"}


def test_an_award_of_the_national_competition_is_told_by_its_name() -> None:
    assert is_of("KIPP Top 99", FORM)
    assert not is_of("KOVABLIK Top 30", FORM)


def test_the_form_is_the_newest_that_is_not_younger() -> None:
    assert national.name_for("kipp", 2026) == "kipp_2023"
    assert national.name_for("kipp", 2019) == "kipp_2023", "there is no older one"
    assert national.name_for("unpsa", 2026) is None
    assert sum(one.weight for one in FORM.sections) == 100

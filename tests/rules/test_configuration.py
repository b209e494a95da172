from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from app.clock import WIB
from app.rules.configuration import Problem, problems
from tests.rules.builders import configuration, criterion

PARTS = configuration().model_dump()
HALF = criterion("a", 50).model_dump()


def replaced(part: str, place: int, **changes: Any) -> dict[str, Any]:
    """The preset's part with one item changed."""
    items = [dict(item) for item in PARTS[part]]
    items[place] |= changes
    return {part: items}


def doubled(part: str) -> dict[str, Any]:
    """The preset's part with its first item once more at the end."""
    return {part: [*PARTS[part], PARTS[part][0]]}


def test_the_preset_has_no_problem():
    assert problems(configuration()) == []


@pytest.mark.parametrize("part", ["groups", "categories", "form", "stages"])
def test_a_competition_needs_at_least_one_of_each(part: str):
    assert Problem(part, "empty") in problems(configuration(**{part: []}))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("groups", "groups[3].key"),
        ("categories", "categories[11].key"),
        ("required_documents", "required_documents[3].key"),
        ("stages", "stages[2].key"),
        ("award_tiers", "award_tiers[2].key"),
    ],
)
def test_keys_are_unique(part: str, field: str):
    assert problems(configuration(**doubled(part))) == [Problem(field, "duplicate_key", {"key": PARTS[part][0]["key"]})]


def test_section_keys_are_unique():
    changes = doubled("form") | {"form": [*PARTS["form"], PARTS["form"][0]]}
    assert problems(configuration(**changes)) == [Problem("form[8].key", "duplicate_key", {"key": "ringkasan"})]


def test_evidence_is_no_key_of_a_required_document():
    (problem,) = problems(configuration(**replaced("required_documents", 0, key="evidence")))
    assert (problem.field, problem.code) == ("required_documents[0].key", "duplicate_key")


def test_registration_opens_before_it_closes():
    moment = datetime(2023, 3, 1, tzinfo=WIB)
    assert problems(configuration(opens_at=moment, closes_at=moment)) == [Problem("closes_at", "dates_reversed")]


def test_a_stage_starts_before_it_ends():
    late = replaced("stages", 1, starts_at=datetime(2023, 9, 1, tzinfo=WIB))
    assert problems(configuration(**late)) == [Problem("stages[1].ends_at", "dates_reversed")]


def test_dates_lie_within_the_years_of_editions():
    far = configuration(closes_at=datetime(9999, 12, 31, tzinfo=WIB))
    assert problems(far) == [Problem("closes_at", "out_of_range")]


def test_groups_named_elsewhere_exist():
    wrong_rule = replaced("quota_rules", 0, group="istimewa")
    assert problems(configuration(**wrong_rule)) == [
        Problem("quota_rules[0].group", "unknown_group", {"key": "istimewa"})
    ]
    wrong_document = replaced("required_documents", 1, groups=["umum", "istimewa"])
    assert problems(configuration(**wrong_document)) == [
        Problem("required_documents[1].groups", "unknown_group", {"key": "istimewa"})
    ]


def test_a_kind_has_one_rule_a_group():
    assert problems(configuration(**doubled("quota_rules"))) == [
        Problem("quota_rules[6]", "duplicate_key", {"key": "agency:*"})
    ]


def test_a_choice_offers_different_choices():
    field = {"key": "asta_cita", "title": "Asta Cita", "kind": "choice"}
    assert problems(configuration(fields=[field])) == [Problem("fields[0].choices", "empty")]
    twice = field | {"choices": ["1", "2", "1"]}
    assert problems(configuration(fields=[twice])) == [Problem("fields[0].choices", "duplicate_key", {"key": "1"})]


def test_weights_of_the_form_sum_to_100_or_are_not_used():
    assert problems(configuration(**replaced("form", 0, weight=0.5))) == [
        Problem("form", "weights_not_100", {"sum": 100.5})
    ]
    assert problems(configuration(form=[section | {"weight": 0} for section in PARTS["form"]])) == []


def test_problems_of_a_rubric_name_their_stage():
    assert problems(configuration(**replaced("stages", 1, rubric=[HALF]))) == [
        Problem("stages[1].rubric", "weights_not_100", {"sum": 50})
    ]
    assert problems(configuration(**replaced("stages", 0, rubric=[]))) == [Problem("stages[0].rubric", "empty")]


def test_a_criterion_reads_a_section_of_the_form():
    deep = HALF | {"key": "b", "section": "dampak"}
    rubric = [HALF | {"section": "ringkasan"}, HALF | {"key": "c", "children": [deep]}]
    assert problems(configuration(**replaced("stages", 0, rubric=rubric))) == [
        Problem("stages[0].rubric[1].children[0].section", "unknown_section", {"key": "dampak"})
    ]


def test_only_the_first_stage_can_be_blind():
    """The ranking of the stage before is public, with the units' names."""
    assert problems(configuration(**replaced("stages", 0, blind=True))) == []
    assert problems(configuration(**replaced("stages", 1, blind=True))) == [
        Problem("stages[1].blind", "blind_after_publication", {"stage": PARTS["stages"][0]["name"]})
    ]


def test_a_rule_of_advance_needs_its_number():
    for kind, code in (("top_n", "top_n_needs_n"), ("passing_grade", "grade_missing"), ("quota", "quotas_missing")):
        with pytest.raises(ValidationError) as raised:
            configuration(**replaced("stages", 0, advance={"kind": kind}))
        assert [error["type"] for error in raised.value.errors()] == [code]


@pytest.mark.parametrize(("by", "key"), [("group", "istimewa"), ("category", "umum")])
def test_quotas_are_for_groups_or_categories_that_exist(by: str, key: str):
    rule = {"kind": "quota", "by": by, "quotas": {key: 3}}
    assert problems(configuration(**replaced("stages", 0, advance=rule))) == [
        Problem("stages[0].advance.quotas", f"unknown_{by}", {"key": key})
    ]
    nobody = {"kind": "quota", "quotas": {"umum": 0}}
    assert problems(configuration(**replaced("stages", 0, advance=nobody))) == [
        Problem("stages[0].advance.quotas", "nobody_goes_on")
    ]


def test_a_stage_weighs_together_with_those_before():
    assert problems(configuration(**replaced("stages", 1, cumulative=True))) == []
    assert problems(configuration(**replaced("stages", 0, cumulative=True))) == [
        Problem("stages[0].cumulative", "nothing_before")
    ]
    assert problems(configuration(**replaced("stages", 1, cumulative=True, weight=0))) == [
        Problem("stages[1].weight", "weighs_nothing")
    ]


def test_the_public_votes_without_rubric_and_never_first():
    vote = {"kind": "public_vote", "rubric": []}
    assert problems(configuration(**replaced("stages", 1, **vote))) == []
    wrong = replaced("stages", 0, **(vote | {"starts_at": None, "aggregate": "calibrated"}))
    assert [(one.field, one.code) for one in problems(configuration(**wrong))] == [
        ("stages[0].kind", "vote_first"), ("stages[0].aggregate", "vote_is_counted"),
        ("stages[0].starts_at", "vote_needs_dates"),
    ]  # fmt: skip
    with_rubric = problems(configuration(**replaced("stages", 1, kind="public_vote")))
    assert [(one.field, one.code) for one in with_rubric] == [("stages[1].rubric", "vote_without_rubric")]

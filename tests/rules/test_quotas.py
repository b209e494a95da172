import pytest

from app.models.edition import QuotaRule
from app.models.form import Group
from app.models.unit import UnitKind
from app.rules.quotas import Allowance, allowance, drawn_on, needs_slot, participant_of, that_fit

KIND = UnitKind
UMUM = Group(key="umum", title="Umum")
KHUSUS = Group(key="khusus", title="Khusus", by_invitation=True, counts=False)


def rule(kind: UnitKind, group: str = "*", limit: int = 3) -> QuotaRule:
    return QuotaRule(unit_kind=kind, group=group, limit=limit)


def test_the_participant_is_the_nearest_unit_whose_kind_has_a_rule():
    line = [
        ("upt", KIND.technical_unit),
        ("rs", KIND.hospital),
        ("dinas", KIND.agency),
        ("jatim", KIND.province),
    ]
    assert participant_of(line, [rule(KIND.agency)]) == "dinas"
    assert participant_of(line, [rule(KIND.agency), rule(KIND.hospital, "umum")]) == "rs"
    assert participant_of(line, [rule(KIND.technical_unit)]) == "upt"
    assert participant_of(line, [rule(KIND.city)]) is None
    assert participant_of([], [rule(KIND.agency)]) is None


@pytest.mark.parametrize(
    ("rules", "exceptions", "expected"),
    [
        ([], {}, None),
        ([("*", 3)], {}, ("*", 3, "rule:agency:*")),
        ([("umum", 2)], {}, ("umum", 2, "rule:agency:umum")),
        ([("*", 3), ("umum", 2)], {}, ("umum", 2, "rule:agency:umum")),
        ([("*", 3)], {"*": 5}, ("*", 5, "exception:*")),
        ([], {"*": 5}, ("*", 5, "exception:*")),
        ([("umum", 2)], {"*": 5}, ("umum", 2, "rule:agency:umum")),
        ([("*", 3)], {"umum": 0, "*": 5}, ("umum", 0, "exception:umum")),
        ([("*", 3), ("umum", 2)], {"umum": 4}, ("umum", 4, "exception:umum")),
        ([("replikasi", 1)], {"replikasi": 9}, None),
    ],
)
def test_the_group_goes_before_all_groups_and_the_exception_before_the_rule(
    rules: list[tuple[str, int]], exceptions: dict[str, int], expected: tuple[str, int, str] | None
):
    given = [rule(KIND.agency, *one) for one in rules] + [rule(KIND.city, "umum", 99)]
    found = allowance("dinas", KIND.agency, UMUM, given, exceptions)
    assert found == (expected and Allowance("dinas", *expected))


def test_an_invited_group_needs_no_slot():
    assert needs_slot(UMUM)
    assert not needs_slot(KHUSUS)


def test_a_submission_draws_on_the_pool_of_its_group_before_the_shared_one():
    assert drawn_on(UMUM, {"*", "umum"}) == "umum"
    assert drawn_on(UMUM, {"*", "replikasi"}) == "*"
    assert drawn_on(UMUM, {"replikasi"}) is None
    assert drawn_on(KHUSUS, {"*", "khusus"}) is None
    assert drawn_on(None, {"*"}) is None


def test_the_first_that_the_slots_are_enough_for():
    wanted = [("a", "*"), ("b", "lain"), ("c", "*"), ("d", None), ("e", "*")]
    assert that_fit(wanted, {"*": 2}) == ["a", "c", "d"]
    assert that_fit(wanted, {"*": 5, "lain": 1}) == ["a", "b", "c", "d", "e"]

from decimal import Decimal
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.http.locale import show_number
from app.models.edition import AdvanceRule
from app.rules.ranking import Earlier, Entry, Ranked, combined, gap_as_shown, places, rank, unscored

BEST_TWO = AdvanceRule(n=2)
EVERYBODY = AdvanceRule(kind="all")

totals = st.lists(st.sampled_from([0.0, 70.0, 80.1, 80.2, 80.3, 100.0]), max_size=4).map(tuple)
fields = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), totals, max_size=12).map(
    lambda found: [Entry(*one) for one in found.items()]
)


def test_ties_share_a_rank_and_the_next_one_is_skipped():
    found = rank([Entry("d", (70,)), Entry("c", (80, 80)), Entry("a", (90,)), Entry("b", (70, 90))])
    assert found == [
        Ranked(1, "a", 90, 90, 90, 1),
        Ranked(2, "b", 80, 80, 80, 2),
        Ranked(2, "c", 80, 80, 80, 2),
        Ranked(4, "d", 70, 70, 70, 1),
    ]


def test_float_noise_does_not_break_a_tie():
    found = rank([Entry("a", (80.1, 80.2, 80.3)), Entry("b", (80.2,)), Entry("c", (80.2000004,))])
    assert [line.rank for line in found] == [1, 1, 1]


def test_the_order_of_signing_does_not_decide_a_rounding():
    """Added one by one, these four come out a millionth apart in different orders."""
    totals = (64.702749, 89.660181, 86.732112, 68.927416)
    assert {rank([Entry("a", order)])[0].mean for order in permutations(totals)} == {77.505614}


def test_a_difference_of_a_millionth_counts():
    assert [line.proposal_id for line in rank([Entry("a", (80.2,)), Entry("b", (80.200001,))])] == ["b", "a"]


def test_the_order_may_be_that_of_another_score():
    entries = [Entry("a", (90,)), Entry("b", (80,)), Entry("c", (70,))]
    found = rank(entries, {"a": 60, "b": 75.00000001, "c": 75})
    assert [(line.rank, line.proposal_id, line.mean, line.score) for line in found] == [
        (1, "b", 80, 75), (1, "c", 70, 75), (3, "a", 90, 60),
    ]  # fmt: skip


def test_without_a_total_there_is_no_place():
    entries = [Entry("z", ()), Entry("a", (1,)), Entry("b", ())]
    assert [line.proposal_id for line in rank(entries)] == ["a"]
    assert unscored(entries) == ["b", "z"]


def test_ties_at_the_last_place_all_go_on():
    ranked = rank([Entry("a", (9,)), Entry("b", (8,)), Entry("c", (8,)), Entry("d", (7,))])
    assert places(ranked, BEST_TWO) == {"a", "b", "c"}
    assert places(ranked, AdvanceRule(n=3)) == {"a", "b", "c"}
    assert places(ranked, EVERYBODY) == {"a", "b", "c", "d"}
    assert places([], BEST_TWO) == set()


@given(fields, st.randoms())
def test_the_order_of_entries_and_sheets_does_not_matter(entries: list[Entry], random):
    shuffled = [Entry(one.proposal_id, tuple(random.sample(one.totals, len(one.totals)))) for one in entries]
    random.shuffle(shuffled)
    assert rank(shuffled) == rank(entries)


@given(fields)
def test_a_rank_says_how_many_are_better(entries: list[Entry]):
    ranked = rank(entries)
    assert [line.rank for line in ranked] == [1 + sum(other.mean > line.mean for other in ranked) for line in ranked]
    assert {line.proposal_id for line in ranked} | set(unscored(entries)) == {one.proposal_id for one in entries}


@given(fields, st.integers(1, 12))
def test_nobody_who_goes_on_is_worse_than_one_who_does_not(entries: list[Entry], n: int):
    ranked = rank(entries)
    chosen = places(ranked, AdvanceRule(n=n))
    assert len(chosen) >= min(n, len(ranked))
    inside = [line.mean for line in ranked if line.proposal_id in chosen]
    outside = [line.mean for line in ranked if line.proposal_id not in chosen]
    assert not outside or min(inside) > max(outside)


def test_the_gap_is_that_of_the_scores_as_they_are_shown():
    assert gap_as_shown(83.346, 83.344) == Decimal("0.01"), "83,35 – 83,34, though they are 0,002 apart"
    assert gap_as_shown(84.404, 83.396) == Decimal("1.00")


scores = st.integers(0, 100_000_000).map(lambda millionths: millionths / 1_000_000)


@given(scores, scores)
def test_a_reader_who_subtracts_finds_the_same_gap(upper: float, lower: float):
    shown = [Decimal(show_number(score, 2).replace(",", ".")) for score in (upper, lower)]
    assert gap_as_shown(upper, lower) == shown[0] - shown[1]


def ranked(**scores: float) -> list[Ranked]:
    return rank([Entry(id_, (score,)) for id_, score in scores.items()])


FIELD = ranked(a=90, b=85, c=85, d=80, e=60)
POOLS = {"a": "umum", "b": "umum", "c": "umum", "d": "replikasi", "e": "replikasi"}


def test_a_passing_grade_lets_all_in_who_reach_it():
    assert places(FIELD, AdvanceRule(kind="passing_grade", grade=85)) == {"a", "b", "c"}
    assert places(FIELD, AdvanceRule(kind="passing_grade", grade=85.000001)) == {"a"}


def test_a_grade_beside_the_best_n_keeps_out_who_is_below():
    assert places(FIELD, AdvanceRule(n=4, grade=82)) == {"a", "b", "c"}


def test_each_group_has_its_quota_and_ties_there_all_go_on():
    rule = AdvanceRule(kind="quota", quotas={"umum": 2, "replikasi": 1})
    assert places(FIELD, rule, POOLS) == {"a", "b", "c", "d"}
    assert places(FIELD, AdvanceRule(kind="quota", quotas={"umum": 1}), POOLS) == {"a"}, "who is not named has none"
    assert places(FIELD, AdvanceRule(kind="quota", quotas={"umum": 0}, n=2), POOLS) == {"d", "e"}
    assert places(FIELD, AdvanceRule(kind="quota", quotas={"umum": 1}, n=2, grade=70), POOLS) == {"a", "d"}


def test_stages_weigh_together():
    earlier = {"a": Earlier(90 * 40, 40), "b": Earlier(50 * 40, 40)}
    found = rank([Entry("a", (60,)), Entry("b", (90,))], None, 60, earlier)
    assert [(one.proposal_id, one.own, one.score) for one in found] == [("b", 90, 74), ("a", 60, 72)]
    assert combined(60, 100, None) == 60


@given(fields, st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.sampled_from("xy")), st.integers(0, 3))
def test_within_a_quota_nobody_who_goes_on_is_worse(entries: list[Entry], groups: dict[str, str], n: int):
    pools = {one.proposal_id: groups.get(one.proposal_id, "x") for one in entries}
    order = rank(entries)
    chosen = places(order, AdvanceRule(kind="quota", quotas={"x": n, "y": 1}), pools)
    for pool, room in (("x", n), ("y", 1)):
        theirs = [line for line in order if pools[line.proposal_id] == pool]
        inside = [line.mean for line in theirs if line.proposal_id in chosen]
        outside = [line.mean for line in theirs if line.proposal_id not in chosen]
        assert len(inside) >= min(room, len(theirs))
        assert bool(inside) <= bool(room)
        assert not outside or not inside or min(inside) > max(outside)
